"""What a document's tables show of its role: whose columns they have, and who filled them in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from analyser.document import Block
from analyser.finding import Role
from analyser.judgement.glosses import gloss
from analyser.judgement.rows import PRICE

_ROWS = 3  # with a price column, from which on they tell a bill filled in from one to be filled in
_PRICED = 2.5
_UNPRICED = 2.0  # a bidder lists what it supplies without prices, too
_UNANSWERED = 4.5
_STILL_EMPTY = "its columns for a bidder's answer are empty"
_MOST_ROWS = 400  # the role shows early: what a long schedule is, its first pages tell
_HEADING_LENGTH = 70
_COUNT = re.compile(r"\b(?:qty|quantit\w+|no\.? off|nos)(?:\b|$)", re.I)
_FIGURE = re.compile(r"\d")
_FILLED = re.compile(r"\w|[☒☑✓✔]")
# What stands in a cell that is still to be filled in.
_BLANK = re.compile(
    r"\W*(?:tbc|tba|n/?a|to be (?:stated|completed|filled in|confirmed|furnished)[\w ]{0,30}"
    r"|(?:bidder|tenderer|supplier) to \w[\w ]{0,30}|_+|\.+)?\W*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class ColumnSign:
    """One [[column]] of roles.toml: the heading of a column, and what its cells must be."""

    role: Role
    weight: float
    pattern: re.Pattern[str]
    beside: re.Pattern[str] | None
    """Heading that another column of the table must have."""

    without: re.Pattern[str] | None
    """Heading that no column of the table may have."""

    rows: int
    """How many rows must have the column filled in, and half of all rows at least."""

    words: str
    example: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a document's tables say for one role."""

    role: Role
    weight: float
    words: str


@dataclass(frozen=True, slots=True)
class _Column:
    """A column, and in how many of its rows something stands."""

    heading: str
    filled: int
    rows: int


_Row = tuple[tuple[str, str], ...]


@cache
def load_column_signs() -> tuple[ColumnSign, ...]:
    """Read and compile the shipped signs of columns."""
    text = (files("analyser.judgement") / "roles.toml").read_text(encoding="utf-8")
    return tuple(
        ColumnSign(
            role=Role(row["role"]),
            weight=float(row["weight"]),
            pattern=re.compile(row["pattern"], re.IGNORECASE),
            beside=_compiled(row.get("beside")),
            without=_compiled(row.get("without")),
            rows=int(row.get("rows", 2)),
            words=row["words"],
            example=tuple(row["example"]),
        )
        for row in tomllib.loads(text)["column"]
    )


def shown_by_tables(blocks: Sequence[Block], tongue: str) -> Iterator[Shown]:
    """Yield what the tables among `blocks` say of the document's role, in any order.

    Args:
        blocks: The document's blocks; those with cells are rows of its tables.
        tongue: The document's language: headings are read in English.
    """
    rows = _rows(blocks, tongue)
    if not rows:
        return
    shown = [*_prices(rows)]
    empty = []
    headings = {tuple(heading for heading, _ in row) for row in rows}
    for sign in load_column_signs():
        column = _column(sign, rows, headings)
        if column is None:
            continue
        told = f'"{column.heading}" ({column.filled} of {column.rows} rows)'
        if column.filled >= max(sign.rows, 0.5 * column.rows):
            shown.append(Shown(sign.role, sign.weight, f"{sign.words}: {told}"))
        elif sign.role is Role.BID and column.rows >= _ROWS and column.filled <= 0.1 * column.rows:
            empty.append(Shown(Role.TENDER, _UNANSWERED, f"{_STILL_EMPTY}: {told}"))
    yield from shown
    # A bidder may leave one column empty; a form that nobody has filled in is the buyer's.
    if empty and not any(one.role is Role.BID for one in shown):
        yield empty[0]


def _rows(blocks: Sequence[Block], tongue: str) -> list[_Row]:
    """Return the rows as (heading, text) of each cell; short words in a first row head the rest."""
    rows: list[_Row] = []
    above: tuple[str, ...] = ()
    for block in blocks:
        if not block.cells:
            above = ()
            continue
        if any(cell.heading for cell in block.cells):
            above = ()
            heads = [cell.heading for cell in block.cells]
        elif len(above) == len(block.cells):
            heads = list(above)
        else:
            above = _header(block)
            continue
        read = (gloss_of(head, tongue) for head in heads)
        rows.append(tuple(zip(read, (cell.text for cell in block.cells), strict=True)))
        if len(rows) == _MOST_ROWS:
            break
    return rows


def _header(block: Block) -> tuple[str, ...]:
    """Return the cells of a row that may head a table whose reader saw no heading; or nothing."""
    texts = tuple(" ".join(cell.text.split()) for cell in block.cells)
    short = all(text and len(text) <= _HEADING_LENGTH for text in texts)
    return texts if short and len(texts) > 1 else ()


def _column(
    sign: ColumnSign, rows: Sequence[_Row], headings: Iterable[tuple[str, ...]]
) -> _Column | None:
    """Return how far the column that `sign` is about is filled in, where there is one."""
    fitting = {heads for heads in headings if _fits(sign, heads)}
    met = [row for row in rows if tuple(heading for heading, _ in row) in fitting]
    if not met:
        return None
    first = next(heading for heading, _ in met[0] if sign.pattern.search(heading))
    filled = sum(
        any(sign.pattern.search(heading) and _has_words(text) for heading, text in row)
        for row in met
    )
    return _Column(first, filled, len(met))


def _fits(sign: ColumnSign, heads: tuple[str, ...]) -> bool:
    own = [head for head in heads if head and sign.pattern.search(head)]
    if not own or (sign.without and any(sign.without.search(head) for head in heads)):
        return False
    others = [head for head in heads if head and head not in own[:1]]
    return sign.beside is None or any(sign.beside.search(head) for head in others)


def _has_words(text: str) -> bool:
    return bool(_FILLED.search(text)) and not _BLANK.fullmatch(text)


def _prices(rows: Sequence[_Row]) -> Iterator[Shown]:
    """Yield what prices show: a bidder fills them in, a buyer asks for quantities."""
    filled = counted = 0
    for row in rows:
        prices = [text for heading, text in row if PRICE.search(heading)]
        if prices or any(_COUNT.search(heading) for heading, _ in row):
            counted += 1
            filled += any(_FIGURE.search(text) for text in prices)
    if counted < _ROWS:
        return
    if filled >= 0.6 * counted:
        words = f"its price columns are filled in ({filled} of {counted} rows)"
        yield Shown(Role.BID, _PRICED, words)
    elif filled <= 0.2 * counted:
        words = f"quantities stand in it without prices ({counted - filled} of {counted} rows)"
        yield Shown(Role.TENDER, _UNPRICED, words)


def _compiled(pattern: str | None) -> re.Pattern[str] | None:
    return None if pattern is None else re.compile(pattern, re.IGNORECASE)


@lru_cache(maxsize=512)
def gloss_of(text: str, tongue: str) -> str:
    """Return a column's heading as it reads in English."""
    return gloss(text, tongue)
