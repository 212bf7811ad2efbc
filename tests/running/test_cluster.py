"""The same work on a dask cluster: all documents once, hostile ones set aside by name."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from analyser.cli import main
from analyser.errors import ExitCode, UsageError
from analyser.profile import Profile
from analyser.running.batch import Prepared, run
from analyser.running.cluster import ClusterExecutor, Isolated, connected
from analyser.running.engines import Wishes
from analyser.running.workers import EngineLostError
from analyser.scanning import scan
from analyser.selection import select
from analyser.settings import MEBIBYTE, Limits, Settings
from benchmarks.corpus import write_small
from benchmarks.dask_machines import Machines
from tests.running.batch_calls import prepare_behaviour, prepare_killer, prepare_slow_process

pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Yield the address of a cluster of two worker processes."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
    ) as cluster:
        yield cluster.scheduler_address


def set_aside(job: tuple[str, int], reason: str) -> str:
    """Stand in for a lost job's result."""
    return f"{job[0]}: {reason}"


def test_every_document_is_reported_once_and_hostile_ones_by_name(address: str) -> None:
    """Results come in order; what hangs or kills its process is set aside, on a cluster too."""
    work = Isolated(
        Prepared("behave", prepare_behaviour), Limits(seconds=2.0, memory=1024 * MEBIBYTE)
    )
    jobs = [("", n) for n in range(30)]
    jobs[7], jobs[20] = ("die", 7), ("hang", 20)

    with connected(address) as cluster:
        answers = [one for _, one in run(jobs, cluster, work, set_aside, in_flight=4)]

    assert str(answers[7]).startswith("die: the reader process ended unexpectedly (code 9)")
    assert str(answers[20]).startswith("hang: the reader process was stopped after 2 s")
    assert [one for n, one in enumerate(answers) if n not in (7, 20)] == [
        2 * n for n in range(30) if n not in (7, 20)
    ]


def test_a_machine_that_goes_away_costs_no_document(address: str, tmp_path: Path) -> None:
    """A cluster worker killed in the middle: its documents are read by another, none twice."""
    work = Isolated(
        Prepared("slow", partial(prepare_slow_process, str(tmp_path))), Limits(memory=0)
    )
    answers: list[int] = []

    with connected(address) as cluster:
        for _, number in run(range(40), cluster, work, lambda job, _: -job, in_flight=4):
            answers.append(number)
            if len(answers) == 5:
                (tmp_path / "kill-a-cluster-worker").touch()

    assert answers == list(range(40))
    assert (tmp_path / "killed").exists()


def test_a_wrong_address_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """No scheduler: whose fault it is and what to do, without a traceback."""
    monkeypatch.setattr("analyser.running.cluster.CONNECT_SECONDS", 1.0)

    with (
        pytest.raises(UsageError, match="no scheduler answers there"),
        connected("tcp://127.0.0.1:9"),
    ):
        pass


def test_a_document_that_ends_cluster_workers_is_set_aside_by_name(address: str) -> None:
    """Its neighbours, queued behind it on every machine that it takes along, are all read."""
    work = Isolated(Prepared("killer", prepare_killer), Limits(memory=0))
    jobs = [("", n) for n in range(20)]
    jobs[3] = ("kill", 3)

    with connected(address) as cluster:
        answers = [one for _, one in run(jobs, cluster, work, set_aside, in_flight=6)]

    assert answers[3] == (
        "kill: the cluster worker that read it was lost, 2 times; look at it by hand"
    )
    assert [one for n, one in enumerate(answers) if n != 3] == [2 * n for n in range(20) if n != 3]


posix = pytest.mark.skipif(os.name != "posix", reason="POSIX signals")


