"""Rows and columns of a table from the way that its words stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyser.readers.column_words import named_cells
from analyser.readers.page_words import Segment, Word, rows_of_words, segment_of

Lines = list[list[Word]]
"""A cell: printed lines of words."""

Columns = Sequence[tuple[float, float]]

NUMERIC = re.compile(r"[£$€₹¥]?\s*[\d.,'’ %/-]*\d[\d.,'’ %/-]*(?:\s*(?:%|[A-Za-z]{1,3}))?$")


def aligned_columns(rows: Sequence[Sequence[Segment]]) -> list[tuple[float, float]]:
    """Return the columns that the pieces of `rows` stand in, from left to right."""
    columns: list[list[float]] = []
    pieces = sorted((piece for row in rows for piece in row), key=lambda s: s.x1 - s.x0)
    for piece in pieces:
        met = [c for c in columns if piece.x0 < c[1] and piece.x1 > c[0]]
        if not met:
            columns.append([piece.x0, piece.x1])
        elif len(met) == 1:
            met[0][0], met[0][1] = min(met[0][0], piece.x0), max(met[0][1], piece.x1)
    columns.sort()
    merged: list[list[float]] = []
    for column in columns:
        if merged and (column[0] < merged[-1][1] or not _both(rows, merged[-1], column)):
            merged[-1][1] = max(merged[-1][1], column[1])
        else:
            merged.append(column)
    return [(x0, x1) for x0, x1 in merged]


def _both(rows: Sequence[Sequence[Segment]], left: list[float], right: list[float]) -> bool:
    """Tell whether some row fills both columns: otherwise they are one, aligned two ways."""
    return any(
        any(piece.x0 < left[1] and piece.x1 > left[0] for piece in row)
        and any(piece.x0 < right[1] and piece.x1 > right[0] for piece in row)
        for row in rows
        if len(row) > 1
    )


@dataclass(frozen=True, slots=True)
class Pitch:
    """Distances between the lines of a table."""

    tight: float
    loose: bool
    """Whether rows stand clearly further apart than the lines inside a cell."""


def rows_of_cells(
    lines: Sequence[Sequence[Segment]],
    columns: Columns,
    separators: Sequence[float],
    *,
    faint: bool = False,
) -> list[list[Lines]]:
    """Gather printed `lines` into the rows of a table whose cells may run over lines.

    Args:
        lines: Printed lines, each as its pieces from left to right.
        columns: Left and right edges.
        separators: Heights of flat rules, which end a row for certain.
        faint: Some rules may be missing, as in a scan.
    """
    rows: list[list[Lines]] = []
    pitch = _pitch(lines, columns)
    inner = [y for y in separators if lines[0][0].middle < y < lines[-1][0].middle]
    trusted = len(inner) >= 3 and not faint
    before: Sequence[Segment] = ()
    for line in lines:
        cells = cells_of(line, columns)
        cut = bool(before) and any(before[0].middle < y < line[0].middle for y in inner)
        if not before or cut:
            new = True
        elif trusted:
            new = False
        else:
            distance = line[0].middle - before[0].middle
            new = _begins(cells, rows[-1], columns, pitch, distance)
        if new:
            rows.append([[] for _ in columns])
        for number, words in cells.items():
            rows[-1][number].append(words)
        before = line
    return rows


def cells_of(line: Sequence[Segment], columns: Columns) -> dict[int, list[Word]]:
    """Return the words of `line` by the number of their column."""
    cells: dict[int, list[Word]] = {}
    for piece in line:
        overlaps = [min(piece.x1, x1) - max(piece.x0, x0) for x0, x1 in columns]
        best = max(range(len(columns)), key=lambda number: overlaps[number])
        if overlaps[best] <= 0:
            middle = (piece.x0 + piece.x1) / 2
            best = min(
                range(len(columns)), key=lambda n: abs((columns[n][0] + columns[n][1]) / 2 - middle)
            )
        cells.setdefault(best, []).extend(piece.words)
    return cells


def _pitch(lines: Sequence[Sequence[Segment]], columns: Columns) -> Pitch:
    """Measure the distances between `lines`."""
    distances = [b[0].middle - a[0].middle for a, b in pairwise(lines)]
    if not distances:
        return Pitch(0.0, False)
    tight = min(distances)
    loose = [distance for distance in distances if distance > 1.3 * tight]
    return Pitch(tight, len(loose) >= max(2, 0.3 * len(distances)) and len(columns) > 1)


def _begins(
    cells: dict[int, list[Word]],
    row: list[Lines],
    columns: Columns,
    pitch: Pitch,
    distance: float,
) -> bool:
    """Tell whether a line that fills `cells` begins a row or goes on with `row`."""
    if distance > 1.3 * pitch.tight:
        return True
    if pitch.loose:
        return False
    filled = {number for number, lines in enumerate(row) if lines}
    if len(cells) >= len(filled) or not set(cells) <= filled:
        return True
    if 0 not in cells:
        return False
    # Only a cell whose next word did not fit has wrapped; another begins a row of its own.
    return not all(_wrapped(row[n][-1], words[0], columns[n]) for n, words in cells.items())


def _wrapped(line: Sequence[Word], word: Word, column: tuple[float, float]) -> bool:
    """Tell whether `word` would not have fitted behind `line` in its column."""
    return line[-1].x1 + 0.25 * word.size + (word.x1 - word.x0) > column[1]


def cell_text(lines: Lines) -> str:
    """Return a cell as printed."""
    return "\n".join(" ".join(word.text for word in line) for line in lines)


def heading_rows(rows: Sequence[Sequence[Lines]]) -> tuple[int, int]:
    """Return how many of the first `rows` are a title, and how many after it are headings."""
    title = 0
    width = max(sum(map(bool, row)) for row in rows)
    while title < len(rows) - 1 and width > 2 and sum(map(bool, rows[title])) == 1:
        title += 1
    if title >= len(rows):
        return 0, 0
    lead = 0
    while lead < 2 and title + lead < len(rows) - 1:
        if not _is_heading(rows[title + lead], rows[title + lead + 1 :], first=lead == 0):
            break
        lead += 1
    return (title, lead) if lead else (0, 0)


def _is_heading(row: Sequence[Lines], below: Sequence[Sequence[Lines]], *, first: bool) -> bool:
    """Tell whether `row` heads the rows `below` it."""
    texts = [cell_text(cell) for cell in row if cell]
    if len(texts) < 2 or any(NUMERIC.match(text) or len(text) > 60 for text in texts):
        return False
    named = named_cells(texts)
    bold = all(word.bold for cell in row for line in cell for word in line)
    plain_below = not all(
        word.bold for cells in below for cell in cells for line in cell for word in line
    )
    if bold and plain_below:
        return first or named > 0
    if not first:
        return False
    numbers = any(
        row[n] and _mostly_numbers([cells[n] for cells in below]) for n in range(len(row))
    )
    return named >= max(2, 0.5 * len(texts)) or numbers


def _mostly_numbers(cells: Sequence[Lines]) -> bool:
    """Tell whether most of a column's filled `cells` are numbers."""
    texts = [cell_text(cell) for cell in cells if cell]
    return len(texts) > 0 and sum(bool(NUMERIC.match(t)) for t in texts) > 0.6 * len(texts)


