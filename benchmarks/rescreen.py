"""Screening stored text again against scanning the files anew: time, and the same findings.

    python benchmarks/rescreen.py [--documents 10000] [--every 50] [--scratch DIR]

The lists change by an overlay that lists one more maker, met in one document of `--every`. Both
sides are told in seconds of processor time and by the clock. What the ledger holds afterwards is
compared with the fresh scan, document by document: mentions, findings, outcomes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from drops import write_documents

MAKER = """
id = "zorvex"
name = "Zorvex"
kind = "manufacturer"
country = "CN"
sectors = ["video_surveillance"]
restricted = true
basis = "recalled"
aliases = [{ text = "Zorvex Optics Technology Co., Ltd.", type = "legal" }]
"""


OFFER = "We offer forty cameras Zorvex ZX-200, delivered and fitted."


def call(*arguments: object) -> tuple[float, float, str]:
    """Run the program and return seconds by the clock, seconds of processor time, and output."""
    began, spent = time.perf_counter(), sum(os.times()[2:4])
    done = subprocess.run(
        [sys.executable, "-m", "analyser", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 10, 11, 12):
        sys.exit(done.stderr)
    return time.perf_counter() - began, sum(os.times()[2:4]) - spent, done.stdout


def documents(out: Path) -> dict[str, Any]:
    """Return what a report says of each document, by its path."""
    held = json.loads((out / "findings.json").read_text())["documents"]
    return {one["path"]: one for one in held}


def caught(out: Path) -> set[tuple[str, str, str]]:
    """Return (path, maker, disposition) of every finding in a report."""
    return {
        (path, found["maker"], found["disposition"])
        for path, one in documents(out).items()
        for found in one["findings"]
    }


def compare(base: Path, ledger: Path, changes: list[dict[str, Any]]) -> None:
    """Hold what was told, and what the ledger has now, against the fresh scan."""
    old, new = caught(base / "old"), caught(base / "new")
    expected = {(path, maker) for path, maker, _ in new} - {(p, m) for p, m, _ in old}
    told = {(one["path"], one["maker"]) for one in changes if one["kind"] == "newly caught"}
    quiet = sum(bool(one["note"]) for one in changes)
    print(f"newly caught: {len(told)} told, {len(expected)} by a fresh scan")
    print(f"missing {len(expected - told)}, too many {len(told - expected)}, {quiet} notes")
    call("scan", base / "in", "--output", base / "held", "--ledger", ledger, "--lists",
         base / "own", "--format", "json", "-q")  # fmt: skip
    one, two = documents(base / "new"), documents(base / "held")
    differing = [path for path in one if one[path] != two.get(path)]
    print(f"the ledger's answers: {len(differing)} of {len(one)} documents differ {differing[:3]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10000)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--every", type=int, default=50)
    parser.add_argument(
        "--no-fresh", action="store_true", help="compare times with the first scan, findings not"
    )
    parser.add_argument("--scratch", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as name:
        base = Path(name)
        write_documents(
            base / "in", chosen.documents, pages=chosen.pages, rare=OFFER, every=chosen.every
        )
        own = base / "own"
        (own / "makers").mkdir(parents=True)
        (own / "makers" / "zorvex.toml").write_text(MAKER)
        common = ("--format", "json", "-q")
        ledger = base / "ledger.sqlite3"
        fresh, fresh_work, _ = call(
            "scan", base / "in", "--output", base / "old", "--ledger", ledger, *common
        )
        if not chosen.no_fresh:
            fresh, fresh_work, _ = call(
                "scan", base / "in", "--output", base / "new", "--lists", own, *common
            )
        again, again_work, out = call("rescreen", "--ledger", ledger, "--lists", own, "--json")
        print(f"scan {fresh:.1f} s, rescreen {again:.1f} s: {fresh / again:.1f} times faster")
        times = fresh_work / again_work
        print(f"processor: {fresh_work:.1f} s and {again_work:.1f} s: {times:.1f} times less")
        print(f"told: {len(json.loads(out))} changes")
        if not chosen.no_fresh:
            compare(base, ledger, json.loads(out))


if __name__ == "__main__":
    main()
