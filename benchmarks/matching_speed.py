"""Words a CPU second of the search alone, beside PDFium's text extraction on the same files.

    python benchmarks/matching_speed.py [FOLDER] [--naive]

Without a folder of PDFs, text is generated. Each text is searched twice: as the look-ahead over
pages, cold and warm. `--naive` times spaCy's PhraseMatcher with rapidfuzz a word on a slice.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path

from analyser.lists.load import load_lists
from analyser.matching.matcher import Matcher

WORDS = """contractor authority tender supply delivery schedule works premises inspection payment
quality drawing concrete pipe cable lighting kitchen grass window door ceiling paint report"""
STEMS = WORDS.split()
ENDINGS = ("", "s", "ed", "ing", "ment", "al", "er", "ly", "ation")
LITTLE = "the of to and in shall be for a by with on as is or any all that at from"
SMALL = LITTLE.split()


def pages(count: int, seed: int) -> list[str]:
    """Return `count` pages of tender-like prose, a few words of each invented."""
    dice = random.Random(seed)
    made = []
    for _ in range(count):
        words = []
        for _ in range(400):
            if dice.random() < 0.5:
                words.append(dice.choice(SMALL))
            elif dice.random() < 0.04:
                words.append("".join(dice.choices("abcdefghilmnoprstuvwz", k=dice.randint(4, 10))))
            elif dice.random() < 0.04:
                words.append(f"{dice.randint(1, 99)}.{dice.randint(1, 99)}")
            else:
                words.append(dice.choice(STEMS) + dice.choice(ENDINGS))
        made.append(" ".join(words))
    return made


def spent(action: Callable[[], object]) -> float:
    """Return the CPU seconds that `action` takes."""
    started = time.process_time()
    action()
    return time.process_time() - started


def extract(folder: Path) -> list[list[str]]:
    """Return the page texts of every PDF under `folder`."""
    import pypdfium2

    found = []
    for path in sorted(folder.rglob("*.pdf")):
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError:
            continue
        found.append([page.get_textpage().get_text_range() for page in document])
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=2500)
    parser.add_argument("--naive", action="store_true")
    args = parser.parse_args()
    catalogue = load_lists().catalogue
    made: list[Matcher] = []
    print(f"matcher made in {spent(lambda: made.append(Matcher(catalogue))):.2f} CPU s")
    texts: list[list[str]] = []
    if args.folder is not None:
        reading = spent(lambda: texts.extend(extract(args.folder)))
    else:
        reading = 0.0
        texts.append(pages(args.pages, 7))
    words = sum(len(page.split()) for text in texts for page in text)
    count = sum(map(len, texts))
    for name in ("cold", "warm"):
        took = spent(lambda: [made[0].interesting(text) for text in texts])
        share = f", {took / reading:.2f} of PDFium's extraction" if reading else ""
        print(f"{name}: {words / took:,.0f} words, {count / took:,.0f} pages a CPU s{share}")
    if args.naive:
        _naive(texts, catalogue)


def _naive(texts: list[list[str]], catalogue: object) -> None:
    from matching_recall import Planted, by_afternoon, maker_names

    way = by_afternoon(maker_names(catalogue))  # type: ignore[arg-type]
    slice_of = " ".join(texts[0])[:6000]
    item = Planted("", "", slice_of, 0, frozenset())
    took = spent(lambda: way([item]))
    print(f"naive: {len(slice_of.split()) / took:,.0f} words a CPU s")


if __name__ == "__main__":
    main()
