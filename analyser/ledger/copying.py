"""An analysis copied inside the ledger, where it holds under other conditions as well."""

from __future__ import annotations

import sqlite3


def copy(connection: sqlite3.Connection, run: int, analysis: int, condition: int, at: str) -> None:
    """Copy `analysis` to the condition numbered `condition`, as reported by `run`."""
    same = connection.execute(
        "SELECT conditions = ? FROM analysis WHERE id = ?", (condition, analysis)
    ).fetchone()
    if same is None:
        return
    if same[0]:
        connection.execute("INSERT OR IGNORE INTO entry VALUES (?, ?)", (run, analysis))
        return
    connection.execute(
        "DELETE FROM analysis WHERE conditions = ? AND (file_sha256, name) ="
        " (SELECT file_sha256, name FROM analysis WHERE id = ?)",
        (condition, analysis),
    )
    new = connection.execute(
        "INSERT INTO analysis (file_sha256, name, pack, conditions, made_at, final)"
        " SELECT file_sha256, name, pack, ?, ?, final FROM analysis WHERE id = ?",
        (condition, at, analysis),
    ).lastrowid
    connection.execute("INSERT INTO entry VALUES (?, ?)", (run, new))
    documents = connection.execute(
        "SELECT id FROM assessment WHERE analysis = ? ORDER BY position", (analysis,)
    ).fetchall()
    for (number,) in documents:
        made = connection.execute(
            "INSERT INTO assessment (analysis, position, sha256, path, role, verdict, content)"
            " SELECT ?, position, sha256, path, role, verdict, content FROM assessment"
            " WHERE id = ?",
            (new, number),
        ).lastrowid
        connection.execute(
            "INSERT INTO finding SELECT ?, maker, name, disposition, stance, confidence, answers"
            " FROM finding WHERE assessment = ?",
            (made, number),
        )
