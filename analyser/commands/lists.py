"""`analyser lists`: check, show, compare and import vendor lists and regimes."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analyser.commands.console import remark, say
from analyser.commands.path_flags import named
from analyser.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from analyser.catalogue import Catalogue
    from analyser.lists.imports import Imported
    from analyser.lists.overlay import Overlay
    from analyser.lists.overlay_lines import Origin

SHOWN = 40
"""Lines of a kind that are told; the count tells the rest."""


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """Add the command `lists` to `subparsers`."""
    parser = subparsers.add_parser(
        "lists",
        help="check, show, compare and import vendor lists and regimes",
        description="Looks after the vendor lists and regimes: those that came with the program, "
        "and one's own, which are laid over them.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="validate everything; exit 3 where something is wrong")
    check.set_defaults(run=run_check)
    show = actions.add_parser("show", help="tell everything known about a vendor or a regime")
    show.add_argument("id", metavar="ID", help="id or name of a vendor, or id of a regime")
    show.set_defaults(run=run_show)
    diff = actions.add_parser("diff", help="tell what changed, and whom it touches")
    diff.add_argument("old", type=named, metavar="OLD", help="folder of lists as they were")
    diff.add_argument("new", type=named, metavar="NEW", help="folder of lists as they are")
    diff.set_defaults(run=run_diff)
    bring = actions.add_parser("import", help="bring a list of one's own into an overlay folder")
    _add_import_flags(bring)
    for action in (check, show, bring):
        action.add_argument(
            "--overlay",
            type=named,
            action="append",
            default=[],
            metavar="DIR",
            help="own lists over the others (may be repeated)",
        )
    for action in (check, show, bring):
        action.add_argument(
            "--lists",
            type=named,
            metavar="DIR",
            help="another folder in place of the shipped lists",
        )
    return parser


def _add_import_flags(bring: argparse.ArgumentParser) -> None:
    from analyser.lists.imports import FORMATS

    bring.add_argument("file", type=named, metavar="FILE", help="CSV, XLSX, or JSON lines")
    bring.add_argument(
        "--into",
        type=named,
        required=True,
        metavar="DIR",
        help="own overlay folder; made if absent",
    )
    bring.add_argument(
        "--format", choices=FORMATS, default="auto", help="what FILE is (default: as it looks)"
    )
    bring.add_argument("--list", default="", metavar="NAME", help="list that the rows stand on")
    bring.add_argument("--url", default="", help="public address that supports every row")
    bring.add_argument(
        "--only", default="", metavar="WORDS", help="only rows whose list contains these words"
    )
    bring.set_defaults(run=run_import)


def run_check(chosen: argparse.Namespace) -> int:
    """Check the lists as they stand on disk and say how well they are supported."""
    from analyser.lists.freshness import detailed_warnings, today
    from analyser.lists.load import compile_lists, digest_of, prove_lists
    from analyser.lists.where import shipped_lists

    folders = [chosen.lists or shipped_lists(), *chosen.overlay]
    prove_lists(folders)
    digest = digest_of(folders)
    catalogue, rulebook = compile_lists(folders, digest)
    say(f"lists {catalogue.version}: no fault in {' and '.join(map(str, folders))}")
    for line in counts(catalogue):
        say(f"  {line}")
    levels = Counter(str(regime.level) for regime in rulebook.regimes.values())
    say(f"  {_by_basis('regimes', levels)}")
    _sound(catalogue)
    stale = detailed_warnings(catalogue, rulebook, today())
    if stale:
        say(f"{len(stale)} lists and regimes have no evidence within their review period:")
        _tell(stale, every=True)
    return int(ExitCode.CLEAR)


def counts(catalogue: Catalogue) -> list[str]:
    """Return how many claims of each kind the lists hold, and how well they are supported."""
    vendors = list(catalogue.vendors.values())
    kinds: dict[str, Iterable[str]] = {
        "vendors": (one.basis for one in vendors),
        "names": (row.basis for one in vendors for row in one.aliases),
        "part-number grammars": (row.basis for one in vendors for row in one.grammars),
        "relations": (row.basis for one in vendors for row in one.relations),
        "listings": (row.basis for one in vendors for row in one.listings),
        "technical traces": (one.basis for one in catalogue.telltales),
        "look-alikes": (one.basis for one in catalogue.hard_negatives),
        "official lists": (one.basis for one in catalogue.official_lists.values()),
    }
    return [_by_basis(what, Counter(map(str, found))) for what, found in kinds.items()]


def _by_basis(what: str, found: Counter[str]) -> str:
    parts = ", ".join(f"{found[one]} {one}" for one in ("verified", "partly", "recalled"))
    return f"{found.total()} {what}: {parts}"


def _sound(catalogue: Catalogue) -> None:
    """Look for every listed maker in the planted text and say what was found, by route."""
    from analyser.canary import check_canary, sound
    from analyser.matching.matcher import Matcher

    matcher = Matcher(catalogue)
    sounding = sound(catalogue, matcher)
    routes = ", ".join(
        f"{route} {found} of {planted}"
        for route, (found, planted) in sorted(sounding.by_route().items())
    )
    say(f"  found in a planted text: {routes}")
    _tell([f"not found: {one.vendor}, {one.text!r} by {one.route}" for one in sounding.missed])
    check_canary(catalogue, matcher)


def run_show(chosen: argparse.Namespace) -> int:
    """Tell everything known about the vendor or regime that `chosen` names."""
    from analyser.lists.load import load_lists
    from analyser.lists.vendor_words import describe_vendor, nearest

    lists = load_lists(chosen.overlay, shipped=chosen.lists)
    wanted = chosen.id.strip()
    if wanted in lists.catalogue.vendors:
        _tell(describe_vendor(lists.catalogue, wanted), every=True)
        return int(ExitCode.CLEAR)
    if wanted in lists.rulebook.regimes:
        from analyser.lists.rule_words import describe_regime

        _tell(describe_regime(lists.rulebook.regimes[wanted]), every=True)
        return int(ExitCode.CLEAR)
    near = nearest(wanted, lists.catalogue, tuple(lists.rulebook.regimes))
    hint = (
        f"did you mean {', '.join(near)}" if near else "analyser lists check counts what is there"
    )
    msg = f"{wanted!r}: no vendor and no regime of that id; {hint}"
    raise UsageError(msg)


def run_diff(chosen: argparse.Namespace) -> int:
    """Tell what changed from one folder of lists to another, and whom it touches."""
    from analyser.lists.differences import differences, touched
    from analyser.lists.load import load_lists

    old, new = load_lists(shipped=chosen.old), load_lists(shipped=chosen.new)
    changed = differences(old, new)
    say(f"{old.version} -> {new.version}: {len(changed)} changes" if changed else "no difference")
    _tell(changed, every=True)
    moved = touched(old.catalogue, new.catalogue)
    if changed:
        say(f"{len(moved)} vendors are told otherwise:" if moved else "no vendor is told otherwise")
    _tell(moved, every=True)
    return int(ExitCode.CLEAR)


def run_import(chosen: argparse.Namespace) -> int:
    """Bring the list of `chosen` into an overlay folder, checked together with the others."""
    from analyser.lists.freshness import today
    from analyser.lists.imports import read_foreign
    from analyser.lists.overlay_lines import Origin

    origin = Origin(chosen.file.name, today(), chosen.list, _checked_address(chosen.url))
    imported = read_foreign(chosen.file, chosen.format)
    if chosen.only:
        words = chosen.only.casefold()
        imported.entries = [one for one in imported.entries if words in one.list.casefold()]
    for reason, number in sorted(imported.skipped.items()):
        remark(f"rows left out: {number} ({reason})")
    if not imported.entries:
        msg = f"{chosen.file}: gives no firm or brand; check its columns or --only"
        raise UsageError(msg)
    path, made = _import(imported, origin, chosen)
    say(f"{path}: {len(made.new)} new vendors, {len(made.extended)} known ones extended")
    if made.unresolved:
        remark(f"rows left out: {len(made.unresolved)} (the maker that they lead to is unknown)")
        _tell(made.unresolved, out=remark)
    say(f"use it with --lists {chosen.into}; remove the file to take the import back")
    return int(ExitCode.CLEAR)


def _import(imported: Imported, origin: Origin, chosen: argparse.Namespace) -> tuple[Path, Overlay]:
    from analyser.lists.load import load_lists
    from analyser.lists.overlay import import_path, overlay_of, set_aside, write_overlay
    from analyser.lists.where import shipped_lists

    path = import_path(chosen.into, origin)
    # An earlier import of the same file is replaced; its names are not to be taken for known.
    with set_aside(path):
        # With its older import set aside the folder may hold nothing, which is no fault here.
        held = chosen.into.is_dir() and any(chosen.into.rglob("*.toml"))
        overlays = [*chosen.overlay, *([chosen.into] if held else [])]
        under = load_lists(overlays, shipped=chosen.lists)
        made = overlay_of(imported, origin, under.catalogue)
        if not (made.new or made.extended):
            msg = f"{chosen.file}: no row leads to a known maker; import the makers first"
            raise UsageError(msg)
        write_overlay(made, path, chosen.lists or shipped_lists())
        load_lists([*chosen.overlay, chosen.into], shipped=chosen.lists)
    return path, made


def _checked_address(url: str) -> str:
    if url and not url.startswith(("https://", "http://")):
        msg = f"--url: {url!r} is no public address; write it with https://"
        raise UsageError(msg)
    return url


def _tell(lines: Sequence[str], *, every: bool = False, out: Callable[[str], None] = say) -> None:
    for line in lines if every else lines[:SHOWN]:
        out(f"  {line}" if line and not every else line)
    if not every and len(lines) > SHOWN:
        out(f"  and {len(lines) - SHOWN} more")
