"""The findings as the page shows them.

Apart from the templates so that they only place what stands here: no template sorts, counts or
decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from analyser.catalogue import Vendor
from analyser.dossier import BillLine, Contradiction, Pack, Run
from analyser.finding import (
    Assessment,
    Disposition,
    Finding,
    Judged,
    Link,
    Outcome,
)
from analyser.report.context import Decision, RenderContext
from analyser.report.drawings import lineage_drawing
from analyser.report.earlier import earlier_decision
from analyser.report.marking import Piece, marked
from analyser.report.order import mention_order, passed_over, ranked, reaching
from analyser.report.pictured import Album
from analyser.report.questions import (
    contradiction_question,
    finding_question,
    mention_place,
    pack_questions,
    quoted,
)
from analyser.report.wording import Words

FULL_PLACES = 12
"""Places of a finding that are shown in full; the rest stand in a table."""

LOUD = (Disposition.FLAGGED, Disposition.REVIEW)

BANDS = ((0.95, "very_likely"), (0.8, "likely"), (0.5, "even"), (0.0, "doubtful"))


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One mention as shown."""

    number: int
    anchor: str
    judged: Judged
    where: str
    pieces: tuple[Piece, ...]
    picture: str
    """Data address, or `""`."""

    no_picture: str
    """Why there is none, in words."""

    alt: str
    earlier: Decision | None = None


@dataclass(frozen=True, slots=True)
class LineageView:
    """One way from a printed name to a listed maker."""

    chain: tuple[Link, ...]
    drawing: Markup


@dataclass(frozen=True, slots=True)
class FindingView:
    """One maker in one document as shown."""

    anchor: str
    page: str
    """File that it stands in, relative to the first page; `""` on the same page."""

    assessment: Assessment
    finding: Finding
    vendor: Vendor | None
    band: str
    percent: int
    places: tuple[PlaceView, ...]
    more: tuple[PlaceView, ...]
    lineages: tuple[LineageView, ...]
    reaching: tuple[Outcome, ...]
    passed_over: tuple[Outcome, ...]
    ask: str


@dataclass(frozen=True, slots=True)
class ContradictionView:
    """A contradiction with its question."""

    contradiction: Contradiction
    maker: str
    ask: str


@dataclass(frozen=True, slots=True)
class PackView:
    """One tender as shown."""

    pack: Pack
    name: str
    anchor: str
    documents: tuple[Assessment, ...]
    findings: tuple[FindingView, ...]
    noted: tuple[tuple[Assessment, PlaceView], ...]
    cleared: tuple[tuple[Assessment, PlaceView], ...]
    contradictions: tuple[ContradictionView, ...]
    bill: tuple[BillLine, ...]
    questions: int
    page: str = ""
    part: str = ""
    """"Part 2 of 3", where a tender is too large for one page."""


@dataclass(slots=True)
class Desk:
    """What is needed to lay out a view: words, lists, pictures and a counter of anchors."""

    words: Words
    context: RenderContext
    album: Album
    anchors: dict[str, int] = field(default_factory=dict)

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


def pack_view(pack: Pack, run: Run, desk: Desk, page: str = "") -> PackView:
    """Return `pack` as shown on `page`."""
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
            ContradictionView(
                each, maker_name(each.maker, desk), contradiction_question(each, desk.words)
            )
            for each in pack.contradictions
        ),
        bill=pack.bill,
        questions=len(pack_questions(pack, by_path, desk.words)),
        page=page,
    )


def maker_name(maker: str, desk: Desk) -> str:
    """Return the maker's name as a person writes it."""
    vendor = desk.context.catalogue.vendors.get(maker)
    return vendor.name if vendor else maker


def finding_view(
    assessment: Assessment, finding: Finding, desk: Desk, page: str = ""
) -> FindingView:
    """Return `finding` of `assessment` as shown on `page`."""
    ordered = mention_order(assessment, finding.mentions)
    if not desk.context.show_cleared:
        ordered = [
            index
            for index in ordered
            if assessment.mentions[index].disposition is not Disposition.CLEARED
        ]
    anchor = desk.anchor("finding")
    places = [
        place_view(assessment, index, desk, number, finding.maker)
        for number, index in enumerate(ordered, start=1)
    ]
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
        lineages=_lineages([assessment.mentions[index] for index in ordered], desk),
        reaching=reaching(finding),
        passed_over=passed_over(finding),
        ask=finding_question(assessment, finding, desk.words) if ordered else "",
    )


def place_view(
    assessment: Assessment, index: int, desk: Desk, number: int, maker: str
) -> PlaceView:
    """Return mention `index` of `assessment` as shown."""
    judged = assessment.mentions[index]
    key = (assessment.path, index)
    words = desk.words
    address = desk.album.addresses.get(key, "")
    reason = "" if address else words(f"finding.picture_{desk.album.missing.get(key, 'gone')}")
    alt = words(
        "finding.picture",
        document=assessment.path,
        page=judged.page or "",
        text=quoted(judged.mention.text),
    )
    return PlaceView(
        number=number,
        anchor=desk.anchor("place"),
        judged=judged,
        where=mention_place(assessment, judged, words),
        pieces=marked(judged.context, judged.mention.text, judged.stance_cue),
        picture=address,
        no_picture=reason,
        alt=alt,
        earlier=earlier_decision(desk.context.decisions, assessment, judged, maker),
    )


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
        for index, judged in enumerate(assessment.mentions):
            if judged.disposition is disposition and index not in held:
                maker = judged.mention.makers[0] if judged.mention.makers else ""
                view = place_view(assessment, index, desk, len(found) + 1, maker)
                found.append((assessment, view))
    return tuple(found)
