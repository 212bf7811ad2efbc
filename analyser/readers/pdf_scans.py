"""Pages and pictures of a PDF that are read by OCR, because their text is missing or wrong."""

from __future__ import annotations

from typing import Any

from analyser.document import Block, Unread
from analyser.readers.pdf_pages import OpenPage, PdfPages
from analyser.readers.source import Context


class Scans:
    def __init__(self, opened: Any, context: Context) -> None:
        self.unread: list[Unread] = []
        self.notes: list[str] = []
        self.pages_read = self.pictures = self.pictures_read = 0

    def look_at(self, page: OpenPage, text: str) -> None: ...

    def finish(self, pages: PdfPages, blocks: dict[int, list[Block]]) -> None: ...
