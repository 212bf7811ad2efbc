"""Portable documents: text, layout where it matters, and what hides beside the text."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import pypdfium2

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.errors import LockedError, ReadingError
from analyser.readers.page_blocks import Carried, fold_line
from analyser.readers.page_plain import is_plain, plain_blocks, unlaid
from analyser.readers.page_words import Writing, rows_of_words
from analyser.readers.pdf_attachments import read_attachments
from analyser.readers.pdf_extras import Extras
from analyser.readers.pdf_glyphs import printed
from analyser.readers.pdf_opening import NO_PAGES, open_pdf
from analyser.readers.pdf_page import OpenPage
from analyser.readers.pdf_pages import PdfPages
from analyser.readers.pdf_recovery import recovered
from analyser.readers.pdf_scans import Scans
from analyser.readers.pdf_second import SecondReader, pages_listed, spans_of
from analyser.readers.source import Context, Source

logger = logging.getLogger(__name__)

SLICE = 50
"""Pages whose texts are looked at together: a call for each costs three times as much."""

TAIL = 300
"""Characters of a slice's last page that are looked at with the next slice."""

EARLIER = 60
"""Pages before a slice whose texts may head a table that runs on into it.

A bill of quantities with its headings on the first page only may be as long; a text costs little.
"""

MEDIA_TYPE = "application/pdf"

ALL_BLANK = "nothing to read: no words, no pictures on {} page(s); ask whether it is the right file"

# What a bad file may raise on its way through PDFium's binding.
BAD_PAGE = (pypdfium2.PdfiumError, ValueError, IndexError, OSError, OverflowError, AssertionError)


def read_pdf(source: Source, context: Context) -> tuple[Document, ...]:
    """Read the PDF `source`: the document itself first, then what is attached to it."""
    source = source.typed(MEDIA_TYPE)
    second = SecondReader(source, context)
    try:
        with open_pdf(source, context.settings) as opened:
            if len(opened) == 0:
                raise ReadingError(NO_PAGES)
            return _Pages(opened, source, context, second).read()
    except LockedError as error:
        return (source.unread(str(error), unit="page"),)
    except ReadingError as error:
        return (recovered(second, str(error)) or source.unread(str(error), unit="page"),)
    except BAD_PAGE as error:
        logger.debug("%s: %r", source.name, error)
        reason = f"the PDF could not be read to its end ({_first_line(error)}); open it by hand"
        return (recovered(second, reason) or source.unread(reason, unit="page"),)
    finally:
        second.close()


