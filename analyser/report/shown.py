"""What a page shows, as plain values: places, findings, rules, tenders.

Apart from `view`, which makes them, so that a template's author reads here what there is.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from analyser.catalogue import Vendor
from analyser.dossier import BillLine, Citation, Pack
from analyser.finding import Assessment, Finding, Judged, Link
from analyser.outcome import Outcome
from analyser.report.earlier import Earlier
from analyser.report.marking import Piece
from analyser.report.questions import Question
from analyser.rulebook import RuleSource


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One passage as shown: a mention, or several of one sentence that are judged alike."""

    anchor: str
    mentions: tuple[Judged, ...]
    where: str
    """In words, with the document."""

    spot: str
    """The same without the document, where it has such a place."""

    pieces: tuple[Piece, ...]
    row: tuple[tuple[Piece, ...], ...]
    """The pieces cell by cell, where the passage is a table row."""

    why: tuple[str, ...]
    picture: str
    """Data address, or `""`."""

    no_picture: str
    """Why there is none, in words."""

    alt: str
    earlier: tuple[Earlier, ...] = ()

    @property
    def cut(self) -> bool:
        """Whether less than the whole passage is shown."""
        return sum(len(piece.text) for piece in self.pieces) < len(self.judged.context)

    @property
    def judged(self) -> Judged:
        """The first of the mentions: what they share is read off it."""
        return self.mentions[0]


@dataclass(frozen=True, slots=True)
class LineageView:
    """One way from a printed name to a listed maker."""

    chain: tuple[Link, ...]
    drawing: Markup


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule that reaches a finding as shown."""

    anchor: str
    outcome: Outcome
    sources: tuple[RuleSource, ...]
    """Those with a public address."""

    explained: str
    """Anchor of the place on the same page that explains it already; `""` where this one does."""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question to the bidder, and where the page shows it."""

    question: Question
    anchor: str
    page: str


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
    reaching: tuple[RuleView, ...]
    own_country: tuple[Outcome, ...]
    """Rules of the buyer's own country that are not in force for it."""

    folded: tuple[Outcome, ...]
    """Rules of the buyer's own country that do not reach: "not bound" is said, if folded."""

    folded_at: str
    """Anchor of the finding on the same page that shows these very rules."""

    passed_over: tuple[Outcome, ...]
    unlooked: bool
    """Whether no rule of the buyer's country is held: nothing reaches because nobody looked."""

    placeless: bool
    """Whether the buyer's country is unknown: no rule of some country is "the strongest" then."""

    asks: tuple[QuestionView, ...]
    """Questions to the bidder that are about it."""

    consider: str
    """What to consider where it is the buyer's own document that names the maker."""


@dataclass(frozen=True, slots=True)
class ContradictionView:
    """Contradictions of one statement, with the question about them."""

    kind: str
    makers: tuple[str, ...]
    why: tuple[str, ...]
    statement: Citation
    against: tuple[Citation, ...]
    """Other than the statement; empty where one row is at odds with itself."""

    count: int
    asks: tuple[QuestionView, ...]


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
    in_passing: tuple[tuple[str, int], ...]
    """Ordinary words that are names, too, with nothing around them; and how often each stands."""

    bill: tuple[BillLine, ...]
    questions: tuple[QuestionView, ...]
    """To the bidder; on the first page of a tender that has several."""

    facts: tuple[tuple[str, str], ...]
    """What was told of this purchase, where that is not what was told of the run."""

    page: str = ""
    part: str = ""
    """"Part 2 of 3", where a tender is too large for one page."""
