"""`analyser rescreen`: new lists over stored text, only what changed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from analyser.commands.console import say
from analyser.commands.scan import EXIT_CODES

if TYPE_CHECKING:
    from analyser.remembering import Under
    from analyser.rescreening import Change, Screened, Screening


def add_parser(commands: argparse._SubParsersAction) -> argparse.ArgumentParser:  # type: ignore[type-arg]
    """Add `rescreen` to `commands`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "rescreen",
        help="run changed lists over stored text and tell what changed",
        description="Runs the lists as they are now over the text in the ledger, without the "
        "files, and tells by tender what is newly caught, no longer caught, or has another "
        "consequence. Exit codes as of scan, for what is new or changed.",
    )
    parser.add_argument("--ledger", type=Path, metavar="FILE", help="default: the user's own")
    parser.add_argument(
        "--lists",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="own lists that win over the shipped ones (may be repeated)",
    )
    parser.add_argument(
        "--as-of",
        default="",
        metavar="DATE",
        help="judge by this day (default: the day of the first analysis)",
    )
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="worker processes")
    parser.add_argument(
        "--dry-run", action="store_true", help="tell, and leave the ledger as it is"
    )
    parser.add_argument("--json", action="store_true", help="a JSON list instead of lines")
    parser.set_defaults(run=run)
    return parser


def run(chosen: argparse.Namespace) -> int:
    """Screen everything stored, tell what changed, and keep the new results."""
    from analyser.canary import check_canary
    from analyser.ledger.retrospect import latest
    from analyser.ledger.store import Ledger
    from analyser.ledger.where import existing_ledger
    from analyser.lists.load import load_lists
    from analyser.lists.where import shipped_models
    from analyser.remembering import Under, model_digest
    from analyser.rescreening import Screening, gravest, profile_of
    from analyser.settings import Settings

    path = existing_ledger(chosen.ledger)
    lists = load_lists(chosen.lists)
    check_canary(lists.catalogue)
    settings = Settings(as_of=chosen.as_of)
    under = Under(lists.version, lists.digest, model_digest(shipped_models()), settings)
    with Ledger(path) as ledger:
        jobs = [Screening(one, profile_of(one)) for one in latest(ledger)]
        changes = _screened(ledger, jobs, under, chosen)
    if chosen.json:
        say(json.dumps([asdict(one) for one in changes], ensure_ascii=False, indent=1))
    else:
        for line in told(changes):
            say(line)
        say(f"{len(jobs)} files screened under lists {lists.version}; {len(changes)} changes.")
    return int(EXIT_CODES[gravest(changes)])


def _screened(
    ledger: object, jobs: Sequence[Screening], under: Under, chosen: argparse.Namespace
) -> list[Change]:
    import os
    from dataclasses import replace

    from analyser.batch import run as run_batch
    from analyser.ledger.store import Ledger
    from analyser.rescreening import work
    from analyser.workers import WorkerPool

    assert isinstance(ledger, Ledger)
    changes: list[Change] = []
    runs: dict[str, int] = {}
    workers = chosen.jobs or os.cpu_count() or 1
    task = work(ledger.path, chosen.lists, under.settings, under.lists_digest)
    with ExitStack() as opened:
        pool = opened.enter_context(WorkerPool(workers, under.settings.limits, warm=task.ready))
        for job, made in run_batch(jobs, pool, task, _untold, in_flight=4 * workers):
            changes.extend(made.changes)
            if made.kept and not chosen.dry_run:
                stored = job.stored
                if stored.root not in runs:
                    runs[stored.root] = ledger.begin("rescreen", stored.root, under.lists_version)
                day = under.settings.as_of or stored.as_of
                conditions = replace(under.conditions(job.profile), as_of=day)
                file = (stored.file_sha256, stored.name, stored.pack)
                ledger.record(runs[stored.root], file, made.kept, conditions)
    for number in runs.values():
        ledger.finish(number)
    return changes


def _untold(job: Screening, reason: str) -> Screened:
    from analyser.rescreening import Change, Kind, Screened

    stored = job.stored
    change = Change(
        root=stored.root,
        pack=stored.pack,
        path=stored.name,
        maker="",
        name="",
        kind=Kind.NO_TEXT,
        before="",
        after="",
        note=reason,
    )
    return Screened((change,), ())


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
