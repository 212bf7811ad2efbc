"""One story of a Word file (body, header, note, box) to blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from analyser.document import Block, Layer
from analyser.readers.flow import Flow, looks_like_heading
from analyser.readers.markup import attribute, children, first, local
from analyser.readers.package import Relation
from analyser.readers.rows import Row, table_blocks
from analyser.readers.word_marks import Marks
from analyser.readers.word_runs import Paragraph, chosen
from analyser.readers.word_styles import Styles, list_level, switched, whole

# Word itself nests tables as deep as memory allows; nobody reads deeper than this.
NESTED_TABLES = 20


@dataclass(slots=True)
class Carried:
    """What the stories of one document carry besides text, gathered over all of them."""

    blocks: list[Block] = field(default_factory=list)
    pictures: dict[str, str] = field(default_factory=dict)
    """Part name of a picture to where it was met first."""

    embedded: dict[str, str] = field(default_factory=dict)
    tables: int = 0
    addresses: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Story:
    """One run of text with its own place in the document."""

    styles: Styles
    relations: dict[str, Relation]
    carried: Carried
    layer: Layer = Layer.BODY
    where: str = ""
    """In words: "Header"; `""` for the body, whose paragraphs are counted."""

    flow: Flow = field(default_factory=Flow)
    paragraphs: int = 0
    depth: int = 0

    def read(self, element: etree._Element, marks: Marks | None = None) -> None:
        """Read all paragraphs and tables below `element`."""
        for child, around in _blocks(element, marks or Marks()):
            if local(child) == "tbl":
                self.table(child, around)
            elif local(child) == "altChunk":
                self._relation(attribute(child, "id"), self.carried.embedded)
            else:
                self.paragraph(child, around)

    def paragraph(self, element: etree._Element, marks: Marks) -> None:
        """Read one paragraph into blocks: its text, then what it hides and carries."""
        parts = self._parts(element, marks)
        text, _ = parts.visible()
        if text:
            self.paragraphs += 1
            self.carried.blocks += self._of_paragraph(element, parts, text)
        self._aside(parts, self._place())

    def _parts(self, element: etree._Element, marks: Marks) -> Paragraph:
        properties = first(element, "pPr")
        style = self.styles.of_paragraph(properties)
        plain = self.layer is Layer.BODY and not self.depth
        shaded = first(properties, "shd") is not None
        parts = Paragraph(self.styles, colour_hides=plain and not shaded)
        marks = replace(marks, hidden=marks.hidden or style.vanish, bold=style.bold)
        for child in children(element):
            parts.walk(child, marks)
        if local(element) in ("r", "t"):
            parts.walk(element, marks)
        parts.end_instruction()
        for link in (link for link in element.iter() if local(link) == "hyperlink"):
            relation = self.relations.get(attribute(link, "id"))
            if relation is not None and relation.external:
                parts.links.append(relation.target)
        return parts

    def _of_paragraph(
        self, element: etree._Element, parts: Paragraph, text: str
    ) -> Iterator[Block]:
        """Yield the paragraph as a block, or as several where some of its sentences are new."""
        properties = first(element, "pPr")
        style = self.styles.of_paragraph(properties)
        title = style.heading or first(properties, "outlineLvl") is not None
        level = list_level(properties)
        if level is None and style.list_item and not title:
            level = 0
        title = title or (level is None and looks_like_heading(text, bold=parts.all_bold()))
        block = self.flow.paragraph(text, title=title, level=None if title else level)
        where = self._place()
        for part in parts.parts():
            layer = Layer.INSERTED if part.inserted else self.layer
            place = f"Tracked insertion, {where}" if part.inserted else where
            yield replace(block, text=part.text, layer=layer, where=place, struck=part.struck)

    def _place(self) -> str:
        return self.where or f"Paragraph {max(self.paragraphs, 1)}"

    def _aside(self, parts: Paragraph, place: str) -> None:
        """Add what a paragraph or cell holds beside its printed text."""
        add = self.carried.blocks.append
        heading = self.flow.heading
        if hidden := parts.hidden():
            add(Block(hidden, Layer.HIDDEN, where=f"Hidden text, {place}", heading=heading))
        for deleted in parts.deleted():
            add(Block(deleted, Layer.DELETED, where=f"Tracked deletion, {place}", heading=heading))
        for text in dict.fromkeys(parts.alternatives):
            add(Block(text, Layer.ALT_TEXT, where=f"Picture description, {place}"))
        for text in dict.fromkeys(parts.fields):
            add(Block(text, Layer.FORM_FIELD, where=f"Choice in a form field, {place}"))
        for text in dict.fromkeys(parts.codes):
            if text not in parts.visible()[0]:
                add(Block(text, Layer.HIDDEN, where=f"Field code, {place}", heading=heading))
        for address in dict.fromkeys(parts.links):
            if address in self.carried.addresses:
                continue
            self.carried.addresses.add(address)
            add(Block(address, Layer.LINK, where=f"Link, {place}"))
        for id_ in parts.pictures:
            self._relation(id_, self.carried.pictures)
        for id_ in parts.embedded:
            self._relation(id_, self.carried.embedded)
        for box in parts.boxes:
            self._box(box)

    def _relation(self, id_: str, gathered: dict[str, str]) -> None:
        relation = self.relations.get(id_)
        if relation is not None and not relation.external:
            gathered.setdefault(relation.target, self._place())

    def _box(self, box: etree._Element) -> None:
        where = f"Text box, {self.where}" if self.where else "Text box"
        flow = Flow(heading=self.flow.heading)
        inner = Story(self.styles, self.relations, self.carried, Layer.TEXTBOX, where, flow)
        inner.depth = self.depth + 1
        if inner.depth <= NESTED_TABLES:
            inner.read(box)

    def table(self, element: etree._Element, marks: Marks, name: str = "") -> None:
        """Read a table: a block a row; a frame of one cell is read as running text."""
        if not name:
            self.carried.tables += 1
            name = f"Table {self.carried.tables}"
            name = f"{name}, {self.where}" if self.where else name
        rows = [child for child, _ in _blocks(element, marks, "tr")]
        grid = [[cell for cell, _ in _blocks(row, marks, "tc")] for row in rows]
        if all(len(cells) <= 1 for cells in grid):
            self._frame(grid, marks, name)
            return
        reading = _Table(self, name, marks)
        for number, (row, cells) in enumerate(zip(rows, grid, strict=True), start=1):
            reading.row(row, cells, number)
        before = self.carried.blocks
        for block in table_blocks(reading.rows, self.flow.heading, self.flow.caption()):
            before.append(block)
            for later in reading.asides.get(block.where, ()):
                self._aside(later, block.where)
        self._left(reading)
        for number, (inner, where) in enumerate(reading.nested, start=1):
            self._inside(inner, f"{where}, table {number} inside")

    def _left(self, reading: _Table) -> None:
        """Add what rows without visible text hold: all of it deleted, hidden or a picture."""
        printed = {block.where for block in self.carried.blocks}
        for where, asides in reading.asides.items():
            if where not in printed:
                for parts in asides:
                    self._aside(parts, where)

    def _inside(self, element: etree._Element, name: str) -> None:
        if self.depth >= NESTED_TABLES:
            return
        self.depth += 1
        self.table(element, Marks(), name)
        self.depth -= 1

    def _frame(self, grid: list[list[etree._Element]], marks: Marks, name: str) -> None:
        where, self.where = self.where, name
        layer = self.layer
        self.layer = Layer.TABLE if layer is Layer.BODY else layer
        self.depth += 1
        for cells in grid:
            for cell in cells:
                if self.depth <= NESTED_TABLES:
                    self.read(cell, marks)
        self.depth -= 1
        self.where, self.layer = where, layer


@dataclass(slots=True)
class _Table:
    """A table while it is read row by row."""

    story: Story
    name: str
    marks: Marks
    rows: list[Row] = field(default_factory=list)
    asides: dict[str, list[Paragraph]] = field(default_factory=dict)
    nested: list[tuple[etree._Element, str]] = field(default_factory=list)
    merged: dict[int, str] = field(default_factory=dict)
    """Text of the vertically merged cell above, by column."""

    def row(self, element: etree._Element, cells: list[etree._Element], number: int) -> None:
        """Read one row; merged cells keep their place and repeat their text."""
        where = f"{self.name}, row {number}"
        properties = first(element, "trPr")
        texts: list[str] = [""] * whole(first(properties, "gridBefore"), 0)
        repeated: set[int] = set()
        for cell in cells:
            column = len(texts)
            text = self._cell(cell, where)
            merge = first(cell, "tcPr", "vMerge")
            if merge is not None and attribute(merge, "val") != "restart" and not text.strip():
                text = self.merged.get(column, "")
                repeated.add(column)
            elif merge is not None:
                self.merged[column] = text
            span = min(max(whole(first(cell, "tcPr", "gridSpan"), 1), 1), 64)
            texts += [text] * span
            repeated.update(range(column + 1, column + span))
        layer = Layer.TABLE if self.story.layer is Layer.BODY else self.story.layer
        if first(properties, "del") is not None:
            layer = Layer.DELETED
        elif first(properties, "ins") is not None or self._inserted(where):
            layer = Layer.INSERTED
        elif switched(properties, "hidden"):
            layer = Layer.HIDDEN
        header = bool(switched(properties, "tblHeader"))
        self.rows.append(Row(tuple(texts), frozenset(repeated), where, layer, header))

    def _cell(self, cell: etree._Element, where: str) -> str:
        lines: list[str] = []
        for child, around in _blocks(cell, self.marks):
            if local(child) == "tbl":
                self.nested.append((child, where))
            elif local(child) == "altChunk":
                self.story._relation(attribute(child, "id"), self.story.carried.embedded)
            else:
                self.story.depth += 1
                parts = self.story._parts(child, around)
                self.story.depth -= 1
                text, _ = parts.visible()
                if text:
                    lines.append(text)
                self.asides.setdefault(where, []).append(parts)
        return "\n".join(lines)

    def _inserted(self, where: str) -> bool:
        pieces = [piece for parts in self.asides.get(where, ()) for piece in parts.pieces]
        shown = [piece for piece in pieces if not piece.marks.deleted and piece.text.strip()]
        return bool(shown) and all(piece.marks.inserted for piece in shown)


def _blocks(
    element: etree._Element, marks: Marks, *wanted: str
) -> Iterator[tuple[etree._Element, Marks]]:
    """Yield the paragraphs and tables (or what is `wanted`) below `element`, in order.

    Containers that Word puts around them are opened: content controls, custom XML, moved and
    inserted ranges, alternatives.
    """
    names = wanted or ("p", "tbl", "altChunk", "r")
    for child in children(element):
        name = local(child)
        if name in names:
            yield child, marks
        elif name in ("ins", "moveTo"):
            yield from _blocks(child, replace(marks, inserted=True), *wanted)
        elif name in ("del", "moveFrom"):
            yield from _blocks(child, replace(marks, deleted=True), *wanted)
        elif name == "AlternateContent":
            branch = chosen(child)
            if branch is not None:
                yield from _blocks(branch, marks, *wanted)
        elif not name.endswith("Pr") and name != "tblGrid":
            yield from _blocks(child, marks, *wanted)
