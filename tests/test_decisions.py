"""Decisions: what they are about, what they soften, and when the question is open again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from analyser.deciding import apply, in_sight
from analyser.decisions import (
    Decision,
    DecisionError,
    Ruling,
    decision_from,
    part_family,
    read_decisions,
)
from analyser.document import Unread
from analyser.dossier import Citation, Contradiction, Pack
from analyser.finding import Assessment, Disposition, EquipmentLine, Judged, Stance, Verdict
from tests.ledger.things import assessment, judged

TODAY = "2026-11-23"

DISMISSED = Decision(
    document_sha256=assessment().sha256,
    path="pack-1/bid.pdf",
    maker="norvik",
    page=1,
    where="paragraph 1",
    text="NV-2143",
    context="We offer the Norvik NV-2143.",
    ruling=Ruling.DISMISS,
    reason="another make of that number",
    person="A. Officer",
    date="2026-11-01",
    stance="offered",
)


def after(
    *mentions: Judged, decisions: tuple[Decision, ...] = (DISMISSED,), path: str = "pack-1/bid.pdf"
) -> Assessment:
    """Return an assessment with `mentions` once `decisions` are applied."""
    return apply(assessment(path, mentions=mentions), decisions, TODAY, part_family)


def test_a_dismissed_mention_is_noted_and_says_why() -> None:
    """It stays in the report, quieter, with who, when and why; nothing is silenced."""
    done = after(judged())

    (one,) = done.mentions
    assert one.disposition is Disposition.NOTED
    assert one.why[0] == "dismissed by A. Officer on 2026-11-01: another make of that number"
    assert one.why[1:] == judged().why
    assert done.findings[0].disposition is Disposition.NOTED
    assert done.verdict is Verdict.CLEAR


def test_of_one_days_decisions_the_last_recorded_counts() -> None:
    """A dismissal that is taken back the same day no longer hides anything."""
    accepted = replace(DISMISSED, ruling=Ruling.ACCEPT, reason="it is theirs after all")

    assert after(judged(), decisions=(DISMISSED, accepted)).verdict is Verdict.FLAGGED
    assert after(judged(), decisions=(accepted, DISMISSED)).verdict is Verdict.CLEAR


def test_a_decision_that_ran_out_does_not_bring_back_an_older_one() -> None:
    """A dismissal with an end replaces the one without; after its end the question is open."""
    bounded = replace(DISMISSED, date="2026-11-02", expires="2026-11-20")

    done = after(judged(), decisions=(DISMISSED, bounded))

    assert done.verdict is Verdict.FLAGGED
    assert "decide again" in done.mentions[0].why[0]


def test_a_dismissal_never_clears_what_was_not_read() -> None:
    """With a gap in the reading the verdict is incomplete, whatever was dismissed."""
    gap = replace(assessment(), unread=(Unread("torn page", "page 3"),))

    assert apply(gap, [DISMISSED], TODAY, part_family).verdict is Verdict.INCOMPLETE


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("nv-2143", "we offer the norvik nv-2143"),
        ("NV-\n2143", "We  offer the Norvik\nNV- 2143 ."),
        ("NV–2143", "We offer the Norvik “NV–2143”."),
        ("ＮＶ-2143", "We offer the Norvik ＮＶ-2143."),
    ],
)
def test_a_new_reading_of_the_same_words_is_the_same_place(text: str, context: str) -> None:
    """Case, line breaks, punctuation and width may differ between two readings."""
    (one,) = after(judged(text, context)).mentions

    assert one.disposition is Disposition.NOTED


def test_an_edited_copy_in_the_same_place_keeps_its_decisions() -> None:
    """Another sentence was changed: the digest is new, path and place are the same."""
    edited = assessment(text="We offer the Norvik NV-2143. One more sentence.")

    done = apply(edited, [DISMISSED], TODAY, part_family)

    assert done.mentions[0].disposition is Disposition.NOTED


@pytest.mark.parametrize(
    "context",
    [
        "We do not offer the Norvik NV-2143.",
        "We offer the Norvik NV-2143 instead of the Oakfield.",
        "",
    ],
)
def test_other_words_around_it_are_another_place(context: str) -> None:
    """One word turns a sentence round, so likeness of sentences hides nothing."""
    (one,) = after(judged(context=context)).mentions

    assert one.disposition is Disposition.FLAGGED


def test_the_same_words_in_another_stance_are_open_again() -> None:
    """What was dismissed as existing is not dismissed as offered (a new heading above it)."""
    (one,) = after(judged(), decisions=(replace(DISMISSED, stance="existing"),)).mentions

    assert one.disposition is Disposition.FLAGGED
    assert "decide anew" in one.why[0]


def test_another_document_or_maker_is_not_touched() -> None:
    """The same sentence in another bidder's file has its own question."""
    elsewhere = apply(assessment("pack-2/bid.pdf", text="other"), [DISMISSED], TODAY, part_family)
    other = after(judged(maker="oakfield"))

    assert elsewhere.mentions[0].disposition is Disposition.FLAGGED
    assert other.mentions[0].disposition is Disposition.FLAGGED


def test_words_for_two_makers_are_hidden_by_neither_alone() -> None:
    """A telltale of two makers stays loud until both were dismissed."""
    both = judged()
    both = replace(both, mention=replace(both.mention, makers=("norvik", "oakfield")))

    one = after(both).mentions[0]
    two = after(both, decisions=(DISMISSED, replace(DISMISSED, maker="oakfield"))).mentions[0]

    assert one.disposition is Disposition.FLAGGED
    assert one.why[0].startswith("norvik: dismissed")
    assert two.disposition is Disposition.NOTED


