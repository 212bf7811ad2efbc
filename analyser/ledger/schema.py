"""The ledger's tables and how an older file becomes a newer one.

`user_version` is the schema's number; `MIGRATIONS[n]` leads from schema n to n + 1. A step that
was released is never edited: a file made by it exists somewhere.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from analyser.errors import UsageError

BUSY_SECONDS = 60.0
"""Two processes may share a ledger; one waits while the other writes."""

APPLICATION_ID = 0x414C4744  # "ALGD": tells this file from any other SQLite file

FIRST = """
CREATE TABLE conditions (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    lists_version TEXT NOT NULL,
    lists_digest TEXT NOT NULL,
    language_model TEXT NOT NULL,
    analyser_version TEXT NOT NULL,
    settings TEXT NOT NULL,
    profile TEXT NOT NULL,
    as_of TEXT NOT NULL
);
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    root TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,           -- set when the report is on disk, never before
    lists_version TEXT NOT NULL
);
CREATE TABLE document (
    sha256 TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    pages INTEGER,
    first_seen TEXT NOT NULL,
    content BLOB,               -- text and places, packed; NULL when not kept or forgotten
    forgotten_at TEXT
);
CREATE TABLE analysis (
    id INTEGER PRIMARY KEY,
    file_sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    pack TEXT NOT NULL,
    conditions INTEGER NOT NULL REFERENCES conditions,
    made_at TEXT NOT NULL,
    final INTEGER NOT NULL,     -- 0: its process was lost; to be tried again next time
    UNIQUE (file_sha256, name, conditions)
);
CREATE TABLE assessment (
    id INTEGER PRIMARY KEY,
    analysis INTEGER NOT NULL REFERENCES analysis ON DELETE CASCADE,
    position INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    path TEXT NOT NULL,
    role TEXT NOT NULL,
    verdict TEXT NOT NULL,
    content BLOB,               -- the whole assessment, packed; NULL when forgotten
    UNIQUE (analysis, position)
);
CREATE INDEX assessment_by_document ON assessment (sha256);
CREATE TABLE finding (
    assessment INTEGER NOT NULL REFERENCES assessment ON DELETE CASCADE,
    maker TEXT NOT NULL,
    name TEXT NOT NULL,
    disposition TEXT NOT NULL,
    stance TEXT NOT NULL,
    confidence REAL NOT NULL,
    PRIMARY KEY (assessment, maker)
) WITHOUT ROWID;
CREATE INDEX finding_by_maker ON finding (maker);
CREATE TABLE outcome (
    assessment INTEGER NOT NULL REFERENCES assessment ON DELETE CASCADE,
    maker TEXT NOT NULL,
    regime TEXT NOT NULL,
    outcome TEXT NOT NULL,
    consequence TEXT NOT NULL,
    PRIMARY KEY (assessment, maker, regime)
) WITHOUT ROWID;
CREATE TABLE entry (            -- what a run reported
    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    analysis INTEGER NOT NULL REFERENCES analysis ON DELETE CASCADE,
    PRIMARY KEY (run, analysis)
) WITHOUT ROWID;
CREATE INDEX entry_by_analysis ON entry (analysis);
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    document_sha256 TEXT NOT NULL,
    path TEXT NOT NULL,
    maker TEXT NOT NULL,
    row TEXT,                   -- JSON as in a decisions file; NULL when forgotten
    row_sha256 TEXT NOT NULL UNIQUE,
    recorded_at TEXT NOT NULL
);
CREATE INDEX decision_by_document ON decision (document_sha256);
CREATE TABLE item (             -- what was dropped into a watched folder
    id INTEGER PRIMARY KEY,
    inbox TEXT NOT NULL,
    name TEXT NOT NULL,
    report TEXT NOT NULL,       -- folder of its report, below the output folder
    state TEXT NOT NULL,        -- claimed, reported, filed
    claimed_at TEXT NOT NULL,
    reported_at TEXT,
    filed_as TEXT NOT NULL DEFAULT '',
    verdict TEXT NOT NULL DEFAULT '',
    summary TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    UNIQUE (inbox, report)
);
CREATE TABLE trail (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    person TEXT NOT NULL,
    action TEXT NOT NULL,
    document_sha256 TEXT NOT NULL DEFAULT '',
    body TEXT,                  -- JSON; NULL when forgotten
    body_sha256 TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
);
CREATE TRIGGER trail_keeps_its_entries BEFORE DELETE ON trail
BEGIN SELECT RAISE(ABORT, 'the trail is only ever added to'); END;
CREATE TRIGGER trail_forgets_bodies_only BEFORE UPDATE ON trail
WHEN NEW.body IS NOT NULL OR NEW.number IS NOT OLD.number OR NEW.at IS NOT OLD.at
    OR NEW.person IS NOT OLD.person OR NEW.action IS NOT OLD.action
    OR NEW.document_sha256 IS NOT OLD.document_sha256
    OR NEW.body_sha256 IS NOT OLD.body_sha256
    OR NEW.previous IS NOT OLD.previous OR NEW.hash IS NOT OLD.hash
