"""Text in old Office files, found without understanding their layout."""

from __future__ import annotations

import io
import re
import struct

from analyser.readers.source import Source

WIDE = re.compile(rb"(?:[\x09\x0b\x0d\x20-\x7e\xa0-\xff]\x00|[\x10-\x1f]\x20){5,}")
NARROW = re.compile(rb"[\x09\x0b\x0d\x20-\x7e\x80-\xff]{6,}")
LETTERS = re.compile(r"[^\W\d_]{2,}")
STREAMS = ("worddocument", "powerpoint document", "workbook", "book", "contents")
FEW = 2_000_000  # bytes of one stream that are looked through


def clear_text(source: Source) -> list[str]:
    """Return the runs of text in the main streams of `source`, in order, once each."""
    content = source.content()
    pieces = _streams(content) if content.startswith(b"\xd0\xcf\x11\xe0") else [content]
    texts: list[str] = []
    for piece in pieces:
        word = _word_text(piece)
        texts += word if word else runs(piece[:FEW])
    return list(dict.fromkeys(texts))


def _streams(content: bytes) -> list[bytes]:
    import olefile

    found: list[bytes] = []
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            for entry in container.listdir(storages=False):
                if entry[-1].lower() in STREAMS:
                    found.append(container.openstream(entry).read())  # noqa: PERF401
    except Exception:  # noqa: BLE001 - a damaged container: looked through as it lies
        return [content]
    return found or [content]


def _word_text(stream: bytes) -> list[str]:
    """Return the paragraphs of a Word stream whose text lies in one piece."""
    if stream[:2] != b"\xec\xa5" or len(stream) < 0x20:
        return []
    flags = struct.unpack_from("<H", stream, 0x0A)[0]
    start, end = struct.unpack_from("<II", stream, 0x18)
    if flags & 0x100 or not 0 < start < end <= len(stream):  # encrypted, or no such piece
        return []
    raw = stream[start:end]
    wide = raw[1:400:2].count(0) > len(raw[1:400:2]) // 2
    text = raw.decode("utf-16-le" if wide else "cp1252", "replace")
    lines = re.split(r"[\r\x07\x0b\x0c\x13-\x15]+", text)
    return [line.strip() for line in lines if LETTERS.search(line)]


def runs(piece: bytes) -> list[str]:
    """Return what looks like words in `piece`, in two bytes a letter or in one."""
    texts = [match.group().decode("utf-16-le", "replace") for match in WIDE.finditer(piece)]
    texts += [match.group().decode("cp1252", "replace") for match in NARROW.finditer(piece)]
    lines = [line.strip() for text in texts for line in re.split(r"[\r\x0b]+", text)]
    return [line for line in lines if _like_words(line)]


def _like_words(line: str) -> bool:
    letters = sum(letter.isalnum() or letter == " " for letter in line)
    return bool(LETTERS.search(line)) and letters > 0.8 * len(line)
