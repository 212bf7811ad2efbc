"""The findings as the page shows them.

Apart from the templates so that they only place what stands here: no template sorts, counts or
decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analyser.document import Layer
from analyser.dossier import Contradiction, Pack, Run
from analyser.finding import Assessment, Disposition, Finding, Judged, Role
from analyser.outcome import Outcome
from analyser.profile import Profile
from analyser.report.citing import mention_place, place_of, quoted, spot_words
from analyser.report.context import RenderContext
from analyser.report.drawings import lineage_drawing
from analyser.report.earlier import earlier_decision
from analyser.report.in_passing import in_passing, words_in_passing
from analyser.report.marking import cells, marked
from analyser.report.order import folds, passages, passed_over, ranked, reaching
from analyser.report.pictured import Album
from analyser.report.products import LOUD
from analyser.report.purchase import known, unlooked
from analyser.report.questions import Question, opposing, own_document_words
from analyser.report.shown import (
    ContradictionView,
    FindingView,
    LineageView,
    PackView,
    PlaceView,
    QuestionView,
    RuleView,
)
from analyser.report.wording import Words

FULL_PLACES = 12
"""Places of a finding that are shown in full; the rest stand in a table."""

BANDS = ((0.95, "very_likely"), (0.8, "likely"), (0.5, "even"), (0.0, "doubtful"))


@dataclass(slots=True)
class Desk:
    """What is needed to lay out a view: words, lists, pictures and a counter of anchors."""

    words: Words
    context: RenderContext
    album: Album
    run: Run
    anchors: dict[str, int] = field(default_factory=dict)
    explained: dict[tuple[str, Outcome], str] = field(default_factory=dict)
    """Where, by page, a rule that came to the very same is explained already."""

    folded: dict[tuple[str, tuple[Outcome, ...]], str] = field(default_factory=dict)
    """Where, by page, the very same rules that do not reach stand already."""

    asked: dict[tuple[str, str], list[QuestionView]] = field(default_factory=dict)
    """By document and maker, the questions to the bidder."""

    profiles: dict[str, Profile] = field(default_factory=dict)
    """By document, the buyer where it is not the run's."""

    def ask(self, pack: Pack, questions: Sequence[Question], page: str) -> tuple[QuestionView, ...]:
        """Give `questions` about `pack`, which stand on `page`, their anchors, and keep them."""
        views = tuple(QuestionView(each, self.anchor("question"), page) for each in questions)
        for view in views:
            for about in sorted(view.question.about):
                self.asked.setdefault(about, []).append(view)
        if pack.profile is not None:
            self.profiles.update(dict.fromkeys(pack.documents, pack.profile))
        return views

    def profile(self, assessment: Assessment) -> Profile:
        """Return the buyer that `assessment` is read for."""
        return self.profiles.get(assessment.path, self.run.profile)

    def anchor(self, prefix: str) -> str:
        """Return a new anchor, unique in the run."""
        self.anchors[prefix] = self.anchors.get(prefix, 0) + 1
        return f"{prefix}-{self.anchors[prefix]}"


def band(confidence: float) -> str:
    """Return the name of the band that `confidence` falls into."""
    return next((name for least, name in BANDS if confidence >= least), BANDS[-1][1])


def percent(confidence: float) -> int:
    """Return `confidence` in whole percent; certainty is never claimed."""
    return max(1, min(99, round(confidence * 100)))


def pack_view(
    pack: Pack, run: Run, desk: Desk, questions: Sequence[QuestionView], page: str = ""
) -> PackView:
    """Return `pack` as shown on `page`, with the `questions` that are shown there."""
    by_path = {each.path: each for each in run.documents}
    documents = tuple(by_path[path] for path in sorted(pack.documents) if path in by_path)
    findings = tuple(finding_view(*pair, desk, page) for pair in ranked(documents, LOUD))
    return PackView(
        pack=pack,
        name=desk.words("page.this_folder") if pack.name == "." else pack.name,
        anchor=desk.anchor("tender"),
        documents=documents,
        findings=findings,
        noted=_quiet(documents, Disposition.NOTED, desk),
        cleared=_quiet(documents, Disposition.CLEARED, desk) if desk.context.show_cleared else (),
        contradictions=tuple(
            _contradiction_view(group, questions, desk) for group in opposing(pack.contradictions)
        ),
        in_passing=() if desk.context.show_cleared else words_in_passing(documents),
        bill=pack.bill,
        questions=tuple(questions),
        facts=known(pack.profile, desk.words)
        if pack.profile is not None and pack.profile != run.profile
        else (),
        page=page,
    )


def _contradiction_view(
    group: Sequence[Contradiction], questions: Sequence[QuestionView], desk: Desk
) -> ContradictionView:
    first = group[0]
    passages_of = dict.fromkeys(side for each in group for side in (each.statement, each.against))
    return ContradictionView(
        kind=first.kind,
        makers=tuple(dict.fromkeys(maker_name(each.maker, desk) for each in group)),
        why=tuple(dict.fromkeys(each.why for each in group)),
        statement=first.statement,
        against=tuple(each for each in passages_of if each != first.statement),
        count=len(group),
        asks=tuple(each for each in questions if set(group) & set(each.question.opposed)),
    )


def maker_name(maker: str, desk: Desk) -> str:
    """Return the maker's name as a person writes it."""
    vendor = desk.context.catalogue.vendors.get(maker)
    return vendor.name if vendor else maker


