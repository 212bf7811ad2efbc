"""Pages of a PDF that are read by OCR, because their text is missing or wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image

from analyser.document import Block, Unread
from analyser.readers.ocr import ocr_picture, why_not
from analyser.readers.page_blocks import Carried
from analyser.readers.page_scan import LOW_CONFIDENCE, Scan, blocks_of_scan, is_blank
from analyser.readers.pdf_drawing import Drawing, drawing_of, pictures_of
from analyser.readers.pdf_pages import OpenPage, PdfPages
from analyser.readers.pdf_pictures import Pictures
from analyser.readers.pdf_quality import agreement, has_few_letters, looks_wrong
from analyser.readers.source import Context

PIXELS_AT_MOST = 16_000_000
"""A page asks for this many at most, however large it says it is."""

WHOLE_PAGE = 0.6
"""Share of the page that a scan's picture covers."""

OUTLINED = 25
"""Filled shapes with many corners: fewer are a logo's strokes or a drawing's arrows."""

SAMPLES = 10
"""Pages with an earlier recognition's text that are read again to compare."""

AGREE = 0.6


@dataclass(slots=True)
class Scans:
    """Reads the pages that need OCR, and counts."""

    opened: Any
    context: Context
    unread: list[Unread] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pages_read: int = 0
    pages_unread: set[int] = field(default_factory=set)
    layered: list[int] = field(default_factory=list)
    """Pages whose text lies unseen over a picture: somebody recognised them before."""

    carried: tuple[int, Carried] = (-1, Carried())
    beside: Pictures = field(init=False)

    def __post_init__(self) -> None:
        self.beside = Pictures(self.opened, self.context)

    def look_at(self, page: OpenPage, text: str, blocks: list[Block]) -> None:
        """Look whether `text` can be all that `page` says, and read the rest into `blocks`."""
        few = has_few_letters(text)
        drawing = drawing_of(page.page) if few else pictures_of(page.page)
        if drawing.paths >= OUTLINED and not few:
            drawing = drawing_of(page.page)
        if few:
            if self._shows_more(page, drawing):
                self.read(page, "has no text of its own", blocks)
            return
        wrong = looks_wrong(text)
        if wrong:
            before = len(blocks)
            self.read(page, f"has a text layer that cannot be right: {wrong}", blocks)
            if len(blocks) > before:
                self.notes.append(f"page {page.index + 1}: {wrong}; read by OCR as well")
            return
        if _covered(page, drawing) and _all_unseen(page):
            self.layered.append(page.index)
            return
        self.beside.take(page, drawing, blocks)

    def finish(self, pages: PdfPages, blocks: dict[int, list[Block]]) -> None:
        """Compare pages that were recognised before with what OCR makes of them now."""
        if not self.layered or why_not(self.context.settings):
            if self.layered:
                self.notes.append(
                    f"{len(self.layered)} scanned pages carry the text of an earlier OCR, which "
                    "was searched but not checked"
                )
            return
        step = max(1, len(self.layered) // SAMPLES)
        sample = self.layered[::step][:SAMPLES]
        wrong = [index for index in sample if not self._agrees(index, pages, blocks)]
        again = [index for index in self.layered if index not in sample] if wrong else []
        for index in again:
            self._agrees(index, pages, blocks)
        count = len(self.layered)
        if wrong:
            numbers = ", ".join(str(index + 1) for index in wrong)
            self.notes.append(
                f"the unseen text of scanned pages disagrees with what they show (page {numbers}); "
                "all of them were read again by OCR"
            )
        else:
            self.notes.append(
                f"{count} scanned pages carry the text of an earlier OCR; {len(sample)} were read "
                "again and agree"
            )

    def _agrees(self, index: int, pages: PdfPages, blocks: dict[int, list[Block]]) -> bool:
        """Read page `index` again and keep the result if it says something else."""
        page = pages.load(index)
        found: list[Block] = []
        self.read(page, "has unseen text over a picture", found, again=True)
        pages.release()
        text = "\n".join(block.text for block in found)
        if agreement(page.raw, text) >= AGREE:
            return True
        blocks[index] = [*blocks.get(index, []), *found]
        self.pages_read += 1
        return False

    def _shows_more(self, page: OpenPage, drawing: Drawing) -> bool:
        """Tell whether a page with next to no text shows something that may be words."""
        if drawing.objects == 0 and not pdfium.FPDFPage_GetAnnotCount(page.page):
            return False
        area = max(page.width * page.height, 1.0)
        large = any(
            (p.box.x1 - p.box.x0) * (p.box.bottom - p.box.top) > 0.02 * area
            for p in drawing.pictures
        )
        if large or drawing.outlines >= OUTLINED:
            return True
        # Anything else that leaves ink: shadings, fonts without meaning, a thousand small tiles.
        letters = sum(char.isalnum() for char in page.raw)
        return letters < 5 and not is_blank(render(page, 40))

    def read(self, page: OpenPage, why: str, blocks: list[Block], *, again: bool = False) -> None:
        """Read `page` by OCR into `blocks`; `why` says what is the matter with its text."""
        number = page.index + 1
        settings, budget = self.context.settings, self.context.budget
        reason = why_not(settings)
        budget.ocr_pages += 1
        if not reason and budget.ocr_pages > settings.limits.ocr_pages:
            reason = f"more than {settings.limits.ocr_pages} pages need OCR; raise the limit"
        if not reason and budget.seconds_left() < 0:
            reason = f"the time limit of {settings.limits.seconds:.0f} seconds is used up"
        if reason:
            self._say(number, f"page {number} {why}; {reason}", lost=not again)
            return
        image = render(page, settings.ocr_dpi)
        if is_blank(image):
            return
        result = ocr_picture(image, settings, page=True)
        if result.reason:
            self._say(number, f"page {number} {why}; {result.reason}", lost=not again)
            return
        if not again:
            self.pages_read += 1
        if not result.words:
            self._say(
                number, f"page {number} {why} and OCR found no words on it; look at it by eye"
            )
            return
        at, carried = self.carried
        scan = Scan(result, image, page.width / image.width)
        found, after = blocks_of_scan(scan, number, carried if at == page.index - 1 else Carried())
        self.carried = (page.index, after)
        blocks += found
        if result.confidence < LOW_CONFIDENCE:
            share = f"{result.confidence:.0%}".replace("%", " %")
            self._say(
                number, f"page {number} was read with low confidence ({share}); look at it by eye"
            )

    def _say(self, number: int, reason: str, *, lost: bool = False) -> None:
        """Name page `number` as unread, or as doubtful if it is not `lost`."""
        self.unread.append(Unread(reason, f"page {number}", number))
        if lost:
            self.pages_unread.add(number - 1)


def render(page: OpenPage, dpi: int) -> Image.Image:
    """Return the picture of `page` in grey."""
    scale = dpi / 72
    pixels = page.width * page.height * scale * scale
    if pixels > PIXELS_AT_MOST:
        scale *= (PIXELS_AT_MOST / pixels) ** 0.5
    longest = max(page.width, page.height) * scale
    if longest > 20_000:
        scale *= 20_000 / longest
    bitmap = page.page.render(scale=scale, grayscale=True)
    image: Image.Image = bitmap.to_pil().copy()
    return image


def _covered(page: OpenPage, drawing: Drawing) -> bool:
    """Tell whether pictures cover most of the page."""
    area = max(page.width * page.height, 1.0)
    covered = sum(
        max(p.box.x1 - p.box.x0, 0) * max(p.box.bottom - p.box.top, 0) for p in drawing.pictures
    )
    return covered > WHOLE_PAGE * area


def _all_unseen(page: OpenPage) -> bool:
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
