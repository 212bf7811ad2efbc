"""Which listed words a printed word is a few edits from.

The letters that two words share tell which are worth comparing; optimal string alignment counts
the edits, in the letters as they are and in the classes that print and scanning confuse.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from analyser.skeleton import CLASSES, classed

AT_ONCE = 4096
"""Words compared at a time, so that the tables of letters stay small."""

ONE_FOR_ONE = str.maketrans(CLASSES)
SPLIT = ("rn", "vv", "cl")
"""Pairs of letters that stand for one: they change a word's length."""

Masks = NDArray[np.uint64]
Texts = NDArray[np.object_]


class Neighbours:
    """Listed words, each with the edits that it can carry."""

    def __init__(self, allowed: dict[str, int]) -> None:
        listed = sorted(allowed)
        one = dict.fromkeys(allowed, 1)
        self._alike = _Table(listed, [word.translate(ONE_FOR_ONE) for word in listed], allowed)
        split = [word for word in listed if _is_split(word)]
        self._split = _Table(split, [classed(word) for word in split], one)
        self._spelt = _Table(listed, [classed(word) for word in listed], one)

    def of(self, words: Sequence[str]) -> dict[str, list[tuple[int, str]]]:
        """Return (edits, listed word), the fewest edits first, for those of `words` near any."""
        found: dict[str, dict[str, int]] = {}
        for at in range(0, len(words), AT_ONCE):
            for word, edits, listed in self._looked_at(words[at : at + AT_ONCE]):
                near = found.setdefault(word, {})
                near[listed] = min(edits, near.get(listed, edits))
        return {
            word: sorted((edits, listed) for listed, edits in near.items())
            for word, near in found.items()
        }

    def _looked_at(self, words: Sequence[str]) -> Iterator[tuple[str, int, str]]:
        if not words:
            return
        together = "\n".join(words)  # folded in one go: a call a word costs more than the folding
        folded = together.translate(ONE_FOR_ONE).split("\n")
        yield from self._alike.near(words, folded, words)
        yield from self._split.near(words, classed(together).split("\n"))
        spelt = [word for word in words if _is_split(word)]
        yield from self._spelt.near(spelt, [classed(word) for word in spelt])


class _Table:
    """Listed words by length and edits, with the letters that each holds as bits."""

    def __init__(self, words: Sequence[str], forms: Sequence[str], allowed: dict[str, int]) -> None:
        rows = sorted(
            (len(form), allowed[word], word, form) for word, form in zip(words, forms, strict=True)
        )
        self._words: Texts = np.array([word for _, _, word, _ in rows], object)
        self._forms: Texts = np.array([form for _, _, _, form in rows], object)
        self._edits = np.array([edits for _, edits, _, _ in rows], np.int64)
        self._masks = letter_masks([form for _, _, _, form in rows])
        self._buckets: list[tuple[int, int, int, int]] = []
        low = 0
        for (length, edits), group in groupby(rows, key=lambda row: row[:2]):
            high = low + sum(1 for _ in group)
            self._buckets.append((length, edits, low, high))
            low = high

    def near(
        self, words: Sequence[str], forms: Sequence[str], plain: Sequence[str] | None = None
    ) -> Iterator[tuple[str, int, str]]:
        """Yield (word, edits, listed word) for the forms that are near.

        With `plain`, the words themselves are compared first; their forms count one edit more.
        """
        if not words or not self._buckets:
            return
        order = sorted(range(len(words)), key=lambda i: len(forms[i]))
        own = np.array([words[i] for i in order], object)
        folded = np.array([forms[i] for i in order], object)
        rows, columns, differ = self._pairs([forms[i] for i in order])
        if plain is not None:
            edits = _edits(own[rows], self._words[columns], 2)
            close = edits <= self._edits[columns]
            yield from zip(
                own[rows[close]], edits[close].tolist(), self._words[columns[close]], strict=True
            )
            rest = (edits > 0) & (differ <= 2)
            rows, columns = rows[rest], columns[rest]
        edits = _edits(folded[rows], self._forms[columns], 1)
        close = edits <= 1
        yield from zip(
            own[rows[close]], edits[close].tolist(), self._words[columns[close]], strict=True
        )

    def _pairs(
        self, forms: Sequence[str]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return (row, column, letters that differ) where few enough do.

        An edit that swaps one letter for another changes at most two bits of a mask, one that
        adds or drops a letter one bit.
        """
        lengths = np.array([len(form) for form in forms])
        masks = letter_masks(forms)
        found = []
        for length, edits, first, last in self._buckets:
            low, high = np.searchsorted(lengths, (length - edits, length + edits + 1))
            if low == high:
                continue
            differ = np.bitwise_count(masks[low:high, None] ^ self._masks[None, first:last])
            most = 2 * edits - np.abs(lengths[low:high] - length)
            rows, columns = np.nonzero(differ <= most[:, None])
            found.append((rows + low, columns + first, differ[rows, columns].astype(np.int64)))
        if not found:
            none = np.zeros(0, np.int64)
            return none, none, none
        rows, columns, counts = (np.concatenate(part) for part in zip(*found, strict=True))
        return rows, columns, counts


def letter_masks(words: Sequence[str]) -> Masks:
    """Return which letters each word holds once, and which twice, a bit each."""
    letters = np.frombuffer("".join(words).encode("ascii"), np.uint8).astype(np.int64) - ord("a")
    letters[(letters < 0) | (letters > 25)] = 26
    rows = np.repeat(np.arange(len(words)), [len(word) for word in words])
    counts = np.bincount(rows * 27 + letters, minlength=27 * len(words)).reshape(-1, 27)
    bits = np.uint64(1) << np.arange(27, dtype=np.uint64)
    once = ((counts > 0) * bits).sum(1, dtype=np.uint64)
    twice = ((counts > 1) * bits).sum(1, dtype=np.uint64)
    masks: Masks = once | twice << np.uint64(27)
    return masks


def _is_split(word: str) -> bool:
    return any(pair in word for pair in SPLIT)


def _edits(theirs: Texts, listed: Texts, most: int) -> NDArray[np.uint8]:
    """Return the edits between each pair; more than `most` as one more."""
    if not theirs.size:
        return np.zeros(0, np.uint8)
    counts: NDArray[np.uint8] = process.cpdist(
        theirs, listed, scorer=OSA.distance, score_cutoff=most, dtype=np.uint8
    )
    return counts
