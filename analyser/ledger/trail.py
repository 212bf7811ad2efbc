"""Who did what and when: entries chained by hash, only ever added to.

Each entry's hash covers the one before it, so an entry that is changed, taken out or put in shows.
The last hash, noted elsewhere, shows a trail that was cut short or written anew. A body may be
forgotten; its own hash stays and the chain still holds.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail."""

    number: int
    at: str
    person: str
    action: str
    document_sha256: str
    body: str | None
    body_sha256: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of checking the chain."""

    entries: int
    forgotten: int
    head: str
    """Hash of the last entry, to be noted elsewhere."""

    faults: tuple[str, ...]


def append(
    connection: sqlite3.Connection,
    at: str,
    person: str,
    action: str,
    body: Mapping[str, Any],
    document_sha256: str = "",
) -> str:
    """Add an entry, inside the caller's transaction, and return its hash."""
    last = connection.execute(
        "SELECT number, hash FROM trail ORDER BY number DESC LIMIT 1"
    ).fetchone()
    number, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    text = json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    entry = _sealed(number, at, person, action, document_sha256, text, previous)
    connection.execute(
        "INSERT INTO trail VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            entry.number,
            entry.at,
            entry.person,
            entry.action,
            entry.document_sha256,
            entry.body,
            entry.body_sha256,
            entry.previous,
            entry.hash,
        ),
    )
    return entry.hash


def _sealed(
    number: int, at: str, person: str, action: str, document: str, body: str, previous: str
) -> Entry:
    body_sha256 = hashlib.sha256(body.encode()).hexdigest()
    entry = Entry(number, at, person, action, document, body, body_sha256, previous, "")
    return Entry(number, at, person, action, document, body, body_sha256, previous, _hash(entry))


def _hash(entry: Entry) -> str:
    # JSON, not joined text: no two different entries may read the same.
    fields = [
        entry.number,
        entry.at,
        entry.person,
        entry.action,
        entry.document_sha256,
        entry.body_sha256,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True).encode()).hexdigest()


def entries(connection: sqlite3.Connection) -> Iterator[Entry]:
    """Yield the trail from its first entry."""
    for row in connection.execute(
        "SELECT number, at, person, action, document_sha256, body, body_sha256, previous, hash"
        " FROM trail ORDER BY number"
    ):
        yield Entry(*row)


def verify(connection: sqlite3.Connection, noted_head: str = "") -> Verification:
    """Check every entry, the chain, the decisions' rows, and that `noted_head` is in the trail."""
    faults: list[str] = []
    previous, number, forgotten = GENESIS, 0, 0
    met = not noted_head
    rows: set[str] = set()
    for entry in entries(connection):
        number += 1
        faults.extend(
            f"entry {entry.number}: {fault}" for fault in _faults(entry, number, previous)
        )
        forgotten += entry.body is None
        met = met or entry.hash == noted_head
        if entry.action == "decision":
            rows.add(entry.body_sha256)
        previous, number = entry.hash, entry.number
    if not met:
        faults.append(f"the hash {noted_head[:16]}… is not in the trail: it was cut or replaced")
    faults.extend(_decision_faults(connection, rows))
    return Verification(number, forgotten, previous, tuple(faults))


def _faults(entry: Entry, number: int, previous: str) -> Iterator[str]:
    if entry.number != number:
        yield f"number {number} was expected: an entry is missing"
    if entry.previous != previous:
        yield "does not follow from the entry before it"
    if entry.hash != _hash(entry):
        yield "was changed after it was written"
    body = entry.body
    if body is not None and hashlib.sha256(body.encode()).hexdigest() != entry.body_sha256:
        yield "its content was changed after it was written"


def _decision_faults(connection: sqlite3.Connection, rows: set[str]) -> Iterator[str]:
    held = set()
    for number, text, digest in connection.execute("SELECT id, row, row_sha256 FROM decision"):
        held.add(digest)
        if digest not in rows:
            yield f"decision {number}: not in the trail"
        elif text is not None and hashlib.sha256(text.encode()).hexdigest() != digest:
            yield f"decision {number}: was changed after it was written"
    for digest in rows - held:
        yield f"a decision of the trail ({digest[:16]}…) is missing"
