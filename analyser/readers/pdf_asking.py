"""What PDFium is asked for one at a time: strings that come in two calls, places, addresses."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pypdfium2.raw as pdfium

from analyser.document import Box
from analyser.readers.pdf_places import Point

# Anything longer is an attack or a book hidden in a comment; it is searched up to here.
LONGEST = 200_000
ELEMENTS_AT_MOST = 20_000  # of the structure tree, a page
TREE_DEPTH = 60


def wide(ask: Callable[[Any, int], int]) -> str:
    """Return a UTF-16 string that PDFium gives in two calls: its length, then itself."""
    length = ask(None, 0)
    if length <= 2:
        return ""
    length = min(length, 2 * LONGEST)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    ask(buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace").rstrip("\0")


def narrow(ask: Callable[[Any, int], int]) -> str:
    """Return an eight-bit string that PDFium gives in two calls."""
    length = ask(None, 0)
    if length <= 1:
        return ""
    buffer = ctypes.create_string_buffer(min(length, LONGEST))
    ask(buffer, len(buffer))
    return buffer.value.decode("utf-8", "replace")


def string_of(annotation: Any, key: bytes) -> str:
    """Return a string of an annotation's dictionary."""
    return wide(lambda b, n: pdfium.FPDFAnnot_GetStringValue(annotation, key, b, n))


def property_of(opened: Any, key: str) -> str:
    """Return a document property."""
    tag = key.encode()
    return wide(lambda b, n: pdfium.FPDF_GetMetaText(opened, tag, b, n))


def address_of(opened: Any, link: Any) -> str:
    """Return the address that a link leads to."""
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if not action:
        return ""
    if pdfium.FPDFAction_GetType(action) in (pdfium.PDFACTION_LAUNCH, pdfium.PDFACTION_REMOTEGOTO):
        return narrow(lambda b, n: pdfium.FPDFAction_GetFilePath(action, b, n))
    return narrow(lambda b, n: pdfium.FPDFAction_GetURIPath(opened, action, b, n))


def box_of(annotation: Any, point: Point) -> Box | None:
    """Return the place of an annotation on the shown page."""
    held = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(annotation, held):
        return None
    ax, ay = point(held.left, held.bottom)
    bx, by = point(held.right, held.top)
    return Box(
        round(min(ax, bx), 1), round(min(ay, by), 1), round(max(ax, bx), 1), round(max(ay, by), 1)
    )


def packet_of(opened: Any, number: int) -> bytes:
    """Return one packet of an XFA form."""
    length = ctypes.c_ulong()
    pdfium.FPDF_GetXFAPacketContent(opened, number, None, 0, length)
    size = min(length.value, 20_000_000)
    if not size:
        return b""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetXFAPacketContent(opened, number, buffer, size, length)
    return buffer.raw


def alt_texts(tree: Any) -> Iterator[str]:
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
        text = wide(partial(pdfium.FPDF_StructElement_GetAltText, element))
        if text:
            yield text
        if depth < TREE_DEPTH:
            count = pdfium.FPDF_StructElement_CountChildren(element)
            waiting += [
                (pdfium.FPDF_StructElement_GetChildAtIndex(element, number), depth + 1)
                for number in range(min(max(count, 0), 2000))
            ]
