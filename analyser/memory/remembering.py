"""A run with a memory: what is known is not analysed again, what is new is kept.

Joins `scanning` and the ledger. A file is known by its bytes, its name and everything its analysis
was made under; its bytes are always hashed, since a date and a size can lie.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

from analyser.decisions import Decision
from analyser.dossier import Run
from analyser.finding import Assessment
from analyser.ledger.decided import decided_about
from analyser.ledger.listed import note_passed, passed
from analyser.ledger.store import Conditions, Kept, Ledger
from analyser.ledger.together import note_together
from analyser.pack import pack_name
from analyser.profile import Profile
from analyser.program import program
from analyser.settings import Settings
from analyser.vouching import left_open

TOOLS = ("tesserocr", "py7zr")
PROGRAMS = ("soffice", "libreoffice")
"""Optional parts: once one is installed, what could not be read without it is read again."""


class Wanted(Protocol):
    """One file that a run is to analyse."""

    @property
    def path(self) -> Path:
        """Where it lies."""

    @property
    def name(self) -> str:
        """What it is called in the report."""

    @property
    def profile(self) -> Profile:
        """The purchase that it belongs to."""


W = TypeVar("W", bound=Wanted)

Assess = Callable[[Sequence[W]], Iterator[tuple[Kept, ...]]]
"""Analyses files and gives back what came of each, in their order."""


@dataclass(frozen=True, slots=True)
class Under:
    """What all analyses of a run are made under, but for the profile."""

    lists_version: str
    lists_digest: str
    language_model: str
    settings: Settings

    def conditions(self, profile: Profile) -> Conditions:
        """Return the conditions of an analysis under `profile`."""
        return Conditions(
            lists_version=self.lists_version,
            lists_digest=self.lists_digest,
            language_model=self.language_model,
            analyser_version=program(),
            settings=_described(self.settings),
            profile=json.dumps(profile.as_mapping(), sort_keys=True),
            as_of=self.settings.as_of or datetime.now(UTC).date().isoformat(),
        )


def _described(settings: Settings) -> str:
    """Return what of `settings` and this machine can change a result; never a password."""
    facts = asdict(settings)
    for name in ("passwords", "cache", "as_of"):
        del facts[name]
    facts["tools"] = [name for name in TOOLS if importlib.util.find_spec(name)]
    facts["programs"] = [name for name in PROGRAMS if shutil.which(name)]
    return json.dumps(facts, sort_keys=True)


@cache
def model_digest(models: Path) -> str:
    """Return a digest of the trained pipeline's files; `""` where there are none. Read once."""
    total = hashlib.sha256()
    files = sorted(one for one in models.rglob("*") if one.is_file() and one.suffix != ".md")
    for one in files:
        total.update(one.relative_to(models).as_posix().encode())
        total.update(one.read_bytes())
    return total.hexdigest()[:16] if files else ""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What the ledger knows of a run's files, by their place in it."""

    known: dict[int, tuple[Assessment, ...]] = field(default_factory=dict)
    digests: Sequence[str] = ()
    conditions: Sequence[Conditions] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """One run's part of a ledger."""

    ledger: Ledger
    run: int
    under: Under

    def decided(self, documents: Sequence[Assessment]) -> tuple[Decision, ...]:
        """Return the decisions that were taken about any of `documents`."""
        return decided_about(self.ledger, documents)

    def note_together(self, own: Sequence[Assessment], laid: Sequence[Assessment]) -> None:
        """Note what documents that leave something open came to beside those of their tender.

        Args:
            own: What each comes to by itself.
            laid: The same documents, as their tenders have them.
        """
        open_ones = [after for before, after in zip(own, laid, strict=True) if left_open(before)]
        if open_ones:
            note_together(self.ledger, self.run, open_ones)

    def planted(self, sound: Callable[[], str], *, at_work: bool) -> str:
        """Return the canary's words: on record, if nothing is to be searched; else `sound`ed now.

        Raises:
            CanaryError: a listed maker is not found.
        """
        digest = self.under.lists_digest
        said = "" if at_work else passed(self.ledger, digest, program())
        if not said:
            said = sound()
            note_passed(self.ledger, self.run, digest, program(), said)
        return said

    def recalled(self, jobs: Sequence[W]) -> Recalled:
        """Return what is known of `jobs`, and what to record the others under."""
        digests = [_digest(job.path) for job in jobs]
        profiles = dict.fromkeys(job.profile for job in jobs)
        under = {profile: self.under.conditions(profile) for profile in profiles}
        conditions = [under[job.profile] for job in jobs]
        known: dict[int, tuple[Assessment, ...]] = {}
        for index, job in enumerate(jobs):
            made = self.ledger.recall(digests[index], job.name, conditions[index])
            if made is not None and not self._worth_another_try(made):
                known[index] = made
        self.ledger.note(
            self.run, [(digests[index], jobs[index].name, conditions[index]) for index in known]
        )
        return Recalled(known, digests, conditions)

    def through(
        self, jobs: Sequence[W], recalled: Recalled, assess: Assess[W]
    ) -> Iterator[tuple[Assessment, ...]]:
        """Yield what each of `jobs` comes to, in order: recalled where known, else analysed."""
        known, digests, conditions = recalled.known, recalled.digests, recalled.conditions
        rest = [job for index, job in enumerate(jobs) if index not in known]
        fresh = assess(rest) if rest else iter(())
        for index, job in enumerate(jobs):
            if index in known:
                yield known.pop(index)
                continue
            kept = next(fresh)
            # A file that changed between hashing and reading is not what was hashed; one whose
            # process was lost has no digest: neither is remembered.
            if kept and digests[index] and kept[0].assessment.sha256 == digests[index]:
                file = (digests[index], job.name, pack_name(job.name))
                self.ledger.record(self.run, file, kept, conditions[index])
            yield tuple(one.assessment for one in kept)

    def finish(self, run: Run) -> None:
        """Note that the report of `run` is on disk, in the ledger opened once more."""
        body = {
            "root": run.root,
            "documents": len(run.documents),
            "verdict": str(run.verdict),
            "lists": run.lists_version,
        }
        with Ledger(self.ledger.path) as ledger:
            ledger.finish(self.run, body=body)

    def _worth_another_try(self, made: Sequence[Assessment]) -> bool:
        return bool(self.under.settings.passwords) and any(one.unread for one in made)


@contextmanager
def remembered(
    path: Path, kind: str, root: str, under: Under, *, retain_text: bool = True
) -> Iterator[Memory]:
    """Yield the memory of a run that begins now, in the ledger at `path`.

    Raises:
        UsageError: the ledger cannot be used.
    """
    with Ledger(path, retain_text=retain_text) as ledger:
        yield Memory(ledger, ledger.begin(kind, root, under.lists_version), under)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""  # the reader will say what is the matter
