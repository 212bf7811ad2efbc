"""XLSB from records made here, XLS made by LibreOffice."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image as Picture

from analyser.document import Layer
from analyser.readers import legacy
from analyser.readers.sheet_beside import declared_grid
from analyser.readers.sheet_veiled import Veiled, veiled_places
from tests.readers.documents import TYPES, block_with, found, read_bytes, reasons, relations, zipped


def record(kind: int, content: bytes) -> bytes:
    """Return a record of the binary format."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    while size > 127:
        head += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + bytes([size]) + content


def words(text: str) -> bytes:
    """Return a counted string."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def row(number: int, *, hidden: bool = False) -> bytes:
    """Return the beginning of a row."""
    return record(0, struct.pack("<IIHBB", number, 0, 300, 0, 0x10 * hidden))


def cell(kind: int, column: int, content: bytes, style: int = 0) -> bytes:
    """Return a cell."""
    return record(kind, struct.pack("<II", column, style) + content)


def workbook(sheet: bytes, **parts: bytes) -> bytes:
    """Return an XLSB of one sheet."""
    styles = record(44, struct.pack("<H", 170) + words("yyyy-mm-dd")) + record(
        43, struct.pack("<HH", 200, 0x08)
    )
    styles += record(617, b"") + record(47, struct.pack("<HHH", 0, 0, 9))
    styles += record(47, struct.pack("<HHH", 0, 170, 0)) + record(618, b"")
    tied = relations(("r1", "comments", "../comments7.bin"), ("r2", "hyperlink", "https://n.example/"),
                     external=frozenset(["r2"]))  # fmt: skip
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": record(156, struct.pack("<II", 0, 1) + words("r1") + words("Prices"))
            + record(156, struct.pack("<II", 2, 2) + words("r2") + words("Old")),
            "xl/_rels/workbook.bin.rels": relations(
                ("r1", "worksheet", "worksheets/sheet1.bin"),
                ("r2", "worksheet", "worksheets/sheet2.bin"),
                ("r3", "sharedStrings", "sharedStrings.bin"),
            ),
            "xl/sharedStrings.bin": record(19, b"\0" + words("Make"))
            + record(19, b"\0" + words("Norvik")),
            "xl/styles.bin": styles,
            "xl/worksheets/sheet1.bin": sheet,
            "xl/worksheets/_rels/sheet1.bin.rels": tied,
            "xl/worksheets/sheet2.bin": row(0) + cell(6, 0, words("Astra")),
            "xl/comments7.bin": record(635, struct.pack("<IIIII16x", 0, 1, 1, 1, 1))
            + record(637, b"\0" + words("remark Selby")),
            **{name.replace("__", "/"): content for name, content in parts.items()},
        }
    )


def test_cells_of_every_kind_and_what_stands_beside(tmp_path: Path) -> None:
    """Strings, figures, dates, comments, links, choices, margins and hidden parts are read."""
    choice = struct.pack("<II16x", 0, 1) + words("") * 3 + words("Choose one")
    choice += struct.pack("<IBH", 20, 0x17, 6) + "Merlin".encode("utf-16-le")
    sheet = (
        row(0) + cell(7, 0, struct.pack("<I", 0)) + cell(6, 1, words("Quantity"))
        + cell(6, 2, words("Date"))
        + row(1) + cell(7, 0, struct.pack("<I", 1)) + cell(2, 1, struct.pack("<i", 12 << 2 | 2))
        + cell(5, 2, struct.pack("<d", 46000.0), style=1)
        + row(2, hidden=True) + cell(8, 0, words("Kestrel") + bytes(8))
        + cell(5, 1, struct.pack("<d", 1.5))
        + record(64, choice)
        + record(494, struct.pack("<IIII", 0, 0, 1, 1) + words("r2") + words("")
                 + words("Tip Quill"))
        + record(479, b"\0\0" + words("&CTop Lorrim") + b"\xff" * 20)
    )  # fmt: skip

    (document,) = read_bytes(tmp_path, "a.xlsb", workbook(sheet))

    line = block_with(document, "Norvik")
    assert (line.text, line.where) == ("Norvik | 12 | 2025-12-09", "Sheet Prices, row 2")
    assert [one.heading for one in line.cells] == ["Make", "Quantity", "Date"]
    assert found(document, Layer.HIDDEN) == ["Kestrel | 1.5", "Astra"]
    assert block_with(document, "Selby").where == "Comment at B2, Sheet Prices"
    assert found(document, Layer.LINK) == ["https://n.example/", "Tip Quill"]
    assert found(document, Layer.FORM_FIELD) == ["Choose one", "Merlin"]
    assert found(document, Layer.HEADER) == ["Top Lorrim"]
    assert not document.unread


def test_errors_are_read_as_they_are_shown(tmp_path: Path) -> None:
    """A cell whose value is an error shows its name, and its row is not lost."""
    sheet = row(0) + cell(3, 0, b"\x2a") + cell(11, 1, b"\x07\0\0") + cell(6, 2, words("Norvik"))

    (document,) = read_bytes(tmp_path, "a.xlsb", workbook(sheet))

    assert block_with(document, "#N/A").text == "#N/A | #DIV/0! | Norvik"


def test_cell_in_the_last_corner_costs_nothing(tmp_path: Path) -> None:
    """Two cells in far corners are two rows, not a grid of seventeen thousand million cells."""
    sheet = row(0) + cell(6, 0, words("near")) + row(1048575) + cell(6, 16383, words("Norvik"))

    (document,) = read_bytes(tmp_path, "a.xlsb", workbook(sheet))

    assert block_with(document, "Norvik").where == "Sheet Prices, row 1048576"


def test_damage_and_parts_out_of_sight_are_told(tmp_path: Path) -> None:
    """A sheet cut off says so; strings of pivot caches are read, a macro sheet is named."""
    cache = record(200, b"\1\0" + words("Hidden Norvik"))
    sheet = row(0) + cell(6, 0, words("Selby")) + b"\x06\x7fxx"
    parts = {"xl__pivotCache__records1.bin": cache, "xl__macrosheets__sheet1.bin": cache}

    (document,) = read_bytes(tmp_path, "a.xlsb", workbook(sheet, **parts))

    assert found(document, Layer.TABLE) == ["Selby"]
    assert "Hidden Norvik" in found(document, Layer.HIDDEN)
    assert "the sheet is damaged" in reasons(document)
    assert "macro sheet" in reasons(document)


def test_grid_is_known_before_it_is_made() -> None:
    """The rectangles that calamine would fill are counted for each sheet of an XLS."""
    begin = struct.pack("<HHI", 0x0809, 4, 0)
    near = struct.pack("<HHHHH", 0x0203, 6, 0, 0, 0)
    far = struct.pack("<HHHHH", 0x0203, 6, 65535, 255, 0)

    assert declared_grid(begin + near + far + begin + near) == 65536 * 256 + 1


@pytest.mark.office
@pytest.mark.skipif(legacy.libreoffice() is None, reason="LibreOffice is not installed")
def test_old_workbook_with_all_that_stands_beside_its_cells(tmp_path: Path) -> None:
    """Comments, links, choices, margins, properties and pictures of an XLS are read or named."""
    Picture.effect_noise((300, 80), 90).save(tmp_path / "p.png")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Item", "Make"])
    sheet.append(["1", "Norvik"])
    sheet["B2"].comment = Comment("remark Astra", "x")
    sheet["A2"].hyperlink = "https://selby.example/x"
    rule = DataValidation(type="list", formula1='"Kestrel,Merlin"')
    sheet.add_data_validation(rule)
    rule.add("C2")
    sheet.add_image(Image(str(tmp_path / "p.png")), "E5")
    sheet.oddFooter.center.text = "Foot Lorrim"
    book.properties.title = "Titled Quill"
    book.save(tmp_path / "given.xlsx")
    command = [str(legacy.libreoffice()), f"-env:UserInstallation={(tmp_path / 'u').as_uri()}",
               "--headless", "--convert-to", "xls", "--outdir", str(tmp_path)]  # fmt: skip
    subprocess.run([*command, str(tmp_path / "given.xlsx")], check=True, timeout=100,
                   stdout=subprocess.DEVNULL)  # fmt: skip

    (document,) = read_bytes(tmp_path, "a.xls", (tmp_path / "given.xls").read_bytes())

    assert block_with(document, "Norvik").text == "1 | Norvik"
    assert "remark Astra" in found(document, Layer.TEXTBOX)
    assert found(document, Layer.LINK) == ["https://selby.example/x"]
    assert found(document, Layer.FORM_FIELD) == ["Kestrel", "Merlin"]
    assert found(document, Layer.FOOTER) == ["Foot Lorrim"]
    assert "Titled Quill" in found(document, Layer.METADATA)
    assert document.coverage.pictures == 1
    assert "OCR is switched off" in reasons(document)


def old_record(kind: int, *numbers: int) -> bytes:
    """Return a record of an XLS whose payload is `numbers` of two bytes."""
    return struct.pack("<HH", kind, 2 * len(numbers)) + struct.pack(f"<{len(numbers)}H", *numbers)


def test_hidden_rows_and_columns_of_an_old_workbook_are_told_by_sheet() -> None:
    """Rows and columns that an XLS hides are known for each sheet; those of a chart in it not."""
    begin, end = old_record(0x0809, 0x600, 0x10), old_record(0x000A)
    chart = begin + old_record(0x0208, 3, 0, 0, 0, 0, 0, 0x20, 0) + end
    one = begin + old_record(0x0208, 7, 0, 9, 0, 0, 0, 0x120, 0) + chart
    one += (
        old_record(0x0208, 8, 0, 9, 0, 0, 0, 0x100, 0)
        + old_record(0x007D, 2, 3, 2000, 0, 1, 0)
        + end
    )
    two = (
        begin
        + old_record(0x0208, 0, 0, 9, 0, 0, 0, 0x20, 0)
        + old_record(0x007D, 5, 5, 0, 0, 0, 0)
        + end
    )
    start = 2 * len(old_record(0x0085, 0, 0, 0)) + len(begin + end)
    entries = struct.pack("<HHIH", 0x0085, 6, start, 0)
    entries += struct.pack("<HHIH", 0x0085, 6, start + len(one), 0)
    book = begin + entries + end + one + two

    places = veiled_places([b"another stream", book], 2)

    assert places == [
        Veiled(frozenset({7}), frozenset({2, 3})),
        Veiled(frozenset({0}), frozenset({5})),
    ]
    assert veiled_places([book], 3) == [Veiled()] * 3


@pytest.mark.office
@pytest.mark.skipif(legacy.libreoffice() is None, reason="LibreOffice is not installed")
def test_what_an_old_workbook_hides_is_said(tmp_path: Path) -> None:
    """A row that an XLS hides stands in the hidden layer; a hidden column is said with its row."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Bill"
    for row in (
        (None, "Item", "Make", "Kept"),
        (None, "1", "Norvik", ""),
        (None, "2", "Astra", "Q"),
    ):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["D"].hidden = True
    book.save(tmp_path / "given.xlsx")
    command = [str(legacy.libreoffice()), f"-env:UserInstallation={(tmp_path / 'u').as_uri()}",
               "--headless", "--convert-to", "xls", "--outdir", str(tmp_path)]  # fmt: skip
    subprocess.run([*command, str(tmp_path / "given.xlsx")], check=True, timeout=100,
                   stdout=subprocess.DEVNULL)  # fmt: skip

    (document,) = read_bytes(tmp_path, "a.xls", (tmp_path / "given.xls").read_bytes())

    assert block_with(document, "Norvik").layer is Layer.HIDDEN
    last = block_with(document, "Astra")
    assert last.layer is Layer.TABLE
    assert last.where == "Sheet Bill, row 3, with hidden columns"
