"""`analyser history`: where a maker, a bidder or a tender was met before."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

from analyser.commands.console import say, say_data
from analyser.commands.path_flags import add_ledger_flag
from analyser.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from analyser.decisions import Decision
    from analyser.ledger.retrospect import Meeting


def add_parser(commands: argparse._SubParsersAction) -> argparse.ArgumentParser:  # type: ignore[type-arg]
    """Add `history` to `commands`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "history",
        help="tell where a maker, bidder or tender was met before",
        description="Looks in the ledger for a maker (id or name), else for a tender or document "
        "of that name, else for the words in the stored text (a bidder): where, when, what was "
        "found and what was decided.",
    )
    parser.add_argument("words", metavar="MAKER|BIDDER|PACK")
    add_ledger_flag(parser)
    parser.add_argument("--json", action="store_true", help="a JSON list instead of lines")
    parser.set_defaults(run=run)
    return parser


def run(chosen: argparse.Namespace) -> int:
    """Look the words up and tell what the ledger knows."""
    from analyser.ledger import decided, retrospect
    from analyser.ledger.store import Ledger
    from analyser.ledger.where import existing_ledger
    from analyser.selection import as_text

    words = as_text(chosen.words.strip())
    if not words:  # it would match everything
        raise UsageError("history: the name is empty; give a maker, a bidder or a tender")
    with Ledger(existing_ledger(chosen.ledger)) as ledger:
        found = (
            retrospect.by_maker(ledger, words)
            or retrospect.by_pack(ledger, words)
            or retrospect.by_text(ledger, words)
        )
        decisions = decided.decisions(ledger)
    if chosen.json:
        rows = [
            {**asdict(one), "decisions": [each.as_row() for each in _about(one, decisions)]}
            for one in found
        ]
        say_data(rows, indent=1)
        return int(ExitCode.CLEAR)
    if not found:
        say(f"{words}: not met in this ledger.")
    for line in _lines(found, decisions):
        say(line)
    return int(ExitCode.CLEAR)


def _about(one: Meeting, decisions: Iterable[Decision]) -> list[Decision]:
    return [
        each
        for each in decisions
        if each.maker == one.maker and (each.document_sha256 == one.sha256 or each.path == one.path)
    ]


def _lines(found: Iterable[Meeting], decisions: tuple[Decision, ...]) -> Iterable[str]:
    tender = None
    for one in sorted(found, key=lambda each: (each.root, each.pack, each.path, each.made_at)):
        if (one.root, one.pack) != tender:
            tender = (one.root, one.pack)
            yield f"{one.root}" + ("" if one.pack == "." else f", tender {one.pack}")
        what = f"{one.name}: {one.disposition} ({one.stance})" if one.maker else one.verdict
        named = f"; named in {one.named}" if one.named else ""
        yield f"  {one.path}: {what}{named}; {one.made_at[:10]}, lists {one.lists_version}"
        for each in _about(one, decisions):
            until = f", until {each.expires}" if each.expires else ""
            decided = f"{each.ruling} {each.text!r}{until}: {each.reason}"
            yield f"    {each.date} {each.person}: {decided}"
