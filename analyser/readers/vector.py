"""Text in drawings that are no pixels: Windows metafiles and SVG."""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from dataclasses import dataclass

from analyser.errors import ReadingError
from analyser.readers.markup import local, parse_xml

EMF_TEXT_W, EMF_TEXT_A, EMF_SMALL_TEXT = 84, 83, 108
EMF_PIXELS = (76, 77, 78, 80, 81, 114, 116)  # records that paint a bitmap
WMF_TEXT, WMF_EXT_TEXT = 0x0521, 0x0A32
WMF_PIXELS = (0x0940, 0x0B41, 0x0F43, 0x0922, 0x0B23, 0x0D33)
PIXELS = "a drawing that holds pixels, which OCR does not reach; open it by hand"
UNZIPPED = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Drawing:
    """The words of a drawing, and what of it was not read."""

    texts: tuple[str, ...] = ()
    fault: str = ""


def drawing_text(content: bytes) -> Drawing | None:
    """Return the words of a metafile or SVG; `None` where `content` is neither."""
    if content.startswith(b"\x1f\x8b"):
        content = _unzipped(content)
    if content[:4] == b"\x01\x00\x00\x00" and content[40:44] == b" EMF":
        return _emf(content)
    if content.startswith(b"\xd7\xcd\xc6\x9a"):
        return _wmf(content[22:])
    if content[:4] in (b"\x01\x00\x09\x00", b"\x02\x00\x09\x00"):
        return _wmf(content)
    if b"<svg" in content[:4096]:
        return _svg(content)
    return None


def _unzipped(content: bytes) -> bytes:
    """Return a compressed metafile or SVG unpacked, as Office keeps them (.emz, .svgz)."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            return stream.read(UNZIPPED)
    except (OSError, EOFError, zlib.error):
        return b""


def _emf(content: bytes) -> Drawing:
    texts: list[str] = []
    pixels = False
    position = 0
    while position + 8 <= len(content):
        kind, size = struct.unpack_from("<II", content, position)
        if size < 8 or position + size > len(content):
            break
        record = content[position : position + size]
        if kind in (EMF_TEXT_W, EMF_TEXT_A) and size >= 52:
            length, offset = struct.unpack_from("<II", record, 44)
            if kind == EMF_TEXT_W:
                texts.append(record[offset : offset + 2 * length].decode("utf-16-le", "replace"))
            else:
                texts.append(record[offset : offset + length].decode("cp1252", "replace"))
        pixels = pixels or (kind in EMF_PIXELS and size > 2000)
        position += size
    return _drawing(texts, pixels)


def _wmf(content: bytes) -> Drawing:
    texts: list[str] = []
    pixels = False
    position = 18
    while position + 6 <= len(content):
        words, kind = struct.unpack_from("<IH", content, position)
        size = words * 2
        if size < 6 or position + size > len(content):
            break
        record = content[position + 6 : position + size]
        if kind == WMF_TEXT and len(record) >= 2:
            length = struct.unpack_from("<H", record)[0]
            texts.append(record[2 : 2 + length].decode("cp1252", "replace"))
        elif kind == WMF_EXT_TEXT and len(record) >= 8:
            length, options = struct.unpack_from("<HH", record, 4)
            start = 16 if options & 0x6 else 8
            texts.append(record[start : start + length].decode("cp1252", "replace"))
        pixels = pixels or (kind in WMF_PIXELS and size > 2000)
        position += size
    return _drawing(texts, pixels)


def _drawing(texts: list[str], pixels: bool) -> Drawing:
    kept = tuple(text.strip("\0 ") for text in texts if any(letter.isalnum() for letter in text))
    # Programs write text in pieces: whole once, so that a split name can be met.
    joined = (" ".join(kept),) if kept else ()
    return Drawing(joined, "" if not pixels or kept else PIXELS)


def _svg(content: bytes) -> Drawing:
    try:
        parsed = parse_xml(content, "the drawing")
    except ReadingError as error:
        return Drawing(fault=str(error))
    texts = [
        " ".join("".join(str(part) for part in element.itertext()).split())
        for element in parsed.root.iter()
        if local(element) in ("text", "title", "desc", "p", "div")
    ]
    pixels = any(local(element) == "image" for element in parsed.root.iter())
    kept = tuple(dict.fromkeys(text for text in texts if text))
    return Drawing(kept, parsed.fault or (PIXELS if pixels else ""))
