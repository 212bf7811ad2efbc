"""Where the words of a text stand, and where a number may begin among them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analyser.skeleton import Codes, Offsets

NUMBER_MARKS = frozenset("-‐‑–—−/._\u00ad\ufffe")

Places = NDArray[np.int64]


class Words(NamedTuple):
    """The words of a text, and where each stands in it."""

    text: str
    tokens: list[str]
    starts: list[int]
    stops: list[int]


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
    if len(token) > 3:
        return True
    after = text[end : end + 2]
    if after[:1] in NUMBER_MARKS:
        return True
    if token.isalpha():
        return text[start].isupper() and after[1:].isalnum() and not after[1:].islower()
    return True
