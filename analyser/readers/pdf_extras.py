"""What stands in a PDF beside its pages' text: comments, fields, links, metadata, alt text."""

from __future__ import annotations

import contextlib
import ctypes
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from analyser.document import Block, Box, Cell, Layer, Span, Unread
from analyser.readers.pdf_alternatives import alternatives
from analyser.readers.pdf_attachments import Attachment, attached_to_page
from analyser.readers.pdf_page import OpenPage
from analyser.readers.pdf_places import Point, page_transform
from analyser.readers.pdf_xmp import xmp_texts
from analyser.readers.source import Interest, Source

INFO_KEYS = ("Title", "Author", "Subject", "Keywords")

# Anything longer is an attack or a book hidden in a comment; it is searched up to here.
LONGEST = 200_000
ANNOTATIONS_AT_MOST = 5_000  # a page
BOOKMARKS_AT_MOST = 10_000
ELEMENTS_AT_MOST = 20_000  # of the structure tree, a page
TREE_DEPTH = 60

XML_TEXT = re.compile(r">([^<]+)<")

FIELD_KINDS = {
    pdfium.FPDF_FORMFIELD_TEXTFIELD,
    pdfium.FPDF_FORMFIELD_COMBOBOX,
    pdfium.FPDF_FORMFIELD_LISTBOX,
    pdfium.FPDF_FORMFIELD_CHECKBOX,
    pdfium.FPDF_FORMFIELD_RADIOBUTTON,
}


@dataclass(slots=True)
class Extras:
    """Gathers what is found beside the text."""

    opened: Any
    source: Source
    interest: Interest
    blocks: list[Block] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    tagged: bool = False
    """Whether the structure of each page is asked for descriptions of figures."""

    def __post_init__(self) -> None:
        if pdfium.FPDFCatalog_IsTagged(self.opened):
            self._look_for_alt_texts()
        if pdfium.FPDF_GetFormType(self.opened) == pdfium.FORMTYPE_ACRO_FORM:
            # Field names and values stand in PDFium's form module; this build runs no scripts.
            with contextlib.suppress(pypdfium2.PdfiumError, RuntimeError):
                self.opened.init_forms()

    def _look_for_alt_texts(self) -> None:
        """Take the descriptions of figures from the file; decide whether their pages matter."""
        texts = None
        with contextlib.suppress(OSError, ValueError):
            texts = alternatives(self.source)
        if texts is None or (texts and self.interest(texts)):
            self.tagged = True
            return
        for text in texts:
            self._add(text, Layer.ALT_TEXT, "Description of a figure")

    def take(self, page: OpenPage) -> None:
        """Gather what is attached to `page`."""
        count = pdfium.FPDFPage_GetAnnotCount(page.page)
        if count > 0:
            point, _, _ = page_transform(page.page)
            for number in range(min(count, ANNOTATIONS_AT_MOST)):
                annotation = pdfium.FPDFPage_GetAnnot(page.page, number)
                if annotation:
                    self._take_annotation(annotation, page, point)
                    pdfium.FPDFPage_CloseAnnot(annotation)
            if count > ANNOTATIONS_AT_MOST:
                self._not_read(page, f"only {ANNOTATIONS_AT_MOST} of {count} annotations were read")
        if self.tagged:
            self._take_alt_text(page)

    def finish(self) -> None:
        """Gather what belongs to the whole document."""
        for key in INFO_KEYS:
            self._add(_meta(self.opened, key), Layer.METADATA, f"Document property {key.lower()}")
        for text in xmp_texts(self.source):
            self._add(text, Layer.METADATA, "Document metadata (XMP)")
        self._take_bookmarks()
        self._take_xfa()
        if pdfium.FPDFDoc_GetJavaScriptActionCount(self.opened) > 0:
            self.notes.append("contains scripts (JavaScript), which were not run")

    def _add(
        self, text: str, layer: Layer, where: str, page: int | None = None, box: Box | None = None
    ) -> None:
        """Add a block unless the same words stand in the same kind of place already."""
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()[:LONGEST]
        key = (layer, text)
        if not text or (key in self.seen and layer is not Layer.COMMENT):
            return
        self.seen.add(key)
        spans = (Span(0, len(text), box),) if box is not None else ()
        self.blocks.append(Block(text, layer, page, where, spans=spans))

    def _not_read(self, page: OpenPage, reason: str) -> None:
        """Name something on `page` as unread."""
        number = page.index + 1
        self.unread.append(Unread(f"page {number}: {reason}", f"page {number}", number))

    def _take_annotation(self, annotation: Any, page: OpenPage, point: Point) -> None:
        """Gather one annotation: a comment, a link, a field or an attached file."""
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        number = page.index + 1
        box = _box(annotation, point)
        if kind == pdfium.FPDF_ANNOT_WIDGET:
            self._take_field(annotation, number, box)
            return
        if kind == pdfium.FPDF_ANNOT_LINK:
            link = pdfium.FPDFAnnot_GetLink(annotation)
            self._add(_uri(self.opened, link), Layer.LINK, f"Link on page {number}", number, box)
        if kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
            found = attached_to_page(annotation, number)
            if found is not None:
                self.attachments.append(found)
        if kind != pdfium.FPDF_ANNOT_POPUP:
            for key in (b"Contents", b"Subj"):
                self._add(_string(annotation, key), Layer.COMMENT, "Comment", number, box)

    def _take_field(self, annotation: Any, page: int, box: Box | None) -> None:
        """Gather a form field's value with its name."""
        form = self.opened.formenv
        if form is None:
            self._add(_string(annotation, b"V"), Layer.FORM_FIELD, "Form field", page, box)
            return
        kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
        if kind not in FIELD_KINDS:
            return
        ticks = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
        if kind in ticks and not pdfium.FPDFAnnot_IsChecked(form, annotation):
            return
        value = _wide(lambda b, n: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, b, n))
        if kind in ticks and value.strip().lower() in ("yes", "on", "1", "true", ""):
            value = ""
        name = _wide(lambda b, n: pdfium.FPDFAnnot_GetFormFieldName(form, annotation, b, n))
        told = _wide(
            lambda b, n: pdfium.FPDFAnnot_GetFormFieldAlternateName(form, annotation, b, n)
        )
        label = " ".join((told or name).split())[:200]
        value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")[:LONGEST]
        if not value.strip():
            return
        spans = (Span(0, len(value), box),) if box is not None else ()
        cells = (Cell(label, value, 0),) if label else ()
        where = f"Form field {label}" if label else "Form field"
        self.blocks.append(Block(value, Layer.FORM_FIELD, page, where, cells=cells, spans=spans))

    def _take_alt_text(self, page: OpenPage) -> None:
        """Gather the descriptions of the figures of a tagged page."""
        tree = pdfium.FPDF_StructTree_GetForPage(page.page)
        if not tree:
            return
        number = page.index + 1
        try:
            for text in _alt_texts(tree):
                self._add(text, Layer.ALT_TEXT, f"Description of a figure on page {number}", number)
        finally:
            pdfium.FPDF_StructTree_Close(tree)

    def _take_bookmarks(self) -> None:
        """Gather the titles of the outline."""
        titles: list[str] = []
        with contextlib.suppress(pypdfium2.PdfiumError, RecursionError):
            for bookmark in self.opened.get_toc(max_depth=12):
                titles.append(bookmark.get_title())
                if len(titles) >= BOOKMARKS_AT_MOST:
                    break
        self._add("\n".join(titles), Layer.METADATA, "Bookmarks")

    def _take_xfa(self) -> None:
        """Gather the texts of an XFA form, whose pages PDFium does not draw."""
        count = pdfium.FPDF_GetXFAPacketCount(self.opened)
        found = False
        for number in range(min(max(count, 0), 100)):
            name = _narrow(partial(pdfium.FPDF_GetXFAPacketName, self.opened, number))
            if name not in ("template", "datasets", "form"):
                continue
            content = _packet(self.opened, number)
            texts = [html.unescape(text).strip() for text in XML_TEXT.findall(content)]
            text = "\n".join(text for text in texts if text)
            self._add(text, Layer.FORM_FIELD, f"XFA form ({name})")
            found = found or bool(text)
        if count > 0:
            said = "its texts were read from the form itself" if found else "it holds no texts"
            self.notes.append(f"an XFA form, whose pages are drawn by Adobe Reader only; {said}")


