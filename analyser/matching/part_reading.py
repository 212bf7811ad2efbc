"""One number read by one maker's numbering: as printed, or with what setting does to it.

What may differ is how the number is set: separators dropped, doubled or turned into spaces, a
line end inside, a region's suffix, and (told as uncertain) O for 0 or I for 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from analyser.matching.part_ends import (
    LONG,
    LOOSE_LENGTH,
    closed,
    surplus,
    unseparated,
    with_suffix,
)
from analyser.matching.part_grammar import STRONG, PartGrammar, PartHit, has_digits, squeezed

DASHES = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63\uff0d"
PLAIN_DASHES = {ord(dash): "-" for dash in DASHES}
PLAIN = {**PLAIN_DASHES, 0xA0: " ", 0x2007: " ", 0x202F: " ", ord("∕"): "/", ord("／"): "/"}

LIKE_DIGITS = frozenset("OoQIl")
"""Letters for 0 and 1, at which a number may seem to end."""

WORD = re.compile(r"[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*")
RUN = re.compile(r"[A-Za-z0-9]+(?:[-/ .][A-Za-z0-9]+)?")


def prints(one: PartGrammar, text: str) -> bool:
    """Whether `one` reads `text` as it is printed."""
    window = " " + text.translate(PLAIN)
    match = one.strict.match(window, 1)
    return match is not None and _matches(one, match.group(), window, match.end())


@dataclass(frozen=True, slots=True)
class PartReader:
    """Reads numbers by any maker's numbering."""

    foreign: Callable[[str], bool]
    """Whether letters and digits are a look-alike on record; asked when one is read loosely."""

    def read(self, one: PartGrammar, window: str, start: int, least: int) -> PartHit | None:
        """Return the number that begins `window` after its first character, by `one`.

        Args:
            one: The numbering.
            window: The character before, then the text, its dashes plain.
            start: Place of the number in the text.
            least: Letters and digits that a loosely read number needs.
        """
        match = one.strict.match(window, 1)
        if match is not None and match.end() > 1:
            hit = self._as_printed(one, window, start, match)
            if hit is not None or window[match.end() : match.end() + 1] not in LIKE_DIGITS:
                return hit
        if one.strength == 1 or not one.listed or not has_digits(window[:24]):
            return None
        if least == LONG and not window[1 : least + 1].isalnum():
            return None  # "SD 57401" is a postcode: two letters tell a number only in one run
        for how in ("separators", "confused")[: 1 if least == LONG else 2]:
            end_or_none = self._joined(one, window, how, at_least=0, least=least)
            if end_or_none is not None:
                return PartHit(start, start + end_or_none - 1, one, how)
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
        runs = {letters, squeezed(text[1:end])}
        for run in (RUN.match(text, 1), WORD.match(text, 1)):
            if run is not None:
                runs.add(squeezed(run.group()))
        return any(map(partial(self._refused, one), runs))

    def _refused(self, one: PartGrammar, letters: str) -> bool:
        return letters in one.refused or self.foreign(letters)

    def _joined(
        self, one: PartGrammar, window: str, how: str, at_least: int, least: int = LOOSE_LENGTH
    ) -> int | None:
        """Return the end of a number whose gaps are closed first; `None` where there is none.

        With `at_least`, only a line end right after what was read is closed.
        """
        first = WORD.match(window, 1)
        if first is not None and self._refused(one, squeezed(first.group())):
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
            if how == "confused" and not has_digits(letters):
                continue
            last = places[end + over - 1] + 1
            if last > at_least:
                return last
        return None


def _matches(one: PartGrammar, number: str, window: str, end: int) -> bool:
    """Whether a strict match stands alone and is none of the look-alikes."""
    after = window[end : end + 1]
    if after.isalnum() and number[-1].isalnum() and surplus(window, end) is None:
        return False
    whole = squeezed(number + window[end : with_suffix(window, end)])
    return squeezed(number) not in one.refused and whole not in one.refused
