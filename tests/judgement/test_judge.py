"""What the judge makes of sentences, rows, lists, questions and deleted words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.catalogue import Catalogue
from analyser.document import Block, Document, Layer
from analyser.finding import Disposition, Evidence, Judged, Mention, Role, Route
from analyser.judgement.judge import document_for, judge
from analyser.language import Language, load_language

MODELS = Path(__file__).parents[2] / "models"
NAMES = ("Norvik", "Velmira", "HIK", "Qx9", "Aurelia Optik GmbH", "东方视")


def mentions_of(document: Document, *names: str) -> tuple[Mention, ...]:
    """Return a mention for each of `names`, wherever it stands in a block that is searched."""
    found = []
    for index, block in enumerate(document.blocks):
        for name in names:
            at = block.text.find(name)
            if at >= 0 and not block.quiet:
                evidence = (Evidence("exact-name", f'exact name "{name}"'),)
                found.append(
                    Mention(
                        index, at, at + len(name), name, (name.lower(),), (), Route.NAME,
                        name.lower(), name, evidence,
                    )
                )  # fmt: skip
    return tuple(found)


def verdicts(document: Document, role: str, *names: str) -> tuple[Judged, ...]:
    """Judge the names in the document by rules alone."""
    mentions = mentions_of(document, *names)
    return judge(document, mentions, Role(role), Catalogue("test"), Language.blank())


def stance_of(
    text: str,
    role: str = "tender",
    name: str = "Norvik",
    heading: str = "",
    row: Sequence[Sequence[str]] = (),
    before: str = "",
) -> str:
    """Return the stance of `name` in one piece of text."""
    document = document_for(text, heading, row, before)
    return verdicts(document, role, name)[0].stance.value


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("We do not propose Norvik; instead our bid is based on Velmira.", "excluded offered"),
        ("The Norvik recorder is replaced with a Velmira recorder.", "existing offered"),
        ("No Norvik product is offered; the domes are made by Velmira.", "excluded offered"),
    ],
)
def test_mentions_in_one_sentence_have_stances_of_their_own(text: str, stances: str) -> None:
    """A cue counts inside its clause and in its direction only."""
    judged = verdicts(document_for(text), "bid", "Norvik", "Velmira")

    assert " ".join(one.stance.value for one in judged) == stances


@pytest.mark.parametrize(
    ("heading", "role", "stance"),
    [
        ("Makes not accepted", "tender", "excluded"),
        ("Existing equipment", "tender", "existing"),
        ("Approved makes", "tender", "specified"),
        ("Make offered", "bid", "offered"),
        ("Compatible with", "datasheet", "cited"),
    ],
)
def test_the_column_decides_where_the_cell_holds_a_name_only(
    heading: str, role: str, stance: str
) -> None:
    """The heading of the mention's own column is the strongest evidence of a bare cell."""
    row = [["Item", "Dome camera"], [heading, "Norvik"], ["Remarks", ""]]

    assert stance_of("", role, row=row) == stance


def test_a_priced_row_of_a_bid_is_an_offer_and_shows_its_reason() -> None:
    """Price and quantity on the row speak for an offer, and for the maker."""
    row = [["Item", "Dome"], ["Make", "Norvik"], ["Qty", "14"], ["Unit price", "£88.20"]]

    judged = verdicts(document_for("", "", row), "bid", "Norvik")[0]

    assert judged.stance == "offered"
    assert judged.disposition is Disposition.FLAGGED
    assert any("price on the row" in line for line in judged.why)
    assert judged.context == "Dome | Norvik | 14 | £88.20"


def test_a_list_item_is_read_with_its_lead_in() -> None:
    """Of lists: "The following shall not be used:" holds for the tenth bullet too."""
    block = Block("Norvik (all models)", lead_in="The following makes shall not be used:")

    assert (
        verdicts(Document("a", "", "text/plain", blocks=(block,)), "tender", "Norvik")[0].stance
        == "excluded"
    )


def test_a_question_is_read_with_its_answer() -> None:
    """The answer, not the question, says what is allowed."""
    assert stance_of("Q: May Norvik readers be used? A: No.") == "excluded"
    assert stance_of("Q: May Norvik readers be used? A: Yes.") == "specified"


