"""A place where something of the lists was met, before its surroundings are weighed."""

from __future__ import annotations

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
        if self.trace is not None:
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


LONG = 10
"""Characters of a damaged name of several words that a shorter exact name does not unseat."""


def without_overlaps(hits: list[Hit]) -> list[Hit]:
    """Return `hits` such that no two cover the same letters: the surest, then longest, wins."""
    order = sorted(
        hits,
        key=lambda hit: (-hit.outright, hit.start - hit.end, -hit.certainty, not hit.listed),
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
