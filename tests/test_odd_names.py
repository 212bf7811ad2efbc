"""File names that are no text, from the folder to every report, the memory and the watcher."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from docx import Document
from reportlab.pdfgen.canvas import Canvas

from analyser.cli import main
from analyser.selection import as_text, select

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="only here may a name hold any byte"
)

OFFER = "We offer 12 cameras Hikvision DS-2CD2143G2-I, 90.00 each."


def odd(folder: Path, name: bytes) -> Path:
    """Return the path of `name` in `folder`, whatever bytes it holds."""
    return folder / os.fsdecode(name)


@pytest.fixture
def tender(tmp_path: Path) -> Path:
    """Return a tender whose folder and files have names that are not UTF-8."""
    folder = odd(tmp_path, b"inbox\xff")
    odd(folder, b"lot\xfe").mkdir(parents=True)
    lot = odd(folder, b"lot\xfe")
    odd(lot, b"caf\xe9.txt").write_text(OFFER)
    odd(lot, b"\xed\xa0\x80.txt").write_text(OFFER)
    odd(lot, b"line\n\x1b[31m\x01.txt").write_text(OFFER)
    page = Canvas(os.fspath(tmp_path / "plain.pdf"))
    page.drawString(72, 700, OFFER)
    page.save()
    (tmp_path / "plain.pdf").rename(odd(lot, b"bid\xff.pdf"))
    letter = Document()
    letter.add_paragraph(OFFER)
    letter.save(os.fspath(tmp_path / "plain.docx"))
    (tmp_path / "plain.docx").rename(odd(lot, b"bid\xff\n.docx"))
    return folder


def test_names_become_text_once_and_stay_apart(tmp_path: Path) -> None:
    """Bytes that are no text are escaped; a file that is really called so keeps its own name."""
    for name in (b"a\xff.txt", b"a\\xff.txt", b"plain.txt"):
        odd(tmp_path, name).write_text(OFFER)

    names = [job.name for job in select([tmp_path]).jobs]

    assert sorted(names) == ["a\\xff.txt", "a\\xff.txt (2)", "plain.txt"]
    assert as_text("é\udcff\ud800") == "é\\udcff\\ud800"
    assert as_text("é海\x1b\n") == "é海\x1b\n"


def test_every_report_and_the_memory_take_any_name(
    tender: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scan twice with a ledger in every format: nothing fails, and the originals are found again."""
    out, ledger = odd(tmp_path, b"out\xff"), odd(tmp_path, b"ledger\xff")
    call = ["scan", os.fspath(tender), "--output", os.fspath(out), "--ledger", os.fspath(ledger),
            "--jobs", "1", "-q", "--format", "html,json,xlsx,docx,csv,annotated"]  # fmt: skip

    assert [main(call), main(call)] == [12, 12]

    found = json.loads((out / "findings.json").read_text("utf-8"))
    assert {one["path"] for one in found["documents"]} == {
        "lot\\xfe/caf\\xe9.txt", "lot\\xfe/\\xed\\xa0\\x80.txt", "lot\\xfe/line\n\x1b[31m\x01.txt",
        "lot\\xfe/bid\\xff.pdf", "lot\\xfe/bid\\xff\n.docx",
    }  # fmt: skip
    assert found["run"]["root"].endswith("inbox\\xff")
    assert len(list((out / "annotated").iterdir())) == 2
    assert "data:image" in (out / "report.html").read_text("utf-8")
    capsys.readouterr()
    name = os.fsdecode(b"lot\xfe/caf\xe9.txt")
    memory = ["--ledger", os.fspath(ledger)]
    assert main(["decide", name, "hikvision", "ask", "--all", *memory]) == 0
    assert main(["history", os.fsdecode(b"lot\xfe"), *memory]) == 0
    assert "lot\\xfe/caf\\xe9.txt: Hikvision" in capsys.readouterr().out
    assert main(["ledger", "forget", name, *memory]) == 0


def test_a_watcher_takes_any_name(tender: Path, tmp_path: Path) -> None:
    """A drop, its folder and its files may have such names: each is reported and put away."""
    odd(tender, b"gone\xff.pdf").write_bytes(b"%PDF-1.7\nnothing follows")
    out = odd(tmp_path, b"out\xff")

    code = main(
        ["watch", os.fspath(tender), "--output", os.fspath(out), "--once", "--settle", "0.2",
         "--jobs", "1", "-q"]
    )  # fmt: skip

    assert code == 10
    assert odd(tender, b"done/lot\xfe").is_dir()
    assert odd(tender, b"failed/gone\xff.pdf").is_file()
    (report,) = out.glob("lot*/findings.json")
    paths = [one["path"] for one in json.loads(report.read_text("utf-8"))["documents"]]
    assert "lot\\xfe/caf\\xe9.txt" in paths
    assert "lot\\xfe" in (out / "index.html").read_text("utf-8")
