"""The ledger: runs, documents with their text, analyses with what they were made under.

Open one a thread (SQLite's rule); processes may share the file.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from analyser.document import Document
from analyser.errors import AnalyserError
from analyser.finding import Assessment
from analyser.ledger.answers import Answers
from analyser.ledger.copying import copy
from analyser.ledger.met import as_text, met_in
from analyser.ledger.packing import pack, unpack
from analyser.ledger.schema import connect
from analyser.ledger.trail import append


class LedgerError(AnalyserError):
    """The ledger cannot be written or read: disk full, file damaged, another process stuck."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an analysis was made under: the same file under the same conditions needs no second."""

    lists_version: str
    lists_digest: str
    language_model: str
    analyser_version: str
    settings: str
    """JSON; never with passwords."""

    profile: str
    """JSON."""

    as_of: str
    """The day by which regimes were judged."""

    @property
    def digest(self) -> str:
        """One word for all of them."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """One document as the ledger keeps it."""

    assessment: Assessment
    text: bytes | None = None
    """The packed document; `None` where its text is not to be kept."""

    form: bytes | None = None
    """A short form of the text, by which changed lists are told whether to look at it; `None`
    leaves the one on record."""


def keep(assessment: Assessment, document: Document | None, form: bytes | None = None) -> Kept:
    """Pack `document` beside its `assessment`: done where it was read, off the one writer."""
    return Kept(assessment, None if document is None else pack(document), form)


def now() -> str:
    """Return this moment in UTC, ISO 8601 to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Ledger:
    """One ledger file, open."""

    def __init__(self, path: Path, *, retain_text: bool = True) -> None:
        """Open or make the ledger at `path`; without `retain_text` no document text enters it.

        Raises:
            UsageError: the file cannot be used.
        """
        self.path = path
        self.retain_text = retain_text
        self.connection = connect(path)
        self.answers = Answers(self.connection)
        self._digests: dict[Conditions, str] = {}

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of what happens inside is kept, or none of it.

        Raises:
            LedgerError: it could not be written.
        """
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                self.answers.unwritten()
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
            msg = f"{self.path}: the ledger cannot be written ({error}); see to space and rights"
            raise LedgerError(msg) from error

    def begin(self, kind: str, root: str, lists_version: str) -> int:
        """Note that a run began and return its number."""
        with self.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO run (kind, root, started_at, lists_version) VALUES (?, ?, ?, ?)",
                (kind, root, now(), lists_version),
            )
        return int(cursor.lastrowid or 0)

    def finish(
        self, run: int, *, person: str = "", body: Mapping[str, object] | None = None
    ) -> None:
        """Note that a run's report is on disk; called after it is, never before."""
        with self.transaction() as connection:
            connection.execute("UPDATE run SET finished_at = ? WHERE id = ?", (now(), run))
            append(connection, now(), person, "run", {"run": run, **(body or {})})

    def recall(
        self, sha256: str, name: str, conditions: Conditions
    ) -> tuple[Assessment, ...] | None:
        """Return what was made of this file under the same conditions; `None`: analyse it."""
        rows = self.connection.execute(
            "SELECT assessment.id, assessment.content FROM analysis JOIN assessment"
            " ON assessment.analysis = analysis.id JOIN conditions"
            " ON conditions.id = analysis.conditions WHERE file_sha256 = ? AND name = ?"
            " AND digest = ? AND final = 1 ORDER BY position",
            (sha256, name, self._digest(conditions)),
        ).fetchall()
        if not rows or any(content is None for _, content in rows):
            return None
        try:
            return tuple(self.answers.restored(*row) for row in rows)
        except ValueError:  # damaged: to be made anew
            return None

    def has_name(self, name: str) -> bool:
        """Return whether a file called `name` was ever analysed."""
        row = self.connection.execute("SELECT 1 FROM analysis WHERE name = ? LIMIT 1", (name,))
        return row.fetchone() is not None

    def note(self, run: int, known: Sequence[tuple[str, str, Conditions]]) -> None:
        """Note that `run` reports what was recalled of (digest, name, conditions)."""
        with self.transaction() as connection:
            under = {each: self._condition(connection, each) for each in {one[2] for one in known}}
            connection.executemany(
                "INSERT OR IGNORE INTO entry SELECT ?, id FROM analysis WHERE file_sha256 = ?"
                " AND name = ? AND conditions = ?",
                [(run, sha256, name, under[conditions]) for sha256, name, conditions in known],
            )

    def record(
        self,
        run: int,
        file: tuple[str, str, str],
        made: Sequence[Kept],
        conditions: Conditions,
        *,
        final: bool = True,
    ) -> int:
        """Keep what was made of a file, given as (digest, name, pack), and return its number.

        Not `final`: its process was lost, so the next run tries again.
        """
        bare = self.answers.without
        packed = [(one, pack(bare(one.assessment))) for one in made]
        with self.transaction() as connection:
            condition = self._condition(connection, conditions)
            sha256, name, tender = file
            connection.execute(
                "DELETE FROM analysis WHERE file_sha256 = ? AND name = ? AND conditions = ?",
                (sha256, name, condition),
            )
            cursor = connection.execute(
                "INSERT INTO analysis (file_sha256, name, pack, conditions, made_at, final)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (sha256, name, tender, condition, now(), int(final)),
            )
            analysis = int(cursor.lastrowid or 0)
            connection.execute("INSERT INTO entry VALUES (?, ?)", (run, analysis))
            for position, (one, content) in enumerate(packed):
                _keep_document(connection, one, retain_text=self.retain_text)
                number = _keep_assessment(connection, (analysis, position), one.assessment, content)
                self._keep_findings(connection, number, one.assessment)
        return analysis

    def carry_over(self, held: Sequence[tuple[int, int, Conditions]]) -> None:
        """Note that analyses, given as (run, number, conditions), hold under other conditions."""
        with self.transaction() as connection:
            under = {each: self._condition(connection, each) for each in {one[2] for one in held}}
            rows = [(run, number, under[conditions]) for run, number, conditions in held]
            copy(connection, rows, now())

    def _keep_findings(self, connection: sqlite3.Connection, number: int, one: Assessment) -> None:
        rows = [
            (number, each.maker, each.name, each.disposition, each.stance, each.confidence,
             self.answers.number(each.outcomes))
            for each in one.findings
        ]  # fmt: skip
        connection.executemany("INSERT OR REPLACE INTO finding VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def text(self, sha256: str) -> Document | None:
        """Return the stored text and places of a document; `None` where they are not kept."""
        row = self.connection.execute(
            "SELECT content FROM document WHERE sha256 = ?", (sha256,)
        ).fetchone()
        if row is None or row[0] is None:
            return None
        return unpack(Document, row[0])

    def _digest(self, conditions: Conditions) -> str:
        # A run has few conditions and many documents.
        if conditions not in self._digests:
            self._digests[conditions] = conditions.digest
        return self._digests[conditions]

    def _condition(self, connection: sqlite3.Connection, conditions: Conditions) -> int:
        digest = self._digest(conditions)
        connection.execute(
            "INSERT OR IGNORE INTO conditions (lists_version, lists_digest, language_model,"
            " analyser_version, settings, profile, as_of, digest)"
            " VALUES (:lists_version, :lists_digest, :language_model, :analyser_version,"
            " :settings, :profile, :as_of, :digest)",
            {**asdict(conditions), "digest": digest},
        )
        row = connection.execute("SELECT id FROM conditions WHERE digest = ?", (digest,))
        return int(row.fetchone()[0])


def _keep_document(connection: sqlite3.Connection, kept: Kept, *, retain_text: bool) -> None:
    one = kept.assessment
    text, form = (kept.text, kept.form) if retain_text else (None, None)
    connection.execute(
        "INSERT INTO document (sha256, media_type, pages, first_seen, content, form)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET media_type ="
        " excluded.media_type, pages = excluded.pages,"
        " content = coalesce(excluded.content, content),"
        " form = coalesce(excluded.form, form),"
        " forgotten_at = CASE WHEN excluded.content IS NULL THEN forgotten_at END",
        (one.sha256, one.media_type, one.pages, now(), text, form),
    )


def _keep_assessment(
    connection: sqlite3.Connection, place: tuple[int, int], one: Assessment, content: bytes
) -> int:
    cursor = connection.execute(
        "INSERT INTO assessment (analysis, position, sha256, path, role, verdict, content, met)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*place, one.sha256, one.path, one.role, one.verdict, content, as_text(met_in(one))),
    )
    return int(cursor.lastrowid or 0)
