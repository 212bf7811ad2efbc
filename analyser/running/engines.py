"""What a run's documents are analysed on: reader processes here, or a cluster.

Made once and used for many runs by `watch`, since lists and model take seconds to load.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from analyser.document import Coverage, Unread
from analyser.finding import Assessment, Role, Verdict
from analyser.ledger.store import Kept, keep
from analyser.lists.load import Lists, load_lists
from analyser.memory.sifting import form_of
from analyser.planted import PLANTED, Answer, looked_through, words_on
from analyser.profile import Profile
from analyser.running.ahead import Ahead
from analyser.running.batch import Prepared, run
from analyser.running.slicing import (
    Look,
    Slice,
    Work,
    carried_out,
    divided,
    may_be_long,
    nothing_of,
    unpack,
)
from analyser.running.stopping import Stopped
from analyser.settings import Settings

if TYPE_CHECKING:
    from analyser.analysis import Analyser


LISTS_SECONDS = 5.0
"""A watcher meets lists that are edited within so many seconds."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a run is carried out: lists, workers, memory."""

    lists: tuple[Path, ...] = ()
    """Overlay folders that win over the shipped lists."""

    jobs: int = 0
    """Worker processes; 0: one a core."""

    cluster: str | None = None
    ledger: Path | None = None
    retain_text: bool = True
    """Whether the ledger keeps the documents' text."""

    salvage: bool = False
    """Whether a run that nobody is left to carry out ends with a report of what was read."""

    @property
    def workers(self) -> int:
        """Reader processes on this machine."""
        return self.jobs or os.cpu_count() or 1

    def each_reads(self, jobs: Sequence[Work]) -> bool:
        """Whether there is more than one reader on this machine, and a job for each."""
        return self.cluster is None and 1 < self.workers <= len(jobs)

    @property
    def keeps_text(self) -> bool:
        """Whether workers are to hand the documents' text back."""
        return self.ledger is not None and self.retain_text


