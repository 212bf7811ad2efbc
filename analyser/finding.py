"""What was found: mentions, their judgement, findings, assessments.

Plain frozen values, picklable: matching makes mentions, judgement judges them, regimes gives
findings their outcomes, and reports only read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from analyser.document import Box, Coverage, Unread
from analyser.outcome import Outcome


class Route(StrEnum):
    """How the text led to the maker."""

    NAME = "name"
    LEGAL_NAME = "legal-name"
    NATIVE_NAME = "native-name"
    MISSPELLING = "misspelling"
    OCR = "ocr"
    OBFUSCATED = "obfuscated"
    SPLIT = "split"
    PART_NUMBER = "part-number"
    PRODUCT_LINE = "product-line"
    SUBSIDIARY = "subsidiary"
    REBRAND = "rebrand"
    TELLTALE = "telltale"


class Stance(StrEnum):
    """What the text does with the name."""

    OFFERED = "offered"
    SPECIFIED = "specified"
    EXCLUDED = "excluded"
    EXISTING = "existing"
    CITED = "cited"
    UNCLEAR = "unclear"


class Disposition(StrEnum):
    """How loudly a mention or a finding is reported."""

    FLAGGED = "flagged"
    REVIEW = "review"
    NOTED = "noted"
    CLEARED = "cleared"


class Verdict(StrEnum):
    """What a document, a pack or a run comes to; `gravest` picks among them."""

    FLAGGED = "flagged"
    REVIEW = "review"
    INCOMPLETE = "incomplete"
    CLEAR = "clear"


class Role(StrEnum):
    """What a document is in a tender."""

    TENDER = "tender"
    BID = "bid"
    DECLARATION = "declaration"
    DATASHEET = "datasheet"
    CORRESPONDENCE = "correspondence"
    OTHER = "other"


GRAVITY = {Verdict.CLEAR: 0, Verdict.INCOMPLETE: 1, Verdict.REVIEW: 2, Verdict.FLAGGED: 3}
"""Rank of each verdict; the exit codes of `scan` follow it."""

LOUDNESS = {
    Disposition.CLEARED: 0,
    Disposition.NOTED: 1,
    Disposition.REVIEW: 2,
    Disposition.FLAGGED: 3,
}


@dataclass(frozen=True, slots=True)
class Link:
    """One step from a printed name to the listed maker."""

    name: str
    """What stands at this step's near end: "Lorex"."""

    relation: str
    """In words: "was a subsidiary of (2018 to 24 November 2022)"."""

    to: str
    """What stands at its far end: "Dahua"."""

    source: str
    """Title, date and address of the best source; `""` where none is on record."""

    basis: str
    """`verified`, `recalled` or `disputed`."""


ALONE = "part-alone"
"""Evidence of a number that others have too and for which nothing in its document speaks."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against a mention being the maker's."""

    kind: str
    """Key in the table of weights: `exact-name`, `column-make`, `ordinary-word`."""

    words: str
    """One line for a person: "in the column 'Manufacturer'"."""

    bits: float = 0.0
    """log2 of the likelihood ratio that it was given; 0 until judged."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that leads to a maker."""

    block: int
    """Index in the document's blocks."""

    start: int
    end: int
    """Character range in the block's text; a mention that runs on into the next block ends
    with its first block here, and has its full words in `text`."""

    text: str
    """As printed."""

    makers: tuple[str, ...]
    """Root restricted makers, by id."""

    chain: tuple[Link, ...]
    """From the printed name to the root makers; empty where the name is the maker's own."""

    route: Route

    vendor: str
    """Id of the vendor that the printed words belong to: `lorex` where the maker is `dahua`."""

    alias: str
    """The entry of the lists that was met: a name, or a grammar's first example."""

    evidence: tuple[Evidence, ...] = ()

    weak: bool = False
    """Evidence that calls for review at most: ambiguous brand, telltale, disputed or ended
    lineage, uncertain part number."""

    needs_context: bool = False
    """The name is an ordinary word or acronym and was met without supporting evidence: noted
    at most."""

    equipment: str = ""
    """Class of goods as the regimes name it: `video_surveillance`, `drone`, ...; `""` unknown."""

    resold: bool = False
    """The words belong to a firm that sells others' goods, however they are spelt: who made the
    article is inferred."""

    @property
    def is_number(self) -> bool:
        """Whether the words are a part number, the maker's own or that of who resells its goods."""
        return any(one.kind.startswith("part-") for one in self.evidence)


@dataclass(frozen=True, slots=True)
class Judged:
    """A mention with what the text does with it and how sure that is."""

    mention: Mention
    stance: Stance
    stance_cue: str
    """The words, column heading or role that decided the stance."""

    confidence: float
    """Probability (0 to 1) that the mention is this maker's."""

    disposition: Disposition
    why: tuple[str, ...]
    """One line a piece of evidence, the strongest first."""

    page: int | None
    where: str
    layer: str
    context: str
    """The sentence or the whole table row, as printed, white space folded."""

    box: Box | None = None
    """Around the mention, on its page."""

    heading: str = ""
    active: float = 0.0
    """Probability that the text offers or specifies the name."""

    withdrawn: bool = False
    """The words are struck through or deleted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A maker in a document."""

    maker: str
    name: str
    """The maker's name as a person writes it."""

    mentions: tuple[int, ...]
    """Indexes in the assessment's mentions."""

    disposition: Disposition
    confidence: float
    stance: Stance
    """The gravest of its mentions' stances."""

    equipment: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


@dataclass(frozen=True, slots=True)
class EquipmentLine:
    """A row that offers or asks for equipment: raw material of the bill of makers."""

    page: int | None
    where: str
    item: str
    make: str
    model: str
    quantity: str
    status: str
    """`restricted`, `rebrand-lead`, `cleared` or `unknown`."""

    makers: tuple[str, ...] = ()
    text: str = ""
    """The whole row, as printed."""

    stance: Stance = Stance.UNCLEAR

    make_vendors: tuple[str, ...] = ()
    """Vendors, restricted or cleared, that the make cell names."""

    decided: str = ""
    """Who dismissed what the row names, and why; `""` where nobody did."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that denies, promises or forbids: raw material of contradictions."""

    kind: str
    """`denies-maker`, `denies-all`, `claims-standard`, `denies-origin`, `forbids`, `names-other`,
    `withdraws`."""

    text: str
    page: int | None
    where: str
    makers: tuple[str, ...] = ()
    """Makers that it names; empty where it is general ("no covered equipment")."""

    standard: str = ""
    """The rule it appeals to: `us-889`, ...; `""` where none."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one document asks of the officer."""

    path: str
    sha256: str
    media_type: str
    role: Role
    role_reason: str
    pages: int | None
    verdict: Verdict
    unread: tuple[Unread, ...] = ()
    mentions: tuple[Judged, ...] = ()
    findings: tuple[Finding, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    notes: tuple[str, ...] = ()
    lines: tuple[EquipmentLine, ...] = ()
    statements: tuple[Statement, ...] = ()
    hints: tuple[str, ...] = ()
    """Profile questions that the text raises ("the text names the Ministry of Defence")."""

    withheld: tuple[Judged, ...] = ()
    """Numbers of which nothing in the document tells whose they are: no mentions, unless another
    document of the tender does; see `vouching`."""
