"""What a rescreening found, back into the ledger: under the new lists, by tender."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from analyser.ledger.retrospect import Stored, note_outlines
from analyser.ledger.store import Conditions, Ledger
from analyser.memory.remembering import Under
from analyser.memory.rescreening import Screened, profile_of

AT_ONCE = 5000
"""Analyses that hold as they are, carried over in one transaction."""


@dataclass(slots=True)
class Keeping:
    """Keeps what became of stored analyses, a run for each folder that was scanned."""

    ledger: Ledger
    under: Under
    runs: dict[str, int] = field(default_factory=dict)
    waiting: list[tuple[int, int, Conditions]] = field(default_factory=list)
    conditions: dict[tuple[str, str, str], Conditions] = field(default_factory=dict)

    def keep(self, one: Screened) -> None:
        """Keep what became of one analysis: nothing where something could not be told."""
        stored = one.stored
        if one.same:
            if one.outlines:
                note_outlines(self.ledger, one.outlines)
            self.hold((stored,))
        elif one.kept:
            file = (stored.file_sha256, stored.name, stored.pack)
            self.ledger.record(self._run(stored), file, one.kept, self._conditions(stored))

    def hold(self, same: Iterable[Stored]) -> None:
        """Keep that analyses hold as they are."""
        for stored in same:
            self.waiting.append((self._run(stored), stored.id, self._conditions(stored)))
            if len(self.waiting) >= AT_ONCE:
                self._carry()

    def _run(self, stored: Stored) -> int:
        if stored.root not in self.runs:
            version = self.under.lists_version
            self.runs[stored.root] = self.ledger.begin("rescreen", stored.root, version)
        return self.runs[stored.root]

    def _conditions(self, stored: Stored) -> Conditions:
        key = (stored.profile, stored.settings, stored.as_of)
        if key not in self.conditions:
            self.conditions[key] = replace(
                self.under.conditions(profile_of(stored)),
                settings=stored.settings,  # what it was read with the first time
                as_of=self.under.settings.as_of or stored.as_of,
            )
        return self.conditions[key]

    def finish(self) -> None:
        """Note that all has been told."""
        self._carry()
        for number in self.runs.values():
            self.ledger.finish(number)

    def _carry(self) -> None:
        self.ledger.carry_over(self.waiting)
        self.waiting.clear()
