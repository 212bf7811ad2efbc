"""Many documents at once: order, bounds, limits, and losses that cost one document."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from analyser.errors import ListError
from analyser.running.batch import Prepared, run
from analyser.running.workers import WorkerLostError, WorkerPool
from analyser.settings import MEBIBYTE, Limits
from tests.running.batch_calls import (
    behave,
    die_once,
    double,
    leave_a_child,
    prepare_counted,
    prepare_in_vain,
    process_of,
)

LIMITS = Limits(seconds=20.0, memory=1024 * MEBIBYTE)
HERE = Path(__file__).resolve().parents[2]


def set_aside(job: tuple[str, int], reason: str) -> str:
    """Stand in for a lost job's result."""
    return f"{job[0]}: {reason}"


def minus_one(job: int, reason: str) -> int:
    """Stand in for a lost job's result, in figures."""
    return -1


def results(jobs: list[tuple[str, int]], limits: Limits = LIMITS) -> list[int | str]:
    """Run `behave` over `jobs` with two workers."""
    with WorkerPool(2, limits) as pool:
        return [one for _, one in run(jobs, pool, behave, set_aside, in_flight=3)]


def test_results_come_in_the_order_of_the_jobs() -> None:
    """A slow document holds its place; those behind it are read meanwhile."""
    jobs = [("slow" if n % 5 == 0 else "", n) for n in range(20)]

    assert results(jobs) == [2 * n for n in range(20)]


def test_work_in_flight_is_bounded() -> None:
    """Jobs are drawn as they are needed: a million file names are never queued at once."""
    drawn = 0

    def jobs() -> Iterator[int]:
        nonlocal drawn
        for number in range(100):
            drawn += 1
            yield number

    with ThreadPoolExecutor(2) as pool:
        batch = run(jobs(), pool, double, minus_one, in_flight=4)
        first = [next(batch) for _ in range(3)]

    assert first == [(0, 0), (1, 2), (2, 4)]
    assert drawn < 300
    assert drawn <= 3 + 4 + 256


def test_held_results_are_bounded() -> None:
    """While the first document blocks, only so many finished ones wait behind it."""
    gate = threading.Event()
    drawn = []

    def jobs() -> Iterator[int]:
        for number in range(5000):
            drawn.append(number)
            yield number

    def work(number: int) -> int:
        if number == 0:
            gate.wait(5)
        return number

    with ThreadPoolExecutor(2) as pool:
        batch = run(jobs(), pool, work, minus_one, in_flight=4)
        threading.Timer(0.5, gate.set).start()
        next(batch)
        seen = len(drawn)
        batch.close()

    assert seen <= 4 + 256


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("hang", "stopped after 1 s"),
        ("die", "ended unexpectedly (code 9)"),
        pytest.param(
            "crash",
            "killed by SIGSEGV",
            marks=pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals"),
        ),
        pytest.param(
            "greedy",
            "more than 512 MiB",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="needs RLIMIT_AS"),
        ),
        ("fault", "a fault of the program, told in its log"),
    ],
)
def test_a_hostile_document_costs_itself_alone(word: str, reason: str) -> None:
    """Hanging, dying, crashing, using up memory: that document is named, the others are read."""
    limits = Limits(seconds=1.0 if word == "hang" else 20.0, memory=512 * MEBIBYTE)
    jobs = [("", 1), (word, 2), ("", 3), ("", 4)]

    first, lost, *rest = results(jobs, limits)

    assert [first, *rest] == [2, 6, 8]
    assert str(lost).startswith(f"{word}: ")
    assert reason in str(lost)


def test_a_lost_document_is_tried_once_more(tmp_path: Path) -> None:
    """A process that was killed for another's fault does not cost the document."""
    with WorkerPool(1, LIMITS) as pool:
        answer = list(run([(str(tmp_path / "tried"), 4)], pool, die_once, set_aside))

    assert [one for _, one in answer] == [8]


def test_output_of_libraries_does_not_break_the_conversation() -> None:
    """What a library prints inside a worker goes to standard error, not into the answers."""
    assert results([("talk", 1), ("talk", 2), ("", 3)]) == [2, 4, 6]


def test_lists_and_model_are_loaded_once_a_worker(tmp_path: Path) -> None:
    """However many documents, each process prepares once."""
    log = tmp_path / "prepared"
    work = Prepared("key", partial(prepare_counted, str(log)))

    with WorkerPool(2, LIMITS, warm=work.ready) as pool:
        answers = [one for _, one in run(range(30), pool, work, minus_one)]

    lines = log.read_text().split()
    assert answers == [2 * n for n in range(30)]
    assert 1 <= len(lines) == len(set(lines)) <= 2


