"""A second run over unchanged documents against the first: both clocks, and the same findings.

python benchmarks/second_run.py [--documents 2000] [--scratch DIR]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from drops import write_documents
from rescreen import call


def documents(out: Path) -> list[Any]:
    """Return what a report says of each document."""
    held: list[Any] = json.loads((out / "findings.json").read_text())["documents"]
    return held


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--pages", type=int, default=3)
    parser.add_argument("--scratch", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as name:
        base = Path(name)
        write_documents(base / "in", chosen.documents, pages=chosen.pages)
        with_memory = ("--ledger", base / "ledger.sqlite3", "--format", "json", "-q")
        first, spent, _ = call("scan", base / "in", "--output", base / "one", *with_memory)
        second, again, _ = call("scan", base / "in", "--output", base / "two", *with_memory)
        same = documents(base / "one") == documents(base / "two")
    print(f"first {first:.1f} s, second {second:.1f} s: {first / second:.0f} times faster")
    print(f"processor: {spent:.1f} s and {again:.1f} s: {spent / again:.0f} times less")
    print("the same findings" if same else "THE FINDINGS DIFFER")


if __name__ == "__main__":
    main()
