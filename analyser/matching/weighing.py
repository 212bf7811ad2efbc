"""From hits to mentions: what speaks for and against each, where it leads, how firmly.

A hit that is enough alone is firm. Any other (an ordinary word, an acronym, a short or lower-case
misspelling, a weak part number) needs support from its surroundings or from firm hits of the same
maker; without it, it is noted at most, and says so.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from analyser.catalogue import AliasKind, Catalogue
from analyser.document import Block, Reading
from analyser.finding import Evidence, Mention, Route
from analyser.matching.hits import Hit
from analyser.matching.lineage import Led, led
from analyser.matching.surroundings import (
    LookAlikes,
    best_sector,
    cell_at,
    goods_word,
    heads_make,
    person_or_place,
    product_word,
)

SENTENCE = 160  # characters in which a firm name of the same maker stands "beside" a hit
FIRM_LENGTH = 6  # letters of a misread name that needs no second witness
SHORT = 4
FAR = 1 << 60
ANYONE = "*"


@dataclass(frozen=True, slots=True)
class Placed:
    """A hit with its place in a block."""

    hit: Hit
    block: int
    start: int
    end: int
    printed: str


@dataclass(slots=True)
class Witnesses:
    """Where makers and vendors are firmly named, counted in the joined text."""

    places: dict[str, list[int]] = field(default_factory=dict)
    parts: dict[str, list[int]] = field(default_factory=dict)

    def add(self, ids: Sequence[str], at: int, *, part: bool) -> None:
        """Record a firm hit of `ids` at `at`."""
        for one in ids:
            (self.parts if part else self.places).setdefault(one, []).append(at)

    def anyone(self, low: int, high: int, *, but: int) -> bool:
        """Whether any listed maker is firmly named between `low` and `high`."""
        return self.within((ANYONE,), low, high, parts=False, but=but)

    def shifted(self, by: int) -> Witnesses:
        """Return the same witnesses, counted from `by`."""
        if not by:
            return self
        return Witnesses(
            {one: [at - by for at in places] for one, places in self.places.items()},
            {one: [at - by for at in places] for one, places in self.parts.items()},
        )

    def within(
        self, ids: Sequence[str], low: int, high: int, *, parts: bool, but: int
    ) -> bool:
        """Whether one of `ids` is named (or a part of it stands) between `low` and `high`.

        What stands at `but` is the hit itself, which is no witness of its own.
        """
        for one in ids:
            places = (self.parts if parts else self.places).get(one, [])
            at = bisect_left(places, low)
            if at < len(places) and places[at] == but:
                at += 1
            if at < len(places) and places[at] < high:
                return True
        return False


class Weighing:
    """Weighs hits against their surroundings under one catalogue."""

    def __init__(
        self, catalogue: Catalogue, look_alikes: LookAlikes, common: frozenset[str]
    ) -> None:
        self._catalogue = catalogue
        self._look_alikes = look_alikes
        self._common = common
        self._led: dict[str, Led | None] = {}

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

    def doubt(self, placed: Placed) -> str:
        """Return why a hit is not enough alone; `""` where it is."""
        hit = placed.hit
        if hit.trace is not None:
            return "telltale"
        if hit.parts:
            one = hit.parts[0]
            if one.number.strength < 3:
                return "part"
            return "uncertain part" if one.how == "confused" else ""
        return self._name_doubt(hit, placed.printed)

    def _name_doubt(self, hit: Hit, printed: str) -> str:
        entry, form = hit.entries[0], hit.form
        vendor = self._catalogue.vendors[entry.vendor]
        common = entry.plain in self._common
        open_to_doubt = all(one.needs_context for one in hit.entries)
        if form is None:
            return ""
        if common and form.lower and (open_to_doubt or vendor.ambiguous):
            return "ordinary"
        if open_to_doubt:
            return "ordinary" if common else "alias"
        if vendor.ambiguous and entry.kind is not AliasKind.LEGAL:
            if common:
                return "ordinary"
            if len(entry.plain) <= SHORT and entry.plain.isascii():
                return "alias"
        if (entry.acronym or entry.case_sensitive) and printed != entry.text and not form.disguised:
            return "alias" if printed.isupper() else "lower"
        if len(entry.plain) <= SHORT and form.lower and entry.plain.isascii():
            return "lower"
        if form.pieces and all(len(p) < 2 or p in self._common for p in form.pieces):
            return "pieces"
        if hit.edits or (form.misread and len(entry.plain) < FIRM_LENGTH):
            return "misspelling"
        if _initials(entry.text) and entry.kind in {AliasKind.NAME, AliasKind.PRODUCT_LINE}:
            return "initials"
        return ""

    def weigh(
        self, placed: Placed, doubt: str, block: Block, text: str, witnesses: Witnesses
    ) -> Mention | None:
        """Return the mention that a hit makes, or `None` where it is none."""
        hit = placed.hit
        offset = hit.start - placed.start
        vendors = [one for one in hit.vendors if self.led(one) is not None]
        if not vendors:
            return None
        evidence = [self._met(placed, block)]
        ids = self.kin(hit)
        support = self._support(placed, block, ids, offset, witnesses)
        against = self._against(placed, text, doubt)
        weak = False
        needs_context = False
        if hit.trace is not None:
            weak = True
            needs_context = not self._corroborated(hit, support, witnesses)
        elif hit.parts:
            verdict = self._part(placed, block, support, evidence)
            if verdict is None:
                return None
            weak = verdict
        elif doubt:
            needs_context, weak, note = self._doubtful(doubt, support, against)
            if note.kind:
                evidence.append(note)
        if against is not None and (doubt or against.kind == "hard-negative-context"):
            evidence.append(against)
            needs_context = needs_context or not any(
                one.kind == "column-make" for one in support
            )
        evidence += support
        return self._mention(placed, block, vendors, evidence, weak=weak, needs=needs_context)

    def _mention(
        self,
        placed: Placed,
        block: Block,
        vendors: list[str],
        evidence: list[Evidence],
        *,
        weak: bool,
        needs: bool,
    ) -> Mention:
        hit = placed.hit
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
            route=self._route(placed, block, way, vendor),
            vendor=vendor,
            alias=_alias(hit),
            evidence=tuple(evidence),
            weak=weak or way.weak,
            needs_context=needs,
            equipment=best_sector(
                block, placed.start, placed.end, self._catalogue.vendors[vendor].sectors
            ),
        )

    def _route(self, placed: Placed, block: Block, way: Led, vendor: str) -> Route:
        hit = placed.hit
        if hit.trace is not None:
            return Route.TELLTALE
        if hit.parts:
            return Route.PART_NUMBER
        entry, form = hit.entries[0], hit.form
        by_ocr = block.reading is Reading.OCR
        if hit.edits:
            return Route.OCR if by_ocr else Route.MISSPELLING
        if form is not None:
            if not form.exact or form.disguised:
                return Route.OCR if by_ocr or form.misread else Route.OBFUSCATED
            if form.broken:
                return Route.SPLIT
        if entry.kind is AliasKind.MISSPELLING:
            return Route.MISSPELLING
        if entry.kind is AliasKind.NATIVE:
            return Route.NATIVE_NAME
        if way.chain:
            return Route.SUBSIDIARY if way.owned else Route.REBRAND
        kinds = {AliasKind.LEGAL: Route.LEGAL_NAME, AliasKind.PRODUCT_LINE: Route.PRODUCT_LINE}
        return kinds.get(entry.kind, Route.NAME)

    def _met(self, placed: Placed, block: Block) -> Evidence:
        """Return the evidence of the words themselves."""
        hit = placed.hit
        if hit.trace is not None:
            return Evidence("telltale", f"{hit.trace.kind.replace('_', ' ')} {hit.trace.literal}")
        if hit.parts:
            return _part_met(hit)
        entry, form = hit.entries[0], hit.form
        name = entry.text
        if hit.edits:
            if block.reading is Reading.OCR:
                return Evidence("ocr-fold", f"read from a picture, near {name!r}")
            edits = "one letter" if hit.edits == 1 else "two letters"
            return Evidence(f"misspelling-{hit.edits}", f"{edits} from {name!r}")
        if form is not None and not form.exact:
            kind = "folded-name" if form.disguised else "ocr-fold"
            return Evidence(kind, f"{name!r} in letters that look alike")
        if form is not None and (form.disguised or form.broken):
            how = "disguised" if form.disguised else "broken over lines or spaces"
            return Evidence("folded-name" if form.disguised else "split", f"{name!r}, {how}")
        kinds = {
            AliasKind.LEGAL: ("legal-name", "registered name"),
            AliasKind.NATIVE: ("native-name", "name in its own script"),
            AliasKind.PRODUCT_LINE: ("product-line", "product line"),
            AliasKind.MISSPELLING: ("misspelling-1", "misspelling on record of"),
        }
        kind, words = kinds.get(entry.kind, ("exact-name", "exact name"))
        shown = self._catalogue.vendors[entry.vendor].name if kind == "misspelling-1" else name
        return Evidence(kind, f"{words} {shown!r}")

    def _support(
        self,
        placed: Placed,
        block: Block,
        ids: tuple[str, ...],
        offset: int,
        witnesses: Witnesses,
    ) -> list[Evidence]:
        found = []
        hit = placed.hit
        low, high, at = offset, offset + len(block.text), hit.start
        cell = cell_at(block, placed.start)
        if cell is not None and heads_make(cell.heading):
            found.append(Evidence("column-make", f"in the column {cell.heading!r}"))
        if not hit.parts and witnesses.within(ids, low, high, parts=True, but=at):
            found.append(Evidence("maker-nearby", "a part number of the same maker beside it"))
        around = (max(low, hit.start - SENTENCE), min(high, hit.end + SENTENCE))
        if witnesses.within(ids, *around, parts=False, but=at):
            found.append(Evidence("maker-nearby", "the maker is named beside it"))
        elif witnesses.within(hit.vendors, -FAR, FAR, parts=False, but=at):
            found.append(Evidence("maker-elsewhere", "the maker is named elsewhere in the document"))
        elif witnesses.within(hit.vendors, -FAR, FAR, parts=True, but=at):
            found.append(Evidence("maker-elsewhere", "its part numbers stand in the document"))
        elif witnesses.anyone(*around, but=at):
            found.append(Evidence("product-context", "beside another listed maker"))
        sectors = [s for one in hit.vendors for s in self._catalogue.vendors[one].sectors]
        word = product_word(block, placed.start, placed.end, sectors)
        if word:
            found.append(Evidence("product-context", f"beside {word!r}"))
        elif hit.edits == 1 and (word := goods_word(block, placed.start, placed.end)):
            found.append(Evidence("goods-nearby", f"beside {word!r}"))
        form = hit.form
        if form is not None and form.glued:
            found.append(Evidence("glued", "runs into its neighbour"))
        confidence = _lowest_confidence(block, placed.start, placed.end)
        if confidence is not None and confidence < 0.6:
            found.append(Evidence("low-ocr-confidence", f"letters {confidence:.0%} sure"))
        return found

    def _against(self, placed: Placed, text: str, doubt: str) -> Evidence | None:
        hit = placed.hit
        why = self._look_alikes.why(hit.vendors, text, hit.start, hit.end)
        if why:
            return Evidence("hard-negative-context", why)
        fuzzy = bool(hit.edits) or doubt in {"alias", "ordinary", "misspelling"}
        if fuzzy and not hit.parts and hit.trace is None:
            where = person_or_place(text, hit.start, hit.end)
            if where:
                return Evidence("person-or-place", f"reads as {where}")
        return None

    def _doubtful(
        self, doubt: str, support: list[Evidence], against: Evidence | None
    ) -> tuple[bool, bool, Evidence]:
        """Return (needs context, weak, the doubt itself)."""
        kinds = {one.kind for one in support}
        sure = bool(kinds & {"column-make", "maker-nearby"})
        some = sure or bool(kinds & {"product-context", "maker-elsewhere"})
        notes = {
            "ordinary": ("ordinary-word", "an ordinary word"),
            "alias": ("ambiguous-alias", "others bear the name too"),
            "lower": ("lower-case", "in small letters"),
            "pieces": ("ordinary-word", "two ordinary words"),
            "misspelling": ("", "a misspelling"),
            "initials": ("", "initials, which others may share"),
        }
        note = Evidence(*notes[doubt])
        if doubt == "ordinary" or against is not None:
            return not sure, True, note
        if doubt == "initials" and "product-context" in kinds:
            return False, False, note
        if doubt == "misspelling":
            return not (some or "goods-nearby" in kinds), not some, note
        return not some, not sure, note

    def _part(
        self, placed: Placed, block: Block, support: list[Evidence], evidence: list[Evidence]
    ) -> bool | None:
        """Return whether a part number is weak evidence; `None` where it is none."""
        one = placed.hit.parts[0]
        kinds = {each.kind for each in support}
        named = bool(kinds & {"maker-nearby", "maker-elsewhere"})
        words = _context_word(one.number.grammar.context, block)
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

    def _corroborated(self, hit: Hit, support: list[Evidence], witnesses: Witnesses) -> bool:
        """Whether a trace is more than chance: strong itself, or not alone."""
        trace = hit.trace
        if trace is None or trace.strength == "strong":
            return True
        if any(one.kind.startswith("maker-") for one in support):
            return True
        return False


def _initials(text: str) -> bool:
    """Whether a name is nothing but a few capitals: "AVIC", "ZTE"."""
    return text.isupper() and text.isalpha() and len(text) <= SHORT


def _context_word(words: Sequence[str], block: Block) -> str:
    text = " ".join((block.text, block.heading, block.caption)).casefold()
    return next((word for word in words if word.casefold() in text), "")


def _part_met(hit: Hit) -> Evidence:
    one = hit.parts[0]
    kinds = {3: "part-strong", 2: "part-medium", 1: "part-weak"}
    example = one.number.grammar.examples[0] if one.number.grammar.examples else ""
    like = f" (as {example})" if example else ""
    return Evidence(kinds[one.number.strength], f"fits the maker's numbering{like}")


def _alias(hit: Hit) -> str:
    if hit.trace is not None:
        return hit.trace.literal
    if hit.parts:
        examples = hit.parts[0].number.grammar.examples
        return examples[0] if examples else hit.parts[0].number.grammar.regex
    return hit.entries[0].text


def _lowest_confidence(block: Block, start: int, end: int) -> float | None:
    sure = [
        span.ocr_confidence
        for span in block.spans
        if span.ocr_confidence is not None and span.start < end and start < span.end
    ]
    return min(sure, default=None)
