"""`analyser watch`: whatever is dropped into a folder is read and reported."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analyser.commands.console import remark, say
from analyser.commands.path_flags import add_ledger_flag, named
from analyser.commands.profile_flags import add_profile_flags, profile_from_args
from analyser.commands.reading_flags import add_reading_flags, settings_from
from analyser.commands.scan import edition_from
from analyser.errors import ExitCode, UsageError
from analyser.finding import Disposition
from analyser.locations.places import opener, output_folder

if TYPE_CHECKING:
    from analyser.dossier import Run
    from analyser.folder.intake import Treated
    from analyser.folder.settling import Look
    from analyser.profile import Profile
    from analyser.publishing import Edition
    from analyser.running.engines import Engines, Wishes
    from analyser.running.slicing import Work
    from analyser.settings import Settings


def add_parser(commands: argparse._SubParsersAction) -> argparse.ArgumentParser:  # type: ignore[type-arg]
    """Add `watch` to `commands`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "watch",
        help="do the same for whatever is dropped into a folder",
        description="Reads each file or folder that is dropped into INBOX as one tender, writes "
        "DIR/NAME/report.html and DIR/NAME/findings.json and DIR/index.html over all, and puts "
        "the originals into INBOX/done or INBOX/failed. Nothing is deleted.",
    )
    parser.add_argument("inbox", nargs="?", metavar="INBOX")
    parser.add_argument("--output", metavar="DIR")
    parser.add_argument(
        "--once",
        action="store_true",
        help="empty the folder, then end: with exit code 10 if a drop had to go to failed/",
    )
    parser.add_argument(
        "--settle",
        type=float,
        default=3.0,
        metavar="SECONDS",
        help="how long nothing may change in a drop before it is read (default 3)",
    )
    parser.add_argument(
        "--poll", action="store_true", help="do not wait for file events: for network shares"
    )
    parser.add_argument("--format", default="html,json", metavar="LIST", help="as of scan")
    parser.add_argument("--language", choices=("en", "cy", "fr"), default="en")
    parser.add_argument("--templates", type=named, metavar="DIR", help="own report templates")
    add_ledger_flag(parser, "default: DIR/ledger.sqlite3")
    parser.add_argument(
        "--forget-text", action="store_true", help="do not keep the text of documents"
    )
    parser.add_argument(
        "--print-deployment",
        choices=("systemd", "docker"),
        metavar="KIND",
        help="print a systemd unit or a Dockerfile to start from, and end",
    )
    add_reading_flags(parser)
    add_profile_flags(parser)
    parser.set_defaults(run=run)
    return parser


def run(chosen: argparse.Namespace) -> int:
    """Watch until told to stop."""
    if chosen.print_deployment:
        for line in deployment(chosen.print_deployment).splitlines():
            say(line)
        return int(ExitCode.CLEAR)
    if chosen.inbox is None or chosen.output is None:
        msg = "watch: name the INBOX and an --output folder"
        raise UsageError(msg)
    if not (chosen.inbox.strip() and chosen.output.strip()):
        # A variable not set: as a path, "" is this very folder, and would be emptied.
        raise UsageError("watch: a path is empty; name a folder, or . for this one")
    chosen.inbox, chosen.output = Path(chosen.inbox), Path(chosen.output)
    if not 0 < chosen.settle < 86400:
        msg = f"--settle {chosen.settle:g}: give seconds above 0"
        raise UsageError(msg)
    return _watch(chosen)


def deployment(kind: str) -> str:
    """Return the text of the systemd unit or the Dockerfile that ship with the program."""
    from importlib.resources import files

    name = {"systemd": "analyser-watch.service", "docker": "Dockerfile"}[kind]
    return (files("analyser") / "deploy" / name).read_text("utf-8").rstrip()


def _watch(chosen: argparse.Namespace) -> int:
    edition = edition_from(chosen)
    settings = settings_from(chosen)
    profile = profile_from_args(chosen)
    from analyser.folder import inbox
    from analyser.folder.watch import Watching, watch
    from analyser.own_output import prove_free
    from analyser.running.engines import Engines, Wishes
    from analyser.running.stopping import Stop

    inbox.prepare(chosen.inbox, chosen.output)
    output = output_folder(chosen.output)
    prove_free(output, ["index.html"])
    ledger = chosen.ledger or output / "ledger.sqlite3"
    wishes = Wishes(
        lists=tuple(chosen.lists),
        jobs=chosen.jobs or 0,
        cluster=chosen.cluster,
        ledger=ledger,
        retain_text=not chosen.forget_text,
    )
    watching = Watching(
        chosen.inbox,
        output,
        ledger,
        quiet=chosen.settle,
        once=chosen.once,
        poll=chosen.poll,
        retain_text=wishes.retain_text,
    )
    stop = Stop()
    with stop.on_signals(), Engines(wishes) as engines:
        engines.planted(engines.lists())  # faulty lists are told now, not by a drop
        desk = Desk(chosen.inbox, profile, settings, wishes, edition, engines)
        if not chosen.once:
            remark(f"watching {chosen.inbox}; stop with Ctrl-C")
        taken = watch(watching, desk.treat, stop, desk)
        if stop.requested:
            engines.abandon()  # nobody waits for a document that goes back to the inbox
    count = f"{taken.tenders} {'tender' if taken.tenders == 1 else 'tenders'} taken in"
    failed = f", {taken.failed} of them put under {inbox.FAILED}/" if taken.failed else ""
    say(f"{count}{failed}; index: {output / 'index.html'}")
    return int(ExitCode.INCOMPLETE if taken.failed and chosen.once else ExitCode.CLEAR)


