"""Highlights and notes put into a copy of a PDF.

Apart because places measured from the top left of the page as shown must become the PDF's own
coordinates, whatever its rotation and crop.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from analyser.document import Box
from analyser.finding import Disposition, Judged

COLOURS = {
    Disposition.FLAGGED: "f6b4a8",
    Disposition.REVIEW: "ffdf8a",
    Disposition.NOTED: "cfe3f5",
}

MOST_BYTES = 64 * 1024 * 1024
"""pypdf holds the whole file in memory as objects, about ten times its size."""

ACTIVE = ("/OpenAction", "/AA")
"""What may run by itself when the copy is opened; the copy is for reading, and of the actions of
its links and fields only web addresses are kept."""


def annotated_pdf(content: bytes, notes: Sequence[tuple[Judged, str]], author: str) -> bytes | None:
    """Return a copy of the PDF with a highlight and a note a place; `None` if it cannot be."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    if len(content) > MOST_BYTES:
        return None
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            return None
        # Before the copy is taken: what is only unhooked afterwards is still written.
        _disarm(reader)
        writer = PdfWriter(clone_from=reader)
        _disarm_pages(writer)
        for judged, text in notes:
            if judged.box is not None and 1 <= (judged.page or 0) <= len(writer.pages):
                _mark(writer, judged, judged.box, text, author)
        target = io.BytesIO()
        writer.write(target)
    # pypdf meets broken files with whatever exception the broken part provokes.
    except (
        PyPdfError, ValueError, TypeError, LookupError, AttributeError, OSError, RecursionError,
        AssertionError, NotImplementedError, OverflowError, MemoryError,
    ):  # fmt: skip
        return None
    return target.getvalue()


def _disarm(reader: Any) -> None:
    root = reader.trailer["/Root"].get_object()
    for key in ACTIVE:
        if key in root:
            del root[key]
    names = root.get("/Names")
    if names is not None and "/JavaScript" in names.get_object():
        del names.get_object()["/JavaScript"]


def _disarm_pages(writer: Any) -> None:
    for page in writer.pages:
        if "/AA" in page:
            del page["/AA"]
        for reference in page.get("/Annots", ()):
            mark = reference.get_object()
            if "/AA" in mark:
                del mark["/AA"]
            if "/A" in mark and mark["/A"].get_object().get("/S") != "/URI":
                del mark["/A"]


def _mark(writer: Any, judged: Judged, box: Box, text: str, author: str) -> None:
    from pypdf.annotations import Highlight
    from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

    number = (judged.page or 1) - 1
    page = writer.pages[number]
    left, bottom, right, top = user_space(page, box)
    corners = [left, top, right, top, left, bottom, right, bottom]
    mark = Highlight(
        rect=(left, bottom, right, top),
        quad_points=ArrayObject(FloatObject(round(each, 3)) for each in corners),
        highlight_color=COLOURS.get(judged.disposition, "cfe3f5"),
        printing=True,
    )
    mark[NameObject("/Contents")] = TextStringObject(text)
    mark[NameObject("/T")] = TextStringObject(author)
    writer.add_annotation(page_number=number, annotation=mark)


def user_space(page: Any, box: Box) -> tuple[float, float, float, float]:
    """Return `box`, measured on `page` as shown, as left, bottom, right, top of the PDF."""
    crop = page.cropbox
    left, bottom = float(crop.left), float(crop.bottom)
    width, height = float(crop.width), float(crop.height)
    corners = [(box.x0, box.top), (box.x1, box.bottom)]
    turn = (page.rotation or 0) % 360
    if turn == 90:
        points = [(y, x) for x, y in corners]
    elif turn == 180:
        points = [(width - x, y) for x, y in corners]
    elif turn == 270:
        points = [(width - y, height - x) for x, y in corners]
    else:
        points = [(x, height - y) for x, y in corners]
    xs = sorted(left + x for x, _ in points)
    ys = sorted(bottom + y for _, y in points)
    return xs[0], ys[0], xs[1], ys[1]
