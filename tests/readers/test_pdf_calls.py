"""PDFium's functions by plain numbers answer as the binding's own do."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from analyser.readers.pdf_calls import (
    Cells,
    address_of,
    bounds_of,
    char_angle,
    char_box,
    char_ink,
    char_object,
    corners_of,
    fill_of,
    form_count,
    form_object,
    ink_mode,
    kind_of,
    object_at,
    page_object,
)


@pytest.fixture
def page() -> Iterator[Any]:
    """A page with text, a filled box, a picture, and a form that holds a word."""
    buffer = io.BytesIO()
    drawn = canvas.Canvas(buffer)
    drawn.setFillColorRGB(1, 0, 0)
    drawn.drawString(72, 700, "Reliable cameras")
    drawn.rect(72, 500, 200, 50, stroke=1, fill=1)
    drawn.drawImage(ImageReader(Image.new("RGB", (40, 20), "blue")), 72, 300, 80, 40)
    drawn.beginForm("inner")
    drawn.drawString(10, 10, "within")
    drawn.endForm()
    drawn.doForm("inner")
    drawn.save()
    opened = pypdfium2.PdfDocument(buffer.getvalue())
    yield opened[0]
    opened.close()


def test_page_objects_answer_the_same(page: Any) -> None:
    """Kind, bounds and corners of every object are those that the binding tells."""
    count = pdfium.FPDFPage_CountObjects(page)
    assert count >= 4
    cells = Cells(ctypes.c_float)
    kinds = set()
    for number in range(count):
        theirs = pdfium.FPDFPage_GetObject(page, number)
        ours = page_object(address_of(page.raw), number)
        assert ours == address_of(theirs) == address_of(object_at(ours))
        assert kind_of(ours) == pdfium.FPDFPageObj_GetType(theirs)
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        told = pdfium.FPDFPageObj_GetBounds(theirs, left, bottom, right, top)
        assert bounds_of(ours, *cells.places) == told
        assert list(cells.held) == [left.value, bottom.value, right.value, top.value]
        kinds.add(kind_of(ours))

    assert kinds >= {
        pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE,
        pdfium.FPDF_PAGEOBJ_FORM,
    }  # fmt: skip


def test_paths_and_forms_answer_the_same(page: Any) -> None:
    """A box has its corners and its colour, a form the word that stands in it."""
    objects = {}
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        one = page_object(address_of(page.raw), number)
        objects[kind_of(one)] = one
    colour = Cells(ctypes.c_uint)

    assert corners_of(objects[pdfium.FPDF_PAGEOBJ_PATH]) in {4, 5}
    assert fill_of(objects[pdfium.FPDF_PAGEOBJ_PATH], *colour.places)
    assert list(colour.held) == [255, 0, 0, 255]
    form = objects[pdfium.FPDF_PAGEOBJ_FORM]
    assert form_count(form) == 1
    assert kind_of(form_object(form, 0)) == pdfium.FPDF_PAGEOBJ_TEXT


def test_characters_answer_the_same(page: Any) -> None:
    """Box, object, angle, ink and way of drawing of every character are the binding's."""
    text_page = page.get_textpage()
    handle = address_of(text_page.raw)
    box, ink = Cells(ctypes.c_float), Cells(ctypes.c_uint)
    count = pdfium.FPDFText_CountChars(text_page)
    assert count > 20
    for number in range(count):
        held = pdfium.FS_RECTF()
        told = pdfium.FPDFText_GetLooseCharBox(text_page, number, held)
        assert char_box(handle, number, box.places[0]) == told
        assert list(box.held) == [held.left, held.top, held.right, held.bottom]
        theirs = pdfium.FPDFText_GetTextObject(text_page, number)
        assert (char_object(handle, number) or 0) == address_of(theirs)
        assert char_angle(handle, number) == pdfium.FPDFText_GetCharAngle(text_page, number)
        if theirs:
            mode = pdfium.FPDFTextObj_GetTextRenderMode(theirs)
            assert ink_mode(address_of(theirs)) == mode
    first = text_page.get_text_range().index("Reliable")
    assert char_ink(handle, first, *ink.places)

    assert list(ink.held)[:3] == [255, 0, 0]
