"""Finds every mention of a listed maker in a document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from analyser.catalogue import Catalogue
from analyser.document import Block, Document
from analyser.finding import ALONE, Mention
from analyser.matching.addresses import whole_address
from analyser.matching.companions import Companions, Taken
from analyser.matching.faint import may_stand, stands
from analyser.matching.hits import Hit
from analyser.matching.lineage import kin_of
from analyser.matching.look_alikes import LookAlikes
from analyser.matching.nearest import Near, nearest
from analyser.matching.other_brands import OtherBrands
from analyser.matching.part_family import Family, family_of
from analyser.matching.printed import BLOCK_END
from analyser.matching.search import Search
from analyser.matching.weighing import Weighing
from analyser.matching.withholding import Found, withheld
from analyser.matching.witnesses import Placed, Witnesses
from analyser.matching.word_lists import common_words

SLICE = 1_000_000
"""Characters searched at once; a page at a time would cost three times as much."""

NO_WITNESS = frozenset({"ordinary", "lower", "pieces"})
"""Doubts about a trace of which it is none: "configtool" is anybody's."""

CLEARED_KEPT = 3
"""Ordinary words kept a name and document, for `--show-cleared`."""


class Matcher:
    """Everything that the lists say, ready to be looked for. Costly to make, cheap to use."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._search = Search(catalogue)
        look_alikes = LookAlikes(catalogue, self._search.names)
        self._weighing = Weighing(catalogue, look_alikes, common_words())
        kin = kin_of(catalogue)
        self._companions = Companions(self._search.parts, kin)
        self._brands = OtherBrands(catalogue, kin)

    def interesting(self, texts: Sequence[str]) -> frozenset[int]:
        """Return the indexes of the page `texts` that hold a candidate of any route."""
        found: set[int] = set()
        for first, starts, text in _slices([(i, one) for i, one in enumerate(texts)]):
            for hit in self._search.hits(text):
                if hit.listed and self._may_matter(hit, text):
                    low = bisect_right(starts, hit.start) - 1
                    high = bisect_right(starts, hit.end - 1) - 1
                    found.update(first[low : high + 1])
        return frozenset(found)

    def find(self, document: Document) -> tuple[Mention, ...]:
        """Return the mentions in `document`, in reading order; quiet blocks are not searched."""
        return self.look(document).mentions

    def look(self, document: Document) -> Found:
        """Return the mentions in `document`, and the numbers that only its tender may place."""
        blocks = [(i, one.text) for i, one in enumerate(document.blocks) if not one.quiet]
        stretches = []
        witnesses = Witnesses()
        base = 0
        for indexes, starts, text in _slices(blocks):
            placed = _placed(self._search.hits(text), indexes, starts, text, document.blocks)
            doubts = [self._weighing.doubt(one) for one in placed]
            for one, doubt in zip(placed, doubts, strict=True):
                group = self._weighing.trace_group(one.hit)
                if group and doubt not in NO_WITNESS:
                    witnesses.trace(one.hit.vendors, group)
                if not doubt:
                    part = bool(one.hit.parts)
                    ids = self._weighing.kin(one.hit)
                    if not part:
                        ids = (*ids, *self._weighing.company(one.hit))
                    witnesses.add(ids, base + one.hit.start, part=part)
            stretches.append((text, base, placed, doubts))
            base += len(text) + 1
        found: list[Mention] = []
        alone: list[Mention] = []
        cleared: dict[str, int] = {}
        for text, start, placed, doubts in stretches:
            near = witnesses.shifted(start)
            for one, doubt in zip(placed, doubts, strict=True):
                if not one.hit.listed:
                    continue
                block = document.blocks[one.block]
                mention = self._weighed(one, doubt, block, text, near)
                if mention is None:
                    continue
                if any(piece.kind == ALONE for piece in mention.evidence):
                    alone.append(mention)
                elif _kept(mention, cleared):
                    found.append(mention)
        placed_all = [one for _, _, placed, _ in stretches for one in placed]
        found += list(self._companions.find(document, found, _taken(found, placed_all)))
        told = [
            whole_address(document.blocks[one.block], one)
            for one in self._brands.told(document, found, placed_all)
        ]
        told = sorted(dict.fromkeys(told), key=lambda one: (one.block, one.start))
        return Found(tuple(told), withheld(alone, told))

    def _weighed(
        self, placed: Placed, doubt: str, block: Block, text: str, near: Witnesses
    ) -> Mention | None:
        """Return the mention that a hit makes; a faint name only where something speaks for it."""
        mention = self._weighing.weigh(placed, doubt, block, text, near)
        if mention is None or not placed.hit.faint:
            return mention
        kinds = {one.kind for one in mention.evidence}
        sectors = self._weighing.sectors(placed.hit)
        return mention if stands(placed, block, kinds, sectors) else None

    def near(self, text: str) -> tuple[Near, ...]:
        """Return the listed names nearest to words of `text`, and why each fell short."""
        return nearest(text, self._search)

    def known_maker(self, text: str) -> tuple[str, ...]:
        """Return the vendors, restricted or cleared, that a short text names or numbers."""
        found: dict[str, None] = {}
        for hit in self._search.hits(text):
            if _tells(hit):
                found.update(dict.fromkeys(hit.vendors))
        return tuple(found)

    def known_makers(self, texts: Sequence[str]) -> list[tuple[str, ...]]:
        """Return what `known_maker` tells of each of `texts`, looked through at once."""
        found: list[dict[str, None]] = [{} for _ in texts]
        for indexes, starts, text in _slices(list(enumerate(texts))):
            for hit in self._search.hits(text):
                if _tells(hit):
                    first = bisect_right(starts, hit.start) - 1
                    if bisect_right(starts, hit.end - 1) - 1 == first:
                        found[indexes[first]].update(dict.fromkeys(hit.vendors))
        return [tuple(one) for one in found]

    def part_family(self, text: str) -> Family | None:
        """Return what a part number falls together with: maker, family, series, suffix."""
        for hit in self._search.hits(text):
            if hit.parts:
                return family_of(hit.parts[0], text)
        return None

    def _may_matter(self, hit: Hit, text: str) -> bool:
        if hit.faint:
            return may_stand(hit, text)
        printed = text[hit.start : hit.end]
        doubt = self._weighing.doubt(Placed(hit, 0, hit.start, hit.end, printed))
        lower = hit.form is not None and hit.form.lower
        return not (lower and doubt in {"ordinary", "pieces", "lower"})


def _tells(hit: Hit) -> bool:
    """Whether a hit is enough to say who is named in a few words."""
    lower = hit.form is not None and hit.form.lower
    return hit.trace is None and not hit.faint and not lower


def _slices(
    texts: Sequence[tuple[int, str]],
) -> list[tuple[list[int], list[int], str]]:
    """Join numbered texts into stretches: (numbers, where each starts, the joined text)."""
    found: list[tuple[list[int], list[int], str]] = []
    numbers: list[int] = []
    starts: list[int] = []
    parts: list[str] = []
    size = 0
    for number, text in texts:
        if parts and size + len(text) > SLICE:
            found.append((numbers, starts, BLOCK_END.join(parts)))
            numbers, starts, parts, size = [], [], [], 0
        numbers.append(number)
        starts.append(size)
        parts.append(text)
        size += len(text) + 1
    if parts:
        found.append((numbers, starts, BLOCK_END.join(parts)))
    return found


def _placed(
    hits: Sequence[Hit],
    indexes: list[int],
    starts: list[int],
    text: str,
    blocks: Sequence[Block],
) -> list[Placed]:
    found = []
    for hit in hits:
        at = bisect_right(starts, hit.start) - 1
        printed = text[hit.start : hit.end].replace(BLOCK_END, "\n")
        start = hit.start - starts[at]
        end = min(hit.end - starts[at], len(blocks[indexes[at]].text))
        found.append(Placed(hit, indexes[at], start, end, printed))
    return found


def _taken(mentions: Sequence[Mention], placed: Sequence[Placed]) -> dict[int, Taken]:
    """Return what is read in each block, firmly enough to be nothing else."""
    found: dict[int, Taken] = {}
    for mention in mentions:
        if not mention.needs_context:
            taken = found.setdefault(mention.block, Taken())
            taken.spans.add(mention.start, mention.end)
    for one in placed:
        if one.hit.listed or (one.hit.number is not None and one.hit.number.strength == 1):
            continue
        taken = found.setdefault(one.block, Taken())
        taken.spans.add(one.start, one.end)
        if one.hit.entries:
            taken.strangers.add(one.start, one.end)
    return found


def _kept(mention: Mention, cleared: dict[str, int]) -> bool:
    """Whether a mention is told; of ordinary words only the first few of each."""
    if not mention.needs_context:
        return True
    if not any(one.kind in {"ordinary-word", "lower-case"} for one in mention.evidence):
        return True
    cleared[mention.alias] = cleared.get(mention.alias, 0) + 1
    return cleared[mention.alias] <= CLEARED_KEPT
