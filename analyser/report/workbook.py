"""The run as an Excel workbook: a table a sheet, ready to be filtered and printed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from analyser.dossier import Run
from analyser.errors import OutputError
from analyser.report.context import RenderContext
from analyser.report.sheets import Cell, Sheet, harmless, sheets
from analyser.report.wording import Words, load_words

FILE_NAME = "findings.xlsx"

MOST_ROWS = 1_048_575
"""Of a sheet in Excel, below its headings."""

HEADING: dict[str, Any] = {
    "bold": True, "bg_color": "#17324D", "font_color": "#FFFFFF", "text_wrap": True,
    "valign": "vcenter", "border": 1, "border_color": "#17324D",
}  # fmt: skip
BODY: dict[str, Any] = {
    "text_wrap": True, "align": "left", "valign": "top", "bottom": 1, "bottom_color": "#DFE2E4",
}  # fmt: skip

LINE_HEIGHT = 15.0
MOST_LINES = 14
"""A row higher than the window cannot be scrolled through in Excel."""

TINTED = ("status", "result")
"""Columns whose words are coloured: the status is told by word and by colour."""

TINTS = {
    "flagged": {"bg_color": "#FBECEB", "font_color": "#A8201A"},
    "review": {"bg_color": "#FDF3E1", "font_color": "#7A4B00"},
    "incomplete": {"bg_color": "#E9F1F9", "font_color": "#1C4F82"},
}


def render(run: Run, directory: Path, context: RenderContext) -> tuple[Path, ...]:
    """Write `run` to `directory`/findings.xlsx."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    words = load_words(context.language, context.templates)
    path = directory / FILE_NAME
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({
        "title": words("page.title", name=str(harmless(run.root or words("page.this_folder")))),
        "comments": words("page.footer"),
        # The run's own time: the same run gives the same file.
        "created": _moment(run.finished_at),
    })  # fmt: skip
    formats = {"heading": book.add_format(HEADING), "body": book.add_format(BODY)}
    for sheet in sheets(run, context, words):
        _write(book, sheet, formats, words)
    try:
        book.close()
    except FileCreateError as error:
        raise OutputError(f"{path}: cannot be written ({error}); close it in Excel") from error
    return (path,)


def _write(book: Any, sheet: Sheet, formats: dict[str, Any], words: Words) -> None:
    table = book.add_worksheet(words(f"sheets.{sheet.key}")[:31])
    table.set_row(0, 2 * LINE_HEIGHT)  # headings of two lines are cut otherwise
    last_row = min(len(sheet.rows), MOST_ROWS)
    last_column = len(sheet.columns) - 1
    for number, (key, width) in enumerate(sheet.columns):
        table.set_column(number, number, width, formats["body"])
        table.write_string(0, number, words(f"sheets.{key}"), formats["heading"])
    for row, cells in enumerate(sheet.rows[:MOST_ROWS], start=1):
        table.set_row(row, _height(sheet, cells))
        for column, cell in enumerate(cells):
            _write_cell(table, row, column, harmless(cell), formats["body"])
    table.freeze_panes(1, 2 if last_column > 3 else 0)
    table.autofilter(0, 0, max(1, last_row), last_column)
    for number, (key, _) in enumerate(sheet.columns):
        if key in TINTED and last_row:
            _tint(book, table, number, last_row, words)
    table.set_landscape()
    table.set_paper(9)  # A4
    table.set_print_scale(65)
    table.repeat_rows(0)
    if last_column > 3:
        table.repeat_columns(0, 1)
    table.set_footer("&L&A&R&P / &N")


def _write_cell(table: Any, row: int, column: int, cell: Any, form: Any) -> None:
    if cell is None or cell == "":
        table.write_blank(row, column, None, form)
    elif isinstance(cell, str):
        table.write_string(row, column, cell, form)
    else:
        table.write_number(row, column, cell, form)


def _height(sheet: Sheet, cells: tuple[Cell, ...]) -> float:
    """Return the height for `cells`: LibreOffice does not grow rows of a file it opens."""
    lines = [
        sum(max(1, -(-len(line) // max(1, width - 1))) for line in str(cell).splitlines() or [""])
        for (_, width), cell in zip(sheet.columns, cells, strict=True)
        if cell is not None
    ]
    return LINE_HEIGHT * min(MOST_LINES, max(lines, default=1))


def _tint(book: Any, table: Any, column: int, last_row: int, words: Words) -> None:
    """Colour the cells of `column` by the status that they name."""
    for group in ("disposition", "verdict"):
        for code, tint in TINTS.items():
            if code in words.texts[group]:
                text = words.named(group, code).replace('"', '""')
                form = book.add_format(tint)
                rule = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": form}
                table.conditional_format(1, column, last_row, column, rule)


def _moment(iso: str) -> datetime:
    try:
        return datetime.fromisoformat(iso).replace(tzinfo=None)
    except ValueError:
        return datetime(2000, 1, 1)
