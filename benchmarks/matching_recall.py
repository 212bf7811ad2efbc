"""How many damaged names are found, by kind of damage, over every maker name of the lists.

    python benchmarks/matching_recall.py [--seed 7] [--times 3] [--misses 5] [--naive]

A name counts as found where a mention overlaps it and leads to one of its makers, and as raised
where that mention is more than a note. `--naive` runs what a buyer would write in an afternoon
(spaCy's PhraseMatcher, rapidfuzz a word at a time) beside it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

try:
    from damage import KINDS
except ImportError:  # as a part of `python -m benchmarks`
    from benchmarks.damage import KINDS

from analyser.catalogue import AliasKind, Catalogue
from analyser.document import Block, Cell, Document
from analyser.lists.load import load_lists
from analyser.matching.lineage import led
from analyser.matching.matcher import Matcher
from analyser.skeleton import plain

LETTERS = 5

GOODS = {
    "video_surveillance": "camera", "access_control": "door controller", "routers": "router",
    "telecom_network": "network switch", "two_way_radio": "handheld radio", "drone": "drone",
    "cellular_modules": "modem", "lidar": "lidar sensor", "antivirus_software": "antivirus",
    "semiconductor": "memory chip", "servers": "server", "battery": "battery", "solar": "inverter",
    "body_scanner": "baggage scanner", "ai_service": "chatbot", "vehicle": "bus",
    "facial_recognition": "face terminal", "subsea_cable": "cable", "software_app": "app",
}  # fmt: skip
"""Goods that fit a maker, by its class; any other sells "units"."""

CARRIERS = (
    "Supply of {} {goods}s for the car park, delivered and tested.",
    "The contractor shall provide {} {goods} or equal.",
    "Item 4 | {goods}, type B | {} | 2 | 410.00",
    "We have offered a {} {goods} in lot 2, as listed below.",
    "Every {goods} is made by {}, as the schedule shows.",
    "The {goods} at the depot is of {} manufacture (2019).",
)
MAKE_COLUMN = "1 | {goods} | {} | 2"


@dataclass(frozen=True, slots=True)
class Planted:
    """A damaged name in its carrier."""

    name: str
    damaged: str
    text: str
    start: int
    makers: frozenset[str]
    known: bool
    """A listed maker's own name, or that of a brand it owns."""

    cells: tuple[Cell, ...] = ()


