"""A run with everything in it that a report has to show, built by hand."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from analyser.catalogue import Alias, AliasKind, Basis, Catalogue, Source, Vendor
from analyser.document import Box, Coverage, Unread
from analyser.dossier import BillLine, Citation, Contradiction, Pack, Run
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
from analyser.limb import Match, Who
from analyser.outcome import Applicability, Consequence, Outcome
from analyser.profile import Profile
from analyser.report.context import RenderContext
from analyser.rulebook import Regime, Rulebook, Words

BID_LINES = (
    "Technical response of Example Security Ltd",
    "",
    "3.2 Cameras",
    "We propose 42 domes of type Hikvision DS-2CD2143G2-I for the perimeter,",
    "and six Lorex E892AB bullets as spares.",
    "Our installers worked with Dahua equipment at a shopping centre in 2017.",
    "We confirm that no Hikvision equipment is supplied under this contract.",
)
LINE_HEIGHT = 18.0
TOP = 90.0
LEFT = 72.0
SIZE = 12.0


def bid_pdf(lines: tuple[str, ...] = BID_LINES) -> bytes:
    """Return a PDF with `lines` on its first page and a second page without text."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen import canvas

    target = io.BytesIO()
    sheet = canvas.Canvas(target, pagesize=A4, invariant=True)
    sheet.setFont("Helvetica", SIZE)
    for number, line in enumerate(lines):
        sheet.drawString(LEFT, A4[1] - TOP - number * LINE_HEIGHT, line)
    sheet.showPage()
    sheet.rect(100, 300, 300, 200)
    sheet.showPage()
    sheet.save()
    return target.getvalue()


