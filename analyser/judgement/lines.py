"""Rows that offer or ask for equipment: the raw material of the bill of makers.

A line's status is no verdict: `unknown` is a question for the bidder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace

from analyser.document import Block, Document
from analyser.finding import ALONE, EquipmentLine, Judged, Role, Route, Stance
from analyser.judgement.equipment_columns import cell_of, column_kinds
from analyser.judgement.glossary import glossary_of
from analyser.judgement.glosses import document_tongue, gloss
from analyser.language import Language

KnownMaker = Callable[[str], Sequence[str]]
"""Ids of all vendors, restricted or cleared, that a short text names."""

KnownMakers = Callable[[Sequence[str]], Sequence[Sequence[str]]]
"""The same of many texts: asked for each row alone, a price list of thousands takes minutes."""

# Letters with digits, six or more characters: what a part number looks like in any maker's
# hands. Dates, prices and clause numbers have no letters or fewer.
CODE = re.compile(r"(?<![\w.])(?=[\w/+.-]*\d)(?=[\w/+.-]*[A-Za-z])[A-Za-z0-9][\w/+.-]{4,30}(?!\w)")
# Measures, standards and document numbers are codes of another kind.
NOT_A_CODE = re.compile(
    r"^(?:\d+(?:[.,]\d+)?(?:mm|cm|m|km|kg|g|w|kw|v|va|a|mp|tb|gb|mb|mbps|gbps|hz|ghz|mhz|x|k|p|fps"
    r"|db|in|ft|u|nm|lm|ah|mah|port|ports|way|core|off|no|month|months|year|years|th|st|nd|rd)"
    r"|(?:iso|iec|en|bs|din|ansi|ieee|itu|rfc|ip|ik|cat|nema|ul|astm|din|nf|dd|pas|ts)[-\s/]?\d.*"
    r"|(?:rev|v|ver|lot|section|clause|annex|item|table|fig|page|no)[-.\s]?\d+.*"
    r"|\d{1,2}(?:st|nd|rd|th)?[-/.][a-z]{3}[-/.]\d{2,4}|h\.?26[45]\+?|802\.\w+|[\w.]+\.(?:pdf|docx?|xlsx?))$",
    re.IGNORECASE,
)
BLANKS = frozenset(
    {"", "-", "–", "—", "n/a", "na", "tbc", "tba", "none", "various", "generic", "any"}
)

BACK_REFERENCE = re.compile(r"(?:as|see|ditto|same)\b|[\"″〃]+$", re.IGNORECASE)
"""A cell that points to another row ("as E3", "ditto") names no make of its own."""


def equipment_lines(
    document: Document,
    judged: Sequence[Judged],
    role: Role,
    known_makers: KnownMakers,
    language: Language,
    tongue: str | None = None,
) -> tuple[EquipmentLine, ...]:
    """Return each row and each offering sentence of `document` that names or needs a make.

    `tongue` is the document's language, where it is known already. What is `judged` may hold
    numbers that stand alone: they name nobody, and clear nobody either.
    """
    tongue = document_tongue(document) if tongue is None else tongue
    document = _headed_in_english(document, tongue)
    by_block: dict[int, list[Judged]] = {}
    open_to: dict[int, set[str]] = {}
    for one in judged:
        if any(piece.kind == ALONE for piece in one.mention.evidence):
            open_to.setdefault(one.mention.block, set()).add(one.mention.vendor)
        else:
            by_block.setdefault(one.mention.block, []).append(one)
    lines: list[EquipmentLine] = []
    asked = list(dict.fromkeys(_asked(document.blocks, by_block)))
    answers = dict(zip(asked, known_makers(asked), strict=True))

    def known_maker(text: str) -> Sequence[str]:
        return answers[text] if text in answers else known_makers([text])[0]

    for index, block in enumerate(document.blocks):
        mentions = by_block.get(index, [])
        if block.cells:
            line = _row_line(block, mentions, known_maker, open_to.get(index, set()))
            if line is not None:
                lines.append(line)
        elif mentions:
            lines.extend(_prose_lines(mentions))
    if role in (Role.BID, Role.CORRESPONDENCE, Role.DECLARATION):
        lines.extend(_unlisted(document, by_block, known_maker, language, tongue))
    return tuple(lines)


def _headed_in_english(document: Document, tongue: str) -> Document:
    """Return the document with the headings of its tables glossed: "Menge" is a quantity."""
    if glossary_of(tongue) is None:
        return document

    def headed(block: Block) -> Block:
        cells = (replace(cell, heading=gloss(cell.heading, tongue)) for cell in block.cells)
        return replace(block, cells=tuple(cells)) if block.cells else block

    return replace(document, blocks=tuple(headed(block) for block in document.blocks))


def _asked(blocks: Sequence[Block], by_block: dict[int, list[Judged]]) -> Iterable[str]:
    """Yield the texts of rows that may be equipment, and their makes."""
    for index, block in enumerate(blocks):
        if block.cells and _may_be_equipment(block, _heard(by_block.get(index, []))):
            yield block.text
            yield _text(block, "make")


def _heard(mentions: Sequence[Judged]) -> list[Judged]:
    return [one for one in mentions if one.disposition.value in ("flagged", "review")]


def _may_be_equipment(block: Block, heard: Sequence[Judged]) -> bool:
    if heard or _text(block, "quantity") or _priced(block):
        return True
    return any(column_kinds(cell.heading) & {"make", "model"} for cell in block.cells)


def _row_line(
    block: Block, mentions: Sequence[Judged], known_maker: KnownMaker, unsure: Container[str]
) -> EquipmentLine | None:
    heard = _heard(mentions)
    if not _may_be_equipment(block, heard):
        return None
    make, quantity = _text(block, "make"), _text(block, "quantity")
    model = _model(block, heard)
    kinds = frozenset().union(*(column_kinds(cell.heading) for cell in block.cells))
    counted = bool(quantity) or _priced(block)
    known = tuple(vendor for vendor in known_maker(block.text) if vendor not in unsure)
    # A row is equipment when it names a maker, or carries a part number beside an amount or in a
    # column made for it; a heading row or a sum is neither.
    named = bool(heard or known or make or (_code(model) and (counted or "model" in kinds)))
    if not named:
        return None
    status, makers = status_of(heard, known)
    if status == "unknown" and not (make or _code(model)):
        return None
    return EquipmentLine(
        page=block.page,
        where=block.where,
        item=_item(block),
        make=make,
        model=model,
        quantity=quantity,
        status=status,
        makers=makers,
        text=" ".join(block.text.split()),
        stance=heard[0].stance if heard else Stance.UNCLEAR,
        make_vendors=tuple(known_maker(make)) if make else (),
    )


def _model(block: Block, heard: Sequence[Judged]) -> str:
    """Return the row's model: a listed part number, its model cell, or the code in the row."""
    numbers = [one.mention.text for one in heard if one.mention.is_number]
    if numbers:
        return " ".join(numbers[0].split())
    cell = _text(block, "model")
    # The first cell is mostly a reference of the table's own ("E3", "4.02.17"), never a model.
    rest = " | ".join(cell.text for cell in block.cells[1:])
    if _code(cell):
        return _code(cell)
    # "Turret and bullet cameras" under "Product" describes; "SkyHawk AI" and "Evolve" name.
    named = cell if any(char.isdigit() for char in cell) or len(cell.split()) <= 2 else ""
    return named or _code(rest)


