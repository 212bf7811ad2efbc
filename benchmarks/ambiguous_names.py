"""How ambiguous names are told from what they resemble: precision and recall of what is raised.

    python benchmarks/ambiguous_names.py [ambiguous_names.tsv] [--wrong]

Each line of the file is a piece of text with a label: `raise` where a person should see it
(flagged or review), `leave` where it is something else (noted at most).
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from analyser.document import Block, Cell, Document, Layer
from analyser.lists.load import load_lists
from analyser.matching.matcher import Matcher

FILE = Path(__file__).with_name("ambiguous_names.tsv")


def block_of(text: str) -> Block:
    """Return `text` as a paragraph, or as a table row where it has cells."""
    if " | " not in text:
        return Block(text)
    cells = []
    at = 0
    for piece in text.split(" | "):
        heading, equals, cell = piece.partition("=")
        heading, cell = (heading, cell) if equals else ("", piece)
        cells.append(Cell(heading, cell, at))
        at += len(cell) + 3
    return Block(" | ".join(one.text for one in cells), layer=Layer.TABLE, cells=tuple(cells))


def lines_of(path: Path) -> list[tuple[str, str]]:
    """Return (label, text) of each line of `path`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    parted = [line.split("\t") for line in lines if line and line[0] != "#"]
    return [(label, text) for label, _, text in parted]


def raised(matcher: Matcher, text: str) -> list[str]:
    """Return what is raised in `text`, with its vendor."""
    document = Document("x", "", "text/plain", blocks=(block_of(text),))
    found = [one for one in matcher.find(document) if not one.needs_context]
    return [f"{one.text} ({one.vendor}{', weak' if one.weak else ''})" for one in found]


def main() -> None:
    """Print the counts, and what went wrong if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--wrong", action="store_true")
    args = parser.parse_args()
    matcher = Matcher(load_lists().catalogue)
    counts: Counter[tuple[str, bool]] = Counter()
    for label, text in lines_of(args.file):
        met = raised(matcher, text)
        counts[label, bool(met)] += 1
        if args.wrong and (label == "raise") != bool(met):
            print(f"{label:6} {text}   {met}")
    right, missed = counts["raise", True], counts["raise", False]
    false, left = counts["leave", True], counts["leave", False]
    print(f"raised where due   {right} of {right + missed}")
    print(f"left where due     {left} of {left + false}")
    precision, recall = right / max(1, right + false), right / max(1, right + missed)
    print(f"precision {precision:.3f}  recall {recall:.3f}")


if __name__ == "__main__":
    main()
