"""The documents of one tender together, and of one run."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyser.finding import Assessment, EquipmentLine, Verdict
from analyser.profile import Profile


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that can be turned to."""

    path: str
    page: int | None
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two passages of one pack that cannot both hold: the documented reason to question."""

    kind: str
    """`denied-but-offered`, `prohibited-but-offered`, `named-otherwise-but-offered`,
    `withdrawn-but-offered`, `substituted`."""

    maker: str
    why: str
    statement: Citation
    against: Citation


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line of the bill of makers, with the document it stands in."""

    path: str
    line: EquipmentLine


@dataclass(frozen=True, slots=True)
class Pack:
    """One tender: an immediate sub-folder or archive of the scanned folder, or `"."`."""

    name: str
    documents: tuple[str, ...]
    verdict: Verdict
    contradictions: tuple[Contradiction, ...] = ()
    bill: tuple[BillLine, ...] = ()
    profile: Profile | None = None
    """The tender's own buyer, where a profile lies in its folder; `None`: the run's."""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that a report is made of."""

    started_at: str
    """UTC, ISO 8601."""

    finished_at: str
    analyser_version: str
    lists_version: str
    language_model: str
    profile: Profile
    documents: tuple[Assessment, ...] = ()
    packs: tuple[Pack, ...] = ()
    verdict: Verdict = Verdict.CLEAR
    canary: str = ""
    """In words: how many listed makers were looked for and found in the planted text."""

    warnings: tuple[str, ...] = ()
    """For the first page: lists past their review date, missing OCR language data."""

    settings: tuple[tuple[str, str], ...] = field(default_factory=tuple)
    """Name and value of each setting, for the appendix."""

    root: str = ""
    """The scanned folder, as the user wrote it."""
