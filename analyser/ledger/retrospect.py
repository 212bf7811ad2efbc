"""What the ledger can tell afterwards: where a maker, a bidder or a tender was met before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from analyser.document import Document
from analyser.finding import Assessment
from analyser.ledger.packing import unpack
from analyser.ledger.store import Ledger

SELECT = (
    "SELECT run.root, analysis.pack, assessment.path, assessment.sha256, analysis.made_at,"
    " conditions.lists_version, assessment.verdict, finding.maker, finding.name,"
    " finding.disposition, finding.stance FROM assessment"
    " JOIN analysis ON analysis.id = assessment.analysis"
    " JOIN conditions ON conditions.id = analysis.conditions"
    " JOIN entry ON entry.analysis = analysis.id JOIN run ON run.id = entry.run"
    " LEFT JOIN finding ON finding.assessment = assessment.id"
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One document in which something was met, as it was last assessed."""

    root: str
    pack: str
    path: str
    sha256: str
    made_at: str
    lists_version: str
    verdict: str
    maker: str
    """Id; `""` where the document has no finding."""

    name: str
    disposition: str
    stance: str

    named: str = ""
    """Where the words asked for stand in the text, for a bidder."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The latest analysis of a document, with what it was made under."""

    root: str
    pack: str
    path: str
    sha256: str
    profile: str
    settings: str
    lists_version: str
    assessment: Assessment
    file_sha256: str
    name: str


def by_maker(ledger: Ledger, words: str) -> tuple[Meeting, ...]:
    """Return where a maker, given by id or name, was found."""
    return _latest(ledger, " WHERE finding.maker = ?1 OR lower(finding.name) = ?1", words)


def by_pack(ledger: Ledger, words: str) -> tuple[Meeting, ...]:
    """Return what was found in tenders or documents whose name holds `words`."""
    return _latest(
        ledger,
        " WHERE instr(lower(analysis.pack), ?1) OR instr(lower(assessment.path), ?1)"
        " OR instr(lower(run.root), ?1)",
        words,
    )


def _latest(ledger: Ledger, where: str, words: str) -> tuple[Meeting, ...]:
    rows = ledger.connection.execute(
        SELECT + where + " ORDER BY analysis.made_at", (words.lower(),)
    )
    held: dict[tuple[str, str, str, str], Meeting] = {}
    for row in rows:
        one = Meeting(*(value or "" for value in row))
        held[(one.root, one.path, one.sha256, one.maker)] = one
    return tuple(held.values())


def by_text(ledger: Ledger, words: str) -> tuple[Meeting, ...]:
    """Return the documents whose text names `words` (a bidder), with what was found in them."""
    wanted = " ".join(words.casefold().split())
    meetings: list[Meeting] = []
    rows = ledger.connection.execute(
        "SELECT sha256, content FROM document WHERE content IS NOT NULL"
    ).fetchall()
    for sha256, content in rows:
        place = _place(unpack(Document, content), wanted)
        if place:
            found = _latest(ledger, " WHERE assessment.sha256 = ?1", sha256)
            meetings.extend(_named(one, place) for one in found)
    return tuple(meetings)


def _place(document: Document, wanted: str) -> str:
    for block in document.blocks:
        if wanted in " ".join(block.text.casefold().split()):
            return block.where or (f"page {block.page}" if block.page else "in the text")
    return ""


def _named(one: Meeting, place: str) -> Meeting:
    return replace(one, named=place)


def latest(ledger: Ledger) -> Iterator[Stored]:
    """Yield the latest final analysis of every document that still has one, by tender."""
    rows = ledger.connection.execute(
        "SELECT run.root, analysis.pack, assessment.path, assessment.sha256, conditions.profile,"
        " conditions.settings, conditions.lists_version, assessment.id, analysis.file_sha256,"
        " analysis.name, max(analysis.id)"
        " FROM assessment JOIN analysis ON analysis.id = assessment.analysis"
        " JOIN conditions ON conditions.id = analysis.conditions"
        " JOIN entry ON entry.analysis = analysis.id JOIN run ON run.id = entry.run"
        " WHERE assessment.content IS NOT NULL AND final = 1"
        " GROUP BY run.root, analysis.name, assessment.path"
        " ORDER BY run.root, analysis.pack, assessment.path"
    ).fetchall()
    for row in rows:
        content = ledger.connection.execute(
            "SELECT content FROM assessment WHERE id = ?", (row[7],)
        ).fetchone()[0]
        yield Stored(
            root=row[0],
            pack=row[1],
            path=row[2],
            sha256=row[3],
            profile=row[4],
            settings=row[5],
            lists_version=row[6],
            assessment=unpack(Assessment, content),
            file_sha256=row[8],
            name=row[9],
        )
