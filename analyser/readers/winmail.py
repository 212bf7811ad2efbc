"""Outlook's winmail.dat (TNEF): the message and the attachments that it wraps."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.errors import LimitError
from analyser.readers.mail import Opened
from analyser.readers.outlook import unpacked_rtf
from analyser.readers.source import Context, Source

SUBJECT, BODY, TITLE, BYTES, RENDERING = 0x8004, 0x800C, 0x8010, 0x800F, 0x9002
MESSAGE, ATTACHMENT = 0x9003, 0x9005
PLAIN, HTML, RTF, WRAPPED, LONG_NAME, SUBJECT_LINE = 0x1000, 0x1013, 0x1009, 0x3701, 0x3707, 0x0037
SIZES = {2: 4, 3: 4, 4: 4, 0xA: 4, 0xB: 4, 5: 8, 6: 8, 7: 8, 0x14: 8, 0x40: 8, 0x48: 16}
VARIABLE = (0xD, 0x1E, 0x1F, 0x102)
MANY = 0x1000
NAMED = 0x8000
INTERFACE = 16  # bytes before an object that name its kind
CUT_OFF = "a part of the message is damaged or of an unknown make; open it in Outlook"


@dataclass(slots=True)
class Attached:
    """One attachment while its parts are gathered."""

    name: str = "attachment"
    content: bytes = b""
    nested: bytes = field(default=b"", repr=False)


def read_winmail(source: Source, context: Context) -> tuple[Document, ...]:
    """Read the message in an Outlook winmail.dat and its attachments."""
    opened = Opened(source, context)
    attached: list[Attached] = []
    plain = html = ""
    for kind, held in _parts(source.content(), opened):
        if kind == SUBJECT:
            opened.blocks.append(Block(_narrow(held), Layer.BODY, where="Subject"))
        elif kind == BODY:
            plain = plain or _narrow(held)
        elif kind == MESSAGE:
            values = _properties(held, opened)
            plain = plain or _words(values, PLAIN) or _of_rtf(values, opened)
            html = _words(values, HTML)
            line = _words(values, SUBJECT_LINE)
            if line and not any(block.where == "Subject" for block in opened.blocks):
                opened.blocks.append(Block(line, Layer.BODY, where="Subject"))
        elif kind == RENDERING:
            attached.append(Attached())
        elif kind in (TITLE, BYTES, ATTACHMENT):
            _attachment(kind, held, attached, opened)
    opened.body(plain, html)
    for one in attached:
        if one.content or not one.nested:
            opened.attach(one.name, one.content)
        else:
            opened.attach(f"{one.name}.dat", one.nested)
    document, *members = opened.result()
    coverage = Coverage("member", 1 + len(attached), 1 + len(attached))
    blocks = document.blocks
    outer = Document(
        source.name, source.sha256, source.media_type, blocks=blocks, unread=document.unread,
        coverage=coverage,
    )  # fmt: skip
    return (outer, *members)


def _attachment(kind: int, held: bytes, attached: list[Attached], opened: Opened) -> None:
    if not attached:
        attached.append(Attached())
    one = attached[-1]
    if kind == TITLE:
        one.name = _narrow(held) or one.name
    elif kind == BYTES:
        one.content = held
    else:
        values = _properties(held, opened)
        one.name = _words(values, LONG_NAME) or one.name
        one.nested = values.get(WRAPPED, (0, b""))[1][INTERFACE:]


def _parts(content: bytes, opened: Opened) -> list[tuple[int, bytes]]:
    """Return number and bytes of the parts in the file, in order."""
    found: list[tuple[int, bytes]] = []
    position = 6
    while position + 9 <= len(content):
        kind, size = struct.unpack_from("<II", content, position + 1)
        held = content[position + 9 : position + 9 + size]
        if len(held) < size:
            opened.unread.append(Unread("it is cut off; ask for the message again"))
        found.append((kind & 0xFFFF, held))
        position += 9 + size + 2
        try:
            opened.context.budget.inflate(len(held))
        except LimitError as error:
            opened.unread.append(Unread(str(error)))
            break
    return found


def _properties(held: bytes, opened: Opened) -> dict[int, tuple[int, bytes]]:
    """Return type and first value of the properties in `held`, by number."""
    values: dict[int, tuple[int, bytes]] = {}
    try:
        position = 4
        for _ in range(struct.unpack_from("<I", held)[0]):
            kind, number = struct.unpack_from("<HH", held, position)
            position += 4
            if number >= NAMED:
                position = _after_name(held, position)
            value, position = _value(held, position, kind)
            values[number] = (kind & ~MANY, value)
    except (struct.error, KeyError):
        opened.unread.append(Unread(CUT_OFF))
    return values


def _after_name(held: bytes, position: int) -> int:
    by_name, length = struct.unpack_from("<II", held, position + 16)
    return position + 24 + (_padded(length) if by_name else 0)


def _value(held: bytes, position: int, kind: int) -> tuple[bytes, int]:
    """Return the first value at `position` and where the next property begins."""
    plain = kind & ~MANY
    count = 1
    if plain in VARIABLE or kind & MANY:
        count = struct.unpack_from("<I", held, position)[0]
        position += 4
    first = b""
    for number in range(count):
        size = (
            SIZES[plain] if plain not in VARIABLE else struct.unpack_from("<I", held, position)[0]
        )
        position += 4 if plain in VARIABLE else 0
        first = held[position : position + size] if not number else first
        position += _padded(size)
        if position > len(held) + 3:
            raise struct.error
    return first, position


def _padded(size: int) -> int:
    return size + -size % 4


def _narrow(held: bytes) -> str:
    from analyser.readers.text import decoded

    held = held.rstrip(b"\0")
    text = decoded(held) if held else None
    return (text.text if text is not None else held.decode("cp1252", "replace")).strip()


def _words(values: dict[int, tuple[int, bytes]], number: int) -> str:
    kind, held = values.get(number, (0, b""))
    if kind == 0x1F:
        return held.decode("utf-16-le", "replace").rstrip("\0")
    return _narrow(held) if kind in (0x1E, 0x102) else ""


def _of_rtf(values: dict[int, tuple[int, bytes]], opened: Opened) -> str:
    packed = values.get(RTF, (0, b""))[1]
    if not packed:
        return ""
    rtf = unpacked_rtf(packed)
    if not rtf:
        opened.unread.append(Unread("the message's body is damaged; open it in Outlook"))
        return ""
    from analyser.readers.rtf_plain import plain_of

    return plain_of(rtf)
