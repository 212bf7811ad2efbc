"""Many documents, one run: choose, analyse, join into tenders.

`scan` and `watch` both call this, so that a drop and a batch are treated alike.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from analyser import __version__
from analyser.analysis import Analyser
from analyser.batch import Prepared
from analyser.batch import run as run_batch
from analyser.canary import check_canary
from analyser.document import Coverage, Unread
from analyser.dossier import Pack, Run
from analyser.finding import GRAVITY, Assessment, Role, Verdict
from analyser.language import language_name
from analyser.lists.load import Lists, load_lists
from analyser.lists.where import shipped_models
from analyser.pack import dossiers
from analyser.profile import Profile, read_profile
from analyser.selection import Refusal, Selection
from analyser.settings import Settings
from analyser.workers import WorkerPool

Told = Callable[[int, int, str], None]
"""Progress: documents done, documents in all, name of the last one."""


@dataclass(frozen=True, slots=True)
class Work:
    """One job with what the worker needs to know of it."""

    path: Path
    name: str
    profile: Profile


def timestamp() -> str:
    """Return this moment in UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def works(selection: Selection, profile: Profile) -> tuple[Work, ...]:
    """Return the jobs of `selection`, each under its tender's own profile where it has one."""
    own = {pack: _folder_profile(path, profile) for pack, path in selection.profiles}
    everywhere = own.get(".", profile)
    return tuple(Work(job.path, job.name, own.get(job.pack, everywhere)) for job in selection.jobs)


def _folder_profile(path: Path, profile: Profile) -> Profile:
    return read_profile(path).over(profile)


def refused(refusal: Refusal) -> Assessment:
    """Return the assessment of a file that was not opened: incomplete, with its reason."""
    return Assessment(
        path=refusal.name,
        sha256="",
        media_type="",
        role=Role.OTHER,
        role_reason="not opened",
        pages=None,
        verdict=Verdict.INCOMPLETE,
        unread=(Unread(reason=refusal.reason, where="the whole file"),),
        coverage=Coverage(unit="file", total=1, read=0),
    )


def gather(
    assessments: Sequence[Assessment],
    lists: Lists,
    profile: Profile,
    settings: Settings,
    *,
    started_at: str,
    root: str,
    canary: str = "",
) -> Run:
    """Join `assessments` into tenders and return the finished run."""
    packs = dossiers(assessments, lists.catalogue)
    return Run(
        started_at=started_at,
        finished_at=timestamp(),
        analyser_version=__version__,
        lists_version=lists.version,
        language_model=language_name(shipped_models()),
        profile=profile,
        documents=tuple(sorted(assessments, key=lambda one: one.path)),
        packs=packs,
        verdict=gravest(packs),
        canary=canary,
        warnings=lists.warnings,
        settings=described(settings),
        root=root,
    )


def gravest(packs: Sequence[Pack]) -> Verdict:
    """Return the gravest verdict among `packs`; clear where there is none."""
    return max((pack.verdict for pack in packs), key=GRAVITY.__getitem__, default=Verdict.CLEAR)


def described(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Return name and value of each setting, passwords counted and not shown."""
    limits = settings.limits
    return (
        ("OCR", "on" if settings.ocr else "off"),
        ("OCR languages", ", ".join(settings.ocr_languages)),
        ("OCR resolution", f"{settings.ocr_dpi} dpi"),
        ("Passwords given", str(len(settings.passwords))),
        ("Judged as of", settings.as_of or "the award date"),
        ("Cleared mentions shown", "yes" if settings.show_cleared else "no"),
        ("Time a document", f"{limits.seconds:.0f} s"),
        ("Memory a document", f"{limits.memory // 2**20} MB"),
    )


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a run is carried out: lists, workers, memory."""

    lists: tuple[Path, ...] = ()
    """Overlay folders that win over the shipped lists."""

    jobs: int = 0
    """Worker processes; 0: one a core."""

    cluster: str | None = None
    ledger: Path | None = None


@dataclass(frozen=True, slots=True)
class Scanned:
    """A finished run and the lists that it was made with."""

    run: Run
    lists: Lists


def scan(
    selection: Selection,
    profile: Profile,
    settings: Settings,
    wishes: Wishes,
    told: Told | None = None,
) -> Scanned:
    """Read and assess everything in `selection`; return the run and the lists behind it.

    Raises:
        ListError: the lists are faulty, or a listed maker is not found in the planted text.
        ProfileError: a tender's own profile is malformed.
    """
    started_at = timestamp()
    lists = load_lists(wishes.lists)
    planted = check_canary(lists.catalogue)
    jobs = works(selection, profile)
    assessments = [refused(one) for one in selection.refusals]
    for done, made in enumerate(assessed(jobs, settings, wishes), start=1):
        assessments.extend(made)
        if told is not None:
            told(done, len(jobs), jobs[done - 1].name)
    run = gather(
        assessments,
        lists,
        profile,
        settings,
        started_at=started_at,
        root=str(selection.root),
        canary=planted,
    )
    return Scanned(run, lists)


def assessed(
    jobs: Sequence[Work], settings: Settings, wishes: Wishes
) -> Iterator[tuple[Assessment, ...]]:
    """Yield the assessments of each of `jobs`, in their order; a lost one is set aside by name."""
    work = Prepared(
        key=repr((wishes.lists, settings)),
        prepare=partial(_prepare, wishes.lists, settings),
    )
    workers = wishes.jobs or os.cpu_count() or 1
    with WorkerPool(min(workers, len(jobs)), settings.limits, warm=work.ready) as pool:
        for _, made in run_batch(jobs, pool, work, _lost, in_flight=2 * workers):
            yield made


def _prepare(lists: Sequence[Path], settings: Settings) -> Callable[[Work], tuple[Assessment, ...]]:
    analyser = Analyser(load_lists(lists), Profile(), settings)
    return partial(_assess, analyser)


def _assess(analyser: Analyser, work: Work) -> tuple[Assessment, ...]:
    made = analyser.analyse(work.path, work.name, work.profile)
    return tuple(one.assessment for one in made)


def _lost(work: Work, reason: str) -> tuple[Assessment, ...]:
    return (refused(Refusal(work.name, reason)),)
