"""Words in drawings that are no pixels."""

from __future__ import annotations

import gzip
import struct

import pytest

from analyser.readers.vector import drawing_text


def emf(*records: bytes) -> bytes:
    """Return an enhanced metafile."""
    head = struct.pack("<II", 1, 88) + bytes(32) + b" EMF" + bytes(44)
    return head + b"".join(records)


def emf_text(text: str) -> bytes:
    """Return a record that writes `text`."""
    raw = text.encode("utf-16-le")
    raw += bytes(-len(raw) % 4)
    body = bytes(36) + struct.pack("<II", len(text), 76) + bytes(24) + raw
    return struct.pack("<II", 84, 8 + len(body)) + body


def wmf(text: str) -> bytes:
    """Return an old metafile that writes `text`, with its placeable head."""
    raw = text.encode() + bytes(len(text) % 2)
    record = struct.pack("<HHHH", 0, 0, len(text), 0) + raw
    head = struct.pack("<HHHIHIH", 1, 9, 0x300, 0, 0, 0, 0)
    body = head + struct.pack("<IH", 3 + len(record) // 2, 0x0A32) + record
    return b"\xd7\xcd\xc6\x9a" + bytes(18) + body


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><title>Plan</title><text>Nor<tspan>vik</tspan></text></svg>"
PACKED = gzip.compress(SVG)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (emf(emf_text("Norvik"), emf_text("dome")), ("Norvik dome",)),
        (wmf("Norvik dome"), ("Norvik dome",)),
        (SVG, ("Plan", "Norvik")),
        (PACKED, ("Plan", "Norvik")),
    ],
)
def test_words_of_a_drawing(content: bytes, words: tuple[str, ...]) -> None:
    """Text in metafiles and SVG is read without OCR, packed ones too."""
    drawing = drawing_text(content)

    assert drawing is not None
    assert drawing.texts == words
    assert not drawing.fault


def test_pixels_in_a_drawing_are_told() -> None:
    """A metafile that only paints a bitmap is not passed over."""
    drawing = drawing_text(emf(struct.pack("<II", 81, 4000) + bytes(3992)))

    assert drawing is not None
    assert "pixels" in drawing.fault


def test_a_picture_is_no_drawing() -> None:
    """What is neither metafile nor SVG is left to OCR."""
    assert drawing_text(b"\x89PNG\r\n\x1a\n" + bytes(100)) is None
