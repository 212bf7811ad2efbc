"""The regimes' answers to findings, each different set kept once.

Thousands of findings about one maker under one profile get the same forty answers, which are most
of what an assessment holds.
"""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass, replace

from analyser.finding import Assessment
from analyser.ledger.packing import pack, unpack
from analyser.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Answered:
    """What the regimes said to one finding."""

    outcomes: tuple[Outcome, ...] = ()


class Answers:
    """The sets of answers of one ledger, with those already met at hand."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._held: dict[int, tuple[Outcome, ...]] = {}
        self._numbers: dict[tuple[Outcome, ...], int] = {}

    def number(self, outcomes: tuple[Outcome, ...]) -> int | None:
        """Return the number that `outcomes` are kept under, from now on if need be."""
        if not outcomes:
            return None
        if outcomes not in self._numbers:
            content = pack(Answered(outcomes))
            digest = hashlib.sha256(content).hexdigest()
            self._connection.execute(
                "INSERT OR IGNORE INTO answers (digest, content) VALUES (?, ?)", (digest, content)
            )
            row = self._connection.execute("SELECT id FROM answers WHERE digest = ?", (digest,))
            self._numbers[outcomes] = int(row.fetchone()[0])
        return self._numbers[outcomes]

    def unwritten(self) -> None:
        """Forget the numbers given out: the transaction that kept them was rolled back."""
        self._numbers.clear()

    def without(self, assessment: Assessment) -> Assessment:
        """Return `assessment` without the answers, as it is packed."""
        bare = tuple(replace(one, outcomes=()) for one in assessment.findings)
        return replace(assessment, findings=bare)

    def restored(self, number: int, content: bytes) -> Assessment:
        """Return the assessment of row `number` that was packed as `content`, answers and all.

        Raises:
            ValueError: it is damaged.
        """
        made = unpack(Assessment, content)
        if not made.findings:
            return made
        rows = self._connection.execute(
            "SELECT maker, answers FROM finding WHERE assessment = ? AND answers IS NOT NULL",
            (number,),
        ).fetchall()
        said = {maker: self._outcomes(answers) for maker, answers in rows}
        # The first schema kept the answers inside; what has them there keeps them.
        findings = tuple(
            replace(one, outcomes=said[one.maker]) if one.maker in said else one
            for one in made.findings
        )
        return replace(made, findings=findings)

    def _outcomes(self, number: int) -> tuple[Outcome, ...]:
        if number not in self._held:
            row = self._connection.execute("SELECT content FROM answers WHERE id = ?", (number,))
            found = row.fetchone()
            if found is None:
                msg = f"answers {number} are missing"
                raise ValueError(msg)
            self._held[number] = unpack(Answered, found[0]).outcomes
        return self._held[number]
