"""From every vendor up to the makers that a list names.

A *root* is a maker that an official list names, or that is held for review by its own file. A
lineage climbs from a vendor to the nearest roots, and stops there: Hikvision is a root although
it belongs to another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analyser.catalogue import Basis, Lineage, Relation, Vendor

NAMED = frozenset({"listed", "named_in_effect", "category_named"})
PROPOSED = frozenset({"proposed"})

# What is made under these ties is the maker's, or may be.
CARRYING = frozenset({"subsidiary_of", "brand_of", "rebrands", "same_as", "formerly"})
# A maker of components does not make the product, and a unit that was spun off makes its own:
# `component_from` and `spun_off_from` carry nothing.

# Told by somebody, confirmed by nobody: unsure unless the vendor's own file says `flag`.
REPORTED = frozenset({"reported", "reported_not_denied"})
UNSURE_STATUS = frozenset(
    {
        "ended",
        "reported_denied",
        "reported_disputed",
        "ended_unverified",
        "sale_agreed_closing_unverified",
    }
)
SURE_FROM = 0.6  # below it the researchers themselves held the tie for doubtful
CURRENT_FROM = 0.75  # asked of a tie that nobody says still holds
DEEPEST = 8


def lineages(vendors: Mapping[str, Vendor]) -> dict[str, tuple[Lineage, ...]]:
    """Return, by vendor id, the ways to root makers; vendors without any are absent."""
    roots = root_ids(vendors)
    found: dict[str, tuple[Lineage, ...]] = {}
    for vendor in vendors.values():
        ways = _ways(vendor, vendors, roots)
        if ways:
            found[vendor.id] = ways
    return found


def root_ids(vendors: Mapping[str, Vendor]) -> frozenset[str]:
    """Return the ids of the vendors that are reported under their own name."""
    own = {vendor.id for vendor in vendors.values() if _stands_on_a_list(vendor)}
    led = {one for one in own if _goes_by_its_parent(vendors[one], vendors, own)}
    return frozenset(own - led)


def is_unsure(vendor: Vendor, relation: Relation) -> bool:
    """Whether `relation` of `vendor` calls for review rather than a flag."""
    against = sum(source.against for source in relation.sources)
    return (
        relation.disputed
        or relation.inference
        or relation.kind == "formerly"
        or relation.status in UNSURE_STATUS
        or (relation.status in REPORTED and vendor.screening != "flag")
        or relation.confidence < (CURRENT_FROM if relation.status == "unknown" else SURE_FROM)
        or 2 * against >= max(len(relation.sources), 1)
        # Whose goods a badge stands on is nothing to be told from memory; a group's own
        # companies mostly bear its name.
        or (relation.kind == "rebrands" and relation.basis is Basis.RECALLED)
        or vendor.screening == "review"
    )


def _stands_on_a_list(vendor: Vendor) -> bool:
    statuses = {listing.status for listing in vendor.listings}
    if vendor.restricted:
        # Restricted without a parent and without a listing of its own: its file's word stands.
        return bool(statuses & NAMED) or not _carrying(vendor)
    return bool(vendor.watched) or bool(statuses & PROPOSED)


def _goes_by_its_parent(vendor: Vendor, vendors: Mapping[str, Vendor], own: set[str]) -> bool:
    """Whether a listed vendor is reported as its parent: a plain subsidiary, or one entry for both.

    The Xinjiang companies of Hikvision stand on the Entity List under their own names; the officer
    asks about Hikvision. "TP-Link" on one list names both companies of that brand alike.
    """
    for relation in vendor.relations:
        parent = vendors.get(relation.target)
        if parent is None or parent.id not in own:
            continue
        if vendor.kind == "subsidiary" and relation.kind == "subsidiary_of":
            return not is_unsure(vendor, relation)
        if relation.kind == "spun_off_from" and _named_alike(vendor, parent):
            return True
    return False


def _named_alike(vendor: Vendor, parent: Vendor) -> bool:
    ours = {(one.regime, one.listed_as) for one in vendor.listings if one.status in NAMED}
    theirs = {(one.regime, one.listed_as) for one in parent.listings if one.status in NAMED}
    return bool(ours) and all(name for _, name in ours) and ours <= theirs


def _carrying(vendor: Vendor) -> list[Relation]:
    return [relation for relation in vendor.relations if relation.kind in CARRYING]


def _ways(
    vendor: Vendor, vendors: Mapping[str, Vendor], roots: frozenset[str]
) -> tuple[Lineage, ...]:
    if vendor.id in roots:
        unsure = not vendor.restricted or vendor.screening == "review"
        return (Lineage(vendor.id, (), 1.0, unsure),)
    best: dict[str, Lineage] = {}
    for way in _climb(vendor, vendors, roots, ()):
        old = best.get(way.root)
        if old is None or _rank(way) > _rank(old):
            best[way.root] = way
    ways = sorted(best.values(), key=_rank, reverse=True)
    return tuple(way for way in ways if _holds_beside(way, ways[0]))


def _holds_beside(way: Lineage, first: Lineage) -> bool:
    """Whether `way` is told beside the best one.

    A doubtful tie to a second maker, weaker than a tie to the first, would name a maker that the
    mention hardly is; it stays among the vendor's relations.
    """
    if way is first or not way.disputed:
        return True
    if first.disputed:
        return way.confidence >= min(SURE_FROM, first.confidence)
    return way.confidence >= first.confidence


def _rank(way: Lineage) -> tuple[bool, float, int]:
    return (not way.disputed, way.confidence, -len(way.steps))


def _climb(
    vendor: Vendor,
    vendors: Mapping[str, Vendor],
    roots: frozenset[str],
    steps: tuple[tuple[str, Relation], ...],
) -> Iterator[Lineage]:
    if len(steps) >= DEEPEST:
        return
    passed = {one for one, _ in steps} | {vendor.id}
    for relation in vendor.relations:
        if relation.target in passed or not _carries(vendor, relation, vendors):
            continue
        way = (*steps, (vendor.id, relation))
        if relation.target in roots:
            yield _lineage(way, relation.target, vendors)
        elif relation.target in vendors:
            yield from _climb(vendors[relation.target], vendors, roots, way)


def _carries(vendor: Vendor, relation: Relation, vendors: Mapping[str, Vendor]) -> bool:
    if relation.kind == "same_as":
        return True
    if relation.kind == "spun_off_from":
        return relation.target in vendors and _named_alike(vendor, vendors[relation.target])
    if relation.kind not in CARRYING:
        return False
    if vendor.restricted is False:
        # Its file says that no listing reaches it. What a sold company made while a listed maker
        # owned it is still in service, so that alone is brought up.
        return vendor.restriction_basis == "former_affiliate" and relation.kind == "subsidiary_of"
    return True


def _lineage(
    way: tuple[tuple[str, Relation], ...], root: str, vendors: Mapping[str, Vendor]
) -> Lineage:
    confidence = 1.0
    unsure = not vendors[root].restricted
    for vendor_id, relation in way:
        confidence *= relation.confidence
        unsure = unsure or is_unsure(vendors[vendor_id], relation)
    return Lineage(root, way, round(confidence, 4), unsure or confidence < SURE_FROM)