BEGIN SELECT RAISE(ABORT, 'the trail is only ever added to'); END;
"""

SECOND = """
CREATE TABLE sounding (         -- lists whose every maker the canary found
    lists_digest TEXT NOT NULL,
    program TEXT NOT NULL,
    words TEXT NOT NULL,
    run INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (lists_digest, program)
) WITHOUT ROWID;
CREATE TABLE lists (            -- what was in them, to tell later ones apart from them
    digest TEXT PRIMARY KEY,
    contents BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE answers (          -- of all regimes to one finding, shared by many; no row enters
                                -- "outcome" any more
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    content BLOB NOT NULL
);
ALTER TABLE finding ADD COLUMN answers INTEGER REFERENCES answers;
"""

THIRD = """
ALTER TABLE document ADD COLUMN form BLOB;
                                -- what changed lists are looked for in; NULL until made
ALTER TABLE assessment ADD COLUMN met TEXT;
                                -- ids of the vendors that it speaks of; NULL: not told apart
CREATE INDEX analysis_by_name ON analysis (name);
"""

MIGRATIONS: tuple[str, ...] = (FIRST, SECOND, THIRD)
"""One script a step; the last one's number is the schema that this program writes."""


def connect(path: Path) -> sqlite3.Connection:
    """Open the ledger at `path`, made or brought to the newest schema where needed.

    Raises:
        UsageError: the file is not a ledger, is newer than this program, or cannot be opened.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Autocommit: transactions are begun by hand, so that none is open unawares.
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        msg = f"{path}: the ledger cannot be opened ({error}); check the path"
        raise UsageError(msg) from error
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        # With WAL, NORMAL survives a killed program; after a power cut the last commits may be
        # missing, and the work they stood for is done again.
        connection.execute("PRAGMA synchronous = NORMAL")
        _migrate(connection, path)
    except sqlite3.OperationalError as error:  # no room, no right, a folder that is gone
        connection.close()
        msg = f"{path}: the ledger cannot be written ({error}); see to space and rights"
        raise UsageError(msg) from error
    except sqlite3.Error as error:
        connection.close()
        msg = f"{path}: not a ledger, or a damaged one ({error}); name another --ledger"
        raise UsageError(msg) from error
    except UsageError:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    if _number(connection, "user_version") == len(MIGRATIONS):
        return
    # IMMEDIATE: of two processes that open a new file at once, one makes the tables.
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _number(connection, "user_version")
        _check(connection, version, path)
        for script in MIGRATIONS[version:]:
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk ends it by itself
            connection.execute("ROLLBACK")
        raise


def _check(connection: sqlite3.Connection, version: int, path: Path) -> None:
    if version > len(MIGRATIONS):
        msg = f"{path}: the ledger was written by a newer analyser; update this one"
        raise UsageError(msg)
    with closing(connection.execute("SELECT count(*) FROM sqlite_master")) as rows:
        tables = rows.fetchone()[0]
    stranger = version == 0 and tables > 0
    if stranger or (version and _number(connection, "application_id") != APPLICATION_ID):
        msg = f"{path}: a database of another program; name another --ledger"
        raise UsageError(msg)


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    with closing(connection.execute(f"PRAGMA {pragma}")) as rows:
        return int(rows.fetchone()[0])


def _statements(script: str) -> list[str]:
    """Split `script`; `executescript` would commit between its statements."""
    statements, held = [], ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            statements.append(held)
            held = ""
    return statements
