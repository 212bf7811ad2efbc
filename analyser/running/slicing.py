"""A long scan is the work of many readers: slices of its pages first, then the whole.

What comes of a slice travels with the document to whoever reads it. A slice that is lost costs
nothing but its time: its pages are recognised with the document.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from analyser.profile import Profile
from analyser.settings import Settings

logger = logging.getLogger(__name__)

LEAST_BYTES = 400_000
"""A scan of so many pages that dividing pays is never smaller."""

MOST_INFLATED = 64 * 2**20
"""Bytes that one slice's words may come to."""

HEAD = 1024
"""Bytes at a PDF's beginning in which it says that it is one."""


@dataclass(frozen=True, slots=True)
class Work:
    """One job with what the worker needs to know of it."""

    path: Path
    name: str
    profile: Profile
    url: str = ""
    """Where the reader fetches it from; `""`: it lies at `path`."""

    size: int = 0
    """Bytes of what lies at `url`, where the store says so."""

    recognised: tuple[bytes, ...] = ()
    """What came of its slices, packed; nothing where its reader shares their cache."""

    def __str__(self) -> str:
        return self.name

    def opened(self, settings: Settings) -> AbstractContextManager[Path]:
        """Return its path, or that of a private copy that is removed afterwards."""
        if not self.url:
            return nullcontext(self.path)
        from analyser.locations.remote import fetched

        return fetched(self.url, settings.limits.file_size)


@dataclass(frozen=True, slots=True)
class Look:
    """Ask whether a document is to be divided."""

    work: Work

    def __str__(self) -> str:
        return str(self.work)


@dataclass(frozen=True, slots=True)
class Slice:
    """Recognise the pages from `start` up to `stop`."""

    work: Work
    start: int
    stop: int

    def __str__(self) -> str:
        return f"{self.work}, pages {self.start + 1} to {self.stop}"


Through = Callable[[Sequence[Any]], Iterator[tuple[Any, Any]]]
"""Has jobs carried out, and yields each with its result."""


def may_be_long(work: Work) -> bool:
    """Tell, without looking far into it, whether `work` may be a scan that is worth dividing."""
    if work.url:
        return work.size >= LEAST_BYTES and work.name.lower().endswith(".pdf")
    try:
        if work.path.stat().st_size < LEAST_BYTES:
            return False
        with work.path.open("rb") as file:
            return b"%PDF-" in file.read(HEAD)
    except OSError:
        return False


def divided(
    works: Iterable[Work],
    settings: Settings,
    through: Through,
    *,
    at_once: Callable[[], int],
    carried: bool,
) -> Iterator[Work]:
    """Yield `works` in their order, those that are long scans once their slices are recognised.

    Args:
        works: The jobs.
        settings: Those of the run.
        through: Has looks and slices carried out.
        at_once: How many jobs are divided together: what comes of their slices is held for them
            all, and the first of them waits for the last.
        carried: Whether what was recognised travels with the job; it lies in the cache else.
    """
    coming = iter(works)
    while together := list(islice(coming, max(1, at_once()))):
        yield from _divided(together, through, carried) if settings.ocr else together


def _divided(works: Sequence[Work], through: Through, carried: bool) -> Sequence[Work]:
    looks = [Look(work) for work in works if may_be_long(work)]
    parts = [
        Slice(look.work, start, stop) for look, spans in through(looks) for start, stop in spans
    ]
    if not parts:
        return works
    made: dict[Work, list[bytes]] = {}
    for part, words in through(parts):
        if carried and words:
            made.setdefault(part.work, []).append(words)
    return [replace(work, recognised=tuple(made[work])) if work in made else work for work in works]


def carried_out(job: Look | Slice, settings: Settings) -> Any:
    """Return the ranges of a look, or the packed words of a slice; runs in a reader process."""
    from analyser.readers.pdf_ahead import recognise, slices

    with job.work.opened(settings) as path:
        if isinstance(job, Look):
            return slices(path, settings)
        return packed(recognise(path, settings, job.start, job.stop))


def nothing_of(job: Look | Slice) -> Any:
    """Return what stands in for a job that was lost: the document is then read in one piece."""
    return () if isinstance(job, Look) else b""


def packed(found: dict[str, Any]) -> bytes:
    """Return what was `found`, small."""
    return zlib.compress(json.dumps(found).encode()) if found else b""


def unpack(work: Work, settings: Settings) -> None:
    """Put what came of the slices of `work` where its reader looks for it."""
    if not work.recognised:
        return
    from analyser.readers.pdf_ahead import remember

    for one in work.recognised:
        try:
            found = json.loads(zlib.decompressobj().decompress(one, MOST_INFLATED))
        except (zlib.error, ValueError) as error:
            logger.debug("%s: a slice is lost: %r", work, error)
        else:
            remember(found, settings)