def opened_row(row: list[Lines], columns: Sequence[tuple[float, float]]) -> list[list[Lines]]:
    """Split a ruled row that holds many rows without rules between them."""
    filled = [cell for cell in row if len(cell) >= 4]
    if len(filled) < 2:
        return [row]
    words = [word for cell in row for line in cell for word in line]
    lines = [_pieces(line, columns) for line in rows_of_words(words)]
    several = sum(len(line) > 1 for line in lines)
    if several < 4 or several < 0.6 * len(lines):
        return [row]
    return rows_of_cells(lines, list(columns), ())


def _pieces(line: Sequence[Word], columns: Sequence[tuple[float, float]]) -> list[Segment]:
    """Cut a line of words at the borders of `columns`."""
    held: dict[int, list[Word]] = {}
    for word in line:
        held.setdefault(_nearest_holding(columns, word), []).append(word)
    return [segment_of(held[number]) for number in sorted(held)]


def _nearest_holding(columns: Sequence[tuple[float, float]], word: Word) -> int:
    """Return the column that holds the middle of `word`, or the nearest."""
    x = (word.x0 + word.x1) / 2
    for number, (x0, x1) in enumerate(columns):
        if x0 <= x <= x1:
            return number
    return _nearest(columns, x)


def _nearest(columns: Sequence[tuple[float, float]], x: float) -> int:
    """Return the column nearest to `x`."""
    return min(range(len(columns)), key=lambda n: abs((columns[n][0] + columns[n][1]) / 2 - x))
