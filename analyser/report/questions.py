"""What to ask the bidder: one question a finding, contradiction, unknown maker, unread part.

Apart from the letter because the page shows the same questions in the same words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from analyser.document import Unread
from analyser.dossier import BillLine, Citation, Contradiction, Pack
from analyser.finding import (
    Assessment,
    Disposition,
    Finding,
    Judged,
    Role,
    Route,
    Stance,
)
from analyser.report.order import mention_order, ranked, reaching
from analyser.report.wording import Words

LONGEST_QUOTE = 300


@dataclass(frozen=True, slots=True)
class Question:
    """One question, ready to be sent."""

    kind: str
    """`equipment`, `contradictions`, `unknown` or `readable`: its place in the letter."""

    text: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration that a rule prescribes of the bidder."""

    title: str
    text: str
    citation: str


def finding_question(assessment: Assessment, finding: Finding, words: Words) -> str:
    """Return what to ask, or to reconsider, about `finding`."""
    judged = assessment.mentions[mention_order(assessment, finding.mentions)[0]]
    place = place_words(assessment.path, judged.page, judged.where, words)
    if assessment.role is Role.TENDER:
        kind = "tender"
    elif judged.mention.route is Route.TELLTALE:
        kind = "telltale"
    elif judged.stance is Stance.OFFERED:
        kind = "offered_chain" if judged.mention.chain else "offered"
    elif judged.stance is Stance.EXISTING:
        kind = "existing"
    else:
        kind = "unclear"
    return words(f"ask.{kind}", place=place, text=quoted(judged.mention.text), maker=finding.name)


def contradiction_question(contradiction: Contradiction, words: Words) -> str:
    """Return the question that `contradiction` calls for."""
    statement, against = contradiction.statement, contradiction.against
    if statement == against:
        # A single row that names one maker and numbers its model after another.
        return words("ask.row", place=citation_words(statement, words), text=quoted(statement.text))
    return words(
        "ask.contradiction",
        statement_place=citation_words(statement, words),
        statement=quoted(statement.text),
        against_place=citation_words(against, words),
        against=quoted(against.text),
    )


def unknown_question(line: BillLine, words: Words) -> str:
    """Return the question about a line of equipment without a known maker."""
    place = place_words(line.path, line.line.page, line.line.where, words)
    item = line.line.item or line.line.model or line.line.text
    return words("ask.unknown", place=place, item=quoted(item))


def unread_question(path: str, unread: Unread, words: Words) -> str:
    """Return the request for a readable copy."""
    place = place_words(path, unread.page, unread.where, words)
    return words("ask.unread", place=place)


def within(path: str, pack: Pack) -> str:
    """Return `path` as the bidder knows it: without the folder or archive of the tender."""
    for mark in ("!/", "/"):
        if path.startswith(f"{pack.name}{mark}"):
            return path[len(pack.name) + len(mark) :]
    return path


def place_words(path: str, page: int | None, where: str, words: Words) -> str:
    """Return "bid.pdf, page 3 (Table 2, row 4)", as far as there is such a place."""
    if page is not None and where and where.casefold() != f"page {page}":
        return words("ask.place_page_where", document=path, page=page, where=where)
    if page is not None:
        return words("ask.place_page", document=path, page=page)
    if where:
        return words("ask.place_where", document=path, where=where)
    return words("ask.place_document", document=path)


def citation_words(citation: Citation, words: Words) -> str:
    """Return where `citation` stands, in words."""
    return place_words(citation.path, citation.page, citation.where, words)


def quoted(text: str) -> str:
    """Return `text` on one line and short enough to be quoted in a question."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"


def unknown_lines(pack: Pack, documents: dict[str, Assessment]) -> list[BillLine]:
    """Return the bidder's lines whose maker is unknown, each wording once."""
    seen: set[tuple[str, str, str, str]] = set()
    kept = []
    for bill_line in pack.bill:
        line = bill_line.line
        own = documents.get(bill_line.path)
        if line.status != "unknown" or (own is not None and own.role is Role.TENDER):
            continue
        key = (bill_line.path, line.item, line.make, line.model)
        if key not in seen:
            seen.add(key)
            kept.append(bill_line)
    return kept


def pack_questions(pack: Pack, documents: dict[str, Assessment], words: Words) -> list[Question]:
    """Return every question to the bidder that `pack` calls for, in the letter's order."""
    members = [
        replace(documents[path], path=within(path, pack))
        for path in sorted(pack.documents)
        if path in documents
    ]
    loud = (Disposition.FLAGGED, Disposition.REVIEW)
    questions = [
        Question("equipment", finding_question(assessment, finding, words))
        for assessment, finding in ranked(members, loud)
        if assessment.role is not Role.TENDER and finding.mentions
    ]
    questions += [
        Question("contradictions", contradiction_question(_inside(each, pack), words))
        for each in pack.contradictions
    ]
    questions += [
        Question("unknown", unknown_question(replace(each, path=within(each.path, pack)), words))
        for each in unknown_lines(pack, documents)
    ]
    questions += [
        Question("readable", unread_question(assessment.path, unread, words))
        for assessment in members
        if assessment.role is not Role.TENDER
        for unread in assessment.unread
    ]
    return questions


def _inside(contradiction: Contradiction, pack: Pack) -> Contradiction:
    return replace(
        contradiction,
        statement=replace(contradiction.statement, path=within(contradiction.statement.path, pack)),
        against=replace(contradiction.against, path=within(contradiction.against.path, pack)),
    )


def declarations(findings: Iterable[Finding]) -> list[Declaration]:
    """Return the declarations that the rules reaching `findings` prescribe, each once."""
    found: dict[tuple[str, str], Declaration] = {}
    for finding in findings:
        for outcome in reaching(finding):
            if outcome.declaration:
                key = (outcome.title, outcome.declaration)
                found.setdefault(key, Declaration(*key, outcome.citation))
    return list(found.values())


def mention_place(assessment: Assessment, judged: Judged, words: Words) -> str:
    """Return where `judged` stands, in words."""
    return place_words(assessment.path, judged.page, judged.where, words)
