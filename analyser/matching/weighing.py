"""From hits to mentions: what speaks for and against each, where it leads, how firmly.

A hit that is enough alone is firm. Any other (an ordinary word, an acronym, a short or lower-case
misspelling, a weak part number) needs support from its surroundings or from firm hits of the same
maker; without it, it is noted at most, and says so.
"""

from __future__ import annotations

from dataclasses import replace

from analyser.catalogue import AliasKind, Catalogue
from analyser.document import Block, Reading
from analyser.finding import ALONE, Evidence, Mention, Route
from analyser.matching.context_words import PAGE, context_word
from analyser.matching.doubts import doubt_of, outweighed, settled
from analyser.matching.expansions import Spelt, versioned
from analyser.matching.hits import Hit
from analyser.matching.lineage import Led, led
from analyser.matching.look_alikes import LookAlikes
from analyser.matching.met import alias_of, met
from analyser.matching.routes import route_of
from analyser.matching.slips import BELIEVED, FIRM, LIST_REACH, points
from analyser.matching.support import Support
from analyser.matching.surroundings import best_sector, goods_beside, person_or_place
from analyser.matching.telltales import HARDWARE, Lent
from analyser.matching.witnesses import ANYONE, MAKER_OF, Placed, Witnesses
from analyser.matching.word_lists import ordinary_words, word_halves

STEP = 1000

LENT = "lent"
"""The doubt about a name that firms take over with goods made for them, and about a chip."""

OF_GOODS = frozenset({"product-context", "goods-nearby"})

SPELT_OUT = frozenset({"alias", "ordinary", "lower", "initials"})
"""Doubts about an acronym that its being spelt out otherwise settles."""


