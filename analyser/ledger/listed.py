"""What the ledger knows of the lists that runs were made with.

That the canary found every maker of them, and what was in them, digest by digest, so that later
lists can be told apart from them without the files.
"""

from __future__ import annotations

from collections.abc import Callable

from analyser.ledger.store import Ledger, now


def passed(ledger: Ledger, digest: str, program: str) -> str:
    """Return what the canary said of these lists to `program`, and when; `""`: nothing yet."""
    row = ledger.connection.execute(
        "SELECT words, run, at FROM sounding WHERE lists_digest = ? AND program = ?",
        (digest, program),
    ).fetchone()
    return f"{row[0]} (in run {row[1]} of the ledger, {row[2][:10]}, same lists)" if row else ""


def note_passed(ledger: Ledger, run: int, digest: str, program: str, words: str) -> None:
    """Note that in `run` the canary passed."""
    with ledger.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO sounding VALUES (?, ?, ?, ?, ?)",
            (digest, program, words, run, now()),
        )


def keep_contents(ledger: Ledger, digest: str, contents: Callable[[], bytes]) -> None:
    """Keep what is in the lists with `digest`, asked for only if it is not on record."""
    if contents_of(ledger, digest) is None:
        packed = contents()
        with ledger.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO lists VALUES (?, ?)", (digest, packed))


def contents_of(ledger: Ledger, digest: str) -> bytes | None:
    """Return what was in earlier lists, packed; `None` where that is not on record."""
    row = ledger.connection.execute(
        "SELECT contents FROM lists WHERE digest = ?", (digest,)
    ).fetchone()
    return None if row is None else bytes(row[0])