@posix
def test_one_killed_and_one_frozen_say_what_one_machine_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of two real workers one is killed, the other frozen: each file once, the same findings."""
    monkeypatch.setattr("analyser.running.attendance.SILENT_SECONDS", 3.0)
    write_small(tmp_path, 40)
    selection = select([tmp_path])
    settings = Settings(ocr=False, as_of="2026-01-01")
    struck: list[str] = []

    with Machines() as machines:

        def strike(done: int, _total: int, _name: str) -> None:
            # So far apart that no document is begun on both: one lost twice is set aside by right.
            signs = {4: signal.SIGKILL, 34: signal.SIGSTOP}
            if done in signs:
                struck.append(machines.strike(signs[done]))

        wishes = Wishes(cluster=machines.address)
        there = scan(selection, Profile(), settings, wishes, strike).run
    here = scan(selection, Profile(), settings, Wishes(jobs=1)).run

    assert len(set(struck)) == 2
    assert sum(bool(one.findings) for one in here.documents) >= 2
    assert [one.path for one in there.documents] == [job.name for job in selection.jobs]
    assert there.documents == here.documents


def fate_of(
    folder: Path, monkeypatch: pytest.MonkeyPatch, machines: Machines, fate: Callable[[], None]
) -> tuple[int, list[dict[str, Any]]]:
    """Scan `folder` on `machines`, which meet `fate` after some documents, as a person would."""
    monkeypatch.setattr("analyser.running.attendance.SILENT_SECONDS", 2.0)
    monkeypatch.setattr("analyser.running.attendance.RESTART_SECONDS", 2.0)
    monkeypatch.setattr("analyser.running.attendance.ANSWER_SECONDS", 3.0)
    monkeypatch.setattr("analyser.running.attendance.NOBODY_SECONDS", 3.0)
    awaited, sent = ClusterExecutor.submit, []

    def submit(self: ClusterExecutor, *words: Any) -> Any:
        sent.append(words)
        if len(sent) == 30:
            fate()
        return awaited(self, *words)

    monkeypatch.setattr(ClusterExecutor, "submit", submit)
    out = folder.parent / "out"
    words = ["scan", str(folder), "--output", str(out), "--cluster", machines.address]
    code = main([*words, "--format", "json", "-q"])
    report = json.loads((out / "findings.json").read_text())
    return code, report["documents"]


@posix
def test_when_nobody_is_left_the_rest_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The last workers gone, without nannies: one line, what was read is told, the rest by name."""
    write_small(tmp_path / "in", 60)

    with Machines(nannies=False) as machines:

        def fate() -> None:
            machines.strike(signal.SIGKILL)
            machines.strike(signal.SIGSTOP)

        code, documents = fate_of(tmp_path / "in", monkeypatch, machines, fate)

    unread = [one for one in documents if one["unread"]]
    said = "--cluster: no workers for 3 s; start some and run it again"
    assert len(documents) == 60
    assert 10 <= len(documents) - len(unread) < 60
    assert {gap["reason"] for one in unread for gap in one["unread"]} == {said}
    assert code == ExitCode.INCOMPLETE
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == [said]


@posix
@pytest.mark.parametrize("sign", ["SIGKILL", "SIGSTOP"])
def test_without_a_scheduler_the_rest_is_named(
    sign: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The scheduler killed or frozen: the run ends within moments, and says so of each document."""
    write_small(tmp_path / "in", 60)

    with Machines(1) as machines:
        fate = partial(machines.strike_scheduler, signal.Signals[sign])
        code, documents = fate_of(tmp_path / "in", monkeypatch, machines, fate)

    reasons = {gap["reason"] for one in documents for gap in one["unread"]}
    assert len(documents) == 60
    assert code == ExitCode.INCOMPLETE
    assert len(reasons) == 1
    assert "scheduler" in reasons.pop()


@posix
def test_a_watcher_is_told_that_nobody_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `salvage` the run ends with an error: a watched folder tries the drop again."""
    monkeypatch.setattr("analyser.running.attendance.NOBODY_SECONDS", 1.0)
    work = Isolated(Prepared("behave", prepare_behaviour), Limits(memory=0))
    jobs = [("slow", n) for n in range(20)]

    with Machines(1, nannies=False) as machines, connected(machines.address) as cluster:
        made = run(jobs, cluster, work, set_aside, in_flight=2)
        first = next(made)
        machines.strike(signal.SIGKILL)
        began = time.monotonic()
        with pytest.raises(EngineLostError, match="no workers for 1 s"):
            list(made)

    assert first == (("slow", 0), 0)
    assert time.monotonic() - began < 20
