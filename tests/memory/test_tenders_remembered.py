"""What documents of a tender say of each other comes out the same, fresh or remembered."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from analyser.cli import main

PRICES = "Ref,Item,Qty,Unit price\n1,HP785,20,450.00\n"
LETTER = "Our tender response.\n\nWe offer the Hytera HP785 handheld radio throughout.\n"
SILENT = "Our tender response.\n\nWe offer the radios of the price sheet throughout.\n"


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one tender and the ledger of a scan over it."""
    base = tmp_path_factory.mktemp("tenders")
    pack = base / "in" / "north"
    pack.mkdir(parents=True)
    (pack / "prices.csv").write_text(PRICES)
    (pack / "letter.txt").write_text(LETTER)
    assert scan(base, "out") == 12
    return base


@pytest.fixture
def base(scanned: Path, tmp_path: Path) -> Path:
    """Return a copy of it that a test may change."""
    shutil.copytree(scanned, tmp_path / "base")
    return tmp_path / "base"


def scan(base: Path, out: str, *more: object) -> int:
    """Scan with the ledger, by one reader."""
    return main(
        ["scan", str(base / "in"), "--output", str(base / out), "-q", "--format", "json",
         "--ledger", str(base / "ledger"), "--jobs", "1", *map(str, more)]
    )  # fmt: skip


def documents(base: Path, out: str) -> dict[str, Any]:
    """Return the documents of a report by their paths."""
    report = json.loads((base / out / "findings.json").read_text())
    return {one["path"]: one for one in report["documents"]}


def test_a_second_run_says_the_same_and_reads_nothing(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was raised by another document is raised again from what is remembered."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("analyser.running.workers.WorkerPool.submit", refuse)

    assert scan(base, "again") == 12

    assert documents(base, "again") == documents(base, "out")
    assert documents(base, "out")["north/prices.csv"]["verdict"] == "flagged"


def test_only_the_letter_changes(base: Path) -> None:
    """The remembered price sheet follows what the new letter says, and the letter that returns."""
    letter = base / "in" / "north" / "letter.txt"
    letter.write_text(SILENT)
    assert scan(base, "silent") == 0
    assert documents(base, "silent")["north/prices.csv"]["mentions"] == []

    letter.write_text(LETTER)
    assert scan(base, "back") == 12
    assert documents(base, "back") == documents(base, "out")


def test_only_the_price_sheet_changes(base: Path) -> None:
    """A remembered letter speaks for a sheet that is new."""
    (base / "in" / "north" / "prices.csv").write_text(PRICES.replace("HP785", "PD505"))

    assert scan(base, "other") == 12

    (mention,) = documents(base, "other")["north/prices.csv"]["mentions"]
    assert (mention["text"], mention["disposition"]) == ("PD505", "review")
    assert any("north/letter.txt" in line for line in mention["why"])


def test_the_history_knows_it(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a maker was met is told as the report told it, and not once nobody vouches for it."""
    ledger = ("--ledger", str(base / "ledger"))
    capsys.readouterr()
    assert main(["history", "hytera", *ledger]) == 0
    assert "north/prices.csv: Hytera Communications: flagged" in capsys.readouterr().out

    (base / "in" / "north" / "letter.txt").write_text(SILENT)
    assert scan(base, "silent") == 0
    capsys.readouterr()
    assert main(["history", "hytera", *ledger]) == 0
    assert "north/prices.csv" not in capsys.readouterr().out


def test_it_can_be_decided_about(base: Path) -> None:
    """A number that another document raised is dismissed like any other, and stays noted."""
    decide = ("decide", "north/prices.csv", "hytera", "dismiss", "--reason", "a sample",
              "--person", "A. Officer", "--ledger", str(base / "ledger"))  # fmt: skip
    assert main(list(decide)) == 0

    assert scan(base, "decided") == 12

    (mention,) = documents(base, "decided")["north/prices.csv"]["mentions"]
    assert mention["disposition"] == "noted"
    assert "dismissed by A. Officer" in mention["why"][0]


OVERLAY = """
id = "zorvex"
name = "Zorvex"
kind = "manufacturer"
country = "CN"
sectors = ["video_surveillance"]
restricted = true
basis = "recalled"
aliases = [{ text = "Zorvex", type = "short" }]

[[grammars]]
title = "cameras"
regex = '(?<![A-Z0-9])ZX\\d{3}(?![A-Z0-9])'
strength = "weak"
examples = ["ZX785"]
counter_examples = [{ text = "ZX78", maker = "Zylux" }]
precision = "low"
basis = "recalled"
"""


def test_a_new_listing_reaches_the_whole_tender(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A maker listed later is newly caught in the sheet, too, that holds only its weak number."""
    pack = tmp_path / "in" / "south"
    pack.mkdir(parents=True)
    (pack / "prices.csv").write_text(PRICES.replace("HP785", "ZX785"))
    (pack / "letter.txt").write_text(LETTER.replace("Hytera HP785 handheld radio", "Zorvex ZX785"))
    assert scan(tmp_path, "out") == 0
    own = tmp_path / "own" / "makers"
    own.mkdir(parents=True)
    (own / "zorvex.toml").write_text(OVERLAY)
    rescreen = ["rescreen", "--ledger", str(tmp_path / "ledger"), "--jobs", "1", "--json"]

    capsys.readouterr()
    code = main([*rescreen, "--dry-run", "--lists", str(tmp_path / "own")])
    first = json.loads(capsys.readouterr().out)
    main([*rescreen, "--lists", str(tmp_path / "own")])
    second = json.loads(capsys.readouterr().out)
    main(rescreen)
    back = json.loads(capsys.readouterr().out)

    found = {(one["path"], one["maker"], one["kind"], one["disposition"]) for one in first}
    assert found == {
        ("south/prices.csv", "zorvex", "newly caught", "flagged"),
        ("south/letter.txt", "zorvex", "newly caught", "flagged"),
    }
    assert code == 12
    assert second == first
    assert {(one["path"], one["kind"]) for one in back} == {
        ("south/prices.csv", "no longer caught"),
        ("south/letter.txt", "no longer caught"),
    }
