"""Part numbers, read by each maker's own grammar.

Never by edit distance: one digit is another camera. What may differ is how the number is set:
separators dropped, doubled or turned into spaces, a line end inside, a region's suffix, and (told
as uncertain) O for 0 or I for 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from analyser.catalogue import Catalogue, Grammar
from analyser.matching.beginnings import known_beginnings
from analyser.matching.expression import DEPTH, loosened, possible_beginnings
from analyser.matching.part_ends import (
    LONG,
    LOOSE_LENGTH,
    closed,
    least_letters,
    surplus,
    unseparated,
    with_suffix,
)

REACH = 72  # characters looked at from where a number may begin
WORD_START = 4  # letters that a word without digits must share with a number's beginning
STRONG = 3
STRENGTHS = {"strong": STRONG, "medium": 2, "weak": 1}

DASHES = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63\uff0d"
PLAIN_DASHES = {ord(dash): "-" for dash in DASHES}
PLAIN = {**PLAIN_DASHES, 0xA0: " ", 0x2007: " ", 0x202F: " ", ord("∕"): "/", ord("／"): "/"}

WORD = re.compile(r"[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*")
RUN = re.compile(r"[A-Za-z0-9]+(?:[-/ .][A-Za-z0-9]+)?")


class PartHit(NamedTuple):
    """A part number in the text."""

    start: int
    end: int
    number: PartGrammar
    how: str
    """`exact`, `separators` or `confused`."""

    surplus: bool = False
    """More letters follow than the grammar knows."""


@dataclass(frozen=True, slots=True, eq=False)
class PartGrammar:
    """A grammar made ready for the search."""

    vendor: str
    grammar: Grammar
    listed: bool
    starts: frozenset[str]
    """Folded beginnings, `-` where a separator stands."""

    refused: frozenset[str]
    """Squeezed numbers that look alike and are another maker's."""

    variants: dict[str, re.Pattern[str]] = field(default_factory=dict)
    """The expressions, compiled when first needed: most documents need few."""

    @property
    def strict(self) -> re.Pattern[str]:
        """The expression as the lists have it."""
        pattern = self.variants.get("strict")
        if pattern is None:
            flags = re.IGNORECASE if self.grammar.ignore_case else 0
            pattern = self.variants["strict"] = re.compile(self.grammar.regex, flags)
        return pattern

    @property
    def strength(self) -> int:
        """3 strong, 2 medium, 1 weak."""
        return STRENGTHS.get(self.grammar.strength, 1)

    def loose(self, how: str) -> re.Pattern[str]:
        """Return the loosened expression for `how`, compiled once."""
        pattern = self.variants.get(how)
        if pattern is None:
            flags = re.IGNORECASE if self.grammar.ignore_case else 0
            text = loosened(self.grammar.regex, flags, confused=how == "confused")
            pattern = self.variants[how] = re.compile(text, flags)
        return pattern


def _digits(text: str) -> bool:
    return any(map(str.isdigit, text))


def squeezed(text: str) -> str:
    """Return the letters and digits of `text` in capitals."""
    return "".join(c for c in text.upper() if c.isalnum())


