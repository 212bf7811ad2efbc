"""What changed lists mean for a document that was assessed before, maker by maker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analyser.finding import LOUDNESS, Assessment, Disposition, Finding, Verdict
from analyser.ledger.retrospect import Stored


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


def compared(
    stored: Stored, before: Assessment, after: Assessment, plain: frozenset[int] = frozenset()
) -> Iterator[Change]:
    """Yield what differs between two assessments of one document, maker by maker.

    `plain` are the pages that were searched as plain text, without their tables.
    """
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
            note=_note(after, now, plain),
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


def _note(after: Assessment, now: Finding | None, plain: frozenset[int]) -> str:
    if now is None or not any(after.mentions[index].page in plain for index in now.mentions):
        return ""
    return "on a page kept as plain text; scan the file again to see its tables"


def untold(
    stored: Stored, path: str, note: str = "its text is not kept; scan the file again"
) -> Change:
    """Return the change of a document about which nothing can be told, and why."""
    return Change(
        root=stored.root,
        pack=stored.pack,
        path=path,
        maker="",
        name="",
        kind=Kind.NO_TEXT,
        before="",
        after="",
        note=note,
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
