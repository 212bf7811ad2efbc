"""The order and grouping of a page's words: columns, tables, paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from analyser.readers.page_paragraphs import Paragraph, paragraphs_of
from analyser.readers.page_rows import aligned_columns, rows_of_cells
from analyser.readers.page_tables import Rule, Table, ruled_tables
from analyser.readers.page_words import Segment, Word, rows_of_segments

# A page of columns has lines enough to tell them from a table's rows.
COLUMN_LINES = 5

Row = list[Segment]


Piece = Paragraph | Table


@dataclass(slots=True)
class Layout:
    """A page's pieces in reading order, and the letter size that most of it is set in."""

    pieces: list[Piece]
    body_size: float


def lay_out(words: Sequence[Word], rules: Sequence[Rule] = (), *, faint: bool = False) -> Layout:
    """Return the tables and paragraphs of a page in reading order."""
    if not words:
        return Layout([], 0.0)
    if faint:
        # A scan loses some of its rules, so that no grid can be trusted: the words' own places
        # make the columns, and the rules that were found part words and rows.
        tables: list[Table] = []
        upright = [r for r in rules if r.bottom - r.top > r.x1 - r.x0]
        rows = rows_of_segments(words, [(r.x0, r.top, r.bottom) for r in upright])
    else:
        tables, rest = ruled_tables(rules, words)
        rows = rows_of_segments(rest)
    flat = [rule for rule in rules if rule.x1 - rule.x0 > 20 and rule.bottom - rule.top < 3]
    pieces = _flow(rows, tables, Separators(flat, faint))
    return Layout(pieces, _body_size(words))


def _body_size(words: Sequence[Word]) -> float:
    """Return the letter size of most characters."""
    weights: dict[float, int] = {}
    for word in words:
        size = round(word.size * 2) / 2
        weights[size] = weights.get(size, 0) + len(word.text)
    return max(weights, key=lambda size: weights[size])


@dataclass(frozen=True, slots=True)
class Separators:
    """Flat rules outside of ruled tables."""

    rules: Sequence[Rule]
    faint: bool

    def between(self, x0: float, x1: float) -> list[float]:
        """Return the heights of the rules that run below most of what stands from x0 to x1."""
        middle = (x0 + x1) / 2
        return [rule.top for rule in self.rules if rule.x0 < middle < rule.x1]


def _flow(rows: list[Row], tables: list[Table], separators: Separators) -> list[Piece]:
    """Return the pieces made of `rows`, with ruled `tables` between them, in reading order."""
    pieces: list[Piece] = []
    for run, gutter in _runs(rows, tables):
        top, bottom = (run[0][0].top, run[-1][0].bottom) if run else (0.0, 0.0)
        if gutter is None:
            pieces += _one_column(run, separators)
            continue
        inside = [t for t in tables if top <= (t.top + t.bottom) / 2 <= bottom]
        for side in (0, 1):
            part = [[s for s in row if (s.x0 >= gutter) == bool(side)] for row in run]
            mine = [t for t in inside if (t.x0 >= gutter - 5) == bool(side)]
            pieces += _merged(_one_column([r for r in part if r], separators), mine)
        tables = [t for t in tables if all(t is not other for other in inside)]
    return _merged(pieces, tables)


def _merged(pieces: list[Piece], tables: Sequence[Table]) -> list[Piece]:
    """Put `tables` among `pieces` before the first one that stands lower."""
    for table in sorted(tables, key=lambda table: table.top):
        place = next((n for n, piece in enumerate(pieces) if piece.top > table.top), len(pieces))
        pieces.insert(place, table)
    return pieces


def _runs(rows: list[Row], tables: Sequence[Table]) -> list[tuple[list[Row], float | None]]:
    """Split `rows` where a page changes between one column of text and two."""
    gutter = _gutter(rows)
    if gutter is None:
        return [(rows, None)]
    runs: list[tuple[list[Row], float | None]] = []
    current: list[Row] = []
    held = False
    for row in rows:
        crossing = any(s.x0 < gutter - 1 < s.x1 and s.x0 < gutter < s.x1 for s in row)
        crossing = crossing or any(
            t.top <= row[0].middle and t.x0 < gutter < t.x1
            for t in tables
            if current and t.top > current[-1][0].top
        )
        if current and crossing != held:
            runs.append((current, None if held else gutter))
            current = []
        held = crossing
        current.append(row)
    runs.append((current, None if held else gutter))
    return _joined([(run, g if g and _two_columns(run, g) else None) for run, g in runs])


def _joined(
    runs: Sequence[tuple[list[Row], float | None]],
) -> list[tuple[list[Row], float | None]]:
    """Join neighbouring runs that are both in one column, so that no table is cut."""
    joined: list[tuple[list[Row], float | None]] = []
    for run, gutter in runs:
        if joined and gutter is None and joined[-1][1] is None:
            joined[-1] = (joined[-1][0] + run, None)
        else:
            joined.append((run, gutter))
    return joined


