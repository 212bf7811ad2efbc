"""Share of bare extraction by folder of real PDFs, and where the rest of the time goes.

python -m benchmarks.share ../shared/corpora/real_tenders/us_acq_templates FOLDER ...
python -m benchmarks.share --rounds 1 FOLDER
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from analyser.analysis import Analyser
from benchmarks.corpus import write_pdf
from benchmarks.measuring import ROOT, Row, Terms, middle, ratios, spent
from benchmarks.speed import raw, warmed
from benchmarks.stages import STAGES, Stages


def pdfs(folder: Path) -> list[Path]:
    """Return the PDFs below `folder`, by content and not by name."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as stream:
                if stream.read(5) == b"%PDF-":
                    found.append(path)
    return found


def scan(made: Analyser, paths: Sequence[Path]) -> None:
    """Read, search, judge and ask the regimes of `paths`, one after the other."""
    for path in paths:
        made.analyse(path, path.name)


def measure_once(folder: Path) -> dict[str, float]:
    """Return seconds of bare extraction, of a first scan of `folder` and of its stages."""
    paths = pdfs(folder)
    made = warmed()
    # What a worker loads with its first document is start-up, which is measured elsewhere.
    import pdfplumber  # noqa: F401

    with tempfile.TemporaryDirectory() as scratch:
        first = Path(scratch) / "first.pdf"
        write_pdf(first, 30, 1)
        made.analyse(first, first.name)
    made.language.makes(["We offer cameras."])
    pages = raw(paths)
    bare = spent(partial(raw, paths))
    with Stages() as stages:
        whole = spent(partial(scan, made, paths))
    return {
        "documents": len(paths),
        "pages": pages,
        "bare": bare.cpu,
        "whole": whole.cpu,
        "wall": whole.wall,
        **stages.seconds,
    }


def measure_folder(folder: Path, rounds: int) -> list[Row]:
    """Return the share that a whole scan of `folder` has, and its stages.

    Each round is a process of its own: one that has met all words of the documents before would
    be faster than any that a scan uses.
    """
    if not pdfs(folder):
        return []
    held = []
    for _ in range(rounds):
        words = [sys.executable, "-m", "benchmarks.share", "--once", str(folder)]
        done = subprocess.run(words, stdout=subprocess.PIPE, check=True, cwd=ROOT)
        held.append(json.loads(done.stdout))
    bare, whole, wall = ([one[name] for one in held] for name in ("bare", "whole", "wall"))
    told = sorted(((held[-1][name], name) for name in (*STAGES, "rest")), reverse=True)
    stages = ", ".join(f"{name} {seconds / held[-1]['whole']:.0%}" for seconds, name in told)
    what = f"{held[0]['documents']} PDFs, {held[0]['pages']} pages"
    return [
        Row(f"{folder.name}: bare pypdfium2", middle(bare, ".2f", " s"), "", f"{what}; CPU"),
        Row(f"{folder.name}: whole scan, no OCR", middle(whole, ".2f", " s"), "",
            f"{middle(wall, '.2f', ' s')} wall"),
        Row(f"{folder.name}: share", middle(ratios(bare, whole)), "at least 0.6", stages),
    ]  # fmt: skip


def measure(terms: Terms) -> list[Row]:
    """Return the shares of the folders of real tenders that hold PDFs."""
    if terms.folder is not None:
        folders = [terms.folder]
    elif terms.shared is not None and (terms.shared / "corpora" / "real_tenders").is_dir():
        folders = sorted((terms.shared / "corpora" / "real_tenders").iterdir())
        folders.append(terms.shared / "bench" / "dev" / "documents")
    else:
        return [Row("share by folder", "no folder", "", "give --folder or --shared")]
    return [row for one in folders for row in measure_folder(one.resolve(), terms.rounds)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--once", action="store_true", help="one round in this process, as JSON")
    given = parser.parse_args()
    for folder in given.folders:
        if given.once:
            print(json.dumps(measure_once(folder)))
            continue
        for row in measure_folder(folder.resolve(), given.rounds):
            print(f"{row.what:<45}{row.value:<28}{row.note}", flush=True)


if __name__ == "__main__":
    main()
