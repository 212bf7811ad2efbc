"""What a bid offers of listed makers, gathered by make over all documents of a tender.

Apart from the questions: a product stands in many places, and is to be asked about once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from analyser.document import Layer
from analyser.dossier import BillLine, Pack
from analyser.finding import (
    Assessment,
    Disposition,
    EquipmentLine,
    Finding,
    Judged,
    Role,
    Route,
    Stance,
)
from analyser.outcome import Outcome
from analyser.report.citing import Place, place_of, within
from analyser.report.order import mention_order, ranked, reaching

LOUD = (Disposition.FLAGGED, Disposition.REVIEW)

LONGEST_ITEM = 80
"""Characters of a description; what is longer is a paragraph that stands in a cell."""

NO_MAKE = (Route.PART_NUMBER, Route.PRODUCT_LINE, Route.TELLTALE)
"""What leads to a maker and is not the name of a make: a number, a product, an app's address."""


@dataclass(slots=True)
class Product:
    """One part number, or a make without one, with every place it stands in."""

    model: str
    """As printed; `""` where only the make is named."""

    item: str = ""
    places: dict[Place, None] = field(default_factory=dict)
    named: bool = False
    """Whether a make is printed beside it anywhere; the make of others may be but worked out."""


@dataclass(slots=True)
class Make:
    """The products of one make that are offered, or otherwise spoken of, in one way."""

    kind: str
    """`offered`, `existing`, `unclear` or `telltale`."""

    printed: dict[str, str] = field(default_factory=dict)
    """The makes as printed, by their letters; empty where part numbers stand without one."""

    makers: dict[str, str] = field(default_factory=dict)
    """Id and name of each listed maker that it leads to."""

    chained: bool = False
    """Whether the make is another's brand."""

    otherwise: dict[Place, None] = field(default_factory=dict)
    """Rows whose make is one company's and whose part number another's."""

    products: dict[str, Product] = field(default_factory=dict)
    """By part number, letters and digits only."""

    reasons: dict[str, None] = field(default_factory=dict)
    outcomes: dict[Outcome, None] = field(default_factory=dict)
    about: dict[tuple[str, str], None] = field(default_factory=dict)
    """Whole path of each document and maker that it concerns."""


@dataclass(frozen=True, slots=True, eq=False)
class _Passage:
    """What one row or sentence says of one make."""

    kind: str
    key: str
    printed: str
    models: tuple[str, ...]
    item: str
    place: Place
    otherwise: bool
    mentions: tuple[Judged, ...]
    findings: tuple[Finding, ...]
    path: str


def makes(pack: Pack, documents: dict[str, Assessment]) -> list[Make]:
    """Return what the bidder's documents of `pack` say of listed makers, the gravest first."""
    bids = [
        documents[path]
        for path in sorted(pack.documents)
        if path in documents and documents[path].role is not Role.TENDER
    ]
    rows = _rows(pack)
    order = {id(finding): rank for rank, (_, finding) in enumerate(ranked(bids, LOUD))}
    passages = [each for bid in bids for each in _passages(bid, pack, rows, order)]
    return _gathered(sorted(passages, key=lambda each: _rank(each, order)))


def _rank(passage: _Passage, order: dict[int, int]) -> tuple[int, bool]:
    """Return the sorting key of `passage`: a make stands before a bare part number."""
    return min(order[id(each)] for each in passage.findings), not passage.printed


def _rows(pack: Pack) -> dict[tuple[str, int | None, str], EquipmentLine]:
    """Return the rows of the bill by their place, where a single one stands there."""
    found: dict[tuple[str, int | None, str], list[BillLine]] = {}
    for each in pack.bill:
        found.setdefault((each.path, each.line.page, each.line.where), []).append(each)
    return {key: lines[0].line for key, lines in found.items() if len(lines) == 1}


def _passages(
    document: Assessment,
    pack: Pack,
    rows: dict[tuple[str, int | None, str], EquipmentLine],
    order: dict[int, int],
) -> Iterable[_Passage]:
    """Give each row, and each sentence by make, of `document` that a finding rests on."""
    holding: dict[int, list[Finding]] = {}
    for finding in document.findings:
        if id(finding) in order:
            for index in _told(document, finding):
                holding.setdefault(index, []).append(finding)
    groups: dict[tuple[object, ...], list[int]] = {}
    for index in mention_order(document, holding):
        judged = document.mentions[index]
        row = _row(document, judged, rows)
        split = "" if row is not None else judged.mention.vendor
        key = (judged.mention.block, judged.context, _kind(judged), split)
        groups.setdefault(key, []).append(index)
    for group in groups.values():
        mentions = tuple(document.mentions[index] for index in group)
        findings = {id(each): each for index in group for each in holding[index]}
        row = _row(document, mentions[0], rows)
        yield _passage(document, pack, mentions, tuple(findings.values()), row)


def _told(document: Assessment, finding: Finding) -> Sequence[int]:
    """Return the mentions that `finding` rests on: what is noted beside them asks nothing."""
    loud = [one for one in finding.mentions if document.mentions[one].disposition in LOUD]
    return loud or finding.mentions


def _row(
    document: Assessment, judged: Judged, rows: dict[tuple[str, int | None, str], EquipmentLine]
) -> EquipmentLine | None:
    place = (document.path, judged.page, judged.where)
    return rows.get(place) if judged.layer == Layer.TABLE else None


