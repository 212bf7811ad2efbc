"""Questions that a document's words raise about its buyer."""

from __future__ import annotations

import pytest

from analyser.hints import hints


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("for the Ministry of Defence at Bicester", "buyer: defence"),
        ("The rooms hold SECRET material.", "criterion c1"),
        ("documents up to\nSECRET", "criterion c1"),
        ("staff with Developed Vetting", "criterion c2"),
        ("This purchase uses a federal award.", "funding: federal_award"),
        ("E-rate eligible", "funding: usf"),
        ("Aylesham Borough Council", "local authority"),
        ("clause 52.204-25 applies", "jurisdiction: US"),
        ("a contract exempt from the Procurement Act 2023", "contract: exempt"),
    ],
)
def test_words_raise_their_question(text: str, about: str) -> None:
    """Each hint is a question that quotes the words that raise it."""
    [told] = [one for one in hints([text]) if about in one]

    assert told.startswith("the text says “")
    assert told.endswith("?") or "?" in told


@pytest.mark.parametrize(
    "text",
    [
        "It is no secret that prices rise.",
        "SECRETARY to the board",
        "the rate of separate-rated items",
        "the procurement act applies in full",
        "",
    ],
)
def test_ordinary_words_raise_nothing(text: str) -> None:
    """Look-alikes of a marking or a name raise no question."""
    assert hints([text]) == ()


def test_each_question_is_asked_once() -> None:
    """Many mentions of one buyer raise one question."""
    assert len(hints(["Ministry of Defence", "the Ministry of Defence again"])) == 1
