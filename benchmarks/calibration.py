"""Calibration: does a confidence of nine tenths mean nine right in ten?"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Sequence
from pathlib import Path

BINS = (0.0, 0.12, 0.35, 0.55, 0.75, 0.95, 1.01)


def pairs(findings: Path, truth: Path) -> list[tuple[float, bool]]:
    """Return (confidence, right) of every mention in `findings`, judged by `truth`."""
    labels = {}
    for line in truth.open(encoding="utf-8"):
        row = json.loads(line)
        labels[row["path"]] = {maker for m in row["mentions"] for maker in m["makers"]}
    found = []
    for document in json.loads(findings.read_text(encoding="utf-8"))["documents"]:
        makers = labels.get(document["path"].split("!", 1)[0])
        if makers is not None:
            found += [
                (float(one["confidence"]), bool(set(one["makers"]) & makers))
                for one in document["mentions"]
            ]
    return found


def expected_error(rows: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error over the bins."""
    total = 0.0
    for low, high in itertools.pairwise(BINS):
        inside = [row for row in rows if low <= row[0] < high]
        if inside:
            mean = sum(value for value, _ in inside) / len(inside)
            right = sum(verdict for _, verdict in inside) / len(inside)
            total += abs(mean - right) * len(inside) / len(rows)
    return total


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("findings", type=Path, help="findings.json of a scan of dev/documents")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args(arguments)
    rows = pairs(args.findings, args.shared / "bench" / "dev" / "truth.jsonl")
    print("| confidence | mentions | mean | right |\n|---|---|---|---|")
    for low, high in itertools.pairwise(BINS):
        inside = [row for row in rows if low <= row[0] < high]
        if inside:
            mean = sum(value for value, _ in inside) / len(inside)
            right = sum(verdict for _, verdict in inside) / len(inside)
            print(
                f"| {low:.2f} to {min(high, 1.0):.2f} | {len(inside)} | {mean:.3f} | {right:.3f} |"
            )
    if rows:
        print(f"expected calibration error {expected_error(rows):.3f} over {len(rows)} mentions")


if __name__ == "__main__":
    main()
