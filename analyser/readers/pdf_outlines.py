"""Words drawn as shapes on pages that have text as well: logos, stamps, names turned into paths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analyser.document import Block, Box, Unread
from analyser.readers.ocr import OcrResult, ocr_picture, why_not
from analyser.readers.page_words import Segment, Word, rows_of_segments
from analyser.readers.pdf_drawing import Drawing
from analyser.readers.pdf_page import OpenPage
from analyser.readers.pdf_pictures import picture_block
from analyser.readers.pdf_rendering import render, text_boxes
from analyser.readers.pdf_second import spans_of
from analyser.readers.source import Context

LEAST_OUTLINES = 3
"""Fewer shapes on a page form no name, unless one of them is a whole word."""

LOW, HIGH = 4.0, 110.0
"""Points: the height of letters that can be read and that stand in a line."""

SHAPES_AT_MOST = 3_000
"""More on one page are a map or a plan, which is read as a whole page."""

PAGES_AT_MOST = 60
MARGIN = 6.0  # points


@dataclass(slots=True)
class Outlines:
    """Reads each different group of shapes of a document once."""

    context: Context
    known: set[tuple[int, ...]] = field(default_factory=set)
    read: int = 0
    missed: list[tuple[int, str]] = field(default_factory=list)

    def take(self, page: OpenPage, drawing: Drawing, blocks: list[Block]) -> None:
        """Read the words that `page` draws as shapes, if it draws some that no page before did."""
        fresh = []
        for region in regions(drawing.outlined, text_boxes(page)):
            key = _key(region, drawing.outlined)
            if key not in self.known:
                self.known.add(key)
                fresh.append(region)
        if not fresh:
            return
        reason = self._reason()
        if not reason:
            self.read += 1
            reason = self._read(page, fresh, blocks)
        if reason:
            self.missed.append((page.index + 1, reason))

    def unread(self) -> list[Unread]:
        """Return one entry for each reason."""
        reasons: dict[str, list[int]] = {}
        for page, reason in self.missed:
            reasons.setdefault(reason, []).append(page)
        return [
            Unread(
                f"what may be words drawn as shapes was not read (page {spans_of(pages)}): {why}",
                f"shapes (page {spans_of(pages)})",
                pages[0],
            )
            for why, pages in reasons.items()
        ]

    def _reason(self) -> str:
        """Return why no more shapes are read; `""` while they are."""
        reason = why_not(self.context.settings)
        if not reason and self.read >= PAGES_AT_MOST:
            reason = f"more than {PAGES_AT_MOST} pages have some; look at them by eye"
        limit = self.context.settings.limits.seconds
        if not reason and self.context.budget.seconds_left() < 0.3 * limit:
            reason = "the time for this document is needed for its pages; look at them by eye"
        return reason

    def _read(self, page: OpenPage, found: Sequence[Box], blocks: list[Block]) -> str:
        """Recognise the part of the page around `found`; return why that failed, if it did."""
        around = Box(
            min(box.x0 for box in found) - MARGIN,
            min(box.top for box in found) - MARGIN,
            max(box.x1 for box in found) + MARGIN,
            max(box.bottom for box in found) + MARGIN,
        )
        settings = self.context.settings
        image = render(page, settings.ocr_dpi, around)
        result = ocr_picture(image, settings)
        if result.reason:
            return result.reason
        for box in found:
            inside = _inside(result, box, around)
            where = f"words drawn as shapes on page {page.index + 1}"
            block = picture_block(inside, box, page.index + 1, where)
            if block is not None:
                blocks.append(block)
        return ""


def regions(shapes: Sequence[Box], texts: Sequence[Box]) -> list[Box]:
    """Return where `shapes` stand in lines as letters do, apart from the page's `texts`."""
    letters = [
        Word("x", box.x0, box.top, box.x1, box.bottom, box.bottom - box.top, order=number)
        for number, box in enumerate(shapes[:SHAPES_AT_MOST])
        if LOW <= box.bottom - box.top <= HIGH and not _written(box, texts)
    ]
    if not letters:
        return []
    lines = [piece for row in rows_of_segments(letters) for piece in row if _is_line(piece)]
    found: list[Box] = []
    for line in sorted(lines, key=lambda piece: piece.top):
        tall = line.bottom - line.top
        for number, box in enumerate(found):
            if line.x0 < box.x1 and line.x1 > box.x0 and line.top - box.bottom < 1.2 * tall:
                found[number] = Box(
                    min(box.x0, line.x0),
                    min(box.top, line.top),
                    max(box.x1, line.x1),
                    max(box.bottom, line.bottom),
                )
                break
        else:
            found.append(Box(line.x0, line.top, line.x1, line.bottom))
    return found


def _is_line(piece: Segment) -> bool:
    """Tell whether shapes beside each other can be a word: alike in height, or one and wide."""
    widths = [word.x1 - word.x0 for word in piece.words]
    heights = [word.bottom - word.top for word in piece.words]
    if any(wide > 2.0 * tall for wide, tall in zip(widths, heights, strict=True)):
        return True
    alike = sum(tall > 0.4 * max(heights) for tall in heights)
    return alike >= LEAST_OUTLINES


def _written(shape: Box, texts: Sequence[Box]) -> bool:
    """Tell whether text stands on the shape: it is a bullet, a button or a frame."""
    x, y = (shape.x0 + shape.x1) / 2, (shape.top + shape.bottom) / 2
    return any(box.x0 <= x <= box.x1 and box.top <= y <= box.bottom for box in texts)


def _key(region: Box, shapes: Sequence[Box]) -> tuple[int, ...]:
    """Return what is the same where the same drawing stands on another page."""
    inside = [
        shape
        for shape in shapes[:SHAPES_AT_MOST]
        if region.x0 - 1 <= shape.x0 <= region.x1 and region.top - 1 <= shape.top <= region.bottom
    ]
    places = [
        round(value)
        for shape in inside[:80]
        for value in (shape.x0 - region.x0, shape.top - region.top, shape.x1 - shape.x0)
    ]
    return (round(region.x1 - region.x0), round(region.bottom - region.top), *places)


def _inside(result: OcrResult, box: Box, around: Box) -> OcrResult:
    """Return the words of `result`, which shows `around`, that stand in `box`."""
    # The picture has the margin that is put around pictures; it moves words by next to nothing.
    across = (around.x1 - around.x0) / max(result.width, 1)
    down = (around.bottom - around.top) / max(result.height, 1)
    kept = tuple(
        word
        for word in result.words
        if box.x0 - MARGIN <= around.x0 + (word.x0 + word.x1) / 2 * across <= box.x1 + MARGIN
        and box.top - MARGIN
        <= around.top + (word.top + word.bottom) / 2 * down
        <= box.bottom + MARGIN
    )
    return OcrResult(kept, result.width, result.height, result.turned)
