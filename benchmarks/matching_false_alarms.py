"""What the search raises in real documents that offer nothing of a listed maker.

    python benchmarks/matching_false_alarms.py FOLDER [--show firm|weak|noted]

Reads PDFs with PDFium and text files as they are, one block a page, and lists each different
thing that was met, for a person to look at. `--snippets FILE` takes lines of JSON with `text`
and `polarity`, and counts what is raised in the negative ones.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from matching_speed import extract

from analyser.document import Block, Document
from analyser.finding import Mention
from analyser.lists.load import load_lists
from analyser.matching.matcher import Matcher


def grade(mention: Mention) -> str:
    """Return how loudly a mention could be told: firm, weak or noted."""
    if mention.needs_context:
        return "noted"
    return "weak" if mention.weak else "firm"


def main() -> None:
    """Print the counts and what was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--snippets", type=Path)
    parser.add_argument("--show", default="firm")
    args = parser.parse_args()
    matcher = Matcher(load_lists().catalogue)
    texts: list[list[str]] = []
    if args.folder is not None:
        texts = extract(args.folder)
        for path in sorted(args.folder.rglob("*")):
            if path.suffix.lower() in {".txt", ".xml"}:
                texts.append([path.read_text(encoding="utf-8", errors="replace")])
    if args.snippets is not None:
        lines = args.snippets.read_text(encoding="utf-8").splitlines()
        items = [json.loads(line) for line in lines if line.strip()]
        texts = [[item["text"]] for item in items if item.get("polarity") == "negative"]
    counts: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for text in texts:
        document = Document("x", "", "", blocks=tuple(Block(page) for page in text))
        for mention in matcher.find(document):
            counts[grade(mention)] += 1
            if grade(mention) == args.show:
                page = text[mention.block]
                around = " ".join(page[max(0, mention.start - 50) : mention.end + 40].split())
                key = f"{mention.vendor:20} {mention.text!r}"
                shown[key] += 1
                if shown[key] == 1:
                    print(f"{mention.route.value:12} {key}  ...{around}...")
    print(f"{sum(map(len, texts))} pages or pieces: {dict(counts)}")


if __name__ == "__main__":
    main()
