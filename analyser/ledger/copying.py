"""Analyses copied inside the ledger, where they hold under other conditions as well."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

WANTED = """
CREATE TEMP TABLE IF NOT EXISTS carried (run INTEGER, old INTEGER, condition INTEGER, new INTEGER)
"""

# Step by step over all of them: ten thousand analyses by hand take ten times as long.
STEPS = (
    # What was made under these very conditions needs no copy.
    "UPDATE carried SET new = old WHERE condition ="
    " (SELECT conditions FROM analysis WHERE id = old)",
    "INSERT OR IGNORE INTO entry SELECT run, old FROM carried WHERE new IS NOT NULL",
    "DELETE FROM carried WHERE new IS NOT NULL OR old NOT IN (SELECT id FROM analysis)",
    # An answer of an earlier day under the same conditions gives way.
    "DELETE FROM analysis WHERE id IN (SELECT other.id FROM carried"
    " JOIN analysis AS held ON held.id = carried.old"
    " JOIN analysis AS other ON other.file_sha256 = held.file_sha256"
    " AND other.name = held.name AND other.conditions = carried.condition)",
    "INSERT INTO analysis (file_sha256, name, pack, conditions, made_at, final)"
    " SELECT file_sha256, name, pack, condition, ?1, min(final) FROM carried"
    " JOIN analysis ON analysis.id = carried.old GROUP BY file_sha256, name, condition"
    " ORDER BY max(carried.old)",
    "UPDATE carried SET new = (SELECT made.id FROM analysis AS held JOIN analysis AS made"
    " ON made.file_sha256 = held.file_sha256 AND made.name = held.name"
    " AND made.conditions = carried.condition WHERE held.id = carried.old)",
    "INSERT OR IGNORE INTO entry SELECT run, new FROM carried",
    # Of two that come to the same, the later one's documents are taken.
    "DELETE FROM carried WHERE rowid NOT IN (SELECT rowid FROM"
    " (SELECT rowid, row_number() OVER (PARTITION BY new ORDER BY old DESC) AS place"
    " FROM carried) WHERE place = 1)",
    "INSERT INTO assessment (analysis, position, sha256, path, role, verdict, content, met)"
    " SELECT new, position, sha256, path, role, verdict, content, met FROM carried"
    " JOIN assessment ON assessment.analysis = carried.old",
    "INSERT INTO finding (assessment, maker, name, disposition, stance, confidence, answers)"
    " SELECT made.id, maker, name, disposition, stance, confidence, answers FROM carried"
    " JOIN assessment AS was ON was.analysis = carried.old"
    " JOIN assessment AS made ON made.analysis = carried.new AND made.position = was.position"
    " JOIN finding ON finding.assessment = was.id",
    "DELETE FROM carried",
)


def copy(connection: sqlite3.Connection, held: Iterable[tuple[int, int, int]], at: str) -> None:
    """Copy analyses, each given as (run, number, condition): it holds under the condition too."""
    connection.execute(WANTED)
    connection.executemany("INSERT INTO carried VALUES (?, ?, ?, NULL)", held)
    for step in STEPS:
        connection.execute(step, (at,) if "?1" in step else ())