def test_the_next_sentence_may_speak_of_the_mention() -> None:
    """A pronoun carries the name over the full stop."""
    text = "Norvik and Lorent were suggested to us. None of these will be offered."

    assert stance_of(text, "bid") == "excluded"


def test_other_than_turns_twice() -> None:
    """Of lists: "No make other than" asks for the make; "any make other than" rules it out."""
    assert stance_of("No make other than Norvik will be considered.") == "specified"
    assert stance_of("Any make other than Norvik may be offered.") == "excluded"


def test_prohibition_outranks_equivalence() -> None:
    """Of lists: "or equivalent" beside a ban is still a ban."""
    text = "Norvik or equivalent products of that group are prohibited and will be rejected."

    assert stance_of(text) == "excluded"


def test_a_lowered_mention_is_kept() -> None:
    """Stance lowers, never deletes: every mention that comes in goes out."""
    judged = verdicts(
        document_for("Section 889 names Norvik and Velmira."),
        "other",
        "Norvik",
        "Velmira",
    )

    assert [one.disposition for one in judged] == [Disposition.NOTED, Disposition.NOTED]


@pytest.mark.parametrize("change", ["layer", "struck"])
def test_deleted_words_are_for_review_at_most(change: str) -> None:
    """A tracked deletion and struck-through words no longer stand, and are not lost either."""
    text = "We propose Norvik cameras throughout."
    block = (
        Block(text, layer=Layer.DELETED)
        if change == "layer"
        else Block(text, struck=((0, len(text)),))
    )

    judged = verdicts(Document("a", "", "text/plain", blocks=(block,)), "bid", "Norvik")[0]

    assert (judged.stance, judged.disposition) == ("offered", Disposition.REVIEW)


def test_the_sentence_before_is_read_and_not_searched() -> None:
    """A name in the sentence before is no mention, but its words count."""
    document = document_for("Norvik.", before="These makes are not offered.")

    judged = verdicts(document, "bid", "Norvik")

    assert [one.stance for one in judged] == ["excluded"]


@settings(max_examples=60, deadline=None)
@given(
    text=st.sampled_from(
        (
            "We propose {} cameras.",
            "{} shall not be used, nor its sub-brands.",
            "Replace the {} recorder with another make.",
            "In 2016 we fitted a {} system for a port.",
            "{}, tbc",
            "3 | Dome | {} | 12 | 99.50",
            "The {} heads look over the lock.",
        )
    ),
    role=st.sampled_from([role.value for role in Role]),
    name=st.sampled_from(NAMES),
)
def test_another_name_never_changes_the_stance(text: str, role: str, name: str) -> None:
    """Rules see the mention masked: the maker's name cannot matter."""
    assert stance_of(text.format(name), role, name) == stance_of(text.format("Norvik"), role)


@settings(max_examples=40, deadline=2000)
@given(st.text(max_size=400))
def test_no_text_breaks_the_judge(text: str) -> None:
    """Whatever stands around a name, it gets a stance and a confidence between 0 and 1."""
    document = document_for(f"{text} Norvik {text}")

    for one in verdicts(document, "bid", "Norvik"):
        assert 0.0 <= one.confidence <= 1.0


def test_a_name_is_lowered_only_by_words_that_lower_it() -> None:
    """An offer in a paper of unknown role is never a mere note: no words cite or exclude it."""
    for sentence in ("We offer {} cameras.", "We will supply {} cameras."):
        text = sentence.format("Hikvision")
        (one,) = verdicts(
            Document("a.txt", "0", "text/plain", blocks=(Block(text),)), "other", "Hikvision"
        )

        assert one.disposition in (Disposition.FLAGGED, Disposition.REVIEW)


@pytest.mark.parametrize(
    "text",
    [
        "Cameras " + "." * 50 + " Norvik " + "." * 20 + " 120.00",
        "Norvik " + "." * 40,
        "=" * 60 + " Norvik " + "=" * 60,
        "-" * 100 + " Norvik",
        "Norvik . . . . . . . . . . . . 4",
    ],
)
def test_a_leader_of_dots_does_not_lower_a_name(text: str) -> None:
    """Forty dots are no words: a name alone between them is looked at by a person."""
    document = document_for(text)
    mentions = mentions_of(document, "Norvik")

    judged = judge(document, mentions, Role.OTHER, Catalogue("test"), load_language(MODELS))

    assert judged[0].disposition in {Disposition.REVIEW, Disposition.FLAGGED}
