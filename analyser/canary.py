"""A planted text that holds every listed maker: what is not found there stops the run.

A list that was edited, an automaton that was built wrongly, a rule that became too strict: each
would clear real tenders in silence. So each run first looks for every maker that a list names, in
a text made from the lists themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analyser.catalogue import AliasKind, Catalogue, Vendor
from analyser.document import Block, Cell, Document, Layer
from analyser.errors import CanaryError
from analyser.finding import Mention, Route
from analyser.matching.matcher import Matcher

ROUTES = {
    AliasKind.NAME: "name",
    AliasKind.LEGAL: "legal-name",
    AliasKind.NATIVE: "native-name",
    AliasKind.PRODUCT_LINE: "product-line",
    AliasKind.MISSPELLING: "misspelling",
}

SHOWN = 5
"""Makers named in the error; the count tells the rest."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One thing that must be found."""

    vendor: str
    route: str
    text: str
    block: int
    makers: frozenset[str]
    """Root makers of which one must come back."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """What was planted, and what of it was not found."""

    planted: tuple[Planted, ...]
    missed: tuple[Planted, ...]

    def by_route(self) -> dict[str, tuple[int, int]]:
        """Return (found, planted) by route."""
        missed = set(self.missed)
        table: dict[str, tuple[int, int]] = {}
        for one in self.planted:
            found, planted = table.get(one.route, (0, 0))
            table[one.route] = (found + (one not in missed), planted + 1)
        return table


def check_canary(catalogue: Catalogue, matcher: Matcher | None = None) -> str:
    """Look for every listed maker in the planted text; return what was done, in words.

    Raises:
        CanaryError: a maker on a list cannot be found by any of its names or numbers.
    """
    found = sound(catalogue, matcher, every_alias=False)
    reached = {one.vendor for one in found.planted} - _lost(found)
    lost = sorted(set(catalogue.lineage) - reached)
    if lost:
        names = ", ".join(catalogue.vendors[one].name for one in lost[:SHOWN])
        more = f" and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
        msg = (
            f"vendor lists: {names}{more} cannot be found in the planted text; give each a name "
            "or a part-number grammar that the search accepts (analyser lists check tells which)"
        )
        raise CanaryError(msg)
    return f"{len(reached)} listed makers and brands were planted in a test text and found"


def sound(
    catalogue: Catalogue, matcher: Matcher | None = None, *, every_alias: bool = True
) -> Sounding:
    """Plant every listed maker by every route and return what came back.

    Without `every_alias`, one name a vendor and route: enough for a run, and quick.
    """
    matcher = matcher if matcher is not None else Matcher(catalogue)
    planted: list[Planted] = []
    blocks: list[Block] = []
    for vendor_id in sorted(catalogue.lineage):
        vendor = catalogue.vendors[vendor_id]
        makers = frozenset(line.root for line in catalogue.lineage[vendor_id])
        for route, text in _things(vendor, every_alias=every_alias):
            planted.append(Planted(vendor_id, route, text, len(blocks), makers))
            blocks.append(_row(vendor, text))
    document = Document("canary", "", "text/plain", blocks=tuple(blocks))
    met: dict[int, list[Mention]] = {}
    for mention in matcher.find(document):
        met.setdefault(mention.block, []).append(mention)
    missed = tuple(one for one in planted if not _found(one, met.get(one.block, [])))
    return Sounding(tuple(planted), missed)


def _things(vendor: Vendor, *, every_alias: bool) -> Iterator[tuple[str, str]]:
    """Yield (route, text) of what stands for `vendor`."""
    if every_alias:
        for alias in vendor.aliases:
            yield ROUTES[alias.kind], alias.text
        for grammar in vendor.grammars:
            for example in grammar.examples:
                yield Route.PART_NUMBER.value, example
        return
    seen: set[AliasKind] = set()
    for alias in sorted(vendor.aliases, key=lambda one: one.needs_context):
        if alias.kind not in seen:
            seen.add(alias.kind)
            yield ROUTES[alias.kind], alias.text
    if not seen:
        yield "name", vendor.name
    for grammar in vendor.grammars[:1]:
        for example in grammar.examples[:1]:
            yield Route.PART_NUMBER.value, example


def _row(vendor: Vendor, text: str) -> Block:
    """Return a row of a price table that offers `text`, the maker's column beside the model's."""
    words = " ".join(word for grammar in vendor.grammars for word in grammar.context[:1])
    cells = (("Manufacturer", text), ("Description", f"equipment {words}".strip()))
    joined = " | ".join(cell for _, cell in cells)
    return Block(
        joined,
        layer=Layer.TABLE,
        where=vendor.id,
        cells=(Cell(cells[0][0], text, 0), Cell(cells[1][0], cells[1][1], len(text) + 3)),
    )


def _found(one: Planted, mentions: list[Mention]) -> bool:
    return any(
        one.makers & set(mention.makers) and mention.end <= len(one.text) for mention in mentions
    )


def _lost(found: Sounding) -> set[str]:
    """Return the vendors of which nothing at all came back."""
    missed = set(found.missed)
    back = {one.vendor for one in found.planted if one not in missed}
    return {one.vendor for one in found.planted} - back
