"""A watched folder: wait until a drop has settled, then take it in; go on whatever happens.

Runs unattended: trouble with disk, share or ledger is waited out with growing pauses.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from analyser.errors import AnalyserError, ListError, OutputError
from analyser.folder import inbox as folder
from analyser.folder.inbox_index import write_index
from analyser.folder.intake import Intake, Treat, UnsettledError
from analyser.folder.settling import Settler
from analyser.ledger.items import Item
from analyser.ledger.store import Ledger, LedgerError
from analyser.running.stopping import Stop, Stopped
from analyser.running.workers import PoolError

logger = logging.getLogger(__name__)

INDEX_SECONDS = 5.0
"""The index over thousands of drops is not written anew for each of them."""

LONGEST_PAUSE = 300.0


@dataclass(frozen=True, slots=True)
class Watching:
    """What a watcher is told."""

    inbox: Path
    output: Path
    ledger: Path
    quiet: float = 5.0
    """Seconds without a change after which a drop has settled."""

    once: bool = False
    """Empty the inbox, then end."""

    poll: bool = False
    """Do not wait for events: for network shares, where none arrive."""

    rescan: float = 10.0
    """Seconds between looks when nothing stirs."""

    retry: float = 5.0
    """First pause after trouble with disk or ledger; doubles up to five minutes."""

    retain_text: bool = True


class Reading(Protocol):
    """Reads drops before their turn to be reported comes."""

    @property
    def drops(self) -> int:
        """How many drops at most are worth holding beside the one that is being reported."""

    def begin(self, held: Path) -> None:
        """Begin to read the drop at `held`, if there is room and it is no known one."""

    def abandon(self) -> None:
        """Let go of everything that is being read."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a watcher has done."""

    tenders: int = 0
    """Drops that were reported and put away."""

    failed: int = 0
    """Those of them that lie under failed/."""


def watch(wishes: Watching, treat: Treat, stop: Stop, reading: Reading | None = None) -> Taken:
    """Take in what is dropped until `stop`, or, with `once`, until nothing is left.

    Drops are reported one after the other, while `reading` has begun on the next ones. Return how
    many were taken in and how many of them failed.

    Raises:
        UsageError: the folders or the ledger cannot be used, or another watcher is at work.
    """
    folder.prepare(wishes.inbox, wishes.output)
    wishes.output.mkdir(parents=True, exist_ok=True)
    with (
        folder.locked(wishes.inbox),
        Ledger(wishes.ledger, retain_text=wishes.retain_text) as ledger,
        awake(wishes, stop),
    ):
        intake = Intake(wishes.inbox, wishes.output, ledger, treat, stop)
        return _Round(wishes, intake, stop, reading).until_stopped()


