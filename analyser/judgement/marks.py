"""Ticks and codes in tables: which column a row ticks, and what a legend says that a code means.

"x" under "Accepted" is a no beside rows with "✓", and a yes in a table that knows no other mark.
A row alone cannot tell, so the marks are read by table, before any rule looks at the row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from analyser.document import Block, Document, Layer
from analyser.judgement.passages import Passage

TICK, CROSS = "✓", "✗"
"""How a row's marks are shown to the rules: chosen, and refused. A box left empty is no cell."""

_TICKS = re.compile(r"[✓✔☑✅■●◼⬛⚫]|\[\s?[xX✓✔]\s?\]|\([xX✓✔]\)")
_EMPTY = re.compile(r"[☐□○◯⬜❏❑]|\[\s*\]|\(\s*\)|_{2,}")
_CROSSES = re.compile(r"[✗✘❌]")
_EITHER = re.compile(r"[xX×☒]")
_YES = re.compile(r"(?:yes|y|ok|ja|j|oui|o|sí|si|s|sim|tak|t|ano|da|evet)", re.IGNORECASE)
# "F = full, A = alternative, N = not offered"; "Lever. = to be supplied new".
_ENTRY = re.compile(
    r"(?:^|(?<=[\s,;:(|]))[\"'“”„«]?(?P<code>[^\W\d_]{1,6}\.?|[✓✔✗✘×●○☑☒☐■□◯*†])[\"'”“»]?"
    r"\s*(?:=|(?<=[\"'”“»])\s*(?:means|stands for)|(?:means|stands for)(?=\s))\s*"
    r"(?P<meaning>[^=;,|]{2,60}?)\s*(?=$|[;,|.](?:\s|$)|\n)"
)
_LEGEND_LENGTH = 600  # characters: a longer paragraph explains more than codes
_CODE_LENGTH = 7


@dataclass(frozen=True, slots=True)
class _Column:
    """What stands in one column of a table."""

    affirms: bool
    """Some row says yes there with another mark than a cross."""


class TableMarks:
    """The marks and codes of a document's tables."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._columns: dict[int, dict[str, _Column]] = {}

    @cached_property
    def legend(self) -> Mapping[str, str]:
        """The codes that the document explains, with their meanings."""
        texts: Iterable[str] = (
            block.text
            for block in self._blocks
            if not block.quiet and "=" in block.text and len(block.text) <= _LEGEND_LENGTH
        )
        found: dict[str, str] = {}
        for text in texts:
            for code, meaning in legend_of(text).items():
                found.setdefault(code, meaning)
        return found

    def read(self, passage: Passage, index: int) -> Passage:
        """Return the passage of block `index` with its marks and codes in words."""
        caption = without_legend(passage.caption)
        if caption != passage.caption:
            passage = replace(passage, caption=caption)
        if not passage.cells:
            return passage
        # "The goods hold nothing made by:" above a table without headings opens its rows.
        if caption.rstrip().endswith(":") and not any(heading for heading, _ in passage.cells):
            passage = replace(passage, lead_in=passage.lead_in or caption)
        columns = self._table(index)
        legend = self.legend
        cells = tuple(
            (self._meant(heading, legend), _shown(text, columns.get(heading), legend))
            for heading, text in passage.cells
        )
        column = self._meant(passage.column, legend)
        if cells == passage.cells and column == passage.column:
            return passage
        return replace(passage, cells=cells, column=column)

    def _meant(self, heading: str, legend: Mapping[str, str]) -> str:
        return legend.get(heading.strip(), heading) if len(heading) <= _CODE_LENGTH else heading

    def _table(self, index: int) -> Mapping[str, _Column]:
        """Return the columns of the table that block `index` is a row of, by heading."""
        first = index
        while first > 0 and _same_table(self._blocks[first - 1], self._blocks[index]):
            first -= 1
        if first not in self._columns:
            last = index
            while last + 1 < len(self._blocks) and _same_table(
                self._blocks[last + 1], self._blocks[index]
            ):
                last += 1
            self._columns[first] = _columns(self._blocks[first : last + 1])
        return self._columns[first]


def legend_of(text: str) -> dict[str, str]:
    """Return what `text` says that each code means; nothing where it explains fewer than two."""
    found = {one["code"]: one["meaning"].strip() for one in _ENTRY.finditer(text)}
    return found if len(found) > 1 else {}


def without_legend(text: str) -> str:
    """Return a table's title without the codes that it explains: they judge no row."""
    if "=" not in text or not legend_of(text):
        return text
    return " ".join(_ENTRY.sub(" ", text).replace(" ,", "").replace(" ;", "").split())


def ticked(cells: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the headings of the columns that a row ticks, of marks that were read."""
    return tuple(heading for heading, text in cells if text == TICK and heading)


def _same_table(block: Block, other: Block) -> bool:
    return (
        bool(block.cells)
        and block.caption == other.caption
        and block.layer in (Layer.TABLE, Layer.HIDDEN)
    )


def _columns(rows: Sequence[Block]) -> dict[str, _Column]:
    texts: dict[str, set[str]] = {}
    for row in rows:
        for cell in row.cells:
            if cell.heading:
                texts.setdefault(cell.heading, set()).add(cell.text.strip()[:_CODE_LENGTH])
    return {
        heading: _Column(any(_TICKS.fullmatch(text) or _YES.fullmatch(text) for text in found))
        for heading, found in texts.items()
    }


def _shown(text: str, column: _Column | None, legend: Mapping[str, str]) -> str:
    mark = text.strip()
    if not mark or len(mark) > _CODE_LENGTH:
        return text
    if mark in legend:
        return legend[mark]
    if _EITHER.fullmatch(mark) and column is not None:
        return CROSS if column.affirms else TICK
    for pattern, meant in ((_TICKS, TICK), (_EMPTY, ""), (_CROSSES, CROSS)):
        if pattern.fullmatch(mark):
            return meant
    return text
