"""What stands around a hit and speaks for it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from analyser.catalogue import AliasKind, Catalogue
from analyser.document import Block
from analyser.finding import Evidence
from analyser.matching.doubts import NAMED_ALIKE
from analyser.matching.qualifying import brand_of
from analyser.matching.surroundings import cell_at, goods_word, heads_make, product_word
from analyser.matching.witnesses import MAKER_OF, Placed, Witnesses

SENTENCE = 160  # characters in which a firm name of the same maker stands "beside" a hit
LIST = 40  # characters in which another maker stands in the same list
FAR = 1 << 60
BEFORE_IN_LIST = re.compile(r"(?:,|/|&|\band|\bor)\s*$")
AFTER_IN_LIST = re.compile(r"\s*(?:,|/|&|and\b|or\b)")


class Support:
    """Looks for evidence around hits under one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of(
        self,
        placed: Placed,
        doubt: str,
        block: Block,
        text: str,
        ids: tuple[str, ...],
        witnesses: Witnesses,
    ) -> list[Evidence]:
        """Return what speaks for a hit in `block`, and what its print says of it.

        Args:
            placed: The hit.
            doubt: Why it is not enough alone.
            block: Its block.
            text: The joined text that the hit is counted in.
            ids: Its vendors and the makers that they lead to.
            witnesses: Where makers are firmly named.
        """
        found = []
        cell = cell_at(block, placed.start)
        if cell is not None and heads_make(cell.heading):
            found.append(Evidence("column-make", f"in the column {cell.heading!r}"))
        found += self._company(placed, doubt, block, text, ids, witnesses)
        if doubt == "ordinary" and _numbered(placed, block):
            found.append(Evidence("line-number", "a model's number follows"))
        goods = self._goods(placed, doubt, block)
        if goods is not None:
            found.append(goods)
        form = placed.hit.form
        if form is not None and form.glued:
            found.append(Evidence("glued", "runs into its neighbour"))
        confidence = _lowest_confidence(block, placed.start, placed.end)
        if confidence is not None and confidence < 0.6:
            found.append(Evidence("low-ocr-confidence", f"letters {confidence:.0%} sure"))
        return found

    def _company(
        self,
        placed: Placed,
        doubt: str,
        block: Block,
        text: str,
        ids: tuple[str, ...],
        witnesses: Witnesses,
    ) -> list[Evidence]:
        """Return the evidence of other names and numbers."""
        found = []
        hit = placed.hit
        low, at = hit.start - placed.start, hit.start
        high = low + len(block.text)
        if not hit.parts and witnesses.within(ids, low, high, parts=True, but=at):
            found.append(Evidence("maker-nearby", "a part number of the same maker beside it"))
        around = (max(low, hit.start - SENTENCE), min(high, hit.end + SENTENCE))
        if witnesses.within(ids, *around, parts=False, but=at):
            found.append(Evidence("maker-nearby", "the maker is named beside it"))
        elif _numbered(placed, block) and witnesses.within(ids, -FAR, FAR, parts=False, but=at):
            found.append(Evidence("maker-nearby", "its number follows; the maker is named too"))
        elif witnesses.within(hit.vendors, -FAR, FAR, parts=False, but=at):
            found.append(Evidence("maker-elsewhere", "the maker is named elsewhere in it"))
        elif witnesses.within(hit.vendors, -FAR, FAR, parts=True, but=at):
            found.append(Evidence("maker-elsewhere", "its part numbers stand in the document"))
        elif doubt not in NAMED_ALIKE:
            if witnesses.anyone(*around, but=at):
                found.append(Evidence("product-context", "beside another listed maker"))
        elif _listed(placed, text):
            makers = [MAKER_OF + sector for sector in self._sectors(placed)]
            close = (max(low, hit.start - LIST), min(high, hit.end + LIST))
            if witnesses.within(makers, *close, parts=False, but=at):
                found.append(Evidence("product-context", "in a list with makers of such goods"))
        return found

    def _goods(self, placed: Placed, doubt: str, block: Block) -> Evidence | None:
        """Return the evidence of goods that stand beside a hit."""
        hit = placed.hit
        sectors = self._sectors(placed)
        if doubt in NAMED_ALIKE:
            word = brand_of(block, placed.start, placed.end, sectors, doubt)
            return Evidence("brand-of-goods", f"named as the make of {word!r}") if word else None
        word = product_word(block, placed.start, placed.end, sectors)
        if word:
            return Evidence("product-context", f"beside {word!r}")
        if hit.edits == 1 or doubt == "misspelling":
            word = goods_word(block, placed.start, placed.end)
        return Evidence("goods-nearby", f"beside {word!r}") if word else None

    def _sectors(self, placed: Placed) -> list[str]:
        vendors = [self._catalogue.vendors[one] for one in placed.hit.vendors]
        return [sector for one in vendors for sector in one.sectors if sector != "general"]


def _listed(placed: Placed, text: str) -> bool:
    """Whether a hit stands in a list: "Dahua, LTS and others"."""
    hit = placed.hit
    before, after = text[max(0, hit.start - 8) : hit.start], text[hit.end : hit.end + 8]
    return bool(BEFORE_IN_LIST.search(before) or AFTER_IN_LIST.match(after))


def _numbered(placed: Placed, block: Block) -> bool:
    """Whether a product line in capitals has its number: "Phantom 4"."""
    after = block.text[placed.end : placed.end + 3].lstrip()
    line = bool(placed.hit.entries) and placed.hit.entries[0].kind is AliasKind.PRODUCT_LINE
    return line and placed.printed[:1].isupper() and after[:1].isdigit()


def _lowest_confidence(block: Block, start: int, end: int) -> float | None:
    # Spans stand in order.
    first = bisect_right(block.spans, start, key=lambda span: span.end)
    last = bisect_left(block.spans, end, key=lambda span: span.start)
    sure = [span.ocr_confidence for span in block.spans[first:last]]
    return min((one for one in sure if one is not None), default=None)
