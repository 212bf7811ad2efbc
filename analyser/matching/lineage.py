"""The way from a printed name to the makers that a list names."""

from __future__ import annotations

from dataclasses import dataclass

from analyser.catalogue import Basis, Catalogue, Lineage, Relation
from analyser.finding import Link

NEAR_BEST = 0.15
"""Roots whose confidence is this close to the best one's are all told."""

UNSURE = 0.6
"""Lineage below this calls for review, whoever wrote it down."""

WORDS = {
    "subsidiary_of": "is a subsidiary of",
    "rebrands": "sells goods made by",
    "brand_of": "is a brand of",
    "oem_of": "sells goods made by",
    "affiliate_of": "is an affiliate of",
    "spun_off_from": "was spun off from",
    "component_from": "uses components of",
    "formerly": "was formerly part of",
    "division_of": "is a division of",
    "owned_by": "is owned by",
}

PAST = {
    "subsidiary_of": "was a subsidiary of",
    "rebrands": "sold goods made by",
    "brand_of": "was a brand of",
    "oem_of": "sold goods made by",
    "affiliate_of": "was an affiliate of",
    "owned_by": "was owned by",
}

OWNED = frozenset({"subsidiary_of", "affiliate_of", "brand_of", "division_of", "owned_by"})


@dataclass(frozen=True, slots=True)
class Led:
    """Where a vendor's name leads."""

    makers: tuple[str, ...]
    chain: tuple[Link, ...]
    weak: bool
    disputed: bool
    owned: bool
    """Tied by ownership; else by the goods it sells."""

    known: bool = False
    """A listed maker itself, or a brand that it owns: met far oftener than one that resells."""


def led(catalogue: Catalogue, vendor_id: str) -> Led | None:
    """Return where `vendor_id` leads; `None` for a vendor that leads to no listed maker."""
    lines = catalogue.lineage.get(vendor_id)
    if not lines:
        return None
    vendor = catalogue.vendors[vendor_id]
    firm = [line for line in lines if not line.disputed] or list(lines)
    best = max(line.confidence for line in firm)
    chosen = sorted(
        (line for line in firm if line.confidence >= best - NEAR_BEST),
        key=lambda line: (-line.confidence, line.root),
    )
    disputed = all(line.disputed for line in chosen)
    links: dict[Link, None] = {}
    for line in chosen:
        links.update(dict.fromkeys(_links(catalogue, line)))
    first = chosen[0].steps[0][1].kind if chosen[0].steps else ""
    return Led(
        makers=tuple(dict.fromkeys(line.root for line in chosen)),
        chain=tuple(links),
        weak=disputed or best < UNSURE or vendor.screening == "review",
        disputed=disputed,
        owned=first in OWNED,
        known=not chosen[0].steps or (first in OWNED and len(chosen[0].steps) == 1),
    )


def kin_of(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """Return by listed maker the vendors that lead to it, itself among them."""
    found: dict[str, set[str]] = {}
    for vendor, lines in catalogue.lineage.items():
        for line in lines:
            found.setdefault(line.root, set()).add(vendor)
    return {root: frozenset(vendors) for root, vendors in found.items()}


def _links(catalogue: Catalogue, line: Lineage) -> list[Link]:
    found = []
    for vendor_id, relation in line.steps:
        target = catalogue.vendors.get(relation.target)
        found.append(
            Link(
                name=catalogue.vendors[vendor_id].name,
                relation=in_words(relation),
                to=target.name if target is not None else relation.target,
                source=_best_source(relation),
                basis="disputed" if relation.disputed else relation.basis.value,
            )
        )
    return found


def in_words(relation: Relation) -> str:
    """Return `relation` as a person says it, with its years and scope."""
    ended = relation.status == "ended" or bool(relation.until)
    verb = (PAST if ended else WORDS).get(relation.kind) or WORDS.get(relation.kind)
    words = verb or relation.kind.replace("_", " ")
    years = ""
    if relation.since and relation.until:
        years = f"{relation.since} to {relation.until}"
    elif relation.since:
        years = f"since {relation.since}"
    elif relation.until:
        years = f"until {relation.until}"
    remarks = [part for part in (years, _scope(relation.scope)) if part]
    return f"{words} ({'; '.join(remarks)})" if remarks else words


def _scope(scope: str) -> str:
    return "" if scope.strip().lower() in {"", "all"} else scope


def _best_source(relation: Relation) -> str:
    """Return the best public source in one line: read, newest, speaking for the claim."""
    public = [source for source in relation.sources if source.url and not source.against]
    if not public:
        return ""
    best = max(public, key=lambda one: (one.basis is Basis.VERIFIED, one.date, one.title))
    date = f", {best.date}" if best.date else ""
    return f"{best.title}{date}, {best.url}"
