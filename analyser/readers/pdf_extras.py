"""What stands in a PDF beside its pages' text: comments, fields, links, metadata, alt text."""

from __future__ import annotations

import contextlib
import html
import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from analyser.document import Block, Box, Cell, Layer, Span, Unread
from analyser.readers.pdf_alternatives import alternatives
from analyser.readers.pdf_asking import (
    LONGEST,
    address_of,
    alt_texts,
    box_of,
    narrow,
    packet_of,
    property_of,
    string_of,
    wide,
)
from analyser.readers.pdf_attachments import Attachment, attached_to_page
from analyser.readers.pdf_drawn import drawn_words, draws_words
from analyser.readers.pdf_page import OpenPage
from analyser.readers.pdf_places import Point, page_transform
from analyser.readers.pdf_strings import kept_strings
from analyser.readers.pdf_xmp import xmp_texts
from analyser.readers.source import Interest, Source
from analyser.settings import Settings

INFO_KEYS = ("Title", "Author", "Subject", "Keywords")

ANNOTATIONS_AT_MOST = 5_000  # a page
BOOKMARKS_AT_MOST = 10_000

XML_TEXT = re.compile(r">([^<]+)<")
MARKUP = re.compile(r"<[^>]*>")
COMMENT_KEYS = (b"Contents", b"Subj", b"RC", b"OverlayText")
OPTIONS_AT_MOST = 2000  # of one list

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
    settings: Settings = field(default_factory=Settings)
    blocks: list[Block] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    drawn: dict[int, None] = field(default_factory=dict)
    """Pages on which annotations may draw words that they do not say."""

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
            self._add(
                property_of(self.opened, key), Layer.METADATA, f"Document property {key.lower()}"
            )
        for text in xmp_texts(self.source):
            self._add(text, Layer.METADATA, "Document metadata (XMP)")
        for text, layer, where in kept_strings(self.source):
            self._add(text, layer, where)
        for index, text in drawn_words(self.source, self.settings, list(self.drawn)):
            place = f"Stamp or field on page {index + 1}"
            self._add(text, Layer.TEXTBOX, place, index + 1)
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
        box = box_of(annotation, point)
        if kind == pdfium.FPDF_ANNOT_WIDGET:
            self._take_field(annotation, number, box)
            return
        if kind == pdfium.FPDF_ANNOT_LINK:
            link = pdfium.FPDFAnnot_GetLink(annotation)
            self._add(
                address_of(self.opened, link), Layer.LINK, f"Link on page {number}", number, box
            )
        if kind == pdfium.FPDF_ANNOT_FILEATTACHMENT:
            found = attached_to_page(annotation, number)
            if found is not None:
                self.attachments.append(found)
        said = ""
        for key in COMMENT_KEYS:
            text = string_of(annotation, key)
            text = MARKUP.sub(" ", html.unescape(text)) if key == b"RC" else text
            text = text.strip()
            said += text
            if text not in said.removesuffix(text):
                self._add(text, Layer.COMMENT, "Comment", number, box)
        author = string_of(annotation, b"T")
        self._add(author, Layer.METADATA, "Author of a comment", number)
        if draws_words(annotation, kind, said):
            self.drawn.setdefault(page.index)

    def _take_field(self, annotation: Any, page: int, box: Box | None) -> None:
        """Gather a form field's value with its name."""
        form = self.opened.formenv
        if form is None:
            self._add(string_of(annotation, b"V"), Layer.FORM_FIELD, "Form field", page, box)
            return
        kind = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
        if kind not in FIELD_KINDS:
            self._maybe_drawn(annotation, page, "")
            return
        self._take_options(annotation, page)
        ticks = (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON)
        if kind in ticks and not pdfium.FPDFAnnot_IsChecked(form, annotation):
            return
        value = wide(lambda b, n: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, b, n))
        if kind in ticks and value.strip().lower() in ("yes", "on", "1", "true", ""):
            value = ""
        name = wide(lambda b, n: pdfium.FPDFAnnot_GetFormFieldName(form, annotation, b, n))
        told = wide(lambda b, n: pdfium.FPDFAnnot_GetFormFieldAlternateName(form, annotation, b, n))
        label = " ".join((told or name).split())[:200]
        value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")[:LONGEST]
        self._maybe_drawn(annotation, page, value or name * (kind in ticks))
        for key in (b"DV", b"RV"):
            other = MARKUP.sub(" ", html.unescape(string_of(annotation, key))).strip()
            if other != value.strip():
                self._add(other, Layer.FORM_FIELD, "Default of a form field", page, box)
        if not value.strip():
            self._add(told, Layer.FORM_FIELD, "Hint of a form field", page, box)
            return
        spans = (Span(0, len(value), box),) if box is not None else ()
        cells = (Cell(label, value, 0),) if label else ()
        where = f"Form field {label}" if label else "Form field"
        self.blocks.append(Block(value, Layer.FORM_FIELD, page, where, cells=cells, spans=spans))

    def _maybe_drawn(self, annotation: Any, page: int, said: str) -> None:
        if draws_words(annotation, pdfium.FPDF_ANNOT_WIDGET, said):
            self.drawn.setdefault(page - 1)

    def _take_options(self, annotation: Any, page: int) -> None:
        """Gather the choices of a list, whichever is chosen."""
        form = self.opened.formenv
        count = pdfium.FPDFAnnot_GetOptionCount(form, annotation)
        for number in range(min(count, OPTIONS_AT_MOST)):
            ask = partial(pdfium.FPDFAnnot_GetOptionLabel, form, annotation, number)
            self._add(wide(ask), Layer.FORM_FIELD, "Choice of a form field", page)

    def _take_alt_text(self, page: OpenPage) -> None:
        """Gather the descriptions of the figures of a tagged page."""
        tree = pdfium.FPDF_StructTree_GetForPage(page.page)
        if not tree:
            return
        number = page.index + 1
        try:
            for text in alt_texts(tree):
                self._add(text, Layer.ALT_TEXT, f"Description of a figure on page {number}", number)
        finally:
            pdfium.FPDF_StructTree_Close(tree)

    def _take_bookmarks(self) -> None:
        """Gather the titles of the outline."""
        titles: list[str] = []
        try:
            for bookmark in self.opened.get_toc(max_depth=12):
                if len(titles) >= BOOKMARKS_AT_MOST:
                    told = f"only {BOOKMARKS_AT_MOST} bookmarks were read"
                    self.unread.append(Unread(told, "Bookmarks"))
                    break
                titles.append(bookmark.get_title())
        except (pypdfium2.PdfiumError, RecursionError):
            self.notes.append(f"its bookmarks are damaged; {len(titles)} of them were read")
        self._add("\n".join(titles), Layer.METADATA, "Bookmarks")

    def _take_xfa(self) -> None:
        """Gather the texts of an XFA form, whose pages PDFium does not draw."""
        count = pdfium.FPDF_GetXFAPacketCount(self.opened)
        found = False
        for number in range(min(max(count, 0), 100)):
            name = narrow(partial(pdfium.FPDF_GetXFAPacketName, self.opened, number))
            if name not in ("template", "datasets", "form", ""):  # "" where it is in one piece
                continue
            content = packet_of(self.opened, number).decode("utf-8", "replace")
            texts = [html.unescape(text).strip() for text in XML_TEXT.findall(content)]
            text = "\n".join(text for text in texts if text)
            self._add(text, Layer.FORM_FIELD, f"XFA form ({name or 'whole'})")
            found = found or bool(text)
        if count > 0:
            said = "its texts were read from the form itself" if found else "it holds no texts"
            self.notes.append(f"an XFA form, whose pages are drawn by Adobe Reader only; {said}")
