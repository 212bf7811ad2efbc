"""`analyser scan`: files, folders and archives in, a report out."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from analyser.commands.console import say
from analyser.commands.path_flags import add_ledger_flag, named
from analyser.commands.profile_flags import add_profile_flags, profile_from_args
from analyser.commands.reading_flags import add_reading_flags, settings_from
from analyser.commands.told import progress, summary
from analyser.errors import ExitCode, UsageError
from analyser.finding import Verdict
from analyser.locations.places import opener, outlet_to, selected

if TYPE_CHECKING:
    from analyser.publishing import Edition
    from analyser.running.engines import Wishes

FORMATS = ("html", "json", "xlsx", "docx", "csv", "pdf", "annotated")

EXIT_CODES = {
    Verdict.CLEAR: ExitCode.CLEAR,
    Verdict.INCOMPLETE: ExitCode.INCOMPLETE,
    Verdict.REVIEW: ExitCode.REVIEW,
    Verdict.FLAGGED: ExitCode.FLAGGED,
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
    parser.add_argument("--templates", type=named, metavar="DIR", help="own report templates")
    parser.add_argument(
        "--decisions",
        type=named,
        action="append",
        default=[],
        metavar="FILE",
        help="decisions saved from an earlier report (may be repeated)",
    )
    add_ledger_flag(parser, "remember, and skip what is known")
    parser.add_argument(
        "--forget-text", action="store_true", help="the ledger does not keep documents' text"
    )
    add_reading_flags(parser)
    add_profile_flags(parser)
    parser.set_defaults(run=run)
    return parser


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


def edition_from(chosen: argparse.Namespace) -> Edition:
    """Return how the reports are to look, as the flags that `scan` and `watch` share say.

    Raises:
        UsageError: a format is unknown or cannot be made here, or there are no such templates.
    """
    from analyser.publishing import Edition

    formats = formats_from(chosen.format)
    if chosen.templates is not None and not chosen.templates.is_dir():
        msg = f"--templates {chosen.templates}: no such folder; name the one that holds them"
        raise UsageError(msg)
    if chosen.templates is not None:
        from analyser.report.own_forms import prove_own

        prove_own(chosen.templates, chosen.language, formats)
    if "pdf" in formats:
        from analyser.report.pdf_report import prove_installed

        prove_installed()
    return Edition(
        formats=formats,
        language=chosen.language,
        templates=chosen.templates,
        show_cleared=chosen.show_cleared,
    )


def _wishes(chosen: argparse.Namespace) -> Wishes:
    from analyser.running.engines import Wishes

    return Wishes(
        lists=tuple(chosen.lists),
        jobs=chosen.jobs or 0,
        cluster=chosen.cluster,
        ledger=chosen.ledger,
        retain_text=not chosen.forget_text,
        salvage=True,
    )


def run(chosen: argparse.Namespace) -> int:
    """Scan, report, and return the exit code of the gravest verdict."""
    edition = edition_from(chosen)
    settings = settings_from(chosen)
    profile = profile_from_args(chosen)
    from analyser.decisions import read_decisions
    from analyser.own_output import prove_free
    from analyser.plausible import idle_roles
    from analyser.publishing import publish
    from analyser.scanning import scan

    decided = [one for path in chosen.decisions for one in read_decisions(path)]
    if not all(name.strip() for name in (chosen.output, *chosen.paths)):  # a variable not set
        raise UsageError("a path is empty; name a folder, or . for this one")
    with ExitStack() as opened:
        selection = opened.enter_context(selected(chosen.paths, chosen.output))
        if selection.address and chosen.ledger is not None:
            msg = "--ledger: documents by URL are not remembered; scan without it"
            raise UsageError(msg)
        outlet = opened.enter_context(outlet_to(chosen.output))
        prove_free(outlet.folder, edition.names)
        with progress(len(selection.jobs), quiet=chosen.quiet > 0) as told:
            outcome = scan(selection, profile, settings, _wishes(chosen), told, decided=decided)
        # A watcher's patterns are for drops to come; here each was meant for a document.
        idle = idle_roles(settings.roles, [one.path for one in outcome.run.documents])
        done = replace(outcome.run, warnings=(*outcome.run.warnings, *idle))
        edition = replace(
            edition,
            decisions=tuple(one.as_row() for one in outcome.decisions),
            open_document=opener(selection, settings),
            tidy=not outlet.url,
        )
        root = None if selection.address else selection.root
        written = publish(done, outlet.folder, edition, lists=outcome.lists, root=root)
        places = outlet.delivered(written)
        if outcome.memory is not None:
            outcome.memory.finish(done)
    for line in summary(done):
        say(line)
    for place in places:
        say(f"{'Report' if place.endswith('report.html') else 'Written'}: {place}")
    return int(EXIT_CODES[done.verdict])
