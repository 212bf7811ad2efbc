"""Pictures of PDF pages and of parts of them, at a size that is bounded."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2.raw as pdfium
from PIL import Image

from analyser.document import Box
from analyser.readers.page_words import Word
from analyser.readers.pdf_page import OpenPage

PIXELS_AT_MOST = 16_000_000
"""A page asks for this many at most, however large it says it is."""

SIDE_AT_MOST = 20_000
LAYER_DPI = 100


def render(page: OpenPage, dpi: int, box: Box | None = None) -> Image.Image:
    """Return the picture of `page`, or of the part of it in `box`, in grey."""
    whole = Box(0.0, 0.0, page.width, page.height)
    part = whole if box is None else _within(box, whole)
    width, height = part.x1 - part.x0, part.bottom - part.top
    scale = dpi / 72
    pixels = width * height * scale * scale
    if pixels > PIXELS_AT_MOST:
        scale *= (PIXELS_AT_MOST / pixels) ** 0.5
    longest = max(width, height) * scale
    if longest > SIDE_AT_MOST:
        scale *= SIDE_AT_MOST / longest
    margins = (
        part.x0,
        whole.bottom - part.bottom,
        whole.x1 - part.x1,
        part.top,
    )
    bitmap = page.page.render(scale=scale, grayscale=True, crop=margins)
    image: Image.Image = bitmap.to_pil().copy()
    return image


def hide_without_ink(page: OpenPage, words: Sequence[Word]) -> None:
    """Mark those `words` as hidden where the page, as it is shown, is one colour.

    For words in optional layers: only drawing tells which layers are switched off.
    """
    if not words:
        return
    image = render(page, LAYER_DPI)
    scale = image.width / max(page.width, 1.0)
    for word in words:
        box = word.place()
        x0, top = int(box.x0 * scale), int(box.top * scale)
        x1, bottom = int((box.x1 + 1) * scale), int((box.bottom + 1) * scale)
        low, high = image.crop((x0, top, x1, bottom)).getextrema()
        word.hidden = word.hidden or (
            isinstance(low, int) and isinstance(high, int) and high - low < 24
        )


def _within(box: Box, whole: Box) -> Box:
    """Return the part of `box` that lies on the page, never smaller than a point."""
    x0 = min(max(box.x0, 0.0), whole.x1 - 1)
    top = min(max(box.top, 0.0), whole.bottom - 1)
    return Box(
        x0, top, max(min(box.x1, whole.x1), x0 + 1), max(min(box.bottom, whole.bottom), top + 1)
    )


def text_boxes(page: OpenPage, at_most: int = 4000) -> list[Box]:
    """Return where the lines of the page's own text stand, in points from the top left."""
    import ctypes

    from analyser.readers.pdf_places import page_transform

    point, _, _ = page_transform(page.page)
    left, top, right, bottom = (ctypes.c_double() for _ in range(4))
    boxes = []
    for number in range(min(pdfium.FPDFText_CountRects(page.text_page, 0, -1), at_most)):
        if pdfium.FPDFText_GetRect(page.text_page, number, left, top, right, bottom):
            ax, ay = point(left.value, bottom.value)
            bx, by = point(right.value, top.value)
            boxes.append(Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
    return boxes
