"""What a run's documents are analysed on: reader processes here, or a cluster.

Made once and used for many runs by `watch`, since lists and model take seconds to load.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from analyser.batch import Prepared, run
from analyser.document import Coverage, Unread
from analyser.finding import Assessment, Role, Verdict
from analyser.ledger.store import Kept, keep
from analyser.lists.load import Lists, load_lists
from analyser.profile import Profile
from analyser.settings import Settings

if TYPE_CHECKING:
    from analyser.analysis import Analyser


@dataclass(frozen=True, slots=True)
class Work:
    """One job with what the worker needs to know of it."""

    path: Path
    name: str
    profile: Profile
    url: str = ""
    """Where the reader fetches it from; `""`: it lies at `path`."""

    def __str__(self) -> str:
        return self.name


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

    @property
    def workers(self) -> int:
        """Reader processes on this machine."""
        return self.jobs or os.cpu_count() or 1

    @property
    def keeps_text(self) -> bool:
        """Whether workers are to hand the documents' text back."""
        return self.ledger is not None and self.retain_text


@dataclass(frozen=True, slots=True)
class Engine:
    """An executor with the work that it is to carry out."""

    executor: Executor
    work: Callable[[Work], tuple[Kept, ...]]
    in_flight: int | Callable[[], int]

    def analyse(self, jobs: Sequence[Work]) -> Iterator[tuple[Kept, ...]]:
        """Yield what each of `jobs` comes to, in their order; a lost one is set aside by name."""
        for _, made in run(jobs, self.executor, self.work, _lost, in_flight=self.in_flight):
            yield made


class Engines:
    """Makes the engine of a run when it is needed, and keeps it for the next run."""

    def __init__(self, wishes: Wishes) -> None:
        self._wishes = wishes
        self._open = ExitStack()
        self._engine: Engine | None = None
        self._under: tuple[str, Settings] | None = None
        self._planted: dict[str, str] = {}

    def engine(self, lists: Lists, settings: Settings) -> Engine:
        """Return the engine for `lists` and `settings`; one for others is put away.

        A watcher meets new lists when they are edited, and a new day in its settings every day.
        """
        under = (lists.digest, settings)
        if self._engine is None or self._under != under:
            self._open.close()
            self._engine, self._under = self._made(lists, settings), under
        return self._engine

    def planted(self, lists: Lists) -> str:
        """Return the canary's words on `lists`, asked once and not again for every drop.

        Raises:
            CanaryError: a listed maker is not found in the planted text.
        """
        if lists.digest not in self._planted:
            from analyser.canary import check_canary

            self._planted = {lists.digest: check_canary(lists.catalogue)}
        return self._planted[lists.digest]

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
            from analyser.cluster import Isolated, connected

            cluster = self._open.enter_context(connected(wishes.cluster))
            isolated = Isolated(work, settings.limits, cluster.threads)
            # Asked again with every document: a cluster grows and shrinks.
            return Engine(cluster, isolated, lambda: 2 * cluster.workers)
        from analyser.workers import WorkerPool

        pool = WorkerPool(wishes.workers, settings.limits, warm=work.ready)
        self._open.enter_context(pool)
        return Engine(pool, work, 2 * wishes.workers)


def _prepare(
    lists: Sequence[Path], settings: Settings, *, keeps_text: bool
) -> Callable[[Work], tuple[Kept, ...]]:
    # Only where something is analysed: a run over unchanged documents does without.
    from analyser.analysis import Analyser

    analyser = Analyser(load_lists(lists), Profile(), settings)
    return partial(_assess, analyser, keeps_text)


def _assess(analyser: Analyser, keeps_text: bool, work: Work) -> tuple[Kept, ...]:
    with ExitStack() as held:
        path = work.path
        if work.url:
            from analyser.remote import fetched

            path = held.enter_context(fetched(work.url, analyser.settings.limits.file_size))
        made = analyser.analyse(path, work.name, work.profile)
    return tuple(keep(one.assessment, one.document if keeps_text else None) for one in made)


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


def _lost(work: Work, reason: str) -> tuple[Kept, ...]:
    return (Kept(unopened(work.name, reason)),)
