"""Where the words of a text stand, and where a number may begin among them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyser.matching.expression import DEPTH
from analyser.skeleton import Codes, Offsets

SHORT_WORD = 3  # letters; a longer word may begin a number whatever follows
NUMBER_MARKS = frozenset("-‐‑–—−/._\u00ad\ufffe")

LAST = 0xFFFF
MARKED = np.zeros(LAST + 1, bool)
MARKED[[ord(mark) for mark in NUMBER_MARKS]] = True
FOLDED = bytes.maketrans(b"0123456789", b"#" * 10)

Places = NDArray[np.int64]


class Words(NamedTuple):
    """The words of a text, and where each stands in it."""

    text: str
    tokens: list[str]
    starts: Offsets
    stops: Offsets

    def at(self, place: int) -> tuple[int, int]:
        """Return where the word at `place` begins and ends."""
        return int(self.starts[place]), int(self.stops[place])


def edges(form: bytes) -> tuple[Offsets, Offsets]:
    """Return where each word of the words view begins, and its length."""
    letters = np.frombuffer(form, np.uint8) != 32
    change = np.flatnonzero(np.diff(letters, prepend=False, append=False)).astype(np.int32)
    return change[::2], change[1::2] - change[::2]


def is_lower(points: Codes) -> NDArray[np.bool_]:
    """Return which code points are small Latin letters."""
    small: NDArray[np.bool_] = (points >= ord("a")) & (points <= ord("z"))
    return small


def may_number(text: str, start: int, end: int, token: str) -> bool:
    """Whether a number may begin at a word: "A-37FW" and "3 EVO", hardly "a house"."""
    if len(token) > SHORT_WORD:
        return True
    after = text[end : end + 2]
    if after[:1] in NUMBER_MARKS:
        return True
    if token.isalpha():
        return text[start].isupper() and after[1:].isalnum() and not after[1:].islower()
    return True


def seem_numbers(view: Words, places: Places, points: Codes) -> NDArray[np.bool_]:
    """Return at which words a number may begin, a few too many: `may_number` looks closer."""
    starts, stops = view.starts[places], view.stops[places]
    ends = np.append(np.minimum(points, LAST), (32, 32))
    first, after, beyond = ends[starts], ends[stops], ends[stops + 1]
    marked = MARKED[after]
    digits = np.zeros(places.size, bool)
    for step in range(SHORT_WORD):
        at = np.minimum(starts + step, stops - 1)
        digits |= (ends[at] < ord("A")) | (ends[at] > 127)
    runs_on = ~is_lower(first) & (beyond > 47) & ~is_lower(beyond)
    seem: NDArray[np.bool_] = (stops - starts > SHORT_WORD) | marked | digits | runs_on
    return seem


def beginning_keys(view: Words, places: Places, form: bytes) -> list[int]:
    """Return the first letters from each of `places` on, words joined, as a number.

    Every digit counts as `#`.
    """
    letters = np.frombuffer(form.translate(FOLDED, b" "), np.uint8)
    letters = np.append(letters, np.zeros(DEPTH, np.uint8)).astype(np.int64)
    sizes = np.fromiter(map(len, view.tokens), np.int64, len(view.tokens))
    begins = (np.cumsum(sizes) - sizes)[places]
    keys = np.zeros(places.size, np.int64)
    for step in range(DEPTH):
        keys = keys << 8 | letters[begins + step]
    found: list[int] = keys.tolist()
    return found
