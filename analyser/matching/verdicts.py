"""What a word can be the beginning of, told once for each word of a process."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

SHORT, NUMBER, SINGLE, PIECE, PHRASE, SHARED = 1, 2, 4, 8, 16, 32
"""A short name stands there; a number may begin; a name is misspelt, parted, one of several words;
an everyday word stands there that is part of names.
"""

UNKNOWN = 0xFF
KEPT = 400_000
"""Words remembered; a run over many documents forgets and looks again."""

Judge = Callable[[list[str]], Sequence[int]]
"""Returns the verdicts of words not met before."""


class Verdicts(dict[str, int]):
    """Verdicts by word; a document's words repeat, and so do those of a run."""

    def __init__(self, judge: Judge, forget: Callable[[], None]) -> None:
        super().__init__()
        self._judge = judge
        self._forget = forget
        self._fresh: list[str] = []

    def __missing__(self, word: str) -> int:
        self._fresh.append(word)
        self[word] = UNKNOWN
        return UNKNOWN

    def of(self, tokens: list[str]) -> NDArray[np.uint8]:
        """Return the verdict of each of `tokens`."""
        if len(self) > KEPT:
            self.clear()
            self._forget()
        told = np.frombuffer(bytearray(map(self.__getitem__, tokens)), np.uint8)
        if self._fresh:
            fresh, self._fresh = self._fresh, []
            self.update(zip(fresh, self._judge(fresh), strict=True))
            for place in np.flatnonzero(told == UNKNOWN).tolist():
                told[place] = self[tokens[place]]
        return told
