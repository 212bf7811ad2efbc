"""Rows of the list files to the frozen nouns that matching and the report use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analyser.catalogue import (
    Alias,
    AliasKind,
    Basis,
    Catalogue,
    Grammar,
    HardNegative,
    Listing,
    OfficialList,
    Relation,
    Source,
    Telltale,
    Vendor,
)
from analyser.lists.lineage import lineages
from analyser.lists.reading import Rows
from analyser.lists.schema import (
    AliasRow,
    Cited,
    CounterRow,
    GrammarRow,
    ListingRow,
    RelationRow,
    SourceRow,
    VendorRow,
)

ALIAS_KINDS = {
    "short": AliasKind.NAME,
    "legal": AliasKind.LEGAL,
    "native": AliasKind.NATIVE,
    "misspelling": AliasKind.MISSPELLING,
    "former": AliasKind.NAME,
    "transliteration": AliasKind.NAME,
    "ticker": AliasKind.NAME,
    # Machine translations on government lists: legal names, many of them ordinary words.
    "list_alias": AliasKind.LEGAL,
    "product-line": AliasKind.PRODUCT_LINE,
}


def catalogue_of(rows: Rows, version: str) -> Catalogue:
    """Return the catalogue that `rows` describe; they must be free of faults."""
    vendors = {key: _vendor(row, rows.sources) for key, row in sorted(rows.vendors.items())}
    return Catalogue(
        version=version,
        vendors=vendors,
        lineage=lineages(vendors),
        telltales=tuple(_telltales(rows)),
        hard_negatives=tuple(_hard_negatives(rows)),
        shared_brands=_shared(rows.shared_brands, vendors),
        official_lists=_official_lists(rows),
    )


def _vendor(row: VendorRow, sources: Mapping[str, SourceRow]) -> Vendor:
    identifiers = [("fcc_grantee_code", code) for code in row.fcc_grantee_codes]
    identifiers += [("usb_vendor_id", code) for code in row.usb_vendor_ids]
    identifiers += [("ticker", code) for code in row.tickers]
    return Vendor(
        id=row.id,
        name=row.name,
        kind=row.kind,
        country=row.country,
        prc_headquartered=row.prc_headquartered,
        restricted=row.restricted,
        restriction_basis=row.restriction_basis,
        screening=row.screening,
        sectors=tuple(row.sectors),
        aliases=tuple(_alias(alias) for alias in row.aliases),
        grammars=tuple(_grammar(grammar, sources) for grammar in row.grammars),
        relations=tuple(_relation(relation, sources) for relation in row.relations),
        listings=tuple(_listing(listing, sources) for listing in row.listings),
        ambiguous=row.ambiguous,
        ambiguity_note=row.ambiguity_note,
        origin_unknown=row.origin_unknown,
        note=_noted(row.note, row),
        basis=Basis(row.basis),
        sources=_cited(row, sources),
        identifiers=tuple(identifiers),
        watched=row.watched,
        many_trades=row.many_trades,
    )


def _alias(row: AliasRow) -> Alias:
    generic = row.type in ("list_alias", "ticker")
    return Alias(
        text=row.text,
        kind=ALIAS_KINDS[row.type],
        basis=Basis(row.basis),
        needs_context=row.needs_context or generic,
        case_sensitive=row.case_sensitive,
        note=row.note,
    )


def _grammar(row: GrammarRow, sources: Mapping[str, SourceRow]) -> Grammar:
    counter = (one.text if isinstance(one, CounterRow) else one for one in row.counter_examples)
    return Grammar(
        regex=row.regex,
        ignore_case=row.ignore_case,
        strength=row.strength,
        examples=tuple(row.examples),
        counter_examples=tuple(counter),
        context=tuple(row.context),
        note=_noted("; ".join(filter(None, (row.title, row.note))), row),
        basis=Basis(row.basis),
        sources=_cited(row, sources),
    )


def _relation(row: RelationRow, sources: Mapping[str, SourceRow]) -> Relation:
    return Relation(
        kind=row.type,
        target=row.target,
        scope=row.scope,
        status=row.status,
        confidence=row.confidence,
        since=row.since,
        until=row.until,
        basis=Basis(row.basis),
        sources=_cited(row, sources),
        note=_noted(row.note, row),
        disputed=row.disputed,
        inference=row.inference,
    )


def _listing(row: ListingRow, sources: Mapping[str, SourceRow]) -> Listing:
    return Listing(
        regime=row.list,
        status=row.status,
        since=row.since,
        listed_as=row.listed_as,
        note=_noted(row.note, row),
        basis=Basis(row.basis),
        sources=_cited(row, sources),
    )


def _cited(row: Cited, sources: Mapping[str, SourceRow]) -> tuple[Source, ...]:
    pro = ((key, False) for key in row.sources)
    con = ((key, True) for key in row.against)
    return tuple(_source(sources[key], against) for key, against in (*pro, *con))


def _source(row: SourceRow, against: bool) -> Source:
    return Source(
        title=row.title,
        url=row.url,
        date=row.date,
        basis=Basis.VERIFIED if row.read else Basis.RECALLED,
        note="; ".join(filter(None, (row.note, row.quality.replace("_", " ")))),
        against=against,
    )


def _noted(note: str, row: Cited) -> str:
    heard = "; ".join(row.unaddressed)
    return "; ".join(filter(None, (note, heard and f"without a public address: {heard}")))


def _telltales(rows: Rows) -> Iterable[Telltale]:
    for telltale in rows.telltales.values():
        yield Telltale(
            kind=telltale.kind,
            value=telltale.value,
            points_to=tuple(telltale.points_to),
            strength=telltale.strength,
            note=_noted(telltale.note, telltale),
            basis=Basis(telltale.basis),
            sources=_cited(telltale, rows.sources),
        )
    for prefix in rows.prefixes.values():
        yield Telltale(
            kind="mac_prefix",
            value=prefix.prefix,
            points_to=(prefix.vendor,),
            strength="medium",
            note=_noted(f"held by {prefix.holder}", prefix),
            basis=Basis(prefix.basis),
            sources=_cited(prefix, rows.sources),
        )
    for grantee in rows.grantees.values():
        yield Telltale(
            kind="fcc_grantee_code",
            value=grantee.code,
            points_to=(grantee.vendor,),
            strength="strong" if grantee.confidence >= 0.9 else "medium",
            note=_noted(f"granted to {grantee.holder}", grantee),
            basis=Basis(grantee.basis),
            sources=_cited(grantee, rows.sources),
        )


def _hard_negatives(rows: Rows) -> Iterable[HardNegative]:
    for row in rows.hard_negatives.values():
        for text in row.texts or [""]:
            yield HardNegative(
                text=text,
                near=row.near,
                why=row.why,
                kind=row.kind,
                basis=Basis(row.basis),
                beside=tuple(row.beside),
            )


def _shared(
    given: Mapping[str, tuple[str, ...]], vendors: Mapping[str, Vendor]
) -> dict[str, tuple[str, ...]]:
    """Return the brand words of several vendors: those given and those the names show."""
    bearers: dict[str, list[str]] = {}
    for vendor in vendors.values():
        for text in {alias.text.casefold() for alias in vendor.aliases}:
            bearers.setdefault(text, []).append(vendor.id)
    shared = {text: set(ids) for text, ids in bearers.items() if len(ids) > 1}
    for text, owners in given.items():
        shared.setdefault(text, set()).update(owners)
    return {text: tuple(sorted(ids)) for text, ids in sorted(shared.items())}


def _official_lists(rows: Rows) -> dict[str, OfficialList]:
    return {
        key: OfficialList(
            id=key,
            name=row.name,
            jurisdiction=row.jurisdiction,
            authority=row.authority,
            effective=row.effective,
            effect=row.effect,
            note=_noted(row.note, row),
            basis=Basis(row.basis),
            sources=_cited(row, rows.sources),
            last_evidence=row.last_evidence,
            review_days=row.review_days,
        )
        for key, row in sorted(rows.official_lists.items())
    }
