"""Equipment whose maker is not named, or is named and known to no list here.

Apart from the products of listed makers because nothing leads from these to anyone: they are
open questions and no findings.
"""

from __future__ import annotations

import re

from analyser.dossier import BillLine, Pack
from analyser.finding import Assessment, EquipmentLine, Role
from analyser.report.citing import line_place, within
from analyser.report.products import LONGEST_ITEM, Make, Product, squeezed
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


def unknown_makes(pack: Pack, documents: dict[str, Assessment]) -> tuple[list[Make], list[Product]]:
    """Return the makes that no list knows with their products, and the products without a make."""
    named: dict[str, Make] = {}
    nameless: dict[str, Product] = {}
    for each in unknown_lines(pack, documents):
        line = each.line
        make = named_make(line)
        item = "" if line.item in (line.make, line.model) else line.item
        place = line_place(BillLine(within(each.path, pack), line))
        if make:
            held = named.setdefault(squeezed(make), Make("unlisted", make)).products
            key = squeezed(line.model)
        else:
            held = nameless
            key = squeezed(line.model) or squeezed(item or line.text)
        product = held.setdefault(key, Product(line.model, _shortly(item or line.text)))
        product.places[place] = None
    return list(named.values()), list(nameless.values())


def _shortly(item: str) -> str:
    return item if len(item) <= LONGEST_ITEM else item[: LONGEST_ITEM - 1].rstrip() + "…"
