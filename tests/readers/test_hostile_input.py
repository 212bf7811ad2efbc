"""Files made to cost the square of their length: each is walked over once."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from analyser.readers.enclosed import enclosed
from analyser.readers.pdf_second import pages_listed
from analyser.readers.pdf_xmp import xmp_texts
from analyser.readers.sheet_veiled import COLUMNS_AT_MOST, veiled_places
from analyser.readers.source import Source

OFTEN = 200_000


@pytest.mark.parametrize("closed", [b"", b"]"])
def test_lists_of_pages_that_are_opened_over_and_over(closed: bytes) -> None:
    """Page objects are counted, whether or not their lists ever end."""
    source = Source.of_bytes(b"/Type/Page /Kids [" * OFTEN + closed, "a.pdf")

    assert pages_listed(source, 1) == OFTEN


def test_packets_that_are_opened_over_and_over(tmp_path: Path) -> None:
    """Words of a packet are found before the openings that have no end, in a file and a member."""
    good = b"<x:xmpmeta><rdf:li>Bid by Norvik</rdf:li></x:xmpmeta>"
    content = good + b"<x:xmpmeta " * OFTEN
    path = tmp_path / "a.pdf"
    path.write_bytes(content)

    assert list(xmp_texts(Source.of_bytes(content, "a.pdf"))) == ["Bid by Norvik"]
    assert list(xmp_texts(Source.of_path(path, "a.pdf"))) == ["Bid by Norvik"]
    items = b"<x:xmpmeta>" + b"<rdf:li" * 25_000 + b"</x:xmpmeta>"
    assert not list(xmp_texts(Source.of_bytes(items, "a.pdf")))


def test_columns_that_are_hidden_over_and_over() -> None:
    """Spans that overlap come to their columns, each once."""
    entry = struct.pack("<HHI", 0x0085, 4, 8)
    begin, end = struct.pack("<HH", 0x0809, 0), struct.pack("<HH", 0x000A, 0)
    spans = [(first, 0xFFFF) for first in range(5, OFTEN // 4)]
    hidden = b"".join(struct.pack("<7H", 0x007D, 10, *span, 0, 0, 1) for span in [(2, 3), *spans])

    (veiled,) = veiled_places([entry + begin + hidden + end], 1)

    assert veiled.columns == {2, 3, *range(5, COLUMNS_AT_MOST + 1)}


def test_what_is_enclosed_ends_with_the_next_tail() -> None:
    """Too long a span is left out, and a head within it begins one of its own."""
    head = re.compile(rb"<a")

    assert list(enclosed(b"<a1<a2></a><a3> <a", head, b">", 5)) == [b"1<a2", b"3"]
    assert list(enclosed(b"<a123456<a2>", head, b">", 5)) == [b"2"]
