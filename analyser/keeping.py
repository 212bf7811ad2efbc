"""What a rescreening found, back into the ledger: under the new lists, by tender."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from analyser.ledger.store import Conditions, Ledger
from analyser.remembering import Under
from analyser.rescreening import Screened, profile_of

AT_ONCE = 500
"""Analyses that hold as they are, carried over in one transaction."""


@dataclass(slots=True)
class Keeping:
    """Keeps what became of stored analyses, a run for each folder that was scanned."""

    ledger: Ledger
    under: Under
    runs: dict[str, int] = field(default_factory=dict)
    waiting: list[tuple[int, int, Conditions]] = field(default_factory=list)

    def keep(self, one: Screened) -> None:
        """Keep what became of one analysis: nothing where something could not be told."""
        stored = one.stored
        if not (one.same or one.kept):
            return
        if stored.root not in self.runs:
            version = self.under.lists_version
            self.runs[stored.root] = self.ledger.begin("rescreen", stored.root, version)
        run = self.runs[stored.root]
        conditions = replace(
            self.under.conditions(profile_of(stored)),
            settings=stored.settings,  # what it was read with the first time
            as_of=self.under.settings.as_of or stored.as_of,
        )
        if one.same:
            self.waiting.append((run, stored.id, conditions))
            if len(self.waiting) >= AT_ONCE:
                self._carry()
            return
        file = (stored.file_sha256, stored.name, stored.pack)
        self.ledger.record(run, file, one.kept, conditions)

    def finish(self) -> None:
        """Note that all has been told."""
        self._carry()
        for number in self.runs.values():
            self.ledger.finish(number)

    def _carry(self) -> None:
        self.ledger.carry_over(self.waiting)
        self.waiting.clear()
