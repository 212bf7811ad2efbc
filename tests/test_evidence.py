"""The picture of a place shows the place."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from analyser.document import Box
from analyser.evidence import MARK, Picture, Place, Studio, pictures, surroundings
from analyser.readers.ocr import language_folder
from analyser.settings import Settings
from tests.report import builders


def opened(picture: Picture) -> Image.Image:
    """Return `picture` as an image."""
    return Image.open(io.BytesIO(picture.content)).convert("RGB")


def turned(content: bytes, angle: int) -> bytes:
    """Return the PDF with its pages turned clockwise by `angle`, the print upright to the eye."""
    from pypdf import PdfReader, PdfWriter, Transformation

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    for page in writer.pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        # The content is turned the other way first, so that the page is shown as it was.
        back = Transformation().rotate(angle)
        shift = {90: (height, 0), 180: (width, height), 270: (0, width)}[angle]
        page.add_transformation(back.translate(*shift))
        if angle != 180:
            page.mediabox.upper_right = page.cropbox.upper_right = (height, width)
        page.rotate(angle)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def cropped(content: bytes, left: float, top: float) -> bytes:
    """Return the PDF with its first `left` and upper `top` points cropped away."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    for page in writer.pages:
        page.cropbox.lower_left = (left, 0)
        page.cropbox.upper_right = (float(page.mediabox.right), float(page.mediabox.top) - top)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def framed(picture: Picture) -> tuple[int, int, int, int]:
    """Return the rectangle that the mark's colour takes up."""
    image = opened(picture)
    red = image.split()[0].point(lambda value: 255 if value > 150 else 0)
    not_green = image.split()[1].point(lambda value: 255 if value < 140 else 0)
    both = Image.composite(red, Image.new("L", image.size), not_green)
    box = both.getbbox()
    assert box is not None
    return box


WORDS = [(3, "Hikvision"), (3, "DS-2CD2143G2-I"), (4, "Lorex"), (5, "Dahua")]


def read_inside(picture: Picture) -> str:
    """Return what OCR reads inside the frame."""
    import tesserocr

    folder = language_folder(Settings())
    left, top, right, bottom = framed(picture)
    inside = opened(picture).crop((left + 7, top + 7, right - 7, bottom - 7))
    larger = inside.resize((inside.width * 2, inside.height * 2), Image.Resampling.LANCZOS)
    padded = Image.new("RGB", (larger.width + 80, larger.height + 80), "white")
    padded.paste(larger, (40, 40))
    mode = tesserocr.PSM.SINGLE_LINE
    with tesserocr.PyTessBaseAPI(path=str(folder or ""), lang="eng", psm=mode) as engine:
        engine.SetImage(padded)
        return str(engine.GetUTF8Text()).strip()


@pytest.mark.ocr
@pytest.mark.parametrize(("line", "words"), WORDS)
def test_the_frame_holds_the_mention(line: int, words: str) -> None:
    """What stands inside the frame, read back by OCR, is the mention and nothing else."""
    pytest.importorskip("tesserocr")
    (picture,) = pictures(
        builders.bid_pdf(), "application/pdf", [Place(1, (builders.box_of(line, words),))], 220
    )

    assert picture is not None
    # A capital I and a bar are the same stroke in Helvetica.
    read = read_inside(picture).replace("—", "-").replace("|", "I")
    assert read.replace(" ", "") == words


@pytest.mark.ocr
@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_pages_are_pictured_as_they_are_seen(angle: int) -> None:
    """A box is measured on the page as shown, so a turned page is framed at the same place."""
    pytest.importorskip("tesserocr")
    content = turned(builders.bid_pdf(), angle)
    (picture,) = pictures(
        content, "application/pdf", [Place(1, (builders.box_of(4, "Lorex"),))], 220
    )

    assert picture is not None
    assert read_inside(picture) == "Lorex"


@pytest.mark.ocr
def test_cropped_pages_are_pictured_as_they_are_seen() -> None:
    """The same where a page is cropped: its corner is that of what is shown."""
    pytest.importorskip("tesserocr")
    plain = builders.box_of(4, "Lorex")
    moved = Box(plain.x0 - 40, plain.top - 60, plain.x1 - 40, plain.bottom - 60)
    (picture,) = pictures(
        cropped(builders.bid_pdf(), 40, 60), "application/pdf", [Place(1, (moved,))], 220
    )

    assert picture is not None
    assert read_inside(picture) == "Lorex"


