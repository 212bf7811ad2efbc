"""Descriptions of figures as they stand in a PDF's own objects, found without a walk.

To ask PDFium for them means to build the tree of every page's structure, at a third of the price
of the page itself. The file says faster whether there are any, and mostly what they say.
"""

from __future__ import annotations

import contextlib
import mmap
import re
import zlib
from collections.abc import Iterator

from analyser.readers.source import Source

LOOKED_THROUGH = 64 * 2**20  # bytes of a file, and of what its packed objects inflate to
LONGEST = 200_000
OBJECT_HEAD = 2000  # bytes from the word ObjStm to the stream behind it, and back to its start

KEY = re.compile(rb"/Alt(?=[\s(<\[/%\x00])\s{0,99}")
PACKED = re.compile(rb"/ObjStm")
OBJECT = re.compile(rb"\d\s{1,9}\d{1,9}\s{1,9}obj\s{0,9}<<")
STREAM = re.compile(rb">>\s{0,9}stream\r?\n")
DEFLATED = re.compile(
    rb"/Filter\s{0,9}(?:/FlateDecode|\[\s{0,9}/FlateDecode\s{0,9}\])(?=[\s/>]|\Z)"
)
UNCERTAIN = re.compile(rb"[()%]|endobj|stream|/DecodeParms|/DP|/F(?![A-Za-z])")
"""In the dictionary of a stream: what may end it elsewhere, or pack its bytes otherwise."""

DISGUISED = re.compile(rb"/[A-Za-z]{0,8}#[4-7][0-9A-Fa-f]")
"""A letter of a key written by its number: nobody does, except to hide the key."""

ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"",
           b"\r\n": b""}  # fmt: skip


class UncertainError(Exception):
    """What is looked through does not say for sure."""


def alternatives(source: Source) -> tuple[str, ...] | None:
    """Return the alternative texts in the file; `None` where only a walk can tell.

    Those of old revisions are among them; none that counts is left out.
    """
    if source.size() > LOOKED_THROUGH or not source.size():
        return None
    if source.path is None:
        return _told(source.content())
    with (
        source.path.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        return _told(content)


def _told(content: bytes | mmap.mmap) -> tuple[str, ...] | None:
    if content.find(b"/Encrypt") >= 0 or DISGUISED.search(content):
        return None
    try:
        found = list(_strings(content))
        for packed in unpacked(content):
            if DISGUISED.search(packed):
                return None
            found += _strings(packed)
    except (UncertainError, zlib.error):
        return None
    return tuple(dict.fromkeys(text for text in found if text.strip()))


def unpacked(content: bytes | mmap.mmap) -> Iterator[bytes]:
    """Yield what the deflated object streams of the file hold.

    Raises:
        UncertainError: One of them is packed in another way, or its end is not certain.
    """
    left = LOOKED_THROUGH
    for match in PACKED.finditer(content):
        keys, at = _dictionary(content, match.start())
        if b"/Filter" not in keys:
            continue  # it stands plainly in the file, which is looked through as it is
        if keys.count(b"/Filter") > 1 or not DEFLATED.search(keys):
            raise UncertainError
        inflating = zlib.decompressobj()
        # Taken in pieces: nothing says how long it is but its own end.
        pieces = []
        while not inflating.eof and at < len(content):
            pieces.append(inflating.decompress(content[at : at + 65536], left + 1))
            left -= len(pieces[-1])
            at += 65536
            if left < 0 or inflating.unconsumed_tail:
                raise UncertainError
        if not inflating.eof:
            raise UncertainError
        yield b"".join(pieces)


def _dictionary(content: bytes | mmap.mmap, at: int) -> tuple[bytes, int]:
    """Return the dictionary around the name of its type `at`, and where its stream begins."""
    stream = STREAM.search(content, at, at + OBJECT_HEAD)
    begun = list(OBJECT.finditer(content, max(at - OBJECT_HEAD, 0), at))
    if stream is None or not begun:
        raise UncertainError
    keys = content[begun[-1].end() : stream.start()]
    if UNCERTAIN.search(keys) or len(PACKED.findall(keys)) > 1:
        raise UncertainError
    return keys, stream.end()


def _strings(content: bytes | mmap.mmap) -> Iterator[str]:
    """Yield the values of the key `Alt`."""
    for match in KEY.finditer(content):
        yield string_at(content, match.end(), LONGEST)


def string_at(content: bytes | mmap.mmap, at: int, most: int) -> str:
    """Return the string that begins `at`, of `most` bytes.

    Raises:
        UncertainError: No string begins there, or it has no end.
    """
    value = content[at : at + most]
    if value[:1] == b"(":
        return _decoded(_literal(value))
    if value[:1] == b"<" and value[1:2] != b"<":
        digits = re.sub(rb"\s", b"", value[1 : value.find(b">")])
        with contextlib.suppress(ValueError):
            return _decoded(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
    raise UncertainError


def _literal(value: bytes) -> bytes:
    """Return the string in brackets that `value` begins with."""
    depth = 0
    for match in re.finditer(rb"\\[\s\S]|[()]", value):
        if match[0] == b"(":
            depth += 1
        elif match[0] == b")":
            depth -= 1
            if not depth:
                return ESCAPE.sub(_escaped, value[1 : match.start()])
    raise UncertainError


def _escaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 8) & 255])
    return ESCAPES.get(match[2], match[2])


def _decoded(value: bytes) -> str:
    """Return a text string of a PDF in letters."""
    if value.startswith((b"\xfe\xff", b"\xff\xfe")):
        return value.decode("utf-16", "replace")
    if value.startswith(b"\xef\xbb\xbf"):
        return value[3:].decode("utf-8", "replace")
    return value.decode("cp1252", "replace")
