"""Portable documents: text, layout where it matters, and what hides beside the text."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.errors import ReadingError
from analyser.readers.page_blocks import NUMBERED, Carried, fold_line
from analyser.readers.page_words import Writing, rows_of_words
from analyser.readers.pdf_attachments import read_attachments
from analyser.readers.pdf_extras import Extras
from analyser.readers.pdf_glyphs import printed
from analyser.readers.pdf_opening import NO_PAGES, open_pdf
from analyser.readers.pdf_pages import OpenPage, PdfPages
from analyser.readers.pdf_scans import Scans
from analyser.readers.source import Context, Source

logger = logging.getLogger(__name__)

SLICE = 50
"""Pages whose texts are looked at together: a call for each costs three times as much."""

MEDIA_TYPE = "application/pdf"

ALL_BLANK = "nothing to read: no words, no pictures on {} page(s); ask whether it is the right file"

# What a bad file may raise on its way through PDFium's binding.
BAD_PAGE = (pypdfium2.PdfiumError, ValueError, IndexError, OSError, OverflowError, AssertionError)


@dataclass(slots=True)
class Gathered:
    """What has been read of a document so far."""

    blocks: dict[int, list[Block]] = field(default_factory=dict)
    """By page, from 0."""

    failed: dict[int, Unread] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    seen_running: set[str] = field(default_factory=set)


def read_pdf(source: Source, context: Context) -> tuple[Document, ...]:
    """Read the PDF `source`: the document itself first, then what is attached to it."""
    source = source.typed(MEDIA_TYPE)
    try:
        with open_pdf(source, context.settings) as opened:
            return _read_opened(opened, source, context)
    except ReadingError as error:
        return (source.unread(str(error), unit="page"),)
    except BAD_PAGE as error:
        logger.debug("%s: %r", source.name, error)
        reason = f"the PDF could not be read to its end ({_first_line(error)}); open it by hand"
        return (source.unread(reason, unit="page"),)


def _read_opened(opened: Any, source: Source, context: Context) -> tuple[Document, ...]:
    """Read an open PDF."""
    total = len(opened)
    if total == 0:
        return (source.unread(NO_PAGES, unit="page"),)
    gathered = Gathered()
    pages = PdfPages(opened)
    scans = Scans(opened, context)
    extras = Extras(opened)
    wanted = min(total, context.settings.limits.pages)
    for start in range(0, wanted, SLICE):
        if context.budget.seconds_left() < 0:
            wanted = start
            break
        _read_slice(
            range(start, min(start + SLICE, wanted)), pages, scans, extras, gathered, context
        )
        pages.release()
    scans.finish(pages, gathered.blocks)
    extras.finish(source)
    members, unread_members = read_attachments(opened, extras.attachments, context)
    blocks = [block for index in sorted(gathered.blocks) for block in gathered.blocks[index]]
    unread = [
        *gathered.failed.values(),
        *scans.unread,
        *scans.beside.unread(),
        *extras.unread,
        *unread_members,
    ]
    if wanted < total:
        unread.append(_beyond(wanted, total, context))
    if not unread and not members and not any(block.text.strip() for block in blocks):
        unread.append(Unread(ALL_BLANK.format(total)))
    read = wanted - len(scans.pages_unread | set(gathered.failed))
    document = Document(
        path=source.name,
        sha256=source.sha256,
        media_type=MEDIA_TYPE,
        pages=total,
        blocks=(*blocks, *extras.blocks),
        unread=tuple(sorted(unread, key=lambda u: u.page or 0)),
        coverage=Coverage(
            "page", total, read, scans.pages_read, scans.beside.found, scans.beside.read
        ),
        notes=(*gathered.notes, *scans.notes, *extras.notes),
    )
    return (document, *members)


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


def _read_slice(
    indexes: range,
    pages: PdfPages,
    scans: Scans,
    extras: Extras,
    gathered: Gathered,
    context: Context,
) -> None:
    """Read the pages `indexes`: their text at once, then the layout of those worth it."""
    loaded: list[OpenPage] = []
    for index in indexes:
        try:
            loaded.append(pages.load(index))
        except BAD_PAGE as error:
            gathered.failed[index] = Unread(
                f"page {index + 1} is damaged ({_first_line(error)}); ask for another copy",
                f"page {index + 1}",
                index + 1,
            )
    pages.learn_running([page.raw for page in loaded])
    texts = [printed(page.raw) for page in loaded]
    worth = context.interest(texts) if texts else frozenset()
    for number, (page, text) in enumerate(zip(loaded, texts, strict=True)):
        blocks = None
        if number in worth and text.strip():
            try:
                blocks = _lay_out(page, pages, gathered)
            except BAD_PAGE as error:
                logger.debug("page %d not laid out: %s", page.index + 1, error)
        if blocks is None:
            _note_heading(text, pages)
            quiet = number not in worth
            blocks = [Block(text, page=page.index + 1, quiet=quiet)] if text.strip() else []
        try:
            scans.look_at(page, text, blocks)
            extras.take(page)
        except BAD_PAGE as error:
            reason = f"page {page.index + 1} could not be looked at ({_first_line(error)})"
            gathered.failed[page.index] = Unread(reason, f"page {page.index + 1}", page.index + 1)
        gathered.blocks[page.index] = blocks


def _lay_out(page: OpenPage, pages: PdfPages, gathered: Gathered) -> list[Block]:
    """Return the blocks of a page that is worth a full layout."""
    layout = pages.lay_out(page.index)
    carried = pages.before(page.index, layout.upright)
    writer = pages.writer(page.index, layout.height, carried)
    pages.carried[page.index] = writer.write(layout.upright)
    pages.last_heading = pages.carried[page.index].heading
    for sideways in layout.sideways:
        beside = pages.writer(page.index, layout.height, Carried(heading=pages.last_heading))
        beside.running = frozenset()
        beside.tables = writer.tables
        beside.write(sideways)
        writer.blocks += beside.blocks
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
    return _running_once(writer.blocks, gathered.seen_running)


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


TITLE_LINE = re.compile(NUMBERED.pattern + r"[^\n]{2,70}$", re.IGNORECASE | re.MULTILINE)


def _note_heading(text: str, pages: PdfPages) -> None:
    """Remember the last numbered title on a page that is not laid out."""
    for match in TITLE_LINE.finditer(text):
        line = match.group().strip()
        if match.start() and text[match.start() - 1] != "\n":
            continue
        if line[-1].isalpha() and "...." not in line:
            pages.last_heading = line


def _first_line(error: BaseException) -> str:
    """Return the first line of what went wrong."""
    return (str(error).splitlines() or [type(error).__name__])[0][:80].rstrip(".")
