"""Codes that stand beside a maker's name: its numbers, though no grammar reads them.

No list holds every number of a maker. "HiWatch IPC-T140" and a row with "Huawei" under Make and
"E5186" under Model say themselves whose the code is. A code that is read as anybody's is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from analyser.document import Block, Cell, Document, Layer
from analyser.finding import Evidence, Mention, Route
from analyser.matching.code_shapes import FURTHEST, codes_in, only_labels
from analyser.matching.part_numbers import PartNumbers
from analyser.matching.ranges import Ranges
from analyser.matching.surroundings import cell_at, cells_around, heads_make, heads_model

AND = re.compile(r"\s*(?:,|/|&|;|\band\b|\bor\b)\s*(?:the\s+)?", re.IGNORECASE)
"""Between the codes of one list: "IPC-T140, IPC-T260 and IPC-B140"."""

BY = re.compile(
    r"\s*(?:\(\s*|,?\s*(?:(?:made|manufactured|produced|supplied)\s+)?(?:by|from)\s+)$",
    re.IGNORECASE,
)
"""Between a code and the maker's name after it."""

LABEL = re.compile(r"\s*([^:|\n]{2,30}?)\s*:\s*(?=\S)")
ROWS_APART = 2  # "Manufacturer: X" and "Model: Y" stand in neighbouring rows of a form
SENTENCE = 160


@dataclass(frozen=True, slots=True)
class Taken:
    """Ranges of a block that are read as something already."""

    spans: Ranges = field(default_factory=Ranges)
    """Every name and number of the lists, restricted or cleared."""

    strangers: Ranges = field(default_factory=Ranges)
    """Names of vendors that lead to no listed maker."""

    def free(self, start: int, end: int) -> bool:
        """Whether nothing is read there."""
        return not self.spans.meet(start, end)


class Companions:
    """Finds the codes beside the names of a document."""

    def __init__(self, parts: PartNumbers, kin: dict[str, frozenset[str]]) -> None:
        """Make a finder.

        Args:
            parts: The grammars.
            kin: By maker, the vendors that lead to it.
        """
        self._parts = parts
        self._kin = kin

    def find(
        self, document: Document, mentions: Sequence[Mention], taken: dict[int, Taken]
    ) -> Iterator[Mention]:
        """Yield a mention for each code beside one of `mentions` that is a name."""
        for name in mentions:
            block = document.blocks[name.block]
            if name.needs_context or name.is_number or block.layer is Layer.LINK:
                continue
            if name.route is Route.TELLTALE or (name.weak and name.route is Route.REBRAND):
                continue  # a firm that sold some such goods: its other codes are other goods'
            held = taken[name.block]
            for start, end in (*_around(block, name), *_in_row(block, name, held)):
                yield from _mention(name, name.block, block, (start, end), held)
            for at, span in _in_form(document, name):
                there = taken.setdefault(at, Taken())
                yield from _mention(name, at, document.blocks[at], span, there)
            yield from self._short(name, block, held)

    def _short(self, name: Mention, block: Block, held: Taken) -> Iterator[Mention]:
        """Yield the maker's short numbers without their separators: "EC25E" for EC25-E."""
        vendors = frozenset().union(*(self._kin.get(one, frozenset()) for one in name.makers))
        low, high = max(0, name.start - SENTENCE), name.end + SENTENCE
        for start, end in codes_in(block.text[low:high]):
            if held.free(low + start, low + end):
                stop = self._parts.loosely(block.text, low + start, vendors)
                if stop == low + end:
                    yield from _mention(name, name.block, block, (low + start, stop), held)


def _mention(
    name: Mention, index: int, block: Block, span: tuple[int, int], held: Taken
) -> Iterator[Mention]:
    start, end = span
    if not held.free(start, end):
        return
    held.spans.add(start, end)
    yield replace(
        name,
        block=index,
        start=start,
        end=end,
        text=block.text[start:end],
        # A reseller's number tells no more than its name who made the goods.
        route=Route.REBRAND if name.route is Route.REBRAND else Route.PART_NUMBER,
        evidence=(
            Evidence("part-beside-name", f"a code beside the name {name.text!r}"),
            Evidence("maker-nearby", "the maker is named beside it"),
            *(one for one in name.evidence if one.kind in {"lineage-disputed", "shared-brand"}),
        ),
    )


def _around(block: Block, name: Mention) -> Iterator[tuple[int, int]]:
    """Yield the codes right after the name, and one that the name owns right before."""
    text, last = block.text, name.end
    after = text[last : last + 3 * FURTHEST]
    for start, end in codes_in(after):
        between = text[last : name.end + start]
        listed = last > name.end and AND.fullmatch(between)
        if not (listed or (last == name.end and only_labels(between))):
            break
        last = name.end + end
        yield name.end + start, last
    low = max(0, name.start - FURTHEST)
    before = text[low : name.start]
    for start, end in codes_in(before):
        if BY.fullmatch(before[end:]):
            yield low + start, low + end


def _in_row(block: Block, name: Mention, held: Taken) -> Iterator[tuple[int, int]]:
    """Yield the codes in the cell that belongs to the name's own cell."""
    own = cell_at(block, name.start)
    if own is None or _strange(held, own):
        return
    alone = own.text.strip().casefold() == name.text.strip().casefold()
    if not alone and not heads_make(own.heading):
        return
    cell = _model_cell(block, own)
    if cell is None or _strange(held, cell):
        return
    whole = heads_model(cell.heading)
    for start, end in codes_in(cell.text):
        if whole or (start, end) == (0, len(cell.text.strip())):
            yield cell.start + start, cell.start + end


def _model_cell(block: Block, own: Cell) -> Cell | None:
    """Return the cell with the model of the make in `own`: up to the next make, or the next one."""
    at, cells = cells_around(block, own.start)
    makes = [i for i, cell in enumerate(cells) if heads_make(cell.heading)]
    stop = next((i for i in makes if i > at), len(cells))
    right = cells[at + 1 : stop]
    model = next((cell for cell in right if heads_model(cell.heading)), None)
    if model is None and len(makes) <= 1:
        model = next((cell for cell in cells[:at] if heads_model(cell.heading)), None)
    if model is None and right and not right[0].heading:
        return right[0]
    return model


def _strange(held: Taken, cell: Cell) -> bool:
    """Whether a name in `cell` is one of nobody that the lists lead from."""
    return held.strangers.meet(cell.start, cell.start + len(cell.text))


def _in_form(document: Document, name: Mention) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the code under "Model" in a form whose "Manufacturer" is the name, with its block."""
    field = _field(document.blocks[name.block])
    if field is None or not heads_make(field[0]) or field[1] > name.start:
        return
    for step in range(-ROWS_APART, ROWS_APART + 1):
        at = name.block + step
        if not step or not 0 <= at < len(document.blocks):
            continue
        block = document.blocks[at]
        other = _field(block)
        if other is not None and heads_model(other[0]) and not block.quiet:
            for start, end in codes_in(block.text[other[1] :]):
                yield at, (other[1] + start, other[1] + end)


def _field(block: Block) -> tuple[str, int] | None:
    """Return the label of a form's field and where its value starts."""
    if len(block.cells) == 2:
        return block.cells[0].text, block.cells[1].start
    match = LABEL.match(block.text) if len(block.text) < 2 * SENTENCE else None
    return (match.group(1), match.end()) if match is not None else None
