"""Gates: a pattern that may match is always tried, and most that cannot are not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from analyser.judgement.cues import MAKE, load_cues
from analyser.judgement.gates import Expression, Gates, gate_of
from analyser.judgement.role import load_role_signs

SIGNS = load_role_signs()
PATTERNS = [*(cue.pattern for cue in load_cues()), *(sign.pattern for sign in SIGNS)]


@pytest.mark.parametrize(
    ("pattern", "asked"),
    [
        (r"\bnot acceptable\b", [{"not acceptable"}]),
        (r"(?:suppl(?:y|ied)|offer)\s+of", [{"suppl", "offer"}, {"of"}]),
        (r"(?:shall|must)? be(?: used)+", [{" be"}, {" used"}]),
        (r"no (?!objection)\w+ allowed", [{"no "}, {" allowed"}]),
        (r"made|\d+", []),
        (r"organi[sz]ed by", [{"organi"}, {"ed by"}]),
        (rf"{MAKE}[^.]*\bfree", [{"free"}]),
    ],
)
def test_a_gate_asks_for_what_must_stand_in_a_match(pattern: str, asked: list[set[str]]) -> None:
    """What may be left out, forbidden, or any of several things is not asked for as such."""
    assert [set(words) for words in gate_of(pattern, MAKE)] == asked


def _texts() -> Iterator[str]:
    """Yield the examples of all cues and signs as they are, in capitals, and in odd letters."""
    for example in (*(cue.example for cue in load_cues()), *(one.example for one in SIGNS)):
        text = re.sub(r"<[^>]*>", MAKE, example)
        yield from (text, text.upper(), text.replace("s", "ſ").replace("i", "ı"))


def test_every_pattern_is_open_to_its_matches() -> None:
    """Whatever a shipped pattern matches in any example of any pattern, its gate was open."""
    gates = Gates(one.gate for one in PATTERNS)
    matched = 0

    for text in _texts():
        found = {number for number, one in enumerate(PATTERNS) if one.search(text)}
        assert found <= set(gates.open_to(text)), text
        matched += len(found)

    assert matched > len(PATTERNS)


@pytest.mark.parametrize("text", ["NOT ACCEPTABLE", "Not Acceptable", "not acceptable"])
def test_letter_case_closes_no_gate(text: str) -> None:
    """Patterns ask for no letter case, and neither do their gates."""
    assert Gates([gate_of("not acceptable")]).open_to(text) == [0]


@pytest.mark.parametrize("text", ["tenderſ", "\u212aEEP iſ", "KEEP İS", "keep ıs"])
def test_letters_that_patterns_take_for_others_close_no_gate(text: str) -> None:
    """The long s, the sign for kelvin and the Turkish i match plain letters; gates know it."""
    patterns = [Expression(words) for words in ("tenders", "keep is")]

    opened = Gates(one.gate for one in patterns).open_to(text)

    assert [number for number, one in enumerate(patterns) if one.search(text)] == opened != []


def test_most_gates_stay_shut() -> None:
    """A sentence without the words of bans and offers is tried on a third of the cues at most."""
    cues = load_cues()
    text = f"The ceiling above the {MAKE} unit leaks when rain falls on a Sunday."

    assert len(Gates(cue.pattern.gate for cue in cues).open_to(text)) < len(cues) / 3


def test_words_may_stand_in_different_texts() -> None:
    """Several texts are asked together: together they may only open more."""
    gates = Gates([gate_of("made of.*wood")])

    assert gates.open_to("made of stone") == []
    assert gates.open_to("made of stone", "wood") == [0]
