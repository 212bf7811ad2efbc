"""Many documents, one run: choose, analyse, join into tenders.

`scan` and `watch` both call this, so that a drop and a batch are treated alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from analyser import __version__
from analyser.dossier import Pack, Run
from analyser.document import Coverage, Unread
from analyser.finding import GRAVITY, Assessment, Role, Verdict
from analyser.lists.load import Lists
from analyser.pack import dossiers
from analyser.profile import Profile
from analyser.selection import Job, Refusal, Selection
from analyser.settings import Settings

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
    from analyser.profile import read_profile

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
    language_model: str,
    canary: str = "",
) -> Run:
    """Join `assessments` into tenders and return the finished run."""
    packs = dossiers(assessments, lists.catalogue)
    return Run(
        started_at=started_at,
        finished_at=timestamp(),
        analyser_version=__version__,
        lists_version=lists.version,
        language_model=language_model,
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
