"""Sentences end where a reader says they end."""

from __future__ import annotations

import pytest

from analyser.judgement.sentences import LONGEST, sentence_around, sentence_spans


@pytest.mark.parametrize(
    "text",
    [
        "See clause No. 5 Recorders and e.g. Axis for the rest.",
        "Goods of Norvik Digital Technology Co., Ltd. and its affiliates are meant.",
        "The DS-2CD2143G2-I v. 5.7.3 firmware is used.",
        "4. Recorders shall keep video.",
        "The line is broken\nby the width of the page.",
        "Mr. A. Smith signs for us.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    """Abbreviations, numbers, initials and line ends do not end a sentence."""
    assert sentence_spans(text) == ((0, len(text)),)


def test_sentences_are_parted_and_lose_nothing() -> None:
    """Together the sentences are the text, but for blank lines."""
    text = "We offer it. You asked why! Goods by Norvik Ltd. We agree.\n\n- first\n- second"

    spans = sentence_spans(text)

    assert "".join(text[a:b] for a, b in spans).replace("\n", "") == text.replace("\n", "")
    assert len(spans) == 6


def test_a_monster_is_cut() -> None:
    """A page without a full stop is still judged in pieces that end."""
    text = "camera; " * 2000

    assert max(b - a for a, b in sentence_spans(text)) < 2 * LONGEST
    assert sentence_around(text, 8000, 8006)[1] - sentence_around(text, 8000, 8006)[0] < 2 * LONGEST
