"""One table or sheet of an OpenDocument file."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from analyser.document import Layer
from analyser.readers.markup import attribute, children, local
from analyser.readers.odf_line import ASIDE, Line, Shared, count, parent_of
from analyser.readers.rows import Row
from analyser.readers.sheet_limits import COLUMNS, LETTERS, ROWS

LONG = 200  # letters of a cell that no one writes into many cells side by side


@dataclass(slots=True)
class OdfTable:
    """A table while it is read row by row; repeated rows and cells are not multiplied."""

    shared: Shared
    name: str
    layer: Layer
    rows: list[Row] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    nested: list[etree._Element] = field(default_factory=list)
    number: int = 0
    letters: int = 0
    cut: bool = False
    """Whether something lies beyond the limits and was not read."""

    def rows_of(self, element: etree._Element, *, header: bool) -> None:
        """Read the rows below `element`."""
        for child in children(element):
            name = local(child)
            if name == "table-row":
                self._row(child, header=header)
            elif name in ("table-header-rows", "table-rows", "table-row-group"):
                self.rows_of(child, header=header or name == "table-header-rows")

    def _row(self, element: etree._Element, *, header: bool) -> None:
        if len(self.rows) >= ROWS or self.letters > LETTERS:
            self.cut = self.cut or any(str(text).strip() for text in element.itertext())
            return
        texts: list[str] = []
        repeated: set[int] = set()
        for cell in children(element):
            if local(cell) not in ("table-cell", "covered-table-cell"):
                continue
            text = self._cell(cell)
            again = count(attribute(cell, "number-columns-repeated"))
            self.cut = self.cut or (len(texts) >= COLUMNS and bool(text))
            times = min(again if text else min(again, 64), COLUMNS - len(texts))
            if len(text) > LONG:  # one sentence in many cells is a bomb, printed it is one
                repeated.update(range(len(texts) + 1, len(texts) + times))
                self.letters += len(text)
            else:
                self.letters += len(text) * times
            texts += [text] * times
            if local(cell) == "covered-table-cell" and texts and not text:
                repeated.add(len(texts) - 1)
                texts[-1] = texts[-2] if len(texts) > 1 else ""
        number = self.number + 1
        self.number += count(attribute(element, "number-rows-repeated"))
        if any(text.strip() for text in texts):
            hidden = attribute(element, "visibility") in ("collapse", "filter")
            layer = Layer.HIDDEN if hidden else self.layer
            where = f"{self.name}, row {number}"
            self.rows.append(Row(tuple(texts), frozenset(repeated), where, layer, header))

    def _cell(self, cell: etree._Element) -> str:
        if len(cell) == 0:
            return ""
        # Nearly every cell of a long list is one paragraph of letters and nothing else.
        if len(cell) == 1 and len(cell[0]) == 0 and local(cell[0]) == "p":
            return " ".join((cell[0].text or "").split())
        texts: list[str] = []
        for child in cell.iter():
            name = local(child)
            if name in ("p", "h") and not _inside_aside(child, cell):
                line = Line(self.shared)
                line.walk(child)
                text, _ = line.printed()
                if text:
                    texts.append(text)
                self.lines.append(line)
            elif name == "table" and not _inside_aside(child, cell):
                self.nested.append(child)
            elif (
                name in ("annotation", "frame", "custom-shape")
                and local(parent_of(child)) != "p"
                and not _inside_aside(child, cell)
            ):
                self.lines.append(Line(self.shared, asides=[child]))
        return "\n".join(texts)


def _inside_aside(element: etree._Element, cell: etree._Element) -> bool:
    above = element.getparent()
    while above is not None and above is not cell:
        if local(above) in ASIDE or local(above) == "table":
            return True
        above = above.getparent()
    return False
