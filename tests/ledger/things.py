"""Documents and assessments as the ledger is given them, made by hand."""

from __future__ import annotations

import hashlib

from analyser.document import Block, Box, Cell, Coverage, Document, Layer, Reading, Span, Unread
from analyser.finding import (
    Assessment,
    Disposition,
    EquipmentLine,
    Evidence,
    Finding,
    Judged,
    Link,
    Mention,
    Role,
    Route,
    Stance,
    Statement,
    Verdict,
)
from analyser.ledger.store import Conditions
from analyser.outcome import Applicability, Consequence, Outcome

CONDITIONS = Conditions(
    lists_version="2026-11-01+aaaa",
    lists_digest="a" * 64,
    language_model="none",
    analyser_version="0.1.0",
    settings="{}",
    profile='{"jurisdiction":"GB"}',
    as_of="2026-11-23",
)


def digest(text: str) -> str:
    """Return the SHA-256 of `text`."""
    return hashlib.sha256(text.encode()).hexdigest()


def document(path: str = "pack-1/bid.pdf", text: str = "We offer the Norvik NV-2143.") -> Document:
    """Return a document with a paragraph, a table row with everything, and a gap."""
    row = "Camera | NV-2143 | 12"
    return Document(
        path=path,
        sha256=digest(text),
        media_type="application/pdf",
        pages=2,
        blocks=(
            Block(text, page=1, spans=(Span(0, 2, Box(1.5, 2.5, 3.0, 4.0), 0.5),)),
            Block(
                row,
                layer=Layer.TABLE,
                page=2,
                where="Table 1, row 2",
                cells=(Cell("Item", "Camera", 0), Cell("Model", "NV-2143", 9)),
                struck=((0, 6),),
                reading=Reading.OCR,
                quiet=True,
            ),
        ),
        unread=(Unread("the picture is too small", "picture 1", 2),),
        coverage=Coverage("page", 2, 2, 1),
        notes=("macros were not run",),
    )


def judged(
    text: str = "NV-2143",
    context: str = "We offer the Norvik NV-2143.",
    stance: Stance = Stance.OFFERED,
    disposition: Disposition = Disposition.FLAGGED,
    maker: str = "norvik",
) -> Judged:
    """Return a mention with chain, evidence and place."""
    mention = Mention(
        block=0,
        start=13,
        end=20,
        text=text,
        makers=(maker,),
        chain=(Link("SafeView", "rebrands goods of", "Norvik", "import record", "verified"),),
        route=Route.PART_NUMBER,
        vendor="safeview",
        alias="NV-2143",
        evidence=(Evidence("part-number", "follows the numbering", 6.5),),
    )
    return Judged(
        mention=mention,
        stance=stance,
        stance_cue="offer",
        confidence=0.97,
        disposition=disposition,
        why=("follows the maker's numbering",),
        page=1,
        where="paragraph 1",
        layer="body",
        context=context,
        box=Box(1, 2, 3, 4),
    )


def assessment(
    path: str = "pack-1/bid.pdf",
    text: str = "We offer the Norvik NV-2143.",
    mentions: tuple[Judged, ...] | None = None,
    consequence: Consequence = Consequence.EXCLUDE,
) -> Assessment:
    """Return the assessment that goes with `document`."""
    held = (judged(),) if mentions is None else mentions
    findings = (
        (
            Finding(
                maker="norvik",
                name="Norvik",
                mentions=tuple(range(len(held))),
                disposition=held[0].disposition,
                confidence=0.97,
                stance=held[0].stance,
                outcomes=(
                    Outcome(
                        "gb-x",
                        "A rule",
                        Applicability.APPLIES,
                        consequence,
                        "the buyer is a department",
                        needs=("site.sensitive",),
                    ),
                ),
            ),
        )
        if held
        else ()
    )
    return Assessment(
        path=path,
        sha256=digest(text),
        media_type="application/pdf",
        role=Role.BID,
        role_reason="prices",
        pages=2,
        verdict=Verdict.FLAGGED if held else Verdict.CLEAR,
        unread=(),
        mentions=held,
        findings=findings,
        lines=(
            EquipmentLine(2, "row 2", "Camera", "", "NV-2143", "12", "restricted", ("norvik",)),
        ),
        statements=(Statement("denies-all", "None is supplied.", 1, "paragraph 2"),),
    )
