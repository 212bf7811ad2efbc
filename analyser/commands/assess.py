"""analyser assess: what would apply to a maker, a stance and a buyer."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyser.commands.console import remark, say_data
from analyser.commands.path_flags import add_lists_flag
from analyser.errors import ExitCode, OutputError, ProfileError, UsageError

if TYPE_CHECKING:
    from analyser.profile import Profile
    from analyser.regimes.subject import Subject


def add_parser(
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse.ArgumentParser:
    """Add the command `assess` to `subparsers`."""
    parser = subparsers.add_parser(
        "assess",
        help="answer which rules would apply to a maker, a stance and a buyer",
        description="Reads scenarios (a maker, an equipment class, a stance and a buyer's "
        "profile, one JSON object a line) and writes what each regime of the jurisdiction says.",
    )
    parser.add_argument(
        "scenarios", metavar="SCENARIOS.jsonl", help="file, or - for standard input"
    )
    parser.add_argument("--output", metavar="OUTCOMES.jsonl", help="default: standard output")
    parser.add_argument(
        "--as-of", metavar="DATE", default="", help="day to judge by where no award date is given"
    )
    add_lists_flag(parser)
    parser.set_defaults(run=run)
    return parser


def run(args: argparse.Namespace) -> int:
    """Answer each scenario of the file that `args` names."""
    from analyser.lists.load import load_lists
    from analyser.regimes.decide import outcomes

    scenarios = list(_scenarios(args.scenarios))
    lists = load_lists(tuple(args.lists))
    as_of = args.as_of or datetime.now(UTC).date().isoformat()
    rows = []
    for where, scenario in scenarios:
        profile = _profile(scenario.get("profile") or {}, where)
        subject = _subject(scenario.get("finding") or {}, where)
        found = outcomes(subject, profile, lists.rulebook, lists.catalogue, as_of)
        answers = [
            {
                "regime": one.regime,
                "outcome": one.outcome.value,
                "consequence": one.consequence.value,
                "needs": list(one.needs),
                "because": one.because,
                "citation": one.citation,
                "last_evidence_date": one.last_evidence_date,
                "basis": one.basis,
                "changes": list(one.changes),
            }
            for one in found
        ]
        identity = scenario.get("id", where.rpartition(" ")[2])
        rows.append({"id": identity, "outcomes": answers})
    _write(rows, args.output)
    return int(ExitCode.CLEAR)


def _scenarios(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each scenario of the file `name` with the words that say where it stands."""
    if name == "-":
        import sys

        text = sys.stdin.read()
    else:
        try:
            text = Path(name).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or error
            raise UsageError(f"{name}: cannot be read ({reason}); check the path") from error
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            scenario = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{where}: is no JSON ({error}); write one object a line") from error
        if not isinstance(scenario, dict):
            raise UsageError(f"{where}: is no object; write one object a line")
        yield where, scenario


def _profile(facts: Mapping[str, Any], where: str) -> Profile:
    """Return the profile of a scenario; what it says beyond the known keys is told and left out."""
    from analyser.profile import profile_from, profile_keys

    known = {key: value for key, value in facts.items() if key in profile_keys()}
    for key in facts.keys() - known.keys():
        remark(f"{where}: profile.{key}: is not a known key; left out")
    while True:
        try:
            return profile_from(known, f"{where}: profile")
        except ProfileError as error:
            # A fact that cannot be read is an unknown fact: the scenario is still answered.
            key = str(error).removeprefix(f"{where}: profile: ").partition(":")[0].split(".")[0]
            if key not in known:
                raise
            remark(f"{error}; taken as not known")
            del known[key]


def _subject(facts: Mapping[str, Any], where: str) -> Subject:
    from analyser.finding import Route, Stance
    from analyser.regimes.subject import Subject

    maker = facts.get("maker") or facts.get("brand")
    if not isinstance(maker, str) or not maker:
        raise UsageError(f"{where}: finding.maker: is missing; name the maker by its id")
    bidder = facts.get("bidder")
    return Subject(
        maker=maker,
        vendor=str(facts.get("brand") or ""),
        route=_member(Route, facts.get("route"), Route.NAME, f"{where}: finding.route"),
        equipment=str(facts.get("equipment") or ""),
        stance=_member(Stance, facts.get("stance"), Stance.UNCLEAR, f"{where}: finding.stance"),
        component_of=_text(facts.get("component_of")),
        bidder_link=_text(bidder.get("link_to_maker")) if isinstance(bidder, Mapping) else None,
        where=_text(facts.get("where")),
        remote_admin=_text(facts.get("remote_admin")),
        controller=_text(facts.get("controller")),
        certificate=_shown(facts.get("certificate", facts.get("stqc_certificate"))),
        produced_in=_text(facts.get("produced_in") or facts.get("place_of_production")),
    )


def _member(kind: Any, value: Any, otherwise: Any, where: str) -> Any:
    if value is None:
        return otherwise
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(one.value for one in kind)
        raise UsageError(f"{where}: {value!r} is unknown; use one of {known}") from None


def _text(value: Any) -> str | None:
    return str(value) if value not in (None, "", "unknown") else None


def _shown(value: Any) -> bool | None:
    """Return whether a certificate is shown: `True`, a number, `False` or "none" say so."""
    if value is None or value == "unknown":
        return None
    return bool(value) and str(value).lower() not in ("none", "no", "missing", "absent")


def _write(rows: list[dict[str, Any]], output: str | None) -> None:
    if output is None or output == "-":
        for row in rows:
            say_data(row)
        return
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    try:
        Path(output).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        msg = f"{output}: cannot be written ({error.strerror or error}); choose another place"
        raise OutputError(msg) from error