class _Pages:
    """Reads the pages of one open PDF and gathers what they say."""

    def __init__(self, opened: Any, source: Source, context: Context, second: SecondReader) -> None:
        self.opened = opened
        self.source = source
        self.context = context
        self.second = second
        self.pages = PdfPages(opened)
        self.scans = Scans(opened, context, second)
        self.extras = Extras(opened, source, context.interest, context.settings)
        self.blocks: dict[int, list[Block]] = {}
        """By page, from 0."""
        self.failed: dict[int, Unread] = {}
        self.notes: list[str] = []
        self.seen_running: set[str] = set()
        self.earlier: list[str] = []
        """The texts of the last pages before a slice."""

    def read(self) -> tuple[Document, ...]:
        """Read all pages, then what belongs to the whole document."""
        total = len(self.opened)
        wanted = min(total, self.context.settings.limits.pages)
        for start in range(0, wanted, SLICE):
            if self.context.budget.seconds_left() < 0:
                wanted = start
                break
            self._read_slice(range(start, min(start + SLICE, wanted)))
            self.pages.release()
        self.scans.finish(self.pages, self.blocks)
        self.extras.finish()
        members, unread_members = read_attachments(
            self.opened, self.extras.attachments, self.second
        )
        unread = [
            *self.failed.values(),
            *self.scans.unread,
            *self.scans.beside.unread(),
            *self.extras.unread,
            *unread_members,
        ]
        if wanted < total:
            unread.append(_beyond(wanted, total, self.context))
        else:
            unread += self._out_of_count(total)
        blocks = [block for index in sorted(self.blocks) for block in self.blocks[index]]
        if not unread and not members and not any(block.text.strip() for block in blocks):
            unread.append(Unread(ALL_BLANK.format(total)))
        document = Document(
            path=self.source.name,
            sha256=self.source.sha256,
            media_type=MEDIA_TYPE,
            pages=total,
            blocks=(*blocks, *self.extras.blocks),
            unread=tuple(sorted(unread, key=lambda u: u.page or 0)),
            coverage=self._coverage(total, wanted, unread),
            notes=(*self.notes, *self.scans.notes, *self.extras.notes),
        )
        return (document, *members)

    def _coverage(self, total: int, wanted: int, unread: Sequence[Unread]) -> Coverage:
        """Return how much was read; a page that is named as unread is not among it."""
        lost = {entry.page for entry in unread if entry.where == f"page {entry.page}"}
        beside = self.scans.beside
        by_ocr = len(self.scans.pages_read - lost)
        return Coverage("page", total, wanted - len(lost), by_ocr, beside.found, beside.read)

    def _out_of_count(self, total: int) -> list[Unread]:
        """Read pages that the file holds beyond the number that it states."""
        if pages_listed(self.source, total) <= total:
            return []
        held = self.second.count()
        if held <= total:
            return []
        lost: list[int] = []
        for index in range(total, held):
            found = self.second.blocks(index, least=True)
            self.blocks[index] = found
            if not found:
                lost.append(index + 1)
        self.notes.append(
            f"the readers count differently: {total} page(s) by one, {held} by the other; what "
            "the second one found on the rest was searched too"
        )
        if not lost:
            return []
        reason = f"page(s) {spans_of(lost)} lie beyond the {total} that the file counts, and no "
        return [Unread(f"{reason}text could be got from them; open it by hand", page=lost[0])]

    def _read_slice(self, indexes: range) -> None:
        """Read the pages `indexes`: their text at once, then the layout of those worth it."""
        loaded = self._load(indexes)
        self.pages.note_texts([page.raw for page in loaded])
        texts = [printed(page.raw) for page in loaded]
        searched, deserving = self._worth(indexes.start, texts)
        for number, (page, text) in enumerate(zip(loaded, texts, strict=True)):
            blocks = None
            if number in deserving and text.strip():
                blocks = self._laid_out(page)
            if blocks is None:
                self.pages.note_unlaid(text)
                blocks = unlaid(text, page.index + 1, quiet=number not in searched)
            self.blocks[page.index] = blocks
            try:
                self.scans.look_at(page, text, blocks)
                self.extras.take(page)
            except BAD_PAGE as error:
                where = f"page {page.index + 1}"
                reason = f"{where} could not be looked at ({_first_line(error)})"
                self.failed[page.index] = Unread(reason, where, page.index + 1)
        held = loaded and loaded[-1].index == indexes[-1]
        self.earlier = [*self.earlier, *texts][-EARLIER:] if held else []

    def _load(self, indexes: range) -> list[OpenPage]:
        """Return those pages of `indexes` that open."""
        loaded: list[OpenPage] = []
        for index in indexes:
            try:
                loaded.append(self.pages.load(index))
            except BAD_PAGE as error:
                found = self.second.blocks(index, least=True)
                self.blocks[index] = found
                also = "; the words that a second reader found were searched" if found else ""
                self.failed[index] = Unread(
                    f"page {index + 1} is damaged ({_first_line(error)}){also}; ask for another "
                    "copy",
                    f"page {index + 1}",
                    index + 1,
                )
        return loaded

    def _worth(self, start: int, texts: Sequence[str]) -> tuple[frozenset[int], frozenset[int]]:
        """Return which of `texts` are searched, and which of those deserve a full layout.

        A name may run over from the last page before `start`, which was held for quiet or plain.
        """
        if not texts:
            return frozenset(), frozenset()
        lead = len(self.earlier)
        tail = [self.earlier[-1][-TAIL:]] if lead else []
        found = self.context.interest([*tail, *texts])
        first = lead - len(tail)
        deserving = searched = frozenset(number + first for number in found)
        if self.context.deserving is not None and searched:
            deserving, searched = self.context.deserving([*self.earlier, *texts], searched)
        if lead and lead - 1 in searched:
            self._wake(start - 1, lay_out=lead - 1 in deserving)
        return (
            frozenset(number - lead for number in searched if number >= lead),
            frozenset(number - lead for number in deserving if number >= lead),
        )

    def _wake(self, index: int, *, lay_out: bool) -> None:
        """Have page `index` searched, and laid out, if it is not yet."""
        earlier = self.blocks[index]
        plain = [block for block in earlier if is_plain(block)]
        laid = self._laid_out(self.pages.load(index)) if lay_out and plain else None
        if laid is None:
            laid = [each for one in plain for each in plain_blocks(one.text, index + 1)]
        if plain:
            self.blocks[index] = laid + [block for block in earlier if not is_plain(block)]

    def _laid_out(self, page: OpenPage) -> list[Block] | None:
        """Return the blocks of a page that is worth a full layout; nothing where it fails."""
        try:
            return _lay_out(page, self.pages, self.seen_running)
        except BAD_PAGE as error:
            logger.debug("page %d not laid out: %s", page.index + 1, error)
            return None