def _wide(ask: Callable[[Any, int], int]) -> str:
    """Return a UTF-16 string that PDFium gives in two calls: its length, then itself."""
    length = ask(None, 0)
    if length <= 2:
        return ""
    length = min(length, 2 * LONGEST)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    ask(buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace").rstrip("\0")


def _narrow(ask: Callable[[Any, int], int]) -> str:
    """Return an eight-bit string that PDFium gives in two calls."""
    length = ask(None, 0)
    if length <= 1:
        return ""
    buffer = ctypes.create_string_buffer(min(length, LONGEST))
    ask(buffer, len(buffer))
    return buffer.value.decode("utf-8", "replace")


def _string(annotation: Any, key: bytes) -> str:
    """Return a string of an annotation's dictionary."""
    return _wide(lambda b, n: pdfium.FPDFAnnot_GetStringValue(annotation, key, b, n))


def _meta(opened: Any, key: str) -> str:
    """Return a document property."""
    tag = key.encode()
    return _wide(lambda b, n: pdfium.FPDF_GetMetaText(opened, tag, b, n))


def _uri(opened: Any, link: Any) -> str:
    """Return the address that a link leads to."""
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if not action:
        return ""
    return _narrow(lambda b, n: pdfium.FPDFAction_GetURIPath(opened, action, b, n))


def _box(annotation: Any, point: Point) -> Box | None:
    """Return the place of an annotation on the shown page."""
    held = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(annotation, held):
        return None
    ax, ay = point(held.left, held.bottom)
    bx, by = point(held.right, held.top)
    return Box(
        round(min(ax, bx), 1), round(min(ay, by), 1), round(max(ax, bx), 1), round(max(ay, by), 1)
    )


def _packet(opened: Any, number: int) -> str:
    """Return one packet of an XFA form."""
    length = ctypes.c_ulong()
    pdfium.FPDF_GetXFAPacketContent(opened, number, None, 0, length)
    size = min(length.value, 20_000_000)
    if not size:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetXFAPacketContent(opened, number, buffer, size, length)
    return buffer.raw.decode("utf-8", "replace")


def _alt_texts(tree: Any) -> Iterator[str]:
    """Yield the alternative texts of a page's structure tree."""
    waiting = [
        (pdfium.FPDF_StructTree_GetChildAtIndex(tree, number), 0)
        for number in range(min(pdfium.FPDF_StructTree_CountChildren(tree), 2000))
    ]
    left = ELEMENTS_AT_MOST
    while waiting and left:
        left -= 1
        element, depth = waiting.pop()
        if not element:
            continue
        text = _wide(partial(pdfium.FPDF_StructElement_GetAltText, element))
        if text:
            yield text
        if depth < TREE_DEPTH:
            count = pdfium.FPDF_StructElement_CountChildren(element)
            waiting += [
                (pdfium.FPDF_StructElement_GetChildAtIndex(element, number), depth + 1)
                for number in range(min(max(count, 0), 2000))
            ]
