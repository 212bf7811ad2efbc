"""One story of an OpenDocument file to blocks, tables and asides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from analyser.document import Block, Layer, Unread
from analyser.readers.flow import Flow, looks_like_heading
from analyser.readers.markup import attribute, children, local
from analyser.readers.odf_fields import FIELDS, field_blocks
from analyser.readers.odf_line import SKIPPED, Line, Shared, parent_of
from analyser.readers.odf_table import OdfTable
from analyser.readers.rows import table_blocks


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
            elif name in FIELDS:
                self.shared.blocks += field_blocks(child, self.where)
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
        text, _ = line.printed()
        style = attribute(element, "style-name")
        if text:
            self.paragraphs += 1
            title = name == "h" or style in self.shared.headings
            bold = style in self.shared.bold or line.all_bold
            title = title or (self.level < 0 and looks_like_heading(text, bold=bold))
            level = self.level if self.level >= 0 and not title else None
            block = self.flow.paragraph(text, title=title, level=level)
            layer = Layer.HIDDEN if style in self.shared.hidden else self.layer
            place = self.where or f"Paragraph {self.paragraphs}"
            self.shared.blocks += _of_parts(line, block, layer, place)
        self._of_line(line)

    def _of_line(self, line: Line) -> None:
        place = self.where or f"Paragraph {max(self.paragraphs, 1)}"
        if line.hidden.strip():
            text = " ".join(line.hidden.split())
            self.shared.blocks.append(Block(text, Layer.HIDDEN, where=f"Hidden text, {place}"))
        for choice in dict.fromkeys(line.choices):
            if choice.strip():
                where = f"Choice in a form field, {place}"
                self.shared.blocks.append(Block(choice, Layer.FORM_FIELD, where=where))
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
        sheet = local(parent_of(element)) == "spreadsheet"
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
        reading = OdfTable(self.shared, name, layer)
        reading.rows_of(element, header=False)
        if reading.cut:
            reason = "more rows, columns or letters than the limit: only its beginning was read"
            self.shared.unread.append(Unread(reason, where=name))
        caption = "" if sheet else self.flow.caption()
        heading = "" if sheet else self.flow.heading
        title = str(attribute(element, "name") or "") if sheet else ""
        self.shared.blocks += table_blocks(reading.rows, heading, caption, title)
        for line in reading.lines:
            self._of_line(line)
        for inner in reading.nested:
            self._table(inner)
        for child in children(element):
            if local(child) == "shapes":
                self._within(child, Layer.TEXTBOX, f"Text box, {name}")
            elif local(child) in FIELDS:
                self.shared.blocks += field_blocks(child, name)


def _of_parts(line: Line, block: Block, layer: Layer, place: str) -> Iterator[Block]:
    """Yield the paragraph as a block, or as several where some of its sentences are new."""
    for part in line.parts():
        where = f"Tracked insertion, {place}" if part.inserted else place
        kind = Layer.INSERTED if part.inserted and layer is not Layer.HIDDEN else layer
        yield replace(block, text=part.text, layer=kind, where=where, struck=part.struck)
