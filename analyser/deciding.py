"""Decisions laid over an assessment: softer where dismissed, never silent.

A dismissed mention stays in the report as noted, with who dismissed it, when, why and until when.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from analyser.decisions import Decision, Family, Ruling, Standing, same_document, standing
from analyser.dossier import Contradiction, Pack
from analyser.finding import (
    LOUDNESS,
    Assessment,
    Disposition,
    EquipmentLine,
    Finding,
    Judged,
    Verdict,
)


def apply(
    assessment: Assessment, decisions: Iterable[Decision], today: str, family: Family
) -> Assessment:
    """Return `assessment` with its mentions as decided, findings and verdict following them."""
    # The latest word first; of one day's words the one that was recorded last.
    recorded = [one for one in decisions if same_document(one, assessment)]
    placed = sorted(enumerate(recorded), key=lambda pair: (pair[1].date, pair[0]), reverse=True)
    own = [one for _, one in placed]
    if not own:
        return assessment
    mentions = tuple(_decided(one, own, today, family) for one in assessment.mentions)
    if mentions == assessment.mentions:
        return assessment
    findings = tuple(_refound(one, mentions) for one in assessment.findings)
    verdict = _verdict(findings, unread=bool(assessment.unread))
    lines = tuple(_marked(one, mentions) for one in assessment.lines)
    return replace(assessment, mentions=mentions, findings=findings, verdict=verdict, lines=lines)


def astray(decisions: Sequence[Decision], documents: Sequence[Assessment]) -> tuple[str, ...]:
    """Return one line on `decisions` about none of `documents`: nobody is to think they held."""
    digests = {one.sha256 for one in documents}
    paths = {one.path for one in documents}
    lost = [
        one for one in decisions if one.document_sha256 not in digests and one.path not in paths
    ]
    if not lost:
        return ()
    names = list(dict.fromkeys(one.path or one.document_sha256[:12] for one in lost))
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return (
        f"{len(lost)} of {len(decisions)} decisions changed nothing: "
        f"their documents are not in this run ({shown})",
    )


def _marked(line: EquipmentLine, mentions: Sequence[Judged]) -> EquipmentLine:
    """Return a row of equipment with who dismissed it, if each mention of its makers is."""
    row = " ".join(line.text.split())
    said = [
        one.why[0] if one.why and _DISMISSED in one.why[0] else ""
        for one in mentions
        if (one.page, one.where) == (line.page, line.where)
        and not set(line.makers).isdisjoint(one.mention.makers)
        and " ".join(one.mention.text.split()) in row
    ]
    return replace(line, decided="; ".join(dict.fromkeys(said))) if said and all(said) else line


def _decided(one: Judged, decisions: Sequence[Decision], today: str, family: Family) -> Judged:
    stands = [(each, standing(each, one, today, family)) for each in decisions]
    # The latest decision for each maker is the one that counts: once it has run out, what it
    # replaced does not come back.
    latest: dict[str, tuple[Decision, Standing]] = {}
    for each, how in stands:
        if how in (Standing.HOLDS, Standing.EXPIRED):
            latest.setdefault(each.maker, (each, how))
    held = {maker: each for maker, (each, how) in latest.items() if how is Standing.HOLDS}
    if held:
        return _softened(one, list(held.values()))
    for wanted in (Standing.EXPIRED, Standing.REOPENED):
        for decision, how in stands:
            if how is wanted:
                return _reminded(one, decision, wanted)
    return one


VERBS = {Ruling.ACCEPT: "accepted", Ruling.DISMISS: "dismissed", Ruling.ASK: "asked about"}


def _said(decision: Decision) -> str:
    because = f": {decision.reason}" if decision.reason else ""
    return f"{VERBS[decision.ruling]} by {decision.person} on {decision.date}{because}"


def _reminded(one: Judged, decision: Decision, how: Standing) -> Judged:
    if how is Standing.EXPIRED:
        line = f"was {_said(decision)}; that ran out on {decision.expires}, decide again"
    else:
        line = f"{decision.text!r} was {_said(decision)}; this place differs, decide anew"
    return replace(one, why=(line, *one.why))


def _softened(one: Judged, decisions: Sequence[Decision]) -> Judged:
    lines = []
    for each in decisions:
        whom = f"{each.maker}: " if len(one.mention.makers) > 1 else ""
        until = f" (until {each.expires})" if each.expires else ""
        lines.append(f"{whom}{_said(each)}{until}")
    # Words that stand for several makers are hidden by none of them alone.
    dismissed = {each.maker for each in decisions if each.ruling is Ruling.DISMISS}
    every = dismissed.issuperset(one.mention.makers)
    loud = LOUDNESS[one.disposition] > LOUDNESS[Disposition.NOTED]
    disposition = Disposition.NOTED if every and loud else one.disposition
    return replace(one, why=(*lines, *one.why), disposition=disposition)


def _refound(finding: Finding, mentions: Sequence[Judged]) -> Finding:
    own = [mentions[index] for index in finding.mentions]
    if not own:
        return finding
    loudest = max((one.disposition for one in own), key=LOUDNESS.__getitem__)
    confidence = max(one.confidence for one in own if one.disposition is loudest)
    return replace(finding, disposition=loudest, confidence=confidence)


def _verdict(findings: Sequence[Finding], *, unread: bool) -> Verdict:
    found = {one.disposition for one in findings}
    if Disposition.FLAGGED in found:
        return Verdict.FLAGGED
    if Disposition.REVIEW in found:
        return Verdict.REVIEW
    return Verdict.INCOMPLETE if unread else Verdict.CLEAR


def in_sight(
    packs: Sequence[Pack], before: Sequence[Pack], decided: Sequence[Assessment]
) -> tuple[Pack, ...]:
    """Return `packs` with the contradictions that decisions took out, told to be decided.

    `before` are the same tenders without decisions: what two documents say stays said, whoever
    dismissed one of the passages.
    """
    undecided = {pack.name: pack.contradictions for pack in before}
    kept = []
    for pack in packs:
        gone = [one for one in undecided.get(pack.name, ()) if one not in pack.contradictions]
        told = tuple(_told_decided(one, decided) for one in gone)
        kept.append(replace(pack, contradictions=(*pack.contradictions, *told)))
    return tuple(kept)


def _told_decided(found: Contradiction, decided: Iterable[Assessment]) -> Contradiction:
    """Return `found` with who decided about the passages that it sets against each other."""
    paths = {found.statement.path, found.against.path}
    said = (
        one.why[0]
        for document in decided
        if document.path in paths
        for one in document.mentions
        if found.maker in one.mention.makers and one.disposition is Disposition.NOTED and one.why
    )
    who = next((line for line in said if _DISMISSED in line), "dismissed earlier")
    return replace(found, why=f"{found.why} (the mention was {who})")


_DISMISSED = f"{VERBS[Ruling.DISMISS]} by"