def _kind(judged: Judged) -> str:
    if judged.mention.route is Route.TELLTALE:
        return "telltale"
    if judged.stance is Stance.OFFERED:
        return "offered"
    return "existing" if judged.stance is Stance.EXISTING else "unclear"


def _passage(
    document: Assessment,
    pack: Pack,
    mentions: tuple[Judged, ...],
    findings: tuple[Finding, ...],
    row: EquipmentLine | None,
) -> _Passage:
    first = mentions[0]
    texts = dict.fromkeys(" ".join(each.mention.text.split()) for each in mentions)
    numbers = {
        " ".join(each.mention.text.split())
        for each in mentions
        if each.mention.route in NO_MAKE or each.mention.is_number
    }
    models = [text for text in texts if text in numbers]
    names = [text for text in texts if text not in numbers]
    vendors = [each.mention.vendor for each in mentions]
    printed, item, otherwise = next(iter(names), ""), "", False
    if row is not None:
        item = row.item if len(row.item) <= LONGEST_ITEM else ""
        models = models or ([row.model] if row.model else [])
        if row.make:
            otherwise = bool(row.model) and not set(row.make_vendors) & set(vendors)
            printed = row.make
    key = f"make {squeezed(printed)}" if otherwise else vendors[0]
    return _Passage(
        kind=_kind(first),
        key=key,
        printed=printed,
        models=tuple(models),
        item="" if item in (printed, *models) else item,
        place=place_of(within(document.path, pack), first.page, first.where),
        otherwise=otherwise,
        mentions=mentions,
        findings=findings,
        path=document.path,
    )


def _gathered(passages: Sequence[_Passage]) -> list[Make]:
    """Join the passages on one make, and the makes under which one part number is given."""
    kinds = _kinds(passages)
    joined: dict[tuple[str, str], tuple[str, str]] = {}

    def home(key: tuple[str, str]) -> tuple[str, str]:
        while key in joined:
            key = joined[key]
        return key

    known: dict[tuple[str, str], tuple[str, str]] = {}
    for passage in passages:
        for model in passage.models if passage.printed else ():
            kind = kinds[passage]
            first = home(known.setdefault((kind, numbered(model)), (kind, passage.key)))
            own = home((kind, passage.key))
            if own != first:
                joined[own] = first
    found: dict[tuple[str, str], Make] = {}
    for passage in passages:
        kind = kinds[passage]
        key = (kind, passage.key)
        if not passage.printed:
            # A bare part number joins the make that it is given elsewhere.
            homes = (known.get((kind, numbered(model))) for model in passage.models)
            key = next((each for each in homes if each), key)
        _add(found.setdefault(home(key), Make(kind)), passage)
    for make in found.values():
        _numbered_first(make)
    return list(found.values())


def _kinds(passages: Sequence[_Passage]) -> dict[_Passage, str]:
    """Return each passage's kind: what is offered is asked about, its being mentioned is not."""
    offered = {each.key for each in passages if each.kind == "offered"}
    return {
        each: "offered" if each.kind == "unclear" and each.key in offered else each.kind
        for each in passages
    }


def _numbered_first(make: Make) -> None:
    """Leave the bare make only the places where no part number of it stands, and put it last."""
    bare = make.products.pop("", None)
    if bare is None:
        return
    told = {place for each in make.products.values() for place in each.places}
    bare.places = {place: None for place in bare.places if place not in told}
    if bare.places:
        make.products[""] = bare


def _add(make: Make, passage: _Passage) -> None:
    if passage.printed:
        make.printed.setdefault(squeezed(passage.printed), passage.printed)
    for finding in passage.findings:
        make.makers[finding.maker] = finding.name
        make.outcomes.update(dict.fromkeys(reaching(finding)))
        make.about[passage.path, finding.maker] = None
    make.chained = make.chained or any(each.mention.chain for each in passage.mentions)
    if passage.otherwise:
        make.otherwise[passage.place] = None
    for model in passage.models or ("",):
        product = make.products.setdefault(_key(model, passage.item), Product(model))
        product.item = product.item or passage.item
        product.named = product.named or bool(passage.printed)
        product.places[passage.place] = None
    for judged in passage.mentions:
        make.reasons.update(dict.fromkeys(_reasons(judged)))


def _reasons(judged: Judged) -> Iterable[str]:
    """Give the way from the printed words to the maker, which is why the bidder is asked."""
    for link in judged.mention.chain:
        yield f"{link.name} {link.relation} {link.to}"
    if not judged.mention.chain:
        # The strongest comes first; what speaks against the maker is no reason to ask.
        yield from [each for each in judged.why if not each.startswith("−")][:1]


def _key(model: str, item: str) -> str:
    return numbered(model) or (f"item {squeezed(item)}" if item else "")


ALIKE = str.maketrans("ilo", "110")


def numbered(model: str) -> str:
    """Return the letters and digits of a part number, those that OCR takes for each other alike."""
    return squeezed(model).translate(ALIKE)


def squeezed(text: str) -> str:
    """Return the letters and digits of `text`, so that two ways to write a number meet."""
    return re.sub(r"[\W_]+", "", text.casefold())
