"""Our own earlier reports among the files of a tender."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from analyser.cli import main
from analyser.own_output import REASON, without_own
from analyser.publishing import WRITTEN
from analyser.selection import select

BID = "Bill of quantities\n\nItem 1: we offer 12 cameras Hikvision DS-2CD2143G2-I, 90.00 each.\n"


@pytest.fixture(scope="module")
def tender(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tender with the report of a first run beside its bid, and more of them elsewhere."""
    folder = tmp_path_factory.mktemp("tenders") / "north"
    folder.mkdir()
    (folder / "bid.txt").write_text(BID)
    out = folder / "report"
    formats = "html,json,docx,xlsx,csv"
    assert main(["scan", str(folder), "--output", str(out), "-q", "--format", formats]) == 12
    shutil.copy(out / "report.html", folder / "from the last round.html")
    shutil.copy(out / "findings.json", folder / "data.json")
    return folder


def test_everything_that_a_run_wrote_is_known_again(tender: Path) -> None:
    """Page, data, letter, workbook, tables: by the record beside them, copies by their marks."""
    found = without_own(select([tender]))

    assert [job.name for job in found.jobs] == ["bid.txt"]
    names = {one.name for one in found.refusals}
    assert {"data.json", "from the last round.html", "report/report.html"} < names
    assert any(name.endswith(".docx") for name in names)
    assert any(name.endswith(".xlsx") for name in names)


def test_it_is_listed_and_never_read_as_a_document(tender: Path, tmp_path: Path) -> None:
    """The report of the second run names the bid's mention once, and each report as not analysed."""
    assert main(["scan", str(tender), "--output", str(tmp_path), "-q", "--format", "json"]) == 12

    documents = json.loads((tmp_path / "findings.json").read_text())["documents"]
    assert [one["path"] for one in documents if one["mentions"]] == ["bid.txt"]
    others = [one for one in documents if one["path"] != "bid.txt"]
    assert len(others) > 5
    for one in others:
        assert (one["verdict"], one["unread"][0]["reason"]) == ("incomplete", REASON)


def test_a_letter_that_was_worked_on_is_read(tender: Path, tmp_path: Path) -> None:
    """A letter that came back with answers is a document like any other."""
    folder = tmp_path / "north"
    shutil.copytree(tender / "report", folder)
    letter = next(folder.rglob("*.docx"))
    letter.write_bytes(letter.read_bytes() + b"\0")

    assert [job.name for job in without_own(select([folder])).jobs] == [
        letter.relative_to(folder).as_posix()
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", '<html><meta name="generator" content="Word 16"><p>an offer</p>'),
        ("data.json", '{"schema_version": "1.0", "offers": []}'),
        ("letter.txt", '<meta name="generator" content="Procurement analyser 0.1.0">'),
        ("late.html", "x" * 3000 + '<meta name="generator" content="Procurement analyser 1">'),
    ],
)
def test_other_files_are_read(name: str, content: str, tmp_path: Path) -> None:
    """Pages and data of other programs, and words about us in a text, are no reports of ours."""
    (tmp_path / name).write_text(content)

    assert [job.name for job in without_own(select([tmp_path])).jobs] == [name]


def test_a_forged_record_hides_nothing_unseen(tmp_path: Path) -> None:
    """Whoever adds a record of his bid gets it listed as not analysed: never a clear tender."""
    import hashlib

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bid.txt").write_text(BID)
    digest = hashlib.sha256(BID.encode()).hexdigest()
    (tmp_path / "in" / ".analyser-wrote.json").write_text(json.dumps({"bid.txt": digest}))

    out = tmp_path / "out"
    code = main(["scan", str(tmp_path / "in"), "--output", str(out), "-q", "--format", "json"])

    assert code == 10
    run = json.loads((out / "findings.json").read_text())
    assert run["run"]["verdict"] == "incomplete"


@pytest.mark.parametrize("name", ["report.html", "findings.json", "findings.xlsx", "report.pdf"])
def test_what_somebody_else_put_there_is_never_replaced(
    tender: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A foreign file under a report's name ends the run before it is read, in one line."""
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text("minutes of the meeting")
    kind = Path(name).suffix[1:]

    code = main(["scan", str(tender), "--output", str(out), "-q", "--format", kind])

    assert code == 2
    assert f"{name}: not written by this program; move it" in capsys.readouterr().err
    assert [one.name for one in out.iterdir()] == [name]
    assert (out / name).read_text() == "minutes of the meeting"


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_nothing_is_written_through_a_link(tender: Path, tmp_path: Path) -> None:
    """A link under a report's name is not followed: what it leads to is not ours."""
    (tmp_path / "out").mkdir()
    (tmp_path / "other.json").write_text("")
    (tmp_path / "out" / "findings.json").symlink_to(tmp_path / "other.json")

    assert main(["scan", str(tender), "--output", str(tmp_path / "out"), "-q"]) == 2
    assert (tmp_path / "other.json").read_text() == ""


def test_own_earlier_output_is_replaced(tender: Path, tmp_path: Path) -> None:
    """A second run replaces the first, also without its record; a foreign letter is set aside."""
    out = tmp_path / "out"
    shutil.copytree(tender / "report", out)
    (out / ".analyser-wrote.json").unlink()
    (out / "findings.xlsx").unlink()
    shutil.rmtree(out / "csv")
    (letter,) = (out / "letters").iterdir()
    letter.write_bytes(b"a letter of somebody's own")
    before = json.loads((out / "findings.json").read_text())["run"]["started_at"]

    call = ["scan", str(tender), "--output", str(out), "-q", "--jobs", "1"]
    for _ in range(2):
        assert main([*call, "--format", "html,json,docx"]) == 12

    assert json.loads((out / "findings.json").read_text())["run"]["started_at"] >= before
    (kept,) = (out / "changed-by-hand").iterdir()
    assert kept.read_bytes() == b"a letter of somebody's own"
    assert letter.read_bytes()[:2] == b"PK"
    assert not list(out.glob(".analyser-*/"))


def test_every_format_writes_where_it_is_said_to(tender: Path) -> None:
    """The names that are proved free before a run are those that it writes."""
    record = json.loads((tender / "report" / ".analyser-wrote.json").read_text())

    said = {WRITTEN[one] for one in ("html", "json", "docx", "xlsx", "csv")}
    assert {name.partition("/")[0] for name in record} == said
