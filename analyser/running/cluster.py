"""A dask.distributed cluster as the engine of `batch`; the one file that knows dask.

Each document still runs in a killable reader process of its cluster worker, under the same limits
as at home: a hostile file never brings a cluster worker down. Workers must have this program
installed and see the documents under the same path (a shared file system) or fetch them by URL.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from analyser.errors import UsageError
from analyser.running.attendance import Attendance
from analyser.running.batch import ATTEMPTS, Prepared
from analyser.running.workers import EngineLostError, TwiceLostError, WorkerLostError, WorkerPool
from analyser.settings import Limits

logger = logging.getLogger(__name__)

J = TypeVar("J")
R = TypeVar("R")

CONNECT_SECONDS = 30.0

BEGUN = "analyser-begun"
"""Topic under which cluster workers tell that they begin a call."""

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
        _tell_begun()
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


def _tell_begun() -> None:
    """Tell the client which call begins here: a machine that is lost is laid to what it read.

    Dask counts a loss against everything that was queued there, innocent neighbours too.
    """
    from distributed import get_worker

    try:
        worker = get_worker()
    except ValueError:  # not on a cluster
        return
    worker.log_event(BEGUN, worker.get_current_task())


@dataclass(slots=True)
class _Open:
    """A call that has no answer yet."""

    answer: Future[Any]
    remote: Any
    begun: int = 0


class ClusterExecutor(Executor):
    """Hands calls to the cluster's workers; dask moves those of a lost machine to another one.

    A call that was begun `ATTEMPTS` times and lost with its worker each time is given up with
    `TwiceLostError`. When nobody is left, every call ends with `EngineLostError`.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._open: dict[str, _Open] = {}
        self._lock = threading.Lock()
        self._lost = ""
        client.subscribe_topic(BEGUN, self._hear)
        self._attendance = Attendance(client, lambda why: self._give_up(f"--cluster: {why}"))

    @property
    def workers(self) -> int:
        """Calls that the cluster can carry out at once, as it stood a moment ago."""
        return max(1, sum(self._attendance.threads.values()))

    @property
    def threads(self) -> int:
        """The most calls that one cluster worker takes at once."""
        return max([1, *self._attendance.threads.values()])

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Send a call of `fn` to the cluster."""
        answer: Future[R] = Future()
        answer.set_running_or_notify_cancel()
        try:
            # Impure: two documents may be equal arguments and must both be read.
            remote = self._client.submit(fn, *args, pure=False, **kwargs)
        except Exception as error:  # noqa: BLE001  the client closes itself with its scheduler
            self._give_up(f"--cluster: nothing can be sent ({error}); run it again")
            answer.set_exception(EngineLostError(self._lost))
            return answer
        with self._lock:
            lost = self._lost
            if not lost:
                self._open[remote.key] = _Open(answer, remote)
        if lost:
            answer.set_exception(EngineLostError(lost))
        else:
            self._client.loop.add_callback(self._await, remote)
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the cluster, which itself runs on."""
        self._attendance.end()
        with self._lock:
            waiting = list(self._open.values())
            if cancel_futures:
                self._open.clear()
        if cancel_futures:
            self._client.loop.add_callback(self._cancel, [one.remote for one in waiting])
        elif wait:
            for one in waiting:
                one.answer.exception()

    async def _await(self, remote: Any) -> None:
        """Pass the answer on when it comes; runs in the client's loop, as `_hear` does."""
        try:
            value = await remote
        except BaseException as error:  # noqa: BLE001  it belongs to the future
            if "Cancelled" in type(error).__name__:
                # Those that this executor cancels are closed before; so the scheduler is gone.
                if remote.key in self._open:
                    self._give_up("--cluster: the scheduler went away; run it again")
            elif (call := self._closed(remote.key)) is not None:
                call.answer.set_exception(_translated(error))
        else:
            if (call := self._closed(remote.key)) is not None:
                call.answer.set_result(value)

    async def _hear(self, event: tuple[float, str]) -> None:
        key = event[1]
        with self._lock:
            call = self._open.get(key)
            if call is None:
                return  # another client's, or answered
            call.begun += 1
            if call.begun <= ATTEMPTS:
                return
            del self._open[key]
        call.answer.set_exception(TwiceLostError("the cluster worker that read it was lost"))
        await self._cancel([call.remote])

    async def _cancel(self, remotes: list[Any]) -> None:
        if remotes:
            await self._client.cancel(remotes, asynchronous=True)

    def _closed(self, key: str) -> _Open | None:
        with self._lock:
            return self._open.pop(key, None)

    def _give_up(self, reason: str) -> None:
        with self._lock:
            self._lost = self._lost or reason
            waiting = tuple(self._open.values())
            self._open.clear()
        for call in waiting:
            call.answer.set_exception(EngineLostError(self._lost))


LOSSES = {
    "KilledWorker": "the cluster's workers died of it",
    "CommClosedError": "the way to the cluster broke off",
}
"""What dask calls a loss that is no fault of the document's; it is sent once more."""


def _translated(error: BaseException) -> BaseException:
    reason = LOSSES.get(type(error).__name__)
    if reason is None:
        return error
    lost = WorkerLostError(reason)
    lost.__cause__ = error
    return lost


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