def finding_view(
    assessment: Assessment, finding: Finding, desk: Desk, page: str = ""
) -> FindingView:
    """Return `finding` of `assessment` as shown on `page`."""
    shown = [
        index
        for index in finding.mentions
        if desk.context.show_cleared
        or not (
            assessment.mentions[index].disposition is Disposition.CLEARED
            or in_passing(assessment.mentions[index])
        )
    ]
    anchor = desk.anchor("finding")
    places = [place_view(assessment, group, desk) for group in passages(assessment, shown)]
    over = passed_over(finding)
    own = [each for each in over if of_own_country(each, assessment, desk)]
    folded = tuple(each for each in own if folds(each))
    return FindingView(
        anchor=anchor,
        page=page,
        assessment=assessment,
        finding=finding,
        vendor=desk.context.catalogue.vendors.get(finding.maker),
        band=band(finding.confidence),
        percent=percent(finding.confidence),
        places=tuple(places[:FULL_PLACES]),
        more=tuple(places[FULL_PLACES:]),
        lineages=_lineages(_telling(assessment, shown), desk),
        reaching=tuple(rule_view(each, desk, page) for each in reaching(finding)),
        own_country=tuple(each for each in own if not folds(each)),
        folded=folded,
        folded_at=desk.folded.setdefault((page, folded), anchor),
        passed_over=over,
        unlooked=unlooked(desk.profile(assessment), desk.context.rulebook),
        placeless=not desk.profile(assessment).jurisdiction,
        asks=tuple(desk.asked.get((assessment.path, finding.maker), ())),
        consider=own_document_words(assessment, finding, desk.words)
        if shown and assessment.role is Role.TENDER
        else "",
    )


def rule_view(outcome: Outcome, desk: Desk, page: str) -> RuleView:
    """Return `outcome` as shown on `page`: in full where it first stands, then by a link."""
    regime = desk.context.rulebook.regimes.get(outcome.regime)
    sources = tuple(each for each in regime.sources if each.url) if regime else ()
    anchor = desk.anchor("rule")
    explained = desk.explained.setdefault((page, outcome), anchor)
    return RuleView(anchor, outcome, sources, "" if explained == anchor else explained)


def of_own_country(outcome: Outcome, assessment: Assessment, desk: Desk) -> bool:
    """Say whether the rule of `outcome` is one of the country that `assessment` is bought in."""
    regime = desk.context.rulebook.regimes.get(outcome.regime)
    return regime is not None and regime.jurisdiction == desk.profile(assessment).jurisdiction


def place_view(assessment: Assessment, group: Sequence[int], desk: Desk) -> PlaceView:
    """Return the mentions `group` of `assessment`, which share a passage, as shown."""
    mentions = tuple(assessment.mentions[index] for index in group)
    judged = mentions[0]
    key = (assessment.path, group[0])
    words = desk.words
    address = desk.album.addresses.get(key, "")
    reason = "" if address else words(f"finding.picture_{desk.album.missing.get(key, 'gone')}")
    texts = [each.mention.text for each in mentions]
    alt = words(
        "finding.picture",
        document=assessment.path,
        page=judged.page or "",
        text=quoted("”, “".join(texts)),
    )
    pieces = marked(judged.context, texts, judged.stance_cue)
    today = desk.run.finished_at[:10]
    earlier = (
        earlier_decision(desk.context.decisions, assessment, each, today) for each in mentions
    )
    return PlaceView(
        anchor=desk.anchor("place"),
        mentions=mentions,
        where=mention_place(assessment, judged, words),
        spot=spot_words(place_of(assessment.path, judged.page, judged.where), words)
        or assessment.path,
        pieces=pieces,
        row=cells(pieces) if judged.layer == Layer.TABLE else (),
        why=tuple(dict.fromkeys(line for each in mentions for line in each.why)),
        picture=address,
        no_picture=reason,
        alt=alt,
        earlier=tuple(dict.fromkeys(each for each in earlier if each is not None)),
    )


def _telling(assessment: Assessment, shown: Sequence[int]) -> list[Judged]:
    """Return the mentions whose way to the maker counts: a name in passing proves no lineage."""
    mentions = [assessment.mentions[index] for index in shown]
    return [each for each in mentions if each.disposition in LOUD] or mentions


def _lineages(mentions: Sequence[Judged], desk: Desk) -> tuple[LineageView, ...]:
    """Return each different way from a printed name to the maker once."""
    chains = dict.fromkeys(each.mention.chain for each in mentions if each.mention.chain)
    basis_words = {code: desk.words.named("basis", code) for code in desk.words.texts["basis"]}
    views = []
    for chain in chains:
        label = desk.words(
            "finding.lineage_label",
            first=chain[0].name,
            last=chain[-1].to,
            steps="; ".join(f"{link.name} {link.relation} {link.to}" for link in chain),
        )
        views.append(LineageView(chain, lineage_drawing(chain, label, basis_words)))
    return tuple(views)


def _quiet(
    documents: Sequence[Assessment], disposition: Disposition, desk: Desk
) -> tuple[tuple[Assessment, PlaceView], ...]:
    """Return the mentions of `disposition` that no shown finding holds."""
    found: list[tuple[Assessment, PlaceView]] = []
    for assessment in documents:
        held = {
            index
            for finding in assessment.findings
            if finding.disposition in LOUD
            for index in finding.mentions
        }
        quiet = [
            index
            for index, judged in enumerate(assessment.mentions)
            if judged.disposition is disposition
            and index not in held
            and (desk.context.show_cleared or not in_passing(judged))
        ]
        groups = passages(assessment, quiet)
        found += [(assessment, place_view(assessment, group, desk)) for group in groups]
    return tuple(found)
