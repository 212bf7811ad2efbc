"""PDFium's small functions without what ctypes puts around them, for the calls made by the million.

They take and give addresses as plain numbers: no object is made for a pointer, none is looked
through for its handle, and the interpreter's lock, which such short calls need not give away,
stays. A third to a half of the price of the binding's own.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

ADDRESS = ctypes.c_void_p
NUMBER = ctypes.c_int


def _bare(function: Any, answer: Any, *given: Any) -> Any:
    """Return PDFium's `function` as one of plain numbers."""
    return ctypes.PYFUNCTYPE(answer, *given)(ctypes.cast(function, ADDRESS).value or 0)


def address_of(handle: Any) -> int:
    """Return where PDFium's object behind a `handle` of the binding lies; 0 for none."""
    return ctypes.cast(handle, ADDRESS).value or 0


def object_at(address: int) -> Any:
    """Return the page object at `address` as the binding's own functions take it."""
    return ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)


# Of pages and forms.
page_object = _bare(pdfium.FPDFPage_GetObject, ADDRESS, ADDRESS, NUMBER)
form_object = _bare(pdfium.FPDFFormObj_GetObject, ADDRESS, ADDRESS, ctypes.c_ulong)
form_count = _bare(pdfium.FPDFFormObj_CountObjects, NUMBER, ADDRESS)

# Of page objects.
kind_of = _bare(pdfium.FPDFPageObj_GetType, NUMBER, ADDRESS)
bounds_of = _bare(pdfium.FPDFPageObj_GetBounds, NUMBER, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)
marks_of = _bare(pdfium.FPDFPageObj_CountMarks, NUMBER, ADDRESS)
font_of = _bare(pdfium.FPDFTextObj_GetFont, ADDRESS, ADDRESS)
ink_mode = _bare(pdfium.FPDFTextObj_GetTextRenderMode, NUMBER, ADDRESS)
fill_of = _bare(
    pdfium.FPDFPageObj_GetFillColor, NUMBER, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS
)

# Of paths.
corners_of = _bare(pdfium.FPDFPath_CountSegments, NUMBER, ADDRESS)
drawn_how = _bare(pdfium.FPDFPath_GetDrawMode, NUMBER, ADDRESS, ADDRESS, ADDRESS)
segment_at = _bare(pdfium.FPDFPath_GetPathSegment, ADDRESS, ADDRESS, NUMBER)
segment_point = _bare(pdfium.FPDFPathSegment_GetPoint, NUMBER, ADDRESS, ADDRESS, ADDRESS)
segment_kind = _bare(pdfium.FPDFPathSegment_GetType, NUMBER, ADDRESS)

# Of the characters of a page's text.
char_box = _bare(pdfium.FPDFText_GetLooseCharBox, NUMBER, ADDRESS, NUMBER, ADDRESS)
char_object = _bare(pdfium.FPDFText_GetTextObject, ADDRESS, ADDRESS, NUMBER)
char_angle = _bare(pdfium.FPDFText_GetCharAngle, ctypes.c_float, ADDRESS, NUMBER)
char_ink = _bare(
    pdfium.FPDFText_GetFillColor, NUMBER, ADDRESS, NUMBER, ADDRESS, ADDRESS, ADDRESS, ADDRESS
)


class Cells:
    """Four numbers side by side for PDFium to write its answers to."""

    __slots__ = ("held", "places")

    def __init__(self, kind: Any) -> None:
        self.held = (kind * 4)()
        start, size = ctypes.addressof(self.held), ctypes.sizeof(kind)
        self.places = tuple(start + number * size for number in range(4))
