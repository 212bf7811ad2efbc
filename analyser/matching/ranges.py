"""Ranges of a block that are taken: asked about as often as a block has names."""

from __future__ import annotations

STEP = 6
"""Ranges are kept by the 64 characters in which they stand."""


class Ranges:
    """Ranges of characters; whether one is met is told without looking through all."""

    def __init__(self) -> None:
        self._kept: dict[int, list[tuple[int, int]]] = {}

    def add(self, start: int, end: int) -> None:
        """Keep a range."""
        for place in range(start >> STEP, (end >> STEP) + 1):
            self._kept.setdefault(place, []).append((start, end))

    def meet(self, start: int, end: int) -> bool:
        """Whether any range kept shares a character with this one."""
        return any(
            low < end and start < high
            for place in range(start >> STEP, (end >> STEP) + 1)
            for low, high in self._kept.get(place, ())
        )
