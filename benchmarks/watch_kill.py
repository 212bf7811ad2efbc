"""The watched folder killed at random moments: every drop reported once, none lost, none twice.

    python benchmarks/watch_kill.py [--moments 200] [--documents 60] [--trouble full|readonly]

Starts the real `analyser watch`, kills it with SIGKILL after a random time, starts it again, and
at the end lets it finish. With `--trouble`, the output is a small file system that fills up (needs
root and Linux), or cannot be written for a while: mounted read-only for root, else by its rights.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from drops import write_documents

from analyser.ledger.items import CLAIMED, FILED, REPORTED, items
from analyser.ledger.store import Ledger
from analyser.ledger.trail import verify

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
LOCKED: Counter[bool] = Counter()
"""How often the output was locked (True) and let go again."""


def start(inbox: Path, output: Path, ledger: Path, *more: str) -> subprocess.Popen[bytes]:
    """Start a watcher."""
    command = [
        *(sys.executable, "-m", "analyser", "watch", str(inbox), "--output", str(output)),
        *("--settle", "0.2", "--format", "json", "--jobs", "2", "--ledger", str(ledger)),
        *more,
    ]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextlib.contextmanager
def small_disk(place: Path, trouble: str) -> Iterator[None]:
    """Make `place` a small disk of its own, to be filled up or mounted read-only, if wanted."""
    place.mkdir()
    if trouble == "none" or (trouble == "readonly" and not ROOT):
        yield
        return
    size = "3m" if trouble == "full" else "64m"
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "none", str(place)], check=True
    )
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


def make_trouble(place: Path, kind: str, over: threading.Event) -> None:
    """Fill or lock `place` for two seconds in every six, until `over`."""
    ballast = place / ".ballast"
    while not over.wait(4.0):
        if kind == "full":
            with contextlib.suppress(OSError), ballast.open("wb") as out:
                while True:
                    out.write(b"x" * 65536)
        else:
            lock(place, locked=True)
        over.wait(2.0)
        if kind == "full":
            ballast.unlink(missing_ok=True)
        else:
            lock(place, locked=False)


def lock(place: Path, *, locked: bool) -> None:
    """Let nothing be written below `place`, or let it again."""
    if not ROOT:
        place.chmod(0o555 if locked else 0o755)
        return
    # Busy while a file is being written: then this time it stays as it is.
    way = f"remount,{'ro' if locked else 'rw'}"
    done = subprocess.run(["mount", "-o", way, str(place)], check=False, capture_output=True)
    LOCKED[locked] += not done.returncode


def check(inbox: Path, output: Path, ledger: Path, wanted: dict[str, str]) -> list[str]:
    """Return everything that is not as it should be."""
    faults = []
    seen: Counter[str] = Counter()
    for path in output.glob("*/findings.json"):
        for one in json.loads(path.read_text())["documents"]:
            seen[one["sha256"]] += 1
    for name, digest in wanted.items():
        if seen[digest] != 1:
            faults.append(f"{name}: {seen[digest]} report entries")
        if not (inbox / "done" / name).is_file():
            faults.append(f"{name}: not under done/")
    with Ledger(ledger) as held:
        key = str(inbox.resolve())
        if len(items(held, key, FILED)) != len(wanted):
            faults.append(f"ledger: {len(items(held, key, FILED))} filed")
        faults += [f"ledger: {one}" for one in items(held, key, CLAIMED, REPORTED)]
        faults += list(verify(held.connection).faults)
    faults += [f"left over: {one}" for one in output.glob(".partial-*")]
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=200)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=8.0, help="seconds before a kill")
    parser.add_argument("--trouble", choices=("none", "full", "readonly"), default="none")
    parser.add_argument("--scratch", type=Path)
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)
    with tempfile.TemporaryDirectory(dir=chosen.scratch) as name:
        base = Path(name)
        inbox, output, ledger = base / "in", base / "out", base / "ledger.sqlite3"
        inbox.mkdir()
        write_documents(base / "source", chosen.documents, pages=1)
        with small_disk(output, chosen.trouble):
            sources = sorted((base / "source").rglob("*.pdf"))
            wanted = {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in sources}
            over = threading.Event()
            trouble = threading.Thread(target=make_trouble, args=(output, chosen.trouble, over))
            if chosen.trouble != "none":
                trouble.start()
            killed = 0
            for moment in range(chosen.moments):
                # The drops arrive over the whole time, so that every moment meets some work.
                share = len(sources) * (moment + 1) // chosen.moments
                for one in sources[:share]:
                    if one.exists():
                        one.rename(inbox / one.name)
                watcher = start(inbox, output, ledger)
                time.sleep(chance.uniform(0.0, chosen.longest))
                if watcher.poll() is None:
                    killed += 1
                watcher.send_signal(signal.SIGKILL)
                watcher.wait()
            over.set()
            if trouble.is_alive():
                trouble.join()
            code = start(inbox, output, ledger, "--once").wait(900)
            faults = check(inbox, output, ledger, wanted)
    print(f"{killed} kills over {chosen.documents} documents; last watcher ended with {code}")
    if chosen.trouble == "readonly" and ROOT:
        print(f"the output was mounted read-only {LOCKED[True]} times")
    print("\n".join(faults) or "every document reported exactly once; the ledger verifies")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
