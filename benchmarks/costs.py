"""What a page costs by its kind, and a document beside its pages: `simulation.py` starts here."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from analyser.analysis import Analyser
from analyser.lists.load import load_lists
from analyser.profile import Profile
from analyser.settings import Settings
from benchmarks.corpus import write_pdf, write_scan, write_small
from benchmarks.measuring import Row, Terms, middle, spent

PAGES = 40
SCANNED = 4
SMALL = 100


def measure(terms: Terms) -> list[Row]:
    """Return CPU time a page of prose, with and without names, of tables and of scans."""
    made = Analyser(load_lists(), Profile(), Settings(ocr=False))
    pages = max(8, int(PAGES * terms.scale))
    rows = []
    for what, named, tables in (
        ("native page of prose, nothing met", 0.0, 0),
        ("native page of prose that names a make", 1.0, 0),
        ("native page with a price table, nothing met", 0.0, 1),
        ("native page with a price table that names a make", 1.0, 1),
    ):
        path = terms.scratch / f"kind-{named:.0f}-{tables}.pdf"
        write_pdf(path, pages, 21, named=named, tables=tables)
        cost = _each(terms, partial(made.analyse, path, path.name), pages)
        rows.append(Row(what, middle([1000 * one for one in cost], ".1f", " ms CPU")))
    scan = terms.scratch / "kind-scan.pdf"
    write_scan(scan, SCANNED, 22)
    cost = _each(terms, partial(_recognise, made, scan), SCANNED)
    rows.append(Row("scanned page", middle([1000 * one for one in cost], ".0f", " ms CPU")))
    folder = terms.scratch / "kind-small"
    write_small(folder, SMALL)
    texts = sorted(path for path in folder.rglob("*.txt"))

    def small() -> None:
        for path in texts:
            made.analyse(path, path.name)

    cost = _each(terms, small, SMALL)
    rows.append(Row("small text document", middle([1000 * one for one in cost], ".1f", " ms CPU")))
    return rows


def _each(terms: Terms, action: Callable[[], object], number: int) -> list[float]:
    action()  # what is loaded with the first one is no document's cost
    return [spent(action).cpu / number for _ in range(terms.rounds)]


def _recognise(made: Analyser, path: Path) -> None:
    kept = made.settings
    with tempfile.TemporaryDirectory() as cache:
        made.settings = replace(kept, ocr=True, cache=cache)
        made.analyse(path, path.name)
    made.settings = kept
