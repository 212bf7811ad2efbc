"""Workbooks: headings, hidden parts, comments, merged cells, bombs."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment

from analyser.document import Layer
from analyser.readers import sheet_cells
from tests.readers.documents import (
    TYPES,
    R,
    block_with,
    found,
    read_bytes,
    reasons,
    relations,
    zipped,
)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return `book` as bytes."""
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_row_knows_headings_a_few_rows_down(tmp_path: Path) -> None:
    """The heading row stands below titles; each row's cells bear its words and the title stays."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Prices"
    for row in (
        ["Lot A - field equipment"], ["All rates exclude VAT"], [],
        ["Item", "Description", "Manufacturer", "Part no.", "Qty"],
        ["A1", "Turret", "Norvik", "NV-2CD", 18],
        ["Spares"],
        ["A2", "Bullet", "Selby", "SB-9", 2],
    ):  # fmt: skip
        sheet.append(row)

    (document,) = read_bytes(tmp_path, "a.xlsx", saved(book))

    row = block_with(document, "Norvik")
    assert row.text == "A1 | Turret | Norvik | NV-2CD | 18"
    assert [cell.heading for cell in row.cells] == [
        "Item", "Description", "Manufacturer", "Part no.", "Qty",
    ]  # fmt: skip
    assert (row.where, row.heading) == ("Sheet Prices, row 5", "Lot A - field equipment")
    assert block_with(document, "Selby").heading == "Spares"


def test_a_numbered_title_between_rows_heads_those_below(tmp_path: Path) -> None:
    """A row "C | NOT TO BE USED" heads those below; an item without a price beside others heads none."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Item", "Description", "Make", "Qty", "Rate"],
        ["A", "BASE OFFER"],
        ["A1", "Turret", "Norvik", 18, 40],
        ["A2", "Brackets as drawn"],
        ["A3", "Dome", "Orsted", 18, 40],
        ["C", "Lines left so that numbers match"],
        ["C1", "Bullet", "Selby", 2, 0],
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("B6:E6")

    (document,) = read_bytes(tmp_path, "a.xlsx", saved(book))

    assert block_with(document, "Norvik").heading == "BASE OFFER"
    assert block_with(document, "Orsted").heading == "BASE OFFER"
    assert block_with(document, "Selby").heading == "Lines left so that numbers match"


def test_a_title_above_rows_without_headings_stays_with_them(tmp_path: Path) -> None:
    """What stands alone above is the caption of rows that no row of column names heads."""
    book = openpyxl.Workbook()
    title = "Schedule E, things that the Port holds in its store and hands over; price fixing only"
    for row in ([title], ["E1", "Turrets, boxed", "Norvik", 22], ["E2", "Radios", "Selby", 40]):
        book.active.append(row)

    (document,) = read_bytes(tmp_path, "a.xlsx", saved(book))

    assert block_with(document, "Norvik").caption == title
    assert block_with(document, "Selby").caption == title


def test_the_name_of_a_sheet_heads_its_rows(tmp_path: Path) -> None:
    """A tab named "Spares" says what the rows are; a name that the program gave says nothing."""
    book = openpyxl.Workbook()
    book.active.append(["Item", "Make", "Qty"])
    book.active.append(["A1", "Norvik", 18])
    spares = book.create_sheet("Spares held by client")
    spares.append(["Item", "Make", "Qty"])
    spares.append(["S1", "Selby", 2])

    (document,) = read_bytes(tmp_path, "a.xlsx", saved(book))

    assert block_with(document, "Norvik").heading == ""
    assert block_with(document, "Selby").heading == "Spares held by client"


