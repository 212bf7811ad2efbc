"""Outcomes of the development scenarios, scored by the shared scorer.

Usage: python benchmarks/policy.py [SHARED] [--wrong]     (SHARED defaults to ../shared)
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

SCENARIOS = ("policy.jsonl", "policy_extra.jsonl")


def main() -> int:
    """Answer the scenarios with the command line and hand the answers to the scorer."""
    words = sys.argv[1:]
    places = [Path(word) for word in words if not word.startswith("--")]
    shared = places[0] if places else Path(__file__).parents[2] / "shared"
    files = [shared / "bench" / "dev" / name for name in SCENARIOS]
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "outcomes.jsonl"
        text = "".join(file.read_text(encoding="utf-8") for file in files)
        both = Path(folder) / "scenarios.jsonl"
        both.write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "analyser", "assess", str(both), "--output", str(answers)]
        subprocess.run(command, check=True)
        scorer = [
            sys.executable,
            str(shared / "bench" / "score_policy.py"),
            str(both),
            str(answers),
        ]
        flags = [word for word in words if word.startswith("--")]
        return subprocess.run([*scorer, *flags], check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