def test_one_document_starts_one_process(tmp_path: Path) -> None:
    """A tiny run pays for one worker, whatever `--jobs` says."""
    log = tmp_path / "prepared"
    work = Prepared("key", partial(prepare_counted, str(log)))

    with WorkerPool(8, LIMITS, warm=work.ready) as pool:
        assert pool.submit(work, 1).result() == 2
        assert pool.submit(work, 2).result() == 4

    assert len(log.read_text().split()) == 1


def test_workers_are_recycled() -> None:
    """A process serves so many documents, then a fresh one takes its place: leaks end there."""
    with WorkerPool(1, LIMITS, recycle_after=3) as pool:
        processes = [one for _, one in run(range(9), pool, process_of, minus_one)]

    assert [processes.count(one) for one in dict.fromkeys(processes)] == [3, 3, 3]


def test_faulty_lists_end_the_run_with_their_own_error() -> None:
    """A fault that every document would meet is told once, with its own exit code."""
    work = Prepared("key", prepare_in_vain)

    with (
        pytest.raises(ListError, match=r"makers/x\.toml"),
        WorkerPool(1, LIMITS, warm=work.ready) as pool,
    ):
        list(run([1, 2], pool, work, minus_one))


@pytest.mark.skipif(sys.platform == "win32", reason="process groups")
def test_what_a_reader_started_is_ended_with_it(tmp_path: Path) -> None:
    """An office suite that a stopped reader had started does not go on in the background."""
    trace = tmp_path / "alive"
    with WorkerPool(1, Limits(seconds=1.5, memory=0)) as pool:
        with pytest.raises(WorkerLostError, match="stopped after"):
            pool.submit(leave_a_child, str(trace)).result()
        time.sleep(0.3)
        before = trace.read_text()
        time.sleep(0.4)

    assert trace.read_text() == before


def test_leaving_early_stops_what_runs() -> None:
    """After Ctrl-C the pool ends at once, though a document would run on for minutes."""
    started = time.monotonic()

    def leave() -> None:
        with WorkerPool(1, Limits(memory=0)) as pool:
            pool.submit(behave, ("hang", 1))
            time.sleep(0.5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        leave()

    assert time.monotonic() - started < 5


SCRIPT = """
import sys, time
sys.path.insert(0, {here!r})
from analyser.running.batch import run
from analyser.running.workers import WorkerPool
from tests.running.batch_calls import behave, process_of
with WorkerPool(2) as pool:
    print(pool.submit(process_of, 1).result(), flush=True)
    print([one for _, one in run([("", 1), ("{word}", 2)], pool, behave, lambda job, why: -1)])
"""


@pytest.mark.parametrize("way", ["-c", "file"])
def test_a_caller_without_main_guard_is_served(way: str, tmp_path: Path) -> None:
    """Neither `python -c` nor a script without `if __name__` starts itself again and again."""
    code = SCRIPT.format(here=str(HERE), word="")
    if way == "file":
        (tmp_path / "call.py").write_text(code)
    command = [sys.executable, *(["-c", code] if way == "-c" else [str(tmp_path / "call.py")])]

    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert done.stdout.splitlines()[-1] == "[2, 4]", done.stderr


def test_the_current_folder_is_not_on_the_import_path(tmp_path: Path) -> None:
    """A file json.py beside the bids is a document, never a module of the program."""
    (tmp_path / "json.py").write_text("raise SystemExit('hostile')")
    (tmp_path / "pickle.py").write_text("raise SystemExit('hostile')")
    code = textwrap.dedent(
        f"""
        import sys
        sys.path[:] = [one for one in sys.path if one] + [{str(HERE)!r}]
        from analyser.running.workers import WorkerPool
        from tests.running.batch_calls import double
        with WorkerPool(1) as pool:
            print(pool.submit(double, 21).result())
        """
    )

    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.stdout.strip() == "42", done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_workers_do_not_outlive_their_parent(sign: signal.Signals) -> None:
    """Ctrl-C or a killed parent: within moments no reader process is left, busy or not."""
    parent = subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(here=str(HERE), word="hang")],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    time.sleep(0.5)

    parent.send_signal(sign)
    parent.wait(20)

    deadline = time.monotonic() + 10
    while _alive(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(worker)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    try:  # a child whose parent is gone may wait as a zombie for an init that never looks
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return True
