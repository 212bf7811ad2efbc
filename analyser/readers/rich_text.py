"""RTF documents, parsed by their own groups: tables, notes, hidden and deleted text."""

from __future__ import annotations

from dataclasses import replace

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.readers import rtf_places
from analyser.readers.flow import Flow
from analyser.readers.office import Inside
from analyser.readers.rtf_places import Group, Place
from analyser.readers.rtf_tokens import (
    CHARSETS,
    SPECIAL,
    SYMBOLS,
    Token,
    codec_named,
    tokens,
    unhexed,
)
from analyser.readers.source import Context, Source

NESTED = 2000  # groups inside each other; deeper is an attack


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
                continue
            self._flush_bytes()
            self._structure(token)
            if len(self.groups) > NESTED:
                reason = "groups nested too deeply: read up to there only; open it by hand"
                self.unread.append(Unread(reason))
                break
        self._flush_bytes()
        while len(self.groups) > 1:
            self._close()
        self.blocks += first.end_paragraph()
        self.blocks += first.end_table()
        if self.announced > self.objects:
            count = self.announced - self.objects
            reason = f"{count} embedded objects without content; open the document by hand"
            self.unread.append(Unread(reason))

    def _structure(self, token: Token) -> None:
        if token.kind == "open":
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
            self.blocks += closed.target.end_paragraph()
            self.blocks += closed.target.end_table()

    def _keep(self, kind: str) -> None:
        """Use what a group gathered: a picture, an object, a link, a property."""
        captured, self.captured = b"".join(self.captured), []
        words, self.words = self.words, ""
        place = self.group.target.where or "in the text"
        if kind in rtf_places.RAW:
            self._raw(kind, unhexed(captured) or captured, place)
            return
        text = " ".join(words.split())
        if kind == "fonttbl":
            return
        if kind == "objclass":
            self.made_by = text
        elif kind == "sn":
            self.shape = text
        elif kind == "sv":
            if self.shape in rtf_places.SHAPE_TEXTS and text:
                where = f"Picture description, {place}"
                self.blocks.append(Block(text, Layer.ALT_TEXT, where=where))
        else:
            self.blocks += rtf_places.told(kind, text, place)

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
        if name in rtf_places.PLACES and not group.skip:
            layer, where = rtf_places.PLACES[name]
            group.target = Place(layer, where, Flow(heading=group.target.flow.heading))
        elif name in rtf_places.KEPT or (name in rtf_places.CAPTURED and not group.skip):
            group.capture = name
            self.captured, self.words = [], ""
            group.target.item = group.target.item or name in rtf_places.ITEMS
        elif name in rtf_places.SKIPPED:
            group.skip = True
        elif self.star and name not in rtf_places.OPENED and not (group.skip or group.capture):
            group.capture = rtf_places.UNKNOWN
            self.captured, self.words = [], ""
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
        elif name == "revised":
            group.inserted = on
        elif name == "b":
            group.bold = on
        elif name == "plain":
            group.hidden = group.struck = group.bold = group.deleted = group.inserted = False
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
            self.codec = group.codec = codec_named(f"cp{number}", "cp1252")
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
        if self.group.capture in rtf_places.RAW:
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
            place.add(text, group)

    def _end_paragraph(self, place: Place) -> None:
        if self.group.table:
            place.text += "\n"
            return
        self.blocks += place.end_table()
        self.blocks += place.end_paragraph()

    def _table_word(self, name: str) -> None:
        if self.group.skip:
            return
        place = self.group.target
        if name in ("cell", "nestcell"):
            place.end_cell()
        elif name in ("row", "nestrow") and place.cells:
            place.end_row()
            self.group.table = False
        elif name == "trowd" and place.text.strip() and not place.cells and not self.group.table:
            self.blocks += place.end_paragraph()
