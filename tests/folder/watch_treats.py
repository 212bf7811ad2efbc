"""A drop's treatment for the tests of the watcher, and a watcher to be killed.

Real reading is tested with `scan`; here a report says which files a drop held, so that a test can
tell whether each was reported once and whole.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path

from analyser.folder.intake import Treated
from analyser.folder.watch import Watching, watch
from analyser.running.stopping import Stop


def contents(path: Path) -> dict[str, str]:
    """Return the digest of every file of a drop, by its name below the drop."""
    files = [path] if path.is_file() else sorted(one for one in path.rglob("*") if one.is_file())
    return {
        one.relative_to(path.parent).as_posix(): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in files
    }


def report(held: Path, out: Path) -> Treated:
    """Write a report that lists what the drop held."""
    found = contents(held)
    (out / "report.html").write_text("<p>report</p>")
    (out / "findings.json").write_text(json.dumps(found))
    if found and all(name.endswith("unreadable.pdf") for name in found):
        return Treated("incomplete", {"documents": 1, "unread": 1}, "not a word could be read")
    return Treated("clear", {"documents": len(found), "unread": 0})


def slow_report(held: Path, out: Path) -> Treated:
    """Take a moment over each drop, so that a kill finds it at work."""
    (out / "report.html").write_text("<p>half")
    time.sleep(0.02)
    return report(held, out)


def main() -> None:
    """Watch as the arguments say: inbox, output, seconds of quiet, and `once` or not."""
    inbox, output, quiet, once = sys.argv[1:5]
    wishes = Watching(
        Path(inbox),
        Path(output),
        Path(output) / "ledger.sqlite3",
        quiet=float(quiet),
        once=once == "once",
        retry=0.1,
        rescan=0.3,
    )
    stop = Stop()
    with stop.on_signals():
        watch(wishes, slow_report, stop)


if __name__ == "__main__":
    main()
