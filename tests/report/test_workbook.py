"""The workbook opens without repair and can be filtered."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from analyser.report import csv_report, workbook
from tests.report import builders


def book(folder: Path, **changes: object) -> openpyxl.Workbook:
    """Return the workbook of the built run, read back."""
    (path,) = workbook.render(builders.run(**changes), folder, builders.context())
    return openpyxl.load_workbook(path)


def test_every_table_has_frozen_headings_and_filters(tmp_path: Path) -> None:
    """Each sheet can be filtered and scrolled with its headings in sight."""
    sheets = book(tmp_path).worksheets

    assert [each.title for each in sheets] == [
        "Overview", "Findings", "Places", "Rules", "Bill of makers", "Contradictions",
        "Questions", "Documents", "Not read",
    ]  # fmt: skip
    for sheet in sheets:
        assert sheet.freeze_panes in ("A2", "C2")
        assert sheet.auto_filter.ref is not None


def test_findings_stand_by_gravity_with_their_rule(tmp_path: Path) -> None:
    """The first row is the gravest finding, with the hardest rule that reaches it."""
    rows = [[cell.value for cell in row] for row in book(tmp_path)["Findings"].iter_rows()]
    first = dict(zip(rows[0], rows[1], strict=True))

    assert len(rows) == 3
    assert (first["Maker"], first["Status"]) == ("Hikvision", "Flagged")
    assert first["Strongest rule"] == "Section 889(a)(1)(B)"
    assert first["How sure (0 to 1)"] == 0.97


def test_rules_that_do_not_reach_are_listed(tmp_path: Path) -> None:
    """Not bound is a row, not a gap: six outcomes and four, each with its reason."""
    rows = list(book(tmp_path)["Rules"].iter_rows(min_row=2, values_only=True))

    assert len(rows) == 10
    assert "Does not bind you" in {row[4] for row in rows}
    assert all(row[6] for row in rows)


def test_questions_are_those_of_the_letter(tmp_path: Path) -> None:
    """A row a question, under the letter's number, with what it is about."""
    rows = list(book(tmp_path)["Questions"].iter_rows(min_row=2, values_only=True))

    assert [row[1] for row in rows] == [1, 2, 3, 4, 5]
    assert rows[3][3] == "4.1 PoE switch: bid.pdf, page 1 (Table 1, row 4)"


def test_overview_lists_only_facts_that_a_rule_asks_for(tmp_path: Path) -> None:
    """What decides nothing here is not called unknown, and what was told is in words."""
    rows = list(book(tmp_path)["Overview"].iter_rows(min_row=2, values_only=True))

    assert ("Country", "United Kingdom (GB)") in rows
    assert [row[1] for row in rows if row[0] == "What is not known of the purchase"] == [
        "whether the site is a sensitive one"
    ]


def test_cleared_places_are_left_out(tmp_path: Path) -> None:
    """The sheet of places lists what findings.json lists."""
    texts = [row[4] for row in book(tmp_path)["Places"].iter_rows(min_row=2, values_only=True)]

    assert texts == ["Hikvision", "DS-2CD2143G2-I", "Lorex", "Dahua", "Hikvision"]


def test_long_and_odd_texts_do_not_break_the_file(tmp_path: Path) -> None:
    """Excel refuses a cell of 32,768 letters or a control character; neither gets there."""
    bid = builders.bid()
    odd = replace(bid.mentions[0], context="a" * 40_000 + "\x00\x0b\udcff", where="\ufffe")
    sheet = book(tmp_path, documents=(replace(bid, mentions=(odd, *bid.mentions[1:])),))["Places"]

    assert 30_000 < len(sheet["F2"].value) <= 32_767


def test_csv_holds_the_same_tables(tmp_path: Path) -> None:
    """A file a table, in UTF-8 that Excel takes for UTF-8."""
    written = csv_report.render(builders.run(), tmp_path, builders.context())

    assert [path.stem for path in written] == [
        "overview", "findings", "mentions", "outcomes", "bill", "contradictions", "questions",
        "coverage", "unread",
    ]  # fmt: skip
    for path in written:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "north,north/bid.pdf,Hikvision" in written[1].read_text(encoding="utf-8-sig")


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    """The file is read by another program, sheet by sheet."""
    (path,) = workbook.render(builders.run(), tmp_path, builders.context())
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'home').as_uri()}", "--headless",
               "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)

    import pdfplumber

    with pdfplumber.open(tmp_path / "findings.pdf") as printed:
        text = " ".join(page.extract_text() or "" for page in printed.pages)
    for words in ("DS-2CD2143G2-I", "Denied in one", "PoE switch", "OCR is switched off"):
        assert words in text
