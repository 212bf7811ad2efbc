"""Tables on a page as its ruling lines draw them.

pdfplumber's tables are no fallback for grids that are not seen here: on the labelled documents
(83 pages, measured 2026-11-23) both find tables on the same 44 pages, none on another, and every
labelled row is found; its way costs five times the whole of this reader.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from analyser.readers.page_rows import Lines, opened_row
from analyser.readers.page_words import Word, rows_of_words

SNAP = 2.5  # points; double rules and the two edges of a drawn border fall together
TOUCH = 4.0  # points; rules that stop short of each other by less still meet

# Beyond this many pairs the lines are a drawing; sorting them out would take seconds.
PAIRS_AT_MOST = 400_000

# A "cell" with this many lines is a frame around running text.
FRAME_LINES = 25


class Rule(NamedTuple):
    """A straight ruling line, or the edge of a filled box; a page may have ten thousand."""

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
    repeated: list[dict[int, Lines]] = field(default_factory=list)
    """For each row, by column, the cells of earlier rows that reach down into it."""

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
        table, taken = _Filling(grid).fill(rest)
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


class _Filling:
    """Puts words into the cells of one grid."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.heights = _places([rule.top for rule in grid.flat])
        self.left = min(*(r.x0 for r in grid.flat), *(r.x0 for r in grid.upright))
        self.right = max(*(r.x1 for r in grid.flat), *(r.x0 for r in grid.upright))
        self.bands: list[list[float]] = []
        self.columns: list[tuple[float, float]] = []
        self.starts: list[float] = []
        """Where the columns begin, in order."""
        self.first_bands: dict[tuple[int, int], int] = {}
        self.flat_at: dict[int, list[Rule]] = {}

    def fill(self, words: Sequence[Word]) -> tuple[Table | None, set[int]]:
        """Return the table with those `words` that lie inside, and their identities."""
        top, bottom = self.heights[0], self.heights[-1]
        inside = [
            word
            for word in words
            if top <= (word.top + word.bottom) / 2 <= bottom
            and self.left - 1 <= (word.x0 + word.x1) / 2 <= self.right + 1
        ]
        if len(self.heights) < 2 or not inside:
            return None, set()
        self._rule()
        if len(self.columns) < 2:
            return None, set()
        cells: dict[tuple[int, int], list[Word]] = {}
        for word in inside:
            cells.setdefault(self._place(word), []).append(word)
        taken = {id(word) for word in inside}
        rows: list[list[Lines]] = []
        repeated: list[dict[int, Lines]] = []
        by_band: list[list[Lines]] = []
        for number in range(len(self.bands)):
            row = self._row(number, cells, taken)
            by_band.append(row)
            if any(row):
                opened = opened_row(row, self.columns) if len(self.bands) <= 3 else [row]
                rows += opened
                above = self._from_above(number, by_band) if len(opened) == 1 else {}
                repeated += [above, *({} for _ in opened[1:])]
        if not rows or max(sum(map(bool, row)) for row in rows) < 2:
            return None, set()
        return _without_empty_columns(Table(self.columns, rows, top, bottom, repeated)), taken

    def _rule(self) -> None:
        """Cut the grid into bands, and these into cells."""
        for top, bottom in zip(self.heights, self.heights[1:], strict=False):
            band = _band(self.grid, top, bottom, self.left, self.right)
            self.bands.append(band)
        self.columns = _columns(self.bands)
        self.starts = [x0 for x0, _ in self.columns]

    def _place(self, word: Word) -> tuple[int, int]:
        """Return the band and the cell that `word` belongs to."""
        middle = (word.top + word.bottom) / 2
        number = min(max(bisect_right(self.heights, middle) - 1, 0), len(self.bands) - 1)
        cell = _cell(self.bands[number], (word.x0 + word.x1) / 2)
        return self._first_band(number, cell), cell

    def _first_band(self, number: int, cell: int) -> int:
        """Return the first band of the cell merged over bands that band `number` has at `cell`."""
        known = self.first_bands.get((number, cell))
        if known is None:
            known = self.first_bands[number, cell] = self._look_above(number, cell)
        return known

    def _look_above(self, number: int, cell: int) -> int:
        """Go up from band `number` until a rule ends the cell."""
        band = self.bands[number]
        x0, x1 = band[cell], band[min(cell + 1, len(band) - 1)]
        middle = (x0 + x1) / 2
        while number > 0:
            if any(rule.x0 - 1 <= middle <= rule.x1 + 1 for rule in self._flat_at(number)):
                return number
            above = self.bands[number - 1]
            same = cell < len(above) - 1 and abs(above[cell] - x0) <= SNAP
            if not same or abs(above[cell + 1] - x1) > SNAP:
                return number
            number -= 1
        return number

    def _flat_at(self, number: int) -> list[Rule]:
        """Return the flat rules at the top of band `number`."""
        found = self.flat_at.get(number)
        if found is None:
            top = self.heights[number]
            found = [rule for rule in self.grid.flat if abs(rule.top - top) <= SNAP]
            self.flat_at[number] = found
        return found

    def _row(
        self, number: int, cells: dict[tuple[int, int], list[Word]], taken: set[int]
    ) -> list[Lines]:
        """Return the cells of band `number` by column; frames give their words back."""
        band = self.bands[number]
        row: list[Lines] = [[] for _ in self.columns]
        for cell in range(len(band) - 1):
            held = cells.get((number, cell))
            if not held:
                continue
            lines = rows_of_words(held)
            if len(lines) > FRAME_LINES:
                taken -= {id(word) for word in held}
                continue
            row[self._column(band[cell])] += lines
        return row

    def _column(self, x: float) -> int:
        """Return the number of the column that a cell beginning at `x` is written in."""
        return min(bisect_left(self.starts, x - SNAP), len(self.starts) - 1)

    def _from_above(self, number: int, by_band: Sequence[list[Lines]]) -> dict[int, Lines]:
        """Return the cells of earlier bands that no rule ends before band `number`."""
        above: dict[int, Lines] = {}
        band = self.bands[number]
        for cell in range(len(band) - 1):
            column = self._column(band[cell])
            first = self._first_band(number, cell)
            if first < number and by_band[first][column] and not by_band[number][column]:
                above[column] = by_band[first][column]
        return above


def _without_empty_columns(table: Table) -> Table:
    """Return `table` without the columns that double rules and margins leave empty."""
    used = [n for n in range(len(table.columns)) if any(row[n] for row in table.rows)]
    table.columns = [table.columns[n] for n in used]
    table.rows = [[row[n] for n in used] for row in table.rows]
    table.repeated = [
        {place: above[n] for place, n in enumerate(used) if n in above} for above in table.repeated
    ]
    return table


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
    return list(itertools.pairwise(places))


def _cell(band: Sequence[float], x: float) -> int:
    """Return the number of the cell of `band` at `x`."""
    return min(max(bisect_right(band, x) - 1, 0), max(len(band) - 2, 0))
