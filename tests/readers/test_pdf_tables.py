"""Tables of PDF pages come as whole rows under the right headings."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from analyser.document import Block, Layer
from tests.readers.pdf_files import HEIGHT, lines, pdf, read

HEAD = ("Item", "Make", "Model", "Qty")
ROWS = [
    ("Dome camera", "Hikvision", "DS-2CD2143G2-I", "12"),
    ("Recorder", "Dahua", "NVR4108HS", "2"),
    ("Switch", "Cisco", "C9200L", "3"),
]
LEFT = (60, 180, 280, 420, 480)


def grid(canvas: Canvas, rows, *, top: float = 120, ruled: bool = True) -> None:
    """Draw `rows` at fixed columns, with ruling lines or without."""
    canvas.setFont("Helvetica", 10)
    for number, row in enumerate(rows):
        y = HEIGHT - top - 20 * number
        for x, text in zip(LEFT, row, strict=False):
            canvas.drawString(x + 4, y - 13, text)
    if ruled:
        bottom = HEIGHT - top - 20 * len(rows)
        for number in range(len(rows) + 1):
            canvas.line(LEFT[0], HEIGHT - top - 20 * number, LEFT[-1], HEIGHT - top - 20 * number)
        for x in LEFT:
            canvas.line(x, HEIGHT - top, x, bottom)


def rows_of(content: bytes) -> list[Block]:
    """Return the table rows of a PDF."""
    return [b for b in read(content).blocks if b.layer is Layer.TABLE]


@pytest.mark.parametrize("ruled", [True, False])
def test_rows_are_whole_and_know_their_headings(ruled):
    """Each row is one block of its cells, each under its column's heading."""
    rows = rows_of(pdf(lambda c: grid(c, [HEAD, *ROWS], ruled=ruled)))

    assert [row.text for row in rows] == [" | ".join(row) for row in [HEAD, *ROWS]]
    assert [cell.heading for cell in rows[1].cells] == list(HEAD)
    assert [row.text[c.start : c.start + len(c.text)] for row in rows for c in row.cells] == [
        cell for row in [HEAD, *ROWS] for cell in row
    ]
    assert rows[2].where == "Table 1, row 3"


@pytest.mark.parametrize("ruled", [True, False])
def test_caption_is_the_paragraph_right_above(ruled):
    """The sentence above a table goes with each of its rows."""

    def draw(canvas: Canvas) -> None:
        lines(canvas, ["Table 4: equipment that shall not be supplied"], top=100)
        grid(canvas, [HEAD, *ROWS], top=112, ruled=ruled)

    rows = rows_of(pdf(draw))

    assert rows[1].caption == "Table 4: equipment that shall not be supplied"


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("seen", [frozenset({1}), frozenset({0, 1})])
def test_headings_carry_over_the_page_break(ruled, seen):
    """A table that goes on overleaf keeps its headings, also if only that page is looked at."""
    content = pdf(
        lambda c: grid(c, [HEAD, *ROWS], top=500, ruled=ruled),
        lambda c: grid(c, ROWS[:2], top=60, ruled=ruled),
    )

    document = read(content, interest=lambda _: seen)

    rows = [b for b in document.blocks if b.layer is Layer.TABLE and b.page == 2]
    assert [row.text for row in rows] == [" | ".join(row) for row in ROWS[:2]]
    assert [cell.heading for cell in rows[0].cells] == list(HEAD)


def test_headings_carry_over_many_pages_that_nobody_looks_at():
    """A row twenty pages on still knows the headings that stand on the first page alone."""
    content = pdf(
        lambda c: grid(c, [HEAD, *ROWS]), *[lambda c: grid(c, ROWS[:2], top=60) for _ in range(20)]
    )

    document = read(content, interest=lambda _: frozenset({20}))

    rows = [b for b in document.blocks if b.layer is Layer.TABLE and b.page == 21]
    assert [cell.heading for cell in rows[0].cells] == list(HEAD)


@pytest.mark.parametrize("seen", [frozenset({1, 2}), frozenset({0, 1, 2})])
def test_tables_are_numbered_over_the_document(seen):
    """No two tables that are laid out share a number; one that runs on overleaf keeps its own."""
    content = pdf(
        lambda c: grid(c, [HEAD, *ROWS], top=500),
        lambda c: grid(c, ROWS[:2], top=60),
        lambda c: (
            lines(c, ["Another schedule is given below, in no connection with the first."], top=60),
            grid(c, [("Room", "Use"), ("A", "Store"), ("B", "Gate")], top=300),
        ),
    )

    document = read(content, interest=lambda _: seen)

    named = {b.page: b.where.partition(",")[0] for b in document.blocks if b.layer is Layer.TABLE}
    assert named[2] == "Table 1 (continued)"
    assert named[3] == "Table 2"


def test_cell_over_two_lines_stays_one_cell():
    """A name that is broken inside a cell keeps its line end, and its row stays whole."""

    def draw(canvas: Canvas) -> None:
        grid(canvas, [HEAD])
        y = HEIGHT - 140
        for x, texts in zip(LEFT, (["Dome"], ["Hik", "vision"], ["DS-2CD"], ["4"]), strict=False):
            for number, text in enumerate(texts):
                canvas.drawString(x + 4, y - 13 - 12 * number, text)
        canvas.line(LEFT[0], y - 32, LEFT[-1], y - 32)
        for x in LEFT:
            canvas.line(x, y, x, y - 32)

    rows = rows_of(pdf(draw))

    assert rows[1].text == "Dome | Hik\nvision | DS-2CD | 4"
    assert rows[1].cells[1].heading == "Make"


def test_cell_merged_over_rows_counts_for_each_of_them():
    """A cell that spans rows is a cell of each, and its text stands in the first alone."""

    def draw(canvas: Canvas) -> None:
        grid(
            canvas, [HEAD, ("Camera", "Uniview", "IPC-1", "4"), ("", "", "IPC-2", "6")], ruled=False
        )
        for number in range(4):
            y = HEIGHT - 120 - 20 * number
            canvas.line(LEFT[2] if number == 2 else LEFT[0], y, LEFT[-1], y)
        for x in LEFT:
            canvas.line(x, HEIGHT - 120, x, HEIGHT - 180)

    rows = rows_of(pdf(draw))

    assert [row.text for row in rows[1:]] == ["Camera | Uniview | IPC-1 | 4", "IPC-2 | 6"]
    cells = [(cell.heading, cell.text) for cell in rows[2].cells]
    assert cells[:2] == [("Model", "IPC-2"), ("Qty", "6")]
    assert cells[2:] == [("Item", "Camera"), ("Make", "Uniview")]
    assert {cell.start for cell in rows[2].cells[2:]} == {len(rows[2].text)}


def test_empty_cell_between_rules_stays_empty():
    """A cell that is empty in a fully ruled table takes nothing from the row above it."""
    rows = rows_of(
        pdf(
            lambda c: grid(c, [HEAD, ("Camera", "Uniview", "IPC-1", "4"), ("Mast", "", "M-2", "6")])
        )
    )

    assert [cell.text for cell in rows[2].cells] == ["Mast", "M-2", "6"]


def test_numbered_paragraphs_are_not_a_table():
    """List markers apart from their text do not make columns."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 11)
        for number in range(1, 5):
            y = HEIGHT - 100 - 16 * number
            canvas.drawString(60, y, f"{number}.")
            canvas.drawString(90, y, "The contractor shall keep the site clean and tidy.")

    assert rows_of(pdf(draw)) == []
