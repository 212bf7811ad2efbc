"""Pages of an open PDF, held open only while they are looked at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2

from analyser.readers.page_blocks import NUMBERED, Carried, PageWriter, fold_line
from analyser.readers.page_layout import Layout, lay_out
from analyser.readers.page_paragraphs import Paragraph
from analyser.readers.page_rows import heading_rows
from analyser.readers.page_words import Word
from analyser.readers.pdf_drawing import Drawing, drawing_of
from analyser.readers.pdf_glyphs import WordReader, raw_text
from analyser.readers.pdf_ink import hide_unseen
from analyser.readers.pdf_page import OpenPage
from analyser.readers.pdf_rendering import hide_without_ink

LOOK_BACK = 60
"""Pages that a table may have run over before the page that is asked about; each is laid out once.

As many as those whose texts are kept for the headings of its columns.
"""

EDGE_LINES = 3  # lines at either end of a page's text that may be running headers or footers


@dataclass(slots=True)
class PageLayout:
    """The layout of one page, with its sideways and its hidden words apart."""

    upright: Layout
    sideways: list[Layout]
    hidden: list[Word]
    height: float
    drawing: Drawing


class PdfPages:
    """Opens pages, lays them out, and carries headings and tables from one to the next."""

    def __init__(self, opened: Any) -> None:
        self.opened = opened
        self.held: dict[int, OpenPage] = {}
        self.carried: dict[int, Carried] = {}
        self.tables = 0
        """Tables written so far."""
        self._running: set[str] = set()
        self._texts: list[list[str]] = []
        """Raw texts of the slices whose running lines nobody has asked for yet."""
        self._last_heading = ""
        self._unread: list[str] = []
        """Texts of pages since the last heading, not looked through as yet."""

    def load(self, index: int) -> OpenPage:
        """Return page `index` (from 0), opening it if need be.

        Raises:
            pypdfium2.PdfiumError: The page is damaged.
        """
        page = self.held.get(index)
        if page is None:
            handle = self.opened[index]
            text_page = handle.get_textpage()
            page = self.held[index] = OpenPage(index, handle, text_page, raw_text(text_page))
        return page

    def release(self) -> None:
        """Close all pages that are held open."""
        for page in self.held.values():
            page.close()
        self.held.clear()

    @property
    def running(self) -> set[str]:
        """Return the folded lines that recur at the ends of pages."""
        for texts in self._texts:
            self._learn_running(texts)
        self._texts.clear()
        return self._running

    @property
    def last_heading(self) -> str:
        """Return the last heading of the pages looked at so far."""
        while self._unread:
            found = _last_title(self._unread.pop())
            if found:
                self._last_heading = found
                self._unread.clear()
        return self._last_heading

    @last_heading.setter
    def last_heading(self, heading: str) -> None:
        self._last_heading = heading
        self._unread.clear()

    def note_texts(self, texts: list[str]) -> None:
        """Remember the raw texts of pages, of which running lines may be wanted."""
        self._texts.append(texts)

    def note_unlaid(self, text: str) -> None:
        """Remember the text of a page that is not laid out: it may hold a heading."""
        self._unread.append(text)

    def _learn_running(self, texts: Sequence[str]) -> None:
        """Note the lines that recur at the ends of the pages whose texts are `texts`."""
        counts: dict[str, int] = {}
        for text in texts:
            lines = [line for line in text.split("\r\n") if line.strip()]
            edges = (
                lines
                if len(lines) <= 2 * EDGE_LINES
                else (lines[:EDGE_LINES] + lines[-EDGE_LINES:])
            )
            for folded in {fold_line(line) for line in edges}:
                counts[folded] = counts.get(folded, 0) + 1
        least = 2 if len(texts) < 5 else max(3, len(texts) // 4)
        self._running |= {line for line, count in counts.items() if count >= least and line}

    def lay_out(self, index: int) -> PageLayout:
        """Return the layout of page `index`."""
        page = self.load(index)
        reader = WordReader(page.page, page.text_page)
        turned = reader.words(page.raw)
        drawing = page.drawing = drawing_of(page.page)
        hidden: list[Word] = []
        hide_without_ink(page, reader.layered)
        for angle, words in turned.items():
            hide_unseen(words, drawing)
            hidden += [word for word in words if word.hidden]
            turned[angle] = [word for word in words if not word.hidden]
        upright = turned.pop(0, [])
        main = lay_out(upright, drawing.rules)
        sideways = [lay_out(words) for words in turned.values() if words]
        return PageLayout(main, sideways, hidden, page.height, drawing)

    def before(self, index: int, layout: Layout, depth: int = 0) -> Carried:
        """Return what the pages before `index` hand on to `layout`, which stands there."""
        if index == 0:
            return Carried()
        known = self.carried.get(index - 1)
        if known is not None:
            return known
        if depth >= LOOK_BACK or not self._continues(layout):
            return Carried(heading=self.last_heading)
        try:
            above = self.lay_out(index - 1)
        except pypdfium2.PdfiumError:
            return Carried(heading=self.last_heading)
        carried = self.before(index - 1, above.upright, depth + 1)
        writer = self.writer(index - 1, above.height, carried)
        writer.silent = True  # the page itself was not worth its layout
        writer.tables = max(self.tables, carried.table)
        handed = self.carried[index - 1] = writer.write(above.upright)
        return handed

    def writer(self, index: int, height: float, carried: Carried) -> PageWriter:
        """Return a writer for page `index`."""
        return PageWriter(index + 1, height, frozenset(self.running), carried)

    def _continues(self, layout: Layout) -> bool:
        """Tell whether `layout` begins in the middle of a table or a list."""
        for piece in layout.pieces:
            if not isinstance(piece, Paragraph):
                return heading_rows(piece.rows)[1] == 0
            if fold_line(piece.lines[0].text) not in self.running:
                return piece.bulleted
        return False


TITLE_LINE = re.compile(NUMBERED.pattern + r"[^\n]{2,70}$", re.IGNORECASE | re.MULTILINE)


def _last_title(text: str) -> str:
    """Return the last numbered title in the text of a page; `""` without one."""
    title = ""
    for match in TITLE_LINE.finditer(text):
        line = match.group().strip()
        if match.start() and text[match.start() - 1] != "\n":
            continue
        if line[-1].isalpha() and "...." not in line:
            title = line
    return title
