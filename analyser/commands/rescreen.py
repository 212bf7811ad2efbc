"""`analyser rescreen`: new lists over stored text, only what changed."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from analyser.commands.console import say, say_data
from analyser.commands.path_flags import add_ledger_flag, add_lists_flag
from analyser.commands.reading_flags import prove_jobs
from analyser.commands.scan import EXIT_CODES
from analyser.errors import UsageError

if TYPE_CHECKING:
    from analyser.ledger.retrospect import Stored
    from analyser.ledger.store import Ledger
    from analyser.lists.load import Lists
    from analyser.memory.list_changes import Change
    from analyser.memory.rescreening import Screened, Screening


def add_parser(commands: argparse._SubParsersAction) -> argparse.ArgumentParser:  # type: ignore[type-arg]
    """Add `rescreen` to `commands`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "rescreen",
        help="run changed lists over stored text and tell what changed",
        description="Runs the lists as they are now over the text in the ledger, without the "
        "files, and tells by tender what is newly caught, no longer caught, or has another "
        "consequence. Exit codes as of scan, for what is new or changed.",
    )
    add_ledger_flag(parser)
    add_lists_flag(parser)
    parser.add_argument(
        "--as-of",
        default="",
        metavar="DATE",
        help="judge by this day (default: the day of the first analysis)",
    )
    parser.add_argument("--jobs", type=int, metavar="N", help="worker processes")
    parser.add_argument(
        "--dry-run", action="store_true", help="tell, and leave the ledger as it is"
    )
    parser.add_argument("--json", action="store_true", help="a JSON list instead of lines")
    parser.set_defaults(run=run)
    return parser


def run(chosen: argparse.Namespace) -> int:
    """Screen everything stored, tell what changed, and keep the new results."""
    chosen.as_of = _day(chosen.as_of)
    prove_jobs(chosen.jobs)
    from analyser.ledger.retrospect import latest
    from analyser.ledger.store import Ledger
    from analyser.ledger.where import existing_ledger
    from analyser.lists.load import load_lists
    from analyser.memory.list_changes import gravest

    path = existing_ledger(chosen.ledger)
    lists = load_lists(chosen.lists)
    with Ledger(path) as ledger:
        stored = latest(ledger)
        changes = _changes(ledger, stored, lists, chosen)
    if chosen.json:
        say_data([asdict(one) for one in changes], indent=1)
    else:
        for line in told(changes):
            say(line)
        say(f"{len(stored)} files screened under lists {lists.version}; {len(changes)} changes.")
    return int(EXIT_CODES[gravest(changes)])


def _changes(
    ledger: Ledger, stored: Sequence[Stored], lists: Lists, chosen: argparse.Namespace
) -> list[Change]:
    from analyser.lists.where import shipped_models
    from analyser.memory.keeping import Keeping
    from analyser.memory.remembering import Under, model_digest
    from analyser.memory.sifting import Touches, sift
    from analyser.memory.tender_changes import Tenders
    from analyser.program import program
    from analyser.settings import Settings

    under = Under(
        lists.version,
        lists.digest,
        model_digest(shipped_models()),
        Settings(as_of=chosen.as_of),
    )
    now = (lists.digest, program(), under.language_model)
    jobs = [
        one
        for one in stored
        if (one.lists_digest, one.program, one.language_model) != now
        or chosen.as_of not in ("", one.as_of)
    ]
    if not jobs:
        return []
    _prepared(ledger, lists)
    tenders = Tenders(ledger, lists, chosen.as_of)
    keeping = Keeping(ledger, under)
    sifted = sift(ledger, jobs, Touches(ledger, lists, under.language_model), chosen.as_of)
    if not chosen.dry_run:
        keeping.hold(sifted.same)
    for one in _screened(ledger.path, sifted.rest, chosen, lists.digest):
        tenders.add(one)
        if not chosen.dry_run:
            keeping.keep(one)
    keeping.finish()
    return list(tenders.told(stored))


def _prepared(ledger: Ledger, lists: Lists) -> None:
    """See that the lists can be searched with, and put on record what is in them."""
    from analyser.canary import check_canary
    from analyser.ledger.listed import keep_contents, note_passed, passed
    from analyser.ledger.packing import pack
    from analyser.memory.touching import contents
    from analyser.program import program

    if not passed(ledger, lists.digest, program()):
        note_passed(ledger, 0, lists.digest, program(), check_canary(lists.catalogue))
    keep_contents(ledger, lists.digest, lambda: pack(contents(lists.catalogue, lists.rulebook)))


def _screened(
    ledger: Path, stored: Sequence[Stored], chosen: argparse.Namespace, digest: str
) -> Iterator[Screened]:
    import os

    from analyser.memory.rescreening import screenings, work
    from analyser.running.batch import run as run_batch
    from analyser.running.workers import WorkerPool
    from analyser.settings import Settings

    workers = chosen.jobs or os.cpu_count() or 1
    task = work(ledger, chosen.lists, chosen.as_of, digest)
    lost: list[Stored] = []
    with WorkerPool(workers, Settings().limits) as pool:
        for job, made in run_batch(
            screenings(stored), pool, task, lambda _job, _why: (), in_flight=4 * workers
        ):
            lost.extend(() if made else job.analyses)
            yield from made
        # One document that costs a worker its life must not cost the others their answer.
        alone = screenings(lost, together=1)
        for _, made in run_batch(alone, pool, task, _untold, in_flight=4 * workers):
            yield from made


def _untold(job: Screening, reason: str) -> tuple[Screened, ...]:
    from analyser.memory.list_changes import untold
    from analyser.memory.rescreening import Screened

    return tuple(Screened(one, (untold(one, one.name, reason),)) for one in job.analyses)


def told(changes: Iterable[Change]) -> Iterable[str]:
    """Yield the changes in lines, by tender, what is newly caught first."""
    order = ["newly caught", "changed consequence", "no longer caught", "cannot be told"]
    tender = None
    for one in sorted(
        changes, key=lambda each: (each.root, each.pack, order.index(each.kind), each.path)
    ):
        if (one.root, one.pack) != tender:
            tender = (one.root, one.pack)
            yield one.root + ("" if one.pack == "." else f", tender {one.pack}")
        note = f" ({one.note})" if one.note else ""
        if one.maker:
            yield f"  {one.kind}: {one.name} in {one.path}: {one.before} -> {one.after}{note}"
        else:
            yield f"  {one.kind}: {one.path}{note}"


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        msg = f"--as-of {text}: no date; write it as 2027-08-31"
        raise UsageError(msg) from error
