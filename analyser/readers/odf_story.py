"""One story of an OpenDocument file to blocks, tables and asides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from analyser.document import Block, Layer
from analyser.readers.flow import Flow, looks_like_heading
from analyser.readers.markup import attribute, children, local
from analyser.readers.rows import Row, table_blocks

ROWS = 200_000  # rows of one table; a sheet of more is no tender document
COLUMNS = 1024
# Elements whose text is no running text of the place where they stand.
ASIDE = frozenset(("note", "annotation", "frame", "custom-shape", "text-box", "tracked-changes"))
SKIPPED = frozenset(
    [
        "tracked-changes",
        "forms",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "event-listeners",
        "annotation-end",
        "bookmark",
        "bookmark-start",
        "bookmark-end",
        "soft-page-break",
        "note-citation",
        "dde-connection-decls",
        "content-validations",
        "calculation-settings",
        "settings",
    ]
)


@dataclass(slots=True)
class Shared:
    """What all stories of one file share."""

    blocks: list[Block] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    """Names of styles whose text or table is not displayed."""

    struck: set[str] = field(default_factory=set)
    bold: set[str] = field(default_factory=set)
    headings: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    inserted: set[str] = field(default_factory=set)
    """Ids of tracked insertions."""

    tables: int = 0
    notes: int = 0
    comments: int = 0

    @classmethod
    def of(cls, roots: Sequence[etree._Element]) -> Shared:
        """Read the styles below `roots`."""
        shared = cls()
        for root in roots:
            for element in root.iter():
                if local(element) == "style":
                    shared._style(element)
        return shared

    def _style(self, element: etree._Element) -> None:
        name, parent = attribute(element, "name"), attribute(element, "parent-style-name")
        for group in (self.hidden, self.struck, self.bold):
            if parent in group:
                group.add(name)
        if attribute(element, "default-outline-level").isdigit() or parent in self.headings:
            self.headings.add(name)
        for properties in children(element):
            if attribute(properties, "display") in ("none", "false"):
                self.hidden.add(name)
            line = attribute(properties, "text-line-through-style")
            if line and line != "none":
                self.struck.add(name)
            if attribute(properties, "font-weight") == "bold":
                self.bold.add(name)


@dataclass(slots=True)
class OdfStory:
    """A run of text with its own place."""

    shared: Shared
    layer: Layer = Layer.BODY
    where: str = ""
    flow: Flow = field(default_factory=Flow)
    paragraphs: int = 0
    level: int = -1
    units: int = 0
    """Sheets or slides."""

    inserted: bool = False

    def read(self, element: etree._Element) -> None:
        """Read everything below `element`, in order."""
        for child in children(element):
            name = local(child)
            if name == "tracked-changes":
                self._changes(child)
            elif name in SKIPPED:
                continue
            elif name in ("p", "h"):
                self._paragraph(child, name)
            elif name == "table":
                self._table(child)
            elif name == "page":
                self._slide(child)
            elif name in ("list", "numbered-paragraph"):
                self.level += 1
                self.read(child)
                self.level -= 1
            elif name in ("section", "hidden-paragraph") and self._veiled(child):
                self._within(child, Layer.HIDDEN, "Hidden section")
            else:
                self._other(child, name)

    def _other(self, element: etree._Element, name: str) -> None:
        if name in ("change-start", "change-end"):
            self.inserted = name == "change-start" and (
                attribute(element, "change-id") in self.shared.inserted
            )
        elif name in ("annotation", "note", "frame", "text-box", "custom-shape"):
            self._aside(element, name)
        elif name == "notes":
            self._within(element, Layer.BODY, f"Speaker notes, {self.where}".strip(", "))
        else:
            self._links(element)
            self.read(element)

    def _veiled(self, element: etree._Element) -> bool:
        return (
            attribute(element, "display") in ("none", "condition")
            or attribute(element, "style-name") in self.shared.hidden
        )

    def _within(self, element: etree._Element, layer: Layer, where: str) -> None:
        inner = OdfStory(self.shared, layer, where, Flow(heading=self.flow.heading))
        inner.read(element)

    def _slide(self, element: etree._Element) -> None:
        self.units += 1
        where, self.where = self.where, f"Slide {self.units}"
        layer = self.layer
        if attribute(element, "style-name") in self.shared.hidden:
            self.layer, self.where = Layer.HIDDEN, f"Hidden slide {self.units}"
        self.flow = Flow(heading="")
        self.read(element)
        self.where, self.layer = where, layer

    def _paragraph(self, element: etree._Element, name: str) -> None:
        line = Line(self.shared)
        line.inserted = self.inserted
        line.walk(element)
        self.inserted = line.inserted
        text, struck = line.printed()
        style = attribute(element, "style-name")
        if text:
            self.paragraphs += 1
            title = name == "h" or style in self.shared.headings
            bold = style in self.shared.bold or line.all_bold
            title = title or (self.level < 0 and looks_like_heading(text, bold=bold))
            level = self.level if self.level >= 0 and not title else None
            block = self.flow.paragraph(text, title=title, level=level)
            layer = Layer.HIDDEN if style in self.shared.hidden else self.layer
            if line.all_inserted and layer is Layer.BODY:
                layer = Layer.INSERTED
            place = self.where or f"Paragraph {self.paragraphs}"
            self.shared.blocks.append(replace(block, layer=layer, where=place, struck=struck))
        self._of_line(line)

    def _of_line(self, line: Line) -> None:
        place = self.where or f"Paragraph {max(self.paragraphs, 1)}"
        if line.hidden.strip():
            text = " ".join(line.hidden.split())
            self.shared.blocks.append(Block(text, Layer.HIDDEN, where=f"Hidden text, {place}"))
        for address in line.links:
            self._link(address, place)
        for aside in line.asides:
            self._aside(aside, local(aside))

    def _links(self, element: etree._Element) -> None:
        address = attribute(element, "href")
        if address and "://" in address:
            self._link(address, self.where)

    def _link(self, address: str, place: str) -> None:
        own = address.startswith(("#", "./", "Pictures/"))
        if address and not own and address not in self.shared.links:
            self.shared.links.add(address)
            self.shared.blocks.append(Block(address, Layer.LINK, where=f"Link, {place}"))

    def _aside(self, element: etree._Element, name: str) -> None:
        """Read a note, comment, text box or shape that hangs on a paragraph."""
        if name == "annotation":
            self.shared.comments += 1
            self._within(element, Layer.COMMENT, f"Comment {self.shared.comments}")
        elif name == "note":
            self.shared.notes += 1
            kind = "Endnote" if attribute(element, "note-class") == "endnote" else "Footnote"
            self._within(element, Layer.FOOTNOTE, f"{kind} {self.shared.notes}")
        else:
            for child in children(element):
                if local(child) in ("title", "desc") and (child.text or "").strip():
                    where = f"Picture description, {self.where}".rstrip(", ")
                    text = (child.text or "").strip()
                    self.shared.blocks.append(Block(text, Layer.ALT_TEXT, where=where))
            self._links(element)
            if self.where.startswith(("Slide", "Hidden slide", "Master", "Speaker")):
                self.read(element)
            else:
                place = f"Text box, {self.where}" if self.where else "Text box"
                self._within(element, Layer.TEXTBOX, place.removeprefix("Text box, Text box, "))

    def _changes(self, element: etree._Element) -> None:
        """Read tracked deletions, whose text stands here and not where it was."""
        for region in children(element):
            id_ = attribute(region, "id")
            for change in children(region):
                if local(change) == "insertion":
                    self.shared.inserted.add(id_)
                elif local(change) == "deletion":
                    inner = OdfStory(self.shared, Layer.DELETED, "Tracked deletion", Flow())
                    inner.read(change)

    def _table(self, element: etree._Element) -> None:
        self.shared.tables += 1
        sheet = local(_parent(element)) == "spreadsheet"
        if sheet:
            self.units += 1
            name = f"Sheet {attribute(element, 'name')}"
            if attribute(element, "style-name") in self.shared.hidden:
                name = f"Hidden sheet {attribute(element, 'name')}"
        else:
            name = f"Table {self.shared.tables}"
            name = f"{name}, {self.where}" if self.where else name
        layer = Layer.TABLE if self.layer is Layer.BODY else self.layer
        if name.startswith("Hidden"):
            layer = Layer.HIDDEN
        reading = OdfTable(self, name, layer)
        reading.rows_of(element, header=False)
        caption = "" if sheet else self.flow.caption()
        heading = "" if sheet else self.flow.heading
        self.shared.blocks += table_blocks(reading.rows, heading, caption)
        for line in reading.lines:
            self._of_line(line)
        for inner in reading.nested:
            self._table(inner)
        for child in children(element):
            if local(child) == "shapes":
                self._within(child, Layer.TEXTBOX, f"Text box, {name}")


@dataclass(slots=True)
class OdfTable:
    """A table while it is read row by row; repeated rows and cells are not multiplied."""

    story: OdfStory
    name: str
    layer: Layer
    rows: list[Row] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    nested: list[etree._Element] = field(default_factory=list)
    number: int = 0

    def rows_of(self, element: etree._Element, *, header: bool) -> None:
        """Read the rows below `element`."""
        for child in children(element):
            name = local(child)
            if name == "table-row" and len(self.rows) < ROWS:
                self._row(child, header=header)
            elif name in ("table-header-rows", "table-rows", "table-row-group"):
                self.rows_of(child, header=header or name == "table-header-rows")

    def _row(self, element: etree._Element, *, header: bool) -> None:
        texts: list[str] = []
        repeated: set[int] = set()
        for cell in children(element):
            if local(cell) not in ("table-cell", "covered-table-cell"):
                continue
            text = self._cell(cell)
            again = _count(attribute(cell, "number-columns-repeated"))
            times = min(again if text else min(again, 64), COLUMNS - len(texts))
            texts += [text] * times
            if local(cell) == "covered-table-cell" and texts and not text:
                repeated.add(len(texts) - 1)
                texts[-1] = texts[-2] if len(texts) > 1 else ""
        number = self.number + 1
        self.number += _count(attribute(element, "number-rows-repeated"))
        if any(text.strip() for text in texts):
            hidden = attribute(element, "visibility") in ("collapse", "filter")
            layer = Layer.HIDDEN if hidden else self.layer
            where = f"{self.name}, row {number}"
            self.rows.append(Row(tuple(texts), frozenset(repeated), where, layer, header))

    def _cell(self, cell: etree._Element) -> str:
        texts: list[str] = []
        for child in cell.iter():
            name = local(child)
            if name in ("p", "h") and not _inside_aside(child, cell):
                line = Line(self.story.shared)
                line.walk(child)
                text, _ = line.printed()
                if text:
                    texts.append(text)
                self.lines.append(line)
            elif name == "table" and not _inside_aside(child, cell):
                self.nested.append(child)
            elif (
                name in ("annotation", "frame", "custom-shape")
                and local(_parent(child)) != "p"
                and not _inside_aside(child, cell)
            ):
                self.lines.append(Line(self.story.shared, asides=[child]))
        return "\n".join(texts)


def _inside_aside(element: etree._Element, cell: etree._Element) -> bool:
    above = element.getparent()
    while above is not None and above is not cell:
        if local(above) in ASIDE or local(above) == "table":
            return True
        above = above.getparent()
    return False


def _count(value: str) -> int:
    return max(int(value), 1) if value.isdigit() and len(value) < 8 else 1


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return parent if parent is not None else element


@dataclass(slots=True)
class Line:
    """One paragraph taken apart."""

    shared: Shared
    text: str = ""
    hidden: str = ""
    struck: list[tuple[int, int]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    asides: list[etree._Element] = field(default_factory=list)
    inserted: bool = False
    fresh: int = 0
    """Characters that are a tracked insertion."""

    bold: int = 0

    def walk(self, element: etree._Element) -> None:
        """Take apart everything in `element`."""
        self._add(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                self._child(child, local(child))
            self._add(child.tail or "")

    def _child(self, child: etree._Element, name: str) -> None:
        if name == "s":
            self.text += " " * min(_count(attribute(child, "c")), 100)
        elif name == "tab":
            self.text += "\t"
        elif name == "line-break":
            self.text += "\n"
        elif name in ("change-start", "change-end"):
            known = attribute(child, "change-id") in self.shared.inserted
            self.inserted = name == "change-start" and known
        elif name in ASIDE:
            self.asides.append(child)
        elif name in ("hidden-text", "hidden-paragraph"):
            self.hidden += " " + (attribute(child, "string-value") or child.text or "")
        elif name not in SKIPPED:
            self._span(child, name)

    def _span(self, child: etree._Element, name: str) -> None:
        if name == "a":
            self.links.append(attribute(child, "href"))
        style = attribute(child, "style-name")
        start = len(self.text)
        if style in self.shared.hidden:
            inner = Line(self.shared)
            inner.walk(child)
            self.hidden += " " + inner.text
            self.asides += inner.asides
            return
        self.walk(child)
        if style in self.shared.struck:
            self.struck.append((start, len(self.text)))
        if style in self.shared.bold:
            self.bold += len(self.text) - start

    def _add(self, text: str) -> None:
        # White space folds in OpenDocument; what is meant stands in elements of its own.
        folded = " ".join(text.split())
        if text[:1].isspace() and self.text and not self.text.endswith((" ", "\n", "\t")):
            folded = " " + folded
        if folded.strip() and text[-1:].isspace():
            folded += " "
        self.text += folded
        self.fresh += len(folded.strip()) * self.inserted

    def printed(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Return the text that is shown, and its struck ranges."""
        lead = len(self.text) - len(self.text.lstrip())
        text = self.text.strip()
        ranges = [(max(start - lead, 0), min(end - lead, len(text))) for start, end in self.struck]
        return text, tuple((start, end) for start, end in ranges if end > start)

    @property
    def all_bold(self) -> bool:
        """Whether all that is printed is bold."""
        return bool(self.text.strip()) and self.bold >= len(self.text.strip())

    @property
    def all_inserted(self) -> bool:
        """Whether most of what is printed is a tracked insertion."""
        return self.fresh * 2 > len(self.text.strip()) > 0
