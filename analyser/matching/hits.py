"""A place where something of the lists was met, before its surroundings are weighed."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from analyser.catalogue import AliasKind
from analyser.matching.names import Entry
from analyser.matching.part_grammar import PartGrammar, PartHit
from analyser.matching.printed import Form
from analyser.matching.telltales import Trace


@dataclass(frozen=True, slots=True)
class Hit:
    """Something of the lists at a range of the joined text."""

    start: int
    end: int
    vendors: tuple[str, ...]
    """Vendors that the words may belong to: several for a shared brand or an unclear number."""

    listed: bool
    """Some vendor leads to a restricted maker."""

    entries: tuple[Entry, ...] = ()
    form: Form | None = None
    edits: int = 0
    """Edits of a misspelling; 0 for a name as the lists have it."""

    parts: tuple[PartHit, ...] = ()
    trace: Trace | None = None
    faint: bool = False
    """Everyday words that are a name with one of them misspelt, if its goods stand beside."""

    @property
    def number(self) -> PartGrammar | None:
        """The grammar of a part number."""
        return self.parts[0].number if self.parts else None

    @property
    def recorded(self) -> bool:
        """Whether the words are a misspelling that the lists have on record."""
        return bool(self.entries) and self.entries[0].kind is AliasKind.MISSPELLING

    @property
    def certainty(self) -> int:
        """How sure the reading is; decides between hits over the same letters."""
        if self.trace is not None or self.faint:
            return 0
        if self.edits:
            return 3 - self.edits
        if self.parts:
            return 5 if self.parts[0].how == "exact" else 3
        if self.form is not None and not self.form.exact:
            return 3
        return 5

    @property
    def outright(self) -> bool:
        """Whether the hit stands against a shorter exact one: "Donghai JA S0lar", "JA Solar"."""
        if self.certainty > 3:
            return True
        several = bool(self.entries) and len(self.entries[0].text.split()) > 1
        return several and self.end - self.start >= LONG and self.certainty > 1

    @property
    def damaged(self) -> bool:
        """Whether a name stands there with other letters than the lists have."""
        misspelt = self.edits > 0 and not self.faint
        return misspelt or (self.form is not None and not self.form.exact)

    def unseats(self, other: Hit) -> bool:
        """Whether this damaged name stands against `other`, one inside it.

        "Snap One uma" is a listed brand of the firm whose name stands in it, and which is not
        listed; "DH Vsion" says more than the "DH" that others bear too.
        """
        if not self.damaged or not self.listed or not other.entries:
            return False
        inside = self.start <= other.start and other.end <= self.end
        shorter = other.end - other.start < self.end - self.start
        doubtful = all(one.needs_context for one in other.entries)
        return inside and shorter and (doubtful or not other.listed)


LONG = 10
"""Characters of a damaged name of several words that a shorter exact name does not unseat."""


def without_overlaps(hits: list[Hit]) -> list[Hit]:
    """Return `hits` such that no two cover the same letters: the surest, then longest, wins."""
    order = sorted(
        _seated(hits),
        key=lambda hit: (
            -hit.outright,
            hit.faint,
            hit.start - hit.end,
            -hit.certainty,
            not hit.listed,
        ),
    )
    taken: dict[int, list[Hit]] = {}
    kept: list[Hit] = []
    for hit in order:
        cells = range(hit.start >> 6, (hit.end >> 6) + 1)
        if any(
            other.start < hit.end and hit.start < other.end
            for cell in cells
            for other in taken.get(cell, ())
        ):
            continue
        kept.append(hit)
        for cell in cells:
            taken.setdefault(cell, []).append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _seated(hits: list[Hit]) -> list[Hit]:
    """Return `hits` without those that a damaged name around them stands against."""
    placed = sorted(hits, key=lambda hit: hit.start)
    starts = [hit.start for hit in placed]
    gone: set[int] = set()
    for one in placed:
        if one.damaged:
            inside = range(bisect_left(starts, one.start), bisect_left(starts, one.end))
            gone.update(i for i in inside if one.unseats(placed[i]))
    return [hit for i, hit in enumerate(placed) if i not in gone] if gone else hits
