"""Thousands of small files dropped into a watched folder at once: each reported exactly once.

    python benchmarks/watch_flood.py [--documents 5000] [--jobs 2] [--scratch DIR]

Tells drops a second by the clock, seconds of processor time a drop, and the watcher's memory.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path

from batch import resident
from corpus import write_small
from watch_kill import check, start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--scratch", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as name:
        base = Path(name)
        inbox, output, ledger = base / "in", base / "out", base / "ledger.sqlite3"
        inbox.mkdir()
        output.mkdir()
        write_small(base / "source", chosen.documents)
        wanted = {}
        for one in sorted((base / "source").rglob("*.txt")):
            wanted[one.name] = hashlib.sha256(one.read_bytes()).hexdigest()
            one.rename(inbox / one.name)
        began, spent = time.perf_counter(), sum(os.times()[2:4])
        watcher = start(inbox, output, ledger, "--once", "--jobs", str(chosen.jobs))
        most = 0
        while watcher.poll() is None:
            most = max(most, resident(watcher.pid)[0])
            time.sleep(0.5)
        wall, work = time.perf_counter() - began, sum(os.times()[2:4]) - spent
        faults = check(inbox, output, ledger, wanted)
    each = chosen.documents
    print(f"{each} drops in {wall:.0f} s: {each / wall:.0f} a second, {work / each * 1000:.0f} ms")
    print(f"of processor time each, start-up in it; the watcher held {most // 1024} MB at most")
    print("\n".join(faults[:20]) or "every drop reported exactly once; the ledger verifies")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
