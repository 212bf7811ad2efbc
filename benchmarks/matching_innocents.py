"""Names and words of others, planted beside goods: how many are taken for a listed name misspelt.

    python benchmarks/matching_innocents.py [FOLDER] [--show]

The cleared makers of the lists are taken out of them, and their names planted in the sentences of
`matching_recall.py`, as are the brands of `other_brands.txt`. With a folder of real tenders, every
capitalised word and pair of words in it that stands near a listed name is planted too. Nothing of
these is a listed maker's.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from matching_recall import CARRIERS, GOODS, MAKE_COLUMN, make_column
from matching_speed import extract

from analyser.catalogue import AliasKind, Catalogue
from analyser.document import Block, Document
from analyser.finding import Mention
from analyser.lists.load import load_lists
from analyser.matching.matcher import Matcher
from analyser.skeleton import plain

PAIR = re.compile(r"\b[A-Z][\w&'-]+(?: [A-Z][\w&'-]+)?\b")
BRANDS = Path(__file__).with_name("other_brands.txt")
CHANGED = frozenset({"misspelling-1", "misspelling-2"})


def without_cleared(catalogue: Catalogue) -> Catalogue:
    """Return `catalogue` without the vendors that lead to no listed maker."""
    listed = {key: one for key, one in catalogue.vendors.items() if key in catalogue.lineage}
    return replace(catalogue, vendors=listed)


def cleared_names(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield (name, goods) of each maker that leads to no listed one."""
    listed = {plain(a.text) for key in catalogue.lineage for a in catalogue.vendors[key].aliases}
    for key, vendor in sorted(catalogue.vendors.items()):
        if key in catalogue.lineage:
            continue
        goods = next((GOODS[one] for one in vendor.sectors if one in GOODS), "camera")
        names = {vendor.name, *(a.text for a in vendor.aliases if a.kind is AliasKind.NAME)}
        for name in sorted(names):
            if plain(name) not in listed:
                yield from ((name, one) for one in sorted({goods, "camera"}))


def words_near(matcher: Matcher, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (words, goods) for the capitalised words of the PDFs of `folder` near a name."""
    words = {word for text in extract(folder) for page in text for word in PAIR.findall(page)}
    words |= {part for word in words for part in word.split()}
    for word in sorted(words):
        whole = Document("x", "", "text/plain", blocks=(Block(f"{word}."),))
        if any(_changed(one) for one in matcher.find(whole)):
            yield from ((word, goods) for goods in ("camera", "router"))


def taken(matcher: Matcher, name: str, goods: str) -> Iterator[tuple[str, Mention]]:
    """Yield the carrier and the mention for each carrier in which `name` is another's."""
    for carrier in (*CARRIERS, MAKE_COLUMN):
        text = carrier.replace("{goods}", goods)
        start = text.index("{}")
        cells = make_column(goods, name) if carrier == MAKE_COLUMN else ()
        block = Block(text.format(name), cells=cells)
        for one in matcher.find(Document("x", "", "text/plain", blocks=(block,))):
            if one.start < start + len(name) and start < one.end and _changed(one):
                yield carrier, one


def _changed(mention: Mention) -> bool:
    return any(piece.kind in CHANGED for piece in mention.evidence)


def count(matcher: Matcher, names: list[tuple[str, str]], label: str, *, show: bool) -> None:
    """Print how many of `names`, planted, are found and raised as another's."""
    raised: dict[tuple[str, str], list[bool]] = {}
    met = 0
    for name, goods in names:
        for _, mention in taken(matcher, name, goods):
            met += 1
            if not mention.needs_context:
                raised.setdefault((name, mention.alias), []).append(mention.weak)
    times = sum(map(len, raised.values()))
    firm = sum(not weak for one in raised.values() for weak in one)
    tries = len(names) * (len(CARRIERS) + 1)
    print(
        f"{label}: planted {tries}, near {met}, raised {times} ({len(raised)} words), firm {firm}"
    )
    if show:
        for (name, alias), weak in sorted(raised.items()):
            print(f"    {name!r} as {alias!r}: {len(weak)}, firm {weak.count(False)}")


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    catalogue = load_lists().catalogue
    names = list(cleared_names(catalogue))
    brands = [one for one in BRANDS.read_text(encoding="utf-8").splitlines() if one[:1] != "#"]
    alone = Matcher(without_cleared(catalogue))
    count(alone, names, "cleared makers", show=args.show)
    planted = [(name, goods) for name in brands for goods in ("camera", "router", "handheld radio")]
    count(alone, planted, "other brands", show=args.show)
    if args.folder is not None:
        matcher = Matcher(catalogue)
        count(matcher, list(words_near(matcher, args.folder)), "real words", show=args.show)


if __name__ == "__main__":
    main()
