"""Screening stored text again against scanning the files anew: time, and the same findings.

    python benchmarks/rescreen.py [--documents 10000] [--scratch DIR]

The lists change by an overlay that lists one more maker ("Zorvex", in every fifth document).
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

MAKER = """
id = "zorvex"
name = "Bosch"
kind = "manufacturer"
country = "CN"
sectors = ["video_surveillance"]
restricted = true
basis = "recalled"
aliases = [{ text = "FLEXIDOME", type = "product-line" }]
"""


def call(*arguments: object) -> tuple[float, str]:
    """Run the program and return seconds and output."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "analyser", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 10, 11, 12):
        sys.exit(done.stderr)
    return time.perf_counter() - began, done.stdout


def caught(out: Path) -> set[tuple[str, str, str]]:
    """Return (path, maker, disposition) of every finding in a report."""
    documents = json.loads((out / "findings.json").read_text())["documents"]
    return {
        (one["path"], found["maker"], found["disposition"])
        for one in documents
        for found in one["findings"]
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10000)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--scratch", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as name:
        base = Path(name)
        write_documents(base / "in", chosen.documents, pages=chosen.pages)
        own = base / "own"
        (own / "makers").mkdir(parents=True)
        (own / "makers" / "zorvex.toml").write_text(MAKER)
        common = ("--format", "json", "-q")
        ledger = base / "ledger.sqlite3"
        call("scan", base / "in", "--output", base / "old", "--ledger", ledger, *common)
        fresh, _ = call("scan", base / "in", "--output", base / "new", "--lists", own, *common)
        again, out = call("rescreen", "--ledger", ledger, "--lists", own, "--json")
        old, new = caught(base / "old"), caught(base / "new")
        expected = {(path, maker) for path, maker, _ in new} - {(p, m) for p, m, _ in old}
        changes = json.loads(out)
        told = {(one["path"], one["maker"]) for one in changes if one["kind"] == "newly caught"}
        quiet = sum(bool(one["note"]) for one in changes)
        print(f"scan {fresh:.1f} s, rescreen {again:.1f} s: {fresh / again:.1f} times faster")
        print(f"newly caught: {len(told)} told, {len(expected)} by a fresh scan")
        print(f"missing {len(expected - told)}, too many {len(told - expected)}, {quiet} notes")


if __name__ == "__main__":
    main()
