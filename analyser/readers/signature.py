"""What a file is, told from its bytes and never from its name alone."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from analyser.readers.magic import (
    HTML_TAG,
    MAGIC,
    MAIL_FIELD,
    MAIL_FIELDS,
    ODF,
    OLE,
    OLE_STREAMS,
    SHEET,
    SHEET_BINARY,
    SIGNED_DATA,
    SLIDES,
    WORD,
    XML_ROOT,
)
from analyser.readers.source import Source

HEAD = 64 * 1024  # enough for a long comment before <html> and for every magic number


@dataclass(frozen=True, slots=True)
class Signature:
    """A type of file by content."""

    media_type: str
    words: str
    """For a person: "a Word document", "a program"."""


def sniff(source: Source) -> Signature:
    """Return what `source` is by its content; `application/octet-stream` where nobody knows."""
    head = source.head(HEAD)
    if not head:
        return Signature("application/x-empty", "an empty file")
    if b"%PDF-" in head[:1024]:
        return Signature("application/pdf", "a PDF document")
    if head.startswith(OLE):
        return _ole(source)
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00"):
        return _zip(source)
    return (
        _by_magic(head) or _container_of_media(head) or _signed(head) or _textual(head)
    ) or Signature("application/octet-stream", "binary content of an unknown kind")


def _by_magic(head: bytes) -> Signature | None:
    for offset, magic, media_type, words in MAGIC:
        if head.startswith(magic, offset):
            if media_type == "image/emf" and head[40:44] != b" EMF":
                continue
            return Signature(media_type, words)
    if head.startswith(b"BM") and len(head) > 26 and head[6:10] == b"\0\0\0\0":
        return Signature("image/bmp", "a bitmap picture")
    if _old_tar(head):
        return Signature("application/x-tar", "a tar archive")
    return None


def _old_tar(head: bytes) -> bool:
    """Tell a tar of before `ustar` by the checksum of its first header."""
    if len(head) < 512 or not head[0]:
        return False
    field = head[148:156].strip(b" \0")
    if not field or not all(byte in b"01234567" for byte in field):
        return False
    return int(field, 8) == sum(head[:148]) + 8 * 32 + sum(head[156:512])


def _container_of_media(head: bytes) -> Signature | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Signature("image/webp", "a WebP picture")
    if head[:4] == b"RIFF":
        return Signature("video/x-riff", "a sound recording or film")
    if head[4:8] == b"ftyp":
        if head[8:12] in (b"heic", b"heix", b"mif1", b"hevc"):
            return Signature("image/heic", "a HEIC picture")
        if head[8:12] in (b"avif", b"avis"):
            return Signature("image/avif", "an AVIF picture")
        return Signature("video/mp4", "a film or sound recording")
    return None


def _signed(head: bytes) -> Signature | None:
    if head[0] == 0x30 and SIGNED_DATA in head[:64]:
        return Signature("application/pkcs7-mime", "a signed or encrypted message")
    return None


def _ole(source: Source) -> Signature:
    import olefile

    unknown = Signature("application/x-ole-storage", "an OLE container of an unknown kind")
    try:
        with olefile.OleFileIO(io.BytesIO(source.content())) as container:
            names = {"/".join(entry) for entry in container.listdir(storages=False)}
    except Exception:  # noqa: BLE001 - a fuzzed container breaks olefile in many ways
        return Signature("application/x-ole-storage", "a damaged OLE container")
    lower = {name.lower() for name in names}
    for stream, media_type, words in OLE_STREAMS:
        if stream.lower() in lower:
            return Signature(media_type, words)
    return unknown


def _zip(source: Source) -> Signature:
    held = source.file_or_content()
    plain = Signature("application/zip", "a ZIP archive")
    try:
        with zipfile.ZipFile(io.BytesIO(held) if isinstance(held, bytes) else held) as archive:
            names = [name.replace("\\", "/").lstrip("/") for name in archive.namelist()[:20000]]
            mimetype = b""
            if "mimetype" in names[:50]:
                with archive.open("mimetype") as stream:
                    mimetype = stream.read(100)
    except Exception:  # noqa: BLE001 - a broken directory: told by the parts' local headers
        names = _local_names(source)
        mimetype = b""
    return _office(names, mimetype) or plain


def _local_names(source: Source) -> list[str]:
    """Return the names in the local headers, for a ZIP whose directory is lost."""
    content = source.content()
    names = []
    for match in re.finditer(rb"PK\x03\x04.{22}(..)..", content, re.DOTALL):
        length = int.from_bytes(match.group(1), "little")
        names.append(content[match.end() : match.end() + length].decode("utf-8", "replace"))
    return names


def _office(names: list[str], mimetype: bytes) -> Signature | None:  # noqa: PLR0911 - a list of cases
    kind = mimetype.decode("ascii", "replace").strip()
    if kind.startswith(ODF):
        return Signature(kind, "an OpenDocument file")
    if kind == "application/epub+zip":
        return Signature(kind, "an e-book")
    lower = {name.lower() for name in names}
    folders = {name.partition("/")[0] for name in lower if "/" in name}
    if "[content_types].xml" not in lower and "_rels/.rels" not in lower:
        return _without_types(lower)
    if "word" in folders:
        return Signature(WORD, "a Word document")
    if "xl/workbook.bin" in lower:
        return Signature(SHEET_BINARY, "a binary Excel workbook")
    if "xl" in folders:
        return Signature(SHEET, "an Excel workbook")
    if "ppt" in folders:
        return Signature(SLIDES, "a PowerPoint presentation")
    if "visio" in folders:
        return Signature("application/vnd.visio2013", "a Visio drawing")
    if "fixedrepresentation" in " ".join(lower) or "documents" in folders:
        return Signature("application/oxps", "an XPS document")
    return None


def _without_types(lower: set[str]) -> Signature | None:
    if "word/document.xml" in lower:
        return Signature(WORD, "a Word document")
    if "xl/workbook.xml" in lower:
        return Signature(SHEET, "an Excel workbook")
    if "ppt/presentation.xml" in lower:
        return Signature(SLIDES, "a PowerPoint presentation")
    if "content.xml" in lower and "meta-inf/manifest.xml" in lower:
        return Signature(ODF + "text", "an OpenDocument file")
    return None


def _textual(head: bytes) -> Signature | None:  # noqa: PLR0911 - a list of cases
    from analyser.readers.text import decoded, looks_like_table

    text = decoded(head, complete=len(head) < HEAD)
    if text is None:
        return None
    plain = text.text.lstrip("\ufeff \t\r\n").encode("utf-8", "replace")
    if plain.startswith(b"From ") and _mail(plain.partition(b"\n")[2], enough=1):
        return Signature("application/mbox", "a mailbox")
    if _mail(plain):
        return Signature("message/rfc822", "an e-mail")
    markup = _markup(plain)
    if markup is not None:
        return markup
    if plain.startswith(b"{\\rtf"):
        return Signature("application/rtf", "an RTF document")
    if looks_like_table(text.text):
        return Signature("text/csv", "a table in text form")
    return Signature("text/plain", "plain text")


def _mail(plain: bytes, enough: int = 2) -> bool:
    """Tell an e-mail by its first lines: header fields, `enough` of them well known."""
    known = total = position = 0
    while match := MAIL_FIELD.match(plain[position : position + 20000]):
        total += 1
        known += match.group(1).decode().lower() in MAIL_FIELDS
        position += match.end()
        if total >= 40:
            break
    ended = plain[position : position + 2].lstrip(b"\r")[:1] == b"\n" or position >= len(plain)
    return known >= enough and (ended or total > 3) and known * 3 >= total


def _markup(plain: bytes) -> Signature | None:
    if not plain.startswith(b"<"):
        head = plain[:2048]
        return (
            Signature("text/html", "a web page")
            if len(HTML_TAG.findall(head)) >= 3 and b"</" in plain
            else None
        )
    html = Signature("text/html", "a web page")
    without = re.sub(rb"<!--.*?-->|<\?.*?\?>", b"", plain[:32768], flags=re.DOTALL).lstrip()
    if re.match(rb"<!doctype\s+html", without, re.IGNORECASE):
        return html
    root = XML_ROOT.match(
        re.sub(rb"^<!DOCTYPE[^\[>]*(?:\[.*?\])?\s*>\s*", b"", without, flags=re.DOTALL)
    )
    name = root.group(2).lower() if root else b""
    if name == b"html" or (HTML_TAG.match(without) and not plain.startswith(b"<?xml")):
        return html
    if (root and plain.startswith(b"<?xml")) or (root and b"</" + (root.group(1) or b"") in plain):
        return Signature("application/xml", "an XML document")
    if root and without.rstrip().endswith(b"/>"):
        return Signature("application/xml", "an XML document")
    return html if len(HTML_TAG.findall(plain[:4096])) >= 2 else None
