"""Titles, subjects and keywords of a PDF's XMP packets."""

from __future__ import annotations

import contextlib
import html
import mmap
import re
from collections.abc import Iterator

from analyser.readers.source import Source

XMP_AT_MOST = 20
XMP = re.compile(rb"<x:xmpmeta.{1,200000}?</x:xmpmeta>", re.DOTALL)
XMP_TEXT = re.compile(r"<rdf:li[^>]*>([^<]+)<|<(?:pdf:Keywords|dc:\w+)>([^<]+)<")


def xmp_texts(source: Source) -> Iterator[str]:
    """Yield titles, subjects and keywords of XMP packets that are stored in the clear."""
    packets: list[bytes] = []
    with contextlib.suppress(OSError, ValueError):
        if source.path is None:
            packets = XMP.findall(source.content())[:XMP_AT_MOST]
        else:
            with (
                source.path.open("rb") as stream,
                mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held,
            ):
                if held.find(b"<x:xmpmeta") >= 0:
                    found = (match.group() for match in XMP.finditer(held))
                    packets = [packet for packet, _ in zip(found, range(XMP_AT_MOST), strict=False)]
    for packet in packets:
        text = packet.decode("utf-8", "replace")
        for match in XMP_TEXT.finditer(text):
            yield html.unescape(match.group(1) or match.group(2))
