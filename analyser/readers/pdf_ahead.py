"""Pages of a long scan that are recognised in slices, before the document is read as a whole.

Recognition is nearly all that a scan costs, and a page of it depends on no other. Who reads the
document afterwards meets each page's words in the cache, under the content of its picture: the
same path as without slices, so the same result.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from analyser.errors import ReadingError
from analyser.readers.ocr import key_of, ocr_picture, why_not
from analyser.readers.ocr_cache import keep, recall
from analyser.readers.page_scan import is_blank
from analyser.readers.pdf import BAD_PAGE
from analyser.readers.pdf_drawing import drawing_of
from analyser.readers.pdf_glyphs import printed
from analyser.readers.pdf_opening import open_pdf
from analyser.readers.pdf_page import OpenPage
from analyser.readers.pdf_pages import PdfPages
from analyser.readers.pdf_quality import has_few_letters
from analyser.readers.pdf_rendering import render
from analyser.readers.source import Source
from analyser.settings import Settings

logger = logging.getLogger(__name__)

SLICE = 20
"""Pages of a slice: half a minute, beside which fetching and opening count for little."""

LEAST = 2 * SLICE
"""Pages from which on a document is divided."""

SAMPLE = 9
"""Pages, spread over the document, of which most must be scanned."""

KEY = 64
"""Hexadecimal digits of a name in the cache; what comes from elsewhere must look like one."""


def slices(path: Path, settings: Settings) -> tuple[tuple[int, int], ...]:
    """Return the ranges of pages into which the PDF at `path` is divided; none if it is no scan."""
    if why_not(settings):
        return ()
    try:
        with open_pdf(_source(path), settings) as opened:
            total = min(len(opened), settings.limits.ocr_pages, settings.limits.pages)
            if total < LEAST:
                return ()
            pages = PdfPages(opened)
            sample = range(total // (2 * SAMPLE), total, max(1, total // SAMPLE))
            scanned = sum(_is_scanned(pages.load(index)) for index in sample)
            pages.release()
            if 2 * scanned <= len(sample):
                return ()
    except (ReadingError, *BAD_PAGE) as error:
        logger.debug("not divided: %r", error)  # reading it as a whole says what is the matter
        return ()
    return tuple((start, min(start + SLICE, total)) for start in range(0, total, SLICE))


def recognise(path: Path, settings: Settings, start: int, stop: int) -> dict[str, Any]:
    """Recognise the scanned pages from `start` up to `stop`; return what the cache now holds."""
    found: dict[str, Any] = {}
    try:
        with open_pdf(_source(path), settings) as opened:
            pages = PdfPages(opened)
            for index in range(start, stop):
                try:
                    found.update(_recognised(pages.load(index), settings))
                except BAD_PAGE as error:
                    logger.debug("page %d not recognised ahead: %r", index + 1, error)
                pages.release()
    except (ReadingError, *BAD_PAGE) as error:
        logger.debug("pages from %d not recognised ahead: %r", start + 1, error)
    return found


def remember(found: dict[str, Any], settings: Settings) -> None:
    """Put what was `found` elsewhere into this machine's cache."""
    for key, result in found.items():
        if len(key) == KEY and key.isalnum() and recall(settings, key) is None:
            keep(settings, key, result)


def _recognised(page: OpenPage, settings: Settings) -> dict[str, Any]:
    if not _is_scanned(page):
        return {}
    image = render(page, settings.ocr_dpi)
    if is_blank(image):
        return {}
    ocr_picture(image, settings, page=True)
    key = key_of(image, settings, page=True)
    kept = recall(settings, key)
    return {} if kept is None else {key: kept}


def _is_scanned(page: OpenPage) -> bool:
    return has_few_letters(printed(page.raw)) and bool(drawing_of(page.page).pictures)


def _source(path: Path) -> Source:
    return Source(path.name, "", path=path)
