"""Where hits stand, and where makers are firmly named: who may vouch for whom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from analyser.matching.hits import Hit

ANYONE = "*"
"""Stands among the witnesses for every listed maker."""

MAKER_OF = "*"
"""Before a class of goods: stands among the witnesses for every vendor of such goods."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A hit with its place in a block."""

    hit: Hit
    block: int
    start: int
    end: int
    printed: str


@dataclass(slots=True)
class Witnesses:
    """Where makers and vendors are firmly named, counted in the joined text."""

    places: dict[str, list[int]] = field(default_factory=dict)
    parts: dict[str, list[int]] = field(default_factory=dict)
    traces: dict[str, set[str]] = field(default_factory=dict)
    """By maker, the groups of traces met anywhere: they say no place."""

    base: int = 0
    """Where the text begins in which places are asked about."""

    def trace(self, ids: Sequence[str], group: str) -> None:
        """Record a trace of `ids` that is of `group`."""
        for one in ids:
            self.traces.setdefault(one, set()).add(group)

    def traced(self, ids: Sequence[str], group: str) -> tuple[str, ...]:
        """Return the groups beside `group` in which traces of one of `ids` stand."""
        return tuple(sorted({each for one in ids for each in self.traces.get(one, ())} - {group}))

    def add(self, ids: Sequence[str], at: int, *, part: bool) -> None:
        """Record a firm hit of `ids` at `at`."""
        for one in ids:
            (self.parts if part else self.places).setdefault(one, []).append(at)

    def anyone(self, low: int, high: int, *, but: int) -> bool:
        """Whether any listed maker is firmly named between `low` and `high`."""
        return self.within((ANYONE,), low, high, parts=False, but=but)

    def shifted(self, by: int) -> Witnesses:
        """Return the same witnesses, asked about by places counted from `by`."""
        return replace(self, base=self.base + by)

    def within(self, ids: Sequence[str], low: int, high: int, *, parts: bool, but: int) -> bool:
        """Whether one of `ids` is named (or a part of it stands) between `low` and `high`.

        What stands at `but` is the hit itself, which is no witness of its own.
        """
        low, high, but = low + self.base, high + self.base, but + self.base
        for one in ids:
            places = (self.parts if parts else self.places).get(one, [])
            at = bisect_left(places, low)
            if at < len(places) and places[at] == but:
                at += 1
            if at < len(places) and places[at] < high:
                return True
        return False
