"""One drop from claim to filing: analysed, reported exactly once, its original put away.

The order of steps is what makes a kill at any moment harmless: the row before the claim, the
report whole under its name before the row says so, the row before the original moves on.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analyser.errors import AnalyserError, ListError, OutputError
from analyser.folder import inbox as folder
from analyser.ledger import items
from analyser.ledger.items import CLAIMED, FILED, REPORTED, Item
from analyser.ledger.store import Ledger, LedgerError
from analyser.running.stopping import Stop
from analyser.running.workers import PoolError
from analyser.selection import as_text

logger = logging.getLogger(__name__)

RESERVED = {"index.html", "ledger.sqlite3", "ledger.sqlite3-wal", "ledger.sqlite3-shm"}
"""Names in the output folder that no report may take."""

GIVE_UP_AFTER = 8
"""Attempts on one drop while the output can be written: then it is the drop, not the disk."""

CHANGED_AGAIN = 3
"""Times that a drop is read anew because it changed meanwhile, before it goes back to settle."""


@dataclass(frozen=True, slots=True)
class Treated:
    """What came of one drop."""

    verdict: str
    summary: Mapping[str, Any] = field(default_factory=dict)
    """Counts for the index: documents, flagged, review, unread."""

    nothing_read: str = ""
    """Why the drop belongs under failed/ though it has a report: not a word of it was read."""

    afterwards: Callable[[], None] | None = None
    """Called once the report is on disk under its name."""


Treat = Callable[[Path, Path], Treated]
"""Analyses the drop at a path and writes its report into an empty folder."""


class UnsettledError(Exception):
    """A drop goes on changing while it is read: it has not settled after all."""


class Intake:
    """What happens to each drop of one inbox."""

    def __init__(self, inbox: Path, output: Path, ledger: Ledger, treat: Treat, stop: Stop) -> None:
        self._inbox = inbox
        self._output = output
        self._ledger = ledger
        self._treat = treat
        self._stop = stop
        self._key = as_text(str(inbox.resolve()))
        self._attempts: Counter[int] = Counter()
        # One watcher a folder: nobody else gives names out, so they are read once.
        self._taken = items.report_names(ledger, self._key)
        self.failed = 0
        """How many drops were put under failed/."""

    def claim(self, name: str) -> Item | None:
        """Take the drop `name` out of the inbox; `None` if it changed at the last moment.

        Raises:
            OSError: it vanished, is held open by its writer, or cannot be moved.
        """
        before = folder.look(self._inbox / name)
        item = items.claim(self._ledger, self._key, folder.shown(name), self._report_name(name))
        self._taken.add(items.one_name(item.report))
        try:
            held = folder.take(self._inbox, name, item.id)
        except OSError:
            self._give_up(item)
            raise
        if folder.look(held) != before:
            self.give_back(item)
            return None
        return item

    def see_through(self, item: Item) -> None:
        """Analyse what is held for `item`, report it, put it away; may be tried again.

        Raises:
            OSError, OutputError, LedgerError, PoolError: disk, ledger or machine refuse just now.
        """
        held = folder.held(self._inbox, item.id)
        if held is None:
            self._give_up(item)
            logger.warning("%s: is gone from the folder that held it", item.name)
            return
        reason = folder.refusal(held)
        treated = None
        if not reason:
            treated, reason = self._analysed(item, held)
            reason = self._in_peoples_words(reason, item, held)
        if treated is None:
            shutil.rmtree(self._partial(item), ignore_errors=True)
        summary = treated.summary if treated else {}
        verdict = treated.verdict if treated else "failed"
        items.reported(self._ledger, item, verdict, summary, reason)
        self._put_away(replace(item, reason=reason), held)
        self.failed += bool(reason)

    def give_back(self, item: Item) -> None:
        """Put what is held for `item` back into the inbox, as if it had not been claimed."""
        held = folder.held(self._inbox, item.id)
        if held is not None:
            folder.move_away(held, self._inbox, held.name)
        shutil.rmtree(self._partial(item), ignore_errors=True)
        self._give_up(item)

    def unfinished(self) -> tuple[Item, ...]:
        """Put in order what an earlier watcher left when it was killed; return what it held."""
        rest = []
        for item in items.items(self._ledger, self._key, CLAIMED, REPORTED):
            held = folder.held(self._inbox, item.id)
            if item.state == REPORTED:
                self._put_away(item, held)
            elif held is None:
                shutil.rmtree(self._partial(item), ignore_errors=True)
                self._give_up(item)
            else:
                rest.append(item)
        known = {one.id for one in rest}
        for number, place in folder.strays(self._inbox):
            held = folder.held(self._inbox, number)
            if held is None:
                with contextlib.suppress(OSError):
                    place.rmdir()
            elif number not in known:  # of another ledger: nobody else will look after it
                folder.move_away(held, self._inbox, held.name)
        return tuple(rest)

    def history(self) -> tuple[Item, ...]:
        """Return everything that has been reported, for the index."""
        return items.items(self._ledger, self._key, REPORTED, FILED)

    def _analysed(self, item: Item, held: Path) -> tuple[Treated | None, str]:
        """Return what came of the drop and, where it failed, why."""
        self._attempts[item.id] += 1
        try:
            treated = self._report(item, held)
        except (LedgerError, PoolError, ListError):
            raise  # not the drop's fault, and not for ever
        except (OSError, OutputError) as error:
            if self._attempts[item.id] < GIVE_UP_AFTER or not self._writable():
                if isinstance(error, FileNotFoundError) and os.path.lexists(held):
                    raise OutputError(str(error)) from error
                raise
            return None, f"no report could be made of it, time and again ({_cause(error)})"
        except AnalyserError as error:
            return None, str(error)
        except UnsettledError:
            raise
        except Exception:  # unattended: no drop may end the watcher
            logger.exception("%s: a fault of the program", item.name)
            return None, "a fault of the program; its log tells which: report it, open it by hand"
        return treated, treated.nothing_read

    def _in_peoples_words(self, reason: str, item: Item, held: Path) -> str:
        """Return `reason` without our own folders: whoever dropped the file knows none of them."""
        places = ((held.parent, ""), (self._partial(item), item.report))
        for place, told in places:
            # The longest first: what is left of a path cut in its middle tells nobody a thing.
            for written in (place.resolve(), place.absolute(), place):
                reason = reason.replace(f"{written}{os.sep}", f"{told}/" if told else "")
                reason = reason.replace(str(written), told)
        return reason

    def _report(self, item: Item, held: Path) -> Treated:
        folder.refuse_output_inside(self._inbox, self._output)
        partial = self._partial(item)
        for _ in range(CHANGED_AGAIN):
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)
            before = folder.look(held)
            with self._stop.interruptible():
                treated = self._treat(held, partial)
            if folder.look(held) == before:
                break
        else:
            msg = f"{item.name}: still changes while it is read"
            raise UnsettledError(msg)
        to_disk(partial)
        self._publish(item, partial)
        if treated.afterwards is not None:
            treated.afterwards()
        return treated

    def _publish(self, item: Item, partial: Path) -> None:
        final = self._output / item.report
        old = self._output / f".old-{item.id}"
        shutil.rmtree(old, ignore_errors=True)
        if os.path.lexists(final):
            # Killed after this rename and before the row said so: the report is this item's own.
            final.rename(old)
        partial.rename(final)
        shutil.rmtree(old, ignore_errors=True)
        sync(self._output)

    def _put_away(self, item: Item, held: Path | None) -> None:
        target = self._inbox / item.filed_as if item.filed_as else None
        if held is not None:
            place = self._inbox / (folder.FAILED if item.reason else folder.DONE)
            target = folder.free_place(place, held.name)
            where = f"{place.name}/{folder.shown(target.name)}"
            items.filing(self._ledger, item, where)
            held.rename(target)
            with contextlib.suppress(OSError):
                held.parent.rmdir()
        if item.reason and target is not None:
            words = target.with_name(target.name[:200] + ".reason.txt")
            if not words.exists():
                words.write_text(f"{item.reason}\n", "utf-8", "backslashreplace")
        items.filed(self._ledger, item)
        self._attempts.pop(item.id, None)

    def _report_name(self, name: str) -> str:
        """Return a name for a report's folder that no item has and nothing in the output.

        Raises:
            OutputError: there is none.
        """
        for one in folder.numbered(folder.folder_name(name)):
            reserved = one.lower() in RESERVED or items.one_name(one) in self._taken
            if not reserved and not os.path.lexists(self._output / one):
                return one
        msg = f"{folder.shown(name)}: every form of its name has a report already"
        raise OutputError(msg)

    def _give_up(self, item: Item) -> None:
        items.give_up(self._ledger, item)
        self._taken.discard(items.one_name(item.report))

    def _partial(self, item: Item) -> Path:
        return self._output / f".partial-{item.id}"

    def _writable(self) -> bool:
        probe = self._output / ".writable"
        try:
            probe.write_bytes(b"x" * 4096)
            probe.unlink()
        except OSError:
            return False
        return True


def _cause(error: Exception) -> str:
    """Return what the system says is the matter, without numbers and paths of ours."""
    return (isinstance(error, OSError) and error.strerror) or str(error)


def to_disk(tree: Path) -> None:
    """Wait until every file below `tree` is on disk, not only in the system's memory."""
    for path in sorted(tree.rglob("*")):
        sync(path)
    sync(tree)


def sync(path: Path) -> None:
    """Flush one file or folder; a platform that cannot flush folders is left to its own ways."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
