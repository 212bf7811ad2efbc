"""`analyser scan`: files, folders and archives in, a report out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from analyser.commands.console import say
from analyser.commands.profile_flags import add_profile_flags, profile_from_args
from analyser.errors import ExitCode, UsageError
from analyser.finding import Disposition, Role, Verdict
from analyser.places import opener, outlet_to, output_folder, selected

if TYPE_CHECKING:
    from analyser.dossier import Run
    from analyser.settings import Settings

FORMATS = ("html", "json", "xlsx", "docx", "csv", "pdf", "annotated")

EXIT_CODES = {
    Verdict.CLEAR: ExitCode.CLEAR,
    Verdict.INCOMPLETE: ExitCode.INCOMPLETE,
    Verdict.REVIEW: ExitCode.REVIEW,
    Verdict.FLAGGED: ExitCode.FLAGGED,
}

VERDICT_WORDS = {
    Verdict.CLEAR: "CLEAR: nothing flagged or for review, and everything was read",
    Verdict.INCOMPLETE: "INCOMPLETE: nothing flagged or for review, but not everything was read",
    Verdict.REVIEW: "REVIEW: something needs a person's look or a question to the bidder",
    Verdict.FLAGGED: "FLAGGED: a listed maker is offered or specified",
}


def add_parser(commands: argparse._SubParsersAction) -> argparse.ArgumentParser:  # type: ignore[type-arg]
    """Add `scan` to `commands`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "scan",
        help="read files, folders and archives and write a report",
        description="Reads files, folders (with their sub-folders) and archives and writes "
        "DIR/report.html and DIR/findings.json.",
    )
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="or one URL, as s3://bucket/folder"
    )
    parser.add_argument("--output", required=True, metavar="DIR", help="folder or URL for reports")
    parser.add_argument(
        "--format",
        default="html,json",
        metavar="LIST",
        help=f"what to write, of {','.join(FORMATS)} (default html,json)",
    )
    parser.add_argument(
        "--language", choices=("en", "cy", "fr"), default="en", help="language of the report"
    )
    parser.add_argument("--templates", type=Path, metavar="DIR", help="own report templates")
    parser.add_argument(
        "--decisions",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="decisions saved from an earlier report (may be repeated)",
    )
    parser.add_argument(
        "--ledger", type=Path, metavar="FILE", help="remember, and skip what is known"
    )
    parser.add_argument(
        "--forget-text", action="store_true", help="the ledger does not keep documents' text"
    )
    add_reading_flags(parser)
    add_profile_flags(parser)
    parser.set_defaults(run=run)
    return parser


