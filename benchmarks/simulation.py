"""Ten million documents on paper: queues, losses and bottlenecks from measured costs.

    python benchmarks/simulation.py [--documents 10000000]

A fluid of documents would hide what hurts: long ones at the end and workers that vanish. So the
run is played by events, for a sample of documents, and its time is scaled up to all of them; the
parts that all documents pass one after the other (client, scheduler, store) bound it from below.
"""

from __future__ import annotations

import argparse
import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass

SAMPLE = 400_000


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds, measured on the machine that results.md names."""

    native_page: float = 0.028
    ocr_page: float = 1.4
    document: float = 0.004
    """Opening, hashing, sending a document's result."""

    start: float = 6.0
    """A worker until it reads."""

    scheduler: float = 0.001
    """Of the one scheduler, a document: dask's documentation says about a millisecond a task."""

    client: float = 0.0006
    """Of the one client, a document: taking in its result and writing its share of the report."""

    ledger: float = 0.0008
    """Of the one client, a document: recorded in SQLite, where a ledger is kept."""

    bandwidth: float = 1.25e9
    """Bytes a second of the store, all workers together (10 Gbit/s)."""

    page_bytes: float = 60_000.0


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a simulated run."""

    hours: float
    busy: float
    """Share of the workers' time spent reading."""

    bounds: tuple[tuple[str, float], ...]
    """Hours that each part alone would need, the longest first."""

    lost: int
    """Documents that were read twice because their worker vanished, of the sample."""


def sizes(number: int, chance: random.Random, ocr: float) -> Iterator[tuple[int, bool]]:
    """Yield (pages, scanned) of `number` documents: most are short, a few are very long."""
    for _ in range(number):
        pages = min(20_000, max(1, round(chance.lognormvariate(1.8, 1.2))))
        yield pages, chance.random() < ocr


def play(workers: int, documents: int, ocr: float, costs: Costs, seed: int = 1) -> Played:
    """Play a run of `documents` on `workers`, of which one in fifty vanishes each hour."""
    chance = random.Random(seed)
    sample = min(documents, SAMPLE, max(20_000, 400 * workers))
    factor = documents / sample
    free = [costs.start] * workers
    heapq.heapify(free)
    clock = reading = pages_all = 0.0
    lost = 0
    serial = costs.scheduler + costs.client + costs.ledger
    handed = 0.0
    for pages, scanned in sizes(sample, chance, ocr):
        each = costs.ocr_page if scanned else costs.native_page
        takes = costs.document + pages * each
        pages_all += pages
        handed += serial  # the queue before the workers: they are fed one document at a time
        begins = max(heapq.heappop(free), handed)
        if chance.random() < 1 - 0.98 ** (takes / 3600):
            lost += 1
            begins += takes * chance.random() + 30 + costs.start  # noticed, and begun again
        ends = begins + takes
        reading += takes
        clock = max(clock, ends)
        heapq.heappush(free, ends)
    bounds = {
        "workers": reading / workers * factor,
        "scheduler": costs.scheduler * documents,
        "client": (costs.client + costs.ledger) * documents,
        "store": pages_all * factor * costs.page_bytes / costs.bandwidth,
    }
    # What a sample's end costs (the last long document) comes once, not `factor` times.
    steady = max(reading / workers, serial * sample)
    total = steady * factor + max(0.0, clock - steady)
    named = tuple(sorted(((k, v / 3600) for k, v in bounds.items()), key=lambda one: -one[1]))
    return Played(total / 3600, reading * factor / workers / total, named, lost)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000_000)
    for name in Costs.__slots__:
        default = getattr(Costs(), name)
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=default)
    chosen = parser.parse_args()
    costs = Costs(**{name: getattr(chosen, name) for name in Costs.__slots__})
    print("| workers | scanned | hours | reading | bound by | next |")
    print("|---|---|---|---|---|---|")
    for ocr in (0.0, 0.1, 0.3):
        for workers in (1, 10, 100, 1000):
            played = play(workers, chosen.documents, ocr, costs)
            first, second = played.bounds[:2]
            print(
                f"| {workers:,} | {ocr:.0%} | {played.hours:,.1f} | {played.busy:.0%} | {first[0]}"
                f" | {second[0]} ({second[1]:,.1f} h) |"
            )


if __name__ == "__main__":
    main()
