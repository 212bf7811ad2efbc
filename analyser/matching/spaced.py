"""Acronyms whose letters are set apart: "Z T E", "Z-T-E", and "Z.T.E." where it is on record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from analyser.matching.names import Entry
from analyser.matching.printed import BLOCK_END
from analyser.matching.word_places import edges
from analyser.skeleton import Offsets

LETTERS = (3, 4)
"""How many letters such an acronym has: two set apart are initials, five are found otherwise."""

_LONE = re.compile(rb"(?<!\S)\w \w \w(?!\S)")
_DOTTED = re.compile(r"(?:\w\.){2,}\w\.?")


class SpacedAcronyms:
    """The short names of the lists, to be met letter by letter."""

    def __init__(self, names: Sequence[Entry], short: Mapping[str, tuple[Entry, ...]]) -> None:
        self._short = short
        self._dotted: dict[str, tuple[Entry, ...]] = {}
        for entry in names:
            if _DOTTED.fullmatch(entry.text):
                letters = entry.plain
                self._dotted[letters] = (*self._dotted.get(letters, ()), entry)

    def find(
        self, text: str, form: bytes, offsets: Offsets
    ) -> Iterator[tuple[int, int, tuple[Entry, ...]]]:
        """Yield the range and the names of each acronym set apart in `text`.

        Args:
            text: The text as printed.
            form: Its folded words, parted by single spaces.
            offsets: For each character of `form` where it stands in `text`.
        """
        if _LONE.search(form) is None:
            return
        tokens = form.decode("ascii").split()
        begins, lengths = edges(form)
        starts, stops = offsets[begins], offsets[begins + lengths - 1] + 1
        lone = np.concatenate(([0], (lengths == 1).astype(np.int8), [0]))
        turns = np.flatnonzero(np.diff(lone))
        for first, last in zip(turns[::2].tolist(), turns[1::2].tolist(), strict=True):
            if LETTERS[0] <= last - first <= LETTERS[1]:
                left, right = int(starts[first]), int(stops[last - 1])
                group = self._named("".join(tokens[first:last]), text[left:right])
                if group:
                    yield left, right, group

    def _named(self, letters: str, printed: str) -> tuple[Entry, ...]:
        gaps = {char for char in printed if not char.isalnum()}
        if len(gaps) != 1 or not printed.isupper() or gaps & {BLOCK_END, "\n", "|"}:
            return ()
        # Any three dotted capitals may be somebody's initials: only those on record are a name.
        if gaps == {"."}:
            return self._dotted.get(letters, ())
        return tuple(entry for entry in self._short.get(letters, ()) if not entry.needs_context)
