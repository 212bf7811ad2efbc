"""Tables on a page as its ruling lines draw them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from analyser.readers.page_rows import Lines, rows_of_cells
from analyser.readers.page_words import Segment, Word, rows_of_words, segment_of

SNAP = 2.5  # points; double rules and the two edges of a drawn border fall together
TOUCH = 4.0  # points; rules that stop short of each other by less still meet

# Beyond this many pairs the lines are a drawing; sorting them out would take seconds.
PAIRS_AT_MOST = 400_000

# A "cell" with this many lines is a frame around running text.
FRAME_LINES = 25


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight ruling line, or the edge of a filled box."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class Table:
    """Rows of cells, each cell a list of lines of words."""

    columns: list[tuple[float, float]]
    rows: list[list[Lines]]
    top: float
    bottom: float
    lead: int = 0
    """How many of the first rows are headings."""

    carried: list[str] = field(default_factory=list)
    """Headings carried over from the page before."""

    @property
    def x0(self) -> float:
        """Return the left edge."""
        return self.columns[0][0]

    @property
    def x1(self) -> float:
        """Return the right edge."""
        return self.columns[-1][1]


@dataclass(slots=True)
class Grid:
    """Rules that meet: flat ones by height, upright ones by place."""

    flat: list[Rule]
    upright: list[Rule]


def ruled_tables(rules: Sequence[Rule], words: Sequence[Word]) -> tuple[list[Table], list[Word]]:
    """Return the tables that `rules` draw around `words`, and the words outside of them."""
    tables: list[Table] = []
    rest = list(words)
    for grid in _grids(rules):
        table, taken = _fill(grid, rest)
        if table is not None:
            tables.append(table)
            rest = [word for word in rest if id(word) not in taken]
    return tables, rest


def _grids(rules: Sequence[Rule]) -> list[Grid]:
    """Return groups of rules that touch, the smallest first."""
    flat = _joined([rule for rule in rules if rule.x1 - rule.x0 >= rule.bottom - rule.top], True)
    upright = _joined([rule for rule in rules if rule.x1 - rule.x0 < rule.bottom - rule.top], False)
    if not flat or not upright or len(flat) * len(upright) > PAIRS_AT_MOST:
        return []
    leader = list(range(len(flat) + len(upright)))

    def root(member: int) -> int:
        while leader[member] != member:
            leader[member] = leader[leader[member]]
            member = leader[member]
        return member

    for i, across in enumerate(flat):
        for j, down in enumerate(upright, len(flat)):
            if (
                across.x0 - TOUCH <= down.x0 <= across.x1 + TOUCH
                and down.top - TOUCH <= across.top <= down.bottom + TOUCH
            ):
                leader[root(i)] = root(j)
    groups: dict[int, Grid] = {}
    for i, rule in enumerate(flat + upright):
        grid = groups.setdefault(root(i), Grid([], []))
        (grid.flat if i < len(flat) else grid.upright).append(rule)
    whole = [grid for grid in groups.values() if len(grid.flat) > 1 and len(grid.upright) > 1]
    # A table inside a frame takes its words before the frame does.
    return sorted(whole, key=lambda grid: grid.flat[-1].top - grid.flat[0].top)


def _joined(rules: list[Rule], flat: bool) -> list[Rule]:
    """Return `rules` of one direction with pieces of the same line joined."""
    lines: list[list[float]] = []
    pieces = [
        ((r.top + r.bottom) / 2, r.x0, r.x1) if flat else ((r.x0 + r.x1) / 2, r.top, r.bottom)
        for r in rules
    ]
    for place, low, high in sorted(pieces):
        for line in reversed(lines[-40:]):
            if place - line[0] <= SNAP and low <= line[2] + TOUCH and high >= line[1] - TOUCH:
                line[1], line[2] = min(line[1], low), max(line[2], high)
                break
        else:
            lines.append([place, low, high])
    if flat:
        return [Rule(low, place, high, place) for place, low, high in lines]
    return [Rule(place, low, place, high) for place, low, high in lines]


def _places(values: Sequence[float]) -> list[float]:
    """Return distinct places among `values`."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > SNAP:
            places.append(value)
    return places