class PartNumbers:
    """All grammars, by how their numbers begin."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._by_start: dict[str, list[PartGrammar]] = {}
        self._first_words: set[str] = set()
        self.grammars: list[PartGrammar] = []
        for vendor in catalogue.vendors.values():
            for grammar in vendor.grammars:
                flags = re.IGNORECASE if grammar.ignore_case else 0
                own = {squeezed(text) for text in grammar.examples}
                refused = {squeezed(text) for text in grammar.counter_examples} - own
                one = PartGrammar(
                    vendor=vendor.id,
                    grammar=grammar,
                    listed=vendor.id in catalogue.lineage,
                    starts=known_beginnings(grammar.regex, flags),
                    refused=frozenset(refused),
                )
                self.grammars.append(one)
                for start in one.starts:
                    letters = start.replace("-", "")
                    self._by_start.setdefault(letters, []).append(one)
                    for cut in [i for i, c in enumerate(start) if c == "-"]:
                        self._first_words.add(start[:cut].replace("-", ""))
        self._lengths = sorted({len(start) for start in self._by_start})
        self._seen: dict[str, bool] = {}
        self._begins: dict[str, bool] = {}
        self.hot: set[str] = set()
        """Words met so far with which a number may begin."""

    @cached_property
    def _foreign(self) -> frozenset[str]:
        """Look-alikes on record that no grammar reads as they are printed.

        One maker's counter-example is often another listed maker's number.
        """
        known = [grammar for one in self._catalogue.vendors.values() for grammar in one.grammars]
        texts = {text for grammar in known for text in grammar.counter_examples}
        texts |= {one.text for one in self._catalogue.hard_negatives if _digits(one.text)}
        listed = {
            text
            for text in texts
            if any(self._prints(one, text) for one in self._candidates(text) if one.listed)
        }
        return frozenset(squeezed(text) for text in texts - listed)

    def unseen(self, tokens: set[str]) -> None:
        """Look at every folded word of `tokens` that was not met before."""
        for token in tokens:
            if token in self._seen:
                continue
            warm = any(self._warm(start) for start in possible_beginnings(token[:DEPTH]))
            self._seen[token] = warm
            if warm:
                self.hot.add(token)

    def _warm(self, start: str) -> bool:
        if start in self._first_words or start in self._by_start:
            return True
        least = 1 if "#" in start else WORD_START
        return any(start[:size] in self._by_start for size in self._lengths if size >= least)

    def may_begin(self, tokens: list[str], place: int) -> bool:
        """Whether a number can begin at the word `tokens[place]`, going by its first letters."""
        start = tokens[place]
        while len(start) < DEPTH and place + 1 < len(tokens):
            place += 1
            start += tokens[place]
        start = start[:DEPTH]
        known = self._begins.get(start)
        if known is None:
            known = self._begins[start] = any(
                one[:size] in self._by_start
                for one in possible_beginnings(start)
                for size in self._lengths
            )
        return known

    def at(self, text: str, start: int, *, glued: bool = False) -> tuple[PartHit, ...]:
        """Return the readings of a number that begins at `text[start]`, the surest first.

        With `glued`, what stands before is not looked at: a name runs into the number.
        """
        before = " " if glued or start == 0 else text[start - 1]
        raw = text[start : start + REACH]
        window = before + raw.translate(PLAIN)
        grammars = self._candidates(window[1:24])
        hits = [
            hit
            for one, size in grammars.items()
            if (hit := self._read(one, window, start, least_letters(size))) is not None
        ]
        return tuple(sorted(hits, key=_rank, reverse=True))

    def _candidates(self, text: str) -> dict[PartGrammar, int]:
        """Return the grammars whose numbers begin as `text` does, and by how many letters."""
        letters = "".join(c for c in text if c.isalnum())[:DEPTH]
        found: dict[PartGrammar, int] = {}
        for beginning in possible_beginnings(letters):
            for size in self._lengths:
                for one in self._by_start.get(beginning[:size], ()):
                    found[one] = size
        return found

    def _prints(self, one: PartGrammar, text: str) -> bool:
        """Whether `one` reads `text` as it is printed."""
        window = " " + text.translate(PLAIN)
        match = one.strict.match(window, 1)
        return match is not None and _matches(one, match.group(), window, match.end())

    def _read(
        self, one: PartGrammar, window: str, start: int, least: int
    ) -> PartHit | None:
        match = one.strict.match(window, 1)
        if match is not None and match.end() > 1:
            return self._as_printed(one, window, start, match)
        if one.strength == 1 or not one.listed or not _digits(window[:24]):
            return None
        if least == LONG and not window[1 : least + 1].isalnum():
            return None  # "SD 57401" is a postcode: two letters tell a number only in one run
        for how in ("separators", "confused")[: 1 if least == LONG else 2]:
            end_or_none = self._joined(one, window, how, at_least=0, least=least)
            if end_or_none is not None:
                return PartHit(start, start + end_or_none - 1, one, how, surplus=True)
        return None

    def _as_printed(
        self, one: PartGrammar, window: str, start: int, match: re.Match[str]
    ) -> PartHit | None:
        """Return the hit of a number that the grammar reads as it is printed."""
        number = match.group()
        if _matches(one, number, window, match.end()):
            end = with_suffix(window, match.end())
            joined = self._joined(one, window, "separators", at_least=end)
            if joined is not None:
                return PartHit(start, start + joined - 1, one, "separators")
            return PartHit(start, start + end - 1, one, "exact")
        more = unseparated(window, match.end(), squeezed(number))
        if more is None or one.strength < STRONG or not one.listed:
            return None
        if self._another(one, squeezed(number), window, match.end() + more):
            return None
        return PartHit(start, start + match.end() + more - 1, one, "separators")

    def _another(self, one: PartGrammar, letters: str, text: str, end: int) -> bool:
        """Whether a loosely read number is on record as something else."""
        refused = self._foreign | one.refused
        runs = {letters, squeezed(text[1:end])}
        for run in (RUN.match(text, 1), WORD.match(text, 1)):
            if run is not None:
                runs.add(squeezed(run.group()))
        return not runs.isdisjoint(refused)

    def _joined(
        self, one: PartGrammar, window: str, how: str, at_least: int, least: int = LOOSE_LENGTH
    ) -> int | None:
        """Return the end of a number whose gaps are closed first; `None` where there is none.

        With `at_least`, only a line end right after what was read is closed.
        """
        first = WORD.match(window, 1)
        if first is not None and squeezed(first.group()) in self._foreign | one.refused:
            return None
        for text, places in closed(window, at_least):
            match = one.loose(how).match(text, 1)
            if match is None:
                continue
            number = match.group()
            end = with_suffix(text, match.end())
            letters = squeezed(number)
            over = surplus(text, end)
            if over is None and how == "separators" and one.strength == STRONG:
                over = unseparated(text, end, letters)
            if over is None:
                continue
            if len(letters) + over < least or self._another(one, letters, text, end):
                continue
            if how == "confused" and not _digits(letters):
                continue
            last = places[end + over - 1] + 1
            if last > at_least:
                return last
        return None


def _rank(hit: PartHit) -> tuple[int, ...]:
    how = {"exact": 2, "separators": 1, "confused": 0}[hit.how]
    return (how, hit.number.strength, hit.end - hit.start, not hit.number.listed)


def _matches(one: PartGrammar, number: str, window: str, end: int) -> bool:
    """Whether a strict match stands alone and is none of the look-alikes."""
    after = window[end : end + 1]
    if after.isalnum() and number[-1].isalnum() and surplus(window, end) is None:
        return False
    whole = squeezed(number + window[end : with_suffix(window, end)])
    return squeezed(number) not in one.refused and whole not in one.refused
