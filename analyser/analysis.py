"""One document: read, search, judge, assess.

The only place where readers, matching, judgement and regimes meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

from analyser.document import Document
from analyser.finding import (
    LOUDNESS,
    Assessment,
    Disposition,
    Finding,
    Judged,
    Role,
    Route,
    Stance,
    Verdict,
)
from analyser.hints import hints
from analyser.judgement.glosses import document_tongue
from analyser.judgement.header_rows import worth_lines
from analyser.judgement.judge import judge
from analyser.judgement.lines import equipment_lines
from analyser.judgement.role import NO_ROLE, document_role
from analyser.judgement.statements import statements
from analyser.language import Language, load_language
from analyser.lists.load import Lists
from analyser.lists.where import shipped_models
from analyser.looking_ahead import deserving
from analyser.matching.matcher import Matcher
from analyser.outcome import Applicability, Outcome
from analyser.profile import Profile
from analyser.readers.reading import read
from analyser.regimes.decide import outcomes
from analyser.regimes.subject import Subject
from analyser.settings import Settings

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


@dataclass(frozen=True, slots=True)
class Analysis:
    """A document and what it asks of the officer."""

    document: Document
    assessment: Assessment


class Analyser:
    """Reads and assesses documents under fixed lists, profile and settings.

    Costly to make (automata, grammars), cheap to use: one a process.
    """

    def __init__(
        self,
        lists: Lists,
        profile: Profile,
        settings: Settings,
        language: Language | None = None,
    ) -> None:
        self.lists = lists
        self.profile = profile
        self.settings = settings
        self.language = language if language is not None else load_language(shipped_models())
        self.matcher = Matcher(lists.catalogue)
        self._asked: dict[tuple[Subject, Profile, str], tuple[Outcome, ...]] = {}

    def analyse(
        self, path: Path, name: str, profile: Profile | None = None
    ) -> tuple[Analysis, ...]:
        """Read `path` and what is packed inside it; return one analysis a document.

        `name` is the document's name in the report; `profile` overrides the run's own.
        """
        documents = read(path, name, self.settings, self.interest, self.deserving)
        return tuple(Analysis(one, self.assess(one, profile)) for one in documents)

    def interest(self, texts: Sequence[str]) -> frozenset[int]:
        """Return the indexes of the page `texts` that may hold something; all others are quiet."""
        return self.matcher.interesting(texts) | worth_lines(texts)

    def deserving(
        self, texts: Sequence[str], candidates: frozenset[int]
    ) -> tuple[frozenset[int], frozenset[int]]:
        """Return which of the `candidates` that `interest` gave are laid out, and searched."""
        return deserving(self.matcher, texts, candidates)

    def assess(self, document: Document, profile: Profile | None = None) -> Assessment:
        """Return what `document` asks of the officer under `profile`."""
        tongue = document_tongue(document)
        role, role_reason = self._role(document, tongue)
        mentions = self.matcher.find(document)
        catalogue = self.lists.catalogue
        known_role = None if role_reason == NO_ROLE else role
        judged = judge(document, mentions, known_role, catalogue, self.language, tongue)
        if not self.settings.show_cleared:
            judged = tuple(one for one in judged if one.disposition is not Disposition.CLEARED)
        findings = self._findings(judged, profile or self.profile)
        known = self.matcher.known_makers
        return Assessment(
            path=document.path,
            sha256=document.sha256,
            media_type=document.media_type,
            role=role,
            role_reason=role_reason,
            pages=document.pages,
            verdict=verdict_of(findings, unread=bool(document.unread)),
            unread=document.unread,
            mentions=judged,
            findings=findings,
            coverage=document.coverage,
            notes=document.notes,
            lines=equipment_lines(document, judged, role, known, self.language, tongue),
            statements=statements(document, judged, role, tongue),
            hints=hints([block.text for block in document.blocks]),
        )

    def asked_again(self, assessment: Assessment, profile: Profile) -> Assessment:
        """Return `assessment` with the regimes' answers of today to what was found in it."""
        findings = self._findings(assessment.mentions, profile)
        verdict = verdict_of(findings, unread=bool(assessment.unread))
        return replace(assessment, findings=findings, verdict=verdict)

    def _role(self, document: Document, tongue: str) -> tuple[Role, str]:
        for pattern, role in self.settings.roles:
            if fnmatch(document.path, pattern):
                return Role(role), "given by the officer"
        return document_role(document, tongue)

    def _findings(self, judged: Sequence[Judged], profile: Profile) -> tuple[Finding, ...]:
        by_maker: dict[str, list[int]] = {}
        for index, one in enumerate(judged):
            if one.disposition is not Disposition.CLEARED:
                for maker in one.mention.makers:
                    by_maker.setdefault(maker, []).append(index)
        found = [
            self._finding(maker, indexes, judged, profile) for maker, indexes in by_maker.items()
        ]
        return tuple(sorted(found, key=lambda one: (-LOUDNESS[one.disposition], one.name)))

    def _finding(
        self, maker: str, indexes: Sequence[int], judged: Sequence[Judged], profile: Profile
    ) -> Finding:
        mentions = [judged[index] for index in indexes]
        vendor = self.lists.catalogue.vendors.get(maker)
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
        return replace(finding, outcomes=self._outcomes(maker, mentions, profile))

    def _outcomes(
        self, maker: str, mentions: Sequence[Judged], profile: Profile
    ) -> tuple[Outcome, ...]:
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
            for answer in self._answers(subject, profile):
                held = gravest.get(answer.regime)
                if held is None or _weight(answer) > _weight(held):
                    gravest[answer.regime] = answer
        return tuple(sorted(gravest.values(), key=lambda one: (-_weight(one), one.regime)))

    def _answers(self, subject: Subject, profile: Profile) -> tuple[Outcome, ...]:
        """Return every regime's answer; asked once, since a tender asks the same over and over."""
        asked = (subject, profile, self.settings.as_of)
        if asked not in self._asked:
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
            self._asked[asked] = outcomes(
                subject,
                profile,
                self.lists.rulebook,
                self.lists.catalogue,
                self.settings.as_of,
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