class _Round:
    def __init__(
        self, wishes: Watching, intake: Intake, stop: Stop, reading: Reading | None
    ) -> None:
        self._wishes = wishes
        self._intake = intake
        self._stop = stop
        self._reading = reading
        self._settler = Settler(wishes.quiet)
        self._taken = 0
        self._index_due = True
        self._index_at = float("-inf")

    def until_stopped(self) -> Taken:
        left: list[Item] = []
        self._patiently("what was left", lambda: left.extend(self._intake.unfinished()))
        for item in left:
            self._carry_on(item)
        while not self._stop.requested:
            settled = self._look()
            self._take_in(settled)
            if settled:
                continue
            self._index(now=True)
            if self._wishes.once and not self._settler.waiting:
                break
            self._stop.wait(self._nap())
        self._index(now=True)
        return Taken(self._taken, self._intake.failed)

    def _nap(self) -> float:
        if self._settler.waiting:
            return min(1.0, self._wishes.quiet / 3)
        return min(2.0, self._wishes.rescan) if self._wishes.poll else self._wishes.rescan

    def _look(self) -> tuple[str, ...]:
        try:
            looks = folder.drops(self._wishes.inbox)
        except OSError as error:
            # A share that went away comes back; until then there is nothing to take in.
            logger.warning("%s: cannot be read (%s)", self._wishes.inbox, error.strerror)
            self._stop.wait(self._wishes.retry)
            return ()
        return self._settler.observe(time.monotonic(), looks)

    def _take_in(self, names: Sequence[str]) -> None:
        """Claim and report the drops `names` in their order, reading a few ahead."""
        most = 1 + (self._reading.drops if self._reading is not None else 0)
        waiting, held = deque(names), deque[Item]()
        while (waiting or held) and not self._stop.requested:
            while waiting and len(held) < most and not self._stop.requested:
                claimed = self._accept(waiting.popleft())
                held.extend(claimed)
                for item in claimed if most > 1 else ():
                    self._read_ahead(item)
            if held:
                self._carry_on(held.popleft())
                self._index()
        for item in held:
            self._give_back(item)

    def _accept(self, name: str) -> tuple[Item, ...]:
        self._settler.forget(name)
        claimed: list[Item | None] = []
        self._patiently(folder.shown(name), lambda: claimed.append(self._intake.claim(name)))
        return tuple(one for one in claimed if one is not None)

    def _read_ahead(self, item: Item) -> None:
        """Begin to read what is held for `item`; whatever is the matter is told at its turn."""
        try:
            held = folder.held(self._wishes.inbox, item.id)
            if held is not None and self._reading is not None and not folder.refusal(held):
                self._reading.begin(held)
        except (OSError, AnalyserError) as error:
            logger.info("%s: not read ahead (%s)", item.name, error)

    def _carry_on(self, item: Item) -> None:
        if self._patiently(item.name, partial(self._intake.see_through, item)):
            self._taken += 1
            self._index_due = True
            return
        # Asked to stop, vanished, or still changing: what there is lies in the inbox again.
        self._give_back(item)

    def _give_back(self, item: Item) -> None:
        if self._stop.requested and self._reading is not None:
            self._reading.abandon()  # on Windows what is being read cannot be moved
        try:
            self._intake.give_back(item)
        except (OSError, LedgerError) as error:
            logger.warning("%s: held until the next start (%s)", item.name, error)

    def _patiently(self, name: str, step: Callable[[], None]) -> bool:
        """Carry out `step`, again after a growing pause while the surroundings refuse.

        Return whether it was carried out: not when stopped, vanished or unsettled.
        """
        pause = self._wishes.retry
        while not self._stop.requested:
            try:
                step()
            except Stopped:
                return False
            except (FileNotFoundError, UnsettledError) as error:
                logger.warning("%s: not taken in now (%s)", name, error)
                return False
            except (OSError, OutputError, LedgerError, PoolError, ListError) as error:
                logger.warning("%s: %s; tried again in %g s", name, error, pause)
                self._stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                return True
        return False

    def _index(self, *, now: bool = False) -> None:
        old = time.monotonic() - self._index_at > INDEX_SECONDS
        if not self._index_due or not (now or old):
            return
        try:
            write_index(self._wishes.output, self._intake.history())
        except OSError as error:
            logger.warning("%s: the index cannot be written (%s)", self._wishes.output, error)
        else:
            self._index_due = False
            self._index_at = time.monotonic()


@contextmanager
def awake(wishes: Watching, stop: Stop) -> Iterator[None]:
    """Let the system's file events end naps early, where there are any."""
    if wishes.poll:
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_listen, args=(wishes.inbox, stop, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(3.0)


def _listen(inbox: Path, stop: Stop, over: threading.Event) -> None:
    try:
        import watchfiles

        # Not recursive: what settles is looked at anyway, and done/ may hold a million files.
        for _ in watchfiles.watch(
            inbox, recursive=False, stop_event=over, rust_timeout=500, raise_interrupt=False
        ):
            stop.stir()
    except Exception as error:  # noqa: BLE001  without events the folder is still looked at
        logger.info("no file events (%s); looking every so often instead", error)
