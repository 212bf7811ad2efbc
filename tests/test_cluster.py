"""The same work on a dask cluster: all documents once, hostile ones set aside by name."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from analyser.batch import Prepared, run
from analyser.cluster import Isolated, connected
from analyser.errors import UsageError
from analyser.settings import MEBIBYTE, Limits
from tests.batch_calls import prepare_behaviour, prepare_slow_process

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
    monkeypatch.setattr("analyser.cluster.CONNECT_SECONDS", 1.0)

    with (
        pytest.raises(UsageError, match="no scheduler answers there"),
        connected("tcp://127.0.0.1:9"),
    ):
        pass


@pytest.mark.skipif(os.name != "posix", reason="POSIX signals")
def test_a_frozen_machine_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cluster worker that no longer answers does not hold its documents for minutes."""
    from distributed import LocalCluster

    monkeypatch.setattr("analyser.cluster.SILENT_SECONDS", 5.0)
    work = Isolated(Prepared("behave", prepare_behaviour), Limits(memory=0))
    jobs = [("slow", n) for n in range(16)]
    answers = []

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
    ) as cluster:
        frozen = next(iter(cluster.workers.values())).pid
        try:
            with connected(cluster.scheduler_address) as executor:
                began = time.monotonic()
                for _, answer in run(jobs, executor, work, set_aside, in_flight=4):
                    if not answers:
                        os.kill(frozen, signal.SIGSTOP)
                    answers.append(answer)
                waited = time.monotonic() - began
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(frozen, signal.SIGCONT)

    assert answers == [2 * n for n in range(16)]
    assert waited < 60
