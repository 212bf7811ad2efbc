"""Memory of readers and client over thousands of documents, and time by pages of one document.

python -m benchmarks.flat                       2,000 documents through the real worker pool
python -m benchmarks.flat --documents 400 --pages 300
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from analyser.analysis import Analyser
from analyser.lists.load import load_lists
from analyser.profile import Profile
from analyser.running.engines import Engines, Wishes
from analyser.scanning import works
from analyser.selection import select
from analyser.settings import Settings
from benchmarks.corpus import write_pdf
from benchmarks.drops import write_documents
from benchmarks.measuring import Row, Terms, middle, ratios, resident, side_by_side, spent

DOCUMENTS = 2000
EARLY = 10
"""A tenth of the documents: what has not been loaded by then is met with a document only."""

PAGES = 3000


def measure(terms: Terms, documents: int = DOCUMENTS) -> list[Row]:
    """Return the memory of client and readers after a tenth of the documents, and after all."""
    documents = max(40, int(documents * terms.scale))
    folder = terms.scratch / "flat"
    write_documents(folder, documents, pages=2)
    settings = Settings(ocr=False)
    jobs = works(select([folder]), Profile(), {})
    held, samples = [], {}
    with Engines(Wishes(jobs=2)) as engines:
        for count, kept in enumerate(engines.engine(load_lists(), settings).analyse(jobs), 1):
            held.append(kept)
            if count in (documents // EARLY, documents):
                samples[count] = resident(os.getpid())
    (early, first), (late, last) = samples.items()
    rows = []
    for place, what in enumerate(("client, all answers held", "two readers")):
        one, other = first[place] / 1024, last[place] / 1024
        rows.append(
            Row(f"{what}, after {early:,} and {late:,} documents", f"{one:.0f} and {other:.0f} MB",
                "flat" if place else "", f"{other / one:.2f} times; PDFs of 2 pages")
        )  # fmt: skip
    return rows


def measure_pages(terms: Terms, pages: int = PAGES) -> list[Row]:
    """Return the time that one long document takes beside one of a tenth of its pages."""
    made = Analyser(load_lists(), Profile(), Settings(ocr=False))
    paths = {}
    for number in (pages // 10, pages):
        paths[number] = terms.scratch / f"pages-{number}.pdf"
        write_pdf(paths[number], number, 5)
    made.analyse(paths[pages // 10], "first")
    found = side_by_side(
        terms.rounds,
        short=lambda: spent(lambda: made.analyse(paths[pages // 10], "short")),
        long=lambda: spent(lambda: made.analyse(paths[pages], "long")),
    )
    short, long = ([one.cpu for one in found[name]] for name in ("short", "long"))
    return [
        Row(f"{pages // 10} pages", middle(short, ".2f", " s"), "", "CPU, no OCR"),
        Row(f"{pages:,} pages", middle(long, ".2f", " s")),
        Row("ten times the pages", middle(ratios(long, short)), "at most 10.5"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        terms = Terms(Path(scratch), given.rounds)
        for row in (*measure(terms, given.documents), *measure_pages(terms, given.pages)):
            print(f"{row.what:<50}{row.value:<28}{row.target:<14}{row.note}", flush=True)


if __name__ == "__main__":
    main()
