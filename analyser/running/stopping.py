"""Stopping on SIGTERM or Ctrl-C: at once while a drop is analysed, else at the next safe place."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SLICE = 0.2
"""Seconds; a signal's handler must not touch an event's lock, so waiting looks up in between."""


class Stopped(BaseException):
    """The program was asked to stop while it did something that may be given up.

    No `Exception`: whatever a reader catches, this it must not hold up.
    """


class Stop:
    """Whether the program was asked to stop, and a nap that ends when it is."""

    def __init__(self) -> None:
        self.requested = False
        self._interruptible = False
        self._stirred = threading.Event()

    def request(self) -> None:
        """Ask to stop."""
        self.requested = True
        if self._interruptible:
            self._interruptible = False  # once: what cleans up must not be interrupted again
            raise Stopped

    def stir(self) -> None:
        """End a nap early: something happened. May be called from another thread."""
        self._stirred.set()

    def wait(self, seconds: float) -> None:
        """Sleep until `seconds` are over, something stirs, or the program is to stop."""
        until = time.monotonic() + seconds
        while not self.requested:
            left = until - time.monotonic()
            if left <= 0 or self._stirred.wait(min(SLICE, left)):
                break
        self._stirred.clear()

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """Let a request inside raise `Stopped` at once."""
        if self.requested:
            raise Stopped
        self._interruptible = True
        try:
            yield
        finally:
            self._interruptible = False

    @contextmanager
    def on_signals(self) -> Iterator[None]:
        """Take SIGTERM, Ctrl-C and Ctrl-Break for a request, as long as this lasts."""
        wanted = [signal.SIGINT, signal.SIGTERM]
        if hasattr(signal, "SIGBREAK"):
            wanted.append(signal.SIGBREAK)
        before = {one: signal.signal(one, self._handle) for one in wanted}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        self.request()
