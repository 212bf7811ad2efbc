"""Calls that reader processes carry out in the tests: good, slow, greedy and deadly ones."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from analyser.errors import ListError


def double(number: int) -> int:
    """Return twice `number`."""
    return 2 * number


def process_of(_: int) -> int:
    """Return the id of the process that runs this."""
    return os.getpid()


def behave(job: tuple[str, int]) -> int:
    """Do what the job's word says, then return its number doubled."""
    word, number = job
    if word == "hang":
        time.sleep(600)
    elif word == "die":
        os._exit(9)
    elif word == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif word == "greedy":
        held = [bytearray(64 * 1024 * 1024) for _ in range(1000)]
        return len(held)
    elif word == "fault":
        msg = "list index out of range"
        raise IndexError(msg)
    elif word == "talk":
        sys.stdout.write("a library that prints\n")
        sys.stdout.flush()
        os.write(1, b"and one that writes past Python\n")
    elif word == "slow":
        time.sleep(0.3)
    return double(number)


def die_once(job: tuple[str, int]) -> int:
    """Die on the first try, which leaves `job`'s file behind, and answer on the second."""
    path = Path(job[0])
    if not path.exists():
        path.touch()
        os._exit(1)
    return double(job[1])


def leave_a_child(path: str) -> int:
    """Start a process that writes to `path` for as long as it lives, then hang."""
    code = (
        "import pathlib,sys,time\n"
        "for n in range(600):\n"
        "    pathlib.Path(sys.argv[1]).write_text(str(n)); time.sleep(0.1)"
    )
    subprocess.Popen([sys.executable, "-c", code, path])
    time.sleep(600)
    return 0


def prepare_counted(path: str) -> Callable[[int], int]:
    """Leave one more line in `path` and return a function that doubles."""
    with Path(path).open("a") as out:
        out.write(f"{os.getpid()}\n")
    return double


def prepare_in_vain() -> Callable[[int], int]:
    """Fail as faulty lists do."""
    msg = "vendor_lists/makers/x.toml: name: missing; add it"
    raise ListError(msg)


def prepare_behaviour() -> Callable[[tuple[str, int]], int]:
    """Return `behave`."""
    return behave


def prepare_slow_process(folder: str) -> Callable[[int], int]:
    """Return a function that takes a while, and once kills the cluster worker above itself."""

    def slow(number: int) -> int:
        time.sleep(0.05)
        wish = Path(folder) / "kill-a-cluster-worker"
        if wish.exists():
            try:
                wish.rename(Path(folder) / "killed")
            except FileNotFoundError:
                return number
            os.kill(os.getppid(), signal.SIGKILL)
        return number

    return slow


def prepare_killer() -> Callable[[tuple[str, int]], int]:
    """Return a function that ends the cluster worker above itself where it is told to."""

    def work(job: tuple[str, int]) -> int:
        time.sleep(0.1)
        if job[0] == "kill":
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(60)
        return double(job[1])

    return work