def _fill(grid: Grid, words: Sequence[Word]) -> tuple[Table | None, set[int]]:
    """Put the `words` that lie inside `grid` into its cells."""
    heights = _places([rule.top for rule in grid.flat])
    left = min(min(r.x0 for r in grid.flat), min(r.x0 for r in grid.upright))
    right = max(max(r.x1 for r in grid.flat), max(r.x0 for r in grid.upright))
    inside = [
        word
        for word in words
        if heights[0] <= (word.top + word.bottom) / 2 <= heights[-1]
        and left - 1 <= (word.x0 + word.x1) / 2 <= right + 1
    ]
    if len(heights) < 2 or not inside:
        return None, set()
    bands = [
        _band(grid, top, bottom, left, right)
        for top, bottom in zip(heights, heights[1:], strict=False)
    ]
    columns = _columns(bands)
    if len(columns) < 2:
        return None, set()
    cells: dict[tuple[int, int], list[Word]] = {}
    taken: set[int] = set()
    for word in inside:
        middle = (word.top + word.bottom) / 2
        number = min(max(bisect_right(heights, middle) - 1, 0), len(bands) - 1)
        cell = _cell(bands[number], (word.x0 + word.x1) / 2)
        number = _merged_into(grid, bands, heights, number, cell)
        cells.setdefault((number, cell), []).append(word)
        taken.add(id(word))
    rows: list[list[Lines]] = []
    for number, band in enumerate(bands):
        row: list[Lines] = [[] for _ in columns]
        for cell in range(len(band) - 1):
            held = cells.get((number, cell))
            if not held:
                continue
            lines = rows_of_words(held)
            if len(lines) > FRAME_LINES:
                taken -= {id(word) for word in held}
                continue
            middle = (band[cell] + band[cell + 1]) / 2
            start = next((n for n, (x0, _) in enumerate(columns) if x0 >= band[cell] - SNAP), 0)
            row[start if start < len(columns) else _nearest(columns, middle)] = lines
        if any(row):
            rows += _opened(row, columns) if len(bands) <= 3 else [row]
    if sum(any(cells) for cells in rows) < 1 or max(sum(map(bool, r)) for r in rows or [[]]) < 2:
        return None, set()
    return Table(columns, rows, heights[0], heights[-1]), taken


def _band(grid: Grid, top: float, bottom: float, left: float, right: float) -> list[float]:
    """Return the places of the upright rules that cross the band between two heights."""
    middle = (top + bottom) / 2
    crossing = [r.x0 for r in grid.upright if r.top - 1 <= middle <= r.bottom + 1]
    places = _places(crossing)
    # An open side: the flat rules run on past the last upright one.
    if not places or places[0] - left > 10:
        places.insert(0, left)
    if right - places[-1] > 10:
        places.append(right)
    return places


def _columns(bands: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """Return the columns that the bands' upright rules cut, all bands together."""
    places = _places([place for band in bands for place in band])
    return list(zip(places, places[1:], strict=False))


def _cell(band: Sequence[float], x: float) -> int:
    """Return the number of the cell of `band` at `x`."""
    return min(max(bisect_right(band, x) - 1, 0), max(len(band) - 2, 0))


def _nearest(columns: Sequence[tuple[float, float]], x: float) -> int:
    """Return the column nearest to `x`."""
    return min(range(len(columns)), key=lambda n: abs((columns[n][0] + columns[n][1]) / 2 - x))


def _merged_into(
    grid: Grid,
    bands: Sequence[Sequence[float]],
    heights: Sequence[float],
    number: int,
    cell: int,
) -> int:
    """Return the first band of the cell merged over bands that band `number` has at `cell`."""
    x0, x1 = bands[number][cell], bands[number][min(cell + 1, len(bands[number]) - 1)]
    middle = (x0 + x1) / 2
    while number > 0:
        top = heights[number]
        if any(
            abs(rule.top - top) <= SNAP and rule.x0 - 1 <= middle <= rule.x1 + 1
            for rule in grid.flat
        ):
            return number
        above = bands[number - 1]
        same = cell < len(above) - 1 and abs(above[cell] - x0) <= SNAP
        if not same or abs(above[cell + 1] - x1) > SNAP:
            return number
        number -= 1
    return number


def _opened(row: list[Lines], columns: Sequence[tuple[float, float]]) -> list[list[Lines]]:
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
