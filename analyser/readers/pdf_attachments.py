"""Files that are embedded in a PDF, at the document or pinned to a page."""

from __future__ import annotations

import ctypes
import mmap
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from analyser.document import Document, Unread
from analyser.errors import LimitError
from analyser.readers.pdf_asking import packet_of
from analyser.readers.pdf_second import SecondReader
from analyser.readers.source import Source

EMBEDDED = re.compile(rb"/Type\s{0,9}/EmbeddedFile(?![A-Za-z])")
SPECIFIED = re.compile(rb"/EF\s{0,9}(?:<<|\d)")
PACKETS_AT_MOST = 100
ZIP_TAIL = 66_000  # bytes in which a ZIP has its end
LOOKED_THROUGH = 512 * 2**20


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
    opened: Any, pinned: Sequence[Attachment], second: SecondReader
) -> tuple[list[Document], list[Unread]]:
    """Read all embedded files through the context of the `second` reader, which knows the unlisted.

    PDFium gives those that the document lists and those that are pinned to a page.
    """
    context = second.context
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
    for attachment in [*files, *pinned, *_unlisted(opened, [*files, *pinned], second)]:
        content = attachment.content
        if content is None:
            content = content_of(attachment.handle)
        where = f"attachment {attachment.name}"
        if not content and attachment.handle is None:
            content = None
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


def _unlisted(
    opened: Any, known: Sequence[Attachment], second: SecondReader
) -> Iterator[Attachment]:
    """Yield the embedded files that no list names, where the file holds more than are `known`."""
    told: set[bytes | None] = {None}
    held, more = _looked_through(second.source)
    if held <= len(known) and not more:
        return
    told.update(attachment.content or content_of(attachment.handle) for attachment in known)
    # The packets of a form are files as well; they are read as a form.
    packets = max(pdfium.FPDF_GetXFAPacketCount(opened), 0)
    told.update(packet_of(opened, number) for number in range(min(packets, PACKETS_AT_MOST)))
    for number, content in enumerate(second.embedded() if held > len(known) else (), start=1):
        if content not in told:
            told.add(content)
            yield Attachment(f"unlisted file {number}", None, content)
    if more and more not in told:
        yield Attachment("archive behind the end.zip", None, more)


def _looked_through(source: Source) -> tuple[int, bytes]:
    """Return how many embedded files the file says it has, and a ZIP that hangs at its end."""
    if source.size() > LOOKED_THROUGH or not source.size():
        return 0, b""
    if source.path is None:
        return _said(source.content())
    with (
        source.path.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        return _said(content)


def _said(content: bytes | mmap.mmap) -> tuple[int, bytes]:
    held = 0
    if content.find(b"/EmbeddedFile") >= 0 or content.find(b"/Filespec") >= 0:
        held = max(len(EMBEDDED.findall(content)), len(SPECIFIED.findall(content)))
    end = content.rfind(b"PK\5\6", len(content) - min(len(content), ZIP_TAIL))
    if end < 0 or end + 22 > len(content):
        return held, b""
    size, offset, comment = struct.unpack_from("<IIH", content, end + 12)
    start = end - size - offset
    if start <= 0 or content[start : start + 4] != b"PK\3\4":
        return held, b""
    return held, bytes(content[start : end + 22 + comment])


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