@dataclass(frozen=True, slots=True)
class Desk:
    """Treats a drop as `scan` treats a folder, and has the next ones read meanwhile."""

    inbox: Path
    profile: Profile
    settings: Settings
    wishes: Wishes
    edition: Edition
    engines: Engines
    begun: dict[Path, tuple[Look, tuple[Work, ...]]] = field(default_factory=dict)
    """What is being read ahead: how each drop looked when that began, and its documents."""

    @property
    def drops(self) -> int:
        """How many drops at most are worth holding beside the one that is being reported."""
        return 2 * self.wishes.workers

    def begin(self, held: Path) -> None:
        """Begin to read the drop at `held`, if there is room and its name is a new one."""
        from analyser.folder.inbox import look
        from analyser.own_output import without_own
        from analyser.scanning import by_day, own_profiles, works
        from analyser.selection import select

        for gone in [one for one in self.begun if not os.path.lexists(one)]:
            self._let_go(gone)  # given back, or taken away by somebody: its turn never comes
        before = look(held)
        selection = without_own(select([held.parent]))
        jobs = works(selection, self.profile, own_profiles(selection, self.profile))
        jobs = tuple(job for job in jobs[: self.drops] if not self._known(job.name))
        if jobs:
            settings = by_day(self.settings)
            self._let_go(held)  # begun before, under a claim that was given back
            self.begun[held] = before, self.engines.begin(self.engines.lists(), settings, jobs)

    def abandon(self) -> None:
        """Let go of everything that is being read."""
        self.begun.clear()
        self.engines.abandon()

    def _let_go(self, held: Path) -> None:
        _, jobs = self.begun.pop(held, (None, ()))
        self.engines.forget(jobs)

    def _known(self, name: str) -> bool:
        """Whether the ledger has a document of that name: then it may spare the reading."""
        from analyser.ledger.store import Ledger

        if self.wishes.ledger is None:
            return False
        with Ledger(self.wishes.ledger) as ledger:
            return ledger.has_name(name)

    def treat(self, held: Path, out: Path) -> Treated:
        """Analyse the drop at `held` and write its report into `out`."""
        from analyser.folder.inbox import look

        if held in self.begun and look(held) != self.begun[held][0]:
            self._let_go(held)  # written to since: what was read is no longer what is there
        try:
            return self._treated(held, out)
        finally:
            self._let_go(held)

    def _treated(self, held: Path, out: Path) -> Treated:
        from analyser.folder.intake import Treated
        from analyser.publishing import publish
        from analyser.scanning import scan
        from analyser.selection import select

        # Its holder is the root, so that a dropped folder is one tender under its own name.
        selection = select([held.parent])
        if not selection.jobs and not selection.refusals:
            msg = f"{held.name}: no document in it"
            raise UsageError(msg)
        shown = replace(selection, root=self.inbox)
        done = scan(shown, self.profile, self.settings, self.wishes, engines=self.engines)
        earlier = tuple(one.as_row() for one in done.decisions)
        opened = opener(selection, self.settings)
        edition = replace(self.edition, decisions=earlier, open_document=opened)
        publish(done.run, out, edition, lists=done.lists, root=selection.root)
        finish = None if done.memory is None else partial(done.memory.finish, done.run)
        return Treated(
            verdict=str(done.run.verdict),
            summary=counted(done.run),
            nothing_read=nothing_read(done.run),
            afterwards=finish,
        )


def counted(run: Run) -> dict[str, int]:
    """Return the figures of a run for the index."""
    found: Sequence[Disposition] = [
        finding.disposition for one in run.documents for finding in one.findings
    ]
    return {
        "documents": len(run.documents),
        "flagged": found.count(Disposition.FLAGGED),
        "review": found.count(Disposition.REVIEW),
        "unread": sum(len(one.unread) for one in run.documents),
    }


def nothing_read(run: Run) -> str:
    """Return why not a word of a drop was read; `""` where something was."""
    if any(one.coverage.read or not one.unread for one in run.documents):
        return ""
    first = run.documents[0]
    return f"nothing in it could be read: {first.path}: {first.unread[0].reason}"
