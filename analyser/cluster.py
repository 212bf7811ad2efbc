"""A dask.distributed cluster as the engine of `batch`; the one file that knows dask.

Each document still runs in a killable reader process of its cluster worker, under the same limits
as at home: a hostile file never brings a cluster worker down. Workers must have this program
installed and see the documents under the same path (a shared file system) or fetch them by URL.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from analyser.batch import ATTEMPTS, Prepared
from analyser.errors import UsageError
from analyser.settings import Limits
from analyser.workers import PoolError, TwiceLostError, WorkerLostError, WorkerPool

logger = logging.getLogger(__name__)

J = TypeVar("J")
R = TypeVar("R")

CONNECT_SECONDS = 30.0

WATCH_SECONDS = 2.0

SILENT_SECONDS = 30.0
"""A cluster worker that was not heard of for so long is given up. Dask waits five minutes by
default; documents run in processes of their own, so that a worker always has time to answer."""

RESTART_SECONDS = 15.0
"""For the nanny of a silent worker to end it; one that does not answer either is removed."""

NOBODY_SECONDS = 120.0
"""Without any worker for so long, the run ends; before that, new ones may come up."""

_pools: dict[str, WorkerPool] = {}
"""The reader processes of this cluster worker, by the key of what they have loaded."""

_pools_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Isolated(Generic[J, R]):
    """`work`, carried out in a killable process of whichever machine it is called on."""

    work: Prepared[J, R]
    limits: Limits
    threads: int = 1
    """Calls that a cluster worker may make at once."""

    def __call__(self, job: J) -> R:
        """Return what `work` makes of `job`; a lost process is replaced and tried once more."""
        pool = self._pool()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return pool.submit(self.work, job).result()
            except WorkerLostError as error:
                logger.warning("%s: %s", job, error)
                if attempt == ATTEMPTS:
                    raise TwiceLostError(*error.args) from error
        raise AssertionError  # the loop returns or raises

    def _pool(self) -> WorkerPool:
        with _pools_lock:
            pool = _pools.get(self.work.key)
            if pool is None:
                for old in _pools.values():
                    old.shutdown(wait=False, cancel_futures=True)
                _pools.clear()
                pool = WorkerPool(self.threads, self.limits, warm=self.work.ready)
                _pools[self.work.key] = pool
            return pool


class ClusterExecutor(Executor):
    """Hands calls to the cluster's workers; a call whose workers all died raises `WorkerLostError`.

    Dask itself moves the calls of a machine that went away to another one; one that is frozen is
    given up after `SILENT_SECONDS`, on behalf of this run alone.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        # Impure: two documents may be equal arguments and must both be read.
        self._engine: Executor = client.get_executor(pure=False)
        self._open: set[Future[Any]] = set()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._heard = time.monotonic()
        self._nthreads: dict[str, int] = dict(client.nthreads())
        threading.Thread(target=self._watch, daemon=True, name="cluster-watch").start()

    @property
    def workers(self) -> int:
        """Calls that the cluster can carry out at once, as it stood a moment ago."""
        return max(1, sum(self._nthreads.values()))

    @property
    def threads(self) -> int:
        """The most calls that one cluster worker takes at once."""
        return max([1, *self._nthreads.values()])

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Send a call of `fn` to the cluster."""
        inner: Future[R] = self._engine.submit(fn, *args, **kwargs)
        outer: Future[R] = Future()
        outer.set_running_or_notify_cancel()
        with self._lock:
            self._open.add(outer)
        inner.add_done_callback(lambda done: self._settle(done, outer))
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the cluster, which itself runs on."""
        self._ended.set()
        self._engine.shutdown(wait=wait and not cancel_futures)

    def _settle(self, done: Future[R], outer: Future[R]) -> None:
        with self._lock:
            if outer not in self._open:
                return  # it was given up while it came in
            self._open.discard(outer)
        _hand_over(done, outer)

    def _watch(self) -> None:
        while not self._ended.wait(WATCH_SECONDS):
            try:
                silent, nthreads = self._client.run_on_scheduler(_roll_call, SILENT_SECONDS)
            except Exception as error:  # noqa: BLE001  a scheduler away for a moment may come back
                logger.debug("scheduler: %r", error)
                nthreads = {}
            else:
                for address in silent:
                    logger.warning("%s: silent for %g s; given up", address, SILENT_SECONDS)
            if nthreads:
                self._nthreads, self._heard = nthreads, time.monotonic()
            elif time.monotonic() - self._heard > NOBODY_SECONDS:
                self._give_up()
                return

    def _give_up(self) -> None:
        with self._lock:
            waiting = tuple(self._open)
            self._open.clear()
        msg = f"--cluster: no workers for {NOBODY_SECONDS:g} s; start some and run it again"
        for future in waiting:
            future.set_exception(PoolError(msg))


async def _roll_call(most: float, dask_scheduler: Any = None) -> tuple[list[str], dict[str, int]]:
    """Restart what was silent for `most` seconds; return that, and the threads of the rest.

    Runs in the scheduler. It is dask's own remedy (`worker-ttl`), only sooner.
    """
    now = time.time()
    every = dask_scheduler.workers
    silent = [address for address, one in every.items() if now - one.last_seen > most]
    if silent:
        # Restarted, not only removed: a worker told to close is not started again by its nanny.
        await dask_scheduler.restart_workers(
            silent,
            timeout=RESTART_SECONDS,
            wait_for_workers=False,
            on_error="return",
            stimulus_id=f"analyser-silent-{now}",
        )
    return silent, {address: int(one.nthreads) for address, one in every.items()}


def _hand_over(done: Future[R], outer: Future[R]) -> None:
    try:
        outer.set_result(done.result())
    except CancelledError:
        # The scheduler is gone, and every document after this one would fare the same.
        outer.set_exception(PoolError("--cluster: the scheduler went away; run it again"))
    except BaseException as error:  # noqa: BLE001  it belongs to the future
        if type(error).__name__ == "KilledWorker":
            lost = WorkerLostError("the cluster's workers died of it")
            lost.__cause__ = error
            outer.set_exception(lost)
        else:
            outer.set_exception(error)


@contextmanager
def connected(address: str) -> Iterator[ClusterExecutor]:
    """Yield the cluster whose scheduler listens at `address` ("tcp://host:8786") as an executor.

    Raises:
        UsageError: dask is not installed, or nobody answers there, or it has no workers.
    """
    try:
        import distributed
    except ImportError as error:
        msg = "--cluster: dask is not installed; pip install 'procurement-analyser[cluster]'"
        raise UsageError(msg) from error
    try:
        make: Any = distributed.Client
        client = make(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        msg = f"--cluster {address}: no scheduler answers there ({error}); check the address"
        raise UsageError(msg) from error
    try:
        try:
            client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        except TimeoutError as error:
            msg = (
                f"--cluster {address}: the scheduler has no workers; start some with `dask worker`"
            )
            raise UsageError(msg) from error
        executor = ClusterExecutor(client)
        try:
            yield executor
        finally:
            executor.shutdown(cancel_futures=True)
    finally:
        client.close()
