"""Forgetting: text and what was cited of it go, the trail's hashes stay."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from analyser.errors import UsageError
from analyser.ledger.store import Ledger, now
from analyser.ledger.trail import append


def chosen(ledger: Ledger, document: str) -> tuple[str, ...]:
    """Return the digests that `document`, a digest's beginning or a path, stands for.

    Raises:
        UsageError: nothing, or too little, is known by that name.
    """
    if not document.strip():
        msg = "forget: name a document by its path or the beginning of its SHA-256"
        raise UsageError(msg)
    rows = ledger.connection.execute(
        "SELECT DISTINCT sha256 FROM assessment WHERE path = ?", (document,)
    ).fetchall()
    if not rows and len(document) >= 8:  # fewer digits may fit a document that was not meant
        rows = ledger.connection.execute(
            "SELECT sha256 FROM document WHERE substr(sha256, 1, ?) = ?",
            (len(document), document.lower()),
        ).fetchall()
    if not rows:
        msg = (
            f"{document}: no document of that path or SHA-256 in the ledger; `history` shows names"
        )
        raise UsageError(msg)
    return tuple(digest for (digest,) in rows)


def older_than(ledger: Ledger, day: str) -> tuple[str, ...]:
    """Return the documents that were last reported before `day` and still hold text."""
    rows = ledger.connection.execute(
        "SELECT document.sha256 FROM document WHERE forgotten_at IS NULL AND coalesce("
        "(SELECT max(made_at) FROM assessment JOIN analysis ON analysis.id = assessment.analysis"
        " WHERE assessment.sha256 = document.sha256), first_seen) < ?",
        (day,),
    ).fetchall()
    return tuple(digest for (digest,) in rows)


def forget(ledger: Ledger, digests: Sequence[str], person: str, reason: str) -> int:
    """Remove what is kept of documents but for their digests, verdicts and makers.

    Return how many were forgotten. The freed pages are overwritten, not only unlinked.
    """
    ledger.connection.execute("PRAGMA secure_delete = ON")
    done = 0
    with ledger.transaction() as connection:
        for digest in digests:
            done += _forget_one(connection, digest, person, reason)
    ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return done


def _forget_one(connection: sqlite3.Connection, digest: str, person: str, reason: str) -> int:
    at = now()
    found = connection.execute(
        "UPDATE document SET content = NULL, form = NULL, forgotten_at = ?"
        " WHERE sha256 = ? AND forgotten_at IS NULL",
        (at, digest),
    ).rowcount
    if not found:
        return 0
    connection.execute("UPDATE assessment SET content = NULL WHERE sha256 = ?", (digest,))
    connection.execute("UPDATE decision SET row = NULL WHERE document_sha256 = ?", (digest,))
    connection.execute(
        "UPDATE trail SET body = NULL WHERE document_sha256 = ? AND body IS NOT NULL", (digest,)
    )
    append(connection, at, person, "forget", {"document": digest, "reason": reason})
    return found
