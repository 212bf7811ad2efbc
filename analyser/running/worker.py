"""The far end of the pool: one reader process that takes a call, runs it, sends the result.

Apart from `workers` because it is what a process loads that opens hostile files: as little as
can be. Calls arrive on standard input and answers leave by a private copy of standard output,
each framed by its length, so that a library that prints cannot break the conversation.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from analyser.loading import loading, one_thread

FRAME = struct.Struct("!Q")

BOOT = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from analyser.running.worker import serve; serve(sys.stdin.buffer)"
)
"""What `python -c` runs. The parent's import path comes first, so that nothing is ever imported
from the folder that happens to be current: it may hold a bidder's files."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a worker is told once, before its first call."""

    memory: int
    """Address space in bytes; 0 for no limit."""

    warm: Callable[[], object] | None
    """Loads what every call needs; its time is not charged to a document."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker sends back: a value, or the fault that came instead."""

    value: Any = None
    fault: BaseException | None = None
    trace: str = ""
    exhausted: bool = False
    """The call ran out of memory: the process is not to be trusted with another."""

    memory: int = 0
    """Bytes resident after the call; 0 where the platform does not say."""


def write_frame(stream: BinaryIO, payload: bytes) -> None:
    """Send `payload` with its length before it."""
    stream.write(FRAME.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """Return the next payload; `None` when the other side is gone."""
    head = stream.read(FRAME.size)
    if len(head) < FRAME.size:
        return None
    size = FRAME.unpack(head)[0]
    payload = stream.read(size)
    return payload if len(payload) == size else None


def serve(calls: BinaryIO) -> None:
    """Answer calls until the parent goes away, then end this process."""
    one_thread()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    start = _start(calls)
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    # Reading on, even while a call runs, is how a worker learns that its parent was killed.
    threading.Thread(target=_listen, args=(calls, inbox), daemon=True).start()
    write_frame(answers, pickle.dumps(_warmed(start)))
    while True:
        write_frame(answers, _answered(inbox.get()))


def _start(calls: BinaryIO) -> Start:
    payload = read_frame(calls)
    if payload is None:
        sys.exit(0)
    start: Start = pickle.loads(payload)
    if start.memory:
        _limit_memory(start.memory)
    return start


def _warmed(start: Start) -> Answer:
    try:
        if start.warm is not None:
            with loading():
                start.warm()
    except BaseException as fault:  # noqa: BLE001  a worker that cannot load says why, then ends
        return _fault(fault)
    return Answer(memory=resident())


def _answered(payload: bytes) -> bytes:
    try:
        function, arguments, named = pickle.loads(payload)
        answer = Answer(value=function(*arguments, **named), memory=resident())
        return pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
    except BaseException as fault:  # noqa: BLE001  whatever a document provokes costs that document
        return _pickled_fault(fault)


def _pickled_fault(fault: BaseException) -> bytes:
    answer = _fault(fault)
    try:
        payload = pickle.dumps(answer)
        pickle.loads(payload)
    except Exception:  # noqa: BLE001  an error that does not survive the way is told in words
        payload = pickle.dumps(
            Answer(fault=RuntimeError(f"{type(fault).__name__}: {fault}"), trace=answer.trace)
        )
    return payload


def _fault(fault: BaseException) -> Answer:
    trace = "".join(traceback.format_exception(fault, limit=-12))
    return Answer(
        fault=fault.with_traceback(None),
        trace=trace,
        exhausted=isinstance(fault, MemoryError),
        memory=resident(),
    )


def _listen(calls: BinaryIO, inbox: queue.SimpleQueue[bytes]) -> None:
    while (payload := read_frame(calls)) is not None:
        inbox.put(payload)
    _end_with_children()


def _end_with_children() -> None:
    """End at once, and take along what a reader started (LibreOffice, tesseract)."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        with contextlib.suppress(OSError):
            os.killpg(0, signal.SIGKILL)
    os._exit(0)


def _limit_memory(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; time still bounds the document
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS knows the name and may refuse it
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def resident() -> int:
    """Return the bytes that this process holds in memory, 0 where the platform does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0