class Weighing:
    """Weighs hits against their surroundings under one catalogue."""

    def __init__(
        self, catalogue: Catalogue, look_alikes: LookAlikes, common: frozenset[str]
    ) -> None:
        self._catalogue = catalogue
        self._look_alikes = look_alikes
        self._common = common
        self._ordinary = ordinary_words()
        self._halves = word_halves()
        self._led: dict[str, Led | None] = {}
        self._support = Support(catalogue)
        self._spelt = Spelt()
        self._lent = Lent(catalogue)

    def led(self, vendor: str) -> Led | None:
        """Return where `vendor` leads, looked up once."""
        if vendor not in self._led:
            self._led[vendor] = led(self._catalogue, vendor)
        return self._led[vendor]

    def kin(self, hit: Hit) -> tuple[str, ...]:
        """Return the vendors of a hit and the makers that they lead to."""
        found = dict.fromkeys(hit.vendors)
        for vendor in hit.vendors:
            way = self.led(vendor)
            if way is not None:
                found.update(dict.fromkeys(way.makers))
        return tuple(found)

    def company(self, hit: Hit) -> tuple[str, ...]:
        """Return what a firm name stands for beside others: a listed maker, makers of its goods."""
        goods = {
            MAKER_OF + sector
            for one in hit.vendors
            for sector in self._catalogue.vendors[one].sectors
            if sector != "general"
        }
        return (*((ANYONE,) if hit.listed else ()), *sorted(goods))

    def doubt(self, placed: Placed) -> str:
        """Return why a hit is not enough alone; `""` where it is."""
        hit = placed.hit
        vendor = self._catalogue.vendors[hit.entries[0].vendor] if hit.entries else None
        doubt = doubt_of(hit, placed.printed, vendor, self._common)
        return doubt or (LENT if self.trace_group(hit) else "")

    def trace_group(self, hit: Hit) -> str:
        """Return the group of traces that a hit is of; `""` for a name or number of its own."""
        if hit.trace is not None:
            return hit.trace.group
        if hit.parts:
            return HARDWARE if all(map(self._lent.chip, hit.vendors)) else ""
        groups = {self._lent.group(one.vendor, one.plain) for one in hit.entries}
        return min(groups, default="")

    def weigh(
        self, placed: Placed, doubt: str, block: Block, text: str, witnesses: Witnesses
    ) -> Mention | None:
        """Return the mention that a hit makes, or `None` where it is none.

        A weak number that stands alone bears `ALONE`: none, unless the tender says more.
        """
        hit = placed.hit
        vendors = [one for one in hit.vendors if self.led(one) is not None]
        if not vendors:
            return None
        named = self._catalogue.vendors[hit.entries[0].vendor] if hit.entries else None
        evidence = [met(hit, named, by_ocr=block.reading is Reading.OCR)]
        ids = self.kin(hit)
        support = self._support.of(placed, doubt, block, text, ids, witnesses)
        against = self._against(placed, text, doubt, ids, witnesses)
        weak = False
        needs_context = False
        group = self.trace_group(hit)
        others = witnesses.traced(hit.vendors, group) if group else ()
        if hit.trace is not None:
            weak = True
            needs_context = not (_corroborated(hit, support) or others)
            # Any camera's sheet holds such an address: the goods say nothing of the maker.
            support = [one for one in support if one.kind not in OF_GOODS]
        elif hit.parts:
            verdict = self._part(placed, block, support, evidence)
            needs_context, weak = verdict is None, verdict is not False
            if needs_context:
                evidence.append(Evidence(ALONE, "nothing around it tells whose number it is"))
        elif doubt == "misspelling" and (hit.edits or hit.recorded):
            needs_context, weak = self._slip(placed, block, support)
        elif doubt and doubt != LENT:
            needs_context, weak, note = settled(doubt, hit, placed.printed, support, against)
            if note is not None:
                evidence.append(note)
        if group:
            lent = not _named(support)
            weak = weak or lent
            needs_context = needs_context and not others
            if lent and evidence[0].kind in {"product-line", "exact-name"}:
                words = f"{hit.entries[0].text!r} stands in the sheets of other brands too"
                evidence[0] = Evidence("telltale", words)
            if others:
                evidence.append(Evidence("telltale", f"other traces too: {', '.join(others)}"))
        if against is not None and (doubt or against.kind == "hard-negative-context"):
            evidence.append(against)
            needs_context = needs_context or not outweighed(against, support)
        evidence += support
        about = _about(hit, text)
        mention = self._mention(placed, block, vendors, evidence, about, (weak, needs_context))
        trace = evidence[0].kind == "telltale"
        return replace(mention, route=Route.TELLTALE) if trace else mention

    def _mention(
        self,
        placed: Placed,
        block: Block,
        vendors: list[str],
        evidence: list[Evidence],
        about: tuple[str, ...],
        doubts: tuple[bool, bool],
    ) -> Mention:
        hit = placed.hit
        weak, needs = doubts
        ways = sorted(
            ((one, way) for one in vendors if (way := self.led(one)) is not None),
            key=lambda pair: (pair[1].weak, len(pair[1].chain), pair[0]),
        )
        vendor, way = ways[0]
        firm = [(one, other) for one, other in ways if other.weak == way.weak]
        makers = tuple(dict.fromkeys(maker for _, other in firm for maker in other.makers))
        if hit.trace is not None:
            makers = makers[:1] if len(hit.trace.makers) > 1 else makers
        if way.disputed:
            evidence.append(Evidence("lineage-disputed", "the way to the listed maker is disputed"))
        unlisted = [one for one in hit.vendors if one not in vendors]
        if unlisted and hit.trace is None:
            names = ", ".join(self._catalogue.vendors[one].name for one in unlisted[:3])
            evidence.append(Evidence("shared-brand", f"also a name of {names}"))
        return Mention(
            block=placed.block,
            start=placed.start,
            end=min(placed.end, len(block.text)),
            text=placed.printed,
            makers=makers,
            chain=way.chain,
            route=route_of(hit, way, by_ocr=block.reading is Reading.OCR),
            vendor=vendor,
            alias=alias_of(hit),
            evidence=tuple(evidence),
            weak=weak or way.weak,
            needs_context=needs,
            resold=bool(way.chain) and not way.owned,
            equipment=best_sector(
                block, placed.start, placed.end, self._catalogue.vendors[vendor].sectors, about
            ),
        )

    def _against(
        self,
        placed: Placed,
        text: str,
        doubt: str,
        ids: tuple[str, ...],
        witnesses: Witnesses,
    ) -> Evidence | None:
        hit = placed.hit
        known = self._look_alikes.against(hit.vendors, text, hit.start, hit.end)
        if known is not None:
            return known
        if doubt in SPELT_OUT and versioned(text[max(0, hit.start - 24) : hit.start]):
            return Evidence("hard-negative-context", "follows a version number")
        if doubt in SPELT_OUT:
            told = self._spelt.where(text, placed.printed)
            if told is not None and not witnesses.within(ids, *told, parts=False, but=-1):
                words = " ".join(text[slice(*told)].split())
                return Evidence("hard-negative-context", f"stands for {words!r}")
        fuzzy = bool(hit.edits) or doubt in {"alias", "ordinary", "misspelling"}
        if fuzzy and not hit.parts and hit.trace is None:
            where = person_or_place(text, hit.start, hit.end)
            if where:
                return Evidence("person-or-place", f"reads as {where}")
        return None

    def _slip(self, placed: Placed, block: Block, support: list[Evidence]) -> tuple[bool, bool]:
        """Return whether a misspelling needs context, and whether it is weak."""
        hit = placed.hit
        kinds = {one.kind for one in support}
        if goods_beside(block, placed.start, placed.end, self.sectors(hit)):
            kinds.add("goods-beside")
        entry = hit.entries[0]
        known = entry.kind is not AliasKind.PRODUCT_LINE and any(
            (way := self.led(one)) is not None and way.known for one in hit.vendors
        )
        around = block.text[max(0, placed.start - LIST_REACH) : placed.end + LIST_REACH]
        got = points(
            placed.printed,
            entry.text,
            known=known,
            ordinary=self._ordinary,
            halves=self._halves,
            kinds=kinds,
            text_around=around,
        )
        sure = bool(kinds & {"column-make", "maker-nearby"})
        firm = sure and known and got >= FIRM
        return got < BELIEVED or hit.faint, not firm or hit.faint

    def sectors(self, hit: Hit) -> list[str]:
        """Return the classes of goods of the vendors of `hit`."""
        return [sector for one in hit.vendors for sector in self._catalogue.vendors[one].sectors]

    def _part(
        self, placed: Placed, block: Block, support: list[Evidence], evidence: list[Evidence]
    ) -> bool | None:
        """Return whether a part number is weak evidence; `None` where it stands alone."""
        one = placed.hit.parts[0]
        kinds = {each.kind for each in support}
        named = bool(kinds & {"maker-nearby", "maker-elsewhere"})
        words = context_word(one.number.grammar.context, (placed.start, placed.end), block)
        if words:
            evidence.append(Evidence("product-context", f"beside {words!r}"))
        if one.how == "confused":
            evidence.append(Evidence("part-uncertain", "with O for 0 or I for 1"))
            return "maker-nearby" not in kinds
        strength = one.number.strength
        if strength == 3:
            return False
        if strength == 2:
            return not (named or words or "product-context" in kinds)
        if not named and not words:
            return None
        return not named


def _about(hit: Hit, text: str) -> tuple[str, ...]:
    """Return what tells the goods of a hit beside its block: its numbering, the text around it."""
    note = hit.number.grammar.note if hit.number is not None else ""
    begin = hit.start - hit.start % STEP  # the same for the next name: counted once
    return note, text[max(0, begin - PAGE) : begin + STEP + PAGE]


def _named(support: list[Evidence]) -> bool:
    """Whether the maker itself is named, beside or elsewhere."""
    return any(one.kind.startswith("maker-") for one in support)


def _corroborated(hit: Hit, support: list[Evidence]) -> bool:
    """Whether a trace is more than chance: strong itself, or not alone."""
    strong = hit.trace is None or hit.trace.strength == "strong"
    return strong or _named(support)
