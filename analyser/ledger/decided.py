"""Decisions in the ledger: recorded with a trail entry each, found again by document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analyser.decisions import Decision, decision_from, folded, same_document
from analyser.finding import Assessment
from analyser.ledger.packing import unpack
from analyser.ledger.store import Ledger, now
from analyser.ledger.trail import append


def record(ledger: Ledger, decisions: Sequence[Decision]) -> int:
    """Keep `decisions` that are new, a trail entry each, and return how many were.

    The stance that the text had when it was decided is added from the stored assessment, so that
    the same words in another stance open the question again.
    """
    new = 0
    full = [_with_stance(ledger, one) for one in decisions]
    with ledger.transaction() as connection:
        for one in full:
            text = json.dumps(
                one.as_row(), sort_keys=True, ensure_ascii=True, separators=(",", ":")
            )
            digest = hashlib.sha256(text.encode()).hexdigest()
            at = now()
            added = connection.execute(
                "INSERT OR IGNORE INTO decision (document_sha256, path, maker, row, row_sha256,"
                " recorded_at) VALUES (?, ?, ?, ?, ?, ?)",
                (one.document_sha256, one.path, one.maker, text, digest, at),
            ).rowcount
            if added:
                new += 1
                append(connection, at, one.person, "decision", one.as_row(), one.document_sha256)
    return new


def decisions(ledger: Ledger) -> tuple[Decision, ...]:
    """Return every decision that is not forgotten, oldest first."""
    rows = ledger.connection.execute(
        "SELECT row FROM decision WHERE row IS NOT NULL ORDER BY id"
    ).fetchall()
    return tuple(decision_from(json.loads(row), "ledger") for (row,) in rows)


def decided_about(ledger: Ledger, documents: Iterable[Assessment]) -> tuple[Decision, ...]:
    """Return the decisions that were taken about any of `documents`."""
    known = decisions(ledger)
    held = list(documents)
    digests = {one.sha256 for one in held}
    paths = {one.path for one in held}
    return tuple(one for one in known if one.document_sha256 in digests or one.path in paths)


def _with_stance(ledger: Ledger, decision: Decision) -> Decision:
    if decision.stance:
        return decision
    rows = ledger.connection.execute(
        "SELECT content FROM assessment WHERE sha256 = ? AND content IS NOT NULL"
        " ORDER BY id DESC LIMIT 1",
        (decision.document_sha256,),
    ).fetchall()
    for (content,) in rows:
        assessment = unpack(Assessment, content)
        for one in assessment.mentions:
            alike = folded(one.mention.text) == folded(decision.text)
            if (
                alike
                and decision.maker in one.mention.makers
                and folded(one.context) == folded(decision.context)
                and same_document(decision, assessment)
            ):
                return replace(decision, stance=str(one.stance))
    return decision
