"""New lists over stored text: which documents of earlier tenders they touch, and how.

The files themselves are not needed. Pages that the older lists let pass are looked at as well; such
a page has no table layout, so a new find there asks for the file to be read again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Protocol

from analyser.batch import Prepared
from analyser.document import Document
from analyser.finding import LOUDNESS, Assessment, Disposition, Finding, Verdict
from analyser.ledger.retrospect import Stored, documents
from analyser.ledger.store import Kept, Ledger, keep
from analyser.profile import Profile, profile_from
from analyser.settings import Settings


class Kind(StrEnum):
    """What new lists changed about a maker in a document."""

    NEW = "newly caught"
    GONE = "no longer caught"
    CHANGED = "changed consequence"
    NO_TEXT = "cannot be told"
    """Its text is not kept: the file must be scanned again."""


@dataclass(frozen=True, slots=True)
class Change:
    """One maker in one document, before and after."""

    root: str
    pack: str
    path: str
    maker: str
    name: str
    kind: Kind
    before: str
    after: str
    note: str = ""
    disposition: str = ""
    """After; decides how loudly the change is told."""


@dataclass(frozen=True, slots=True)
class Screened:
    """What became of one stored analysis."""

    changes: tuple[Change, ...]
    kept: tuple[Kept, ...]
    """The new assessments, to be recorded; empty where something could not be told."""


@dataclass(frozen=True, slots=True)
class Screening:
    """One stored analysis to be screened again."""

    stored: Stored
    profile: Profile

    def __str__(self) -> str:
        return self.stored.name


class Desk(Protocol):
    """What assesses documents: an `Analyser`."""

    settings: Settings

    def assess(self, document: Document, profile: Profile | None = None) -> Assessment:
        """Return what `document` asks of the officer."""

    def interest(self, texts: Sequence[str]) -> frozenset[int]:
        """Return the indexes of the page texts that hold a candidate."""


def work(
    ledger: Path, lists: Sequence[Path], settings: Settings, digest: str
) -> Prepared[Screening, Screened]:
    """Return the work of a reader process: a stored analysis in, changes out."""
    key = repr(("rescreen", ledger, digest, tuple(lists), settings))
    return Prepared(key, partial(_prepare, ledger, tuple(lists), settings))


def _prepare(
    ledger: Path, lists: Sequence[Path], settings: Settings
) -> Callable[[Screening], Screened]:
    from analyser.analysis import Analyser
    from analyser.lists.load import load_lists

    analyser = Analyser(load_lists(lists), Profile(), settings)
    return partial(screen, Ledger(ledger), analyser)


def profile_of(stored: Stored) -> Profile:
    """Return the purchase that a stored analysis was made for."""
    return profile_from(json.loads(stored.profile), f"ledger: {stored.name}")


def screen(ledger: Ledger, desk: Desk, job: Screening) -> Screened:
    """Assess the stored text of one analysis anew and return what changed.

    Judged by the day of the first analysis unless another is set: only the lists have changed.
    """
    day = desk.settings.as_of
    desk.settings = replace(desk.settings, as_of=day or job.stored.as_of)
    try:
        return _screened(ledger, desk, job)
    finally:
        desk.settings = replace(desk.settings, as_of=day)


def _screened(ledger: Ledger, desk: Desk, job: Screening) -> Screened:
    changes: list[Change] = []
    kept: list[Kept] = []
    whole = True
    for one in documents(ledger, job.stored.id):
        if one.document is None or one.assessment is None:
            whole = False
            changes.append(_untold(job.stored, one.path))
            continue
        after = desk.assess(awakened(one.document, desk.interest), job.profile)
        changes.extend(compared(job.stored, one.assessment, after, one.document))
        kept.append(keep(after, None))
    return Screened(tuple(changes), tuple(kept) if whole else ())


def awakened(document: Document, interest: Callable[[Sequence[str]], frozenset[int]]) -> Document:
    """Return `document` with those quiet pages to be searched that now hold a candidate."""
    quiet = [number for number, block in enumerate(document.blocks) if block.quiet]
    if not quiet:
        return document
    wanted = {quiet[n] for n in interest([document.blocks[number].text for number in quiet])}
    if not wanted:
        return document
    blocks = tuple(
        replace(block, quiet=False) if number in wanted else block
        for number, block in enumerate(document.blocks)
    )
    return replace(document, blocks=blocks)


def compared(
    stored: Stored, before: Assessment, after: Assessment, document: Document
) -> Iterator[Change]:
    """Yield what differs between two assessments of one document, maker by maker."""
    old = {one.maker: one for one in before.findings}
    new = {one.maker: one for one in after.findings}
    for maker in sorted(old.keys() | new.keys()):
        was, now = old.get(maker), new.get(maker)
        kind = _kind(was, now)
        if kind is None:
            continue
        named = now or was
        yield Change(
            root=stored.root,
            pack=stored.pack,
            path=after.path,
            maker=maker,
            name=named.name if named else maker,
            kind=kind,
            before=_words(was, now),
            after=_words(now, was),
            note=_note(after, now, document),
            disposition=str(now.disposition) if now else "",
        )


def _kind(was: Finding | None, now: Finding | None) -> Kind | None:
    if was is None or was.disposition is Disposition.CLEARED:
        return None if now is None or now.disposition is Disposition.CLEARED else Kind.NEW
    if now is None or now.disposition is Disposition.CLEARED:
        return Kind.GONE
    same = was.disposition is now.disposition and _regimes(was) == _regimes(now)
    return None if same else Kind.CHANGED


def _regimes(finding: Finding | None) -> dict[str, tuple[str, str]]:
    outcomes = finding.outcomes if finding is not None else ()
    return {one.regime: (str(one.outcome), str(one.consequence)) for one in outcomes}


def _words(one: Finding | None, other: Finding | None) -> str:
    """Return a finding in words: how loud, and the regimes in which it differs from `other`."""
    if one is None:
        return "nothing"
    beside = _regimes(other)
    differing = [
        f"{regime}: {outcome}, {consequence}"
        for regime, (outcome, consequence) in _regimes(one).items()
        if beside.get(regime) != (outcome, consequence) and outcome not in {"not_bound"}
    ]
    return "; ".join([f"{one.disposition} ({one.stance})", *differing])


def _note(after: Assessment, now: Finding | None, document: Document) -> str:
    if now is None:
        return ""
    blocks = {after.mentions[index].mention.block for index in now.mentions}
    if any(document.blocks[block].quiet for block in blocks if block < len(document.blocks)):
        return "on a page kept as plain text; scan the file again to see its tables"
    return ""


def _untold(stored: Stored, path: str) -> Change:
    return Change(
        root=stored.root,
        pack=stored.pack,
        path=path,
        maker="",
        name="",
        kind=Kind.NO_TEXT,
        before="",
        after="",
        note="its text is not kept; scan the file again",
    )


def gravest(changes: Sequence[Change]) -> Verdict:
    """Return the verdict of a rescreening: that of the loudest thing newly caught or changed."""
    loudest = max(
        (LOUDNESS[Disposition(one.disposition)] for one in changes if one.disposition), default=0
    )
    if loudest == LOUDNESS[Disposition.FLAGGED]:
        return Verdict.FLAGGED
    if loudest == LOUDNESS[Disposition.REVIEW]:
        return Verdict.REVIEW
    untold = any(one.kind is Kind.NO_TEXT for one in changes)
    return Verdict.INCOMPLETE if untold else Verdict.CLEAR
