"""The records of the binary Excel format: cells, strings and formats, without a grid."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from analyser.readers.sheet_cells import DATE_FORMATS, Formats, Sheet, SheetRow, as_date, is_date
from analyser.readers.sheet_limits import LETTERS, MERGED_CELLS

ROW, BLANK, NUMBER_SMALL, ERROR, TRUTH, NUMBER, WORDS, SHARED = range(8)
FORMULA_WORDS, FORMULA_NUMBER, FORMULA_TRUTH, FORMULA_ERROR = 8, 9, 10, 11
TRUTHS = {0: "FALSE", 1: "TRUE"}
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
STRING_ITEM, FONT, FORMAT, CELL_STYLE, COLUMN, RICH, CHOICE = 19, 43, 44, 47, 60, 62, 64
BUNDLE, MERGED, HEADERS, LINK, STYLES_BEGIN, STYLES_END = 156, 176, 479, 494, 617, 618
COMMENT, COMMENT_TEXT = 635, 637
HEADER_NAMES = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
NOTHING = 0xFFFFFFFF
WORDS_OPERAND = 0x17  # a formula that begins with it is a list of choices written out


def records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and payload of each record; a cut-off end ends it with `ValueError`."""
    position = 0
    while position < len(content):
        kind = content[position]
        position += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (content[position : position + 1] or b"\0")[0] << 7
            position += 1
        size = shift = 0
        while shift < 28:
            byte = (content[position : position + 1] or b"\0")[0]
            position += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if position + size > len(content):
            msg = "it ends in the middle of a record"
            raise ValueError(msg)
        yield kind, content[position : position + size]
        position += size


def wide(record: bytes, position: int) -> tuple[str, int]:
    """Return the counted string at `position` and where the next field begins."""
    if position + 4 > len(record):
        return "", len(record)
    count = struct.unpack_from("<I", record, position)[0]
    position += 4
    if count == NOTHING:
        return "", position
    end = min(position + 2 * count, len(record))
    return record[position:end].decode("utf-16-le", "replace"), end


def shared_items(content: bytes) -> list[str]:
    """Return the shared strings in `content`, in order."""
    return [wide(record, 1)[0] for kind, record in records(content) if kind == STRING_ITEM]


def listed_sheets(content: bytes) -> Iterator[tuple[str, bool, str]]:
    """Yield name, whether it is hidden and relation id of each sheet of the workbook part."""
    for kind, record in records(content):
        if kind == BUNDLE and len(record) >= 8:
            id_, position = wide(record, 8)
            name, _ = wide(record, position)
            yield name, bool(record[0]), id_


