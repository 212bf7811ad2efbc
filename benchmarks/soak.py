"""A watcher over an hour of drops: memory and file descriptors must stay flat.

    python benchmarks/soak.py [--minutes 60] [--scratch DIR]

Prints a line a minute: drops taken in, resident memory and open files of watcher and readers.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from batch import resident
from drops import write_documents
from watch_kill import start


def open_files(process: int) -> int:
    """Return how many files a process holds open."""
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--scratch", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as name:
        base = Path(name)
        inbox, output = base / "in", base / "out"
        inbox.mkdir()
        output.mkdir()
        watcher = start(inbox, output, base / "ledger.sqlite3")
        began, told, batch = time.monotonic(), 0.0, 0
        rows: list[tuple[int, int]] = []
        while time.monotonic() - began < chosen.minutes * 60:
            waiting = [one for one in inbox.iterdir() if one.suffix == ".pdf"]
            if len(waiting) < 4:
                batch += 1
                made = base / f"batch-{batch}"
                write_documents(made, 8, pages=2, seed=batch)
                for one in made.rglob("*.pdf"):
                    one.rename(inbox / f"{batch:05}-{one.name}")
                shutil.rmtree(made)
            time.sleep(0.5)
            if time.monotonic() - told >= 60:
                told = time.monotonic()
                own, readers = resident(watcher.pid)
                files = open_files(watcher.pid)
                rows.append((own, files))
                done = sum(1 for _ in (inbox / "done").iterdir()) if batch > 1 else 0
                print(f"{done:6} drops {own // 1024:5} MB {readers // 1024:5} MB {files:4} files")
        watcher.send_signal(signal.SIGTERM)
        print(f"ended with {watcher.wait(60)}")
        half = len(rows) // 2
        if half >= 2:
            growth = max(one[0] for one in rows[half:]) / max(one[0] for one in rows[1:half])
            print(f"memory of the second half: {growth:.2f} times the first")
            sys.exit(growth > 1.2)


if __name__ == "__main__":
    main()
