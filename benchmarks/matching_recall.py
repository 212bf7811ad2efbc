"""How many damaged names are found, by kind of damage, over every maker name of the lists.

    python benchmarks/matching_recall.py [--seed 7] [--times 3] [--misses 5] [--naive]

A name counts as found where a mention overlaps it and leads to one of its makers, and as raised
where that mention is more than a note. `--naive` runs what a buyer would write in an afternoon
(spaCy's PhraseMatcher, rapidfuzz a word at a time) beside it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from damage import KINDS

from analyser.catalogue import AliasKind, Catalogue
from analyser.document import Block, Document
from analyser.lists.load import load_lists
from analyser.matching.matcher import Matcher
from analyser.skeleton import plain

LETTERS = 5

CARRIERS = (
    "Supply of {} cameras for the car park, delivered and tested.",
    "The contractor shall provide {} equipment or equal.",
    "Item 4 | Recorder, 16 channels | {} | 2 | 410.00",
    "We have offered {} products in lot 2, as listed below.",
    "All network switches are made by {}, as the schedule shows.",
    "The radios at the depot are of {} manufacture (2019).",
)


@dataclass(frozen=True, slots=True)
class Planted:
    """A damaged name in its carrier."""

    name: str
    damaged: str
    text: str
    start: int
    makers: frozenset[str]


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


def planted(
    names: dict[str, frozenset[str]], kind: str, seed: int, times: int
) -> Iterator[Planted]:
    """Yield each name with `kind` of damage done to it, `times` over."""
    damage, _ = KINDS[kind]
    dice = random.Random(f"{seed} {kind}")
    for name, makers in names.items():
        for _ in range(times):
            damaged = damage(name, dice)
            if damaged is None or damaged == name:
                continue
            carrier = dice.choice(CARRIERS)
            start = carrier.index("{}")
            yield Planted(name, damaged, carrier.format(damaged), start, makers)


Found = Callable[[list[Planted]], list[tuple[bool, bool]]]


def by_matcher(matcher: Matcher) -> Found:
    """Return what tells, for planted names, whether each was found and raised."""

    def found(items: list[Planted]) -> list[tuple[bool, bool]]:
        told = []
        for item in items:  # each alone: a neighbour must not vouch for it
            document = Document("x", "", "text/plain", blocks=(Block(item.text),))
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
                    best = process.extractOne(
                        window, choices, scorer=fuzz.ratio, score_cutoff=85
                    )
                    if best is not None:
                        makers.append(names[best[2]])
            right = any(item.makers & one for one in makers)
            told.append((right, right))
        return told

    return found


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
    print(f"{'damage':18} {'n':>6} {'found':>7} {'raised':>7} {'asked':>6}")
    for kind, (_, asked) in KINDS.items():
        if args.kind and args.kind != kind:
            continue
        items = list(planted(names, kind, args.seed, args.times))
        told = way(items)
        hit = sum(found for found, _ in told) / max(1, len(items))
        raised = sum(up for _, up in told) / max(1, len(items))
        print(f"{kind:18} {len(items):6} {hit:7.3f} {raised:7.3f} {asked:6.3f}")
        missed = [item for item, (found, _) in zip(items, told, strict=True) if not found]
        for item in missed[: args.misses]:
            print(f"    {item.damaged!r} ({item.name}) in {item.text!r}")


if __name__ == "__main__":
    main()
