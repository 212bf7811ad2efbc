"""A dask.distributed cluster as the engine of `batch`; the one file that knows dask.

Each document still runs in a killable reader process of its cluster worker, under the same limits
as at home: a hostile file never brings a cluster worker down. Workers must have this program
installed and see the documents under the same path (a shared file system).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from analyser.batch import ATTEMPTS, Prepared
from analyser.errors import UsageError
from analyser.settings import Limits
from analyser.workers import TwiceLostError, WorkerLostError, WorkerPool

logger = logging.getLogger(__name__)

J = TypeVar("J")
R = TypeVar("R")

CONNECT_SECONDS = 30.0

_pools: dict[str, WorkerPool] = {}
"""The reader processes of this cluster worker, by the key of what they have loaded."""


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

    Dask itself moves the calls of a machine that went away to another one.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        # Impure: two documents may be equal arguments and must both be read.
        self._engine: Executor = client.get_executor(pure=False)

    @property
    def workers(self) -> int:
        """Calls that the cluster can carry out at once, as it stands now."""
        return max(1, int(sum(self._client.nthreads().values())))

    @property
    def threads(self) -> int:
        """The most calls that one cluster worker takes at once."""
        return int(max([1, *self._client.nthreads().values()]))

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Send a call of `fn` to the cluster."""
        inner: Future[R] = self._engine.submit(fn, *args, **kwargs)
        outer: Future[R] = Future()
        outer.set_running_or_notify_cancel()
        inner.add_done_callback(lambda done: _hand_over(done, outer))
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the cluster, which itself runs on."""
        self._engine.shutdown(wait=wait and not cancel_futures)


def _hand_over(done: Future[R], outer: Future[R]) -> None:
    try:
        outer.set_result(done.result())
    except CancelledError:
        outer.set_exception(ConnectionError("the cluster dropped the call"))
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
        yield ClusterExecutor(client)
    finally:
        client.close()
