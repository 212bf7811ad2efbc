"""Many documents over any `concurrent.futures.Executor`: bounded, in order, one loss at a time.

The engine is given: `workers.WorkerPool` on this machine, `cluster.connected` on many. What a
document needs (lists, model) is loaded once a process by `Prepared`, wherever it runs.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from analyser.errors import AnalyserError, ReadingError
from analyser.workers import EngineLostError, TwiceLostError, WorkerLostError

logger = logging.getLogger(__name__)

J = TypeVar("J")
R = TypeVar("R")

ATTEMPTS = 2
"""A document whose process was lost is tried once more: the loss may have been a neighbour's
(the kernel's memory killer, a machine that went away)."""

HELD = 256
"""Results kept back while an earlier document is still being read, so that one slow document
does not idle the others."""

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
    future: Future[R]
    attempts: int = 1
    done: bool = field(default=False)
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
    window: deque[_Item[J, R]] = deque()
    source = iter(jobs)
    bound = in_flight if callable(in_flight) else lambda: in_flight
    try:
        yield from _in_order(window, source, executor, work, lost, bound)
    except EngineLostError as error:
        if not salvage:
            raise
        logger.error("%s", error)
        for item in window:
            yield item.job, _salvaged(item, lost, str(error))
        for job in source:
            yield job, lost(job, str(error))
    finally:
        for item in window:
            item.future.cancel()


def _in_order(
    window: deque[_Item[J, R]],
    source: Iterator[J],
    executor: Executor,
    work: Callable[[J], R],
    lost: Callable[[J, str], R],
    in_flight: Callable[[], int],
) -> Iterator[tuple[J, R]]:
    more = True
    while more or window:
        more = more and _fill(window, source, executor, work, in_flight)
        while window and window[0].done:
            item = window.popleft()
            yield item.job, item.result  # type: ignore[misc]  # done: there is a result
        pending = [item for item in window if not item.done]
        if pending and not (more and _room(window, in_flight())):
            _collect(pending, executor, work, lost)


def _salvaged(item: _Item[J, R], lost: Callable[[J, str], R], reason: str) -> R:
    """Return what is known of `item` now that nothing more comes in."""
    if item.done:
        return item.result  # type: ignore[return-value]  # done: there is a result
    if item.future.done() and not item.future.cancelled() and item.future.exception() is None:
        return item.future.result()
    return lost(item.job, reason)


def _room(window: deque[_Item[J, R]], in_flight: int) -> bool:
    unfinished = sum(not item.done for item in window)
    return unfinished < in_flight and len(window) < in_flight + HELD


def _fill(
    window: deque[_Item[J, R]],
    source: Iterator[J],
    executor: Executor,
    work: Callable[[J], R],
    in_flight: Callable[[], int],
) -> bool:
    while _room(window, in_flight()):
        try:
            job = next(source)
        except StopIteration:
            return False
        window.append(_Item(job, executor.submit(work, job)))
    return True


def _collect(
    pending: list[_Item[J, R]],
    executor: Executor,
    work: Callable[[J], R],
    lost: Callable[[J, str], R],
) -> None:
    finished = wait([item.future for item in pending], return_when=FIRST_COMPLETED).done
    for item in pending:
        if item.future in finished:
            _take(item, executor, work, lost)


def _take(
    item: _Item[J, R],
    executor: Executor,
    work: Callable[[J], R],
    lost: Callable[[J, str], R],
) -> None:
    try:
        item.result = item.future.result()
    except WorkerLostError as error:
        if item.attempts < ATTEMPTS and not isinstance(error, TwiceLostError):
            logger.warning("%s: %s; tried again", item.job, error)
            item.attempts += 1
            item.future = executor.submit(work, item.job)
            return
        logger.warning("%s: %s; set aside", item.job, error)
        item.result = lost(item.job, f"{error}, {ATTEMPTS} times; look at it by hand")
    except ReadingError as error:
        item.result = lost(item.job, str(error))
    except AnalyserError:
        raise
    except Exception as error:  # a reader's bug costs its document, never the run
        logger.exception("%s: a fault of the program", item.job)
        words = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        item.result = lost(item.job, f"a fault of the program ({words}); look at it by hand")
    item.done = True
