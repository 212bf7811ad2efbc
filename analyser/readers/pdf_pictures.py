"""Pictures on pages that have text as well: logos, name plates, letters turned into outlines."""

from __future__ import annotations

import ctypes
import hashlib
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from analyser.document import Block, Box, Layer, Reading, Span, Unread
from analyser.readers.ocr import OcrResult, ocr_picture, why_not
from analyser.readers.pdf_drawing import Drawing, Picture
from analyser.readers.pdf_page import OpenPage
from analyser.readers.source import Context

SMALLEST = (40, 12)
"""Pixels: a picture below this holds no word that could be read."""

SMALLEST_PLACED = (18.0, 5.0)
"""Points: smaller than this it is a bullet or an icon."""

AT_MOST = 150
"""Different pictures a document; a catalogue has more, and they are photographs."""

PRINTED_DPI = 250
"""A photograph of ten million dots placed small is read as finely as it prints, no finer."""

SIDE_KEPT = 1600
"""Dots on the longer side that are kept even so: who enlarges the page sees them."""

UNSURE_WORD = 0.3
"""Below this a "word" in a picture is texture."""


@dataclass(slots=True)
class Pictures:
    """Reads each different picture of a document once."""

    opened: Any
    context: Context
    known: set[bytes] = field(default_factory=set)
    found: int = 0
    read: int = 0
    missed: list[tuple[int, str]] = field(default_factory=list)
    """Page and reason of those that were not read."""

    def take(self, page: OpenPage, drawing: Drawing, blocks: list[Block]) -> None:
        """Read the pictures of `page` that no earlier page has shown, into `blocks`."""
        number = 0
        for picture in drawing.pictures:
            if not _large_enough(picture):
                continue
            number += 1
            key = _content_key(picture)
            if key in self.known:
                continue
            self.known.add(key)
            self.found += 1
            reason = self._reason()
            image = None if reason else self._image(picture, page)
            if image is None:
                self.missed.append((page.index + 1, reason or "the picture cannot be decoded"))
                continue
            image = _as_printed(image, picture.box)
            self._read(image, picture.box, page.index + 1, number, blocks)

    def unread(self) -> list[Unread]:
        """Return one entry for each reason, with how many pictures it cost."""
        reasons: dict[str, list[int]] = {}
        for page, reason in self.missed:
            reasons.setdefault(reason, []).append(page)
        entries = []
        for reason, pages in reasons.items():
            count = len(pages)
            numbers = ", ".join(str(page) for page in sorted(set(pages))[:12])
            if len(set(pages)) > 12:
                numbers += " ..."
            what = "1 embedded picture" if count == 1 else f"{count} embedded pictures"
            verb = "was" if count == 1 else "were"
            where = f"{what} (page {numbers})"
            entries.append(Unread(f"{what} {verb} not read: {reason}", where, pages[0]))
        return entries

    def _reason(self) -> str:
        """Return why no more pictures are read; `""` while they are."""
        reason = why_not(self.context.settings)
        if reason:
            return reason
        if self.found > AT_MOST:
            return f"the document has more than {AT_MOST} different ones; look at them by eye"
        if self.context.budget.seconds_left() < 0.3 * self.context.settings.limits.seconds:
            return "the time for this document is needed for its pages; look at them by eye"
        return ""

    def _image(self, picture: Picture, page: OpenPage) -> Image.Image | None:
        """Return the picture as it is stored, turned as it is placed."""
        try:
            held = pypdfium2.PdfImage(picture.handle, page=page.page, pdf=self.opened)
            bitmap = held.get_bitmap(render=False)
            image: Image.Image = bitmap.to_pil().copy()
        except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError):
            return None
        return image

    def _read(
        self, image: Image.Image, box: Box, page: int, number: int, blocks: list[Block]
    ) -> None:
        """Recognise `image` and write its words as one block."""
        result = ocr_picture(image, self.context.settings)
        if result.reason:
            self.missed.append((page, result.reason))
            return
        self.read += 1
        block = picture_block(result, box, page, f"picture {number} on page {page}")
        if block is not None:
            blocks.append(block)


def picture_block(result: OcrResult, box: Box | None, page: int | None, where: str) -> Block | None:
    """Return the words of a picture as a block that stands in `box`, if there are any."""
    parts: list[str] = []
    spans: list[Span] = []
    length = 0
    for line in result.lines:
        sure = [word for word in line if word.confidence >= UNSURE_WORD]
        for place, word in enumerate(sure):
            lead = " " if place else ("\n" if parts else "")
            parts += [lead, word.text]
            spans.append(
                Span(length + len(lead), length + len(lead) + len(word.text), box, word.confidence)
            )
            length += len(lead) + len(word.text)
    text = "".join(parts)
    if not any(char.isalnum() for char in text):
        return None
    return Block(text, Layer.IMAGE, page, where, spans=tuple(spans), reading=Reading.OCR)


def _as_printed(image: Image.Image, box: Box) -> Image.Image:
    """Return `image` with no more dots than its place on the page can show."""
    inches = max(box.x1 - box.x0, box.bottom - box.top) / 72
    wanted = max(inches * PRINTED_DPI, SIDE_KEPT)
    longest = max(image.size)
    if longest < 1.3 * wanted:
        return image
    scale = wanted / longest
    size = (max(round(image.width * scale), 1), max(round(image.height * scale), 1))
    grey = image.convert("RGBA" if image.mode in ("LA", "RGBA", "PA") else "L")
    return grey.resize(size, Image.Resampling.BOX)


def _large_enough(picture: Picture) -> bool:
    """Tell whether words could be read in `picture`."""
    box = picture.box
    placed = (box.x1 - box.x0, box.bottom - box.top)
    if max(placed) < SMALLEST_PLACED[0] or min(placed) < SMALLEST_PLACED[1]:
        return False
    width, height = ctypes.c_uint(), ctypes.c_uint()
    if not pdfium.FPDFImageObj_GetImagePixelSize(picture.handle, width, height):
        return False
    size = sorted((width.value, height.value))
    return size[1] >= SMALLEST[0] and size[0] >= SMALLEST[1]


def _content_key(picture: Picture) -> bytes:
    """Return a digest of the picture's stored bytes."""
    size = pdfium.FPDFImageObj_GetImageDataRaw(picture.handle, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 1))
    pdfium.FPDFImageObj_GetImageDataRaw(picture.handle, buffer, size)
    return hashlib.sha256(buffer.raw).digest()
