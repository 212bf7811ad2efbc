"""Table rows as blocks whose cells know the headings of their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analyser.document import Block, Cell, Layer
from analyser.readers.column_words import named_cells, surely_named

SEPARATOR = " | "
HEADER_SEARCH = 30  # rows at the top of a sheet that may stand above its real heading row
HEADER_LETTERS = 200  # longer cells are prose, and expressions are slow on very long ones
HEADER_WORDS = 12  # a column heading of more words is a sentence
TITLE_WORDS = 30  # what stands alone above a table is its title, in more words, too

# Names that programs give to sheets say nothing of what stands on them.
_UNNAMED = re.compile(
    r"(?:sheet|tabelle|feuil(?:le)?|hoja|foglio|blad|ark|planilha|лист|工作表|arkusz)?\s*\d*", re.I
)
_REFERENCE = re.compile(
    r"(?:(?:part|lot|section|bill|schedule)\s)?(?:[A-Z]|\d{1,2}|[IVX]{1,4})[.):]?", re.I
)
FIGURE = re.compile(r"[\s\d.,:/%£$€¥+()–-]*\d[\s\d.,:/%£$€¥+()–-]*")
PART_NUMBER = re.compile(r"(?=\S*\d)(?=\S*[A-Za-z])\S*[-/]\S*")


@dataclass(frozen=True, slots=True)
class Row:
    """The texts of one row, a place for every column; merged cells repeat their value."""

    texts: tuple[str, ...]

    repeated: frozenset[int] = frozenset()
    """Columns whose text was printed in an earlier cell and is only carried over."""

    where: str = ""
    layer: Layer = Layer.TABLE
    header: bool = False
    """The file itself says that it is a heading row."""

    def filled(self) -> list[int]:
        """Return the columns that print something."""
        return [
            column
            for column, text in enumerate(self.texts)
            if text.strip() and column not in self.repeated
        ]


def row_block(row: Row, headings: Sequence[str], heading: str = "", caption: str = "") -> Block:
    """Return `row` as a block: filled cells joined, each with its heading of `headings`."""
    parts: list[str] = []
    cells: list[Cell] = []
    length = 0
    carried: list[tuple[str, str]] = []
    for column, text in enumerate(row.texts):
        text = text.strip()  # noqa: PLW2901 - the cell as it is printed
        if not text:
            continue
        above = headings[column] if column < len(headings) else ""
        if column in row.repeated:
            carried.append((above, text))
            continue
        if parts:
            length += len(SEPARATOR)
        cells.append(Cell(above, text, length))
        parts.append(text)
        length += len(text)
    cells += [Cell(above, text, length) for above, text in carried]
    return Block(
        SEPARATOR.join(parts),
        row.layer,
        where=row.where,
        heading=heading,
        cells=tuple(cells),
        caption=caption,
    )


def heading_rows(rows: Sequence[Row]) -> tuple[int, int]:
    """Return the range of the rows that head the columns; an empty range where none does.

    Rows that the file marks as headings win. Otherwise the best row near the top is taken that
    looks like a heading: at least two short cells, no figures, followed by fuller rows. A second
    line right below that fills gaps of the first belongs to it.
    """
    marked = [number for number, row in enumerate(rows) if row.header and row.filled()]
    if marked:
        start = marked[0]
        end = start
        while end < len(rows) and rows[end].header:
            end += 1
        return start, end
    first = next((number for number, row in enumerate(rows) if len(row.filled()) > 1), -1)
    best, found = 0.0, -1
    for number, row in enumerate(rows[:HEADER_SEARCH]):
        below = rows[number + 1 : number + 6]
        named = _named(row, below)
        # Below the first full row only column names count, and two of them.
        score = named if number != first else max(named, 0.5 * _stands_over(row, below))
        if score > best and (number == first or named >= 2):
            best, found = score, number
    if found < 0:
        return 0, 0
    return found, found + 1 + _second_line(rows, found)


def _may_head(row: Row, below: Sequence[Row]) -> list[str]:
    """Return the texts of `row` where they can be column headings at all."""
    texts = [row.texts[column].strip() for column in row.filled()]
    if any(len(text) > HEADER_LETTERS for text in texts):
        return []
    if len(texts) < 2 or not any(len(other.filled()) > 1 for other in below):
        return []
    if any(FIGURE.fullmatch(text) or PART_NUMBER.fullmatch(text) for text in texts):
        return []
    if any(len(text.split()) > HEADER_WORDS for text in texts):
        return []
    return texts


def _named(row: Row, below: Sequence[Row]) -> float:
    """Return how many cells of `row` are named like columns; 0 where it cannot head any."""
    texts = _may_head(row, below)
    short = [text for text in texts if len(text.split()) <= 5 and not text.endswith(".")]
    return float(named_cells(short) if len(short) == len(texts) else surely_named(short))


def _stands_over(row: Row, below: Sequence[Row]) -> bool:
    """Tell by form whether the first row heads the table: short words over figures or prose."""
    texts = _may_head(row, below)
    if not texts or any(len(text.split()) > 4 for text in texts):
        return False
    cells = [
        other.texts[column].strip()[:HEADER_LETTERS] for other in below for column in other.filled()
    ]
    figures = any(FIGURE.fullmatch(cell) or PART_NUMBER.search(cell) for cell in cells)
    longest = max((len(cell.split()) for cell in cells), default=0)
    return figures or longest >= 3 * max(len(text.split()) for text in texts)


def _second_line(rows: Sequence[Row], found: int) -> int:
    """Return 1 where the next row goes on with the heading (units, halves of a merged cell)."""
    if found + 2 >= len(rows):
        return 0
    above, below = rows[found], rows[found + 1]
    filled = below.filled()
    if not filled or len(filled) > len(below.texts) / 2 + 1 or len(rows[found + 2].filled()) < 2:
        return 0
    words = [below.texts[column].strip() for column in filled]
    if any(FIGURE.fullmatch(word) or PART_NUMBER.fullmatch(word) for word in words):
        return 0
    gaps = all(
        column in above.repeated or not above.texts[column].strip()
        for column in filled
        if column < len(above.texts)
    )
    units = all(len(word) <= 6 or word.startswith("(") for word in words)
    return int((gaps and len(filled) > 1) or (units and len(filled) < len(above.filled())))


def joined_headings(rows: Sequence[Row], width: int) -> tuple[str, ...]:
    """Return one heading a column out of the heading `rows`, the upper words first."""
    headings: list[str] = []
    for column in range(width):
        words: list[str] = []
        for row in rows:
            text = " ".join(row.texts[column].split()) if column < len(row.texts) else ""
            if text and text not in words:
                words.append(text)
        headings.append(" ".join(words))
    return tuple(headings)


def table_blocks(
    rows: Sequence[Row], heading: str = "", caption: str = "", sheet: str = ""
) -> list[Block]:
    """Return every filled row of one table as a block, with its column headings.

    A lone cell above the headings is a title and gives the caption where there is none; one
    below them ("Lot 2: recorders") heads the rows that follow, as far as the next one. Where
    nothing else does, the name that somebody gave the `sheet` heads its rows.
    """
    start, end = heading_rows(rows)
    width = max((len(row.texts) for row in rows), default=0)
    headings = joined_headings(rows[start:end], width)
    none: tuple[str, ...] = ()
    titles = [words for row in _above(rows, start, end) if (words := _lone(row, TITLE_WORDS))]
    given = "" if _UNNAMED.fullmatch(sheet.strip()) else sheet
    short = [words for words in titles if len(words.split()) <= HEADER_WORDS]
    section = heading or (short[0] if short else given)
    caption = caption or " / ".join(titles)[:300]
    blocks: list[Block] = []
    for number, row in enumerate(rows):
        if not row.filled():
            continue
        blocks.append(row_block(row, headings if number >= end else none, section, caption))
        words = _lone(row) or _numbered_title(row, rows[number + 1 : number + 2])
        if words and width > 2 and number >= end and not FIGURE.fullmatch(words):
            section = words
    return blocks


def _above(rows: Sequence[Row], start: int, end: int) -> Sequence[Row]:
    """Return the rows above the headings; where nothing heads the columns, above the first row."""
    if end:
        return rows[:start]
    first = next((number for number, row in enumerate(rows) if len(row.filled()) > 1), 0)
    return rows[:first]


def _lone(row: Row, most: int = HEADER_WORDS) -> str:
    """Return the text of the only cell of `row` that prints something short, or `""`."""
    filled = row.filled()
    if len(filled) != 1:
        return ""
    words = " ".join(row.texts[filled[0]].split())
    return words if len(words.split()) <= most else ""


def _numbered_title(row: Row, below: Sequence[Row]) -> str:
    """Return the words of a section's row, "C | NOT TO BE USED", over a fuller row; or `""`.

    An item without a price looks the same but for its capitals or its cell merged to the edge.
    """
    filled = row.filled()
    if len(filled) != 2 or not below or len(below[0].filled()) <= 2:
        return ""
    number, words = (" ".join(row.texts[column].split()) for column in filled)
    merged = sum(row.texts[column].strip() == words for column in row.repeated) > 1
    shouted = words.isupper() or sum(map(str.isupper, words.split()[:2])) == 2
    reference = _REFERENCE.fullmatch(number) is not None
    return words if reference and (merged or shouted) and len(words.split()) <= TITLE_WORDS else ""
