"""One open page of a PDF with its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from analyser.readers.pdf_drawing import Drawing


@dataclass(slots=True)
class OpenPage:
    """One page with its text."""

    index: int
    page: Any = field(repr=False)
    text_page: Any = field(repr=False)
    raw: str = field(repr=False)
    drawing: Drawing | None = field(default=None, repr=False)
    """What the page draws besides text, once it has been laid out."""

    @property
    def height(self) -> float:
        """Return the height of the shown page in points."""
        return float(pdfium.FPDF_GetPageHeightF(self.page))

    @property
    def width(self) -> float:
        """Return the width of the shown page in points."""
        return float(pdfium.FPDF_GetPageWidthF(self.page))

    def close(self) -> None:
        """Give back PDFium's memory."""
        self.text_page.close()
        self.page.close()
