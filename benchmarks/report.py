"""What a report costs: time by part, sizes of a large run, the share of evidence pictures.

    python benchmarks/report.py [--documents 300] [--mentions 50]

Builds a run of tenders with their PDFs in a scratch folder, writes every report, and prints a
table. The pictures' share is that of a scan's time where `--scan-seconds` tells how long reading
and judging the same documents took.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from analyser.dossier import Run
from analyser.report.pictured import album
from analyser.report.renderers import RENDERERS
from tests.report import builders


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--mentions", type=int, default=50)
    parser.add_argument("--scan-seconds", type=float, default=0.0)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        run = builders.many(chosen.documents)
        lay_out(run, folder)
        print(f"{chosen.documents} documents")
        print(f"{'format':10} {'seconds':>8} {'files':>6} {'kB':>8} {'largest kB':>11}")
        for name, render in RENDERERS.items():
            if name == "pdf" and chosen.documents > 60:
                continue  # a printed run of hundreds of documents is nobody's reading
            target = folder / f"out-{name}"
            target.mkdir()
            started = time.perf_counter()
            written = render(run, target, builders.context(folder))
            spent = time.perf_counter() - started
            sizes = [path.stat().st_size / 1024 for path in written]
            print(f"{name:10} {spent:8.2f} {len(written):6} {sum(sizes):8.0f} {max(sizes):11.0f}")
        measure_pictures(folder, chosen.mentions, chosen.scan_seconds)


def lay_out(run: Run, folder: Path) -> None:
    """Write the PDFs of `run` under `folder`."""
    content = builders.bid_pdf()
    for document in run.documents:
        if document.path.endswith(".pdf"):
            (folder / document.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / document.path).write_bytes(content)


def measure_pictures(folder: Path, mentions: int, scan_seconds: float) -> None:
    """Print what `mentions` pictures cost, in passages of their own."""
    bid = builders.bid()
    per_document = 10
    documents = []
    for number in range(-(-mentions // per_document)):
        places = tuple(
            replace(bid.mentions[index % 2], where=f"line {index}") for index in range(per_document)
        )
        finding = replace(bid.findings[0], mentions=tuple(range(per_document)))
        path = f"pictures-{number}/bid.pdf"
        (folder / path).parent.mkdir()
        (folder / path).write_bytes(builders.bid_pdf())
        documents.append(replace(bid, path=path, mentions=places, findings=(finding,)))
    started = time.perf_counter()
    made = album(documents, builders.context(folder))
    spent = time.perf_counter() - started
    share = f", {spent / scan_seconds:.0%} of the scan" if scan_seconds else ""
    print(
        f"{len(made.addresses)} pictures: {spent:.2f} s{share}, {made.spent / 1024:.0f} kB, "
        f"{made.spent / 1024 / max(1, len(made.addresses)):.1f} kB each"
    )


if __name__ == "__main__":
    main()
