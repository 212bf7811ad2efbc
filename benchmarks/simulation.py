"""Ten million documents on paper: queues, losses and bottlenecks from measured costs.

    python benchmarks/simulation.py [--documents 10000000]

A fluid of documents would hide what hurts: long ones at the end and workers that vanish. So the
run is played by events, for a sample of documents, and its time is scaled up to all of them; the
parts that all documents pass one after the other (client, scheduler, store) bound it from below.
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, fields

SAMPLE = 400_000


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds on one core; each says whether it was measured or is assumed."""

    quiet_page: float = 0.006
    """A native page in which nothing is met: text, look-ahead. Measured by `costs`."""

    searched_page: float = 0.020
    """A native page that is laid out, searched and judged. Measured."""

    searched: float = 0.15
    """Share of native pages that are: an assumption; real tenders had 0.03 to 0.4."""

    ocr_page: float = 1.7
    """Measured."""

    document: float = 0.004
    """Opening, hashing, sending a document's result. Measured."""

    start: float = 3.0
    """A worker until it reads: lists and model. Measured."""

    scheduler: float = 0.001
    """Of the one scheduler, a document: dask's documentation says about a millisecond a task."""

    client: float = 0.0016
    """Of the one client, a document: sending it and taking in its result. Measured."""

    ledger: float = 0.0008
    """Of the one client, a document: recorded in SQLite, where a ledger is kept. Assumed."""

    lost: float = 0.02
    """Share of the workers that vanish each hour: an assumption (spot machines)."""

    noticed: float = 32.0
    """Seconds until a vanished worker's document is read elsewhere. Measured, for a frozen one."""

    merged_page: float = 0.115
    """A scanned page whose slice was read before: drawn again, found in the cache. Measured."""

    slice_pages: float = 20.0
    """Pages of a long scan that are one unit of work."""

    bandwidth: float = 1.25e9
    """Bytes a second of the store, all workers together (10 Gbit/s): an assumption."""

    page_bytes: float = 60_000.0
    """Of a native page with its share of pictures: an assumption; a scanned one has the same."""

    @property
    def native_page(self) -> float:
        """Return the mean cost of a native page."""
        return self.searched * self.searched_page + (1 - self.searched) * self.quiet_page


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a simulated run."""

    hours: float
    busy: float
    """Share of the workers' time spent reading."""

    tail: float
    """Hours from the moment when the first worker finds nothing more to do until the end."""

    bounds: tuple[tuple[str, float], ...]
    """Hours that each part alone would need, the longest first."""

    lost: float
    """Of a million documents and slices, those to be expected to lose their worker."""


def units(
    number: int, chance: random.Random, ocr: float, costs: Costs, *, sliced: bool
) -> Iterator[tuple[float, int]]:
    """Yield (seconds, pages) of each unit of work of `number` documents.

    Most documents are short, a few very long. A long scan is a look, its slices, and the whole.
    """
    for _ in range(number):
        pages = min(20_000, max(1, round(chance.lognormvariate(1.8, 1.2))))
        if chance.random() >= ocr:
            yield costs.document + pages * costs.native_page, pages
            continue
        if sliced and pages >= 2 * costs.slice_pages:
            for start in range(0, pages, int(costs.slice_pages)):
                held = min(costs.slice_pages, pages - start)
                yield costs.document + held * costs.ocr_page, 0
            yield costs.document + pages * costs.merged_page, pages
        else:
            yield costs.document + pages * costs.ocr_page, pages


def play(
    workers: int, documents: int, ocr: float, costs: Costs, *, sliced: bool = True, seed: int = 1
) -> Played:
    """Play a run of `documents` on `workers`; those that vanish are replaced."""
    chance = random.Random(seed)
    sample = min(documents, SAMPLE, max(20_000, 400 * workers))
    factor = documents / sample
    free = [costs.start * (1 + one / workers) for one in range(workers)]
    heapq.heapify(free)
    reading = sent = scheduled = 0.0
    pages_all = count = 0
    rate = -math.log(1 - costs.lost) / 3600
    risk = 0.0
    for takes, pages in units(sample, chance, ocr, costs, sliced=sliced):
        count += 1
        pages_all += pages
        # Two queues before the workers, one after the other: client, then scheduler.
        sent += costs.client + costs.ledger
        scheduled = max(scheduled, sent) + costs.scheduler
        begins = max(heapq.heappop(free), scheduled)
        risk += rate * takes
        gone = chance.expovariate(rate)
        while gone < takes:  # lost in the middle; noticed, and begun again
            reading += gone
            begins += gone + costs.noticed + costs.start
            gone = chance.expovariate(rate)
        reading += takes
        heapq.heappush(free, begins + takes)
    first, clock = min(free), max(free)
    bounds = {
        "workers": reading / workers * factor,
        "scheduler": costs.scheduler * count * factor,
        "client": (costs.client + costs.ledger) * count * factor,
        "store": pages_all * factor * costs.page_bytes / costs.bandwidth,
    }
    # The end (the last long document) comes once, not `factor` times.
    steady = max(reading / workers, sent, scheduled)
    total = max(steady * factor, bounds["store"]) + max(0.0, clock - steady)
    named = tuple(sorted(((k, v / 3600) for k, v in bounds.items()), key=lambda one: -one[1]))
    busy = reading * factor / workers / total
    return Played(total / 3600, busy, (clock - first) / 3600, named, 1e6 * risk / count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000_000)
    parser.add_argument("--in-one-piece", action="store_true", help="long scans are not sliced")
    names = [one.name for one in fields(Costs)]
    for name in names:
        default = getattr(Costs(), name)
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=default)
    chosen = parser.parse_args()
    costs = Costs(**{name: getattr(chosen, name) for name in names})
    print("| workers | scanned | hours | reading | tail | begun again | bound by | next |")
    print("|---|---|---|---|---|---|---|---|")
    for ocr in (0.0, 0.1, 0.3):
        for workers in (1, 10, 100, 1000):
            played = play(workers, chosen.documents, ocr, costs, sliced=not chosen.in_one_piece)
            first, second = played.bounds[:2]
            print(
                f"| {workers:,} | {ocr:.0%} | {played.hours:,.1f} | {played.busy:.0%} "
                f"| {60 * played.tail:,.0f} min | {played.lost:,.0f} in a million | {first[0]} "
                f"| {second[0]} ({second[1]:,.1f} h) |"
            )


if __name__ == "__main__":
    main()
