"""Ordinary words that are also names: told together, never one by one among what was found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analyser.finding import Disposition, Judged, Stance
from analyser.report import annotated, html
from analyser.report.in_passing import words_in_passing
from tests.report import builders


def ordinary(stance: Stance = Stance.OFFERED) -> Judged:
    """Return a mention of a word that nothing around it makes a name."""
    made = builders.judged(2, "Cameras", stance, Disposition.NOTED, where="Table 9, row 9")
    return replace(made, mention=replace(made.mention, needs_context=True))


def page(**changes: bool) -> str:
    """Return the page of a bid with such a word among the places of its finding."""
    bid = builders.bid()
    mentions = (*bid.mentions, ordinary(), ordinary(Stance.CITED))
    first = replace(bid.findings[0], mentions=(*bid.findings[0].mentions, len(bid.mentions)))
    bid = replace(bid, mentions=mentions, findings=(first, *bid.findings[1:]))
    (_, text), *_ = html.pages(builders.run(bid), builders.context(**changes))
    return text


def test_such_words_are_told_together() -> None:
    """They stand with their number in one line, and in no finding."""
    text = page()

    assert "Ordinary words that are also names on the lists" in text
    assert "cameras (2)" in text
    assert "Table 9, row 9" not in text


def test_whoever_wants_all_of_them_has_them() -> None:
    """With `--show-cleared` each of them stands in its place."""
    text = page(show_cleared=True)

    assert "cameras (2)" not in text
    assert "Table 9, row 9" in text


def test_no_copy_is_marked_for_them(tmp_path: Path) -> None:
    """A marked copy shows where makers are named, not each "air" and "prime"."""
    bid = builders.bid()
    run = builders.run(replace(bid, mentions=(ordinary(),)))

    context = builders.context(builders.originals(tmp_path))

    assert annotated.render(run, tmp_path / "out", context) == ()


@pytest.mark.parametrize("text", ["Prime", "PRIME", "prime"])
def test_one_word_in_any_letters(text: str) -> None:
    """Capitals make no other word of it."""
    one = ordinary()
    bid = replace(
        builders.bid(), mentions=(one, replace(one, mention=replace(one.mention, text=text)))
    )

    assert words_in_passing([bid]) == (("cameras", 1), ("prime", 1))