@pytest.mark.parametrize(
    ("expires", "disposition"),
    [
        ("2026-11-24", Disposition.NOTED),
        ("2026-11-23", Disposition.FLAGGED),
        ("2020-01-01", Disposition.FLAGGED),
    ],
)
def test_a_decision_runs_out(expires: str, disposition: Disposition) -> None:
    """From its last day on the finding is as loud as before and says that it was dismissed."""
    (one,) = after(judged(), decisions=(replace(DISMISSED, expires=expires),)).mentions

    assert one.disposition is disposition
    assert ("ran out" in one.why[0]) == (disposition is Disposition.FLAGGED)


def test_a_similar_part_number_opens_the_question_again() -> None:
    """A sister model beside a dismissed one is flagged and says what was dismissed."""
    (one,) = after(judged("NV-2147", "We offer the Norvik NV-2147.")).mentions

    assert one.disposition is Disposition.FLAGGED
    assert one.why[0].startswith("'NV-2143' was dismissed")


def test_the_latest_word_counts() -> None:
    """A dismissal taken back by a later acceptance hides nothing."""
    later = replace(DISMISSED, ruling=Ruling.ACCEPT, date="2026-11-02", reason="")

    for decisions in ((DISMISSED, later), (later, DISMISSED)):
        (one,) = after(judged(), decisions=decisions).mentions
        assert one.disposition is Disposition.FLAGGED
        assert one.why[0] == "accepted by A. Officer on 2026-11-02"


def test_a_dismissal_makes_nothing_louder() -> None:
    """What was noted or cleared anyway stays as it was."""
    for disposition in (Disposition.NOTED, Disposition.CLEARED):
        quiet = judged(stance=Stance.OFFERED, disposition=disposition)
        assert after(quiet).mentions[0].disposition is disposition


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [
        ("DS-2CD2143G2-I", "DS-2CD2147G2-I", True),
        ("ds-2cd2143g2-i", "DS‑2CD2143G2‑I", True),
        ("NV-2143", "NV-21430", False),
        ("NV-2143", "OX-2143", False),
    ],
)
def test_part_numbers_are_kin_by_form(one: str, other: str, kin: bool) -> None:
    """The same letters with digits in the same places; words are no part numbers."""
    assert (part_family(one) == part_family(other)) == kin
    assert part_family("Norvik") == part_family("2026") == ""


def test_a_decisions_file_comes_back(tmp_path: Path) -> None:
    """What is written as a row is read as the same decision."""
    path = tmp_path / "decisions.json"
    path.write_text(json.dumps({"schema_version": "1.0", "decisions": [DISMISSED.as_row()]}))

    assert read_decisions(path) == (DISMISSED,)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "not a decisions file"),
        ('{"schema_version": "9", "decisions": []}', "unknown"),
        ('{"schema_version": "1.0", "decisions": [1]}', r"decisions\[0\]: not an object"),
        ("[" * 100000, "cannot be read as JSON"),
    ],
)
def test_a_faulty_file_is_told_in_one_line(tmp_path: Path, content: str, message: str) -> None:
    """Whoever wrote it learns where and what."""
    path = tmp_path / "decisions.json"
    path.write_text(content)

    with pytest.raises(DecisionError, match=message) as told:
        read_decisions(path)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("decision", "drop"),
        ("reason", ""),
        ("person", " "),
        ("date", "yesterday"),
        ("expires", "31/12/2026"),
        ("maker", None),
        ("place", {"page": 0, "where": "", "text": "x", "context": ""}),
        ("place", {"page": 1, "where": "", "text": "", "context": ""}),
    ],
)
def test_a_faulty_row_is_refused(key: str, value: object) -> None:
    """A dismissal without reason or person, an odd date or page: not taken in."""
    row = {**DISMISSED.as_row(), key: value}

    with pytest.raises(DecisionError):
        decision_from(row, "file: decisions[0]")


def test_a_dismissed_row_says_so_in_the_bill_of_makers() -> None:
    """The row of a dismissed mention is marked, one that names another maker or place is not."""
    row = EquipmentLine(1, "paragraph 1", "Camera", "", "NV-2143", "12", "restricted", ("norvik",),
                        text="We offer the Norvik NV-2143.")  # fmt: skip
    lines = (row, replace(row, where="Table 2, row 4"), replace(row, makers=("brintel",)))
    held = replace(assessment(), lines=lines)

    done = apply(held, [DISMISSED], TODAY, part_family)

    assert [bool(one.decided) for one in done.lines] == [True, False, False]
    assert done.lines[0].decided == done.mentions[0].why[0]
    two = replace(held, mentions=(*held.mentions, judged(text="Norvik", context="another")))
    done = apply(two, [DISMISSED], TODAY, part_family)
    assert not any(one.decided for one in done.lines), "one mention of the row stands undecided"


def test_a_contradiction_that_a_decision_took_out_stays_in_sight() -> None:
    """A dismissed offer does not silence its denial: both are told, and who dismissed it."""
    offer = Citation("pack-1/bid.pdf", 1, "paragraph 1", "We offer the Norvik NV-2143.")
    denial = Citation("pack-1/form.pdf", 1, "paragraph 1", "None is supplied.")
    found = Contradiction("denied-but-offered", "norvik", "denied and offered", denial, offer)
    pack = Pack("pack-1", ("pack-1/bid.pdf", "pack-1/form.pdf"), Verdict.FLAGGED, (found,))
    quiet = replace(pack, contradictions=(), verdict=Verdict.CLEAR)

    (told,) = in_sight([quiet], [pack], [after(judged())])

    (one,) = told.contradictions
    assert (one.statement, one.against) == (denial, offer)
    assert "denied and offered (the mention was dismissed by " in one.why
    assert told.verdict is Verdict.CLEAR
    assert in_sight([pack], [pack], []) == (pack,)
