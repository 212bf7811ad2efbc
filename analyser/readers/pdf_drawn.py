"""Words that stamps, signatures and form fields draw on a page of a PDF without saying them.

PDFium leaves them out of a page's text; they come into it where the page is flattened. That changes
the page, so that it is done in a second copy of the file, opened only where there is need.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from analyser.errors import ReadingError
from analyser.readers.pdf_asking import wide
from analyser.readers.pdf_opening import open_pdf
from analyser.readers.source import Source
from analyser.settings import Settings

DRAWING = frozenset(
    (pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET,
     pdfium.FPDF_ANNOT_WATERMARK, pdfium.FPDF_ANNOT_UNKNOWN)
)  # fmt: skip
"""Annotations whose appearance may hold words that their entries do not."""

WRITING = re.compile(r"T[jJ]\b|Do\b|\)\s*['\"]")
"""Orders that show text, or another drawing that may."""

PAGES_AT_MOST = 200


def draws_words(annotation: Any, kind: int, said: str) -> bool:
    """Tell whether an annotation of this `kind` may draw more than it has `said`."""
    if kind not in DRAWING or said.strip() or not pdfium.FPDFAnnot_HasKey(annotation, b"AP"):
        return False
    mode = pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL
    drawing = wide(lambda b, n: pdfium.FPDFAnnot_GetAP(annotation, mode, b, n))
    return bool(WRITING.search(drawing))


def drawn_words(
    source: Source, settings: Settings, pages: Sequence[int]
) -> Iterator[tuple[int, str]]:
    """Yield page, from 0, and words that its annotations draw.

    Args:
        source: The file.
        settings: Its passwords.
        pages: Pages with such annotations.
    """
    if not pages:
        return
    with contextlib.suppress(ReadingError), open_pdf(source, settings) as opened:
        for index in pages[:PAGES_AT_MOST]:
            with contextlib.suppress(pypdfium2.PdfiumError, ValueError):
                before = set(_lines(opened, index))
                page = opened[index]
                pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
                page.close()
                fresh = [line for line in _lines(opened, index) if line not in before]
                if fresh:
                    yield index, "\n".join(fresh)


def _lines(opened: Any, index: int) -> list[str]:
    page = opened[index]
    text_page = page.get_textpage()
    text = str(text_page.get_text_range())
    text_page.close()
    page.close()
    return [line.strip() for line in text.splitlines() if line.strip()]
