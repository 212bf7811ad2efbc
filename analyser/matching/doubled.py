"""Fake bold: print that sets each letter twice and comes out as "HHIIKKVVIISSIIOONN"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from analyser.skeleton import Codes

PAIRS = 4  # doubled letters in a row that no word of any language has


class Undoubled(NamedTuple):
    """A doubled stretch with one of each letter."""

    text: str
    places: list[int]
    """For each character and the end, where it stands in the doubled text."""


def undoubled(points: Codes, text: str) -> Iterator[Undoubled]:
    """Yield each stretch of `text` whose letters all stand twice, single again."""
    if points.size < 2 * PAIRS:
        return
    same = (points[1:] == points[:-1]) & (points[1:] > 47)
    span = same.size - 2 * (PAIRS - 1)
    seeds = same[:span].copy()
    for step in range(1, PAIRS):
        seeds &= same[2 * step : span + 2 * step]
    end = 0
    for seed in np.flatnonzero(seeds).tolist():
        if seed < end or len(set(text[seed : seed + 2 * PAIRS])) < PAIRS - 1:
            continue  # "........" and "xxxxxxxx" are lines and blanks
        found, end = _single(text, seed)
        yield found


def _single(text: str, start: int) -> tuple[Undoubled, int]:
    letters: list[str] = []
    places: list[int] = []
    at = start
    while at + 1 < len(text):
        letter = text[at]
        if text[at + 1] == letter:
            letters.append(letter)
            places.append(at)
            at += 2
        elif letter.isspace() and at + 2 < len(text) and text[at + 1] == text[at + 2]:
            letters.append(letter)
            places.append(at)
            at += 1
        else:
            break
    places.append(at)
    return Undoubled("".join(letters), places), at
