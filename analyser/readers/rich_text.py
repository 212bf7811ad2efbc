"""RTF documents, parsed by their own groups: tables, notes, hidden and deleted text."""

from __future__ import annotations

import binascii
import codecs
import re
from dataclasses import dataclass, field, replace

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.readers.flow import Flow, looks_like_heading
from analyser.readers.office import Inside
from analyser.readers.rows import Row, table_blocks
from analyser.readers.rtf_tokens import CHARSETS, SPECIAL, SYMBOLS, Token, tokens
from analyser.readers.source import Context, Source

# Groups without words of the document. Any other unknown `\*` group is skipped as well.
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
        "revtbl",
        "filetbl",
        "pnseclvl",
        "info",
        "bkmkstart",
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
}  # fmt: skip
RAW = ("pict", "objdata")
SHAPE_TEXTS = ("wzDescription", "gtextUNICODE", "pihlShape", "wzTooltip")
CAPTURED = (*RAW, "objclass", "fldinst", "sn", "sv")
ITEMS = ("listtext", "pntext")
OPENED = frozenset(
    ("shpinst", "shptxt", "fldinst", "annotation", "shppict", "objdata", "objclass", "docvar")
)
"""Groups marked `\\*` (skip if unknown) that are known here."""

NESTED = 2000  # groups inside each other; deeper is an attack


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
    plain: int = 0
    """Letters of the paragraph that are not bold."""

    cells: list[str] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    tables: int = 0
    paragraphs: int = 0
    item: bool = False
    """The paragraph bears a list's number or bullet."""


def read_rich_text(source: Source, context: Context) -> tuple[Document, ...]:
    """Read an RTF document: its stories, tables, properties, pictures and objects."""
    reading = Reading(source, context)
    reading.read(source.content())
    inside = reading.inside
    document = Document(
        source.name,
        source.sha256,
        source.media_type,
        blocks=(*reading.blocks, *inside.blocks),
        unread=(*reading.unread, *inside.unread),
        coverage=Coverage(
            "file", 1, 1, pictures=inside.pictures, pictures_read=inside.pictures_read
        ),
    )
    return (document, *inside.documents)