def _beyond(wanted: int, total: int, context: Context) -> Unread:
    """Return the entry for the pages after the last one that a limit allowed."""
    limits = context.settings.limits
    limit = f"{limits.pages} pages" if wanted >= limits.pages else f"{limits.seconds:.0f} seconds"
    return Unread(
        f"pages {wanted + 1} to {total} lie beyond the limit of {limit}; raise it or split the "
        "file",
        f"pages {wanted + 1} to {total}",
        wanted + 1,
    )


def _lay_out(page: OpenPage, pages: PdfPages, seen: set[str]) -> list[Block]:
    """Return the blocks of a page that is worth a full layout."""
    layout = pages.lay_out(page.index)
    carried = pages.before(page.index, layout.upright)
    writer = pages.writer(page.index, layout.height, carried)
    writer.tables = max(pages.tables, carried.table)
    pages.carried[page.index] = writer.write(layout.upright)
    pages.last_heading = pages.carried[page.index].heading
    for sideways in layout.sideways:
        beside = pages.writer(page.index, layout.height, Carried(heading=pages.last_heading))
        beside.running = frozenset()
        beside.tables = writer.tables
        beside.write(sideways)
        writer.tables = beside.tables
        writer.blocks += beside.blocks
    pages.tables = writer.tables
    if layout.hidden:
        writing = Writing.blank()
        writing.add_lines(rows_of_words(layout.hidden))
        writer.blocks.append(
            Block(
                writing.text,
                Layer.HIDDEN,
                page.index + 1,
                "text that the printed page does not show",
                spans=tuple(writing.spans),
            )
        )
    return _running_once(writer.blocks, seen)


def _running_once(blocks: Sequence[Block], seen: set[str]) -> list[Block]:
    """Return `blocks` without running headers and footers that an earlier page has shown."""
    kept = []
    for block in blocks:
        if block.layer in (Layer.HEADER, Layer.FOOTER):
            folded = fold_line(block.text)
            if folded in seen:
                continue
            seen.add(folded)
        kept.append(block)
    return kept


def _first_line(error: BaseException) -> str:
    """Return the first line of what went wrong."""
    said = (str(error).splitlines() or [type(error).__name__])[0][:80].rstrip(".")
    return said.replace("Failed to load page", "it cannot be opened")