def comment_texts(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield cell and text of each comment."""
    place = ""
    for kind, record in records(content):
        if kind == COMMENT and len(record) >= 20:
            row, _, column, _ = struct.unpack_from("<IIII", record, 4)
            place = cell_name(row, column)
        elif kind == COMMENT_TEXT:
            yield place, wide(record, 1)[0]


def last_strings(content: bytes) -> Iterator[str]:
    """Yield the string at the end of each record that ends with one, whatever comes before."""
    for _, record in records(content):
        for position in range(min(len(record) - 5, 32)):
            count = struct.unpack_from("<I", record, position)[0]
            if count and position + 4 + 2 * count == len(record):
                yield record[position + 4 :].decode("utf-16-le", "replace").strip("\0")
                break


def cell_name(row: int, column: int) -> str:
    """Return "B7" for row 6 and column 1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def formats_of(content: bytes) -> Formats:
    """Return which cell styles show dates, and which strike through."""
    custom: set[int] = set()
    fonts: list[bool] = []
    dates: set[int] = set()
    struck: set[int] = set()
    inside, number = False, 0
    for kind, record in records(content):
        if kind == FORMAT and len(record) > 6 and is_date(wide(record, 2)[0]):
            custom.add(struct.unpack_from("<H", record)[0])
        elif kind == FONT and len(record) >= 4:
            fonts.append(bool(record[2] & 0x08))
        elif kind in (STYLES_BEGIN, STYLES_END):
            inside = kind == STYLES_BEGIN
        elif kind == CELL_STYLE and inside and len(record) >= 6:
            _, shown, font = struct.unpack_from("<HHH", record)
            if shown in custom or shown in DATE_FORMATS:
                dates.add(number)
            if font < len(fonts) and fonts[font]:
                struck.add(number)
            number += 1
    return Formats(frozenset(dates), frozenset(struck))


class RecordReader:
    """Reads one worksheet part into rows of the cells that are there."""

    def __init__(self, strings: list[str], formats: Formats, limit: int) -> None:
        self.strings = strings
        self.formats = formats
        self.limit = limit
        self.sheet = Sheet()
        self.cells = self.letters = 0
        self.row = SheetRow(-1)
        self.others: dict[int, Callable[[bytes], None]] = {
            COLUMN: self._column,
            MERGED: self._merged,
            LINK: self._link,
            HEADERS: self._headers,
            CHOICE: self._choice,
        }

    def read(self, content: bytes) -> Sheet:
        """Read the worksheet in `content`; damage ends it and is said in `fault`."""
        try:
            for kind, record in records(content):
                if kind == ROW:
                    self._row(record)
                elif kind <= FORMULA_ERROR or kind == RICH:
                    self._cell(kind, record)
                elif kind in self.others:
                    self.others[kind](record)
                if self.sheet.capped:
                    break
        except (ValueError, struct.error) as error:
            self.sheet.fault = str(error)
        return self.sheet

    def _row(self, record: bytes) -> None:
        number = struct.unpack_from("<I", record)[0]
        hidden = len(record) > 11 and bool(record[11] & 0x10)
        self.row = SheetRow(number, hidden=hidden)

    def _cell(self, kind: int, record: bytes) -> None:
        if kind == BLANK or len(record) < 9:
            return
        column, style = struct.unpack_from("<II", record)
        style &= 0xFFFFFF
        text = self._text(kind, record, style)
        if not text.strip():
            return
        if not self.row.texts:
            self.sheet.rows.append(self.row)
        self.row.texts[column] = text
        if style in self.formats.struck:
            self.row.struck.add(column)
        self.letters += len(text)
        self.cells += 1
        self.sheet.capped = self.cells >= self.limit or self.letters > LETTERS

    def _text(self, kind: int, record: bytes, style: int) -> str:
        if kind == SHARED:
            number = struct.unpack_from("<I", record, 8)[0]
            self.sheet.shown.add(number)
            return self.strings[number] if number < len(self.strings) else ""
        if kind in (WORDS, FORMULA_WORDS):
            return wide(record, 8)[0]
        if kind == RICH:
            return wide(record, 9)[0]
        if kind in (TRUTH, FORMULA_TRUTH, ERROR, FORMULA_ERROR):
            names = TRUTHS if kind in (TRUTH, FORMULA_TRUTH) else ERRORS
            return names.get(record[8], "")
        value = _small(record) if kind == NUMBER_SMALL else struct.unpack_from("<d", record, 8)[0]
        if style in self.formats.dates:
            return as_date(repr(value))
        whole = abs(value) < 1e15 and float(value).is_integer()
        return str(int(value)) if whole else repr(value)

    def _column(self, record: bytes) -> None:
        low, high, _, _, flags = struct.unpack_from("<IIIIH", record)
        if flags & 1:
            self.sheet.hidden_columns.update(range(low, min(high + 1, 16384)))

    def _merged(self, record: bytes) -> None:
        if len(self.sheet.merged) < MERGED_CELLS:
            top, bottom, left, right = struct.unpack_from("<IIII", record)
            self.sheet.merged.append((top, left, bottom, right))

    def _link(self, record: bytes) -> None:
        row, _, column, _ = struct.unpack_from("<IIII", record)
        id_, position = wide(record, 16)
        place, position = wide(record, position)
        tip, _ = wide(record, position)
        self.sheet.links.append((cell_name(row, column), id_ or place, tip))

    def _headers(self, record: bytes) -> None:
        position = 2
        for name in HEADER_NAMES:
            text, position = wide(record, position)
            if text:
                self.sheet.headers.append((name, text))

    def _choice(self, record: bytes) -> None:
        """Add the hints of a cell's list of choices, and the list where it is written out."""
        areas = struct.unpack_from("<I", record, 4)[0]
        position = 8 + 16 * areas
        for _ in range(4):  # title and text of the error, then of the prompt
            text, position = wide(record, position)
            if text:
                self.sheet.choices.append(text)
        if record[position + 4 : position + 5] == bytes([WORDS_OPERAND]):
            count = struct.unpack_from("<H", record, position + 5)[0]
            raw = record[position + 7 : position + 7 + 2 * count]
            self.sheet.choices.append(raw.decode("utf-16-le", "replace").replace("\0", ", "))


def _small(record: bytes) -> float:
    """Return a number kept in four bytes: an integer, or the upper half of a double."""
    raw: int = struct.unpack_from("<I", record, 8)[0]
    if raw & 2:
        value = float(struct.unpack_from("<i", record, 8)[0] >> 2)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (raw & 0xFFFFFFFC) << 32))[0]
    return value / 100 if raw & 1 else value