def test_hidden_sheets_rows_comments_and_links_are_read(tmp_path: Path) -> None:
    """Hidden sheets and rows, comments and links are read, each in its layer."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"] = "seen", "Norvik row"
    sheet.row_dimensions[2].hidden = True
    sheet["A1"].comment = Comment("Norvik in rev A", "x")
    sheet["A3"] = "more"
    sheet["A3"].hyperlink = "https://norvik.example/"
    very = book.create_sheet("calc")
    very["A1"] = "Norvik sheet"
    very.sheet_state = "veryHidden"

    (document,) = read_bytes(tmp_path, "a.xlsx", saved(book))

    assert found(document, Layer.HIDDEN) == ["Norvik row", "Norvik sheet"]
    assert found(document, Layer.COMMENT) == ["Norvik in rev A"]
    assert "https://norvik.example/" in found(document, Layer.LINK)
    assert block_with(document, "Norvik sheet").where == "Hidden sheet calc, row 1"


def test_merged_cell_counts_for_each_of_its_rows(tmp_path: Path) -> None:
    """A value merged over rows belongs to each of them, and is printed once."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Make", "Part no."], ["Norvik", "NV-2"], [None, "NV-3"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")

    (document,) = read_bytes(tmp_path, "a.xlsx", saved(book))

    second = block_with(document, "NV-3")
    assert second.text == "NV-3"
    assert ("Make", "Norvik") in [(cell.heading, cell.text) for cell in second.cells]


def bare(sheet: str, strings: str = "") -> bytes:
    """Return a workbook of one sheet given as XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    names = f'xmlns="{main}" xmlns:r="{R}"'
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook {names}><sheets><sheet name="S" sheetId="1" '
            'r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations(
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "sharedStrings", "sharedStrings.xml"),
            ),
            "xl/sharedStrings.xml": f"<sst {names}><si><t>{strings}</t></si></sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet {names}><sheetData>{sheet}</sheetData>"
            "</worksheet>",
        }
    )


def test_far_away_cell_costs_nothing(tmp_path: Path) -> None:
    """A cell in the last row and column does not make a grid of seventeen thousand million."""
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>' + (
        '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
    )

    (document,) = read_bytes(tmp_path, "a.xlsx", bare(rows, "Norvik"))

    assert [block.text for block in document.blocks] == ["Norvik", "far"]


def test_one_string_in_many_cells_is_stopped(tmp_path: Path, monkeypatch: object) -> None:
    """A long shared string in many cells ends at the limit and says so."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 60))
    long = "Norvik " * (sheet_cells.LETTERS // 7 // 50)

    (document,) = read_bytes(tmp_path, "a.xlsx", bare(rows, long))

    assert "limit of cells or letters" in reasons(document)
    assert len(document.blocks) < 59


def test_locked_workbook_is_told(tmp_path: Path) -> None:
    """An encrypted Office file is "locked", not damaged and not clear."""
    import olefile

    sector = 512
    assert olefile.MAGIC
    name = "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0")
    root = "Root Entry".encode("utf-16-le").ljust(64, b"\0")

    def entry(label: bytes, length: int, kind: int, child: int, start: int, size: int) -> bytes:
        free = b"\xff" * 8
        return (
            label + length.to_bytes(2, "little") + bytes([kind, 1]) + free
            + child.to_bytes(4, "little") + b"\0" * 36 + start.to_bytes(4, "little")
            + size.to_bytes(8, "little")
        )  # fmt: skip

    header = (
        olefile.MAGIC + b"\0" * 16 + b"\x3e\0\3\0\xfe\xff\x09\0\6\0" + b"\0" * 10
        + (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + b"\0" * 4
        + (4096).to_bytes(4, "little") + b"\xfe\xff\xff\xff" + b"\0" * 4 + b"\xfe\xff\xff\xff"
        + b"\0" * 4 + (0).to_bytes(4, "little") + b"\xff" * 432
    )  # fmt: skip
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 10), 0xFFFFFFFE]
    table = b"".join(n.to_bytes(4, "little") for n in chain).ljust(sector, b"\xff")
    folder = entry(root, 22, 5, 1, 0xFFFFFFFE, 0) + entry(name, 34, 2, 0xFFFFFFFF, 2, 4096)

    (document,) = read_bytes(
        tmp_path, "a.xlsx", header + table + folder.ljust(sector, b"\0") + b"x" * 4096
    )

    assert "locked" in reasons(document)
