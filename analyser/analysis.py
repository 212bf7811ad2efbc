"""One document: read, search, judge, assess.

The only place where readers, matching, judgement and regimes meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from analyser.asking import Asking, verdict_of
from analyser.document import Document
from analyser.finding import Assessment, Disposition, Role
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
from analyser.profile import Profile
from analyser.readers.reading import read
from analyser.settings import Settings


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
        self._asking = Asking(lists)

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
        mentions, alone = self.matcher.look(document)
        catalogue = self.lists.catalogue
        known_role = None if role_reason == NO_ROLE else role
        judged = judge(document, mentions, known_role, catalogue, self.language, tongue)
        withheld = judge(document, alone, known_role, catalogue, self.language, tongue)
        if not self.settings.show_cleared:
            judged = tuple(one for one in judged if one.disposition is not Disposition.CLEARED)
        findings = self._asking.findings(judged, profile or self.profile, self.settings.as_of)
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
            lines=equipment_lines(
                document, (*judged, *withheld), role, known, self.language, tongue
            ),
            statements=statements(document, judged, role, tongue),
            hints=hints([block.text for block in document.blocks]),
            withheld=withheld,
        )

    def asked_again(self, assessment: Assessment, profile: Profile) -> Assessment:
        """Return `assessment` with the regimes' answers of today to what was found in it."""
        return self._asking.again(assessment, profile, self.settings.as_of)

    def _role(self, document: Document, tongue: str) -> tuple[Role, str]:
        for pattern, role in self.settings.roles:
            if fnmatch(document.path, pattern):
                return Role(role), "given by the officer"
        return document_role(document, tongue)
