"""Fake bold: print that sets each letter twice and comes out as "HHIIKKVVIISSIIOONN"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from analyser.skeleton import Codes

PAIRS = 4
"""Doubled letters in a row that no word of any language has."""

WORD = 3
"""Doubled letters that are a whole word: "bookkeeper" has as many inside."""


GAP = 5
"""Characters between two doubled words: a mark, doubled too, among spaces."""


class Undoubled(NamedTuple):
    """A doubled stretch with one of each letter."""

    text: str
    places: list[int]
    """For each character and the end, where it stands in the doubled text."""


def undoubled(points: Codes, text: str) -> Iterator[Undoubled]:
    """Yield each stretch of `text` whose letters all stand twice, single again."""
    if points.size < 2 * WORD:
        return
    same = (points[1:] == points[:-1]) & (points[1:] > 47)
    span = same.size - 2 * (WORD - 1)
    seeds = same[:span].copy()
    for step in range(1, WORD):
        seeds &= same[2 * step : span + 2 * step]
    end = 0
    for seed in np.flatnonzero(seeds).tolist():
        if seed < end or len(set(text[seed : seed + 2 * WORD])) < WORD:
            continue  # "........" and "xxxxxxxx" are lines and blanks
        start = _start(text, seed, end)
        found, after = _single(text, start)
        pairs = sum(map(str.isalnum, found.text))
        whole = not (text[start - 1 : start].isalnum() or text[after : after + 1].isalnum())
        if pairs >= PAIRS or whole:
            end = after
            yield found


def _start(text: str, seed: int, floor: int) -> int:
    """Return where the doubled words around `seed` begin, not before `floor`."""
    at = seed
    while at - 2 >= floor:
        if _doubled(text, at - 2):
            at -= 2
            continue
        word = at
        while word > floor and at - word < GAP and not text[word - 1].isalnum():
            word -= 1
        if word == at or word - 2 < floor or not _doubled(text, word - 2):
            break
        at = word
    return at


def _single(text: str, start: int) -> tuple[Undoubled, int]:
    """Return the doubled words from `start` on, single, and where they end."""
    letters: list[str] = []
    places: list[int] = []
    at = start
    while at + 1 < len(text):
        if _doubled(text, at):
            letters.append(text[at])
            places.append(at)
            at += 2
            continue
        word = at
        while word < len(text) and word - at < GAP and not text[word].isalnum():
            word += 1
        if word == at or not _doubled(text, word):
            break
        for place in range(at, word):
            if place == at or text[place] != text[place - 1]:
                letters.append(text[place])
                places.append(place)
        at = word
    places.append(at)
    return Undoubled("".join(letters), places), at


def _doubled(text: str, at: int) -> bool:
    """Whether a letter or digit stands twice at `at`."""
    letter = text[at : at + 1]
    return letter.isalnum() and text[at + 1 : at + 2] == letter
