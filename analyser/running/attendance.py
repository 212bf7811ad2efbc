"""Which of a cluster's workers are there: the roll is called, and the silent are restarted.

Dask itself gives a silent worker five minutes. Documents are read in processes of their own, so
that a cluster worker always has time to answer, and half a minute is enough.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

logger = logging.getLogger(__name__)

ROLL_SECONDS = 2.0

SILENT_SECONDS = 30.0
"""A worker that was not heard of for so long is given up."""

RESTART_SECONDS = 15.0
"""For the nanny of a silent worker to end it; one that does not answer either is removed."""

ANSWER_SECONDS = 20.0
"""For the scheduler to answer at all."""

NOBODY_SECONDS = 120.0
"""Without any worker, or any word of the scheduler, for so long, nothing more is expected."""


@dataclass(frozen=True, slots=True)
class Present:
    """One worker, as its scheduler sees it."""

    threads: int
    last_seen: float
    silent: float
    """Seconds since then, by the scheduler's clock."""


class Attendance:
    """Calls the roll of `client`'s cluster in the background, until it is ended.

    `gone` is called once, with the reason, when nobody has been there for `NOBODY_SECONDS`.
    """

    def __init__(self, client: Any, gone: Callable[[str], None]) -> None:
        self._client = client
        self._gone = gone
        self._ended = threading.Event()
        self._threads: dict[str, int] = dict(client.nthreads())
        self._suspects: dict[str, float] = {}
        threading.Thread(target=self._watch, daemon=True, name="cluster-attendance").start()

    @property
    def threads(self) -> Mapping[str, int]:
        """How many calls each worker takes at once, as it stood a moment ago."""
        return self._threads

    def end(self) -> None:
        """Call no more rolls."""
        self._ended.set()

    def _watch(self) -> None:
        heard = time.monotonic()
        why = "no workers"
        while not self._ended.wait(ROLL_SECONDS):
            roll = self._roll()
            if roll:
                silent = self._silent(roll)
                self._threads = {
                    name: one.threads for name, one in roll.items() if name not in silent
                }
                heard = time.monotonic()
            else:
                why = "no workers" if roll is not None else "no answer from the scheduler"
            if time.monotonic() - heard > NOBODY_SECONDS:
                if not self._ended.is_set():
                    self._gone(f"{why} for {NOBODY_SECONDS:g} s; start some and run it again")
                return

    def _roll(self) -> dict[str, Present] | None:
        """Return who is there; `None` if the scheduler does not say."""
        try:
            roll: dict[str, Present] = {
                address: Present(*facts)
                for address, facts in self._asked(_roll_call, ANSWER_SECONDS).items()
            }
        except Exception as error:  # noqa: BLE001  a scheduler away for a moment may come back
            logger.debug("scheduler: %r", error)
            return None
        return roll

    def _silent(self, roll: Mapping[str, Present]) -> frozenset[str]:
        """Restart those of `roll` that stayed silent for too long; return them.

        Silent twice in a row, since a scheduler that was itself asleep finds everybody silent
        until it has looked into its letter-box.
        """
        # Dask stretches heartbeats as a cluster grows; about ten of them must have been missed.
        most = max(SILENT_SECONDS, 5 + len(roll) / 10)
        silent = {name: one.last_seen for name, one in roll.items() if one.silent > most}
        sure = [name for name, seen in silent.items() if self._suspects.get(name) == seen]
        self._suspects = silent
        if sure:
            for name in sure:
                logger.warning("%s: silent for %g s; given up", name, most)
            try:
                self._asked(_restart, RESTART_SECONDS + ANSWER_SECONDS, sure, RESTART_SECONDS)
            except Exception as error:  # noqa: BLE001  tried again at the next roll call
                logger.debug("scheduler: %r", error)
        return frozenset(silent)

    def _asked(self, question: Callable[..., Any], seconds: float, *words: Any) -> Any:
        ask = self._client.run_on_scheduler
        return self._client.sync(ask, question, *words, callback_timeout=seconds)


def _roll_call(dask_scheduler: Any = None) -> dict[str, tuple[int, float, float]]:
    """Return threads, time of the last word and age of it for each worker; in the scheduler."""
    now = time.time()
    return {
        address: (int(one.nthreads), float(one.last_seen), now - one.last_seen)
        for address, one in dask_scheduler.workers.items()
    }


async def _restart(addresses: list[str], seconds: float, dask_scheduler: Any = None) -> None:
    """Have the nannies of `addresses` restart them, or remove them; in the scheduler.

    It is dask's own remedy (`worker-ttl`), only sooner. Restarted, not only removed: a worker
    told to close is not started again by its nanny.
    """
    stimulus = f"analyser-silent-{time.time()}"
    try:
        await dask_scheduler.restart_workers(
            addresses,
            timeout=seconds,
            wait_for_workers=False,
            on_error="return",
            stimulus_id=stimulus,
        )
    except Exception:  # noqa: BLE001  whatever a nanny in trouble answers, its worker is silent
        for address in addresses:
            await dask_scheduler.remove_worker(address, stimulus_id=stimulus)
