"""What was dropped into watched folders, from claim to filing: the memory of `watch`.

An item's row is written before its file moves and closed after, so that after a kill at any
moment each file's state can be told from row and folder together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyser.ledger.store import Ledger, now

CLAIMED, REPORTED, FILED = "claimed", "reported", "filed"


@dataclass(frozen=True, slots=True)
class Item:
    """One drop."""

    id: int
    name: str
    """As shown to people; undecodable bytes of the file's name are escaped."""

    report: str
    """Folder of its report, below the output folder."""

    state: str
    claimed_at: str
    reported_at: str
    filed_as: str
    """Where its original lies, below the inbox: `done/bid.pdf`; `""` while it is held."""

    verdict: str
    summary: Mapping[str, Any]
    reason: str
    """Why it failed; `""` where it did not."""


COLUMNS = (
    "id, name, report, state, claimed_at, coalesce(reported_at, ''), filed_as, verdict, summary,"
    " reason"
)


def report_names(ledger: Ledger, inbox: str) -> set[str]:
    """Return the report names that items of `inbox` have, folded as `one_name` folds them."""
    rows = ledger.connection.execute("SELECT report FROM item WHERE inbox = ?", (inbox,))
    return {one_name(row[0]) for row in rows}


def one_name(report: str) -> str:
    """Return what two names have in common that are one folder on some disks: "Bid", "bid"."""
    return report.casefold()


def claim(ledger: Ledger, inbox: str, name: str, free: str) -> Item:
    """Reserve the report name `free` for the drop `name`."""
    with ledger.transaction() as connection:
        cursor = connection.execute(
            "INSERT INTO item (inbox, name, report, state, claimed_at) VALUES (?, ?, ?, ?, ?)",
            (inbox, name, free, CLAIMED, now()),
        )
        number = int(cursor.lastrowid or 0)
    return Item(number, name, free, CLAIMED, "", "", "", "", {}, "")


def give_up(ledger: Ledger, item: Item) -> None:
    """Take back a claim: the item lies in the inbox again, or is gone."""
    with ledger.transaction() as connection:
        connection.execute("DELETE FROM item WHERE id = ? AND state = ?", (item.id, CLAIMED))


def reported(
    ledger: Ledger, item: Item, verdict: str, summary: Mapping[str, Any], reason: str = ""
) -> None:
    """Note that the item's report is on disk (or, with a `reason`, that there will be none)."""
    with ledger.transaction() as connection:
        connection.execute(
            "UPDATE item SET state = ?, reported_at = ?, verdict = ?, summary = ?, reason = ?"
            " WHERE id = ?",
            (REPORTED, now(), verdict, json.dumps(dict(summary)), reason, item.id),
        )


def filing(ledger: Ledger, item: Item, target: str) -> None:
    """Note where the original is about to be moved."""
    with ledger.transaction() as connection:
        connection.execute("UPDATE item SET filed_as = ? WHERE id = ?", (target, item.id))


def filed(ledger: Ledger, item: Item) -> None:
    """Note that the original lies where `filing` said."""
    with ledger.transaction() as connection:
        connection.execute("UPDATE item SET state = ? WHERE id = ?", (FILED, item.id))


def items(ledger: Ledger, inbox: str, *states: str) -> tuple[Item, ...]:
    """Return the items of `inbox` that are in one of `states`, in the order of their claims."""
    marks = ", ".join("?" * len(states))
    rows = ledger.connection.execute(
        f"SELECT {COLUMNS} FROM item WHERE inbox = ? AND state IN ({marks}) ORDER BY id",
        (inbox, *states),
    ).fetchall()
    return tuple(_item(row) for row in rows)


def _item(row: tuple[Any, ...]) -> Item:
    number, name, report, state, claimed_at, reported_at, filed_as, verdict, summary, reason = row
    return Item(
        id=number,
        name=name,
        report=report,
        state=state,
        claimed_at=claimed_at,
        reported_at=reported_at,
        filed_as=filed_as,
        verdict=verdict,
        summary=json.loads(summary or "{}"),
        reason=reason,
    )
