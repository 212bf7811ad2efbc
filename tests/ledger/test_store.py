"""What the ledger keeps, finds again and refuses."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyser.document import Block, Document
from analyser.errors import UsageError
from analyser.finding import Assessment
from analyser.ledger.packing import pack, unpack
from analyser.ledger.schema import MIGRATIONS
from analyser.ledger.store import Ledger, LedgerError, keep
from tests.ledger.things import CONDITIONS, assessment, document

FILE = ("f" * 64, "pack-1/bid.pdf", "pack-1")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Return a new ledger."""
    return Ledger(tmp_path / "ledger.sqlite3")


def fill(ledger: Ledger) -> int:
    """Record one document in one run and return the run."""
    run = ledger.begin("scan", "/tenders", CONDITIONS.lists_version)
    ledger.record(run, FILE, [keep(assessment(), document())], CONDITIONS)
    return run


def test_what_goes_in_comes_out(ledger: Ledger) -> None:
    """Text, places, mentions, findings and outcomes are the same after packing."""
    fill(ledger)

    assert ledger.recall(FILE[0], FILE[1], CONDITIONS) == (assessment(),)
    assert ledger.text(document().sha256) == document()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=40))
def test_any_text_survives_packing(text: str) -> None:
    """Halves of surrogate pairs, control characters and any script are kept as they are."""
    one = Document("a", "b", "text/plain", blocks=(Block(text, heading=text),))

    assert unpack(Document, pack(one)) == one


def test_damaged_content_is_told_and_not_believed(ledger: Ledger) -> None:
    """A stored assessment that cannot be unpacked is made anew."""
    fill(ledger)
    ledger.connection.execute("UPDATE assessment SET content = x'4A0001'")

    assert ledger.recall(FILE[0], FILE[1], CONDITIONS) is None
    with pytest.raises(ValueError, match="damaged"):
        unpack(Assessment, b"J\x00")


@pytest.mark.parametrize(
    "field",
    [
        "lists_digest",
        "language_model",
        "analyser_version",
        "settings",
        "profile",
        "as_of",
    ],
)
def test_other_conditions_ask_for_a_new_analysis(ledger: Ledger, field: str) -> None:
    """Other lists, model, program, settings, profile or day: the old answer is not given."""
    fill(ledger)
    other = replace(CONDITIONS, **{field: "other"})

    assert ledger.recall(FILE[0], FILE[1], other) is None
    assert ledger.recall("0" * 64, FILE[1], CONDITIONS) is None
    assert ledger.recall(FILE[0], "pack-2/bid.pdf", CONDITIONS) is None


def test_a_lost_document_is_tried_again(ledger: Ledger) -> None:
    """What was set aside because its process was stopped is not remembered as read."""
    run = ledger.begin("scan", "/tenders", "v")
    ledger.record(run, FILE, [keep(assessment(), None)], CONDITIONS, final=False)

    assert ledger.recall(FILE[0], FILE[1], CONDITIONS) is None


def test_a_second_record_replaces_the_first(ledger: Ledger) -> None:
    """A document analysed twice under the same conditions stands once in the ledger."""
    run = fill(ledger)
    ledger.record(run, FILE, [keep(assessment(mentions=()), document())], CONDITIONS)

    assert ledger.recall(FILE[0], FILE[1], CONDITIONS) == (assessment(mentions=()),)
    counts = [
        ledger.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("analysis", "assessment", "finding", "entry", "document")
    ]
    assert counts == [1, 1, 0, 1, 1]


def test_text_is_kept_only_where_wished(tmp_path: Path) -> None:
    """With text retention off no sentence of the document's text enters the documents table."""
    with Ledger(tmp_path / "l", retain_text=False) as ledger:
        fill(ledger)

        assert ledger.text(document().sha256) is None
        assert ledger.recall(FILE[0], FILE[1], CONDITIONS) is not None


def test_a_failed_transaction_leaves_nothing(ledger: Ledger) -> None:
    """Either all of a document is in the ledger or nothing of it."""
    run = ledger.begin("scan", "/tenders", "v")

    def half_a_change() -> None:
        with ledger.transaction() as connection:
            connection.execute("UPDATE run SET root = '/elsewhere' WHERE id = ?", (run,))
            connection.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(LedgerError):
        half_a_change()

    assert ledger.connection.execute("SELECT root FROM run").fetchall() == [("/tenders",)]
    fill(ledger)


@pytest.mark.parametrize("content", [b"not a database, but long enough to be looked at" * 40, b""])
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    """No foreign file is ever written into; an empty one becomes a ledger."""
    path = tmp_path / "ledger"
    path.write_bytes(content)
    if content:
        with pytest.raises(UsageError, match="not a ledger"):
            Ledger(path)
        assert path.read_bytes() == content
    else:
        Ledger(path).close()


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    """A SQLite file with other tables is left alone."""
    path = tmp_path / "other.sqlite3"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE mine (x)")
    other.commit()
    other.close()

    with pytest.raises(UsageError, match="another program"):
        Ledger(path)


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    """An older program does not touch what a newer one wrote."""
    path = tmp_path / "ledger"
    with Ledger(path) as ledger:
        ledger.connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")

    with pytest.raises(UsageError, match="newer analyser"):
        Ledger(path)


WRITER = """
import sys
from pathlib import Path
from tests.ledger.things import *
from analyser.ledger.store import Ledger, keep
with Ledger(Path(sys.argv[1])) as ledger:
    run = ledger.begin("scan", sys.argv[2], "v")
    for n in range(40):
        name = f"{sys.argv[2]}-{n}"
        made = keep(assessment(name, name), document(name, name))
        ledger.record(run, (digest(name), name, "."), [made], CONDITIONS)
    ledger.finish(run)
"""


def test_two_processes_share_a_ledger(tmp_path: Path) -> None:
    """Two runs write one new file at once: nothing is lost, the trail is one chain."""
    path = tmp_path / "ledger.sqlite3"
    house = str(Path(__file__).parents[2])
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), who], cwd=house)
        for who in ("one", "two")
    ]
    assert [one.wait(60) for one in writers] == [0, 0]

    from analyser.ledger.trail import verify

    with Ledger(path) as ledger:
        assert ledger.connection.execute("SELECT count(*) FROM assessment").fetchone()[0] == 80
        found = verify(ledger.connection)
        assert (found.entries, found.faults) == (2, ())
