"""Blocks made of a page's pieces, with what carries over from page to page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from analyser.document import Block, Cell, Layer, Reading
from analyser.readers.flow import MARKED_ITEM
from analyser.readers.page_layout import Layout, Piece
from analyser.readers.page_paragraphs import SENTENCE_END, Paragraph
from analyser.readers.page_rows import Lines, cell_text, heading_rows
from analyser.readers.page_tables import Table
from analyser.readers.page_words import Segment, Writing

NUMBERED = re.compile(
    r"(?:(?:section|part|annex|appendix|schedule|chapter|article|lot|volume)\s+[A-Z0-9]{1,4}\b"
    r"|\d{1,2}(?:\.\d{1,2}){0,4}\.?\s+(?=[^\W\d_]))",
    re.IGNORECASE,
)
FOOTNOTE_MARK = re.compile(r"(?:\d{1,2}|[*†‡§¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\[\d{1,2}\])\s*\S")
CAPTION = re.compile(r"(?:table|schedule|tableau|tabelle|tabla|tabela)\s+[\w.\-]+", re.IGNORECASE)

MARGIN = 0.12  # of the page's height: where running headers and footers stand
SAME_COLUMN = 6.0  # points


@dataclass(frozen=True, slots=True)
class Carried:
    """What a page hands on to the next."""

    heading: str = ""
    lead_in: str = ""
    columns: tuple[tuple[float, float], ...] = ()
    headings: tuple[str, ...] = ()
    caption: str = ""
    table: int = 0
    """Number of the table that may run on."""


@dataclass(slots=True)
class PageWriter:
    """Writes the blocks of one page."""

    page: int | None
    height: float
    running: frozenset[str] = frozenset()
    """Folded lines that recur on many pages."""

    carried: Carried = field(default_factory=Carried)
    reading: Reading = Reading.TEXT
    body_size: float = 10.0
    blocks: list[Block] = field(default_factory=list)
    tables: int = 0
    """The last table's number; tables are numbered over the document, as far as it is laid out."""

    silent: bool = False  # only what carries over is wanted, no blocks

    def write(self, layout: Layout) -> Carried:
        """Write `layout` and return what carries over to the next page."""
        self.body_size = layout.body_size
        before: Paragraph | None = None
        pieces = list(self._without_margins(layout.pieces))
        for number, piece in enumerate(pieces):
            if isinstance(piece, Table):
                self._write_table(piece, before, first=number == 0)
            else:
                below = pieces[number + 1] if number + 1 < len(pieces) else None
                self._write_paragraph(piece, below)
                before = piece
        if pieces and not isinstance(pieces[-1], Table):
            self.carried = replace(self.carried, columns=(), headings=(), caption="", table=0)
        return self.carried

    def _without_margins(self, pieces: Sequence[Piece]) -> Iterator[Piece]:
        """Yield the pieces of the body; write running headers and footers at once."""
        for piece in pieces:
            if isinstance(piece, Table):
                yield piece
                continue
            body: list[Segment] = []
            for line in piece.lines:
                if fold_line(line.text) in self.running and self._in_margin(line):
                    low = line.top > self.height / 2
                    layer, where = (Layer.FOOTER, "Footer") if low else (Layer.HEADER, "Header")
                    self._add([line], layer, where)
                else:
                    body.append(line)
            if body:
                yield Paragraph(body)

    def _in_margin(self, line: Segment) -> bool:
        """Tell whether `line` stands where headers and footers do."""
        return line.bottom < MARGIN * self.height or line.top > (1 - MARGIN) * self.height

    def _add(self, lines: Sequence[Segment], layer: Layer, where: str = "") -> None:
        """Write `lines` as a block."""
        if self.silent:
            return
        writing = Writing.blank()
        writing.add_lines(line.words for line in lines)
        self.blocks.append(
            Block(
                text=writing.text,
                layer=layer,
                page=self.page,
                where=where,
                heading=self.carried.heading if layer in (Layer.BODY, Layer.FOOTNOTE) else "",
                lead_in=self.carried.lead_in if layer is Layer.BODY else "",
                spans=tuple(writing.spans),
                reading=self.reading,
            )
        )

    def _write_paragraph(self, piece: Paragraph, below: Piece | None) -> None:
        """Write a paragraph, a heading, an item of a list or a footnote."""
        if self._is_footnote(piece):
            self._add(piece.lines, Layer.FOOTNOTE, "Footnote")
            return
        text = piece.text
        if self._is_heading(piece, below):
            self.carried = replace(self.carried, lead_in="", heading="")
            self._add(piece.lines, Layer.BODY)
            self.carried = replace(self.carried, heading=" ".join(text.split()))
            return
        if text.rstrip().endswith(":") and not piece.bulleted:
            self.carried = replace(self.carried, lead_in="")
            self._add(piece.lines, Layer.BODY)
            self.carried = replace(self.carried, lead_in=_last_sentence(text))
            return
        if not piece.bulleted:
            self.carried = replace(self.carried, lead_in="")
        self._add(piece.lines, Layer.BODY)

    def _is_heading(self, piece: Paragraph, below: Piece | None) -> bool:  # noqa: PLR0911 - a list of reasons
        """Tell whether `piece` heads a section, by its size, its weight or its number."""
        text = piece.text
        words = text.split()
        if len(piece.lines) > 3 or len(words) > 18 or len(text) < 3:
            return False
        # Next to a page of small print an item of a list is large, and still an item.
        if MARKED_ITEM.match(text):
            return False
        if text.rstrip().endswith((";", ",")) or below is None:
            return False
        if piece.size > 1.12 * self.body_size and not _is_sentence(text):
            return True
        if CAPTION.match(text) and isinstance(below, Table):
            return False
        if text.rstrip().endswith((".", ":")) and not piece.bold:
            return False
        if piece.bold and not piece.bulleted:
            return not isinstance(below, Paragraph) or not below.bold or bool(NUMBERED.match(text))
        letters = [char for char in text if char.isalpha()]
        capitals = len(letters) > 3 and all(char.isupper() for char in letters)
        return len(words) <= 12 and (
            (capitals and len(words) > 1)
            or (
                bool(NUMBERED.match(text))
                and len(piece.lines) == 1
                and not isinstance(below, Table)
                and text[-1].isalpha()
                and _titled(words)
            )
        )

    def _is_footnote(self, piece: Paragraph) -> bool:
        """Tell whether `piece` is a note at the foot of the page."""
        small = piece.top > 0.6 * self.height and piece.size < 0.88 * self.body_size
        return small and bool(FOOTNOTE_MARK.match(piece.text))

    def _write_table(self, table: Table, above: Paragraph | None, *, first: bool) -> None:
        """Write the rows of `table`."""
        goes_on = first and self._goes_on(table)
        known = self.carried.table if goes_on else 0
        self.tables += not known
        number_of_table = known or self.tables
        title, lead = heading_rows(table.rows)
        headings = _headings(table.rows[title : title + lead], len(table.columns))
        caption = self._caption(table, above)
        if title:
            caption = " ".join(cell_text(c) for row in table.rows[:title] for c in row if c)
        repeated = False
        name = f"Table {number_of_table}"
        if goes_on:
            name += " (continued)"
            repeated = headings == self.carried.headings
            if not lead:
                headings = self.carried.headings
            caption = self.carried.caption or caption
        for number, row in enumerate(() if self.silent else table.rows, 1):
            leads = title <= number - 1 < title + lead
            if leads and repeated:
                continue
            reaching = table.repeated[number - 1] if table.repeated else {}
            body = title + lead < number
            # What reaches down from a heading is a heading, not a value.
            over = [cell for heading in table.rows[: title + lead] for cell in heading]
            values = {n: v for n, v in reaching.items() if body and not any(v is c for c in over)}
            heads = () if leads else headings
            self._write_row(row, values, heads, caption, f"{name}, row {number}")
        self.carried = replace(
            self.carried,
            columns=tuple(table.columns),
            headings=headings,
            caption=caption,
            table=number_of_table,
            lead_in="",
        )

    def _goes_on(self, table: Table) -> bool:
        """Tell whether `table` is the rest of the last one of the page before."""
        before = self.carried.columns
        return len(before) == len(table.columns) and all(
            abs(a - c) < SAME_COLUMN or abs(b - d) < SAME_COLUMN or (a < d and c < b)
            for (a, b), (c, d) in zip(before, table.columns, strict=True)
        )

    def _caption(self, table: Table, above: Paragraph | None) -> str:
        """Return the paragraph right above `table`."""
        if above is None or not 0 <= table.top - above.bottom + 4 < 6 * max(self.body_size, 8):
            return ""
        return above.text

    def _write_row(
        self,
        row: Sequence[Lines],
        above: Mapping[int, Lines],
        headings: Sequence[str],
        caption: str,
        where: str,
    ) -> None:
        """Write one row of a table; the values `above` reach down into it without being in it."""
        writing = Writing.blank()
        cells: list[Cell] = []
        for column, lines in enumerate(row):
            if not lines:
                continue
            if cells:
                writing.add(" | ")
            start = writing.length
            writing.add_lines(lines)
            heading = headings[column] if column < len(headings) else ""
            cells.append(Cell(heading, cell_text(lines), start))
        if not cells:
            return
        for column, lines in above.items():
            heading = headings[column] if column < len(headings) else ""
            cells.append(Cell(heading, cell_text(lines), writing.length))
        self.blocks.append(
            Block(
                text=writing.text,
                layer=Layer.TABLE,
                page=self.page,
                where=where,
                heading=self.carried.heading,
                lead_in=self.carried.lead_in,
                cells=tuple(cells),
                caption=caption,
                spans=tuple(writing.spans),
                reading=self.reading,
            )
        )


def fold_line(line: str) -> str:
    """Return `line` without its page number, so that running lines compare equal."""
    tokens = line.lower().split()
    return " ".join(
        "#" if token.strip("().,-–|/").isdigit() and len(token) < 7 else token for token in tokens
    )


def _headings(rows: Sequence[Sequence[Lines]], width: int) -> tuple[str, ...]:
    """Return the heading of each column."""
    return (
        tuple(
            " ".join(" ".join(cell_text(row[n]).split()) for row in rows if row[n]).strip()
            for n in range(width)
        )
        if rows
        else ()
    )


def _last_sentence(text: str) -> str:
    """Return the sentence that `text` ends with."""
    return re.split(r"(?<=[.!?;])\s+(?=[A-Z])", " ".join(text.split()))[-1]


def _is_sentence(text: str) -> bool:
    """Tell whether `text` reads as a sentence and not as a title."""
    return bool(SENTENCE_END.search(text.rstrip())) and len(text.split()) > 7


def _titled(words: Sequence[str]) -> bool:
    """Tell whether a numbered line is a title and not the first words of a clause."""
    return len(words) <= 8 and words[-1][-1].isalnum()