def maker_names(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """Return every unambiguous Latin name of five letters and more, with its root makers."""
    found: dict[str, set[str]] = {}
    for vendor_id, lines in catalogue.lineage.items():
        vendor = catalogue.vendors[vendor_id]
        for alias in vendor.aliases:
            letters = plain(alias.text)
            if alias.kind is not AliasKind.NAME or alias.needs_context:
                continue
            if letters.isascii() and letters.isalpha() and len(letters) >= LETTERS:
                found.setdefault(alias.text, set()).update(line.root for line in lines)
    return {name: frozenset(makers) for name, makers in sorted(found.items())}


def standing(catalogue: Catalogue) -> dict[str, tuple[str, bool]]:
    """Return for each name its goods, and whether it is a listed maker's or its own brand's."""
    found: dict[str, tuple[str, bool]] = {}
    for vendor_id in catalogue.lineage:
        vendor = catalogue.vendors[vendor_id]
        way = led(catalogue, vendor_id)
        goods = next((GOODS[one] for one in vendor.sectors if one in GOODS), "unit")
        known = way is not None and way.known
        for alias in vendor.aliases:
            before = found.get(alias.text, (goods, False))
            found[alias.text] = (goods if known else before[0], known or before[1])
    return found


def make_column(goods: str, name: str) -> tuple[Cell, ...]:
    """Return the cells of a row with a column of makers."""
    cells = []
    at = 0
    for heading, text in (("No", "1"), ("Item", goods), ("Make", name), ("Qty", "2")):
        cells.append(Cell(heading, text, at))
        at += len(text) + 3
    return tuple(cells)


def planted(
    names: dict[str, frozenset[str]], catalogue: Catalogue, kind: str, seed: int, times: int
) -> Iterator[Planted]:
    """Yield each name with `kind` of damage done to it, `times` over."""
    damage, _ = KINDS[kind]
    of_whom = standing(catalogue)
    dice = random.Random(f"{seed} {kind}")
    for name, makers in names.items():
        for _ in range(times):
            damaged = damage(name, dice)
            if damaged is None or damaged == name:
                continue
            goods, known = of_whom[name]
            carrier = dice.choice((*CARRIERS, MAKE_COLUMN))
            text = carrier.replace("{goods}", goods)
            start = text.index("{}")
            cells = make_column(goods, damaged) if carrier == MAKE_COLUMN else ()
            yield Planted(name, damaged, text.format(damaged), start, makers, known, cells)


Found = Callable[[list[Planted]], list[tuple[bool, bool]]]


def by_matcher(matcher: Matcher) -> Found:
    """Return what tells, for planted names, whether each was found and raised."""

    def found(items: list[Planted]) -> list[tuple[bool, bool]]:
        told = []
        for item in items:  # each alone: a neighbour must not vouch for it
            document = Document("x", "", "text/plain", blocks=(Block(item.text, cells=item.cells),))
            met = [
                mention
                for mention in matcher.find(document)
                if mention.start < item.start + len(item.damaged)
                and item.start < mention.end
                and item.makers & set(mention.makers)
            ]
            told.append((bool(met), any(not mention.needs_context for mention in met)))
        return told

    return found


def by_afternoon(names: dict[str, frozenset[str]]) -> Found:
    """Return the naive way: spaCy's PhraseMatcher, then rapidfuzz over one to three words."""
    import spacy
    from rapidfuzz import fuzz, process
    from spacy.matcher import PhraseMatcher

    blank = spacy.blank("en")
    phrases = PhraseMatcher(blank.vocab, attr="LOWER")
    for name in names:
        phrases.add(name, [blank.make_doc(name)])
    choices = {name: name.lower() for name in names}

    def found(items: list[Planted]) -> list[tuple[bool, bool]]:
        told = []
        for item in items:
            doc = blank(item.text)
            makers = [names[blank.vocab.strings[hit]] for hit, _, _ in phrases(doc)]
            words = item.text.lower().split()
            for size in (1, 2, 3):
                for at in range(len(words) - size + 1):
                    window = " ".join(words[at : at + size]).strip(".,|")
                    best = process.extractOne(window, choices, scorer=fuzz.ratio, score_cutoff=85)
                    if best is not None:
                        makers.append(names[best[2]])
            right = any(item.makers & one for one in makers)
            told.append((right, right))
        return told

    return found


def shares(told: Sequence[tuple[Planted, tuple[bool, bool]]]) -> str:
    """Return how many there are, and which shares were found and raised."""
    count = max(1, len(told))
    found = sum(one for _, (one, _) in told) / count
    raised = sum(one for _, (_, one) in told) / count
    return f"{len(told):6} {found:7.3f} {raised:7.3f} "


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--kind", default="")
    parser.add_argument("--naive", action="store_true")
    args = parser.parse_args()
    catalogue = load_lists().catalogue
    names = maker_names(catalogue)
    way = by_afternoon(names) if args.naive else by_matcher(Matcher(catalogue))
    print(f"{len(names)} names, seed {args.seed}")
    print(f"{'':18} {'all names':>22} {'makers, own brands':>22}")
    print(f"{'damage':18} " + f"{'n':>6} {'found':>7} {'raised':>7} " * 2 + f"{'asked':>6}")
    for kind, (_, asked) in KINDS.items():
        if args.kind and args.kind != kind:
            continue
        items = list(planted(names, catalogue, kind, args.seed, args.times))
        told = list(zip(items, way(items), strict=True))
        print(f"{kind:18} {shares(told)}{shares([o for o in told if o[0].known])}{asked:6.3f}")
        missed = [item for item, (found, _) in told if not found]
        for item in missed[: args.misses]:
            print(f"    {item.damaged!r} ({item.name}) in {item.text!r}")


if __name__ == "__main__":
    main()