class Reading:
    """One RTF file while it is read."""

    def __init__(self, source: Source, context: Context) -> None:
        self.inside = Inside(source, context)
        self.blocks: list[Block] = []
        self.unread: list[Unread] = []
        self.codec = "cp1252"
        self.fonts: dict[int, str] = {}
        self.font = 0
        self.groups: list[Group] = [Group(Place())]
        self.pending = b""
        self.captured: list[bytes] = []
        self.words = ""
        self.shape = ""
        """Name of the shape property whose value comes next."""

        self.to_skip = 0
        self.surrogate = ""
        self.star = False
        self.objects = self.announced = 0
        self.made_by = ""
        """The program that the embedded object to come is of."""

    @property
    def group(self) -> Group:
        """The innermost open group."""
        return self.groups[-1]

    def read(self, content: bytes) -> None:
        """Read all tokens of `content`."""
        first = self.groups[0].target
        for token in tokens(content):
            if token.kind in ("byte", "text", "symbol", "binary"):
                self._printed(token)
            else:
                self._flush_bytes()
                self._structure(token)
        self._flush_bytes()
        while len(self.groups) > 1:
            self._close()
        self._paragraph(first)
        self._end_table(first)
        if self.announced > self.objects:
            count = self.announced - self.objects
            reason = f"{count} embedded objects without content; open the document by hand"
            self.unread.append(Unread(reason))

    def _structure(self, token: Token) -> None:
        if token.kind == "open":
            if len(self.groups) > NESTED:
                self.unread.append(Unread("groups nested too deeply; open it by hand"))
                self.groups[-1].skip = True
            self.groups.append(replace(self.group))
            self.star = False
            self.to_skip = 0
        elif token.kind == "close":
            self._close()
        elif token.kind == "star":
            self.star = True
        else:
            self._word(token.name, token.number)
            self.star = False

    def _close(self) -> None:
        if len(self.groups) == 1:
            return
        closed = self.groups.pop()
        self.to_skip = 0
        if closed.capture and closed.capture != self.group.capture:
            self._keep(closed.capture)
        if closed.target is not self.group.target:
            self._paragraph(closed.target)
            self._end_table(closed.target)

    def _keep(self, kind: str) -> None:
        """Use what a group gathered: a picture, an object, a link, a property."""
        captured, self.captured = b"".join(self.captured), []
        words, self.words = self.words, ""
        place = self.group.target.where or "in the text"
        if kind in RAW:
            self._raw(kind, _unhexed(captured) or captured, place)
            return
        text = " ".join(words.split())
        if kind == "fonttbl":
            return
        if kind == "objclass":
            self.made_by = text
        elif kind == "sn":
            self.shape = text
        elif kind == "sv":
            if self.shape in SHAPE_TEXTS and text:
                where = f"Picture description, {place}"
                self.blocks.append(Block(text, Layer.ALT_TEXT, where=where))
        elif kind == "fldinst":
            address = re.search(
                r'(?:HYPERLINK|INCLUDE\w+|LINK|DDE\w*)\s+(?:\\l\s+)?"?([^"]+)', text
            )
            if address:
                where = f"Link, {place}"
                self.blocks.append(Block(address.group(1).strip(), Layer.LINK, where=where))
        elif any(letter.isalpha() for letter in text):
            where = f"Document property {KEPT.get(kind, kind)}"
            self.blocks.append(Block(text, Layer.METADATA, where=where))

    def _raw(self, kind: str, content: bytes, place: str) -> None:
        from analyser.readers.embedded import wrapped

        if kind == "pict":
            self.inside.picture(content, place)
        elif content:
            self.objects += 1
            name, inner = wrapped(content)
            made_by = f" ({self.made_by})" if self.made_by else ""
            self.inside.file(name or f"object {self.objects}{made_by}", inner)
            self.made_by = ""

    def _word(self, name: str, number: int | None) -> None:
        group = self.group
        if name in PLACES and not group.skip:
            layer, where = PLACES[name]
            group.target = Place(layer, where, Flow(heading=group.target.flow.heading))
        elif name in KEPT or (name in CAPTURED and not group.skip):
            group.capture = name
            self.captured, self.words = [], ""
        elif name in ITEMS:
            group.skip = group.target.item = True
        elif name in SKIPPED or (self.star and name not in OPENED):
            group.skip = True
        if name == "fonttbl":
            group.capture = name
        self.announced += name == "object" and not group.skip
        if name in SPECIAL:
            self._add(SPECIAL[name])
        elif name in ("cell", "nestcell", "row", "nestrow", "trowd"):
            self._table_word(name)
        else:
            self._state(name, number)

    def _state(self, name: str, number: int | None) -> None:
        group = self.group
        on = number != 0
        if name in ("v", "webhidden"):
            group.hidden = on
        elif name == "deleted":
            group.deleted = on
        elif name in ("strike", "striked"):
            group.struck = on
        elif name == "b":
            group.bold = on
        elif name == "plain":
            group.hidden = group.struck = group.bold = group.deleted = False
        elif name == "uc":
            group.skip_after_unicode = min(max(number or 0, 0), 8)
        elif name == "u" and number is not None:
            self._unicode(number)
        elif name in ("intbl", "pard"):
            group.table = name == "intbl"
        else:
            self._encoding(name, number)

    def _encoding(self, name: str, number: int | None) -> None:
        """Note which code page bytes are in, for the document or by its fonts."""
        group = self.group
        if name == "ansicpg" and number:
            self.codec = group.codec = _codec(f"cp{number}", "cp1252")
        elif name in ("mac", "pc", "pca"):
            pages = {"mac": "mac-roman", "pc": "cp437", "pca": "cp850"}
            self.codec = group.codec = pages[name]
        elif name == "f" and number is not None:
            self.font = number
            if self.group.capture != "fonttbl" and not self.group.skip:
                self.group.codec = self.fonts.get(number, self.codec)
        elif name == "fcharset" and number is not None:
            self.fonts[self.font] = CHARSETS.get(number, self.codec)

    def _unicode(self, number: int) -> None:
        code = number + 0x10000 if number < 0 else number
        self.to_skip = self.group.skip_after_unicode
        if 0xD800 <= code < 0xDC00:
            self.surrogate = chr(code)
            return
        if 0xDC00 <= code < 0xE000:
            pair = (self.surrogate + chr(code)).encode("utf-16-le", "surrogatepass")
            self._add(pair.decode("utf-16-le", "replace"))
        elif code < 0x110000:
            # Symbol fonts put their characters into the private area over ASCII.
            self._add(chr(code - 0xF000) if 0xF020 <= code <= 0xF07E else chr(code))
        self.surrogate = ""

    def _printed(self, token: Token) -> None:
        if self.group.capture in RAW:
            self.captured.append(token.raw)
            return
        if token.kind == "binary":
            return
        if self.to_skip:
            if token.kind != "text":
                self.to_skip -= 1
                return
            skipped = min(self.to_skip, len(token.raw))
            self.to_skip -= skipped
            token = Token("text", raw=token.raw[skipped:])
        if token.kind == "symbol":
            self._flush_bytes()
            self._add(SYMBOLS.get(token.name, ""))
        else:
            self.pending += token.raw

    def _flush_bytes(self) -> None:
        """Decode the bytes gathered so far: characters of two bytes come in pieces."""
        if self.pending:
            raw, self.pending = self.pending, b""
            self._add(raw.decode(self.group.codec, "replace"))

    def _add(self, text: str) -> None:
        group = self.group
        if group.capture and text:
            self.words += text
            return
        if group.skip or not text:
            return
        place = group.target
        if text == "\n\n":
            self._end_paragraph(place)
        elif group.deleted:
            place.deleted += text
        elif group.hidden:
            place.hidden += text
        else:
            if group.struck and text.strip():
                place.struck.append((len(place.text), len(place.text) + len(text)))
            if not group.bold:
                place.plain += len(text.strip())
            place.text += text

    def _end_paragraph(self, place: Place) -> None:
        if self.group.table:
            place.text += "\n"
            return
        self._end_table(place)
        self._paragraph(place)

    def _paragraph(self, place: Place) -> None:
        raw, place.text = place.text, ""
        struck, place.struck = place.struck, []
        bold, place.plain = place.plain == 0, 0
        text = raw.strip()
        where = place.where
        if text:
            place.paragraphs += 1
            where = where or f"Paragraph {place.paragraphs}"
            lead = len(raw) - len(raw.lstrip())
            ranges = tuple(
                (max(start - lead, 0), min(end - lead, len(text))) for start, end in struck
            )
            title = not place.item and looks_like_heading(text, bold=bold)
            block = place.flow.paragraph(text, title=title, level=0 if place.item else None)
            place.item = False
            self.blocks.append(replace(block, layer=place.layer, where=where, struck=ranges))
        self._aside(place, where or "in the text")

    def _aside(self, place: Place, where: str) -> None:
        for layer, words, name in (
            (Layer.HIDDEN, place.hidden, "Hidden text"),
            (Layer.DELETED, place.deleted, "Tracked deletion"),
        ):
            if words.strip():
                text = " ".join(words.split())
                self.blocks.append(
                    Block(text, layer, where=f"{name}, {where}", heading=place.flow.heading)
                )
        place.hidden = place.deleted = ""

    def _table_word(self, name: str) -> None:
        if self.group.skip:
            return
        place = self.group.target
        if name in ("cell", "nestcell"):
            place.cells.append(place.text.strip())
            place.text = ""
            place.struck = []
            place.plain = 0
        elif name in ("row", "nestrow") and place.cells:
            number = len(place.rows) + 1
            where = f"Table {place.tables + 1}, row {number}"
            layer = Layer.TABLE if place.layer is Layer.BODY else place.layer
            place.rows.append(Row(tuple(place.cells), where=where, layer=layer))
            place.cells = []
            self.group.table = False
        elif name == "trowd" and place.text.strip() and not place.cells and not self.group.table:
            self._paragraph(place)

    def _end_table(self, place: Place) -> None:
        if place.cells:
            where = f"Table {place.tables + 1}, row {len(place.rows) + 1}"
            place.rows.append(Row(tuple(place.cells), where=where))
            place.cells = []
        if not place.rows:
            return
        place.tables += 1
        rows, place.rows = place.rows, []
        self.blocks += table_blocks(rows, place.flow.heading, place.flow.caption())
        self._aside(place, f"Table {place.tables}")


def _unhexed(captured: bytes) -> bytes:
    digits = re.sub(rb"[^0-9a-fA-F]", b"", captured)
    try:
        return binascii.unhexlify(digits[: len(digits) // 2 * 2])
    except binascii.Error:
        return b""


def _codec(name: str, default: str) -> str:
    if name == "cp65001":
        return "utf-8"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return default
