"""Everything known about a vendor, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from analyser.catalogue import (
    AliasKind,
    Basis,
    Catalogue,
    Grammar,
    Lineage,
    Listing,
    Relation,
    Source,
    Vendor,
)

NAME_HEADINGS = {
    AliasKind.NAME: "names",
    AliasKind.LEGAL: "legal names",
    AliasKind.NATIVE: "native names",
    AliasKind.PRODUCT_LINE: "product lines",
    AliasKind.MISSPELLING: "misspellings met",
}
TIES = {
    "subsidiary_of": "belongs to",
    "brand_of": "is a brand of",
    "rebrands": "sells goods made by",
    "same_as": "is the same company as",
    "formerly": "was formerly",
    "spun_off_from": "was spun off from",
    "component_from": "uses components of",
}
PAST_TIES = {
    "subsidiary_of": "belonged to",
    "brand_of": "was a brand of",
    "rebrands": "sold goods made by",
    "component_from": "used components of",
}


def describe_vendor(catalogue: Catalogue, vendor_id: str) -> list[str]:
    """Return what the lists say about `vendor_id`, line by line; it must be in `catalogue`."""
    vendor = catalogue.vendors[vendor_id]
    return [
        f"{vendor.name} ({vendor.id})",
        *_head(vendor),
        "",
        *_standing(vendor, catalogue),
        *_listings(vendor, catalogue),
        *_relations(vendor, catalogue),
        *_names(vendor),
        *_grammars(vendor),
        *_traces(vendor, catalogue),
        *_neighbours(vendor, catalogue),
        *_notes(vendor),
    ]


def nearest(word: str, catalogue: Catalogue, others: Sequence[str] = ()) -> list[str]:
    """Return up to six ids that `word` may have meant: by id, by name, by part of an id."""
    folded = word.casefold().strip()
    by_name: dict[str, str] = {}
    for vendor in catalogue.vendors.values():
        for text in (vendor.id, vendor.name, *(alias.text for alias in vendor.aliases)):
            by_name.setdefault(text.casefold(), vendor.id)
    by_name |= {one.casefold(): one for one in others}
    exact = [by_name[folded]] if folded in by_name else []
    close = [by_name[one] for one in get_close_matches(folded, by_name, 6, 0.7)]
    parts = [one for one in (*catalogue.vendors, *others) if folded and folded in one]
    return list(dict.fromkeys([*exact, *close, *parts]))[:6]


def cited(source: Source) -> str:
    """Return `source` on one line."""
    words = ", ".join(filter(None, (source.title, source.date)))
    unread = "" if source.basis is Basis.VERIFIED else " [address known, page not read]"
    against = "speaks against it: " if source.against else ""
    note = f" ({source.note})" if source.note else ""
    return f"{against}{words}{note}{unread}: {source.url}"


def _head(vendor: Vendor) -> Iterator[str]:
    seat = f"{vendor.country or 'country not known'}"
    prc = ", headquartered in the PRC" if vendor.prc_headquartered else ""
    goods = ", ".join(one.replace("_", " ") for one in vendor.sectors)
    kind = vendor.kind.replace("_", " ")
    yield f"  {kind}; {seat}{prc}" + (f"; {goods}" if goods else "")
    yield f"  record: {vendor.basis}"
    if vendor.origin_unknown:
        yield "  a house brand whose maker was not established: unknown, and said so"


def _standing(vendor: Vendor, catalogue: Catalogue) -> Iterator[str]:
    ways = catalogue.lineage.get(vendor.id, ())
    if not ways:
        yield "Standing: no listing known and no tie to a listed maker; that clears no product"
    for way in ways:
        yield from _way(way, vendor, catalogue)
    if vendor.watched:
        yield f"  {vendor.watched}"
    if vendor.restriction_basis:
        screening = f"; screening: {vendor.screening}" if vendor.screening else ""
        yield f"  researched as: {vendor.restriction_basis.replace('_', ' ')}{screening}"
    yield ""


def _way(way: Lineage, vendor: Vendor, catalogue: Catalogue) -> Iterator[str]:
    told = "for review" if way.disputed else "flagged where offered or specified"
    if not way.steps:
        why = "stands on a list itself" if vendor.restricted else "is held for review"
        yield f"Standing: {why}; {told}"
        return
    root = _name(way.root, catalogue)
    yield f"Standing: leads to {root} ({way.root}), confidence {way.confidence:.2f}; {told}"
    for vendor_id, relation in way.steps:
        yield f"  {_name(vendor_id, catalogue)} {_tie(relation, catalogue)}"


def _tie(relation: Relation, catalogue: Catalogue) -> str:
    ties = TIES | PAST_TIES if relation.status.startswith("ended") else TIES
    words = ties.get(relation.kind, relation.kind.replace("_", " "))
    span = " to ".join(filter(None, (relation.since, relation.until)))
    span = f"until {relation.until}" if relation.until and not relation.since else span
    span = f"since {relation.since}" if relation.since and not relation.until else span
    state = relation.status.replace("_", " ")
    marks = [state, span, relation.scope, f"confidence {relation.confidence:.2f}"]
    marks += ["disputed"] if relation.disputed else []
    marks += ["inferred from technical traces"] if relation.inference else []
    target = f"{_name(relation.target, catalogue)} ({relation.target})"
    return f"{words} {target}: {'; '.join(filter(None, marks))}; {relation.basis}"


def _listings(vendor: Vendor, catalogue: Catalogue) -> Iterator[str]:
    if not vendor.listings:
        return
    yield "Listings"
    for listing in vendor.listings:
        yield f"  {_listing(listing, catalogue)}"
        yield from _support(listing.note, listing.sources)
    yield ""


def _listing(listing: Listing, catalogue: Catalogue) -> str:
    known = catalogue.official_lists.get(listing.regime)
    name = f"{listing.regime} ({known.name})" if known else listing.regime
    since = f", {listing.since}" if listing.since else ""
    printed = f', as "{listing.listed_as}"' if listing.listed_as else ""
    return f"{name}: {listing.status.replace('_', ' ')}{since}{printed}; {listing.basis}"


def _relations(vendor: Vendor, catalogue: Catalogue) -> Iterator[str]:
    if not vendor.relations:
        return
    yield "Relations"
    for relation in vendor.relations:
        yield f"  {_tie(relation, catalogue)}"
        yield from _support(relation.note, relation.sources)
    yield ""


def _names(vendor: Vendor) -> Iterator[str]:
    if not vendor.aliases:
        return
    yield "Names (* only with context, ^ as capitalised)"
    for kind, heading in NAME_HEADINGS.items():
        told = [
            alias.text + "*" * alias.needs_context + "^" * alias.case_sensitive
            for alias in vendor.aliases
            if alias.kind is kind
        ]
        if told:
            yield f"  {heading}: {'; '.join(told)}"
    yield ""


def _grammars(vendor: Vendor) -> Iterator[str]:
    if not vendor.grammars:
        return
    yield "Part numbers"
    for grammar in vendor.grammars:
        yield from _grammar(grammar)
    yield ""


def _grammar(grammar: Grammar) -> Iterator[str]:
    near = f", near one of: {', '.join(grammar.context)}" if grammar.context else ""
    yield f"  {grammar.strength}{near}; {grammar.basis}: {grammar.regex}"
    yield f"    such as {', '.join(grammar.examples[:6])}"
    if grammar.counter_examples:
        yield f"    and not {', '.join(grammar.counter_examples[:6])}"
    yield from _support(grammar.note, grammar.sources)


def _traces(vendor: Vendor, catalogue: Catalogue) -> Iterator[str]:
    told = [
        f"  {one.kind.replace('_', ' ')} {one.value} ({one.strength}; {one.basis})"
        for one in catalogue.telltales
        if vendor.id in one.points_to
    ]
    told += [f"  {kind.replace('_', ' ')} {value}" for kind, value in vendor.identifiers]
    if told:
        yield from ("Technical traces", *told, "")


def _neighbours(vendor: Vendor, catalogue: Catalogue) -> Iterator[str]:
    names = {vendor.id, vendor.name.casefold()}
    alike = [one for one in catalogue.hard_negatives if one.near.casefold() in names]
    if alike:
        yield "Look-alikes that are something else"
        for one in alike:
            words = one.text or f"beside {', '.join(one.beside)}"
            yield f"  {words}" + (f": {one.why}" if one.why else "")
        yield ""
    below = sorted(
        one.id
        for one in catalogue.vendors.values()
        if any(relation.target == vendor.id for relation in one.relations)
    )
    if below:
        yield from (f"Tied to it: {', '.join(below)}", "")


def _notes(vendor: Vendor) -> Iterator[str]:
    if vendor.ambiguity_note:
        yield f"Mind: {vendor.ambiguity_note}"
    if vendor.note:
        yield f"Note: {vendor.note}"
    for source in vendor.sources:
        yield f"Source: {cited(source)}"


def _support(note: str, sources: Sequence[Source]) -> Iterator[str]:
    if note:
        yield f"    note: {note}"
    for source in sources:
        yield f"    {cited(source)}"
    if not sources:
        yield "    no public source on record"


def _name(vendor_id: str, catalogue: Catalogue) -> str:
    vendor = catalogue.vendors.get(vendor_id)
    return vendor.name if vendor else vendor_id
