"""A scan on all cores beside `pdfgrep -i` for a single word: wall time of the commands.

python -m benchmarks pdfgrep                        generated pages
python -m benchmarks pdfgrep --shared ../shared     real tenders as well
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.corpus import pdfs, write_native
from benchmarks.measuring import ROOT, Row, Terms, analyser, command, middle, ratios, side_by_side
from benchmarks.speed import DOCUMENTS, PAGES

WORD = "hikvision"
NOT_OPENED = re.compile(r"Could not open (.+)")
LEAST_PAGES = 100
"""Folders of fewer pages are left out: there start-up is all that is measured."""


def measure(terms: Terms) -> list[Row]:
    """Return the wall times over generated pages or one's own, and over real tenders."""
    if shutil.which("pdfgrep") is None:
        return [Row("pdfgrep", "not installed")]
    if terms.folder is not None:
        sources = {terms.folder.name: pdfs(terms.folder)}
    else:
        native = terms.scratch / "native"
        sources = {
            "generated": write_native(native, max(4, int(DOCUMENTS * terms.scale)), PAGES),
            **_real(terms.shared),
        }
    rows: list[Row] = []
    for name, paths in sources.items():
        folder = _gathered(paths, terms.scratch / "pdfgrep" / name)
        if folder is not None and (name == "generated" or _pages_read(folder) >= LEAST_PAGES):
            rows += _beside(name, folder, terms)
    return rows or [Row("pdfgrep", "no PDFs")]


def _real(shared: Path | None) -> dict[str, list[Path]]:
    """Return the PDFs of real tenders by folder, and all of them together."""
    root = shared / "corpora" / "real_tenders" if shared is not None else None
    if root is None or not root.is_dir():
        return {}
    found = {one.name: pdfs(one) for one in sorted(root.iterdir()) if one.is_dir()}
    return {**found, "all real tenders": [path for paths in found.values() for path in paths]}


def _gathered(paths: Sequence[Path], folder: Path) -> Path | None:
    """Copy to `folder` those of `paths` that pdfgrep opens: both are to read the same files."""
    if not paths:
        return None
    folder.mkdir(parents=True)
    for number, path in enumerate(paths):
        shutil.copy(path, folder / f"{number:04}.pdf")
    words = ["pdfgrep", "-r", "-i", "-c", WORD, str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT, check=False)
    for refused in NOT_OPENED.findall(done.stderr):
        Path(refused.strip()).unlink(missing_ok=True)
    return folder


def _pages_read(folder: Path) -> int:
    """Scan `folder` once, for byte code and the disk's cache too; return the pages read."""
    out = folder.parent / f"{folder.name}-pages"
    analyser("scan", str(folder), "--output", str(out), "--no-ocr", "-q", "--format", "json")
    findings = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    return sum(
        one["coverage"]["read"]
        for one in findings["documents"]
        if one["coverage"]["unit"] == "page"
    )


def _beside(name: str, folder: Path, terms: Terms) -> list[Row]:
    pages = _pages_read(folder)
    out = str(terms.scratch / "pdfgrep-report")
    scan = partial(analyser, "scan", str(folder), "--output", out, "--no-ocr", "-q")
    grep = partial(command, "pdfgrep", "-r", "-i", WORD, str(folder), allowed=(0, 1))
    found = side_by_side(terms.rounds, scan=scan, grep=grep)
    ours, theirs = found["scan"], found["grep"]
    what = f"{len(pdfs(folder))} PDFs, {pages} pages, HTML and JSON; start-up included"
    cpu = [middle([one.cpu for one in each], ".1f", " s") for each in (ours, theirs)]
    return [
        Row(f"{name}: analyser scan", middle([one.wall for one in ours], ".1f", " s"), "",
            f"{what}; CPU {cpu[0]}"),
        Row(f"{name}: pdfgrep -i for one word", middle([one.wall for one in theirs], ".1f", " s"),
            "", f"one core, as it works; CPU {cpu[1]}"),
        Row(f"{name}: pdfgrep's time to ours",
            middle(ratios([one.wall for one in theirs], [one.wall for one in ours])), "above 1"),
    ]  # fmt: skip
