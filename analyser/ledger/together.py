"""What documents came to beside the others of their tender, where the history looks for it.

A document's assessment is kept as its own text has it, since its tender may change around it. The
rows by which it is found afterwards follow the last report.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from analyser.finding import Assessment
from analyser.ledger.store import Ledger


def note_together(ledger: Ledger, run: int, documents: Iterable[Assessment]) -> None:
    """Bring the rows of `documents`, as `run` reports them, to the makers found in them now."""
    with ledger.transaction() as connection:
        for one in documents:
            row = connection.execute(
                "SELECT max(assessment.id) FROM assessment"
                " JOIN entry ON entry.analysis = assessment.analysis"
                " WHERE assessment.sha256 = ? AND assessment.path = ? AND entry.run = ?",
                (one.sha256, one.path, run),
            ).fetchone()
            if row[0] is not None:
                _note(connection, int(row[0]), one)


def _note(connection: sqlite3.Connection, number: int, one: Assessment) -> None:
    connection.execute("UPDATE assessment SET verdict = ? WHERE id = ?", (one.verdict, number))
    held = {each.maker for each in one.findings}
    rows = connection.execute("SELECT maker FROM finding WHERE assessment = ?", (number,))
    gone = [(number, maker) for (maker,) in rows.fetchall() if maker not in held]
    connection.executemany("DELETE FROM finding WHERE assessment = ? AND maker = ?", gone)
    # The answers stay those to the document's own text: its assessment is restored with them.
    connection.executemany(
        "INSERT INTO finding (assessment, maker, name, disposition, stance, confidence)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (assessment, maker) DO UPDATE SET"
        " disposition = excluded.disposition, stance = excluded.stance,"
        " confidence = excluded.confidence",
        [
            (number, each.maker, each.name, each.disposition, each.stance, each.confidence)
            for each in one.findings
        ],
    )
