"""Holds vendor_lists/ against the research it was made from: nothing may be lost.

    python benchmarks/lists_against_research.py --shared ../shared

Compares ids and counts of everything in the two research files with the TOML files, and asks the
compiled lists whether every maker of the development set is reached from the vendor that bears
the name or the part number. Ends with 1 where a fact is lost.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analyser.catalogue import Catalogue
from analyser.lists.load import load_lists
from analyser.lists.where import shipped_lists

SCORERS_ALIASES = {
    "tp-link-technologies": "tp-link",
    "autel-robotics": "autel",
    "autel-intelligent": "autel",
}
VIDEO_LISTS = {
    "US NDAA FY2019 s.889(f)(3)": "us-ndaa-889",
    "not named in US NDAA s.889": "us-ndaa-889",
    "US FCC Covered List": "us-fcc-covered",
    "US DoD section 1260H (Chinese military companies)": "us-1260h",
    "US DoD section 1260H": "us-1260h",
    "US BIS Entity List": "us-bis-entity",
    "US BIS Entity List (Huawei affiliate)": "us-bis-entity",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--lists", type=Path, default=shipped_lists())
    chosen = parser.parse_args()
    research = [
        json.loads((chosen.shared / "research" / f"vendors_{part}.json").read_text("utf-8"))
        for part in ("video", "other")
    ]
    stored = Stored(chosen.lists)
    counts: Counter[str] = Counter()
    lost = [*_vendors(research, stored, counts), *_tables(research, stored, counts)]
    reached, unreached = _reach(chosen.shared / "bench" / "dev", load_lists().catalogue)
    for what, number in counts.items():
        print(f"{what:32} {number:6}")
    print(f"{'makers and parts reached':32} {reached:6}")
    for line in (*lost, *unreached):
        print("LOST", line)
    print("nothing lost" if not lost + unreached else f"{len(lost + unreached)} lost")
    return 1 if lost or unreached else 0


class Stored:
    """The TOML files as they stand, not as they compile."""

    def __init__(self, folder: Path) -> None:
        paths = [*(folder / "makers").glob("*.toml"), *(folder / "rebrands").glob("*.toml")]
        self.vendors = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in paths}
        self.tables: dict[str, Any] = {
            name: tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
            for name in (
                "sources",
                "telltales",
                "device_codes",
                "hard_negatives",
                "official_lists",
                "shared_brands",
            )
        }
        self.urls = {source["url"] for source in self.tables["sources"].values()}


def _vendors(research: list[Any], stored: Stored, counts: Counter[str]) -> Iterator[str]:
    ids = {vendor["id"] for part in research for vendor in part["vendors"]}
    counts["vendors"] = len(ids)
    yield from (f"vendor {one}: has no file" for one in sorted(ids - set(stored.vendors)))
    for extra in sorted(set(stored.vendors) - ids):
        print(f"note: {extra} is not in the vendor research")
    for part in research:
        for vendor in part["vendors"]:
            if vendor["id"] in stored.vendors:
                faults = _vendor(vendor, stored.vendors[vendor["id"]], stored, counts)
                yield from (f"{vendor['id']}: {fault}" for fault in faults)


def _vendor(old: Any, new: Any, stored: Stored, counts: Counter[str]) -> Iterator[str]:
    yield from _core(old, new, counts)
    yield from _names(old, new, counts)
    if "evidence" in old:
        yield from _cited(old, new, stored)
    grammars = {row["regex"]: row for row in new.get("grammars", [])}
    for pattern in old["model_patterns"]:
        counts["grammars"] += 1
        yield from _grammar(pattern, grammars.get(pattern["regex"]), stored, counts)
    for relation in old["relations"]:
        counts["relations"] += 1
        yield from _relation(relation, new.get("relations", []), stored)
    for listing in old.get("listings", old.get("listed_in", [])):
        counts["listings"] += 1
        yield from _listing(listing, new.get("listings", []), stored)


SAME = (
    ("country", "country"),
    ("kind", "kind"),
    ("restriction_basis", "restriction_basis"),
    ("screening_action", "screening"),
)
KEPT_WHERE_TRUE = (
    ("ambiguous", "ambiguous"),
    ("prc_headquartered", "prc_headquartered"),
    ("oem_origin_unknown", "origin_unknown"),
)
NOTES = (("note", "note"), ("notes", "note"), ("ambiguity_note", "ambiguity_note"))


def _core(old: Any, new: Any, counts: Counter[str]) -> Iterator[str]:
    names = {new.get("name")} | {alias["text"] for alias in new.get("aliases", [])}
    if old["name"] not in names:
        yield f"name {old['name']}"
    if old["restricted"] not in (None, new.get("restricted")):
        yield f"restricted {old['restricted']}"
    yield from (
        f"{key} {old[key]}"
        for key, stored in SAME
        if key in old and (old[key] or "") != new.get(stored, "")
    )
    yield from (key for key, stored in KEPT_WHERE_TRUE if old.get(key) and not new.get(stored))
    for key, stored in NOTES:
        counts["notes"] += bool(old.get(key))
        if not _says(old.get(key) or "", new.get(stored, "")):
            yield f"{key}: {old[key]}"
    missing = set(old.get("sectors", [])) - set(new.get("sectors", []))
    if missing:
        yield f"sectors {missing}"
    for key, values in old.get("identifiers", {}).items():
        counts["identifiers"] += len(values)
        if set(values) - set(new.get(key, [])):
            yield f"{key} {values}"


def _says(old: str, new: str) -> bool:
    """Whether `new` has what `old` says: prose may be edited, half of its words must be left."""
    words = re.findall(r"\w+", re.sub(r"term from \S+", "", old))
    kept = set(re.findall(r"\w+", new))
    return 2 * sum(word in kept for word in words) >= len(words)


def _names(old: Any, new: Any, counts: Counter[str]) -> Iterator[str]:
    rows = {row["text"]: row for row in new.get("aliases", [])}
    for alias in old["aliases"]:
        counts["aliases"] += 1
        given = {"name": alias} if isinstance(alias, str) else alias
        yield from _name(given, rows, "alias", ("needs_context", "case_sensitive"))
    for key in ("native_names", "misspellings", "weak_aliases"):
        for text in old.get(key, []):
            counts[key.replace("_", " ")] += 1
            alias = {"name": text, "needs_context": key == "weak_aliases"}
            yield from _name(alias, rows, key, ("needs_context",))
            if key == "native_names" and rows.get(text, {}).get("type") != "native":
                yield f"native name {text}: type"
    for brand in old["sub_brands"]:
        counts["sub-brands"] += 1
        given = brand | {"needs_context": not brand["distinctive"]}
        yield from _name(given, rows, "sub-brand", ("needs_context", "note"))


def _name(old: Any, rows: Any, what: str, keys: tuple[str, ...]) -> Iterator[str]:
    row = rows.get(old["name"].strip())
    if row is None:
        yield f"{what} {old['name']}"
        return
    for key in keys:
        if old.get(key) and old[key] != row.get(key):
            yield f"{what} {old['name']}: {key}"


def _grammar(old: Any, new: Any, stored: Stored, counts: Counter[str]) -> Iterator[str]:
    if new is None:
        yield f"grammar {old['regex']}"
        return
    for key, kept in (
        ("examples", "examples"),
        ("examples_seen_in_stored_sources", "seen"),
        ("context_terms", "context"),
    ):
        counts[key.replace("_", " ")] += len(old.get(key, []))
        yield from (f"{key} {one}" for one in old.get(key, []) if one not in new.get(kept, []))
    counts["counter-examples"] += len(old["counter_examples"])
    yield from (
        f"counter-example {row}"
        for row in old["counter_examples"]
        if row not in new["counter_examples"]
    )
    given = {
        "ignore_case": old["flags"] != "",
        "strength": old.get("strength", new["strength"]),
        "precision": old.get("precision", ""),
        "title": old.get("description", ""),
        "note": old.get("note") or "",
    }
    yield from (
        f"{key} of {old['regex']}"
        for key, value in given.items()
        if value != new.get(key, type(value)())
    )
    yield from _cited(old, new, stored)


def _relation(old: Any, rows: list[Any], stored: Stored) -> Iterator[str]:
    for new in rows:
        if (
            (new["type"], new["target"]) == (old["type"], old["target"])
            and new.get("scope", "") == (old["scope"] or "")
            and new["confidence"] == old["confidence"]
            and new.get("status", "") == old["status"]
            and new.get("since", "") == (old["from"] or "")
            and new.get("until", "") == (old["to"] or "")
            and _says(old.get("note") or "", new.get("note", ""))
            and new.get("disputed", False) == old.get("disputed", False)
            and new.get("inference", False) == old.get("inference", False)
        ):
            yield from _cited(old, new, stored)
            return
    yield f"relation {old['type']} {old['target']}"


def _listing(old: Any, rows: list[Any], stored: Stored) -> Iterator[str]:
    name = VIDEO_LISTS.get(old["list"], old["list"])
    name = "uk-sensitive-sites" if name.startswith("UK written") else name
    since = old["since"] if "since" in old else old["date"]
    since = "" if since in (None, "n/a") else since
    for new in rows:
        if (
            new["list"] == name
            and new.get("since", "") == since
            and (old["status"] in ("current", new["status"]))
            and (old.get("listed_as") or "") in (new.get("listed_as", ""), "")
            and _says(old.get("note") or "", new.get("note", ""))
        ):
            yield from _cited(old, new, stored)
            return
    yield f"listing {old['list']} {since}"


def _cited(old: Any, new: Any, stored: Stored) -> Iterator[str]:
    """Every public source stays a source, every other one leaves at most a remark."""
    keys = [*new.get("sources", []), *new.get("against", [])]
    urls = {stored.tables["sources"][key]["url"] for key in keys}
    public = False
    for source in old.get("sources", []):
        url = source.get("url", "")
        if re.match(r"https?://", url):
            public = public or source.get("basis", source.get("evidence")) == "verified"
            if url.split(" ")[0] not in urls:
                yield f"source {url}"
            if source.get("stance") == "against" and not new.get("against"):
                yield f"source against {url}"
    given = old.get("basis", old.get("evidence", new["basis"]))
    if new["basis"] == "verified" and not public and not old.get("also_listed_by"):
        yield "verified without a public source"
    if given == "verified" and public and new["basis"] != "verified":
        yield "verified in the research and not here"


def _tables(research: list[Any], stored: Stored, counts: Counter[str]) -> Iterator[str]:
    video, other = research
    rows = {(row["kind"], row["value"]): row for row in stored.tables["telltales"]["telltales"]}
    for telltale in video["telltales"]:
        counts["telltales"] += 1
        row = rows.get((telltale["kind"], telltale["value"]))
        if row is None or any(row[key] != telltale[key] for key in ("points_to", "strength")):
            yield f"telltale {telltale['value']}"
        else:
            yield from _cited(telltale, row, stored)
    devices = stored.tables["device_codes"]
    yield from _devices(video["mac_ouis"], devices["mac_prefixes"], "prefix", stored)
    yield from _devices(video["fcc_grantee_codes"], devices["fcc_grantee_codes"], "code", stored)
    counts["mac prefixes"] = len(video["mac_ouis"])
    counts["fcc grantee codes"] = len(video["fcc_grantee_codes"])
    yield from _negatives(research, stored, counts)
    for key, row in other["lists"].items():
        counts["official lists"] += 1
        new = stored.tables["official_lists"].get(key, {})
        for name in ("name", "jurisdiction", "authority", "effective", "effect"):
            if row[name] != new.get(name, ""):
                yield f"official list {key}: {name}"
        yield from _cited(row, new, stored)
    for brand, owners in other["shared_brand_tokens"].items():
        counts["shared brands"] += 1
        if stored.tables["shared_brands"].get(brand) != owners:
            yield f"shared brand {brand}"
    for url in {
        source["url"].split(" ")[0]
        for source in video["sources"].values()
        if source["url"].startswith("http")
    }:
        counts["addresses of the video sources"] += 1
        if url not in stored.urls:
            yield f"source {url}"


def _devices(old: list[Any], rows: list[Any], key: str, stored: Stored) -> Iterator[str]:
    known = {row[key]: row for row in rows}
    for one in old:
        row = known.get(one[key])
        if row is None or (row["vendor"], row["holder"]) != (one["vendor"], one["holder"]):
            yield f"device code {one[key]}"
        else:
            yield from _cited(one, row, stored)


def _negatives(research: list[Any], stored: Stored, counts: Counter[str]) -> Iterator[str]:
    rows = stored.tables["hard_negatives"]["hard_negatives"]
    known = {(row["near"], row.get("written") or row["texts"][0]): row for row in rows}
    for part, near, text in (
        (research[0], "restricted_term", "near_miss"),
        (research[1], "near", "text"),
    ):
        for negative in part["hard_negatives"]:
            counts["hard negatives"] += 1
            row = known.get((negative[near], negative[text]))
            if row is None or not _says(negative["why"], row.get("why", "")):
                yield f"hard negative {negative[text]}"


def _reach(dev: Path, catalogue: Catalogue) -> tuple[int, list[str]]:
    """Count the makers of the development set that some vendor leads to; name the others.

    A part number must be matched by a grammar or be named by a vendor that leads to its maker.
    """
    roots = {SCORERS_ALIASES.get(way.root, way.root) for ways in catalogue.lineage.values()
             for way in ways}  # fmt: skip
    wanted = {
        maker
        for line in (dev / "truth.jsonl").read_text("utf-8").splitlines()
        for mention in json.loads(line)["mentions"]
        for maker in mention["makers"]
    }
    missing = [f"maker {one}: no vendor leads to it" for one in sorted(wanted - roots)]
    with (dev / "part_numbers.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["maker"] != "none"]
    for row in rows:
        owners = _owners(row["part"], catalogue)
        led = {way.root for owner in owners for way in catalogue.lineage.get(owner, ())}
        told = {SCORERS_ALIASES.get(one, one) for one in led | owners}
        if SCORERS_ALIASES.get(row["maker"], row["maker"]) not in told:
            missing.append(f"part {row['part']}: {row['maker']} is not reached, {sorted(led)} is")
    return len(wanted) + len(rows) - len(missing), missing


def _owners(part: str, catalogue: Catalogue) -> set[str]:
    return {
        vendor.id
        for vendor in catalogue.vendors.values()
        for grammar in vendor.grammars
        if re.search(grammar.regex, part, re.IGNORECASE if grammar.ignore_case else 0)
    } | {
        vendor.id
        for vendor in catalogue.vendors.values()
        for alias in vendor.aliases
        if part.casefold().startswith(alias.text.casefold())
    }


if __name__ == "__main__":
    sys.exit(main())
