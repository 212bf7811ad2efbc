"""With which letters the shipped part-number grammars begin, worked out beforehand.

Taking an expression apart costs more than reading this table. It is keyed by the expression
itself: a grammar that is new or changed is not in it, and is taken apart when it is met.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from analyser.matching.expression import beginnings

TABLE = "beginnings.txt"


def key(pattern: str, flags: int) -> str:
    """Return what the table calls an expression."""
    return hashlib.sha256(f"{flags} {pattern}".encode()).hexdigest()[:24]


@cache
def _table() -> dict[str, str]:
    text = files("analyser.matching").joinpath(TABLE).read_text(encoding="utf-8")
    rows = (line.partition(" ") for line in text.splitlines() if line[:1] != "#")
    return {name: starts for name, _, starts in rows}


def known_beginnings(pattern: str, flags: int) -> frozenset[str]:
    """Return the folded beginnings of what `pattern` matches, from the table if it is there."""
    starts = _table().get(key(pattern, flags))
    return beginnings(pattern, flags) if starts is None else frozenset(starts.split())
