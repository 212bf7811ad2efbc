"""Measure everything and write benchmarks/latest.md: `make bench` or `python -m benchmarks`.

python -m benchmarks                      all parts
python -m benchmarks --quick              all parts, small
python -m benchmarks speed startup        these alone, printed and not written
python -m benchmarks speed --folder DIR   over one's own PDFs
python -m benchmarks --shared ../shared   real tenders as well, if they are there
"""

from __future__ import annotations

import argparse
import importlib
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measuring import ROOT, Row, Terms, machine


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the benchmarks; it has a process and a time limit of its own."""

    module: str
    function: str
    caption: str
    seconds: int
    """Limit at full size; a part that is cut off says so in its place."""


PARTS = {
    "startup": Part("startup", "measure", "Start-up", 60),
    "speed": Part("speed", "measure", "A whole scan beside bare extraction and the naive way", 180),
    "stages": Part("speed", "measure_stages", "Where a scan's time goes", 90),
    "costs": Part("costs", "measure", "What a page costs, by its kind", 120),
    "share": Part("share", "measure", "Real tenders beside bare extraction, by folder", 420),
    "baseline": Part("matching_baseline", "measure", "What each finds, and at what cost", 240),
    "pdfgrep": Part("beside_pdfgrep", "measure", "Beside pdfgrep, in wall time on all cores", 420),
    "processes": Part("speed", "measure_processes", "Two processes beside one", 150),
    "linearity": Part("speed", "measure_linearity", "Ten times the pages", 90),
    "ocr": Part("ocr_cost", "measure", "Scans beside Tesseract alone", 150),
    "slices": Part("slices", "measure", "One long scan, shared by two processes", 120),
    "memory": Part("memory", "measure", "Memory by the size of a document", 90),
    "client": Part("memory", "measure_client", "Memory of the client by number of documents", 240),
    "dask": Part("machines", "measure_overhead", "The way to a cluster's worker and back", 60),
    "machines": Part("machines", "measure", "A cluster with a killed and a frozen worker", 180),
    "store": Part("store", "measure", "The same from and to an S3-compatible server", 180),
}

QUICK = 0.1

RESULTS = Path(__file__).with_name("latest.md")


def part(name: str, terms: Terms) -> list[Row]:
    """Return the rows of the part called `name`, measured in this process."""
    one = PARTS[name]
    rows: list[Row] = getattr(importlib.import_module(f"benchmarks.{one.module}"), one.function)(
        terms
    )
    return rows


def apart(name: str, chosen: argparse.Namespace, scratch: Path) -> list[Row]:
    """Return the rows of the part called `name`, measured in a process of its own."""
    out = scratch / f"{name}.json"
    words = [sys.executable, "-m", "benchmarks", name, "--rows", str(out)]
    words += ["--rounds", str(chosen.rounds), "--scale", str(chosen.scale)]
    for flag in ("folder", "shared"):
        if getattr(chosen, flag) is not None:
            words += [f"--{flag}", str(getattr(chosen, flag))]
    seconds = PARTS[name].seconds
    process = subprocess.Popen(words, cwd=ROOT, stdout=sys.stderr)
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.terminate()
        process.wait()
        return [Row(name, f"not finished within {seconds} s", "", "on a slower machine: --quick")]
    except BaseException:
        process.terminate()
        raise
    if code or not out.exists():
        return [Row(name, f"failed with code {code}", "", f"`python -m benchmarks {name}`")]
    return [Row(**row) for row in json.loads(out.read_text(encoding="utf-8"))]


def table(caption: str, name: str, rows: Sequence[Row]) -> Iterator[str]:
    """Yield a section in Markdown."""
    yield f"## {caption} (`{name}`)\n"
    yield "| what | measured | target | |"
    yield "|---|---|---|---|"
    for row in rows:
        yield f"| {row.what} | {row.value} | {row.target} | {row.note} |"
    yield ""


def measured(names: Sequence[str], chosen: argparse.Namespace, scratch: Path) -> Iterator[str]:
    """Yield the sections of all parts, one after the other as they are done."""
    for name in names:
        began = time.perf_counter()
        rows = apart(name, chosen, scratch)
        print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
        yield from table(PARTS[name].caption, name, rows)


def one_alone(name: str, chosen: argparse.Namespace) -> None:
    """Measure one part here and write its rows as JSON."""
    # Cut off by the clock, it ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="analyser-benchmarks-") as scratch:
        terms = Terms(Path(scratch), chosen.rounds, chosen.scale, chosen.folder, chosen.shared)
        try:
            rows = part(name, terms)
        except ImportError as error:
            rows = [Row(name, "not measured", "", str(error))]
    text = json.dumps([asdict(row) for row in rows])
    chosen.rows.write_text(text, encoding="utf-8")


def arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--folder", type=Path, help="own PDFs instead of generated ones")
    parser.add_argument("--shared", type=Path, help="folder of real tenders, if you have them")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1.0, help="of the corpora")
    parser.add_argument("--quick", action="store_true", help=f"--scale {QUICK} --rounds 1")
    parser.add_argument("--write", action="store_true", help="write latest.md of these parts, too")
    parser.add_argument("--rows", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    unknown = [name for name in chosen.parts if name not in PARTS]
    if unknown:
        parser.error(f"no part {unknown[0]!r}; choose from {', '.join(PARTS)}")
    if chosen.quick:
        chosen.scale, chosen.rounds = QUICK, 1
    return chosen


def main() -> None:
    chosen = arguments()
    if chosen.rows is not None:
        one_alone(chosen.parts[0], chosen)
        return
    names = chosen.parts or [name for name in PARTS if name != "share" or chosen.shared]
    size = f", corpora at {chosen.scale:g} of their size" if chosen.scale != 1 else ""
    lines = [
        "# Measured\n",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC{size}. {machine()}.\n",
        f"Medians of {chosen.rounds} rounds, with their range in brackets; what is compared is "
        "measured in turn within a round, and ratios are taken round by round. Written by "
        "`make bench`; parts and method: [README.md](README.md).\n",
    ]
    with tempfile.TemporaryDirectory(prefix="analyser-benchmarks-") as scratch:
        for line in measured(names, chosen, Path(scratch)):
            lines.append(line)
            print(line, flush=True)
    if chosen.write or not chosen.parts:
        RESULTS.write_text("\n".join(lines), encoding="utf-8")
        print(f"written: {RESULTS}", file=sys.stderr)


if __name__ == "__main__":
    main()
