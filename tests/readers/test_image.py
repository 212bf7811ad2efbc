"""Picture files of every odd kind are read, turned, flattened, or named."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from analyser.document import Document, Layer
from analyser.readers.image import read_image
from analyser.readers.ocr import why_not
from analyser.readers.source import Budget, Context, Source, everything
from analyser.settings import Limits, Settings
from tests.readers.pdf_files import picture_of

needs_ocr = pytest.mark.skipif(bool(why_not(Settings())), reason=why_not(Settings()) or "-")
pytestmark = pytest.mark.ocr

SAID = "Offered: Dahua camera"


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return `image` as a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def read(content: bytes, cache: object, **limits: int) -> Document:
    """Return what the reader makes of the picture file `content`."""
    settings = Settings(cache=str(cache), limits=Limits(**limits))
    context = Context(settings, everything, Budget(settings.limits), lambda _name, _inner: ())
    return read_image(Source.of_bytes(content, "scan.png", "image/png"), context)[0]


def texts(document: Document) -> str:
    """Return the text of all blocks."""
    return "\n".join(block.text for block in document.blocks)


@needs_ocr
def test_cmyk_jpeg_is_read(tmp_path):
    """A picture in printing colours is read as it looks on paper."""
    document = read(encoded(picture_of(SAID).convert("CMYK"), "JPEG"), tmp_path)

    assert SAID in texts(document)
    assert document.unread == ()


@needs_ocr
def test_sixteen_bit_png_is_read(tmp_path):
    """Sixteen bits of grey are brought to eight without losing the letters."""
    grey = picture_of(SAID).convert("L")
    wide = Image.new("I;16", grey.size)
    wide.putdata([level * 200 + 900 for level in grey.tobytes()])

    assert SAID in texts(read(encoded(wide, "PNG"), tmp_path))


@needs_ocr
def test_white_letters_on_nothing_are_read(tmp_path):
    """A logo meant for a dark page, white on transparent, is not taken for a blank one."""
    letters = picture_of(SAID).convert("L").point([255 - level for level in range(256)])
    logo = Image.new("RGBA", letters.size, (255, 255, 255, 0))
    logo.putalpha(letters)

    assert SAID in texts(read(encoded(logo, "PNG"), tmp_path))


@needs_ocr
@pytest.mark.parametrize(("note", "turn"), [(3, 180), (6, 90), (8, 270)])
def test_picture_is_turned_as_its_camera_noted(tmp_path, note, turn):
    """The orientation that a camera wrote down is obeyed before anything is read."""
    exif = Image.Exif()
    exif[0x0112] = note
    turned = picture_of(SAID).rotate(turn, expand=True)

    assert SAID in texts(read(encoded(turned, "JPEG", exif=exif, quality=95), tmp_path))


@needs_ocr
def test_every_frame_of_an_animation_is_read(tmp_path):
    """A name that an animated picture shows in its last frame is found, with its place."""
    frames = [picture_of(text) for text in ("Nothing to see", "One moment", SAID)]
    content = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50)

    document = read(content, tmp_path)

    assert (document.pages, document.coverage.read) == (3, 3)
    assert [b.page for b in document.blocks if "Dahua" in b.text] == [3]


@needs_ocr
def test_pages_of_a_fax_are_read_with_a_blank_among_them(tmp_path):
    """Black-and-white pages packed as a fax are all read; the blank one counts as read."""
    pages = [picture_of(text, (900, 300)).convert("1") for text in (SAID, "", "Made by Uniview")]
    content = encoded(
        pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="group4"
    )

    document = read(content, tmp_path)

    assert {(b.page, b.text) for b in document.blocks} == {(1, SAID), (3, "Made by Uniview")}
    assert (document.coverage.read, document.coverage.total) == (3, 3)


@needs_ocr
def test_noise_is_named_and_not_counted_as_read(tmp_path):
    """A page of which OCR makes nothing sure is unread, and coverage says the same."""
    document = read(encoded(Image.effect_noise((700, 500), 90), "PNG"), tmp_path)

    assert [entry.page for entry in document.unread] == [1]
    assert (document.coverage.read, document.coverage.by_ocr) == (0, 0)


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return one piece of a PNG file."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def test_picture_that_would_fill_the_memory_is_named_before_it_is_decoded(tmp_path):
    """A small file that says it is 60,000 by 60,000 dots is set aside with its size."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    content += chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")

    document = read(content, tmp_path)

    assert document.coverage.read == 0
    assert "pixels" in document.unread[0].reason


@needs_ocr
def test_pages_beyond_the_limit_are_named(tmp_path):
    """Of a long fax the pages over the limit are unread by number."""
    pages = [picture_of(f"Sheet {n} Dahua", (500, 120), 36) for n in range(4)]
    content = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])

    document = read(content, tmp_path, pages=2)

    assert document.coverage.read == 2
    assert [entry.page for entry in document.unread] == [3]


def test_words_in_the_properties_of_a_picture_are_kept(tmp_path):
    """The description that a picture carries is text of its own kind."""
    exif = Image.Exif()
    exif[0x010E] = "Photograph of the Hikvision recorder"
    document = read(encoded(picture_of("Rack"), "JPEG", exif=exif), tmp_path)

    found = [b for b in document.blocks if b.layer is Layer.METADATA]
    assert "Hikvision" in found[0].text
