"""A worksheet as blocks: its rows, then what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from analyser.document import Block, Cell, Layer
from analyser.readers.package import Relation
from analyser.readers.rows import Row, table_blocks
from analyser.readers.sheet_cells import Sheet, spread

HEADER_PARTS = re.compile(r"&[LCRPNDTAFZG]")  # left, middle, right; numbers, date, names
HEADER_LOOKS = re.compile(r'&(?:[BIUEXYSHO]|K[0-9A-F]{6}|"[^"]*"|\d{1,3})')


def sheet_blocks(sheet: Sheet, where: str, *, name: str = "", hidden: bool = False) -> list[Block]:
    """Return the rows of `sheet` as blocks; merged cells repeat their value for their columns."""
    repeated: dict[int, set[int]] = {}
    by_number = {row.number: row for row in sheet.rows}
    for number, column, text in spread(sheet):
        if column not in by_number[number].texts:
            by_number[number].texts[column] = text
            repeated.setdefault(number, set()).add(column)
    shown = sorted({column for row in sheet.rows for column in row.texts})
    rows: list[Row] = []
    struck: dict[str, set[str]] = {}
    for row in sorted(sheet.rows, key=lambda one: one.number):
        place = f"{where}, row {row.number + 1}"
        carried = repeated.get(row.number, set())
        veiled = sheet.hidden_columns & (set(row.texts) - carried)
        if veiled:
            place += ", with hidden columns"
        layer = Layer.HIDDEN if hidden or row.hidden else Layer.TABLE
        texts = tuple(row.texts.get(column, "") for column in shown)
        again = frozenset(shown.index(column) for column in carried)
        rows.append(Row(texts, again, place, layer))
        if row.struck:
            struck[place] = {row.texts[column].strip() for column in row.struck}
    return [_struck(block, struck.get(block.where)) for block in table_blocks(rows, sheet=name)]


def _struck(block: Block, texts: set[str] | None) -> Block:
    if not texts:
        return block
    cells: list[Cell] = [cell for cell in block.cells if cell.text in texts]
    ranges = tuple((cell.start, cell.start + len(cell.text)) for cell in cells)
    return replace(block, struck=ranges)


def margin_blocks(sheet: Sheet, where: str, relations: dict[str, Relation]) -> Iterator[Block]:
    """Yield page headers, choices, hints and links of a sheet, and what only its formulas say."""
    for kind, text in sheet.headers:
        layer = Layer.HEADER if kind.endswith("Header") else Layer.FOOTER
        words = " ".join(HEADER_PARTS.sub(" ", HEADER_LOOKS.sub("", text)).split())
        if words:
            yield Block(words, layer, where=f"{layer.value} of {where}")
    for text in dict.fromkeys(sheet.choices):
        yield Block(text, Layer.FORM_FIELD, where=f"Choice in {where}")
    told = {text for row in sheet.rows for text in row.texts.values()}
    for cell, target, tip in sheet.links:
        relation = relations.get(target)
        address = relation.target if relation is not None else target
        for text in dict.fromkeys((address, tip)):
            if text and text not in told and not text.endswith(f"!{cell}"):
                told.add(text)
                yield Block(text, Layer.LINK, where=f"Link in {where}, {cell}")
    for text in sheet.literals:
        if text not in told:
            yield Block(text, Layer.HIDDEN, where=f"Formula in {where}")
