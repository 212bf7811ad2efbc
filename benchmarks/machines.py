"""A cluster of two workers: every document once, whatever happens; what it costs."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from analyser.dossier import Run
from analyser.profile import Profile
from analyser.running.batch import Prepared, run
from analyser.running.cluster import Isolated, connected
from analyser.running.engines import Wishes
from analyser.running.workers import WorkerPool
from analyser.scanning import scan
from analyser.selection import select
from analyser.settings import Limits, Settings
from benchmarks.corpus import write_small
from benchmarks.dask_machines import Machines
from benchmarks.measuring import Row, Terms

DOCUMENTS = 2000
CALLS = 500
DAY = "2026-01-01"


class Mishaps:
    """Kills one worker when a quarter is done, and freezes the other one when half is."""

    def __init__(self, machines: Machines, documents: int) -> None:
        self._machines = machines
        self._at = {documents // 4: signal.SIGKILL, documents // 2: signal.SIGSTOP}
        self.gap = 0.0
        self._last = time.perf_counter()

    def __call__(self, done: int, _total: int, _name: str) -> None:
        """Take note of progress; strike when it is time."""
        now = time.perf_counter()
        self.gap, self._last = max(self.gap, now - self._last), now
        if done in self._at:
            self._machines.strike(self._at[done])


def told(ended: Run) -> list[object]:
    """Return what a run says of each document."""
    return [replace(one, notes=()) for one in ended.documents]


def measure(terms: Terms) -> list[Row]:
    """Return whether a run with two mishaps says what a quiet one says, file by file."""
    documents = max(100, int(DOCUMENTS * terms.scale))
    folder = terms.scratch / "small"
    write_small(folder, documents)
    selection = select([folder])
    settings = Settings(ocr=False, as_of=DAY)
    began = time.perf_counter()
    quiet = scan(selection, Profile(), settings, Wishes(jobs=2)).run
    here = time.perf_counter() - began
    with Machines() as machines:
        mishaps = Mishaps(machines, documents)
        wishes = Wishes(cluster=machines.address)
        began = time.perf_counter()
        rough = scan(selection, Profile(), settings, wishes, mishaps).run
        there = time.perf_counter() - began
    same = sum(one == other for one, other in zip(told(quiet), told(rough), strict=True))
    once = len({one.path for one in rough.documents}) == len(rough.documents) == documents
    found = sum(bool(one.findings) for one in quiet.documents)
    what = f"{documents} small documents, {found} with findings"
    return [
        Row("local, two processes", f"{here:.0f} s", "", what),
        Row("two dask workers, one killed, one frozen", f"{there:.0f} s"),
        Row("longest wait for a document", f"{mishaps.gap:.0f} s", "below 300 s"),
        Row("documents reported", f"{len(rough.documents)}", str(documents),
            "each once" if once else "NOT each once"),
        Row("assessments equal to the local run's", f"{same} of {documents}", "all"),
    ]  # fmt: skip


def nothing() -> Callable[[int], int]:
    """Return a call that costs nothing."""
    return abs


def measure_overhead(_: Terms) -> list[Row]:
    """Return what the way to a worker and back costs a document."""
    work: Prepared[int, int] = Prepared("nothing", nothing)

    def each(executor: Any, call: Callable[[int], int]) -> float:
        calls = partial(run, executor=executor, work=call, lost=lambda job, _: job, in_flight=16)
        list(calls(range(8)))
        began = time.perf_counter()
        list(calls(range(CALLS)))
        return 1000 * (time.perf_counter() - began) / CALLS

    with WorkerPool(2, Limits(), warm=work.ready) as pool:
        here = each(pool, work)
    with Machines() as machines, connected(machines.address) as executor:
        there = each(executor, Isolated(work, Limits()))
    return [
        Row("reader process here", f"{here:.2f} ms", "", f"{CALLS} empty calls, two processes"),
        Row("dask worker, with its reader process", f"{there:.2f} ms"),
        Row("dask's part", f"{there - here:.2f} ms"),
    ]