def test_the_frame_is_drawn_in_its_colour() -> None:
    """The frame can be told from the print: it is the mark's red, around the box."""
    box = builders.box_of(3, "Hikvision")
    (picture,) = pictures(builders.bid_pdf(), "application/pdf", [Place(1, (box,))])

    assert picture is not None
    left, top, right, bottom = framed(picture)
    scale = picture.width / 595.28
    assert abs(left - (box.x0 - 2) * scale) < 4
    assert abs(right - (box.x1 + 2) * scale) < 4
    assert bottom - top < 30
    near = opened(picture).getpixel((left + 1, (top + bottom) // 2))
    assert all(abs(a - b) < 60 for a, b in zip(near, MARK, strict=True))  # type: ignore[arg-type]


def test_two_mentions_of_a_sentence_share_a_picture() -> None:
    """Both boxes are framed where they fit into one picture."""
    boxes = (builders.box_of(3, "Hikvision"), builders.box_of(3, "DS-2CD2143G2-I"))
    (picture,) = pictures(builders.bid_pdf(), "application/pdf", [Place(1, boxes)])

    assert picture is not None
    left, _, right, _ = framed(picture)
    scale = picture.width / 595.28
    assert abs(left - (boxes[0].x0 - 2) * scale) < 4
    assert abs(right - (boxes[1].x1 + 2) * scale) < 4


def test_pictures_are_small() -> None:
    """A strip of a page costs under 40 kB: fifty of them stay under two megabytes."""
    places = [Place(1, (builders.box_of(3, "Hikvision"),))] * 3
    made = pictures(builders.bid_pdf(), "application/pdf", places)

    assert all(each is not None and len(each.content) < 40_000 for each in made)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"", "application/pdf"),
        (b"%PDF-1.7\n1 0 obj << /Type /Catalog", "application/pdf"),
        (b"PK\x03\x04", "application/zip"),
    ],
)
def test_what_cannot_be_pictured_costs_the_picture_only(content: bytes, media_type: str) -> None:
    """A broken or other file gives no picture and no error."""
    assert pictures(content, media_type, [Place(1, (Box(1, 1, 2, 2),))]) == (None,)


@pytest.mark.parametrize(
    "place",
    [
        Place(0, (Box(10, 10, 20, 20),)),
        Place(9, (Box(10, 10, 20, 20),)),
        Place(1, (Box(9000, 9000, 9100, 9010),)),
        Place(1, (Box(-50, -50, -10, -10),)),
        Place(1, (Box(float("nan"), 10, 20, 20),)),
    ],
)
def test_places_off_the_page_give_no_picture(place: Place) -> None:
    """A page or box that does not exist is no picture, and the next one is still made."""
    good = Place(1, (builders.box_of(4, "Lorex"),))
    made = pictures(builders.bid_pdf(), "application/pdf", [place, good])

    assert made[0] is None
    assert made[1] is not None


def test_a_page_of_kilometres_is_drawn_small() -> None:
    """What is drawn is bounded, whatever size a page claims."""
    from reportlab.pdfgen import canvas

    target = io.BytesIO()
    sheet = canvas.Canvas(target, pagesize=(14_400, 14_400))
    sheet.drawString(100, 100, "Lorex")
    sheet.save()
    (picture,) = pictures(
        target.getvalue(), "application/pdf", [Place(1, (Box(0, 0, 14_400, 14_400),))]
    )

    assert picture is not None
    assert picture.width * picture.height <= 4_100_000


def test_surroundings_stay_on_the_page() -> None:
    """The part shown is the page's width around the box, and never beyond the page."""
    assert surroundings(Box(10, 5, 50, 15), 595, 842) == Box(0, 0, 595, 45)
    wide = surroundings(Box(1900, 100, 1950, 110), 2000, 1000)
    assert wide is not None
    assert (wide.x0, wide.x1) == (1380, 2000)


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are made in memory."""
    monkeypatch.chdir(tmp_path)
    pictures(builders.bid_pdf(), "application/pdf", [Place(1, (builders.box_of(4, "Lorex"),))])

    assert list(tmp_path.iterdir()) == []


LOREX = Place(1, (builders.box_of(4, "Lorex"),))


def test_a_crash_of_the_drawing_process_costs_one_documents_pictures() -> None:
    """A process that dies takes neither the report nor the next document with it."""
    studio = Studio()
    try:
        (first,) = studio.pictures(builders.bid_pdf(), "application/pdf", [LOREX])
        assert first is not None
        assert studio._process is not None
        studio._process.kill()
        studio._process.join()
        assert studio.pictures(builders.bid_pdf(), "application/pdf", [LOREX]) == (None,)
        (after,) = studio.pictures(builders.bid_pdf(), "application/pdf", [LOREX])
        assert after == first
    finally:
        studio.close()


def test_a_hanging_drawing_process_is_ended() -> None:
    """Pictures that take too long are given up, and no process stays behind."""
    studio = Studio(seconds=0.0)
    try:
        assert studio.pictures(builders.bid_pdf(), "application/pdf", [LOREX]) == (None,)
        assert studio._process is None
    finally:
        studio.close()
