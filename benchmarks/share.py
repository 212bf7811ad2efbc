"""Share of bare extraction by folder of real PDFs, and where the rest of the time goes.

python -m benchmarks.share ../shared/corpora/real_tenders/us_acq_templates FOLDER ...
python -m benchmarks.share --rounds 1 FOLDER
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import Any

from analyser.analysis import Analyser
from analyser.lists.load import load_lists
from analyser.matching.matcher import Matcher
from analyser.profile import Profile
from analyser.readers.pdf import _Pages
from analyser.readers.pdf_extras import Extras
from analyser.readers.pdf_pages import PdfPages
from analyser.readers.pdf_scans import Scans
from analyser.readers.pdf_second import SecondReader
from analyser.settings import Settings
from benchmarks.measuring import Row, Terms, middle, ratios, side_by_side, spent
from benchmarks.speed import raw

STAGES: dict[str, tuple[tuple[type, str], ...]] = {
    "pages and their text": ((PdfPages, "load"), (PdfPages, "release")),
    "look-ahead": ((Analyser, "interest"), (Analyser, "deserving")),
    "layout": ((_Pages, "_laid_out"),),
    "second reader": ((SecondReader, "words"), (SecondReader, "count")),
    "drawings, scans": ((Scans, "look_at"), (Scans, "finish")),
    "beside the text": ((Extras, "take"), (Extras, "finish")),
    "search": ((Matcher, "find"),),
    "judgement, regimes": ((Analyser, "assess"),),
}
"""Functions whose own time, without that of other stages that they call, a stage is."""


class Stages:
    """Clocks around the functions of `STAGES` while it is entered."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys((*STAGES, "rest"), 0.0)
        self._under: list[str] = ["rest"]
        self._last = 0.0
        self._kept: list[tuple[type, str, Any]] = []

    def __enter__(self) -> Stages:
        for stage, functions in STAGES.items():
            for owner, name in functions:
                if hasattr(owner, name):
                    self._kept.append((owner, name, getattr(owner, name)))
                    setattr(owner, name, self._clocked(stage, getattr(owner, name)))
        self._last = time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self._turn()
        for owner, name, function in self._kept:
            setattr(owner, name, function)

    def _turn(self) -> None:
        now = time.process_time()
        self.seconds[self._under[-1]] += now - self._last
        self._last = now

    def _clocked(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def clocked(*given: Any, **named: Any) -> Any:
            self._turn()
            self._under.append(stage)
            try:
                return function(*given, **named)
            finally:
                self._turn()
                self._under.pop()

        return clocked


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


def measure_folder(made: Analyser, folder: Path, rounds: int) -> list[Row]:
    """Return the share that a whole scan of `folder` has, and its stages."""
    paths = pdfs(folder)
    if not paths:
        return []
    scan(made, paths[:1])  # what the first document loads is start-up
    made.language.makes(["We offer cameras."])
    pages = raw(paths)
    found = side_by_side(
        rounds,
        bare=partial(spent, partial(raw, paths)),
        whole=partial(spent, partial(scan, made, paths)),
    )
    bare, whole = ([one.cpu for one in found[name]] for name in ("bare", "whole"))
    wall = [one.wall for one in found["whole"]]
    with Stages() as stages:
        scan(made, paths)
    total = sum(stages.seconds.values())
    shares = ", ".join(
        f"{name} {one:.1f} s ({100 * one / total:.0f} %)"
        for name, one in sorted(stages.seconds.items(), key=lambda pair: -pair[1])
    )
    name = folder.name
    return [
        Row(f"{name}: bare pypdfium2", middle(bare, ".2f", " s"), "",
            f"{len(paths)} PDFs, {pages} pages; CPU"),
        Row(f"{name}: whole scan, no OCR", middle(whole, ".2f", " s"), "",
            f"{middle(wall, '.2f', ' s')} wall"),
        Row(f"{name}: share", middle(ratios(bare, whole)), "at least 0.6", shares),
    ]  # fmt: skip


def analyser() -> Analyser:
    """Return an analyser without OCR, as a warm worker holds it."""
    return Analyser(load_lists(), Profile(), Settings(ocr=False))


def measure(terms: Terms) -> list[Row]:
    """Return the shares of the folders of real tenders that hold PDFs."""
    if terms.folder is not None:
        folders = [terms.folder]
    elif terms.shared is not None and (terms.shared / "corpora" / "real_tenders").is_dir():
        folders = sorted((terms.shared / "corpora" / "real_tenders").iterdir())
        folders.append(terms.shared / "bench" / "dev" / "documents")
    else:
        return [Row("share by folder", "no folder", "", "give --folder or --shared")]
    made = analyser()
    return [row for one in folders for row in measure_folder(made, one, terms.rounds)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    made = analyser()
    for folder in given.folders:
        for row in measure_folder(made, folder, given.rounds):
            print(f"{row.what:<45}{row.value:<28}{row.note}", flush=True)


if __name__ == "__main__":
    main()