@dataclass(frozen=True, slots=True)
class Engine:
    """An executor with the work that it is to carry out."""

    executor: Ahead
    work: Callable[[Any], Any]
    settings: Settings
    in_flight: int | Callable[[], int]
    salvage: bool = False
    carried: bool = False
    """Whether what was recognised in slices travels with their document, for want of one cache."""

    def analyse(self, jobs: Sequence[Work]) -> Iterator[tuple[Kept, ...]]:
        """Yield what each of `jobs` comes to, in their order; a lost one is set aside by name."""
        works = divided(
            jobs, self.settings, self._through, at_once=self._most, carried=self.carried
        )
        for _, kept in self._through(works):
            yield kept

    def begin(self, jobs: Sequence[Work]) -> tuple[Work, ...]:
        """Begin to read `jobs` ahead as far as there is room; return those begun.

        What may be divided is left to its turn.
        """
        room = max(0, self._most() - self.executor.begun)
        begun = tuple(job for job in jobs[:room] if not (self.settings.ocr and may_be_long(job)))
        try:
            for job in begun:
                self.executor.begin(self.work, job)
        except BaseException:
            self.executor.forget(begun)
            raise
        return begun

    def _most(self) -> int:
        return self.in_flight() if callable(self.in_flight) else self.in_flight

    def _through(self, jobs: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        return run(
            jobs,
            self.executor,
            self.work,
            _lost,
            in_flight=self.in_flight,
            salvage=self.salvage,
        )


class Engines:
    """Makes the engine of a run when it is needed, and keeps it for the next run."""

    def __init__(self, wishes: Wishes) -> None:
        self._wishes = wishes
        self._open = ExitStack()
        self._engine: Engine | None = None
        self._under: tuple[str, Settings] | None = None
        self._planted: dict[str, str] = {}
        self._asked: Future[Answer] | None = None
        self._lists: tuple[float, Lists | None] = (0.0, None)

    def lists(self) -> Lists:
        """Return the lists as they are now, or were a moment ago.

        Seven hundred files are not read anew for each of many small drops.
        """
        at, held = self._lists
        if held is None or time.monotonic() - at > LISTS_SECONDS:
            held = load_lists(self._wishes.lists)
            self._lists = time.monotonic(), held
        return held

    def engine(self, lists: Lists, settings: Settings) -> Engine:
        """Return the engine for `lists` and `settings`; one for others is put away.

        A watcher meets new lists when they are edited, and a new day in its settings every day.
        """
        under = (lists.digest, settings)
        if self._engine is None or self._under != under:
            self.forget()
            self._open.close()
            self._engine, self._under = self._made(lists, settings), under
        return self._engine

    def planted(self, lists: Lists) -> str:
        """Return the canary's words on `lists`, asked once and not again for every drop.

        Raises:
            CanaryError: a listed maker is not found in the planted text.
        """
        if lists.digest not in self._planted:
            asked, self._asked = self._asked, None
            self._planted = {lists.digest: words_on(lists, asked)}
        return self._planted[lists.digest]

    def begin(self, lists: Lists, settings: Settings, jobs: Sequence[Work]) -> tuple[Work, ...]:
        """Begin to read `jobs` before a run asks for them; return those that there is room for."""
        engine = self.engine(lists, settings)
        if lists.digest not in self._planted and self._wishes.each_reads(jobs):
            self._asked = engine.executor.submit(engine.work, PLANTED)
        return engine.begin(jobs)

    def ahead(self) -> tuple[Future[tuple[Kept, ...]], ...]:
        """Return what is being read, or was, before a run has asked for it."""
        return self._engine.executor.futures() if self._engine is not None else ()

    def forget(self, jobs: Sequence[Work] | None = None) -> None:
        """Take back what was begun of `jobs`, or all of it."""
        if self._engine is not None:
            self._engine.executor.forget(jobs)

    def abandon(self) -> None:
        """Stop the readers at once, in the middle of a document if need be."""
        self._engine = None
        with suppress(Stopped), self._open:
            raise Stopped

    def __enter__(self) -> Engines:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self._open.__exit__(exc_type, exc_val, exc_tb)

    def _made(self, lists: Lists, settings: Settings) -> Engine:
        wishes = self._wishes
        key = repr((lists.digest, wishes.lists, settings, wishes.keeps_text))
        prepare = partial(_prepare, wishes.lists, settings, keeps_text=wishes.keeps_text)
        work = Prepared(key, prepare)
        if wishes.cluster is not None:
            from analyser.running.cluster import Isolated, connected

            cluster = self._open.enter_context(connected(wishes.cluster))
            isolated = Isolated(work, settings.limits, cluster.threads)
            # Asked again with every document: a cluster grows and shrinks. Deep enough that no
            # worker waits for the way to the client and back.
            return Engine(
                Ahead(cluster),
                isolated,
                settings,
                lambda: 4 * cluster.workers + 8,
                wishes.salvage,
                carried=True,
            )
        from analyser.running.workers import WorkerPool

        pool = WorkerPool(wishes.workers, settings.limits, warm=work.ready)
        self._open.enter_context(pool)
        return Engine(Ahead(pool), work, settings, 2 * wishes.workers)


def _prepare(
    lists: Sequence[Path], settings: Settings, *, keeps_text: bool
) -> Callable[[Work | Look | Slice | str], Any]:
    # Only where something is analysed: a run over unchanged documents does without.
    from analyser.analysis import Analyser

    analyser = Analyser(load_lists(lists), Profile(), settings)
    return partial(_carried_out, analyser, keeps_text)


def _carried_out(analyser: Analyser, keeps_text: bool, job: Work | Look | Slice | str) -> Any:
    if isinstance(job, Work):
        return _assess(analyser, keeps_text, job)
    if isinstance(job, str):
        return looked_through(analyser)
    return carried_out(job, analyser.settings)


def _assess(analyser: Analyser, keeps_text: bool, work: Work) -> tuple[Kept, ...]:
    unpack(work, analyser.settings)
    with work.opened(analyser.settings) as path:
        made = analyser.analyse(path, work.name, work.profile)
    if not keeps_text:
        return tuple(keep(one.assessment, None) for one in made)
    return tuple(keep(one.assessment, one.document, form_of(one.document)) for one in made)


def unopened(name: str, reason: str) -> Assessment:
    """Return the assessment of a file that was not opened: incomplete, with its reason."""
    return Assessment(
        path=name,
        sha256="",
        media_type="",
        role=Role.OTHER,
        role_reason="not opened",
        pages=None,
        verdict=Verdict.INCOMPLETE,
        unread=(Unread(reason=reason, where="the whole file"),),
        coverage=Coverage(unit="file", total=1, read=0),
    )


def _lost(work: Work | Look | Slice, reason: str) -> Any:
    if not isinstance(work, Work):
        return nothing_of(work)
    return (Kept(unopened(work.name, reason)),)