def box_of(line: int, words: str, lines: tuple[str, ...] = BID_LINES) -> Box:
    """Return the box of `words` in `line` of the PDF of `bid_pdf`."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    before = lines[line].partition(words)[0]
    x0 = LEFT + stringWidth(before, "Helvetica", SIZE)
    baseline = TOP + line * LINE_HEIGHT
    width = stringWidth(words, "Helvetica", SIZE)
    return Box(x0, baseline - SIZE * 0.8, x0 + width, baseline + SIZE * 0.25)


def catalogue() -> Catalogue:
    """Return lists with the makers of the built run."""
    source = Source("IPVM, supplier directory", "https://example.org/directory", "2021-06-01")
    vendors = {
        "hikvision": Vendor(
            id="hikvision",
            name="Hikvision",
            kind="maker",
            country="CN",
            prc_headquartered=True,
            restricted=True,
            sectors=("video_surveillance",),
            aliases=(Alias("Hikvision", AliasKind.NAME, Basis.VERIFIED),),
            sources=(source,),
        ),
        "dahua": Vendor(
            id="dahua", name="Dahua", country="CN", prc_headquartered=True, restricted=True
        ),
        "lorex": Vendor(id="lorex", name="Lorex", country="CA", restricted=None),
    }
    return Catalogue(version="2026-11-23+3f9a1c2e", vendors=vendors)


def outcomes() -> tuple[Outcome, ...]:
    """Return one outcome of each kind."""
    return (
        Outcome(
            regime="gb-sensitive-sites",
            title="Instruction on surveillance equipment at sensitive sites",
            outcome=Applicability.APPLIES_IF,
            consequence=Consequence.PROHIBITED,
            because="The buyer is bound; whether the site is sensitive is not known.",
            needs=("site.sensitive",),
            citation="Written statement HCWS386, 24 November 2022 https://example.org/hcws386",
            last_evidence_date="2025-11-18",
            basis="verified",
            exceptions=("Sites outside the definition, after a risk assessment.",),
            changes=("This would not apply if the site is not a sensitive one.",),
        ),
        Outcome(
            regime="us-889-b",
            title="Section 889(a)(1)(B)",
            outcome=Applicability.APPLIES,
            consequence=Consequence.ASK_DECLARATION,
            because="Federal money pays for part of it.",
            citation="41 U.S.C. 3901 note",
            last_evidence_date="2026-03",
            basis="recalled",
            recalled_facts=("The date on which the interim rule began.",),
            declaration="The Offeror represents that it does not use covered equipment.",
            changes=("This would not reach you without federal money.",),
        ),
        Outcome(
            regime="gb-nhs-guidance",
            title="Health service guidance",
            outcome=Applicability.ADVISORY,
            consequence=Consequence.ADVISORY,
            because="The guidance speaks to every public body.",
        ),
        Outcome(
            regime="au-audit",
            title="Audit of government buildings",
            outcome=Applicability.NOT_BOUND,
            consequence=Consequence.NONE,
            because="It binds Commonwealth bodies; the buyer is in Great Britain.",
        ),
        Outcome(
            regime="us-fcc-covered",
            title="Covered List",
            outcome=Applicability.OUT_OF_SCOPE,
            consequence=Consequence.NONE,
            because="It is about authorising radio equipment, not about buying.",
        ),
        Outcome(
            regime="gb-part-11",
            title="Debarment list",
            outcome=Applicability.NOT_IN_FORCE,
            consequence=Consequence.NONE,
            because="No name had been entered by the award date.",
        ),
    )


LOREX_CHAIN = (
    Link("Lorex", "was a subsidiary of (2018 to 24 November 2022)", "Dahua",
         "Skywatch release, 24 November 2022, https://example.org/lorex", "verified"),
    Link("Dahua", "is the brand of", "Zhejiang Dahua Technology", "", "recalled"),
)  # fmt: skip


def judged(
    line: int,
    text: str,
    stance: Stance,
    disposition: Disposition,
    **changes: Any,
) -> Judged:
    """Return a judged mention of `text` in `line` of the built bid."""
    vendor = changes.pop("vendor", "hikvision")
    makers = changes.pop("makers", ("hikvision",))
    chain = changes.pop("chain", ())
    route = changes.pop("route", Route.NAME)
    lines = changes.pop("lines", BID_LINES)
    mention = Mention(
        block=line,
        start=lines[line].index(text),
        end=lines[line].index(text) + len(text),
        text=text,
        makers=makers,
        chain=chain,
        route=route,
        vendor=vendor,
        alias=text,
        evidence=(Evidence("exact-name", "the maker's own name", 6.0),),
        equipment="video_surveillance",
    )
    values: dict[str, Any] = {
        "mention": mention,
        "stance": stance,
        "stance_cue": "We propose",
        "confidence": 0.97,
        "disposition": disposition,
        "why": ("the maker's own name, as written by itself", "in a sentence about cameras"),
        "page": 1,
        "where": f"line {line + 1}",
        "layer": "body",
        "context": lines[line],
        "box": box_of(line, text, lines),
        "heading": "3.2 Cameras",
    }
    return Judged(**{**values, **changes})


def bid(path: str = "north/bid.pdf", content: bytes | None = None) -> Assessment:
    """Return the bid: an offer, a rebrand, a past project and a cleared word."""
    content = bid_pdf() if content is None else content
    mentions = (
        judged(3, "Hikvision", Stance.OFFERED, Disposition.FLAGGED),
        judged(3, "DS-2CD2143G2-I", Stance.OFFERED, Disposition.FLAGGED, route=Route.PART_NUMBER),
        judged(4, "Lorex", Stance.OFFERED, Disposition.REVIEW, vendor="lorex", makers=("dahua",),
               chain=LOREX_CHAIN, route=Route.REBRAND, stance_cue="as spares", confidence=0.62),
        judged(5, "Dahua", Stance.CITED, Disposition.NOTED, vendor="dahua", makers=("dahua",),
               stance_cue="worked with"),
        judged(6, "Hikvision", Stance.EXCLUDED, Disposition.NOTED, stance_cue="no"),
        judged(2, "Cameras", Stance.CITED, Disposition.CLEARED, why=("an ordinary word",)),
    )  # fmt: skip
    return Assessment(
        path=path,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type="application/pdf",
        role=Role.BID,
        role_reason="its title says “Technical response”",
        pages=2,
        verdict=Verdict.FLAGGED,
        unread=(Unread("the page is a picture and OCR is switched off", "page 2", 2),),
        mentions=mentions,
        findings=(
            Finding("hikvision", "Hikvision", (0, 1, 4), Disposition.FLAGGED, 0.97,
                    Stance.OFFERED, ("video_surveillance",), outcomes()),
            Finding("dahua", "Dahua", (2, 3), Disposition.REVIEW, 0.62, Stance.OFFERED,
                    ("video_surveillance",), outcomes()[2:]),
        ),
        coverage=Coverage("page", 2, 1, 0, 1, 0),
        notes=("The document holds a script, which was not run.",),
        statements=(
            Statement("denies-maker", BID_LINES[6], 1, "line 7", ("hikvision",)),
        ),
        hints=("The text names a court: is the site a sensitive one?",),
    )  # fmt: skip


def schedule(path: str = "north/prices.xlsx") -> Assessment:
    """Return a price schedule: clear, read in full, read by OCR in part."""
    return Assessment(
        path=path,
        sha256=hashlib.sha256(path.encode()).hexdigest(),
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        role=Role.BID,
        role_reason="it is a table of prices",
        pages=None,
        verdict=Verdict.CLEAR,
        coverage=Coverage("sheet", 3, 3, 1),
    )


def north(document: Assessment) -> Pack:
    """Return the tender that holds `document` and the price schedule."""
    lines = (
        EquipmentLine(1, "Table 1, row 2", "Dome camera", "Hikvision", "DS-2CD2143G2-I", "42",
                      "restricted", ("hikvision",), stance=Stance.OFFERED),
        EquipmentLine(1, "Table 1, row 3", "Bullet camera", "Lorex", "E892AB", "6",
                      "rebrand-lead", ("dahua",), stance=Stance.OFFERED),
        EquipmentLine(1, "Table 1, row 4", "PoE switch", "", "", "4", "unknown",
                      stance=Stance.OFFERED),
    )  # fmt: skip
    return Pack(
        name="north",
        documents=(document.path, "north/prices.xlsx"),
        verdict=Verdict.FLAGGED,
        contradictions=(
            Contradiction(
                "denied-but-offered",
                "hikvision",
                "The bid says that no Hikvision equipment is supplied and offers it elsewhere.",
                Citation(document.path, 1, "line 7", BID_LINES[6]),
                Citation(document.path, 1, "line 4", BID_LINES[3]),
            ),
        ),
        bill=tuple(BillLine(document.path, line) for line in lines),
    )


def run(document: Assessment | None = None, **changes: Any) -> Run:
    """Return the built run, with `changes`."""
    document = document or bid()
    south = schedule("south/offer.xlsx")
    built = Run(
        started_at="2026-12-01T09:30:00+00:00",
        finished_at="2026-12-01T09:30:12+00:00",
        analyser_version="0.1.0",
        lists_version="2026-11-23+3f9a1c2e",
        language_model="tender_en 1.0",
        profile=profile(),
        documents=(south, document, schedule()),
        packs=(
            Pack("south", (south.path,), Verdict.CLEAR),
            north(document),
        ),
        verdict=Verdict.FLAGGED,
        canary="all 212 listed makers were found in the planted text",
        warnings=("The list us-fcc-covered was last reviewed on 1 February 2026.",),
        settings=(("ocr", "on"), ("seconds", "600")),
        root="tenders",
    )
    return replace(built, **changes)


def profile() -> Profile:
    """Return a buyer of whom little is known."""
    from analyser.profile import profile_from

    return profile_from({"jurisdiction": "GB", "buyer": "central_government"})


def rulebook(*countries: str) -> Rulebook:
    """Return a rulebook with a rule of each of `countries`."""
    regimes = [
        Regime(
            id=f"{country.lower()}-other-rule", title="Another rule", jurisdiction=country,
            authority="", instrument="", kind="guidance", status="in_force",
            last_evidence_date="2026", as_of="2026", level="verified", words=Words(""),
            who=Who(), match=Match(), limbs=(),
        )
        for country in countries
    ]  # fmt: skip
    return Rulebook("test", {each.id: each for each in regimes})


def context(root: Path | None = None, **changes: Any) -> RenderContext:
    """Return a context with the built lists; `root` holds the originals."""
    made = RenderContext(catalogue=catalogue(), rulebook=rulebook("GB"), root=root)
    return replace(made, **changes)


def originals(folder: Path) -> Path:
    """Write the built bid under `folder` and return `folder`."""
    (folder / "north").mkdir(parents=True, exist_ok=True)
    (folder / "north" / "bid.pdf").write_bytes(bid_pdf())
    return folder


def many(number: int, per_tender: int = 3) -> Run:
    """Return a run of `number` documents in tenders of `per_tender`."""
    documents = []
    packs = []
    for start in range(0, number, per_tender):
        name = f"tender-{start // per_tender + 1:03}"
        members = [
            replace(bid(f"{name}/bid.pdf") if index % 3 == 0 else schedule(f"{name}/{index}.xlsx"))
            for index in range(start, min(number, start + per_tender))
        ]
        documents += members
        whole = north(members[0])
        packs.append(replace(whole, name=name, documents=tuple(each.path for each in members)))
    return run(documents=tuple(documents), packs=tuple(packs))