def add_reading_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags on lists, reading and workers that `scan` and `watch` share."""
    parser.add_argument(
        "--lists",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="own lists that win over the shipped ones (may be repeated)",
    )
    parser.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="worker processes (default: one a core)"
    )
    parser.add_argument(
        "--cluster", metavar="ADDRESS", help="a dask scheduler, such as tcp://host:8786"
    )
    parser.add_argument(
        "--password",
        action="append",
        default=[],
        metavar="WORD",
        help="tried on locked files (may be repeated)",
    )
    parser.add_argument(
        "--no-ocr", action="store_true", help="leave scans and pictures unread, and say so"
    )
    parser.add_argument(
        "--ocr-language",
        action="append",
        default=[],
        metavar="CODE",
        help="Tesseract code, such as eng or deu",
    )
    parser.add_argument(
        "--role",
        action="append",
        default=[],
        metavar="GLOB=ROLE",
        help=f"say what documents are: {', '.join(Role)}",
    )
    parser.add_argument(
        "--show-cleared", action="store_true", help="list also what was found to be something else"
    )
    parser.add_argument(
        "--seconds", type=float, default=600.0, metavar="N", help="time limit a document"
    )


def settings_from(chosen: argparse.Namespace) -> Settings:
    """Return the settings that the flags of `add_reading_flags` ask for.

    Raises:
        UsageError: a flag's value makes no sense.
    """
    from analyser.settings import Limits, Settings

    if chosen.jobs < 0:
        msg = f"--jobs {chosen.jobs}: give a number from 1 up"
        raise UsageError(msg)
    if chosen.seconds <= 0:
        msg = f"--seconds {chosen.seconds}: give a number above 0"
        raise UsageError(msg)
    return Settings(
        ocr=not chosen.no_ocr,
        ocr_languages=tuple(chosen.ocr_language) or ("eng",),
        passwords=tuple(chosen.password),
        show_cleared=chosen.show_cleared,
        roles=tuple(_role(text) for text in chosen.role),
        limits=Limits(seconds=chosen.seconds),
    )


def _role(text: str) -> tuple[str, str]:
    pattern, equals, role = text.rpartition("=")
    if not equals or role not in list(Role):
        msg = f"--role {text}: write it as GLOB=ROLE, with a role of {', '.join(Role)}"
        raise UsageError(msg)
    return pattern, role


def formats_from(text: str) -> tuple[str, ...]:
    """Return the formats that `text` lists, JSON always among them.

    Raises:
        UsageError: a format is unknown.
    """
    wanted = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        what = f"unknown format {unknown[0]!r}" if unknown else "no format"
        msg = f"--format {text}: {what}; choose from {', '.join(FORMATS)}"
        raise UsageError(msg)
    return tuple(dict.fromkeys([*wanted, "json"]))


def run(chosen: argparse.Namespace) -> int:
    """Scan, report, and return the exit code of the gravest verdict."""
    formats = formats_from(chosen.format)
    settings = settings_from(chosen)
    profile = profile_from_args(chosen)
    from analyser.engines import Wishes
    from analyser.publishing import Edition, publish, saved_decisions
    from analyser.scanning import scan

    edition = Edition(
        formats=formats,
        language=chosen.language,
        templates=chosen.templates,
        decisions=saved_decisions(chosen.decisions),
        show_cleared=chosen.show_cleared,
    )
    if not all(name.strip() for name in (chosen.output, *chosen.paths)):  # a variable not set
        raise UsageError("a path is empty; name a folder, or . for this one")
    with ExitStack() as opened:
        selection = opened.enter_context(selected(chosen.paths, chosen.output))
        if selection.address and chosen.ledger is not None:
            msg = "--ledger: documents by URL are not remembered; scan without it"
            raise UsageError(msg)
        outlet = opened.enter_context(outlet_to(chosen.output))
        wishes = Wishes(
            lists=tuple(chosen.lists),
            jobs=chosen.jobs,
            cluster=chosen.cluster,
            ledger=chosen.ledger,
            retain_text=not chosen.forget_text,
            salvage=True,
        )
        with progress(len(selection.jobs), quiet=chosen.quiet > 0) as told:
            outcome = scan(selection, profile, settings, wishes, told)
        earlier = tuple(one.as_row() for one in outcome.decisions)
        edition = replace(
            edition,
            decisions=(*edition.decisions, *earlier),
            open_document=opener(selection, settings),
            tidy=not outlet.url,
        )
        root = None if selection.address else selection.root
        written = publish(outcome.run, outlet.folder, edition, lists=outcome.lists, root=root)
        places = outlet.delivered(written)
        if outcome.memory is not None:
            outcome.memory.finish(outcome.run)
    for line in summary(outcome.run):
        say(line)
    for place in places:
        say(f"{'Report' if place.endswith('report.html') else 'Written'}: {place}")
    return int(EXIT_CODES[outcome.run.verdict])


def summary(run: Run) -> Iterable[str]:
    """Yield the lines that tell a person what came out."""
    pages = sum(one.coverage.total for one in run.documents)
    by_ocr = sum(one.coverage.by_ocr for one in run.documents)
    unread = [(one.path, gap) for one in run.documents for gap in one.unread]
    yield f"{VERDICT_WORDS[run.verdict]}."
    yield (
        f"{_count(len(run.documents), 'document')}, "
        f"{_count(pages, 'page or part', 'pages and parts')}, "
        f"{by_ocr} of them read by OCR; {_count(len(unread), 'place')} not read."
    )
    for disposition in (Disposition.FLAGGED, Disposition.REVIEW):
        for one in run.documents:
            names = [f"{f.name} ({f.stance})" for f in one.findings if f.disposition is disposition]
            if names:
                yield f"  {disposition}: {one.path}: {', '.join(names)}"
    for pack in run.packs:
        for found in pack.contradictions:
            yield f"  contradiction in {pack.name}: {found.why}"
    for path, gap in unread[:10]:
        yield f"  not read: {path}{', ' + gap.where if gap.where else ''}: {gap.reason}"
    if len(unread) > 10:
        yield f"  and {len(unread) - 10} more, all of them in the report"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


class progress:  # noqa: N801 - used as a word: `with progress(...) as told`
    """A progress bar on standard error where that is a terminal; silent elsewhere."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total = total
        self._shown = not quiet and sys.stderr.isatty()
        self._bar: object = None

    def __enter__(self) -> progress:
        if self._shown:
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                TextColumn,
                TimeRemainingColumn,
            )

            bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            bar.start()
            self._task = bar.add_task("Reading", total=self._total)
            self._bar = bar
        return self

    def __call__(self, done: int, total: int, name: str) -> None:
        """Tell that `done` of `total` documents are through, the last one being `name`."""
        if self._shown:
            from rich.markup import escape

            label = escape(name if len(name) <= 40 else "…" + name[-39:])
            self._bar.update(self._task, completed=done, total=total, description=label)  # type: ignore[attr-defined]

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._bar.stop()  # type: ignore[attr-defined]


__all__ = ["add_parser", "output_folder", "progress", "run"]
