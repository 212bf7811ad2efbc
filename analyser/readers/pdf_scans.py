"""Pages of a PDF that are read by OCR, because their text is missing or wrong."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from analyser.document import Block, Unread
from analyser.readers.ocr import ocr_picture, why_not
from analyser.readers.page_blocks import Carried
from analyser.readers.page_scan import LOW_CONFIDENCE, Scan, blocks_of_scan, is_blank
from analyser.readers.pdf_calls import object_at
from analyser.readers.pdf_drawing import Drawing, drawing_of, glance_at
from analyser.readers.pdf_layers import Layers, all_unseen, covered
from analyser.readers.pdf_outlines import LEAST_OUTLINES, Outlines
from analyser.readers.pdf_page import OpenPage
from analyser.readers.pdf_pages import PdfPages
from analyser.readers.pdf_pictures import Pictures
from analyser.readers.pdf_quality import MEANINGLESS, has_few_letters, looks_wrong
from analyser.readers.pdf_rendering import render
from analyser.readers.pdf_second import SecondReader
from analyser.readers.source import Context

FONT_SAMPLE = 60
"""Letters of a page whose fonts are looked at."""

OUTLINED = 25
"""Filled shapes with many corners: fewer are a logo's strokes or a drawing's arrows."""
SMALL = 400  # points: half a sheet of paper


@dataclass(slots=True)
class Scans:
    """Reads the pages that need OCR, and counts."""

    opened: Any
    context: Context
    second: SecondReader
    unread: list[Unread] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pages_read: set[int] = field(default_factory=set)
    """Numbers of the pages that were read by OCR."""

    mute_fonts: set[str] = field(default_factory=set)
    """Fonts out of which the second reader got no words either."""

    carried: tuple[int, Carried] = (-1, Carried())
    beside: Pictures = field(init=False)
    outlines: Outlines = field(init=False)
    layers: Layers = field(init=False)

    def __post_init__(self) -> None:
        self.beside = Pictures(self.opened, self.context)
        self.outlines = Outlines(self.context)
        self.layers = Layers(self.context)

    def look_at(self, page: OpenPage, text: str, blocks: list[Block]) -> None:
        """Look whether `text` can be all that `page` says, and read the rest into `blocks`."""
        few = has_few_letters(text)
        drawing = page.drawing or (drawing_of if few else glance_at)(page.page)
        if few:
            if self._shows_more(page, drawing):
                self._read_little(page, drawing, text, blocks)
            elif drawing.objects == 0 and not text.strip() and self.second.draws(page.index):
                number = page.index + 1
                reason = f"page {number} shows nothing, though it holds orders to draw: damaged"
                self._say(number, f"{reason}; ask for another copy", again=False)
            return
        wrong = looks_wrong(text)
        if wrong:
            self._read_again(page, text, wrong, blocks)
            return
        if covered(page, drawing) and all_unseen(page):
            self.layers.note(page)
            return
        self.beside.take(page, drawing, blocks)
        if drawing.outlines >= LEAST_OUTLINES:
            self.outlines.take(page, drawing, blocks)

    def finish(self, pages: PdfPages, blocks: dict[int, list[Block]]) -> None:
        """Compare pages that were recognised before with what OCR makes of them now."""

        def recognise(page: OpenPage) -> list[Block]:
            found: list[Block] = []
            self.read(page, "has unseen text over a picture", found, again=True)
            return found

        self.pages_read |= self.layers.finish(pages, blocks, recognise)
        self.notes += self.layers.notes
        self.unread += self.outlines.unread()

    def _read_little(
        self, page: OpenPage, drawing: Drawing, text: str, blocks: list[Block]
    ) -> None:
        """Read a page that shows more than the few letters of its text."""
        large = _has_large_picture(page, drawing)
        seen: list[Block] = []
        # Another reader can only find text where letters are set that this one cannot tell.
        if _has_silent_text(page, drawing):
            seen = self.second.blocks(page.index)
        if seen:
            blocks += seen
            self._compare(page, text, seen, "no text")
        if not seen or large or drawing.outlines >= OUTLINED:
            self.read(page, "has no text of its own", blocks)

    def _read_again(self, page: OpenPage, text: str, wrong: str, blocks: list[Block]) -> None:
        """Read a page whose text cannot be right: by the second reader, or else by OCR."""
        fonts = fonts_of(page)
        # What no reader can tell of a font on one page, none can tell on the next.
        seen = [] if fonts and fonts <= self.mute_fonts else self.second.blocks(page.index)
        if seen:
            blocks += seen
            self._compare(page, text, seen, f"a wrong text ({wrong})")
            return
        self.mute_fonts |= fonts
        before = len(blocks)
        self.read(page, f"has a text layer that cannot be right: {wrong}", blocks)
        if len(blocks) > before:
            self.notes.append(f"page {page.index + 1}: {wrong}; read by OCR as well")

    def _compare(self, page: OpenPage, text: str, seen: list[Block], first: str) -> None:
        """Say that the second reader was used, and whether that matters."""
        other = "\n".join(block.text for block in seen)
        interest = self.context.interest
        differs = bool(interest([other])) != bool(interest([text]))
        also = ", names of interest among it" if differs else ""
        self.notes.append(
            f"page {page.index + 1}: one reader of PDFs finds {first}, a second one finds text"
            f"{also}; both were searched"
        )

    def _shows_more(self, page: OpenPage, drawing: Drawing) -> bool:
        """Tell whether a page with next to no text shows something that may be words."""
        if drawing.objects == 0 and not pdfium.FPDFPage_GetAnnotCount(page.page):
            return False
        if _has_large_picture(page, drawing) or drawing.outlines >= OUTLINED:
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
            self._say(number, f"page {number} {why}; {reason}", again=again)
            return
        image = render(page, settings.ocr_dpi)
        if is_blank(image):
            return
        result = ocr_picture(image, settings, page=True)
        if not result.words and not result.reason and max(page.width, page.height) < SMALL:
            # A logo or a label: its words are no lines of a page, and small.
            image = render(page, 3 * settings.ocr_dpi)
            result = ocr_picture(image, settings)
        if result.reason:
            self._say(number, f"page {number} {why}; {result.reason}", again=again)
            return
        if not result.words:
            reason = f"page {number} {why} and OCR found no words on it; look at it by eye"
            self._say(number, reason, again=again)
            return
        if not again:
            self.pages_read.add(number)
        at, carried = self.carried
        scan = Scan(result, image, page.width / image.width)
        found, after = blocks_of_scan(scan, number, carried if at == page.index - 1 else Carried())
        self.carried = (page.index, after)
        blocks += found
        if result.confidence < LOW_CONFIDENCE:
            share = f"{result.confidence:.0%}".replace("%", " %")
            reason = f"page {number} was read with low confidence ({share}); look at it by eye"
            self._say(number, reason, again=again)

    def _say(self, number: int, reason: str, *, again: bool) -> None:
        """Name page `number` as unread; one whose own text was read is only noted."""
        if again:
            self.notes.append(reason)
        else:
            self.unread.append(Unread(reason, f"page {number}", number))


def _has_silent_text(page: OpenPage, drawing: Drawing) -> bool:
    """Tell whether letters are set on the page of which the first reader knows no word."""
    handle = page.text_page.raw
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for one in map(object_at, drawing.texts):
        if pdfium.FPDFTextObj_GetText(one, handle, None, 0) > 2:
            continue
        # What says nothing and takes no room is a space.
        pdfium.FPDFPageObj_GetBounds(one, left, bottom, right, top)
        if right.value - left.value > 0.5 and top.value - bottom.value > 0.5:
            return True
    return False


def fonts_of(page: OpenPage) -> frozenset[str]:
    """Return the names of the fonts in a sample of the page's letters that carry no meaning."""
    handle = page.text_page.raw
    mute = [match.start() for match in MEANINGLESS.finditer(page.raw)]
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    found = set()
    for place in mute[:: max(1, len(mute) // FONT_SAMPLE)]:
        char = pdfium.FPDFText_GetCharIndexFromTextIndex(handle, place)
        pdfium.FPDFText_GetFontInfo(handle, char, name, len(name), flags)
        found.add(name.value.decode("latin-1"))
    return frozenset(found)


def _has_large_picture(page: OpenPage, drawing: Drawing) -> bool:
    """Tell whether some picture takes more of the page than an ornament does."""
    area = max(page.width * page.height, 1.0)
    return any(
        (p.box.x1 - p.box.x0) * (p.box.bottom - p.box.top) > 0.02 * area for p in drawing.pictures
    )
