"""Files that are embedded in a PDF, at the document or pinned to a page."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from analyser.document import Document, Unread
from analyser.errors import LimitError
from analyser.readers.source import Context


@dataclass(frozen=True, slots=True)
class Attachment:
    """An embedded file that PDFium can give out."""

    name: str
    handle: Any
    content: bytes | None = None
    """Taken at once where the handle does not outlive its page."""


def attached_to_page(annotation: Any, page: int) -> Attachment | None:
    """Return the file that an annotation on `page` carries."""
    handle = pdfium.FPDFAnnot_GetFileAttachment(annotation)
    if not handle:
        return None
    return Attachment(_name(handle) or f"attachment on page {page}", handle, content_of(handle))


def read_attachments(
    opened: Any, pinned: Sequence[Attachment], context: Context
) -> tuple[list[Document], list[Unread]]:
    """Read all embedded files through `context`."""
    count = max(pdfium.FPDFDoc_GetAttachmentCount(opened), 0)
    limit = context.settings.limits.members
    files = []
    for number in range(min(count, limit)):
        handle = pdfium.FPDFDoc_GetAttachment(opened, number)
        if handle:
            files.append(Attachment(_name(handle) or f"attachment {number + 1}", handle))
    documents: list[Document] = []
    unread: list[Unread] = []
    if count > limit:
        unread.append(Unread(f"only {limit} of {count} attachments were read", "attachments"))
    seen: set[tuple[str, int]] = set()
    for attachment in [*files, *pinned]:
        content = attachment.content or content_of(attachment.handle)
        where = f"attachment {attachment.name}"
        if content is None:
            unread.append(Unread(f"{where} cannot be taken out; open the PDF by hand", where))
            continue
        key = (attachment.name, hash(content))
        if key in seen:
            continue
        seen.add(key)
        try:
            context.budget.member()
            context.budget.inflate(len(content))
        except LimitError as error:
            unread.append(Unread(f"{where} was not read: {error}", where))
            break
        documents += context.read_member(attachment.name, content)
    return documents, unread


def content_of(handle: Any) -> bytes | None:
    """Return the bytes of an embedded file; `None` if they cannot be had."""
    length = ctypes.c_ulong()
    if not pdfium.FPDFAttachment_GetFile(handle, None, 0, length):
        return None
    buffer = ctypes.create_string_buffer(max(length.value, 1))
    if not pdfium.FPDFAttachment_GetFile(handle, buffer, length.value, length):
        return None
    return buffer.raw[: length.value]


def _name(handle: Any) -> str:
    """Return the file name that an attachment was given, without folders."""
    length = pdfium.FPDFAttachment_GetName(handle, None, 0)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFAttachment_GetName(handle, buffer, length)
    name = bytes(buffer)[: length - 2].decode("utf-16-le", "replace").rstrip("\0")
    return name.replace("\\", "/").rsplit("/", 1)[-1].strip()
