"""One tender: its documents together, and where they contradict each other.

A contradiction is the documented reason to question, with both passages side by side. It says
nothing about which of them is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from analyser.bidders import of_two_bidders
from analyser.catalogue import Catalogue
from analyser.dossier import BillLine, Citation, Contradiction, Pack
from analyser.finding import (
    GRAVITY,
    Assessment,
    Disposition,
    EquipmentLine,
    Judged,
    Role,
    Stance,
    Statement,
    Verdict,
)

SECTION_889 = ("huawei", "zte", "hytera", "hikvision", "dahua")
"""The five makers of section 889(f)(3) of the NDAA for fiscal year 2019."""

ITEM_SIMILARITY = 85
"""Of 100: two descriptions of one item; "Fixed dome camera, 4 MP" / "4 MP fixed dome" score 100,
"Fixed dome camera" / "Fixed turret camera" 83."""

Offer = tuple[Assessment, Judged]


def dossiers(assessments: Sequence[Assessment], catalogue: Catalogue) -> tuple[Pack, ...]:
    """Return the tenders of a run, each with its verdict, contradictions and bill of makers."""
    packs: dict[str, list[Assessment]] = {}
    for one in assessments:
        packs.setdefault(pack_name(one.path), []).append(one)
    return tuple(_pack(name, packs[name], catalogue) for name in sorted(packs))


def pack_name(path: str) -> str:
    """Return the tender that the document at `path` belongs to.

    An immediate sub-folder or archive of the scanned folder; what lies beside them is `"."`.
    """
    outer = path.split("!/", 1)[0]
    first, slash, _ = outer.partition("/")
    if slash:
        return first
    archive = outer.lower().endswith((".zip", ".7z", ".tar", ".tar.gz", ".tgz"))
    return first if archive else "."


def _pack(name: str, documents: Sequence[Assessment], catalogue: Catalogue) -> Pack:
    ordered = sorted(documents, key=lambda one: one.path)
    verdict = max((one.verdict for one in ordered), key=GRAVITY.__getitem__, default=Verdict.CLEAR)
    return Pack(
        name=name,
        documents=tuple(one.path for one in ordered),
        verdict=verdict,
        contradictions=tuple(_contradictions(ordered, catalogue)),
        bill=tuple(BillLine(one.path, line) for one in ordered for line in one.lines),
    )


def _contradictions(
    documents: Sequence[Assessment], catalogue: Catalogue
) -> Iterable[Contradiction]:
    offers = [
        (document, one)
        for document in documents
        if document.role is not Role.TENDER
        for one in document.mentions
        if one.stance is Stance.OFFERED
        and one.disposition in (Disposition.FLAGGED, Disposition.REVIEW)
    ]
    told: dict[tuple[str, str, str], int] = {}
    for document in documents:
        for statement in sorted(document.statements, key=_strength):
            for maker, offer in _opposed(document, statement, offers, catalogue):
                found = _opposition(document, statement, maker, offer, catalogue)
                # A form denies the same thing five times over; one document's word is one word.
                key = (found.kind, maker, document.path)
                told[key] = told.get(key, 0) + 1
                if told[key] == 1:
                    yield found
    yield from _named_otherwise(documents, catalogue)
    yield from _substituted(documents, catalogue)


def _opposed(
    document: Assessment, statement: Statement, offers: Sequence[Offer], catalogue: Catalogue
) -> Iterable[tuple[str, Offer]]:
    """Yield each maker that `statement` rules out and the surest offer of it."""
    surest: dict[str, Offer] = {}
    for offer in offers:
        holder, one = offer
        same_passage = holder.path == document.path and one.context in statement.text
        if same_passage or (statement.kind == "withdraws" and holder.path == document.path):
            continue  # a letter that withdraws may name what it withdraws
        if of_two_bidders(document.path, holder.path):
            continue  # what one bidder denies, another may offer
        for maker in one.mention.makers:
            if _rules_out(statement, maker, one, catalogue):
                held = surest.get(maker)
                if held is None or _sureness(one) > _sureness(held[1]):
                    surest[maker] = offer
    yield from surest.items()


STRENGTH = (
    "withdraws",
    "denies-maker",
    "forbids",
    "denies-all",
    "claims-standard",
    "denies-origin",
)
"""Kinds of statement, the one that names what it rules out first."""


def _strength(statement: Statement) -> tuple[int, int]:
    """Return the sorting key of `statement`: its kind, then the plainer (shorter) sentence."""
    return STRENGTH.index(statement.kind), len(statement.text)


def _sureness(one: Judged) -> tuple[bool, bool, float]:
    """Return the sorting key of an offer: the maker's own name says more than a brand's."""
    return one.disposition is Disposition.FLAGGED, not one.mention.chain, one.confidence


def _rules_out(statement: Statement, maker: str, one: Judged, catalogue: Catalogue) -> bool:
    if statement.makers:
        return maker in statement.makers and _same_goods(statement, one)
    if statement.kind in ("denies-maker", "withdraws"):
        return False
    if statement.standard == "us-889":
        return maker in SECTION_889
    vendor = catalogue.vendors.get(maker)
    if statement.standard in ("CN", "gb-nil"):
        return vendor is not None and (vendor.prc_headquartered or vendor.country == "CN")
    return one.disposition is Disposition.FLAGGED


GOODS = {
    # class of goods: the words that a sentence may narrow its denial to
    "video_surveillance": r"cameras?|recorders?|nvrs?|dvrs?|domes?|turrets?|bullets?|cctv",
    "two_way_radio": r"radios?|repeaters?|terminals?",
    "telecom_network": r"switch(?:es)?|routers?|gateways?|modems?|base\s+stations?",
    "handset": r"handsets?|phones?|smartphones?|tablets?|laptops?",
    "drone": r"drones?|aircraft|uavs?|uas",
    "antivirus_software": r"antivirus|endpoint",
}


def _same_goods(statement: Statement, one: Judged) -> bool:
    """Return whether `statement` speaks of goods such as those offered, or of goods at large.

    "No Huawei handset is included" is no word about Huawei's switches.
    """
    named = {
        kind
        for kind, words in GOODS.items()
        if re.search(rf"\b(?:{words})\b", statement.text, re.IGNORECASE)
    }
    offered = {
        kind
        for kind, words in GOODS.items()
        if kind == one.mention.equipment
        or re.search(rf"\b(?:{words})\b", one.context, re.IGNORECASE)
    }
    return not named or not offered or bool(named & offered)


KINDS = {
    "denies-maker": "denied-but-offered",
    "denies-all": "denied-but-offered",
    "claims-standard": "denied-but-offered",
    "denies-origin": "denied-but-offered",
    "forbids": "prohibited-but-offered",
    "withdraws": "withdrawn-but-offered",
}

WHY = {
    "denies-maker": "one passage says that {maker} is not supplied, another offers {text}",
    "denies-all": "one passage says that no such equipment is supplied, another offers {text}, "
    "which leads to {maker}",
    "claims-standard": "one passage claims conformity with section 889, another offers {text}, "
    "which leads to {maker}, one of the five makers that section 889 names",
    "denies-origin": "one passage says that nothing comes from China, another offers {text}, "
    "which leads to {maker}, a maker based there; where this article was made is to be asked",
    "forbids": "the tender rules {maker} out, and {text} is offered",
    "withdraws": "one passage gives {maker} up, another still offers {text}",
}


def _opposition(
    document: Assessment, statement: Statement, maker: str, offer: Offer, catalogue: Catalogue
) -> Contradiction:
    holder, one = offer
    why = WHY[statement.kind].format(
        maker=_name(maker, catalogue), text=" ".join(one.mention.text.split())
    )
    return Contradiction(
        kind=KINDS[statement.kind],
        maker=maker,
        why=why,
        statement=Citation(document.path, statement.page, statement.where, statement.text),
        against=Citation(holder.path, one.page, one.where, one.context),
    )


def _named_otherwise(
    documents: Sequence[Assessment], catalogue: Catalogue
) -> Iterable[Contradiction]:
    """Yield rows whose make column names one maker and whose part number is another's."""
    for document in documents:
        for line in document.lines:
            offered = line.status in ("restricted", "rebrand-lead")
            if not (offered and line.make and line.model and line.stance is Stance.OFFERED):
                continue
            for maker in line.makers:
                if not _names(line, maker, catalogue):
                    here = Citation(document.path, line.page, line.where, line.text)
                    yield Contradiction(
                        kind="named-otherwise-but-offered",
                        maker=maker,
                        why=f"the row names {line.make!r} as the make, and its model number "
                        f"{line.model} follows the numbering of {_name(maker, catalogue)}",
                        statement=here,
                        against=here,
                    )


