"""When the second reader of PDFs is asked, and what becomes of pages that are not as they seem."""

from __future__ import annotations

import sys
import zlib

import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from analyser.document import Document, Layer, Reading
from analyser.readers.pdf_second import SecondReader, once
from analyser.readers.source import everything
from tests.readers.pdf_files import (
    FONT,
    HEIGHT,
    lines,
    objects_pdf,
    pdf,
    picture_of,
    read,
    said,
    stream,
)

LONG = [f"Clause {n}: the contractor shall supply and maintain the equipment." for n in range(30)]


def texts(document: Document) -> str:
    """Return the text of all blocks."""
    return "\n".join(block.text for block in document.blocks)


def raw_pdf(*contents: bytes, count: int | None = None) -> bytes:
    """Return a PDF of one page for each content stream, which says that it has `count`."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(contents)))
    number = len(contents) if count is None else count
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, number),
        3: FONT,
    }
    for n, content in enumerate(contents):
        objects[4 + 2 * n] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (5 + 2 * n)
        )
        objects[5 + 2 * n] = stream(content)
    return objects_pdf(objects)


def test_pages_that_the_file_does_not_count_are_read():
    """A page beyond the number that the file states is read by the second reader, and said."""
    content = raw_pdf(said(b"Camera schedule"), said(b"Offered: Hikvision recorders"), count=1)
    assert len(pypdfium2.PdfDocument(content)) == 1

    document = read(content)

    block = next(b for b in document.blocks if "Hikvision" in b.text)
    assert (block.page, block.reading) == (2, Reading.SECOND)
    assert any("count differently" in note for note in document.notes)


def test_pages_of_an_older_revision_are_counted_once(monkeypatch):
    """A page that a later revision rewrote is no page beyond the count: no second look."""
    monkeypatch.setattr(
        SecondReader, "count", lambda _self: pytest.fail("the second reader was asked")
    )
    content = raw_pdf(said(b"Camera schedule"), said(b"Offered: nothing"))
    page = content[content.index(b"4 0 obj") : content.index(b"endobj", content.index(b"4 0 obj"))]

    document = read(content.replace(b"%%EOF", page + b"endobj\n%%EOF"))

    assert document.pages == 2
    assert not document.notes


def test_letters_printed_twice_are_one_and_double_letters_stay():
    """Fake bold is undone; two equal letters that stand side by side are two."""
    letter = {"text": "l", "fontname": "F", "size": 6.0, "top": 10.0}
    printed = [{**letter, "x0": x} for x in (100.0, 100.3, 101.35, 101.65, 140.0)]

    assert [char["x0"] for char in once(printed)] == [100.0, 101.35, 140.0]


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        (b"/Pages 2 0 R", b"/Pagez 2 0 R"),
        (b"/Root 1 0 R", b"/Root 9 0 R"),
        (b"/Kids[4 0 R]/Count 1", b"/Kids[     ]/Count 0"),
    ],
    ids=["no page tree", "no catalogue", "empty page tree"],
)
def test_file_that_does_not_open_is_recovered_and_stays_unread(sound, broken):
    """What the first reader cannot open gives its words to the second one, and is not clear."""
    content = raw_pdf(said(b"Offered: Hikvision recorders")).replace(sound, broken)
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(content)

    document = read(content)

    assert "Hikvision" in texts(document)
    assert {block.reading for block in document.blocks} == {Reading.SECOND}
    assert "damaged" in document.unread[0].reason
    assert "success" not in document.unread[0].reason
    assert document.coverage.total == 1


def test_page_whose_orders_are_damaged_is_named():
    """A page that shows nothing though something stands on it is no blank page."""
    packed = zlib.compress(b"0 0 1 rg " * 40 + said(b"The bidder offers cameras"))
    broken = packed[:2] + b"\xff" * 8 + packed[10:]
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[4 0 R 6 0 R]/Count 2>>",
        3: FONT,
        4: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</Font<</F1 3 0 R>>>>>>",
        5: stream(said(*(line.encode() for line in LONG))),
        6: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R"
        b"/Resources<</Font<</F1 3 0 R>>>>>>",
        7: stream(broken, b"/Filter/FlateDecode"),
    }

    document = read(objects_pdf(objects), ocr=False)

    assert [(one.page, "damaged" in one.reason) for one in document.unread] == [(2, True)]
    assert document.coverage.read == 1


def test_blank_page_is_not_called_damaged():
    """A page without orders, or with such as show nothing, is blank and no more."""
    document = read(raw_pdf(said(*(line.encode() for line in LONG)), b"q Q"), ocr=False)

    assert not document.unread


def test_ordinary_document_is_not_read_twice():
    """The second reader is not even loaded for a document that leaves no doubt."""
    before = {name for name in sys.modules if name.startswith("pdfplumber")}
    content = pdf(lambda c: lines(c, LONG))

    document = read(content)

    assert not document.notes
    assert {name for name in sys.modules if name.startswith("pdfplumber")} == before
    assert all(block.reading is Reading.TEXT for block in document.blocks)


def outlined(canvas: Canvas, word: str, x: float, y: float, points: float = 0.6) -> None:
    """Draw each letter of `word` as one filled shape, with `points` to a dot of its picture."""
    font = ImageFont.load_default(40)
    for char in word:
        width = int(font.getlength(char)) + 1
        image = Image.new("1", (width, 52), 0)
        ImageDraw.Draw(image).text((0, 0), char, 1, font)
        path = canvas.beginPath()
        for row in range(image.height):
            column = 0
            while column < width:
                end = column
                while end < width and image.getpixel((end, row)):
                    end += 1
                if end > column:
                    at = (x + column * points, y - (row + 1) * points)
                    path.rect(*at, (end - column) * points, points * 1.05)
                column = max(end, column + 1)
        canvas.drawPath(path, stroke=0, fill=1)
        x += width * points


@pytest.mark.parametrize("laid_out", [True, False])
def test_words_drawn_as_shapes_are_read(tmp_path, laid_out):
    """A name whose letters are shapes, on a page full of text, is read by OCR in its place."""

    def draw(canvas: Canvas) -> None:
        lines(canvas, LONG)
        outlined(canvas, "HIKVISION", 300, 250)

    document = read(
        pdf(draw, draw), cache=tmp_path, interest=everything if laid_out else lambda _: frozenset()
    )

    found = [b for b in document.blocks if "HIKVISION" in b.text]
    assert [(b.page, b.layer, b.reading) for b in found] == [(1, Layer.IMAGE, Reading.OCR)]
    box = found[0].spans[0].box
    assert box is not None
    assert abs(box.x0 - 300) < 12
    assert 0 < HEIGHT - 250 - box.top + 12 < 40


def test_words_drawn_as_shapes_are_named_without_ocr():
    """Where OCR is off, what may be words drawn as shapes is named as unread."""

    def draw(canvas: Canvas) -> None:
        lines(canvas, LONG)
        outlined(canvas, "HIKVISION", 300, 250)

    document = read(pdf(draw), ocr=False)

    assert [u.page for u in document.unread] == [1]
    assert "drawn as shapes" in document.unread[0].reason


def test_ruled_table_and_bullets_are_no_words_drawn_as_shapes():
    """Rules, boxes and round bullets cost no OCR and leave nothing unread."""

    def draw(canvas: Canvas) -> None:
        lines(canvas, LONG[:10])
        for n in range(10):
            canvas.circle(52, HEIGHT - 76 - 14 * n, 2, fill=1)
        canvas.grid([60, 200, 400], [300, 330, 360, 390])

    assert not read(pdf(draw), ocr=False).unread


def scanned(canvas: Canvas, shown: str, hidden: str, copies: int = 6) -> None:
    """Draw a page that is a picture of `shown` with the unseen text `hidden` over it."""
    image = picture_of("\n".join([shown] * copies), (800, 1132), 30)
    canvas.drawImage(ImageReader(image), 0, 0, 595, 842)
    text = canvas.beginText(10, 816)
    text.setTextRenderMode(3)
    text.setFont("Helvetica", 20)
    text.setLeading(26)
    for _ in range(copies):
        text.textLine(hidden)
    canvas.drawText(text)


SHOWN = "Camera offered by Hikvision in each room"


def test_name_that_the_unseen_text_of_a_scan_leaves_out_is_found(tmp_path):
    """One word changed in the unseen text of a scan does not hide what the page shows."""
    content = pdf(lambda c: scanned(c, SHOWN, SHOWN.replace("Hikvision", "Axis")))

    def interest(seen):
        return frozenset(n for n, text in enumerate(seen) if "hikvision" in text.lower())

    document = read(content, cache=tmp_path, interest=interest)

    assert "Hikvision" in texts(document)
    assert any("not what they show" in note for note in document.notes)


def test_honest_unseen_text_is_given_once(tmp_path):
    """A scan whose unseen text is right stays as it is: no second copy of its words."""
    document = read(pdf(lambda c: scanned(c, SHOWN, SHOWN)), cache=tmp_path)

    assert texts(document).count("Hikvision") == 6
    assert not document.unread
    assert any("agree" in note for note in document.notes)


def test_every_scan_is_compared_with_its_ink(tmp_path):
    """Of many scans with unseen text the one that shows more than its text is read again."""

    def honest(canvas: Canvas) -> None:
        scanned(canvas, "Nothing to see on this page", "Nothing to see on this page", 2)

    def wrong(canvas: Canvas) -> None:
        scanned(canvas, SHOWN, "", 6)
        text = canvas.beginText(10, 400)
        text.setTextRenderMode(3)
        text.textLine("A text of another page that stands where nothing is shown")
        canvas.drawText(text)

    pages = [honest] * 30
    pages[23] = wrong
    document = read(pdf(*pages), cache=tmp_path)

    assert "Hikvision" in texts(document)
    assert any("page 24)" in note for note in document.notes)


def test_page_named_as_unread_is_not_counted_as_read(tmp_path):
    """Coverage and the list of unread pages agree: no page is in both."""
    noise = Image.effect_noise((300, 400), 90)
    content = pdf(
        lambda c: lines(c, LONG), lambda c: c.drawImage(ImageReader(noise), 0, 0, 595, 842)
    )

    document = read(content, cache=tmp_path)

    unread = {entry.page for entry in document.unread}
    assert unread == {2}
    assert document.coverage.read == 1
    assert document.coverage.by_ocr == 0
