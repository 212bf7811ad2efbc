"""One long scan, the only document of a run: one process, and two that share its pages."""

from __future__ import annotations

import tempfile
from functools import partial

from analyser.dossier import Run
from analyser.profile import Profile
from analyser.running.engines import Wishes
from analyser.scanning import scan
from analyser.selection import select
from analyser.settings import Settings
from benchmarks.corpus import write_scan
from benchmarks.machines import DAY
from benchmarks.measuring import Row, Spent, Terms, middle, ratios, side_by_side, spent

PAGES = 40
"""The least that is divided."""

DEPTH = 12
"""Lines of text on a page: recognition of a full page takes some four times as long."""


def measure(terms: Terms) -> list[Row]:
    """Return how much faster two processes recognise one long scan, and whether they agree."""
    folder = terms.scratch / "long"
    folder.mkdir()
    write_scan(folder / "scan.pdf", PAGES, 31, depth=DEPTH)
    selection = select([folder])
    told: dict[int, Run] = {}

    def timed(jobs: int) -> Spent:
        with tempfile.TemporaryDirectory() as cache:  # what was read before is to be read again
            settings = Settings(cache=cache, as_of=DAY)

            def work() -> None:
                told[jobs] = scan(selection, Profile(), settings, Wishes(jobs=jobs)).run

            return spent(work)

    rounds = max(1, terms.rounds - 2)
    found = side_by_side(rounds, one=partial(timed, 1), two=partial(timed, 2))
    one, two = ([each.wall for each in found[name]] for name in ("one", "two"))
    read = told[1].documents[0].coverage.by_ocr
    note = f"one scan of {PAGES} pages, {read} of them read by OCR; wall time"
    return [
        Row("one process", middle(one, ".1f", " s"), "", note),
        Row("two processes, in slices", middle(two, ".1f", " s")),
        Row("times one process", middle(ratios(one, two)), "above 1.5"),
        Row("findings equal", "yes" if told[1].documents == told[2].documents else "NO", "yes"),
    ]
