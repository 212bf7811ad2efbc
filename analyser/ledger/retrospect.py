"""What the ledger can tell afterwards: where a maker, a bidder or a tender was met before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from analyser.document import Document
from analyser.finding import Assessment
from analyser.ledger.met import as_text, from_text
from analyser.ledger.packing import unpack
from analyser.ledger.store import Ledger

SELECT = (
    "WITH newest AS (SELECT run.root AS root, analysis.name AS name,"
    " analysis.file_sha256 AS file, max(analysis.id) AS id FROM entry"
    " JOIN run ON run.id = entry.run JOIN analysis ON analysis.id = entry.analysis"
    " GROUP BY 1, 2, 3)"
    " SELECT newest.root, analysis.pack, assessment.path, assessment.sha256, analysis.made_at,"
    " conditions.lists_version, assessment.verdict, finding.maker, finding.name,"
    " finding.disposition, finding.stance FROM assessment"
    " JOIN analysis ON analysis.id = assessment.analysis"
    " JOIN conditions ON conditions.id = analysis.conditions"
    " JOIN newest ON newest.id = analysis.id"
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
    """The latest analysis of a file, with the conditions it was made under."""

    id: int
    root: str
    pack: str
    name: str
    file_sha256: str
    profile: str
    as_of: str
    lists_version: str
    lists_digest: str
    settings: str
    """JSON: how the file was read; see `remembering`."""

    program: str
    language_model: str


@dataclass(frozen=True, slots=True)
class StoredText:
    """One document of a stored analysis."""

    path: str
    assessment: Assessment | None
    text: bytes | None
    """Packed; `None` where it is not kept."""

    number: int = 0
    """Of the assessment's row."""

    sha256: str = ""
    mark: bytes = b""
    """Of the program that made its outline; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What is to be known of a stored document without unpacking it."""

    whole: bool
    """Its text and its assessment are kept."""

    finds: bool
    """Something was found in it."""

    met: frozenset[str] | None
    """Vendors that its assessment speaks of; `None`: not noted."""

    form: bytes | None
    """What of its text lists are looked for in; `None`: not made."""


def by_maker(ledger: Ledger, words: str) -> tuple[Meeting, ...]:
    """Return where a maker, given by id or name, was found."""
    return _latest(ledger, " WHERE finding.maker = ?1 OR lower(finding.name) = ?1", words)


def by_pack(ledger: Ledger, words: str) -> tuple[Meeting, ...]:
    """Return what was found in tenders or documents whose name holds `words`."""
    return _latest(
        ledger,
        " WHERE instr(lower(analysis.pack), ?1) OR instr(lower(assessment.path), ?1)"
        " OR instr(lower(newest.root), ?1)",
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


def latest(ledger: Ledger) -> tuple[Stored, ...]:
    """Return the latest analysis of every file, by tender."""
    rows = ledger.connection.execute(
        "SELECT max(analysis.id), run.root, analysis.pack, analysis.name, analysis.file_sha256,"
        " conditions.profile, conditions.as_of, conditions.lists_version,"
        " conditions.lists_digest, conditions.settings, conditions.analyser_version,"
        " conditions.language_model"
        " FROM analysis JOIN conditions ON conditions.id = analysis.conditions"
        " JOIN entry ON entry.analysis = analysis.id JOIN run ON run.id = entry.run"
        " GROUP BY run.root, analysis.name ORDER BY run.root, analysis.pack, analysis.name"
    ).fetchall()
    return tuple(Stored(*row) for row in rows)


def stored_texts(ledger: Ledger, analysis: int) -> tuple[StoredText, ...]:
    """Return the documents of a stored analysis, in their order."""
    rows = ledger.connection.execute(
        "SELECT assessment.path, assessment.id, assessment.content, document.content,"
        " assessment.sha256,"
        " CASE WHEN assessment.met IS NOT NULL THEN substr(document.form, 1, 8) END"
        " FROM assessment LEFT JOIN document ON document.sha256 = assessment.sha256"
        " WHERE analysis = ? ORDER BY position",
        (analysis,),
    ).fetchall()
    return tuple(
        StoredText(
            path,
            None if made is None else ledger.answers.restored(number, made),
            text,
            number,
            sha256,
            bytes(mark or b""),
        )
        for path, number, made, text, sha256, mark in rows
    )


def outlines(ledger: Ledger, analyses: Iterable[int]) -> Iterator[tuple[int, tuple[Outline, ...]]]:
    """Yield each of `analyses` that has documents, with what is known of them unread."""
    connection = ledger.connection
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM wanted")
    connection.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((one,) for one in analyses))
    rows = connection.execute(
        "SELECT assessment.analysis, assessment.content IS NOT NULL AND document.content IS NOT"
        " NULL, EXISTS (SELECT 1 FROM finding WHERE finding.assessment = assessment.id),"
        " assessment.met, document.form FROM wanted"
        " JOIN assessment ON assessment.analysis = wanted.id"
        " LEFT JOIN document ON document.sha256 = assessment.sha256 ORDER BY wanted.id"
    )
    for analysis, group in groupby(rows, key=itemgetter(0)):
        yield (
            analysis,
            tuple(
                Outline(bool(whole), bool(finds), None if met is None else from_text(met), form)
                for _, whole, finds, met, form in group
            ),
        )


def note_outlines(ledger: Ledger, known: Sequence[tuple[int, str, frozenset[str], bytes]]) -> None:
    """Keep outlines of documents, each as (assessment's number, digest, who was met, form)."""
    with ledger.transaction() as connection:
        connection.executemany(
            "UPDATE assessment SET met = ? WHERE id = ?",
            [(as_text(met), number) for number, _, met, _ in known],
        )
        connection.executemany(
            "UPDATE document SET form = ? WHERE sha256 = ? AND content IS NOT NULL",
            [(form, sha256) for _, sha256, _, form in known],
        )


def newest_assessment(ledger: Ledger, sha256: str) -> Assessment | None:
    """Return the newest assessment of a document; `None` where it is not kept."""
    row = ledger.connection.execute(
        "SELECT id, content FROM assessment WHERE sha256 = ? AND content IS NOT NULL"
        " ORDER BY id DESC LIMIT 1",
        (sha256,),
    ).fetchone()
    return None if row is None else ledger.answers.restored(*row)
