"""`analyser ledger`: look after the memory."""

from __future__ import annotations

import argparse
import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from analyser.commands.console import remark, say, say_data
from analyser.commands.path_flags import add_ledger_flag, named, person
from analyser.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from analyser.ledger.store import Ledger


def add_parser(commands: argparse._SubParsersAction) -> argparse.ArgumentParser:  # type: ignore[type-arg]
    """Add `ledger` to `commands`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "ledger",
        help="look after the memory: verify, forget, import",
        description="Looks after the ledger, the file in which scan and watch remember.",
    )
    what = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    verify = what.add_parser("verify", help="check that the trail was not changed or cut")
    verify.add_argument("--head", default="", metavar="HASH", help="a last hash noted earlier")
    forget = what.add_parser(
        "forget", help="remove a document's text and citations; the trail keeps its hashes"
    )
    forget.add_argument("document", nargs="?", metavar="DOCUMENT", help="path or SHA-256")
    forget.add_argument(
        "--older-than", metavar="AGE", help="documents last assessed before: 90d, 2y, 2026-01-31"
    )
    forget.add_argument("--reason", default="", metavar="WORDS")
    forget.add_argument("--person", default="", metavar="NAME", help="default: the user's name")
    bring = what.add_parser("import", help="bring in decisions saved from a report")
    bring.add_argument("files", nargs="+", type=named, metavar="FILE")
    what.add_parser("trail", help="print the trail, a JSON line an entry")
    what.add_parser("status", help="say what the ledger holds")
    for one in what.choices.values():
        add_ledger_flag(one)
    parser.set_defaults(run=run)
    return parser


def run(chosen: argparse.Namespace) -> int:
    """Do what was asked of the ledger."""
    from analyser.ledger.store import Ledger
    from analyser.ledger.where import existing_ledger

    tasks = {
        "verify": _verify,
        "forget": _forget,
        "import": _import,
        "trail": _trail,
        "status": _status,
    }
    with Ledger(existing_ledger(chosen.ledger)) as ledger:
        return tasks[chosen.what](ledger, chosen)


def _verify(ledger: Ledger, chosen: argparse.Namespace) -> int:
    from analyser.ledger.trail import verify

    found = verify(ledger.connection, chosen.head)
    for fault in found.faults:
        remark(fault)
    entries = f"{found.entries} {'entry' if found.entries == 1 else 'entries'}"
    forgotten = f", {found.forgotten} of them forgotten" if found.forgotten else ""
    if found.faults:
        say(f"The trail does NOT hold: {len(found.faults)} faults in {entries}{forgotten}.")
        return int(ExitCode.FAULT)
    say(f"The trail holds: {entries}{forgotten}.")
    say(f"Last hash, to be noted elsewhere: {found.head}")
    return int(ExitCode.CLEAR)


def _forget(ledger: Ledger, chosen: argparse.Namespace) -> int:
    from analyser.ledger import retention
    from analyser.selection import as_text

    if (chosen.document is None) == (chosen.older_than is None):
        msg = "forget: name either a DOCUMENT or --older-than AGE"
        raise UsageError(msg)
    if chosen.document is not None:
        digests = retention.chosen(ledger, as_text(chosen.document))
    else:
        digests = retention.older_than(ledger, day_before(chosen.older_than, _today()))
    done = retention.forget(ledger, digests, person(chosen.person), chosen.reason)
    say(f"{done} {'document' if done == 1 else 'documents'} forgotten.")
    return int(ExitCode.CLEAR)


def _today() -> date:
    return datetime.now(UTC).date()


def day_before(age: str, today: date) -> str:
    """Return the day that `age` (90d, 6m, 2y or a date) stands for.

    Raises:
        UsageError: it stands for none.
    """
    parts = re.fullmatch(r"(\d{1,4})([dmy])", age.strip().lower())
    try:
        if parts is None:
            return date.fromisoformat(age).isoformat()
        # Months of 31 and years of 366 days: rather keep a day too long than forget too early.
        days = int(parts[1]) * {"d": 1, "m": 31, "y": 366}[parts[2]]
        return (today - timedelta(days=days)).isoformat()
    except (ValueError, OverflowError) as error:
        msg = f"--older-than {age}: write it as 90d, 6m, 2y or 2026-01-31"
        raise UsageError(msg) from error


def _import(ledger: Ledger, chosen: argparse.Namespace) -> int:
    from analyser.decisions import read_decisions
    from analyser.ledger import decided

    rows = [one for path in chosen.files for one in read_decisions(path)]
    new = decided.record(ledger, rows)
    say(f"{new} of {len(rows)} decisions were new.")
    return int(ExitCode.CLEAR)


def _trail(ledger: Ledger, _: argparse.Namespace) -> int:
    from analyser.ledger.trail import entries

    for one in entries(ledger.connection):
        row = {
            "number": one.number,
            "at": one.at,
            "person": one.person,
            "action": one.action,
            "document_sha256": one.document_sha256,
            "body": json.loads(one.body) if one.body is not None else None,
            "hash": one.hash,
        }
        say_data(row)
    return int(ExitCode.CLEAR)


def _status(ledger: Ledger, _: argparse.Namespace) -> int:
    def count(query: str) -> int:
        return int(ledger.connection.execute(query).fetchone()[0])

    say(f"Ledger: {ledger.path} ({ledger.path.stat().st_size // 1024} KB)")
    kept = count("SELECT count(*) FROM document WHERE content IS NOT NULL")
    say(f"Documents: {count('SELECT count(*) FROM document')}, text kept of {kept}")
    open_runs = count("SELECT count(*) FROM run WHERE finished_at IS NULL")
    say(f"Runs: {count('SELECT count(*) FROM run')}, {open_runs} of them not finished")
    say(f"Decisions: {count('SELECT count(*) FROM decision WHERE row IS NOT NULL')}")
    return int(ExitCode.CLEAR)
