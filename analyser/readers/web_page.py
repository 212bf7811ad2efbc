"""A web page taken apart: visible text, tables, and what the page hides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from analyser.document import Block, Layer
from analyser.readers.flow import Flow, looks_like_heading
from analyser.readers.markup import children, local
from analyser.readers.rows import Row, table_blocks
from analyser.readers.web_scripts import (
    attribute_words,
    office_properties,
    script_words,
    style_words,
)
from analyser.readers.web_table import (
    BOLD,
    BREAKING,
    HEADINGS,
    HIDING,
    STRUCK,
    UNSEEN,
    cells_of,
    lays_out,
    row_of,
    rows_of,
)

DATA = re.compile(r"data:[a-zA-Z][\w.+-]*/[^,\s\"']*,[^\s\"')<>]+")


@dataclass(slots=True)
class Page:
    """The blocks of one page while it is read."""

    blocks: list[Block] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    flow: Flow = field(default_factory=Flow)
    text: str = ""
    struck: list[tuple[int, int]] = field(default_factory=list)
    bold: int = 0
    """Characters of the paragraph that are bold."""

    level: int = -1
    hidden: int = 0
    tables: int = 0
    prefix: str = ""
    carried: list[str] = field(default_factory=list)
    """Addresses that hold their file themselves (`data:`)."""

    pages: list[str] = field(default_factory=list)
    """Pages written out inside the page (`srcdoc`)."""

    def walk(self, element: etree._Element) -> None:
        """Read `element` and everything in it, in order."""
        if isinstance(element, etree._Comment):
            self._comment(element.text or "")
            return
        name = local(element).lower()
        if not name:
            return
        if name in UNSEEN:
            self._unseen(element, name)
        elif name == "table":
            self.flush()
            self._table(element)
        else:
            self._seen(element, name)

    def _seen(self, element: etree._Element, name: str) -> None:
        veiled = element.get("hidden") is not None or bool(
            HIDING.search(element.get("style") or "")
        )
        if name in BREAKING or veiled:
            self.flush()
        self.hidden += veiled
        self.level += name in ("ul", "ol")
        self._attributes(element, name)
        start = len(self.text)
        self.add(element.text or "")
        for child in element:
            self.walk(child)
            self.add(child.tail or "")
        if name in STRUCK:
            self.struck.append((start, len(self.text)))
        if name in BOLD:
            self.bold += len(self.text) - start
        if name == "br":
            self.text += "\n"
        if name in BREAKING or veiled:
            self.flush(title=name in HEADINGS, item=name in ("li", "dd"))
        self.level -= name in ("ul", "ol")
        self.hidden -= veiled

    def add(self, text: str) -> None:
        """Add inline `text`, its white space folded as a browser does."""
        text = re.sub(r"[ \t\r\n\f]+", " ", text)
        if not self.text or self.text.endswith((" ", "\n")):
            text = text.lstrip(" ")
        self.text += text

    def flush(self, *, title: bool = False, item: bool = False) -> None:
        """End the paragraph, if one has begun."""
        raw, self.text = self.text, ""
        struck, self.struck = self.struck, []
        bold, self.bold = self.bold, 0
        lead = len(raw) - len(raw.lstrip())
        text = raw.strip()
        if not text:
            return
        if self.hidden:
            self.aside(text, Layer.HIDDEN, "Hidden text")
            return
        heading = title or (bold >= len(text) and looks_like_heading(text, bold=True))
        level = max(self.level, 0) if item and not heading else None
        block = self.flow.paragraph(text, title=heading, level=level)
        ranges = tuple(
            (max(start - lead, 0), min(end - lead, len(text)))
            for start, end in struck
            if end - lead > max(start - lead, 0)
        )
        where = self.prefix or f"Paragraph {len(self.blocks) + 1}"
        self.blocks.append(replace(block, struck=ranges, where=where))

    def aside(self, text: str, layer: Layer, where: str) -> None:
        """Add a block that does not belong to the running text."""
        text = " ".join(text.split())
        if text:
            self.blocks.append(Block(text, layer, where=where, heading=self.flow.heading))

    def told(self, blocks: Iterable[Block]) -> None:
        """Add `blocks` that do not belong to the running text."""
        for block in blocks:
            self.aside(block.text, block.layer, block.where)

    def _attributes(self, element: etree._Element, name: str) -> None:
        self.told(attribute_words(element))
        address = element.get("href") or ""
        if name in ("a", "area", "base") and address and not address.startswith(("#", "data:")):
            self.aside(address, Layer.LINK, "Link")
        source = (element.get("src") or "").lstrip()
        if name == "img" and not source.lower().startswith(("cid:", "data:")):
            self.notes.add("pictures of the page are not part of the file")
        self._carried(element)
        if name in ("input", "button", "meta", "option"):
            self._form_value(element, name)

    def _carried(self, element: etree._Element) -> None:
        for key, value in element.attrib.items():
            if str(key) == "srcdoc":
                self.pages.append(str(value))
            elif "data:" in str(value):
                self.carried += DATA.findall(str(value))

    def _form_value(self, element: etree._Element, name: str) -> None:
        if name == "meta":
            self._meta(element)
            return
        hidden = (element.get("type") or "").lower() == "hidden"
        layer = Layer.HIDDEN if hidden else Layer.FORM_FIELD
        for key in ("value", "placeholder"):
            value = element.get(key) or ""
            if any(letter.isalpha() for letter in value) and name != "option":
                self.aside(value, layer, "Form field")

    def _comment(self, text: str) -> None:
        # Conditional comments of office programs hold markup; their words count.
        self.told(office_properties(text))
        if "<" in text:
            text = re.sub(r"<(?:style|xml|script).*?</(?:style|xml|script)>", " ", text, flags=re.S)
            text = re.sub(r"<[^>]*>|\[if[^\]]*\]>?|<!\[endif\]", " ", text)
        self.aside(text, Layer.COMMENT, "Comment in the page's source")

    def _unseen(self, element: etree._Element, name: str) -> None:
        if name in ("script", "style"):
            self._code(element, name)
            return
        if name == "head":
            self._head(element)
            return
        self.told(attribute_words(element))
        layer = Layer.BODY if name in ("object", "svg", "math") else Layer.HIDDEN
        words = " ".join(" ".join(str(text) for text in element.itertext()).split())
        self.aside(words, layer, f"Element {name}")
        for inner in element.iter():
            if isinstance(inner.tag, str):
                self._carried(inner)
        address = element.get("src") or element.get("data") or ""
        self.aside("" if address.startswith("data:") else address, Layer.LINK, f"Link ({name})")

    def _head(self, element: etree._Element) -> None:
        for child in element.iter():
            name = local(child).lower()
            if name in ("style", "script"):
                self._code(child, name)
            if isinstance(child, etree._Comment):
                self._comment(child.text or "")
            elif name == "title":
                self.aside(child.text or "", Layer.METADATA, "Page title")
            elif name == "meta":
                self._meta(child)
            elif name == "base":
                self.aside(child.get("href") or "", Layer.LINK, "Link")

    def _meta(self, element: etree._Element) -> None:
        label = element.get("name") or element.get("property")
        value = element.get("content") or ""
        if label and any(letter.isalpha() for letter in value):
            self.aside(value, Layer.METADATA, f"Page property {label}")

    def _code(self, element: etree._Element, name: str) -> None:
        """Read what a script or style may show; it is not run."""
        text = element.text or ""
        self.carried += DATA.findall(text)
        if name == "style":
            self.told(style_words(text))
        elif text.strip():
            self.notes.add("scripts of the page were not run")
            self.told(script_words(element))

    def _table(self, element: etree._Element) -> None:
        self.told(attribute_words(element))
        rows = list(rows_of(element))
        cells = [cells_of(row) for row in rows]
        if all(len(row) <= 1 for row in cells) or lays_out(element):
            self._laid_out(element)
            return
        self.tables += 1
        name = f"Table {self.tables}"
        caption = next((_words(one) for one in children(element) if local(one) == "caption"), "")
        caption = caption or self.flow.caption()
        made: list[Row] = []
        spans: dict[int, tuple[int, str]] = {}
        for number, row in enumerate(cells, start=1):
            told = [(cell, _words(cell)) for cell in row]
            made.append(row_of(told, spans, f"{name}, row {number}"))
        self.blocks += [
            replace(block, layer=Layer.HIDDEN) if self.hidden else block
            for block in table_blocks(made, self.flow.heading, caption)
        ]
        self._beside(element)

    def _beside(self, element: etree._Element) -> None:
        for inner in element.iter():
            if isinstance(inner.tag, str):
                self._attributes(inner, local(inner).lower())
            elif isinstance(inner, etree._Comment):
                self._comment(inner.text or "")

    def _laid_out(self, element: etree._Element) -> None:
        """Read a table that only lays out the page as running text."""
        self.add(element.text or "")
        for child in element:
            self.walk(child)
            self.add(child.tail or "")
        self.flush()


def _words(element: etree._Element) -> str:
    cell = Page()
    cell.add(element.text or "")
    for child in element:
        cell.walk(child)
        cell.add(child.tail or "")
    cell.flush()
    kept = [block.text for block in cell.blocks if block.layer in (Layer.BODY, Layer.TABLE)]
    return "\n".join(kept)