def _gutter(rows: Sequence[Row]) -> float | None:
    """Return where a gutter between two columns of text would run, if anywhere."""
    pieces = [piece for row in rows for piece in row]
    if len(pieces) < 2 * COLUMN_LINES:
        return None
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    best: tuple[int, float, float] | None = None
    for place in sorted({p.x0 for p in pieces if p.x0 > left + 0.25 * (right - left)}):
        x = place - 3.0
        if x > left + 0.75 * (right - left):
            break
        crossing = sum(p.x0 < x < p.x1 for p in pieces)
        starting = sum(abs(p.x0 - place) < 2.0 for p in pieces)
        score = (starting - 2 * crossing, -abs(x - (left + right) / 2), x)
        if best is None or score > best:
            best = score
    return best[2] if best is not None and best[0] >= COLUMN_LINES else None


def _two_columns(run: Sequence[Row], gutter: float) -> bool:
    """Tell running text in two columns from the rows of a table.

    Text goes down the left column and then the right one; a table is drawn row by row, so that
    its stream changes sides at every row.
    """
    pieces = sorted((piece for row in run for piece in row), key=lambda piece: piece.order)
    left = [p for p in pieces if p.x0 < gutter]
    right = [p for p in pieces if p.x0 >= gutter]
    if min(len(left), len(right)) < COLUMN_LINES:
        return False
    if any(p.x1 > gutter + 3 for p in left):
        return False
    sides = [p.x0 >= gutter for p in pieces]
    changes = sum(a != b for a, b in pairwise(sides))
    wordy = min(median(len(p.words) for p in left), median(len(p.words) for p in right))
    return wordy >= 3 and changes <= max(2, len(pieces) // 8)


def _one_column(rows: list[Row], separators: Separators) -> list[Piece]:
    """Return the unruled tables and the paragraphs of `rows`, top to bottom."""
    pieces: list[Piece] = []
    loose: list[Row] = []
    number = 0
    while number < len(rows):
        end = _table_end(rows, number)
        table = _aligned(rows[number:end], separators) if end > number + 1 else None
        if table is None:
            loose.append(rows[number])
            number += 1
            continue
        pieces += paragraphs_of(loose)
        loose = []
        pieces.append(table)
        number = end
    return pieces + paragraphs_of(loose)


def _table_end(rows: Sequence[Row], start: int) -> int:
    """Return where the run of lines in columns that begins at `start` ends."""
    if len(rows[start]) < 2:
        return start
    end = start + 1
    last = start
    pitch = max(row[0].bottom - row[0].top for row in rows[start : start + 2])
    while end < len(rows):
        row, above = rows[end], rows[end - 1]
        gap = min(s.top for s in row) - max(s.bottom for s in above)
        if gap > 2.2 * pitch:
            break
        if len(row) > 1:
            last = end
        elif end - last > 3 or not _in_a_column(row[0], rows[start:end]):
            break
        end += 1
    return end if last > start else start


def _in_a_column(piece: Segment, rows: Sequence[Row]) -> bool:
    """Tell whether a lone piece goes on in one column of `rows`."""
    columns = aligned_columns([row for row in rows if len(row) > 1])
    met = [c for c in columns if piece.x0 < c[1] and piece.x1 > c[0]]
    if len(met) != 1 or len(columns) < 2:
        return False
    starts = {round(s.x0) for row in rows for s in row}
    near = any(abs(piece.x0 - x) <= 3 for x in starts)
    limit = next((c[0] for c in columns if c[0] > met[0][0]), met[0][1] + 40)
    return near and piece.x1 <= limit + 1


def _aligned(rows: Sequence[Row], separators: Separators) -> Table | None:
    """Return `rows` as a table if their pieces stand in columns."""
    columns = aligned_columns(rows)
    if len(columns) < 2:
        return None
    several = [row for row in rows if len(row) > 1]
    if len(several) < 2 or not _agree(several):
        return None
    heights = separators.between(columns[0][0], columns[-1][1])
    cells = rows_of_cells(rows, columns, heights, faint=separators.faint)
    return Table(columns, cells, rows[0][0].top, max(s.bottom for s in rows[-1]))


def _agree(rows: Sequence[Row]) -> bool:
    """Tell whether pieces of at least two lines share left, right or middle lines in two places."""
    agreeing: set[int] = set()
    edges: dict[int, list[tuple[int, float, float]]] = {}
    for number, row in enumerate(rows):
        for piece in row:
            edges.setdefault(number, []).append((number, piece.x0, piece.x1))
    flat = [edge for row in edges.values() for edge in row]
    for number, x0, x1 in flat:
        for other, y0, y1 in flat:
            if other <= number:
                continue
            if abs(x0 - y0) < 3 or abs(x1 - y1) < 3 or abs(x0 + x1 - y0 - y1) < 4:
                agreeing.add(round((x0 + x1) / 20))
                break
    return len(agreeing) >= 2
