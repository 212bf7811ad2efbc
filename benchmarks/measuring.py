"""Clocks, medians and tables for the benchmarks: every figure with its spread."""

from __future__ import annotations

import atexit
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

LIBRARIES = (
    *("pypdfium2", "pdfplumber", "spacy", "rapidfuzz", "ahocorasick_rs", "tesserocr"),
    *("distributed", "fsspec", "s3fs"),
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What every part of the benchmarks is given."""

    scratch: Path
    rounds: int = 3
    scale: float = 1.0
    """Of the generated corpora: 0.1 for a quick look."""

    folder: Path | None = None
    """Own documents instead of generated ones."""

    shared: Path | None = None
    """Folder of real tenders that are not part of the project."""


@dataclass(frozen=True, slots=True)
class Row:
    """A measured figure."""

    what: str
    value: str
    target: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of one run: wall, and CPU of the process and those that it waited for."""

    wall: float
    cpu: float


def spent(action: Callable[[], object]) -> Spent:
    """Return what `action` takes in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    action()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


def resident(process: int) -> tuple[int, int]:
    """Return the kilobytes that a process and its children together hold in memory."""
    own = children = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        facts = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
        size = int(facts.get("VmRSS", "0 kB").split()[0])
        if status.parent.name == str(process):
            own = size
        elif facts.get("PPid", "").strip() == str(process):
            children += size
    return own, children


@cache
def _byte_code() -> str:
    """Return a folder for byte code, gone with this process."""
    folder = tempfile.mkdtemp(prefix="analyser-byte-code-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def environment() -> dict[str, str]:
    """Return the environment of the commands that are measured.

    An installation has its byte code. Where a developer's shell forbids to keep it, each command
    would compile the whole program anew, and a third of its start-up would be that.
    """
    held = dict(os.environ)
    if held.pop("PYTHONDONTWRITEBYTECODE", ""):
        held["PYTHONPYCACHEPREFIX"] = _byte_code()
    return held


def command(*words: str, allowed: Sequence[int] = (0, 10, 11, 12)) -> Spent:
    """Return what the command `words` takes, its children included."""
    before = os.times()
    wall = time.perf_counter()
    done = subprocess.run(
        words,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment(),
        check=False,
    )
    if done.returncode not in allowed:
        sys.exit(f"{' '.join(words)}: code {done.returncode}: {done.stderr.decode()[-500:]}")
    wall = time.perf_counter() - wall
    after = os.times()
    cpu = after.children_user + after.children_system
    return Spent(wall, cpu - before.children_user - before.children_system)


def analyser(*words: str) -> Spent:
    """Return what `analyser words` takes."""
    return command(sys.executable, "-m", "analyser", *words)


def side_by_side(rounds: int, **actions: Callable[[], Spent]) -> dict[str, list[Spent]]:
    """Return what each of `actions` takes, measured in turn so that neighbours hit all alike."""
    found: dict[str, list[Spent]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            found[name].append(action())
    return found


def middle(values: Sequence[float], form: str = ".2f", unit: str = "") -> str:
    """Return the median of `values` with their range."""
    low, high = min(values), max(values)
    return f"{statistics.median(values):{form}}{unit} ({low:{form}} to {high:{form}})"


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Return the ratios round by round: what disturbs a round disturbs both."""
    return [one / other for one, other in zip(above, below, strict=True)]


def machine() -> str:
    """Return the machine and versions in words."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if "model name" in line)
    except (OSError, StopIteration):
        pass
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        size = f", {memory:.0f} GiB"
    except (ValueError, OSError, AttributeError):
        size = ""
    load = f", load {os.getloadavg()[0]:.1f} before the run" if hasattr(os, "getloadavg") else ""
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} not installed")
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{model}, {os.cpu_count()} cores{size}{load}; {system}; {', '.join(found)}"
