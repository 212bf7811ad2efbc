"""`analyser decide`: record what was decided about a finding."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from analyser.commands.console import say
from analyser.commands.path_flags import add_ledger_flag, named, person
from analyser.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from analyser.decisions import Decision
    from analyser.finding import Assessment, Judged
    from analyser.ledger.store import Ledger


def add_parser(commands: argparse._SubParsersAction) -> argparse.ArgumentParser:  # type: ignore[type-arg]
    """Add `decide` to `commands`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "decide",
        help="record what was decided about a finding",
        description="Records a decision about a maker in a document of the ledger, or brings in "
        "the decisions that a report saved (--import).",
    )
    parser.add_argument("document", nargs="?", metavar="DOCUMENT", help="path or SHA-256")
    parser.add_argument("maker", nargs="?", metavar="MAKER", help="its id, such as hikvision")
    parser.add_argument("ruling", nargs="?", choices=("accept", "dismiss", "ask"))
    parser.add_argument("--text", metavar="WORDS", help="the mention as printed, if several")
    parser.add_argument("--all", action="store_true", help="every mention of the maker there")
    parser.add_argument("--reason", default="", metavar="WORDS", help="needed to dismiss")
    parser.add_argument("--person", default="", metavar="NAME", help="default: the user's name")
    parser.add_argument("--expires", default="", metavar="DATE", help="holds until: 2027-08-31")
    parser.add_argument(
        "--import",
        dest="files",
        type=named,
        action="append",
        default=[],
        metavar="FILE",
        help="decisions saved from a report (may be repeated)",
    )
    add_ledger_flag(parser)
    parser.set_defaults(run=run)
    return parser


def run(chosen: argparse.Namespace) -> int:
    """Record the decision, or those of the files."""
    from analyser.decisions import read_decisions
    from analyser.ledger import decided
    from analyser.ledger.store import Ledger
    from analyser.ledger.where import existing_ledger

    single = chosen.document is not None
    if single == bool(chosen.files) or (single and chosen.ruling is None):
        msg = "decide: give DOCUMENT MAKER and accept, dismiss or ask; or --import FILE"
        raise UsageError(msg)
    if single and not (chosen.document.strip() and (chosen.maker or "").strip()):
        raise UsageError("decide: DOCUMENT or MAKER is empty; name both")
    with Ledger(existing_ledger(chosen.ledger)) as ledger:
        if chosen.files:
            rows = [one for path in chosen.files for one in read_decisions(path)]
        else:
            rows = _decisions(ledger, chosen)
        new = decided.record(ledger, rows)
    for one in rows if single else ():
        say(f"{one.ruling}: {one.maker}, {one.text!r} in {one.path}")
    say(f"{new} of {len(rows)} decisions were new.")
    return int(ExitCode.CLEAR)


def _decisions(ledger: Ledger, chosen: argparse.Namespace) -> list[Decision]:
    from analyser.decisions import Decision, Ruling, folded
    from analyser.selection import as_text

    if chosen.ruling == "dismiss" and not chosen.reason.strip():
        msg = "decide: a dismissal needs its --reason"
        raise UsageError(msg)
    expires = _day(chosen.expires)
    assessment = _assessment(ledger, as_text(chosen.document))
    places = {
        (one.mention.text, one.context): one
        # What is withheld may have been raised by another document of the tender.
        for one in (*assessment.mentions, *assessment.withheld)
        if chosen.maker in one.mention.makers
        and (chosen.text is None or folded(one.mention.text) == folded(chosen.text))
    }
    if not places:
        msg = f"{assessment.path}: no such mention of {chosen.maker}; `history` shows what there is"
        raise UsageError(msg)
    if len(places) > 1 and not chosen.all:
        raise UsageError(_choice(assessment, list(places.values())))
    return [
        Decision(
            document_sha256=assessment.sha256,
            path=assessment.path,
            maker=chosen.maker,
            page=one.page,
            where=one.where,
            text=one.mention.text,
            context=one.context,
            ruling=Ruling(chosen.ruling),
            reason=chosen.reason,
            person=person(chosen.person),
            date=datetime.now(UTC).date().isoformat(),
            expires=expires,
            stance=str(one.stance),
        )
        for one in places.values()
    ]


def _choice(assessment: Assessment, places: list[Judged]) -> str:
    shown = "; ".join(f"{one.mention.text!r} ({one.where or one.page})" for one in places[:5])
    return f"{assessment.path}: {len(places)} mentions ({shown}); choose by --text, or take --all"


def _day(text: str) -> str:
    if not text:
        return ""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        msg = f"--expires {text}: no date; write it as 2027-08-31"
        raise UsageError(msg) from error
    if day <= datetime.now(UTC).date():
        msg = f"--expires {text}: that day has come, so it would never hold; give a later one"
        raise UsageError(msg)
    return day.isoformat()


def _assessment(ledger: Ledger, document: str) -> Assessment:
    from analyser.ledger.retention import chosen
    from analyser.ledger.retrospect import newest_assessment

    digests = chosen(ledger, document)
    if len(digests) > 1:
        listed = ", ".join(one[:12] for one in digests[:5])
        msg = f"{document}: several versions ({listed}); give the beginning of a SHA-256"
        raise UsageError(msg)
    found = newest_assessment(ledger, digests[0])
    if found is None:
        msg = f"{document}: forgotten, or never assessed; scan it again"
        raise UsageError(msg)
    # The same bytes may lie at several paths: the one that was named is the one that was meant.
    by_digest = digests[0].startswith(document.lower())
    return found if by_digest else replace(found, path=document)
