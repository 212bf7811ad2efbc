"""Many documents over any `concurrent.futures.Executor`: bounded, in order, one loss at a time.

The engine is given: `workers.WorkerPool` on this machine, `cluster.connected` on many. What a
document needs (lists, model) is loaded once a process by `Prepared`, wherever it runs.
"""

from __future__ import annotations

import logging
import queue
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from analyser.errors import AnalyserError, ReadingError
from analyser.running.workers import EngineLostError, TwiceLostError, WorkerLostError

logger = logging.getLogger(__name__)

J = TypeVar("J")
R = TypeVar("R")

ATTEMPTS = 2
"""A document whose process was lost is tried once more: the loss may have been a neighbour's
(the kernel's memory killer, a machine that went away)."""

HELD = 256
"""Results kept back while an earlier document is still being read, so that one slow document
does not idle the others."""

WAIT_SECONDS = 1.0

_prepared: dict[str, Callable[[Any], Any]] = {}
"""What this process has loaded, by key. The one state that a worker keeps between documents."""


@dataclass(frozen=True, slots=True)
class Prepared(Generic[J, R]):
    """A picklable function of a job that is made by `prepare` once a process, then kept.

    `prepare` must be picklable: a `functools.partial` of a module's function.
    """

    key: str
    """Changes with everything that `prepare` depends on: lists, model, profile, settings."""

    prepare: Callable[[], Callable[[J], R]]

    def __call__(self, job: J) -> R:
        """Return what the prepared function makes of `job`."""
        result: R = self.ready()(job)
        return result

    def ready(self) -> Callable[[J], R]:
        """Prepare if this process has not; a pool's `warm`."""
        function = _prepared.get(self.key)
        if function is None:
            function = self.prepare()
            _prepared.clear()  # one catalogue and one model a process, never two
            _prepared[self.key] = function
        return function


@dataclass(slots=True)
class _Item(Generic[J, R]):
    job: J
    future: Future[R] = field(default_factory=Future)
    attempts: int = 0
    done: bool = False
    result: R | None = None


def run(
    jobs: Iterable[J],
    executor: Executor,
    work: Callable[[J], R],
    lost: Callable[[J, str], R],
    *,
    in_flight: int | Callable[[], int] = 4,
    salvage: bool = False,
) -> Iterator[tuple[J, R]]:
    """Yield each of `jobs` with its result, in their order, at most `in_flight` at a time.

    `in_flight` is a number, or gives one whenever there is room to be filled.

    A job whose process is lost is tried again once; then, as after any other fault, `lost(job,
    reason)` stands in for its result. Faults of the installation, the lists or the caller end the
    run: they would come back with every document. So does an engine that nobody is left in, unless
    `salvage`: then what was read is kept, and `lost` stands in for all the rest.
    """
    bound = in_flight if callable(in_flight) else lambda: in_flight
    flow = _Flow(iter(jobs), executor, work, lost, bound)
    try:
        yield from flow.in_order()
    except EngineLostError as error:
        if not salvage:
            raise
        logger.error("%s", error)
        yield from flow.salvaged(str(error))
    finally:
        flow.cancel()


class _Flow(Generic[J, R]):
    """A run in progress: what is on its way, and what waits for an earlier document.

    Nothing here looks through all that is in flight, which on a large cluster is thousands.
    """

    def __init__(
        self,
        source: Iterator[J],
        executor: Executor,
        work: Callable[[J], R],
        lost: Callable[[J, str], R],
        in_flight: Callable[[], int],
    ) -> None:
        self._source = source
        self._executor = executor
        self._work = work
        self._lost = lost
        self._in_flight = in_flight
        self._window: deque[_Item[J, R]] = deque()
        self._arrived: queue.SimpleQueue[_Item[J, R]] = queue.SimpleQueue()
        self._unfinished = 0
        self._more = True

    def in_order(self) -> Iterator[tuple[J, R]]:
        """Yield each job with its result."""
        while self._more or self._window:
            self._fill()
            while self._window and self._window[0].done:
                item = self._window.popleft()
                yield item.job, item.result  # type: ignore[misc]  # done: there is a result
            if self._unfinished and not (self._more and self._room()):
                self._collect()

    def salvaged(self, reason: str) -> Iterator[tuple[J, R]]:
        """Yield what has come in, and a stand-in for the rest, now that nothing more comes."""
        for item in self._window:
            if item.done:
                yield item.job, item.result  # type: ignore[misc]  # done: there is a result
            elif _succeeded(item.future):
                yield item.job, item.future.result()
            else:
                yield item.job, self._lost(item.job, reason)
        for job in self._source:
            yield job, self._lost(job, reason)

    def cancel(self) -> None:
        """Let go of what is still on its way."""
        for item in self._window:
            item.future.cancel()

    def _room(self) -> bool:
        most = self._in_flight()
        return self._unfinished < most and len(self._window) < most + HELD

    def _fill(self) -> None:
        while self._more and self._room():
            try:
                item: _Item[J, R] = _Item(next(self._source))
            except StopIteration:
                self._more = False
                return
            self._window.append(item)
            self._unfinished += 1
            self._send(item)

    def _send(self, item: _Item[J, R]) -> None:
        item.attempts += 1
        item.future = self._executor.submit(self._work, item.job)
        item.future.add_done_callback(lambda _: self._arrived.put(item))

    def _collect(self) -> None:
        """Wait for something to arrive, and take in all that has."""
        while True:
            try:
                # In slices: where waiting cannot be interrupted, Ctrl-C is heard in between.
                item = self._arrived.get(timeout=WAIT_SECONDS)
            except queue.Empty:
                continue
            self._take(item)
            if self._arrived.empty():
                return

    def _take(self, item: _Item[J, R]) -> None:
        try:
            item.result = item.future.result()
        except WorkerLostError as error:
            if item.attempts < ATTEMPTS and not isinstance(error, TwiceLostError):
                logger.warning("%s: %s; tried again", item.job, error)
                self._send(item)
                return
            logger.warning("%s: %s; set aside", item.job, error)
            item.result = self._lost(item.job, f"{error}, {ATTEMPTS} times; look at it by hand")
        except ReadingError as error:
            item.result = self._lost(item.job, str(error))
        except AnalyserError:
            raise
        except Exception:  # a reader's bug costs its document, never the run
            logger.exception("%s: a fault of the program", item.job)
            item.result = self._lost(
                item.job, "a fault of the program, told in its log; look at it by hand"
            )
        item.done = True
        self._unfinished -= 1


def _succeeded(future: Future[R]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
