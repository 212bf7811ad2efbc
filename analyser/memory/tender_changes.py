"""What changed lists mean for a tender's documents beside each other.

A document that the change does not touch may hold a number that only now leads somewhere, because
another of its tender was touched. Tenders in which nothing was touched stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analyser.finding import Assessment
from analyser.ledger.packing import pack, unpack
from analyser.ledger.retrospect import Stored, stored_texts
from analyser.ledger.store import Ledger
from analyser.lists.load import Lists
from analyser.memory.list_changes import Change, compared
from analyser.memory.rescreening import Screened, profile_of
from analyser.vouching import left_open, vouched

Tender = tuple[str, str]
"""The folder that was scanned, and the tender's name in it."""


@dataclass(slots=True)
class Tenders:
    """Gathers what became of stored analyses, and tells it tender by tender."""

    ledger: Ledger
    lists: Lists
    as_of: str
    changes: dict[int, tuple[Change, ...]] = field(default_factory=dict)
    held: dict[int, tuple[bytes, ...]] = field(default_factory=dict)
    """What changed documents come to by themselves, packed: there may be thousands."""

    def add(self, one: Screened) -> None:
        """Take in what became of one analysis."""
        if one.changes:
            self.changes[one.stored.id] = one.changes
        if one.kept:
            self.held[one.stored.id] = tuple(pack(each.assessment) for each in one.kept)

    def told(self, stored: Sequence[Stored]) -> Iterator[Change]:
        """Yield every change, where `stored` are all analyses of the ledger."""
        tenders: dict[Tender, list[Stored]] = {}
        for one in stored:
            tenders.setdefault((one.root, one.pack), []).append(one)
        for members in tenders.values():
            if any(one.id in self.held for one in members):
                yield from self._of_tender(members)
            else:
                for one in members:
                    yield from self.changes.get(one.id, ())

    def _of_tender(self, members: Sequence[Stored]) -> Iterator[Change]:
        """Yield the changes of one tender: of a document as the others have it, if they do."""
        before = {one.id: self._before(one) for one in members}
        after = {
            one.id: [unpack(Assessment, each) for each in self.held[one.id]]
            if one.id in self.held
            else before[one.id]
            for one in members
        }
        was = self._laid_over(members, before)
        now = self._laid_over(members, after)
        for one in members:
            raised = [
                (old, new)
                for old, new in zip(was[one.id], now[one.id], strict=False)
                if old[1] or new[1]
            ]
            paths = {new.path for _, (new, _) in raised}
            for change in self.changes.get(one.id, ()):
                if change.path not in paths:
                    yield change
            for (old, _), (new, _) in raised:
                yield from compared(one, old, new)

    def _before(self, one: Stored) -> list[Assessment]:
        held = [each.assessment for each in stored_texts(self.ledger, one.id)]
        return [each for each in held if each is not None]

    def _laid_over(
        self, members: Sequence[Stored], made: dict[int, list[Assessment]]
    ) -> dict[int, list[tuple[Assessment, bool]]]:
        """Return each analysis' documents as their tender has them, and whether it raised them."""
        every = [(one.id, each) for one in members for each in made[one.id]]
        documents = [each for _, each in every]
        laid = documents
        if any(map(left_open, documents)):
            day = self.as_of or members[0].as_of
            buyer = profile_of(members[0])
            laid = vouched(documents, self.lists, lambda _pack: buyer, day)
        found: dict[int, list[tuple[Assessment, bool]]] = {one.id: [] for one in members}
        for (number, own), each in zip(every, laid, strict=True):
            found[number].append((each, each is not own))
        return found
