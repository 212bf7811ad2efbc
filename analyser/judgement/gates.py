"""Words without which a pattern cannot match, so that most patterns are never tried on a text.

A sentence is read by a hundred and sixty cues, in every role that its document may have. Whether
one of a few words stands in it is asked a hundred times faster than whether a pattern matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# The parser that compiles patterns; the one place that says what a pattern asks for.
from re import _constants as _signs  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation

Gate = tuple[frozenset[str], ...]
"""Of each set, one of the words must stand in a text that matches; none: any text may."""

_LEAST = 2  # letters: a word of one stands everywhere
_MOST = 400  # words of one set: more are asked for in vain
# Letters that a case-insensitive pattern takes for others, and that lower case leaves apart.
_ALIKE = str.maketrans({"İ": "i", "ı": "i", "ſ": "s", "K": "k"})
_REPEATS = {_signs.MAX_REPEAT, _signs.MIN_REPEAT, _signs.POSSESSIVE_REPEAT}


def folded(text: str) -> str:
    """Return `text` as the words of gates are looked for in it."""
    return text.lower() if text.isascii() else text.translate(_ALIKE).lower()


class Expression:
    """A case-insensitive pattern, compiled when it is first tried.

    Raises:
        re.error: it is no regular expression.
    """

    __slots__ = ("_compiled", "gate", "source")

    def __init__(self, source: str, ever: str = "") -> None:
        """Take the pattern; `ever` stands in each text that it is tried on."""
        self.source = source
        self.gate = gate_of(source, ever)
        self._compiled: re.Pattern[str] | None = None

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        if self._compiled is None:
            self._compiled = re.compile(self.source, re.IGNORECASE)
        return self._compiled

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Return each match in `text`."""
        return self.compiled.finditer(text)

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first match in `text`."""
        return self.compiled.search(text)


def gate_of(source: str, ever: str = "") -> Gate:
    """Return what a text must hold, besides `ever`, for the case-insensitive pattern to match."""
    parsed = _parser.parse(source, re.IGNORECASE)
    return tuple(dict.fromkeys(_asked(parsed, ever.lower())))


class Gates:
    """Several gates, looked at together."""

    def __init__(self, gates: Iterable[Gate]) -> None:
        asked: dict[str, int] = {}
        self._needs: list[int] = []
        """By gate: one bit for each set of which a word must stand in the text."""
        bit = 1
        for gate in gates:
            needed = 0
            for words in gate:
                for word in words:
                    asked[word] = asked.get(word, 0) | bit
                needed |= bit
                bit <<= 1
            self._needs.append(needed)
        self._gives = list(asked.values())
        """By word: the sets that it stands in."""
        self._words = AhoCorasick(list(asked), implementation=Implementation.ContiguousNFA)

    def open_to(self, *texts: str) -> list[int]:
        """Return the numbers, in order, of the gates that `texts` open together."""
        held = 0
        for text in texts:
            met = self._words.find_matches_as_indexes(folded(text), overlapping=True)
            for number in {found[0] for found in met}:
                held |= self._gives[number]
        return [number for number, need in enumerate(self._needs) if held & need == need]


def _asked(parsed: Iterable[tuple[Any, Any]], ever: str) -> Iterator[frozenset[str]]:
    """Yield sets of words, of each of which one stands wherever the `parsed` pattern matches."""
    run = ""
    for sign, held in parsed:
        if sign is _signs.LITERAL and held < 128:
            run += chr(held).lower()
            continue
        yield from _of_run(run, ever)
        run = ""
        if sign is _signs.BRANCH:
            yield from _of_branches(held[1], ever)
        else:
            yield from _asked(_inside(sign, held), ever)
    yield from _of_run(run, ever)


def _of_run(run: str, ever: str) -> Iterator[frozenset[str]]:
    if len(run) >= _LEAST and run != ever:
        yield frozenset({run})


def _of_branches(branches: Iterable[Any], ever: str) -> Iterator[frozenset[str]]:
    """Yield the words of all `branches` together; none where one of them asks for none."""
    together: set[str] = set()
    for branch in branches:
        best = max(_asked(branch, ever), key=_strictness, default=None)
        if best is None:
            return
        together |= best
    if len(together) <= _MOST:
        yield frozenset(together)


def _strictness(words: frozenset[str]) -> tuple[int, int]:
    return min(map(len, words)), -len(words)


def _inside(sign: Any, held: Any) -> Iterable[tuple[Any, Any]]:
    """Return what of a part of a pattern must match if the whole does."""
    inside: Iterable[tuple[Any, Any]] = ()
    if sign is _signs.SUBPATTERN:
        inside = held[3]
    elif sign in _REPEATS and held[0] > 0:
        inside = held[2]
    elif sign is _signs.ATOMIC_GROUP:
        inside = held
    return inside
