"""analyser explain: what is flagged in a piece of text, by which route, and why."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from analyser.commands.console import say, say_data
from analyser.commands.path_flags import add_lists_flag
from analyser.errors import ExitCode, UsageError
from analyser.finding import Role
from analyser.loading import loading

if TYPE_CHECKING:
    from analyser.finding import Judged, Link
    from analyser.language import Language
    from analyser.lists.load import Lists
    from analyser.matching.matcher import Matcher
    from analyser.matching.nearest import Near


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """Add the command `explain` to `subparsers`."""
    parser = subparsers.add_parser(
        "explain",
        help="say what is flagged in a piece of text, and why",
        description="Looks for listed makers in a piece of text and tells what was found, by "
        "which route and evidence, and what the text does with the name.",
    )
    parser.add_argument(
        "text", nargs="?", metavar="TEXT", help='a sentence or row ("a | b"), - for standard input'
    )
    parser.add_argument(
        "--near", action="store_true", help="tell too what came near a listed name and is none"
    )
    parser.add_argument(
        "--role",
        choices=[role.value for role in Role],
        default=None,
        help="kind of document that the text stands in (default: not known)",
    )
    parser.add_argument("--heading", default="", help="section heading above the text")
    parser.add_argument(
        "--jsonl", metavar="FILE", help="explain each JSON line of FILE; writes a JSON line each"
    )
    add_lists_flag(parser)
    parser.set_defaults(run=run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Explain the text or the file of lines that `args` name."""
    if (args.text is None) == (args.jsonl is None):
        msg = "explain: give either a TEXT (or -) or --jsonl FILE"
        raise UsageError(msg)
    if args.jsonl is not None:
        items = list(_items(args.jsonl))
        analyser = _analyser(args.lists)
        for number, item in items:
            say_data(_answer(analyser, number, item))
        return int(ExitCode.CLEAR)
    text = sys.stdin.read() if args.text == "-" else args.text
    if not text.strip():
        msg = "explain: the text is empty; give a sentence or a table row"
        raise UsageError(msg)
    analyser = _analyser(args.lists)
    judged = _judged(analyser, text.strip("\n"), _role(args.role), heading=args.heading)
    for line in _told(judged):
        say(line)
    if args.near:
        for line in _near_told(analyser.matcher.near(text)):
            say(line)
    return int(ExitCode.CLEAR)


class _Explainer(NamedTuple):
    """What an answer takes: nothing of what reads documents or writes reports is loaded."""

    lists: Lists
    matcher: Matcher
    language: Language


def _analyser(overlays: Sequence[Path]) -> _Explainer:
    with loading():
        import analyser.judgement.judge  # noqa: F401 - to be loaded with the rest
        from analyser.language import load_language
        from analyser.lists.load import load_lists
        from analyser.lists.where import shipped_models
        from analyser.matching.matcher import Matcher

        lists = load_lists(tuple(overlays))
        return _Explainer(lists, Matcher(lists.catalogue), load_language(shipped_models()))


def _judged(
    analyser: _Explainer,
    text: str,
    role: Role | None,
    heading: str = "",
    row: Sequence[Sequence[str]] = (),
    before: str = "",
) -> tuple[Judged, ...]:
    from analyser.judgement.judge import document_for, judge

    document = document_for(text, heading, row, before)
    mentions = analyser.matcher.find(document)
    return judge(document, mentions, role, analyser.lists.catalogue, analyser.language)


def _role(given: object) -> Role | None:
    return Role(str(given)) if given in set(Role) else None


def _told(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield the lines that tell a person what was found."""
    if not judged:
        yield "Nothing found: no listed maker is named in this text."
        return
    for one in judged:
        mention = one.mention
        yield f"{mention.text!r}: {one.disposition.value}"
        yield f"  maker       {', '.join(mention.makers)} (by {mention.route.value})"
        for link in mention.chain:
            yield f"  lineage     {_link(link)}"
        cue = f", by {one.stance_cue!r}" if one.stance_cue else ""
        yield f"  stance      {one.stance.value}{cue}"
        yield f"  confidence  {one.confidence:.2f}"
        for number, line in enumerate(one.why):
            yield f"  {'why' if not number else '':<12}{line}"
        if mention.needs_context:
            yield "              noted at most: nothing around it says that the maker is meant"
        elif mention.weak:
            yield "              for review at most: the evidence alone does not carry a flag"


def _link(link: Link) -> str:
    source = f" [{link.source}]" if link.source else ""
    return f"{link.name} {link.relation} {link.to}: {link.basis}{source}"


def _near_told(near: Sequence[Near]) -> Iterator[str]:
    if not near:
        yield "Nothing came near a listed name."
    for one in near:
        yield f"near: {one.text!r} is not {one.alias!r} ({one.vendor}): {one.why}"


def _items(name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the numbered JSON objects of the file `name`."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{name}: cannot be read as text ({error}); give a UTF-8 file of JSON lines"
        raise UsageError(msg) from error
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except json.JSONDecodeError as error:
            msg = f"{name}, line {number}: no JSON ({error.msg}); write one object a line"
            raise UsageError(msg) from error
        if not isinstance(item, dict) or not isinstance(item.get("text"), str):
            msg = f'{name}, line {number}: no "text"; write one object with a text a line'
            raise UsageError(msg)
        yield number, item


def _answer(analyser: _Explainer, number: int, item: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is answered to one line."""
    row = item.get("row") or ()
    judged = _judged(
        analyser,
        item["text"],
        _role(item.get("role")),
        heading=str(item.get("heading") or ""),
        row=[pair for pair in row if isinstance(pair, list | tuple)],
        before=str(item.get("before") or ""),
    )
    return {
        "id": item.get("id", number),
        "mentions": [
            {
                "text": one.mention.text,
                "makers": list(one.mention.makers),
                "stance": one.stance.value,
                "stance_cue": one.stance_cue,
                "confidence": round(one.confidence, 4),
                "disposition": one.disposition.value,
                "route": one.mention.route.value,
            }
            for one in judged
        ],
    }
