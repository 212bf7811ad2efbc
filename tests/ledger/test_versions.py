"""A ledger made by any earlier schema is brought up to date and keeps everything."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analyser.ledger import decided, items, retrospect
from analyser.ledger.schema import MIGRATIONS
from analyser.ledger.store import Ledger
from analyser.ledger.trail import verify
from tests.ledger.test_trail import decision
from tests.ledger.things import CONDITIONS, assessment, document

VERSIONS = Path(__file__).parent / "versions"


def test_every_released_schema_has_its_fixture() -> None:
    """Nobody adds a migration without a file of the schema before it."""
    found = {one.name for one in VERSIONS.glob("schema-*.sqlite3")}

    assert found == {f"schema-{number + 1}.sqlite3" for number in range(len(MIGRATIONS))}


@pytest.mark.parametrize("path", sorted(VERSIONS.glob("*.sqlite3")), ids=lambda path: path.stem)
def test_an_upgrade_keeps_everything(path: Path, tmp_path: Path) -> None:
    """Text, assessments, decisions, drops and trail are there after the upgrade, word for word."""
    copy = tmp_path / path.name
    shutil.copy(path, copy)

    with Ledger(copy) as ledger:
        version = ledger.connection.execute("PRAGMA user_version").fetchone()[0]
        assert version == len(MIGRATIONS)
        assert ledger.text(document().sha256) == document()
        assert ledger.recall("f" * 64, "pack-1/bid.pdf", CONDITIONS) == (assessment(),)
        assert ledger.recall("e" * 64, "pack-2/letter.pdf", CONDITIONS) is None
        assert [one.reason for one in decided.decisions(ledger)] == [decision().reason]
        assert [one.filed_as for one in items.items(ledger, "/inbox", "filed")] == ["done/bid.pdf"]
        assert [one.path for one in retrospect.by_maker(ledger, "Norvik")] == ["pack-1/bid.pdf"]
        found = verify(ledger.connection)
        assert (found.entries, found.faults) == (3, ())


def test_an_interrupted_upgrade_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A migration that fails in the middle changes nothing at all."""
    copy = tmp_path / "ledger"
    shutil.copy(VERSIONS / "schema-1.sqlite3", copy)
    broken = "ALTER TABLE run ADD COLUMN extra TEXT;\nINSERT INTO nowhere VALUES (1);\n"
    monkeypatch.setattr("analyser.ledger.schema.MIGRATIONS", (*MIGRATIONS, broken))

    with pytest.raises(Exception, match="nowhere"):
        Ledger(copy)

    monkeypatch.undo()
    with Ledger(copy) as ledger:
        columns = [row[1] for row in ledger.connection.execute("PRAGMA table_info(run)")]
        assert "extra" not in columns
        assert verify(ledger.connection).faults == ()
