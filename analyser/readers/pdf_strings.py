"""Words in a PDF's own objects that PDFium does not give out, found without a walk.

The caption of a button, who signed and why, the description of an attachment, the name of a layer,
a property of the document's own making: each is a string behind its key.
"""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from itertools import islice

from analyser.document import Layer
from analyser.readers.pdf_alternatives import UncertainError, string_at, unpacked
from analyser.readers.source import Source

LOOKED_THROUGH = 64 * 2**20
MANY = 20_000  # strings of one file
ENDS = 65_536  # bytes in which a file says whether it is locked
LONG = 2000  # letters of one

# Keys long enough that packed bytes do not look like them, before a string.
KEYS: dict[bytes, tuple[Layer, str]] = {
    b"CA": (Layer.FORM_FIELD, "Caption of a button"),
    b"Desc": (Layer.METADATA, "Description of an attached file"),
    b"Reason": (Layer.METADATA, "Reason of a signature"),
    b"Location": (Layer.METADATA, "Place of a signature"),
    b"ContactInfo": (Layer.METADATA, "Contact of a signature"),
    b"Name": (Layer.METADATA, "Name of a signature or layer"),
    b"Summary": (Layer.ALT_TEXT, "Summary of a table"),
    b"URI": (Layer.LINK, "Link"),
    b"JS": (Layer.HIDDEN, "Script, which was not run"),
}
KEY = re.compile(rb"/(" + b"|".join(KEYS) + rb")\s{0,9}(?=[(<])(?!<<)")
INFO = re.compile(rb"/Info\s{1,9}(\d{1,9})\s{1,9}(\d{1,5})\s{1,9}R")
ENTRY = re.compile(rb"/([A-Za-z][\w.:#-]{0,99})\s{0,9}(?=[(<])(?!<<)")
# Read by other ways, or told of whoever made the file and not of the goods.
KNOWN = frozenset(
    (b"Title", b"Author", b"Subject", b"Keywords", b"Producer", b"Creator", b"CreationDate",
     b"ModDate", b"Trapped", b"PTEX.Fullbanner")
)  # fmt: skip
LETTERS = re.compile(r"[^\W\d_]{2}")


def kept_strings(source: Source) -> Iterator[tuple[str, Layer, str]]:
    """Yield words, layer and place of each string behind one of the keys.

    Those of a locked file are not in the clear; of packed objects that cannot be told for sure,
    what was found before.
    """
    if source.size() > LOOKED_THROUGH or not source.size():
        return
    if source.path is None:
        yield from islice(_kept(source.content()), MANY)
        return
    with (
        source.path.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        yield from islice(_kept(content), MANY)


def _kept(content: bytes | mmap.mmap) -> Iterator[tuple[str, Layer, str]]:
    if any(b"/Encrypt" in ends for ends in (content[:ENDS], content[-ENDS:])):
        return
    try:
        yield from _behind_keys(content)
        yield from _of_document(content)
        for packed in unpacked(content):
            yield from _behind_keys(packed)
    except (UncertainError, zlib.error):
        return


def _behind_keys(content: bytes | mmap.mmap) -> Iterator[tuple[str, Layer, str]]:
    for match in KEY.finditer(content):
        try:
            text = string_at(content, match.end(), LONG)
        except UncertainError:
            continue  # packed bytes that look like a key
        layer, where = KEYS[match[1]]
        if LETTERS.search(text) and text.isprintable():
            yield text, layer, where


def _of_document(content: bytes | mmap.mmap) -> Iterator[tuple[str, Layer, str]]:
    """Yield the properties that the document's maker has added."""
    at = content.rfind(b"/Info")  # the last one counts; earlier ones are of old revisions
    named = INFO.match(content, at) if at >= 0 else None
    if named is None:
        return
    head = b"%s %s obj" % named.groups()
    at = content.rfind(head)
    while at > 0 and content[at - 1 : at].isdigit():  # "12 0 obj" is the end of "112 0 obj"
        at = content.rfind(head, 0, at)
    if at < 0:
        return
    entries = content[at + len(head) : at + 20 * LONG].partition(b"endobj")[0]
    for entry in ENTRY.finditer(entries):
        if entry[1] in KNOWN:
            continue
        text = string_at(entries, entry.end(), LONG)
        if LETTERS.search(text):
            name = entry[1].decode("ascii", "replace")
            yield f"{name}: {text}", Layer.METADATA, f"Document property {name}"
