"""What the mentions of a document come to: a finding a maker, with the regimes' answers.

Apart from `analysis` because it needs no search: what was found before is asked about again, and
what other documents of a tender say may raise what was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyser.finding import (
    LOUDNESS,
    Assessment,
    Disposition,
    Finding,
    Judged,
    Route,
    Stance,
    Verdict,
)
from analyser.lists.load import Lists
from analyser.outcome import Applicability, Outcome
from analyser.profile import Profile
from analyser.regimes.decide import outcomes
from analyser.regimes.subject import Subject

STANCE_GRAVITY = {
    Stance.OFFERED: 5,
    Stance.SPECIFIED: 4,
    Stance.EXISTING: 3,
    Stance.UNCLEAR: 2,
    Stance.CITED: 1,
    Stance.EXCLUDED: 0,
}

OUTCOME_GRAVITY = {
    Applicability.APPLIES: 5,
    Applicability.APPLIES_IF: 4,
    Applicability.ADVISORY: 3,
    Applicability.NOT_IN_FORCE: 2,
    Applicability.OUT_OF_SCOPE: 1,
    Applicability.NOT_BOUND: 0,
}


MOST_ASKED = 2000
"""Answers that are held; each is some 70 outcomes of one question to all regimes."""

_By = tuple[Profile, str]
"""The buyer and the day."""


class Asking:
    """Makes findings of mentions under one state of the lists, and asks each question once."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._asked: dict[tuple[Subject, Profile, str], tuple[Outcome, ...]] = {}

    def again(self, assessment: Assessment, profile: Profile, as_of: str) -> Assessment:
        """Return `assessment` with findings and verdict of what its mentions are now."""
        findings = self.findings(assessment.mentions, profile, as_of)
        verdict = verdict_of(findings, unread=bool(assessment.unread))
        return replace(assessment, findings=findings, verdict=verdict)

    def findings(
        self, judged: Sequence[Judged], profile: Profile, as_of: str
    ) -> tuple[Finding, ...]:
        """Return the makers of `judged`, the loudest first, as the regimes see them on a day."""
        by_maker: dict[str, list[int]] = {}
        for index, one in enumerate(judged):
            if one.disposition is not Disposition.CLEARED:
                for maker in one.mention.makers:
                    by_maker.setdefault(maker, []).append(index)
        found = [
            self._finding(maker, indexes, judged, (profile, as_of))
            for maker, indexes in by_maker.items()
        ]
        return tuple(sorted(found, key=lambda one: (-LOUDNESS[one.disposition], one.name)))

    def _finding(
        self, maker: str, indexes: Sequence[int], judged: Sequence[Judged], by: _By
    ) -> Finding:
        mentions = [judged[index] for index in indexes]
        vendor = self._lists.catalogue.vendors.get(maker)
        loudest = max(mentions, key=lambda one: LOUDNESS[one.disposition]).disposition
        # A maker is as sure as its surest mention of the loudness that is reported.
        confidence = max(one.confidence for one in mentions if one.disposition is loudest)
        gravest = max(mentions, key=lambda one: STANCE_GRAVITY[one.stance]).stance
        equipment = sorted({one.mention.equipment for one in mentions if one.mention.equipment})
        finding = Finding(
            maker=maker,
            name=vendor.name if vendor else maker,
            mentions=tuple(indexes),
            disposition=loudest,
            confidence=confidence,
            stance=gravest,
            equipment=tuple(equipment),
        )
        return replace(finding, outcomes=self._outcomes(maker, mentions, by))

    def _outcomes(self, maker: str, mentions: Sequence[Judged], by: _By) -> tuple[Outcome, ...]:
        """Return each regime's gravest answer over the different ways the maker is mentioned."""
        subjects = dict.fromkeys(
            Subject(
                maker=maker,
                vendor=one.mention.vendor,
                # A slip in a reseller's name settles no better who made the goods.
                route=Route.REBRAND if one.mention.resold else one.mention.route,
                equipment=one.mention.equipment,
                stance=one.stance,
            )
            for one in mentions
        )
        gravest: dict[str, Outcome] = {}
        for subject in subjects:
            for answer in self._answers(subject, *by):
                held = gravest.get(answer.regime)
                if held is None or _weight(answer) > _weight(held):
                    gravest[answer.regime] = answer
        return tuple(sorted(gravest.values(), key=lambda one: (-_weight(one), one.regime)))

    def _answers(self, subject: Subject, profile: Profile, as_of: str) -> tuple[Outcome, ...]:
        """Return every regime's answer; asked once, since a tender asks the same over and over."""
        asked = (subject, profile, as_of)
        if asked not in self._asked:
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
            self._asked[asked] = outcomes(
                subject,
                profile,
                self._lists.rulebook,
                self._lists.catalogue,
                as_of,
            )
        return self._asked[asked]


def verdict_of(findings: Sequence[Finding], *, unread: bool) -> Verdict:
    """Return the gravest verdict: flagged, review, incomplete where anything is unread, clear."""
    loudest = max((LOUDNESS[one.disposition] for one in findings), default=0)
    if loudest == LOUDNESS[Disposition.FLAGGED]:
        return Verdict.FLAGGED
    if loudest == LOUDNESS[Disposition.REVIEW]:
        return Verdict.REVIEW
    return Verdict.INCOMPLETE if unread else Verdict.CLEAR


def _weight(outcome: Outcome) -> int:
    return OUTCOME_GRAVITY[outcome.outcome]