def _priced(block: Block) -> bool:
    return any("price" in column_kinds(cell.heading) and cell.text.strip() for cell in block.cells)


def status_of(heard: Sequence[Judged], known: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return what is known of who made a row's goods, and the listed makers among them."""
    if heard:
        makers = tuple(dict.fromkeys(maker for one in heard for maker in one.mention.makers))
        sure = any(not one.mention.weak and one.mention.route is not Route.REBRAND for one in heard)
        return ("restricted" if sure else "rebrand-lead"), makers
    return ("cleared" if known else "unknown"), ()


def _prose_lines(mentions: Sequence[Judged]) -> Iterable[EquipmentLine]:
    """Yield a line for each offer or demand that stands in running text."""
    seen: set[tuple[str, ...]] = set()
    for one in mentions:
        wanted = one.stance in (Stance.OFFERED, Stance.SPECIFIED)
        if not wanted or one.disposition.value == "noted" or one.mention.makers in seen:
            continue
        seen.add(one.mention.makers)
        status, makers = status_of([one], ())
        is_number = one.mention.is_number
        yield EquipmentLine(
            page=one.page,
            where=one.where,
            item=one.context,
            make="" if is_number else one.mention.text,
            model=one.mention.text if is_number else "",
            quantity="",
            status=status,
            makers=makers,
            text=one.context,
            stance=one.stance,
        )


def _unlisted(
    document: Document,
    by_block: dict[int, list[Judged]],
    known_maker: KnownMaker,
    language: Language,
    tongue: str,
) -> Iterable[EquipmentLine]:
    """Yield the makes that the language model hears in offering sentences and no list knows."""
    blocks = [
        block
        for index, block in enumerate(document.blocks)
        if not (block.cells or block.quiet or index in by_block)
        and _offers(gloss(block.text, tongue))
    ]
    for block, makes in zip(blocks, language.makes([b.text for b in blocks]), strict=True):
        for make in dict.fromkeys(makes):
            known = tuple(known_maker(make))
            yield EquipmentLine(
                page=block.page,
                where=block.where,
                item=" ".join(block.text.split())[:300],
                make=make,
                model="",
                quantity="",
                status="cleared" if known else "unknown",
                text=" ".join(block.text.split()),
                stance=Stance.OFFERED,
            )


OFFERING = re.compile(
    r"\b(?:we|our|offer\w*|propos\w+|suppl(?:y|ied|ies)|provide[sd]?|quote[sd]?|include[sd]?)\b",
    re.IGNORECASE,
)
GOODS = re.compile(
    r"\b(?:cameras?|recorders?|nvrs?|dvrs?|domes?|bullets?|turrets?|encoders?|intercoms?|readers?"
    r"|controllers?|routers?|switch(?:es)?|gateways?|modems?|radios?|terminals?|repeaters?|drones?"
    r"|aircraft|uavs?|scanners?|lidar|firewalls?|servers?|laptops?|tablets?|handsets?|phones?"
    r"|antivirus|endpoint|inverters?|batter(?:y|ies)|modules?)\b",
    re.IGNORECASE,
)


def _offers(text: str) -> bool:
    return len(text) < 2000 and bool(GOODS.search(text)) and bool(OFFERING.search(text))


def _text(block: Block, kind: str) -> str:
    cell = cell_of(block, kind)
    text = " ".join(cell.text.split()) if cell else ""
    return "" if text.casefold() in BLANKS or BACK_REFERENCE.match(text) else text


def _code(text: str) -> str:
    for found in CODE.finditer(text):
        if not NOT_A_CODE.match(found[0]):
            return found[0]
    return ""


def _item(block: Block) -> str:
    """Return the cell that describes the goods: of the item columns, or of all, the wordiest."""
    cells = [cell for cell in block.cells if "item" in column_kinds(cell.heading)]
    texts = [" ".join(cell.text.split()) for cell in cells]
    wordiest = max(texts, key=_letters, default="")
    if _letters(wordiest) >= 3:  # "1" and "E3" stand in columns called Item, too
        return wordiest
    return max((" ".join(cell.text.split()) for cell in block.cells), key=_letters, default="")


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)
