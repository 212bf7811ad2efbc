"""When a drop has settled, and what in a watched folder is no drop at all.

Pure rules, apart from the watcher so that each can be tested alone. Time is only ever the
difference of a monotonic clock; a file's own dates are compared for being the same, never for
being old: a share's clock and ours need not agree, and either may jump.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

RESERVED = ("done", "failed")
"""Our own folders in the inbox; `.work` is hidden anyway."""

UNFINISHED = (
    ".part",
    ".partial",
    ".filepart",
    ".crdownload",
    ".download",
    ".opdownload",
    ".tmp",
    ".temp",
    ".swp",
    ".!ut",
    ".!qb",
    ".!sync",
    ".aria2",
    ".unconfirmed",
)
"""Endings that a program gives a file while it is still being written or fetched."""

LITTER = ("thumbs.db", "desktop.ini", "ehthumbs.db", "@eadir", "$recycle.bin", "__macosx", "icon\r")
"""What operating systems leave in shared folders."""

STALE = 20
"""A folder that holds an unfinished file waits so many times longer: the transfer may have been
given up, and then the folder is still to be read."""


def ignored(name: str) -> bool:
    """Return whether a name in the inbox is no drop: hidden, temporary, litter, or our own."""
    lower = name.lower()
    return (
        name.startswith((".", "~$", "~"))
        or lower.endswith(UNFINISHED)
        or lower in LITTER
        or name in RESERVED
    )


def unfinished(name: str) -> bool:
    """Return whether a name inside a dropped folder says that a copy is still under way."""
    return name.lower().endswith(UNFINISHED)


@dataclass(frozen=True, slots=True)
class Look:
    """A drop as it looked at one moment."""

    fingerprint: Hashable
    """Equal as long as nothing in it changed."""

    unfinished: bool = False
    """It holds a file that is still being written, by its name."""


@dataclass(slots=True)
class _Watched:
    look: Look
    seen_at: float
    still: float = 0.0
    order: int = field(default=0)


class Settler:
    """Tells which drops have not changed for `quiet` seconds."""

    def __init__(self, quiet: float) -> None:
        self._quiet = quiet
        self._watched: dict[str, _Watched] = {}
        self._count = 0

    @property
    def waiting(self) -> int:
        """How many drops are known and have not been let go."""
        return len(self._watched)

    def observe(self, now: float, looks: Mapping[str, Look]) -> tuple[str, ...]:
        """Take in what the folder shows at `now` and return the settled drops, oldest first.

        A drop that vanished is forgotten; one that comes back starts anew. However long the gap
        between two looks, it counts for half the quiet time at most: while this program was
        suspended, so may have been the one that writes.
        """
        for name in self._watched.keys() - looks.keys():
            del self._watched[name]
        for name, look in looks.items():
            held = self._watched.get(name)
            if held is None:
                self._count += 1
                self._watched[name] = _Watched(look, now, order=self._count)
            elif held.look != look:
                held.look, held.seen_at, held.still = look, now, 0.0
            else:
                held.still += min(max(0.0, now - held.seen_at), self._quiet / 2)
                held.seen_at = now
        settled = [item for item in self._watched.items() if self._is_still(item[1])]
        return tuple(name for name, _ in sorted(settled, key=lambda item: item[1].order))

    def forget(self, name: str) -> None:
        """Let go of a drop that was taken, or that is to settle anew."""
        self._watched.pop(name, None)

    def _is_still(self, held: _Watched) -> bool:
        return held.still >= self._quiet * (STALE if held.look.unfinished else 1)
