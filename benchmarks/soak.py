"""A watcher over an hour of drops: memory and file descriptors must stay flat.

    python benchmarks/soak.py [--minutes 60] [--rate 20] [--scratch DIR]

Prints a line a minute: drops taken in, resident memory and open files of watcher and readers. With
`--rate`, so many drops a minute; without, as many as are taken in.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import statistics
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


def drop(inbox: Path, base: Path, batch: int) -> None:
    """Put eight new documents into the inbox; one in eight batches as a folder."""
    made = base / f"batch-{batch}"
    write_documents(made, 8, pages=2, seed=batch)
    if batch % 8 == 0:
        made.rename(inbox / f"tender-{batch:05}")
        return
    for one in made.rglob("*.pdf"):
        one.rename(inbox / f"{batch:05}-{one.name}")
    shutil.rmtree(made)


def flat(rows: list[tuple[int, int, int]]) -> bool:
    """Tell how the second half of the samples stands to the first, and whether nothing grew."""
    half = len(rows) // 2
    if half < 2:
        return True
    well = True
    for place, what in enumerate(("watcher's memory", "readers' memory", "open files")):
        early = statistics.median(row[place] for row in rows[1:half])
        late = statistics.median(row[place] for row in rows[half:])
        print(f"{what}: second half {late / max(1, early):.3f} times the first (medians)")
        well = well and late <= 1.2 * early
    return well


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rate", type=float, default=0.0, help="drops a minute; 0: all it can")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--scratch", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as name:
        base = Path(name)
        inbox, output = base / "in", base / "out"
        inbox.mkdir()
        output.mkdir()
        watcher = start(inbox, output, base / "ledger.sqlite3", "--jobs", str(chosen.jobs))
        began, told, batch = time.monotonic(), 0.0, 0
        rows: list[tuple[int, int, int]] = []
        while (past := time.monotonic() - began) < chosen.minutes * 60:
            waiting = [one for one in inbox.iterdir() if one.suffix == ".pdf"]
            due = not chosen.rate or batch * 8 < past / 60 * chosen.rate
            if len(waiting) < 4 and due:
                batch += 1
                drop(inbox, base, batch)
            time.sleep(0.5)
            if time.monotonic() - told >= 60 and (inbox / "done").is_dir():
                told = time.monotonic()
                own, readers = resident(watcher.pid)
                rows.append((own, readers, open_files(watcher.pid)))
                done = sum(1 for _ in (inbox / "done").iterdir())
                print(
                    f"{past / 60:5.1f} min {done:6} drops {own // 1024:5} MB"
                    f" {readers // 1024:5} MB {rows[-1][2]:4} files",
                    flush=True,
                )
        watcher.send_signal(signal.SIGTERM)
        print(f"ended with {watcher.wait(60)}")
        sys.exit(not flat(rows))


if __name__ == "__main__":
    main()
