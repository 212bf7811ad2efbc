"""The regimes read from their TOML files and checked.

Every fault is told by file and key, all of them at once, so that an editor mends a file in one
round.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from analyser.errors import ListError
from analyser.limb import Limb, Match, Who
from analyser.rulebook import Regime, Rulebook, first_day

MAX_FAULTS_SHOWN = 40

BUYERS = (
    "central_government", "defence", "intelligence", "police", "health", "local_authority",
    "education", "utilities", "private", "federal_contractor", "grant_recipient",
    "critical_infrastructure",
)  # fmt: skip
"""Types of buyer; `any` may stand for them all in a regime."""

STANCES = ("offered", "specified", "excluded", "existing", "cited", "unclear")
LINKS = ("none", "subcontractor", "is_maker")


def read_rules(folder: Path) -> Rulebook:
    """Read every regime below `folder`.

    Raises:
        ListError: files are malformed; one line a fault, each with its file and key.
    """
    regimes: dict[str, Regime] = {}
    faults: list[str] = []
    adapter = TypeAdapter(Regime)
    for path in sorted(folder.glob("*.toml")):
        regime, found = _read_one(path, adapter)
        faults += found
        if regime is not None:
            if regime.id in regimes:
                faults.append(f"{path.name}: id: {regime.id!r} stands in two files")
            regimes[regime.id] = regime
    faults += _dead_references(regimes)
    if faults:
        shown = faults[:MAX_FAULTS_SHOWN]
        if len(faults) > len(shown):
            shown.append(f"and {len(faults) - len(shown)} more")
        raise ListError("\n".join(shown))
    newest = max((one.as_of for one in regimes.values()), default="")
    return Rulebook(version=newest, regimes=regimes)


def _read_one(path: Path, adapter: TypeAdapter[Regime]) -> tuple[Regime | None, list[str]]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        return None, [f"{path.name}: cannot be read as TOML: {error}"]
    try:
        regime = adapter.validate_python(table)
    except ValidationError as error:
        return None, [f"{path.name}: {_key(one['loc'])}: {_told(one)}" for one in error.errors()]
    faults = [f"{path.name}: {fault}" for fault in _faults(regime)]
    if regime.id != path.stem:
        faults.append(f"{path.name}: id: {regime.id!r} differs from the file's name; make them one")
    return regime, faults


def _key(place: tuple[int | str, ...]) -> str:
    key = ""
    for part in place:
        key += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if key else part
    return key or "(file)"


def _told(fault: Any) -> str:
    told = {
        "missing": "is missing; add it",
        "unexpected_keyword_argument": "is not a known key; remove it or mend its spelling",
    }
    return told.get(fault["type"]) or f"{fault['msg'].lower()} (found {fault['input']!r:.60})"


def _faults(regime: Regime) -> list[str]:
    """Return what the schema cannot say: dates, known words, and what must not be empty."""
    faults = []
    if not regime.limbs:
        faults.append("limbs: none given; say what follows and when")
    if not any(source.url for source in regime.sources):
        faults.append("sources: none with a public address; a regime needs at least one")
    for key, day in _dates(regime):
        if not _is_date(day):
            faults.append(f"{key}: {day!r} is no date; write it as 2019-08-13, 2019-08 or 2019")
    for number, source in enumerate(regime.sources, 1):
        if source.url and not source.url.startswith(("https://", "http://")):
            faults.append(f"sources[{number}].url: {source.url!r} is no public address")
        if not source.url and source.basis != "recalled":
            faults.append(f"sources[{number}].basis: without an address it is recalled at best")
    faults += _who_faults("who", regime.who)
    faults += _match_faults("match", regime.match)
    for number, limb in enumerate(regime.limbs, 1):
        faults += _limb_faults(f"limbs[{number}]", limb)
    return faults


def _limb_faults(key: str, limb: Limb) -> list[str]:
    faults = _unknown_words(f"{key}.stances", limb.stances, STANCES)
    faults += _unknown_words(f"{key}.bidder", limb.bidder, LINKS)
    if limb.who is not None:
        faults += _who_faults(f"{key}.who", limb.who)
    if limb.match is not None:
        faults += _match_faults(f"{key}.match", limb.match)
    if limb.since and limb.until and first_day(limb.since) > first_day(limb.until):
        faults.append(f"{key}.until: {limb.until} lies before {limb.since}")
    return faults


def _who_faults(key: str, who: Who) -> list[str]:
    faults = []
    for name in ("buyers", "inferred", "advised", "outside"):
        faults += _unknown_words(f"{key}.{name}", getattr(who, name), (*BUYERS, "any"))
    twice = (set(who.buyers) | set(who.inferred)) & set(who.outside)
    if twice:
        faults.append(f"{key}.outside: {', '.join(sorted(twice))} also stand among the bound")
    return faults


def _match_faults(key: str, match: Match) -> list[str]:
    tests = (
        match.any, match.named, match.list_of, match.official_list, match.prc_law, match.origin,
        match.foreign, match.production, match.remote,
    )  # fmt: skip
    if not any(tests) and match.unlisted == "out":
        return [f"{key}: no test of the maker; give one, or any = true"]
    return []


def _unknown_words(key: str, words: tuple[str, ...], known: tuple[str, ...]) -> list[str]:
    return [
        f"{key}: {word!r} is unknown; use one of {', '.join(known)}"
        for word in words
        if word not in known
    ]


def _dates(regime: Regime) -> list[tuple[str, str]]:
    dates = [
        (key, getattr(regime, key))
        for key in ("effective_from", "effective_to", "last_evidence_date", "as_of")
    ]
    dates += [(f"timeline[{n}].date", one.date) for n, one in enumerate(regime.timeline, 1)]
    for n, limb in enumerate(regime.limbs, 1):
        dates += [(f"limbs[{n}].since", limb.since), (f"limbs[{n}].until", limb.until)]
        for first, last in limb.suspended:
            dates += [(f"limbs[{n}].suspended", first), (f"limbs[{n}].suspended", last)]
        dates += [(f"limbs[{n}].match", one.since) for one in (limb.match or Match()).named]
    dates += [("match.named.since", one.since) for one in regime.match.named]
    return [(key, day) for key, day in dates if day]


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(first_day(text))
    except ValueError:
        return False
    return len(text) in (4, 7, 10)


def _dead_references(regimes: dict[str, Regime]) -> list[str]:
    return [
        f"{regime.id}.toml: match.list_of: no regime {match.list_of!r} is known"
        for regime in regimes.values()
        for match in (regime.match, *(limb.match for limb in regime.limbs))
        if match is not None and match.list_of and match.list_of not in regimes
    ]
