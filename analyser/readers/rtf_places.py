"""The stories of an RTF document while they are read: paragraphs, tables, what they hide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from analyser.document import Block, Layer
from analyser.readers.changes import parts_of
from analyser.readers.flow import Flow, looks_like_heading
from analyser.readers.rows import Row, table_blocks
from analyser.readers.word_fields import addresses, kept_words

# Groups without words of the document.
SKIPPED = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "listtable",
        "listoverridetable",
        "rsidtbl",
        "generator",
        "xmlnstbl",
        "themedata",
        "colorschememapping",
        "latentstyles",
        "datastore",
        "filetbl",
        "pnseclvl",
        "info",
        "bkmkend",
        "mmathPr",
        "pntxta",
        "pntxtb",
        "nonshppict",
        "panose",
        "falt",
        "wgrffmtfilter",
        "atnid",
        "atnref",
        "atrfstart",
        "atrfend",
        "atndate",
        "atntime",
        "atnparent",
    ]
)
PLACES: dict[str, tuple[Layer, str]] = {
    "header": (Layer.HEADER, "Header"), "headerl": (Layer.HEADER, "Header"),
    "headerr": (Layer.HEADER, "Header"), "headerf": (Layer.HEADER, "Header of the first page"),
    "footer": (Layer.FOOTER, "Footer"), "footerl": (Layer.FOOTER, "Footer"),
    "footerr": (Layer.FOOTER, "Footer"), "footerf": (Layer.FOOTER, "Footer of the first page"),
    "footnote": (Layer.FOOTNOTE, "Footnote"), "annotation": (Layer.COMMENT, "Comment"),
    "shptxt": (Layer.TEXTBOX, "Text box"), "dptxbxtext": (Layer.TEXTBOX, "Text box"),
}  # fmt: skip
KEPT = {
    "title": "title", "subject": "subject", "keywords": "keywords", "doccomm": "comments",
    "company": "company", "category": "category", "manager": "manager", "author": "author",
    "propname": "name of a property", "staticval": "value of a property", "docvar": "variable",
    "atnauthor": "author of a comment", "revtbl": "authors of changes", "template": "template",
    "bkmkstart": "name of a bookmark", "xe": "entry of an index", "tc": "entry of the contents",
}  # fmt: skip
RAW = ("pict", "objdata")
SHAPE_TEXTS = ("wzDescription", "wzName", "gtextUNICODE", "pihlShape", "wzTooltip")
FIELDS = ("ffdeftext", "ffl", "ffhelptext", "ffstattext")
ITEMS = ("listtext", "pntext")
UNKNOWN = "*"
CAPTURED = (*RAW, *FIELDS, *ITEMS, "objclass", "fldinst", "sn", "sv")
OPENED = frozenset(
    ("shpinst", "shptxt", "fldinst", "annotation", "shppict", "objdata", "objclass", "docvar",
     "formfield", "background", "moMath", "moMathPara", "pn", "listtext", "pntext")
)  # fmt: skip
"""Groups marked `\\*` (skip if unknown) that are known here."""


WORDS = re.compile(r"(?<![0-9A-Fa-f])(?![0-9A-Fa-f]+(?![^\W_]))[^\W\d_]{4,}")
"""A word: four letters, and no number in hexadecimal."""


def told(kind: str, text: str, place: str) -> Iterator[Block]:
    """Yield what a captured group of this `kind` says in `text`."""
    if kind == "fldinst":
        for address in addresses(text):
            yield Block(address, Layer.LINK, where=f"Link, {place}")
        for words in kept_words(text):
            yield Block(words, Layer.HIDDEN, where=f"Field code, {place}")
    elif kind in FIELDS:
        if text:
            yield Block(text, Layer.FORM_FIELD, where=f"Form field, {place}")
    elif kind in (*ITEMS, UNKNOWN):
        if WORDS.search(text):
            where = "Part of unknown kind" if kind == UNKNOWN else "Label of a list"
            yield Block(text, Layer.METADATA, where=where)
    elif any(letter.isalpha() for letter in text):
        where = f"Document property {KEPT.get(kind, kind)}"
        yield Block(text.strip("; "), Layer.METADATA, where=where)


@dataclass(slots=True)
class Group:
    """What holds inside one pair of braces."""

    target: Place
    skip: bool = False
    capture: str = ""
    """`pict`, `objdata`, `fldinst`, a shape's or document's property: gathered, not printed."""

    codec: str = "cp1252"
    skip_after_unicode: int = 1
    hidden: bool = False
    deleted: bool = False
    struck: bool = False
    inserted: bool = False
    bold: bool = False
    table: bool = False


@dataclass(slots=True)
class Place:
    """One story: body, header, note or box."""

    layer: Layer = Layer.BODY
    where: str = ""
    flow: Flow = field(default_factory=Flow)
    text: str = ""
    hidden: str = ""
    deleted: str = ""
    struck: list[tuple[int, int]] = field(default_factory=list)
    inserted: list[tuple[int, int]] = field(default_factory=list)
    plain: int = 0
    """Letters of the paragraph that are not bold."""

    cells: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0
    item: bool = False
    """The paragraph bears a list's number or bullet."""

    def add(self, text: str, group: Group) -> None:
        """Add printed text, marked as `group` says."""
        ends = (len(self.text), len(self.text) + len(text))
        if group.struck and text.strip():
            self.struck.append(ends)
        if group.inserted and text.strip():
            self.inserted.append(ends)
        if not group.bold:
            self.plain += len(text.strip())
        self.text += text

    def end_paragraph(self) -> Iterator[Block]:
        """Yield the paragraph gathered so far, in parts where some sentences are new."""
        raw, self.text = self.text, ""
        struck, self.struck = self.struck, []
        inserted, self.inserted = self.inserted, []
        bold, self.plain = self.plain == 0, 0
        text = raw.strip()
        where = self.where
        if text:
            self.paragraphs += 1
            where = where or f"Paragraph {self.paragraphs}"
            lead = len(raw) - len(raw.lstrip())
            title = not self.item and looks_like_heading(text, bold=bold)
            block = self.flow.paragraph(text, title=title, level=0 if self.item else None)
            self.item = False
            for part in parts_of(text, _moved(struck, lead, text), _moved(inserted, lead, text)):
                layer = Layer.INSERTED if part.inserted else self.layer
                place = f"Tracked insertion, {where}" if part.inserted else where
                yield replace(block, text=part.text, layer=layer, where=place, struck=part.struck)
        yield from self._asides(where or "in the text")

    def _asides(self, where: str) -> Iterator[Block]:
        for layer, words, name in (
            (Layer.HIDDEN, self.hidden, "Hidden text"),
            (Layer.DELETED, self.deleted, "Tracked deletion"),
        ):
            if words.strip():
                text = " ".join(words.split())
                yield Block(text, layer, where=f"{name}, {where}", heading=self.flow.heading)
        self.hidden = self.deleted = ""

    def end_cell(self) -> None:
        """Keep the text gathered so far as a cell of the row."""
        self.cells.append(self.text.strip())
        self.text = ""
        self.struck, self.inserted = [], []
        self.plain = 0

    def end_row(self) -> None:
        """Keep the cells gathered so far as a row of the table."""
        where = f"Table {self.tables + 1}, row {len(self.rows) + 1}"
        layer = Layer.TABLE if self.layer is Layer.BODY else self.layer
        self.rows.append(Row(tuple(self.cells), where=where, layer=layer))
        self.cells = []

    def end_table(self) -> Iterator[Block]:
        """Yield the rows gathered so far as a table."""
        if self.cells:
            self.end_row()
        if not self.rows:
            return
        self.tables += 1
        rows, self.rows = self.rows, []
        yield from table_blocks(rows, self.flow.heading, self.flow.caption())
        yield from self._asides(f"Table {self.tables}")


def _moved(ranges: Sequence[tuple[int, int]], lead: int, text: str) -> tuple[tuple[int, int], ...]:
    return tuple((max(start - lead, 0), min(end - lead, len(text))) for start, end in ranges)
