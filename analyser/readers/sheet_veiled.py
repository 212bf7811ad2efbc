"""Which rows and columns of an Excel 97 workbook are hidden, from its records."""

from __future__ import annotations

import struct
from collections.abc import Sequence, Set
from dataclasses import dataclass

from analyser.readers.sheet_beside import BEGIN, records

SHEET_ENTRY, END = 0x0085, 0x000A
ROW, COLUMNS = 0x0208, 0x007D
ROW_HIDDEN, COLUMN_HIDDEN = 0x20, 0x01
COLUMNS_AT_MOST = 16_384


@dataclass(frozen=True, slots=True)
class Veiled:
    """Rows and columns that a sheet does not show, counted from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()


def veiled_places(books: Sequence[bytes], sheets: int) -> list[Veiled]:
    """Return what each of so many `sheets` hides, in their order; nothing where that is unclear.

    Args:
        books: Workbook streams of the file, of which one has the sheets that are read.
        sheets: How many sheets were found by whoever reads the cells.
    """
    for stream in books:
        places = [
            struct.unpack_from("<I", record)[0]
            for kind, record in records(stream)
            if kind == SHEET_ENTRY and len(record) >= 4
        ]
        if len(places) == sheets:
            return [_of_sheet(stream, place) for place in places]
    return [Veiled()] * sheets


def _of_sheet(stream: bytes, place: int) -> Veiled:
    """Return what is hidden in the sheet whose records begin at `place`."""
    rows: set[int] = set()
    spans: set[tuple[int, int]] = set()
    depth = 0  # a chart in the sheet has a beginning and an end of its own
    for kind, record in records(memoryview(stream)[place:]):
        if kind == BEGIN:
            depth += 1
        elif kind == END:
            depth -= 1
            if depth <= 0:
                break
        elif kind == ROW and len(record) >= 14 and depth == 1:
            if struct.unpack_from("<H", record, 12)[0] & ROW_HIDDEN:
                rows.add(struct.unpack_from("<H", record)[0])
        elif kind == COLUMNS and len(record) >= 10 and depth == 1:
            first, last, width, _, flags = struct.unpack_from("<5H", record)
            if flags & COLUMN_HIDDEN or width == 0:
                spans.add((first, min(last, COLUMNS_AT_MOST)))
    return Veiled(frozenset(rows), _columns(spans))


def _columns(spans: Set[tuple[int, int]]) -> frozenset[int]:
    """Return the columns from first to last of all `spans`, each looked at once."""
    columns: set[int] = set()
    after = 0
    for first, last in sorted(spans):
        columns.update(range(max(first, after), last + 1))
        after = max(after, last + 1)
    return frozenset(columns)
