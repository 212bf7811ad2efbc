"""OCR reads pictures, keeps results by content, and says why when it cannot."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from analyser.document import Layer, Reading
from analyser.readers.image import read_image
from analyser.readers.ocr import ocr_picture, why_not
from analyser.readers.source import Budget, Context, Source, everything
from analyser.settings import Settings
from tests.readers.pdf_files import HEIGHT, lines, pdf, picture_of, read

needs_ocr = pytest.mark.skipif(bool(why_not(Settings())), reason=why_not(Settings()) or "-")
pytestmark = pytest.mark.ocr


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Return `image` as a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def draw_picture(image: Image.Image, width: float, height: float):
    """Return a drawing of one page that shows `image` and a line of text."""
    from reportlab.lib.utils import ImageReader

    def draw(canvas) -> None:
        lines(canvas, ["The data sheet follows, as supplied by the maker of the goods."])
        canvas.drawImage(ImageReader(image), 60, HEIGHT - 400, width, height)

    return draw


@needs_ocr
def test_words_of_a_picture_come_with_boxes_and_confidence(tmp_path):
    """A recognised word has a box inside the picture and a confidence of 0 to 1."""
    result = ocr_picture(encoded(picture_of("Hikvision camera")), Settings(cache=str(tmp_path)))

    assert result.text == "Hikvision camera"
    word = result.words[0]
    assert 0 <= word.x0 < word.x1 <= result.width
    assert 0.5 < word.confidence <= 1


@needs_ocr
def test_result_is_kept_and_a_damaged_one_is_read_again(tmp_path):
    """The second reading comes from the cache; a broken cache file costs nothing but time."""
    settings = Settings(cache=str(tmp_path))
    first = ocr_picture(picture_of("Dahua recorder"), settings)
    (kept,) = list(tmp_path.rglob("*.json"))

    kept.write_text(kept.read_text("utf-8").replace("Dahua", "Other"), "utf-8")
    from_cache = ocr_picture(picture_of("Dahua recorder"), settings)
    kept.write_text("{broken", "utf-8")
    again = ocr_picture(picture_of("Dahua recorder"), settings)

    assert from_cache.text == "Other recorder"
    assert again == first


def test_switched_off_and_missing_language_are_reasons(tmp_path):
    """Where nothing can be read the reason says what to do."""
    assert "switched off" in ocr_picture(picture_of("x"), Settings(ocr=False)).reason
    missing = ocr_picture(picture_of("x"), Settings(tessdata=str(tmp_path)))
    assert "OCR" in missing.reason
    assert missing.words == ()


def test_scan_without_ocr_is_unread_with_the_hint():
    """A page that is only a picture is never clear when OCR is off."""
    document = read(
        pdf(lambda c: c.drawInlineImage(picture_of("Hikvision", (1200, 1600)), 0, 0, 595, 842)),
        ocr=False,
    )

    assert document.unread[0].page == 1
    assert "switched off" in document.unread[0].reason
    assert document.coverage.read == 0


@needs_ocr
def test_name_in_a_picture_on_a_page_of_text(tmp_path):
    """The words of an embedded picture are a block of their own, read once."""
    draw = draw_picture(picture_of("Uniview NVR301"), 300, 50)

    document = read(pdf(draw, draw), cache=tmp_path)

    (block,) = [b for b in document.blocks if b.layer is Layer.IMAGE]
    assert "Uniview" in block.text
    assert (block.page, block.reading, block.where) == (1, Reading.OCR, "picture 1 on page 1")
    assert block.spans[0].box is not None
    assert (document.coverage.pictures, document.coverage.pictures_read) == (1, 1)


def test_pictures_not_read_are_counted_and_named():
    """With OCR off an embedded picture is an entry among the unread."""
    document = read(pdf(draw_picture(picture_of("Uniview NVR301"), 300, 50)), ocr=False)

    assert (document.coverage.pictures, document.coverage.pictures_read) == (1, 0)
    assert "1 embedded picture was not read" in document.unread[0].reason


@needs_ocr
@pytest.mark.parametrize("turn", [0, 90, 180])
def test_scanned_page_is_read_whichever_way_it_lies(tmp_path, turn):
    """A scan lying on its side or its head is turned before it is read."""
    page = Image.new("RGB", (1240, 1754), "white")
    for number in range(8):
        row = picture_of(f"Line {number} offers Tiandy cameras", (1000, 70), 40)
        page.paste(row, (100, 200 + 90 * number))
    image = page.rotate(turn, expand=True)

    document = read(pdf(lambda c: c.drawInlineImage(image, 0, 0, 595, 842)), cache=tmp_path)

    assert "offers Tiandy cameras" in "\n".join(b.text for b in document.blocks)
    assert document.coverage.by_ocr == 1
    assert document.unread == ()


@needs_ocr
def test_pages_of_a_tiff_are_all_read(tmp_path):
    """Every page of a fax is read, and a blank one counts as read."""
    pages = [picture_of(f"Sheet {n} Dahua", (900, 300)) for n in (1, 2)]
    blank = Image.new("RGB", (900, 300), "white")
    content = encoded(pages[0], "TIFF", save_all=True, append_images=[blank, pages[1]])
    settings = Settings(cache=str(tmp_path))
    context = Context(settings, everything, Budget(settings.limits), lambda _name, _inner: ())

    (document,) = read_image(Source.of_bytes(content, "fax.tif", "image/tiff"), context)

    assert {(b.page, b.text) for b in document.blocks} >= {
        (1, "Sheet 1 Dahua"),
        (3, "Sheet 2 Dahua"),
    }
    assert (document.coverage.total, document.coverage.read) == (3, 3)
    assert document.unread == ()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"II*\0garbage"])
def test_broken_pictures_are_unread(tmp_path: Path, content):
    """A picture that cannot be opened is unread with the reason."""
    settings = Settings(cache=str(tmp_path))
    context = Context(settings, everything, Budget(settings.limits), lambda _name, _inner: ())

    (document,) = read_image(Source.of_bytes(content, "a.png", "image/png"), context)

    assert document.unread[0].reason
    assert document.coverage.read == 0
