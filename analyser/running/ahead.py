"""Reading that begins before it is asked for, so that many small drops keep every reader busy.

A watched folder reports one drop after another; with one document in each, a single reader would
work while the others wait. Whoever asks for a call that was begun gets its future.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from typing import Any


class Ahead(Executor):
    """Hands calls on to another executor, and remembers those begun ahead. For one thread."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor
        self._begun: dict[Any, Future[Any]] = {}

    @property
    def begun(self) -> int:
        """How many calls were begun and not asked for yet."""
        return len(self._begun)

    def futures(self) -> tuple[Future[Any], ...]:
        """Return the calls that were begun and not asked for yet."""
        return tuple(self._begun.values())

    def begin(self, work: Callable[[Any], Any], job: Any) -> None:
        """Begin `work` on `job`, which must be hashable; once, however often it is called."""
        if job not in self._begun:
            self._begun[job] = self._executor.submit(work, job)

    def forget(self, jobs: Iterable[Any] | None = None) -> None:
        """Take back what was begun of `jobs`, or all; they are read when they are asked for."""
        for job in tuple(self._begun if jobs is None else jobs):
            future = self._begun.pop(job, None)
            if future is not None:
                future.cancel()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return the future of a call that was begun, or hand the call on."""
        if len(args) == 1 and not kwargs:
            future = self._begun.pop(args[0], None)
            if future is not None and not future.cancelled():
                return future
        return self._executor.submit(fn, *args, **kwargs)
