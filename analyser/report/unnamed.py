"""Equipment whose maker is not named, or is named and known to no list here.

Apart from the products of listed makers because nothing leads from these to anyone: they are
open questions and no findings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyser.dossier import BillLine, Pack
from analyser.finding import Assessment, EquipmentLine, Role
from analyser.report.citing import line_place, within
from analyser.report.products import LONGEST_ITEM, Make, Product, numbered, squeezed
from analyser.report.wording import Words


def unknown_lines(pack: Pack, documents: dict[str, Assessment]) -> list[BillLine]:
    """Return the bidder's lines whose maker is unknown."""
    return [
        each
        for each in pack.bill
        if each.line.status == "unknown"
        and not (each.path in documents and documents[each.path].role is Role.TENDER)
    ]


NOT_A_MAKE = re.compile(
    r"(?:to be |tb)(?:confirmed|advised|agreed|announced|c|a|d)\b.*|t\.b\.[acd]\.?|n/?a|none"
    r"|unknown|not (?:stated|known|applicable|specified)\b.*|own brand|unbranded|no brand|generic"
    r"|various"
    r"|as (?:above|specified|required)|or (?:equal|equivalent|similar)|equivalent|any|\W*",
    re.IGNORECASE,
)
"""What stands in a column of makes and names none."""


def named_make(line: EquipmentLine) -> str:
    """Return the make that `line` names, or `""` where words such as "to be confirmed" stand."""
    return "" if NOT_A_MAKE.fullmatch(line.make.strip()) else line.make


def bill_status(line: EquipmentLine, words: Words) -> str:
    """Return what is known of the maker of `line`: not named is not the same as not known."""
    unlisted = line.status == "unknown" and named_make(line)
    return words.named("bill_status", "unlisted" if unlisted else line.status)


NO_NUMBER = re.compile(r"lots?|sets?|each|ea|sum|item|job|pcs?|nr|no\.?|n/?a|-+", re.IGNORECASE)
"""What stands in a column of models and is an amount."""


def unknown_makes(
    pack: Pack, documents: dict[str, Assessment], offers: Sequence[Make]
) -> tuple[list[Make], list[Product]]:
    """Return the makes that no list knows with their products, and the products without a make.

    A row under a make that `offers` holds already is one place more of it, not another question.
    """
    asked = {plain_make(name): each for each in offers for name in each.printed.values()}
    named: dict[str, Make] = {}
    nameless: dict[str, Product] = {}
    for each in unknown_lines(pack, documents):
        line = each.line
        make = named_make(line)
        place = line_place(BillLine(within(each.path, pack), line))
        model = "" if NO_NUMBER.fullmatch(line.model.strip()) else line.model
        item = _item(line)
        key = numbered(model) or squeezed(item)
        held = nameless
        if make:
            letters = plain_make(make)
            known = asked.get(letters) or named.setdefault(
                letters, Make("unlisted", {letters: make})
            )
            held = known.products
        product = held.setdefault(key, Product(model, item))
        product.places[place] = None
    return list(named.values()), list(nameless.values())


def plain_make(make: str) -> str:
    """Return the letters of `make` without remarks: "Oakfield (own brand)" is "Oakfield"."""
    return squeezed(re.sub(r"\([^()]*\)", "", make)) or squeezed(make)


def _item(line: EquipmentLine) -> str:
    """Return the description of `line`, unless it is the whole row or says its make or model."""
    if " | " in line.item and (line.model or line.make):
        return ""
    item = "" if line.item in (line.make, line.model) else line.item
    return _shortly(item or ("" if line.model else line.text))


def _shortly(item: str) -> str:
    return item if len(item) <= LONGEST_ITEM else item[: LONGEST_ITEM - 1].rstrip() + "…"
