"""The shipped regimes held against the research they were made from: no fact lost.

Usage: python benchmarks/regimes_against_research.py [SHARED]     (SHARED defaults to ../shared)

Exit status 1 where a fact of the research is missing. It also lists where vendors' listings and
the regimes' named makers disagree, with the later evidence.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from analyser.lists.load import Lists, load_lists
from analyser.rulebook import Regime

REWORDED = (
    ("stored source", "source read"),
    ("stored material", "material read"),
    ("stored excerpt", "excerpt read"),
    ("stored copy", "copy read"),
    ("stored instrument", "instrument read"),
)
"""The researchers' working words, and the plain ones that the shipped files use."""

WORDS = (
    "consequence", "consequence_codes", "binds", "binds_note", "advises", "does_not_bind",
    "named_entities", "named_entities_note", "matching_basis", "object_tested", "quantifier",
    "purpose_clause", "status_note", "notes",
)  # fmt: skip
PLAIN = (
    "id", "title", "jurisdiction", "sub_jurisdiction", "authority", "instrument", "kind", "status",
    "effective_from", "effective_to", "last_evidence_date", "as_of", "equipment_scope_inferred",
)  # fmt: skip
OTHER_FIELD = {"equipment_scope_inferred": "equipment_inferred"}


def main() -> int:
    """Compare every field, count what was kept, and list the disagreements on listings."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared"
    text = (shared / "research" / "regimes.json").read_text(encoding="utf-8")
    for before, after in REWORDED:
        text = text.replace(before, after)
    research = json.loads(text)
    lists = load_lists()
    lost = [fault for entry in research for fault in _lost(entry, lists.rulebook.regimes)]
    kept = lists.rulebook.regimes.values()
    print(f"regimes {len(kept)} of {len(research)}; levels {Counter(one.level for one in kept)}")
    print(f"sources {sum(len(one.sources) for one in kept)}, of them with a public address "
          f"{sum(bool(source.url) for one in kept for source in one.sources)}; research "
          f"{sum(len(one['sources']) for one in research)}")  # fmt: skip
    print(f"facts lost: {len(lost)}")
    for fault in lost:
        print(f"  {fault}")
    _print_disagreements(lists)
    return 1 if lost else 0


def _lost(entry: dict[str, Any], regimes: dict[str, Regime]) -> list[str]:
    """Return the facts of `entry` that its regime does not hold."""
    regime = regimes.get(entry["id"])
    if regime is None:
        return [f"{entry['id']}: no such regime"]
    pairs = [(key, entry[key], getattr(regime, OTHER_FIELD.get(key, key))) for key in PLAIN]
    pairs += [(key, entry[key], getattr(regime.words, key)) for key in WORDS]
    reach, site = entry["covers_subsidiaries_affiliates"], entry["site_scope"]
    pairs += [
        ("reach", reach["text"], regime.words.reach),
        ("reach_stated", reach["value"], regime.words.reach_stated),
        ("site", site["text"], regime.words.site),
        ("site_keywords", site["keywords"], regime.words.site_keywords),
        ("site_criteria", site["criteria"], regime.words.site_criteria),
        ("site_list_public", site["site_list_public"], regime.words.site_list_public),
        ("equipment", entry["equipment_scope"], regime.words.equipment or regime.equipment),
        ("exceptions", entry["exceptions_waivers"], regime.exceptions),
        ("declaration", entry["bidder_declaration"], regime.declaration),
        ("recalled", entry["verification"]["recalled_facts"], regime.recalled_facts),
        ("level", entry["verification"]["level"], regime.level),
        ("timeline", [(one["date"], one["rule"]) for one in entry["timeline"]],
         [(one.date, one.rule) for one in regime.timeline]),
        ("sources", sorted(one["title"] for one in entry["sources"]),
         sorted(one.title for one in regime.sources)),
        ("addresses", {one["url"] for one in entry["sources"] if one["url"].startswith("http")},
         {one.url for one in regime.sources if one.url}),
        ("decision_table", len(entry.get("decision_table", [])), len(regime.decision_table)),
    ]  # fmt: skip
    return [
        f"{entry['id']}.{key}: {was!r:.90} became {now!r:.90}"
        for key, was, now in pairs
        if _plain(was) != _plain(now)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(value)
    return None if value == "" else value


def _print_disagreements(lists: Lists) -> None:
    """List where a regime's named makers and the vendors' own listings do not agree."""
    print("listings on which the regimes and the vendors' entries disagree:")
    for regime in lists.rulebook.regimes.values():
        name = regime.match.official_list
        entries = {maker: one for one in regime.match.named for maker in one.makers}
        for maker, entry in sorted(entries.items()) if name else ():
            vendor = lists.catalogue.vendors.get(maker)
            held = [one for one in (vendor.listings if vendor else ()) if one.regime == name]
            if not held:
                print(f"  {regime.id}: {maker}: named, but its vendor entry has no such listing")
            elif all(one.status != "listed" for one in held):
                states = ", ".join(f"{one.status} {one.since}" for one in held)
                print(f"  {regime.id}: {maker}: named, but its vendor entry says {states}")
            elif entry.since and not any(one.since.startswith(entry.since) for one in held):
                days = ", ".join(one.since for one in held if one.status == "listed")
                print(f"  {regime.id}: {maker}: named from {entry.since}, vendor entry {days}")
        if name:
            members = [
                vendor.id
                for vendor in lists.catalogue.vendors.values()
                if any(one.regime == name and one.status == "listed" for one in vendor.listings)
            ]
            more = sorted(set(members) - set(entries))
            print(f"  {regime.id}: {len(more)} more by the vendors' entries: {', '.join(more)}")


if __name__ == "__main__":
    raise SystemExit(main())
