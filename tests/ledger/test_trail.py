"""The trail: a change, a gap, a cut or a forged decision shows; forgetting does not break it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from analyser.decisions import Decision, Ruling
from analyser.errors import UsageError
from analyser.ledger import decided, retention
from analyser.ledger.store import Ledger, keep
from analyser.ledger.trail import verify
from tests.ledger.things import CONDITIONS, assessment, document

FILE = ("f" * 64, "pack-1/bid.pdf", "pack-1")


def decision(reason: str = "the row was struck out", text: str = "NV-2143") -> Decision:
    """Return a dismissal of the mention in `things.assessment`."""
    return Decision(
        document_sha256=assessment().sha256,
        path="pack-1/bid.pdf",
        maker="norvik",
        page=1,
        where="paragraph 1",
        text=text,
        context="We offer the Norvik NV-2143.",
        ruling=Ruling.DISMISS,
        reason=reason,
        person="A. Officer",
        date="2026-11-23",
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Return a ledger with a document, a finished run and two decisions."""
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    run = ledger.begin("scan", "/tenders", "v")
    ledger.record(run, FILE, [keep(assessment(), document())], CONDITIONS)
    ledger.finish(run)
    assert decided.record(ledger, [decision(), decision("seen again")]) == 2
    return ledger


def without_guards(ledger: Ledger) -> sqlite3.Connection:
    """Return the connection as someone has it who means to forge."""
    ledger.connection.execute("DROP TRIGGER trail_keeps_its_entries")
    ledger.connection.execute("DROP TRIGGER trail_forgets_bodies_only")
    return ledger.connection


def test_an_untouched_trail_verifies(ledger: Ledger) -> None:
    """Every entry follows from the one before."""
    found = verify(ledger.connection)

    assert (found.entries, found.faults) == (3, ())


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE trail SET person = 'B. Other' WHERE number = 2",
        "UPDATE trail SET body = replace(body, 'dismiss', 'accept') WHERE number = 2",
        "UPDATE trail SET at = '2020-01-01' WHERE number = 3",
        "DELETE FROM trail WHERE number = 2",
        "DELETE FROM trail WHERE number = 1",
        "UPDATE decision SET row = replace(row, 'dismiss', 'accept')",
        "DELETE FROM decision WHERE id = 1",
        "INSERT INTO decision (document_sha256, path, maker, row, row_sha256, recorded_at)"
        " VALUES ('x', 'p', 'm', '{}', 'nowhere', '2026')",
    ],
)
def test_a_forgery_shows(ledger: Ledger, forgery: str) -> None:
    """Whatever is changed, taken out or put in, `verify` names it."""
    without_guards(ledger).execute(forgery)

    assert verify(ledger.connection).faults


def test_a_trail_cut_short_shows_against_a_noted_hash(ledger: Ledger) -> None:
    """The last hash, noted elsewhere, tells that entries were taken off the end."""
    head = verify(ledger.connection).head
    without_guards(ledger).execute("DELETE FROM trail WHERE number = 3")
    ledger.connection.execute("DELETE FROM decision WHERE id = 2")

    assert not verify(ledger.connection).faults
    assert "cut or replaced" in verify(ledger.connection, head).faults[0]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM trail",
        "UPDATE trail SET person = 'B. Other'",
        "UPDATE trail SET body = '{}'",
        "UPDATE trail SET body = NULL, hash = 'x'",
    ],
)
def test_the_trail_refuses_changes_by_itself(ledger: Ledger, change: str) -> None:
    """A slip of the program cannot rewrite history: the database says no."""
    with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
        ledger.connection.execute(change)


def test_forgetting_removes_every_word_and_keeps_the_chain(ledger: Ledger) -> None:
    """After `forget` no word of the document is in the file, and the trail still verifies."""
    other = keep(assessment("other.pdf", "other"), document("other.pdf", "Another text entirely"))
    run = ledger.begin("scan", "/tenders", "v")
    ledger.record(run, ("e" * 64, "other.pdf", "."), [other], CONDITIONS)

    digests = retention.chosen(ledger, "pack-1/bid.pdf")
    assert retention.forget(ledger, digests, "A. Officer", "contract ended") == 1

    assert ledger.text(digests[0]) is None
    assert ledger.recall(FILE[0], FILE[1], CONDITIONS) is None
    assert decided.decisions(ledger) == ()
    found = verify(ledger.connection)
    assert (found.entries, found.forgotten, found.faults) == (4, 2, ())
    ledger.close()
    held = ledger.path.read_bytes()
    assert b"struck out" not in held
    assert b"NV-2143" not in held


def test_forgetting_twice_or_nothing(ledger: Ledger) -> None:
    """A second time changes nothing; an unknown name is told."""
    digests = retention.chosen(ledger, assessment().sha256[:12])
    retention.forget(ledger, digests, "A", "")

    assert retention.forget(ledger, digests, "A", "") == 0
    with pytest.raises(UsageError, match="no document of that path"):
        retention.chosen(ledger, "nowhere.pdf")
    with pytest.raises(UsageError, match="name a document"):
        retention.chosen(ledger, " ")


def test_a_wildcard_forgets_nothing(ledger: Ledger) -> None:
    """Percent signs and underscores are letters of a name, not patterns over all documents."""
    with pytest.raises(UsageError):
        retention.chosen(ledger, "%%%%%%%%")
    with pytest.raises(UsageError):
        retention.chosen(ledger, "________")


def test_forgetting_by_age(ledger: Ledger) -> None:
    """Only documents last assessed before the day are chosen."""
    ledger.connection.execute("UPDATE analysis SET made_at = '2020-05-05T00:00:00+00:00'")

    assert retention.older_than(ledger, "2020-05-05") == ()
    assert retention.older_than(ledger, "2020-05-06") == (assessment().sha256,)


def test_the_same_decision_is_recorded_once(ledger: Ledger) -> None:
    """Importing a decisions file twice adds nothing the second time."""
    assert decided.record(ledger, [decision()]) == 0
    assert verify(ledger.connection).entries == 3


def test_a_decision_learns_its_stance_from_the_ledger(ledger: Ledger) -> None:
    """What the text did with the name is kept with the decision, where the ledger knows it."""
    assert {one.stance for one in decided.decisions(ledger)} == {"offered"}