def _names(line: EquipmentLine, maker: str, catalogue: Catalogue) -> bool:
    """Return whether the row's make cell names `maker` or a vendor that leads to it."""
    return any(
        vendor == maker or any(one.root == maker for one in catalogue.lineage.get(vendor, ()))
        for vendor in line.make_vendors
    )


def _substituted(documents: Sequence[Assessment], catalogue: Catalogue) -> Iterable[Contradiction]:
    """Yield items for which the tender names one make and the bid offers a listed one."""
    asked = [
        (document, line)
        for document in documents
        if document.role is Role.TENDER
        for line in document.lines
        if line.make and line.status == "cleared"
    ]
    given = [
        (document, line)
        for document in documents
        if document.role in (Role.BID, Role.CORRESPONDENCE)
        for line in document.lines
        if line.status in ("restricted", "rebrand-lead") and line.stance is Stance.OFFERED
    ]
    for demand, wanted in asked:
        for bid, line in given:
            if _same_item(wanted, line):
                yield Contradiction(
                    kind="substituted",
                    maker=line.makers[0],
                    why=f"the tender names {wanted.make!r} for this item, and the bid offers "
                    f"{line.make or line.model}, which leads to "
                    f"{_name(line.makers[0], catalogue)}",
                    statement=Citation(demand.path, wanted.page, wanted.where, wanted.text),
                    against=Citation(bid.path, line.page, line.where, line.text),
                )


def _same_item(wanted: EquipmentLine, offered: EquipmentLine) -> bool:
    if len(wanted.item) < 8 or len(offered.item) < 8:
        return False
    return fuzz.token_sort_ratio(wanted.item, offered.item) >= ITEM_SIMILARITY


def _name(maker: str, catalogue: Catalogue) -> str:
    vendor = catalogue.vendors.get(maker)
    return vendor.name if vendor else maker
