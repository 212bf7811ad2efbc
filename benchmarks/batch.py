"""Many documents: time, memory over the run, one process against two, and the second run.

    python benchmarks/batch.py [--documents 2000] [--scratch DIR]

Prints a table. The second run goes over the same files with the same ledger: nothing is read but
the bytes for their digest. Memory is the resident set of client and readers, sampled.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from drops import write_documents


def resident(process: int) -> tuple[int, int]:
    """Return kilobytes of a process and of its children together."""
    own = children = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            facts = dict(
                line.split(":", 1) for line in status.read_text().splitlines() if ":" in line
            )
        except OSError:
            continue
        size = int(facts.get("VmRSS", "0 kB").split()[0])
        if status.parent.name == str(process):
            own = size
        elif facts.get("PPid", "").strip() == str(process):
            children += size
    return own, children


def scan(source: Path, out: Path, *more: str) -> tuple[float, list[tuple[int, int]]]:
    """Scan once and return seconds and memory samples."""
    command = [sys.executable, "-m", "analyser", "scan", str(source), "--output", str(out)]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--format", "json", "-q", *more], stdout=subprocess.DEVNULL
    )
    samples = []
    while process.poll() is None:
        samples.append(resident(process.pid))
        time.sleep(0.2)
    if process.returncode not in (0, 10, 11, 12):
        sys.exit(f"scan failed with {process.returncode}")
    return time.perf_counter() - began, samples


def findings(out: Path) -> object:
    """Return what a report says, without what differs between two runs."""
    content = json.loads((out / "findings.json").read_text())
    return content["documents"], content["packs"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--scratch", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as name:
        base = Path(name)
        size = write_documents(base / "in", chosen.documents)
        print(f"{chosen.documents} PDFs of 3 pages, {size / 1e6:.1f} MB")
        ledger = ("--ledger", str(base / "ledger.sqlite3"))
        one, _ = scan(base / "in", base / "one", "--jobs", "1")
        two, _ = scan(base / "in", base / "two", "--jobs", "2")
        first, samples = scan(base / "in", base / "first", "--jobs", "2", *ledger)
        second, _ = scan(base / "in", base / "second", "--jobs", "2", *ledger)
        quarter = len(samples) // 4
        early, late = samples[quarter : 2 * quarter], samples[3 * quarter : -2]
        print(f"one process        {one:8.2f} s  {3 * chosen.documents / one:8.1f} pages/s")
        print(f"two processes      {two:8.2f} s  {one / two:8.2f} times one")
        print(f"two, with ledger   {first:8.2f} s  {first / two:8.2f} times without")
        print(f"second run         {second:8.2f} s  {first / second:8.1f} times faster")
        ledger_size = (base / "ledger.sqlite3").stat().st_size
        print(f"ledger             {ledger_size / chosen.documents:8.0f} bytes a document")
        for what, place in (("client", 0), ("readers", 1)):
            before = max(one[place] for one in early) / 1024
            after = max(one[place] for one in late) / 1024
            print(
                f"memory of {what:8} {before:8.0f} MB in the 2nd quarter, {after:.0f} MB in the 4th"
            )
        same = findings(base / "one") == findings(base / "two") == findings(base / "second")
        print(f"findings equal     {same}")


if __name__ == "__main__":
    main()
