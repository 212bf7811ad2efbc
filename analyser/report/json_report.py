"""The run as findings.json, in the form that its schema describes.

Apart from the other reports because people script against it: keys keep their meaning.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from analyser.document import Box, Coverage, Unread
from analyser.dossier import BillLine, Citation, Contradiction, Pack, Run
from analyser.finding import (
    Assessment,
    Disposition,
    EquipmentLine,
    Finding,
    Judged,
    Link,
    Statement,
)
from analyser.outcome import Outcome
from analyser.report.context import RenderContext
from analyser.report.json_writing import pieces

SCHEMA_VERSION = "1.0"
FILE_NAME = "findings.json"


def render(run: Run, directory: Path, context: RenderContext) -> tuple[Path, ...]:
    """Write `run` to `directory`/findings.json."""
    path = directory / FILE_NAME
    lists = {
        "documents": (_document(each, context.show_cleared) for each in _documents(run)),
        "packs": (_pack(each) for each in _packs(run)),
    }
    with path.open("wb") as out:
        out.writelines(pieces(_head(run), lists))
    return (path,)


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of findings.json."""
    text = (files("analyser.report") / "findings.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def sound(text: str) -> str:
    """Return `text` with lone surrogates replaced: a file name may hold bytes that are no text."""
    return text.encode("utf-8", "replace").decode("utf-8") if _torn(text) else text


def _torn(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def as_mapping(run: Run, *, show_cleared: bool = False) -> dict[str, Any]:
    """Return `run` as findings.json holds it: documents by path, packs by name."""
    return {
        **_head(run),
        "documents": [_document(each, show_cleared) for each in _documents(run)],
        "packs": [_pack(each) for each in _packs(run)],
    }


def _documents(run: Run) -> list[Assessment]:
    return sorted(run.documents, key=lambda each: (each.path, each.sha256))


def _packs(run: Run) -> list[Pack]:
    return sorted(run.packs, key=lambda each: each.name)


def _head(run: Run) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "run": {
            "started_at": run.started_at,
            "finished_at": run.finished_at,
            "analyser_version": run.analyser_version,
            "lists_version": run.lists_version,
            "language_model": run.language_model,
            "profile": run.profile.as_mapping(),
            "root": run.root,
            "verdict": str(run.verdict),
            "canary": run.canary,
            "warnings": list(run.warnings),
            "settings": dict(run.settings),
        },
    }


def shown_mentions(assessment: Assessment, show_cleared: bool) -> dict[int, int]:
    """Return which mentions a report lists: index in the assessment to index in the report."""
    kept = [
        index
        for index, judged in enumerate(assessment.mentions)
        if show_cleared or judged.disposition is not Disposition.CLEARED
    ]
    return {old: new for new, old in enumerate(kept)}


def shown_findings(assessment: Assessment, show_cleared: bool) -> list[Finding]:
    """Return the findings that a report lists, in the assessment's order."""
    return [
        finding
        for finding in assessment.findings
        if show_cleared or finding.disposition is not Disposition.CLEARED
    ]


def _document(assessment: Assessment, show_cleared: bool) -> dict[str, Any]:
    kept = shown_mentions(assessment, show_cleared)
    return {
        "path": assessment.path,
        "sha256": assessment.sha256,
        "media_type": assessment.media_type,
        "role": str(assessment.role),
        "role_reason": assessment.role_reason,
        "pages": assessment.pages,
        "verdict": str(assessment.verdict),
        "coverage": _coverage(assessment.coverage),
        "unread": [_unread(each) for each in assessment.unread],
        "notes": list(assessment.notes),
        "hints": list(assessment.hints),
        "mentions": [_mention(assessment.mentions[old]) for old in kept],
        "findings": [_finding(each, kept) for each in shown_findings(assessment, show_cleared)],
        "statements": [_statement(each) for each in assessment.statements],
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    return {
        "unit": coverage.unit,
        "total": coverage.total,
        "read": coverage.read,
        "by_ocr": coverage.by_ocr,
        "pictures": coverage.pictures,
        "pictures_read": coverage.pictures_read,
    }


def _unread(unread: Unread) -> dict[str, Any]:
    return {"page": unread.page, "where": unread.where, "reason": unread.reason}


def _mention(judged: Judged) -> dict[str, Any]:
    mention = judged.mention
    return {
        "page": judged.page,
        "where": judged.where,
        "layer": judged.layer,
        "heading": judged.heading,
        "box": _box(judged.box),
        "text": mention.text,
        "context": judged.context,
        "makers": list(mention.makers),
        "vendor": mention.vendor,
        "alias": mention.alias,
        "chain": [_link(each) for each in mention.chain],
        "route": str(mention.route),
        "equipment": mention.equipment,
        "stance": str(judged.stance),
        "stance_cue": judged.stance_cue,
        "confidence": _share(judged.confidence),
        "disposition": str(judged.disposition),
        "why": list(judged.why),
    }


def _box(box: Box | None) -> list[float] | None:
    if box is None:
        return None
    return [round(float(side), 2) for side in (box.x0, box.top, box.x1, box.bottom)]


def _share(value: float) -> float:
    return round(min(1.0, max(0.0, float(value))), 4)


def _link(link: Link) -> dict[str, Any]:
    return {
        "name": link.name,
        "relation": link.relation,
        "to": link.to,
        "source": link.source,
        "basis": link.basis,
    }


def _finding(finding: Finding, kept: dict[int, int]) -> dict[str, Any]:
    return {
        "maker": finding.maker,
        "name": finding.name,
        "mentions": [kept[old] for old in finding.mentions if old in kept],
        "disposition": str(finding.disposition),
        "confidence": _share(finding.confidence),
        "stance": str(finding.stance),
        "equipment": list(finding.equipment),
        "regimes": list(_outcomes(finding.outcomes)),
    }


@lru_cache(maxsize=512)
def _outcomes(outcomes: tuple[Outcome, ...]) -> tuple[dict[str, Any], ...]:
    # Thousands of findings about one maker share one set of answers.
    return tuple(_outcome(each) for each in outcomes)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "regime": outcome.regime,
        "title": outcome.title,
        "outcome": str(outcome.outcome),
        "consequence": str(outcome.consequence),
        "needs": list(outcome.needs),
        "because": outcome.because,
        "citation": outcome.citation,
        "last_evidence_date": outcome.last_evidence_date,
        "basis": outcome.basis,
        "recalled_facts": list(outcome.recalled_facts),
        "exceptions": list(outcome.exceptions),
        "declaration": outcome.declaration,
        "changes": list(outcome.changes),
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "kind": statement.kind,
        "page": statement.page,
        "where": statement.where,
        "text": statement.text,
        "makers": list(statement.makers),
        "standard": statement.standard,
    }


def _pack(pack: Pack) -> dict[str, Any]:
    return {
        "name": pack.name,
        "documents": sorted(pack.documents),
        "verdict": str(pack.verdict),
        "contradictions": [_contradiction(each) for each in pack.contradictions],
        "bill_of_makers": [_bill_line(each) for each in pack.bill],
    }


def _contradiction(contradiction: Contradiction) -> dict[str, Any]:
    return {
        "kind": contradiction.kind,
        "maker": contradiction.maker,
        "why": contradiction.why,
        "statement": _citation(contradiction.statement),
        "against": _citation(contradiction.against),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "path": citation.path,
        "page": citation.page,
        "where": citation.where,
        "text": citation.text,
    }


def _bill_line(bill_line: BillLine) -> dict[str, Any]:
    line: EquipmentLine = bill_line.line
    return {
        "path": bill_line.path,
        "page": line.page,
        "where": line.where,
        "item": line.item,
        "make": line.make,
        "model": line.model,
        "quantity": line.quantity,
        "status": line.status,
        "makers": list(line.makers),
        "stance": str(line.stance),
        **({"decided": line.decided} if line.decided else {}),
    }
