"""How many part numbers are found, and whose: every grammar's examples, and a file of one's own.

    python benchmarks/matching_parts.py [../shared/bench/dev/part_numbers.csv] [--misses 5]

Each number stands in a sentence with its vendor's name, where its grammar is weak, and without
it, where it is not. Damage: one separator dropped, a region's suffix added, O for 0 or I for 1.
`of that maker alone`: no maker is told that the number's vendor does not lead to. `cleared
vendors' numbers, left`: numbers of vendors that lead to no listed maker raise nothing.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
from collections import defaultdict
from pathlib import Path

from analyser.catalogue import Catalogue, Vendor
from analyser.document import Block, Document
from analyser.lists.load import load_lists
from analyser.matching.matcher import Matcher

SUFFIXES = ("/US", "-UK", "-EU", "/INT", "-RB")


def met(matcher: Matcher, text: str, part: str, *, raised: bool = False) -> set[str]:
    """Return the makers of what overlaps `part` in `text`, of what is `raised` only if asked."""
    start = text.index(part)
    document = Document("x", "", "", blocks=(Block(text),))
    return {
        maker
        for mention in matcher.find(document)
        if not (raised and mention.needs_context)
        and mention.start < start + len(part)
        and start < mention.end
        for maker in mention.makers
    }


def carrier(vendor: Vendor, part: str) -> str:
    """Return a sentence with `part`, the vendor beside it: weak grammars ask for it."""
    context = " ".join(dict.fromkeys(w for g in vendor.grammars for w in g.context[:1]))
    return f"Item 3: {vendor.name} {context} unit, part {part}, twelve of."


def dropped(part: str, dice: random.Random) -> str | None:
    """Return `part` with one separator dropped."""
    places = [i for i, c in enumerate(part) if c in "-/ " and 0 < i < len(part) - 1]
    if not places:
        return None
    at = dice.choice(places)
    return part[:at] + part[at + 1 :]


def confused(part: str, dice: random.Random) -> str | None:
    """Return `part` with one digit as a scanner may read it: O for 0, I for 1."""
    places = [i for i, c in enumerate(part) if c in "01"]
    if not places:
        return None
    at = dice.choice(places)
    return part[:at] + {"0": "O", "1": "I"}[part[at]] + part[at + 1 :]


def cleared(catalogue: Catalogue) -> list[tuple[Vendor, str]]:
    """Return every example of a grammar that leads to no listed maker."""
    return [
        (vendor, text)
        for vendor in catalogue.vendors.values()
        if vendor.id not in catalogue.lineage
        for grammar in vendor.grammars
        for text in grammar.examples
    ]


def examples(catalogue: Catalogue, *, damaged: bool) -> list[tuple[Vendor, str]]:
    """Return every example of a grammar that leads to a listed maker.

    Weak grammars ("CH-4") are read as they are printed or not at all.
    """
    return [
        (catalogue.vendors[vendor], text)
        for vendor in sorted(catalogue.lineage)
        for grammar in catalogue.vendors[vendor].grammars
        for text in grammar.examples
        if grammar.strength != "weak" or not damaged
    ]


def shared(catalogue: Catalogue, part: str) -> list[str]:
    """Return the makers of other vendors whose grammars have `part` among their examples."""
    return [
        line.root
        for vendor, lines in catalogue.lineage.items()
        for grammar in catalogue.vendors[vendor].grammars
        if part in grammar.examples
        for line in lines
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--misses", type=int, default=0)
    args = parser.parse_args()
    catalogue = load_lists().catalogue
    matcher = Matcher(catalogue)
    dice = random.Random(args.seed)
    table: dict[str, list[tuple[bool, str]]] = defaultdict(list)
    firm = {(one.id, text) for one, text in examples(catalogue, damaged=True)}
    for vendor, part in examples(catalogue, damaged=False):
        roots = {line.root for line in catalogue.lineage[vendor.id]}
        variants = {
            "as printed": part,
            "separator dropped": dropped(part, dice) if (vendor.id, part) in firm else None,
            "suffix added": part + dice.choice(SUFFIXES) if (vendor.id, part) in firm else None,
            "O for 0, I for 1": confused(part, dice) if (vendor.id, part) in firm else None,
        }
        for kind, text in variants.items():
            if text is not None:
                found = met(matcher, carrier(vendor, text), text)
                table[kind].append((bool(roots & found), f"{text} ({vendor.id})"))
                alone = found <= roots | set(shared(catalogue, part))
                table["of that maker alone"].append((alone, f"{text} ({vendor.id}) -> {found}"))
    for vendor, part in cleared(catalogue):
        found = met(matcher, f"Item 3: unit, part {part}, twelve of.", part, raised=True)
        told = f"{part} ({vendor.id}) -> {found}"
        table["cleared vendors' numbers, left"].append((not found, told))
    if args.file is not None:
        _own_file(args.file, matcher, catalogue, table)
    for kind, told in table.items():
        print(f"{kind:28} {len(told):5} {sum(hit for hit, _ in told) / len(told):.3f}")
        for _, text in [one for one in told if not one[0]][: args.misses]:
            print(f"    {text}")


def _own_file(
    path: Path,
    matcher: Matcher,
    catalogue: Catalogue,
    table: dict[str, list[tuple[bool, str]]],
) -> None:
    """Add the rows of a CSV file with `part`, `maker` (or `none`) and `note`."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            part, maker = row["part"], row["maker"]
            known = catalogue.vendors.get(maker)
            if maker == "none":
                found = met(matcher, f"Item 3: unit, part {part}, twelve of.", part, raised=True)
                table["file: other makers, left"].append((not found, f"{part} -> {found}"))
                continue
            # A number that asks for context stands beside the brand that the note names.
            brand = re.split(r" example|[:,(]", row["note"])[0].strip()
            asks = "needs context" in row["note"] or "weak" in row["note"]
            text = f"Item: {brand} {part}" if asks else f"Item: {part}"
            if known and asks:
                text = carrier(known, part)
            found = met(matcher, text, part)
            roots = {line.root for line in catalogue.lineage.get(maker, ())}
            right = bool(roots & found) or any(maker in one or one in maker for one in found)
            table["file: found"].append((right, f"{part} ({maker}) -> {found}"))


if __name__ == "__main__":
    main()
