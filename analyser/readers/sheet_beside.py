"""What stands beside the cells of an Excel 97 workbook, from its records.

calamine reads the cells only: text boxes, comments, margins, links, choices, chart titles and
pictures are found here.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from analyser.document import Layer
from analyser.readers.ole_text import LETTERS, WIDE, runs
from analyser.readers.source import Budget

CONTINUE, BEGIN = 0x003C, 0x0809
PAGE_HEADER, PAGE_FOOTER, TEXT_OBJECT = 0x0014, 0x0015, 0x01B6
LINK, LINK_TIP, CHOICE, SERIES_TEXT = 0x01B8, 0x0800, 0x01BE, 0x100D
DRAWINGS = 0x00EB
CELLS = frozenset((0x0006, 0x00BE, 0x00BD, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E))
SPANS = frozenset((0x00BE, 0x00BD))  # records of several cells, whose last column ends them

METAFILES, BITMAPS = (0xF01A, 0xF01B, 0xF01C), (0xF01D, 0xF01E, 0xF01F, 0xF029, 0xF02A)
TWO_DIGESTS = frozenset((0x3D5, 0x217, 0x543, 0x46B, 0x6E3, 0x6E1, 0x7A9, 0x6E5))
METAFILE_HEAD = 34
BITMAP_HEAD = 14
PICTURES = 2000  # of one workbook

ADDRESS = re.compile(rb"[\x20-\x7e]{6,}")  # files are linked to in one byte a letter

RECORDS: dict[int, tuple[Layer, str]] = {
    PAGE_HEADER: (Layer.HEADER, "Page header"),
    PAGE_FOOTER: (Layer.FOOTER, "Page footer"),
    LINK: (Layer.LINK, "Link"),
    LINK_TIP: (Layer.LINK, "Tip of a link"),
    CHOICE: (Layer.FORM_FIELD, "Choice or hint of a cell"),
    SERIES_TEXT: (Layer.TEXTBOX, "Chart"),
}


def records(stream: bytes | memoryview) -> Iterator[tuple[int, bytes]]:
    """Yield kind and payload of each record of a workbook stream."""
    position = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        yield kind, bytes(stream[position + 4 : position + 4 + size])
        position += 4 + size


def sheet_asides(stream: bytes) -> list[tuple[Layer, str, str]]:
    """Return layer, place and words of all that is no cell, once each."""
    found: list[tuple[Layer, str, str]] = []
    awaited = 0
    for kind, record in records(stream):
        if kind == TEXT_OBJECT and len(record) >= 12:
            awaited = struct.unpack_from("<H", record, 10)[0]
        elif kind == CONTINUE and awaited and record:
            found.append((Layer.TEXTBOX, "Text box or comment", _counted(record, awaited)))
            awaited = 0
        elif kind in RECORDS and len(record) > 3:
            layer, where = RECORDS[kind]
            found += [(layer, where, text) for text in _words(kind, record)]
    kept = ((layer, where, " ".join(text.split())) for layer, where, text in found)
    return [one for one in dict.fromkeys(kept) if LETTERS.search(one[2])]


def _words(kind: int, record: bytes) -> list[str]:
    if kind in (PAGE_HEADER, PAGE_FOOTER):
        text = _counted(record[2:], struct.unpack_from("<H", record)[0])
        return [re.sub(r'&(?:[LCRPNDTAFZGBIUEXYSHO]|"[^"]*"|\d{1,3})', " ", text)]
    if kind == SERIES_TEXT:
        return [_counted(record[3:], record[2])]
    if kind in (LINK, LINK_TIP):
        wide = [raw.decode("utf-16-le", "replace") for raw in WIDE.findall(record)]
        return wide + [raw.decode("ascii") for raw in ADDRESS.findall(record)]
    return runs(record)


def _counted(record: bytes, letters: int) -> str:
    """Return a string of BIFF 8: a flag for its width, then its letters."""
    if record[:1] and record[0] & 1:
        return record[1 : 1 + 2 * letters].decode("utf-16-le", "replace")
    return record[1 : 1 + letters].decode("latin-1")


def declared_grid(stream: bytes) -> int:
    """Return how many cells the rectangles around all cells of each sheet have together."""
    total = 0
    area: list[int] = []
    for kind, record in records(stream):
        if kind == BEGIN:
            total += _size(area)
            area = []
        elif kind in CELLS and len(record) >= 6:
            row, left = struct.unpack_from("<HH", record)
            right = struct.unpack_from("<H", record, len(record) - 2)[0] if kind in SPANS else left
            if not area:
                area = [row, row, left, right]
            area = [min(area[0], row), max(area[1], row), min(area[2], left), max(area[3], right)]
    return total + _size(area)


def _size(area: list[int]) -> int:
    return (area[1] - area[0] + 1) * (area[3] - area[2] + 1) if area else 0


def sheet_pictures(stream: bytes, budget: Budget) -> Iterator[bytes]:
    """Yield the pictures of a workbook as files; metafiles are unpacked under count."""
    pieces: list[bytes] = []
    open_ = False
    for kind, record in records(stream):
        open_ = kind == DRAWINGS or (open_ and kind == CONTINUE)
        if open_:
            pieces.append(record)
    for found, (kind, instance, payload) in enumerate(_drawn(b"".join(pieces), 0)):
        if found >= PICTURES:
            return
        skip = 16 + 16 * (instance in TWO_DIGESTS)
        if kind in BITMAPS:
            content = payload[skip + 1 :]
            yield _with_head(content) if kind == 0xF01F else content
        elif kind in METAFILES:
            content = payload[skip + METAFILE_HEAD :]
            packed = payload[skip + 32 : skip + 33] != b"\xfe"
            yield _unpacked(content, budget) if packed else content


def _drawn(raw: bytes, depth: int) -> Iterator[tuple[int, int, bytes]]:
    """Yield kind, variant and payload of the pictures in a tree of drawing records."""
    position = 0
    while position + 8 <= len(raw) and depth < 8:
        head, kind, size = struct.unpack_from("<HHI", raw, position)
        payload = raw[position + 8 : position + 8 + size]
        if kind in METAFILES or kind in BITMAPS:
            yield kind, head >> 4, payload
        elif kind == 0xF007 and len(payload) > 36:  # an entry of the store, its name before it
            yield from _drawn(payload[36 + payload[33] :], depth + 1)
        elif head & 0xF == 0xF:
            yield from _drawn(payload, depth + 1)
        position += 8 + size


def _with_head(content: bytes) -> bytes:
    """Return a bitmap without its file header as a file."""
    if len(content) < 40:
        return content
    colours = struct.unpack_from("<I", content, 32)[0]
    depth = struct.unpack_from("<H", content, 14)[0]
    table = 4 * (colours or (1 << depth if depth <= 8 else 0))
    start = BITMAP_HEAD + struct.unpack_from("<I", content)[0] + table
    return b"BM" + struct.pack("<IHHI", BITMAP_HEAD + len(content), 0, 0, start) + content


def _unpacked(content: bytes, budget: Budget) -> bytes:
    engine = zlib.decompressobj()
    try:
        made = engine.decompress(content, 64 * 2**20)
    except zlib.error:
        return content
    budget.inflate(len(made))
    return made
