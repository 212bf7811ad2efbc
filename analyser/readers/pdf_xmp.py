"""Titles, subjects and keywords of a PDF's XMP packets."""

from __future__ import annotations

import contextlib
import html
import mmap
import re
from collections.abc import Iterator
from itertools import islice

from analyser.readers.enclosed import enclosed
from analyser.readers.source import Source

XMP_AT_MOST = 20
XMP = re.compile(b"<x:xmpmeta")
XMP_END = b"</x:xmpmeta>"
XMP_BYTES = 200_000  # of one packet
# What tells of the program, the camera and the history of the file, and not of its content.
NO_CONTENT = (
    r"(?!(?:xmp|xmpMM|xap|xapMM|stEvt|stRef|stFnt|xmpG|xmpTPg|pdfaid|pdfuaid|exif|tiff|crs|xml"
    r"|xmlns|rdf|x|pdfaExtension|pdfaSchema|pdfaProperty|illustrator|pdf:Producer)\b)"
)
NAME = NO_CONTENT + r"[A-Za-z][\w.-]*:[\w.-]+"
XMP_TEXT = re.compile(
    rf"<rdf:li[^<>]*>([^<]+)<|<{NAME}>([^<]+)<|\s{NAME}=(?:\"([^\"<]+)\"|'([^'<]+)')"
)


def xmp_texts(source: Source) -> Iterator[str]:
    """Yield titles, subjects and keywords of XMP packets that are stored in the clear."""
    packets: list[bytes] = []
    with contextlib.suppress(OSError, ValueError):
        if source.path is None:
            packets = _packets(source.content())
        else:
            with (
                source.path.open("rb") as stream,
                mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held,
            ):
                packets = _packets(held)
    for packet in packets:
        told = packet.decode("utf-8", "replace")
        for match in XMP_TEXT.finditer(told):
            text = html.unescape(next(found for found in match.groups() if found))
            if any(letter.isalpha() for letter in text):
                yield text


def _packets(content: bytes | mmap.mmap) -> list[bytes]:
    return list(islice(enclosed(content, XMP, XMP_END, XMP_BYTES), XMP_AT_MOST))
