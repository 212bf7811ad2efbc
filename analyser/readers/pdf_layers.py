"""Scans that carry the text of an earlier recognition: whether it is what they show.

Somebody's scanner wrote that text, or somebody who wants it to be believed. Every such page is
compared by where its ink and its text stand, which costs a small rendering; those that do not fit
and a sample of the rest are read again by OCR.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageDraw

from analyser.document import Block
from analyser.readers.ocr import why_not
from analyser.readers.pdf_drawing import Drawing
from analyser.readers.pdf_page import OpenPage
from analyser.readers.pdf_pages import PdfPages
from analyser.readers.pdf_quality import agreement, words_missing
from analyser.readers.pdf_rendering import render, text_boxes
from analyser.readers.pdf_second import spans_of
from analyser.readers.source import Context

WHOLE_PAGE = 0.6
"""Share of the page that a scan's picture covers."""

SAMPLES = 20
"""Pages read again of which nothing looks odd; a document of fewer is read again in full."""

AGREE = 0.6
GLANCE_DPI = 36
UNCOVERED = 0.5
"""Share of a page's ink that may lie outside of its text: stamps, tables, photographs."""

EMPTY = 0.3
"""Share of a page's lines of text under which there may be no ink."""

DARK = 60  # levels below the paper

Recognise = Callable[[OpenPage], list[Block]]


@dataclass(slots=True)
class Layers:
    """The pages of one document whose text lies unseen over a picture."""

    context: Context
    pages: list[int] = field(default_factory=list)
    odd: set[int] = field(default_factory=set)
    """Those whose text does not stand where their ink is."""

    notes: list[str] = field(default_factory=list)

    def note(self, page: OpenPage) -> None:
        """Remember `page`, to be looked at when all pages are known."""
        self.pages.append(page.index)
        if not why_not(self.context.settings) and not _fits(page):
            self.odd.add(page.index)

    def finish(
        self, pages: PdfPages, blocks: dict[int, list[Block]], recognise: Recognise
    ) -> set[int]:
        """Read pages again; return the numbers of those that OCR had something to add to."""
        count = len(self.pages)
        if not count:
            return set()
        if why_not(self.context.settings):
            self.notes.append(
                f"{count} scanned pages carry the text of an earlier OCR, which was searched but "
                "not checked"
            )
            return set()
        added: set[int] = set()
        even = [index for index in self.pages if index not in self.odd]
        step = max(1.0, len(even) / SAMPLES)
        sample = sorted({even[int(n * step)] for n in range(min(len(even), SAMPLES))} | self.odd)
        for index in sample:
            self._check(index, pages, blocks, recognise, added)
        # A page whose place fits and whose words do not: the layer is of another document.
        rest = [index for index in self.pages if index not in sample] if added - self.odd else []
        for index in rest:
            self._check(index, pages, blocks, recognise, added)
        self._say(len(sample) + len(rest), added)
        return {index + 1 for index in added}

    def _check(
        self,
        index: int,
        pages: PdfPages,
        blocks: dict[int, list[Block]],
        recognise: Recognise,
        added: set[int],
    ) -> None:
        """Read page `index` by OCR and keep what its text does not say."""
        page = pages.load(index)
        raw = page.raw
        found = recognise(page)
        pages.release()
        whole = agreement(raw, "\n".join(block.text for block in found)) < AGREE
        kept = found if whole else self._telling(raw, found)
        if kept:
            blocks[index] = [*blocks.get(index, []), *kept]
            added.add(index)

    def _telling(self, raw: str, found: Sequence[Block]) -> list[Block]:
        """Return the blocks with words that `raw` lacks and that somebody looks for."""
        lacking = [(block, words_missing(raw, block.text)) for block in found]
        texts = [(block, " ".join(words)) for block, words in lacking if words]
        worth = self.context.interest([text for _, text in texts]) if texts else frozenset()
        return [block for number, (block, _) in enumerate(texts) if number in worth]

    def _say(self, checked: int, added: set[int]) -> None:
        """Note what came of it."""
        count = len(self.pages)
        if added:
            numbers = spans_of([index + 1 for index in added])
            self.notes.append(
                f"the unseen text of scanned pages is not what they show (page {numbers}); "
                f"{checked} of {count} such pages were read again by OCR, and both were searched"
            )
        else:
            self.notes.append(
                f"{count} scanned pages carry the text of an earlier OCR; {checked} were read "
                "again and agree"
            )


def covered(page: OpenPage, drawing: Drawing) -> bool:
    """Tell whether pictures cover most of the page."""
    area = max(page.width * page.height, 1.0)
    shown = sum(
        max(p.box.x1 - p.box.x0, 0) * max(p.box.bottom - p.box.top, 0) for p in drawing.pictures
    )
    return shown > WHOLE_PAGE * area


def all_unseen(page: OpenPage) -> bool:
    """Tell whether a sample of the page's text is drawn without ink."""
    count = pdfium.FPDFText_CountChars(page.text_page)
    step = max(1, count // 40)
    modes = []
    for char in range(0, count, step):
        drawn = pdfium.FPDFText_GetTextObject(page.text_page, char)
        if drawn:
            modes.append(pdfium.FPDFTextObj_GetTextRenderMode(drawn))
    unseen = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    return bool(modes) and sum(mode == unseen for mode in modes) > 0.8 * len(modes)


def _fits(page: OpenPage) -> bool:
    """Tell whether the page's text stands where its ink is, and its ink where its text is."""
    image = render(page, GLANCE_DPI)
    counts = image.histogram()
    paper = max(range(256), key=lambda level: counts[level])
    ink = image.point([255 if level < paper - DARK else 0 for level in range(256)])
    scale = image.width / max(page.width, 1.0)
    mask = Image.new("L", image.size, 0)
    pen = ImageDraw.Draw(mask)
    boxes = text_boxes(page)
    empty = 0
    for box in boxes:
        place = (
            int(box.x0 * scale) - 1,
            int(box.top * scale) - 1,
            int(box.x1 * scale) + 2,
            int(box.bottom * scale) + 2,
        )
        empty += ink.crop(place).getbbox() is None
        pen.rectangle(place, fill=255)
    dark = ink.histogram()[255]
    bare = ImageChops.subtract(ink, mask).histogram()[255]
    if dark < 20:
        return not boxes or empty <= EMPTY * len(boxes)
    return bare <= UNCOVERED * dark and empty <= EMPTY * max(len(boxes), 1)
