"""A maker's number under another brand: probably that maker's goods, sold by somebody else.

The number says who made it, the brand says otherwise. Who produced the article is a question for
the bidder, whatever the rules make of it. A number that is enough alone stays as loud as it is,
for a new badge is the oldest disguise; one that is not is raised and not flagged.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from analyser.catalogue import Catalogue
from analyser.document import Block, Cell, Document
from analyser.finding import Evidence, Mention, Route
from analyser.matching.code_shapes import FURTHEST, is_code, only_labels
from analyser.matching.surroundings import cell_at, cells_around, heads_make
from analyser.matching.witnesses import Placed

FIRM = frozenset({"part-strong", "part-medium"})
KNOWN = frozenset({"maker-nearby", "maker-elsewhere"})
WORDS_OF_BRAND = 4
SENTENCE = 160
LONGEST_NAME = 160  # characters of a name, spaced out as it may be

NO_BRAND = frozenset(
    {"", "-", "–", "—", "n/a", "na", "tbc", "tba", "none", "various", "any", "generic", "unknown",
     "other", "as specified", "as spec", "as above", "as approved", "ditto", "see note", "n/k",
     "not stated", "not known", "to be confirmed", "yes", "no", "oem", "own"}
)  # fmt: skip
"""What stands in a column of makes and names no brand."""

SELLER = re.compile(r"vendor|supplier", re.IGNORECASE)
"""Headings over names that may be a shop's."""

CAMEL = re.compile(r"(?<![\w-])([A-Z][a-z]+[A-Z][A-Za-z]+)\s+$")
BRANDED = re.compile(
    r"\b(?:brand(?:ed|ing)?(?: as| name)?|label(?:led)?(?: as)?|badged(?: as)?|sold as|marketed as|"
    r"under the name(?: of)?)\s*:?\s*[\"“‘']?([A-Z][A-Za-z]{2,20})\b"
    r"|\b([A-Z][A-Za-z]{2,20})[\"”’']?(?:-|\s)(?:branded|badged|labelled|brand|badge|label)\b"
)
"""Words of a sentence that give goods a brand: "badged as Clearway", "our Clearway-branded"."""


class OtherBrands:
    """Finds numbers that stand under a brand that is not their maker's."""

    def __init__(self, catalogue: Catalogue, kin: Mapping[str, frozenset[str]]) -> None:
        """Make a finder.

        Args:
            catalogue: The lists.
            kin: By maker, the vendors that lead to it.
        """
        self._catalogue = catalogue
        self._kin = kin

    def told(
        self, document: Document, mentions: Sequence[Mention], placed: Sequence[Placed]
    ) -> Iterator[Mention]:
        """Yield `mentions`, a number under another maker's or nobody's brand as a lead."""
        numbers = {(one.block, one.start): one for one in placed if one.hit.parts}
        names: dict[int, list[Placed]] = {}
        for one in placed:
            if one.hit.entries:
                names.setdefault(one.block, []).append(one)
        for mention in mentions:
            brand = ""
            if any(piece.kind in FIRM for piece in mention.evidence):
                block = document.blocks[mention.block]
                number = numbers.get((mention.block, mention.start))
                brand = self._brand(block, mention, number, names.get(mention.block, []))
            yield self._lead(mention, brand) if brand else mention

    def _lead(self, mention: Mention, brand: str) -> Mention:
        makers = " or ".join(self._catalogue.vendors[one].name for one in mention.makers)
        words = (
            f"stands under the brand {brand!r}, which may sell goods of {makers} as its own; "
            "ask who made them and for the maker's own model number"
        )
        evidence = (*mention.evidence, Evidence("other-brand", words))
        strong = any(piece.kind == "part-strong" for piece in mention.evidence)
        weak = mention.weak or not strong
        return replace(mention, route=Route.REBRAND, weak=weak, evidence=evidence)

    def _brand(
        self, block: Block, mention: Mention, number: Placed | None, names: Sequence[Placed]
    ) -> str:
        """Return the brand that a number stands under, if that is not its maker's; else `""`.

        `names` are those of the block, in reading order.
        """
        readers = number.hit.vendors if number is not None else ()
        own = frozenset(readers).union(*(self._kin[one] for one in mention.makers))
        cell = _make_cell(block, mention.start)
        if cell is not None:
            return _brand_in(cell, _between(names, cell.start, cell.start + len(cell.text)), own)
        near = _between(names, mention.start - FURTHEST - LONGEST_NAME, mention.start)
        return _brand_before(block.text, mention, near, own)


def _make_cell(block: Block, at: int) -> Cell | None:
    """Return the make cell of the row in which a number stands elsewhere."""
    number = cell_at(block, at)
    _, cells = cells_around(block, at)
    makes = [
        cell
        for cell in cells
        if heads_make(cell.heading) and cell is not number and not SELLER.search(cell.heading)
    ]
    before = [cell for cell in makes if cell.start < at]
    if number is None or not makes:
        return None
    return before[-1] if before else makes[0] if len(makes) == 1 else None


def _between(names: Sequence[Placed], low: int, high: int) -> Sequence[Placed]:
    """Return the names that begin from `low` to before `high`."""
    return names[bisect_left(names, low, key=_begins) : bisect_left(names, high, key=_begins)]


def _begins(one: Placed) -> int:
    return one.start


def _brand_in(cell: Cell, names: Sequence[Placed], own: frozenset[str]) -> str:
    text = " ".join(cell.text.split())
    vendors = {vendor for one in names for vendor in one.hit.vendors}
    if vendors:
        # Another listed maker is its own finding; a row of two makers says nothing.
        listed = any(one.hit.listed for one in names)
        return "" if listed or vendors & own else text
    words = text.split()
    odd = text.casefold() in NO_BRAND or not 0 < len(words) <= WORDS_OF_BRAND
    return "" if odd or not text[:1].isupper() or is_code(text) else text


def _brand_before(text: str, mention: Mention, names: Sequence[Placed], own: frozenset[str]) -> str:
    """Return the brand that stands right before a number, or that its sentence gives it."""
    for one in names:
        between = text[one.end : mention.start]
        if one.end <= mention.start and len(between) <= FURTHEST and only_labels(between):
            strange = not (set(one.hit.vendors) & own) and not one.hit.listed
            return one.printed if strange and _firm(one) else ""
    if any(piece.kind in KNOWN for piece in mention.evidence):
        return ""  # its maker is named too: the word before is no brand
    low = max(0, mention.start - SENTENCE)
    before, after = text[low : mention.start], text[mention.end : mention.end + SENTENCE]
    camel = CAMEL.search(before)
    if camel is not None:
        return camel.group(1)
    sentence = re.split(r"[.;]\s|\n", before)[-1] + " # " + re.split(r"[.;]\s|\n", after)[0]
    told = BRANDED.search(sentence)
    return next((one for one in told.groups() if one), "") if told is not None else ""


def _firm(one: Placed) -> bool:
    """Whether a cleared vendor's name is met as the lists have it."""
    return not one.hit.edits and one.printed[:1].isupper()
