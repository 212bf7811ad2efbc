"""Numbers for which nothing in their own document speaks, kept for what its tender says.

"HP785" in a price sheet is anybody's; in a tender whose offer names Hytera it is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analyser.finding import Mention
from analyser.matching.ranges import Ranges

PLACES = 3
"""Places kept of one number: the others say nothing more."""

MOST = 500
"""Kept of a document, however many it holds; real papers hold a handful."""

AGAINST = "hard-negative-context"


class Found(NamedTuple):
    """What was found in a document."""

    mentions: tuple[Mention, ...]
    withheld: tuple[Mention, ...]
    """Numbers that stand alone: none of the mentions, unless the tender speaks for them."""


def withheld(alone: Sequence[Mention], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """Return what is kept of the numbers that stand `alone`: none that is read as something."""
    if not alone:
        return ()
    taken: dict[int, Ranges] = {}
    for one in mentions:
        taken.setdefault(one.block, Ranges()).add(one.start, one.end)
    told: dict[str, int] = {}
    kept = []
    for one in alone:
        if one.block in taken and taken[one.block].meet(one.start, one.end):
            continue
        if any(piece.kind == AGAINST for piece in one.evidence):
            continue
        told[one.text] = told.get(one.text, 0) + 1
        if told[one.text] <= PLACES:
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: (one.block, one.start))[:MOST])
