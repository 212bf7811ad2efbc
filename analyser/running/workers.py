"""A pool of reader processes that can be killed: time and memory limits a document.

An `Executor`, so that `batch` cannot tell it from a cluster. `ProcessPoolExecutor` would not do:
one process that dies breaks it for every document, and a call that hangs cannot be stopped.
Processes are started by `subprocess`, not `multiprocessing`: nothing of the caller's `__main__`
is run again, so scripts without a guard, `python -c` and dask's daemonic workers may use it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from types import TracebackType
from typing import Any, BinaryIO, TypeVar, cast

from analyser.errors import AnalyserError, LimitError
from analyser.running.worker import BOOT, Answer, Start, read_frame, write_frame
from analyser.settings import Limits

logger = logging.getLogger(__name__)

R = TypeVar("R")

START_SECONDS = 180.0
"""Loading lists and model takes about 2 s; a disk that wakes up may take long."""

RECYCLE_SHARE = 0.5
"""A worker that still holds half of its memory limit after a document is replaced."""


STOPPED = "the run was stopped"


class WorkerLostError(LimitError):
    """The process that read a document died or was stopped; the message says why."""


class TwiceLostError(WorkerLostError):
    """A document's process was lost on every attempt: not to be tried elsewhere."""


class PoolError(AnalyserError):
    """Reader processes do not start at all: the installation's fault, not a document's."""


class EngineLostError(PoolError):
    """Nobody is left who could read: it ends the run, or what is not yet read is set aside."""


@dataclass(frozen=True, slots=True)
class _Call:
    future: Future[Any]
    payload: bytes


class _Process:
    """One reader process and the conversation with it."""

    def __init__(self, limits: Limits, warm: Callable[[], object] | None) -> None:
        self.calls = 0
        self.memory = 0
        self._overdue = False
        self._process = _spawn()
        start = pickle.dumps(Start(limits.memory, warm))
        try:
            self._incoming().write(pickle.dumps(sys.path))
            write_frame(self._incoming(), start)
            answer = self._read(START_SECONDS)
        except (OSError, WorkerLostError) as error:
            self.kill()
            msg = f"reader process: it does not start ({error}); try `analyser --version`"
            raise PoolError(msg) from error
        if answer.fault is not None:
            self.kill()
            if isinstance(answer.fault, AnalyserError):
                raise answer.fault
            msg = f"reader process: it cannot load what it needs: {answer.fault!r}"
            raise PoolError(msg) from answer.fault

    def ask(self, payload: bytes, seconds: float) -> Answer:
        """Send a call and wait for its answer, `seconds` at most."""
        self.calls += 1
        try:
            write_frame(self._incoming(), payload)
        except OSError as error:
            msg = "the reader process ended unexpectedly"
            raise WorkerLostError(msg) from error
        answer = self._read(seconds)
        self.memory = answer.memory
        return answer

    def kill(self) -> None:
        """End the process and whatever it started."""
        if hasattr(os, "killpg"):
            # It leads a group of its own; a LibreOffice that it started must not outlive it.
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _incoming(self) -> BinaryIO:
        return cast(BinaryIO, self._process.stdin)

    def _read(self, seconds: float) -> Answer:
        # A timer that kills, instead of a read with a timeout: the same on every platform.
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            payload = read_frame(cast(BinaryIO, self._process.stdout))
        finally:
            timer.cancel()
        if payload is None:
            raise WorkerLostError(self._obituary(seconds))
        return cast(Answer, pickle.loads(payload))

    def _expire(self) -> None:
        self._overdue = True
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            self._process.kill()

    def _obituary(self, seconds: float) -> str:
        if self._overdue:
            return f"the reader process was stopped after {seconds:g} s"
        code = self._process.wait()
        if code < 0:
            with contextlib.suppress(ValueError):
                return f"the reader process was killed by {signal.Signals(-code).name}"
        return f"the reader process ended unexpectedly (code {code})"


def _spawn() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-c", BOOT]
    # A group of its own: Ctrl-C reaches the parent alone, which then ends its workers itself.
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=flags
        )
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )


class WorkerPool(Executor):
    """Runs calls in `workers` killable processes; a call that is lost costs only itself.

    A lost call's future raises `WorkerLostError`. Processes start when they are first needed, so a
    run over one document starts one.
    """

    def __init__(
        self,
        workers: int,
        limits: Limits | None = None,
        *,
        warm: Callable[[], object] | None = None,
        recycle_after: int = 200,
    ) -> None:
        self.workers = max(1, workers)
        self._limits = limits or Limits()
        self._warm = warm
        self._recycle_after = recycle_after
        self._queue: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._processes: set[_Process] = set()
        self._idle = 0
        self._waiting = 0
        self._closed = False
        self._stopped = False

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Queue a call of `fn`, which must be picklable, as its arguments must."""
        payload = pickle.dumps((fn, args, kwargs), protocol=pickle.HIGHEST_PROTOCOL)
        future: Future[R] = Future()
        with self._lock:
            if self._closed:
                msg = "the pool is shut down"
                raise RuntimeError(msg)
            self._queue.put(_Call(future, payload))
            self._waiting += 1
            if self._waiting > self._idle and len(self._threads) < self.workers:
                thread = threading.Thread(target=self._attend, daemon=True, name="reader")
                self._threads.append(thread)
                self._idle += 1
                thread.start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; with `cancel_futures` stop those that run, too."""
        with self._lock:
            if not self._closed:
                self._closed = True
                for _ in self._threads:
                    self._queue.put(None)
            self._stopped = self._stopped or cancel_futures
            running = tuple(self._processes) if cancel_futures else ()
        for process in running:
            process._expire()
        if wait:
            for thread in self._threads:
                thread.join()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> bool | None:
        # After Ctrl-C nobody wants to wait ten minutes for a document that hangs.
        self.shutdown(wait=True, cancel_futures=exc_type is not None)
        return None

    def _attend(self) -> None:
        process: _Process | None = None
        try:
            while (call := self._queue.get()) is not None:
                with self._lock:
                    self._idle -= 1
                    self._waiting -= 1
                process = self._carry_out(call, process)
                with self._lock:
                    self._idle += 1
        finally:
            self._discard(process)

    def _carry_out(self, call: _Call, process: _Process | None) -> _Process | None:
        if self._stopped:
            call.future.cancel()
        if not call.future.set_running_or_notify_cancel():
            return process
        try:
            process = process or self._start()
            if self._stopped:
                raise WorkerLostError(STOPPED)
            answer = process.ask(call.payload, self._limits.seconds)
        except BaseException as fault:  # noqa: BLE001  it belongs to the future, not to this thread
            self._discard(process)
            call.future.set_exception(fault)
            return None
        return self._settle(call, process, answer)

    def _settle(self, call: _Call, process: _Process, answer: Answer) -> _Process | None:
        worn = process.calls >= self._recycle_after
        swollen = 0 < self._limits.memory * RECYCLE_SHARE < answer.memory
        keep = not (worn or swollen or answer.exhausted)
        if not keep:
            self._discard(process)
        if answer.exhausted:
            mebibytes = self._limits.memory // (1024 * 1024)
            fault = WorkerLostError(f"the reader process needed more than {mebibytes} MiB")
            call.future.set_exception(fault)
        elif answer.fault is not None:
            logger.debug("%s", answer.trace)
            answer.fault.add_note(answer.trace)
            call.future.set_exception(answer.fault)
        else:
            call.future.set_result(answer.value)
        return process if keep else None

    def _start(self) -> _Process:
        try:
            process = _Process(self._limits, self._warm)
        except PoolError as error:
            # In the middle of a long run the machine may be short of memory for a moment.
            logger.warning("%s; tried again", error)
            time.sleep(1.0)
            process = _Process(self._limits, self._warm)
        with self._lock:
            self._processes.add(process)
        return process

    def _discard(self, process: _Process | None) -> None:
        if process is not None:
            with self._lock:
                self._processes.discard(process)
            process.kill()
