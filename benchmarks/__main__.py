"""Measure everything and write benchmarks/results.md: `make bench` or `python -m benchmarks`.

python -m benchmarks                      all parts
python -m benchmarks speed startup        these alone, printed and not written
python -m benchmarks speed --folder DIR   over one's own PDFs
python -m benchmarks --shared ../shared   real tenders as well, if they are there
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measuring import Row, Terms, machine

PARTS = {
    "speed": ("speed", "measure", "A whole scan beside bare extraction and the naive way"),
    "stages": ("speed", "measure_stages", "Where a scan's time goes"),
    "pdfgrep": ("speed", "measure_pdfgrep", "Beside pdfgrep, in wall time on all cores"),
    "processes": ("speed", "measure_processes", "Two processes beside one"),
    "linearity": ("speed", "measure_linearity", "Ten times the pages"),
    "ocr": ("ocr_cost", "measure", "Scans beside Tesseract alone"),
    "startup": ("startup", "measure", "Start-up"),
    "memory": ("memory", "measure", "Memory by the size of a document"),
    "client": ("memory", "measure_client", "Memory of the client by number of documents"),
    "dask": ("machines", "measure_overhead", "The way to a cluster's worker and back"),
    "machines": ("machines", "measure", "A cluster with a killed and a frozen worker"),
}
"""Each part's module, function and caption."""

REAL = {"speed": "Real tenders: a whole scan", "stages": "Real tenders: where the time goes"}

RESULTS = Path(__file__).with_name("results.md")


def part(name: str, terms: Terms) -> list[Row]:
    """Return the rows of the part called `name`."""
    module, function, _ = PARTS[name]
    rows: list[Row] = getattr(importlib.import_module(f"benchmarks.{module}"), function)(terms)
    return rows


def table(caption: str, name: str, rows: Sequence[Row]) -> Iterator[str]:
    """Yield a section in Markdown."""
    yield f"## {caption} (`{name}`)\n"
    yield "| what | measured | target | |"
    yield "|---|---|---|---|"
    for row in rows:
        yield f"| {row.what} | {row.value} | {row.target} | {row.note} |"
    yield ""


def real_tenders(shared: Path | None) -> Path | None:
    """Return the folder of real tenders in `shared`, if it is there."""
    folder = shared / "corpora" / "real_tenders" if shared is not None else None
    return folder if folder is not None and folder.is_dir() else None


def measured(names: Sequence[str], terms: Terms) -> Iterator[str]:
    """Yield the sections of all parts, one after the other as they are done."""
    real = real_tenders(terms.shared)
    for name in names:
        sections = [(PARTS[name][2], terms)]
        if real is not None and name in REAL and terms.folder is None:
            sections.append((REAL[name], replace(terms, folder=real)))
        for caption, these in sections:
            began = time.perf_counter()
            try:
                lines = list(table(caption, name, part(name, these)))
            except ImportError as error:
                lines = [f"## {caption} (`{name}`)\n", f"Not measured: {error}.\n"]
            print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
            yield from lines


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--folder", type=Path, help="own PDFs instead of generated ones")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1.0, help="of the corpora; 0.1 is quick")
    parser.add_argument("--write", action="store_true", help="write results.md of these parts, too")
    chosen = parser.parse_args()
    unknown = [name for name in chosen.parts if name not in PARTS]
    if unknown:
        parser.error(f"no part {unknown[0]!r}; choose from {', '.join(PARTS)}")
    names = chosen.parts or list(PARTS)
    about = machine()
    with tempfile.TemporaryDirectory(prefix="analyser-benchmarks-") as scratch:
        terms = Terms(Path(scratch), chosen.rounds, chosen.scale, chosen.folder, chosen.shared)
        lines = [
            "# Measured\n",
            f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC. {about}.\n",
            f"Medians of {chosen.rounds} rounds, with their range in brackets; what is compared is "
            "measured in turn within a round, and ratios are taken round by round. Written by "
            "`make bench`; parts and method: [README.md](README.md).\n",
        ]
        for line in measured(names, terms):
            lines.append(line)
            print(line, flush=True)
    if chosen.write or not chosen.parts:
        RESULTS.write_text("\n".join(lines), encoding="utf-8")
        print(f"written: {RESULTS}", file=sys.stderr)


if __name__ == "__main__":
    main()
