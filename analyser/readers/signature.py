"""What a file is, told from its bytes and never from its name alone."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from analyser.readers.source import Source

HEAD = 64 * 1024  # enough for a long comment before <html> and for every magic number

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_BINARY = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODF = "application/vnd.oasis.opendocument."
LOCKED_OFFICE = "application/x-ole-encrypted-package"


@dataclass(frozen=True, slots=True)
class Signature:
    """A type of file by content."""

    media_type: str
    words: str
    """For a person: "a Word document", "a program"."""


MAGIC: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"{\\rtf", "application/rtf", "an RTF document"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar", "a RAR archive"),
    (0, b"RE\x7e\x5e", "application/vnd.rar", "a RAR archive of an old version"),
    (0, b"\x1f\x8b", "application/gzip", "a gzip file"),
    (0, b"BZh", "application/x-bzip2", "a bzip2 file"),
    (0, b"\xfd7zXZ\x00", "application/x-xz", "an xz file"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd", "a Zstandard file"),
    (0, b"MSCF\x00\x00", "application/vnd.ms-cab-compressed", "a cabinet archive"),
    (0, b"LZIP", "application/x-lzip", "an lzip file"),
    (2, b"-lh", "application/x-lzh", "an LZH archive"),
    (257, b"ustar", "application/x-tar", "a tar archive"),
    (0, b"\x89PNG\r\n", "image/png", "a PNG picture"),
    (0, b"\xff\xd8\xff", "image/jpeg", "a JPEG picture"),
    (0, b"GIF87a", "image/gif", "a GIF picture"),
    (0, b"GIF89a", "image/gif", "a GIF picture"),
    (0, b"II*\x00", "image/tiff", "a TIFF picture"),
    (0, b"MM\x00*", "image/tiff", "a TIFF picture"),
    (0, b"II+\x00", "image/tiff", "a TIFF picture"),
    (0, b"MM\x00+", "image/tiff", "a TIFF picture"),
    (0, b"\x00\x00\x00\x0cjP  ", "image/jp2", "a JPEG 2000 picture"),
    (0, b"\xff\x4f\xff\x51", "image/jp2", "a JPEG 2000 picture"),
    (0, b"\x01\x00\x00\x00", "image/emf", "a Windows metafile"),
    (0, b"\xd7\xcd\xc6\x9a", "image/wmf", "a Windows metafile"),
    (0, b"8BPS", "image/vnd.adobe.photoshop", "a Photoshop picture"),
    (0, b"\x97JB2\r\n", "image/x-jbig2", "a JBIG2 picture"),
    (0, b"AT&TFORM", "image/vnd.djvu", "a DjVu document"),
    (0, b"%!PS", "application/postscript", "a PostScript document"),
    (0, b"\xc5\xd0\xd3\xc6", "application/postscript", "a PostScript picture"),
    (0, b"!BDN", "application/vnd.ms-outlook-pst", "an Outlook data file"),
    (0, b"\x78\x9f\x3e\x22", "application/ms-tnef", "an Outlook winmail.dat"),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "application/onenote", "a OneNote section"),
    (0, b"AC10", "image/vnd.dwg", "an AutoCAD drawing"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3", "a database"),
    (4, b"Standard Jet DB", "application/vnd.ms-access", "an Access database"),
    (4, b"Standard ACE DB", "application/vnd.ms-access", "an Access database"),
    (0, b"\xffWPC", "application/vnd.wordperfect", "a WordPerfect document"),
    (0, b"\xdb\xa5", "application/x-word-old", "a document of Word 2"),
    (0, b"\x31\xbe\x00\x00", "application/x-word-old", "a document of Word for DOS or Write"),
    (0, b"\x00\x00\x02\x00\x06\x04", "application/vnd.lotus-1-2-3", "a Lotus 1-2-3 sheet"),
    (0, b"\x00\x00\x1a\x00", "application/vnd.lotus-1-2-3", "a Lotus 1-2-3 sheet"),
    (0, b"\x09\x00\x04\x00", "application/x-excel-old", "a sheet of Excel 2"),
    (0, b"\x09\x02\x06\x00", "application/x-excel-old", "a sheet of Excel 3"),
    (0, b"\x09\x04\x06\x00", "application/x-excel-old", "a sheet of Excel 4"),
    (0, b"[ver]", "application/x-amipro", "an Ami Pro document"),
    (0, b"MZ", "application/x-msdownload", "a Windows program"),
    (0, b"\x7fELF", "application/x-elf", "a program"),
    (0, b"\xca\xfe\xba\xbe", "application/x-mach-binary", "a program"),
    (0, b"\xcf\xfa\xed\xfe", "application/x-mach-binary", "a program"),
    (0, b"L\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut", "a Windows shortcut"),
    (0, b"ID3", "audio/mpeg", "a sound recording"),
    (0, b"OggS", "audio/ogg", "a sound recording"),
    (0, b"fLaC", "audio/flac", "a sound recording"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska", "a film"),
    (0, b"FLV\x01", "video/x-flv", "a film"),
    (0, b"\x00\x00\x01\xba", "video/mpeg", "a film"),
    (0, b"wOFF", "font/woff", "a font"),
    (0, b"wOF2", "font/woff2", "a font"),
    (0, b"OTTO", "font/otf", "a font"),
    (0, b"\x00\x01\x00\x00\x00", "font/ttf", "a font"),
    (0, b"-----BEGIN PKCS7", "application/pkcs7-mime", "a signed or encrypted message"),
    (0, b"-----BEGIN PGP MESSAGE", "application/pgp-encrypted", "an encrypted message"),
    (0, b"-----BEGIN CERTIFICATE", "application/x-x509-cert", "a certificate"),
)
"""Offset, bytes, media type, words; the first that fits."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

OLE_STREAMS: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", LOCKED_OFFICE, "an Office document locked with a password"),
    ("__properties_version1.0", "application/vnd.ms-outlook", "an Outlook message"),
    ("WordDocument", "application/msword", "a Word 97 document"),
    ("Workbook", "application/vnd.ms-excel", "an Excel 97 workbook"),
    ("Book", "application/vnd.ms-excel", "an Excel 95 workbook"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint", "a PowerPoint 97 presentation"),
    ("VisioDocument", "application/vnd.visio", "a Visio drawing"),
    ("Catalog", "application/x-thumbs-db", "a Windows thumbnail cache"),
    ("\x01Ole10Native", "application/x-ole-package", "an embedded package"),
    ("CONTENTS", "application/x-ole-contents", "an embedded object"),
    ("Contents", "application/vnd.ms-works", "a Works document"),
)

MAIL_FIELDS = frozenset(
    [
        "from",
        "to",
        "cc",
        "bcc",
        "subject",
        "date",
        "message-id",
        "received",
        "return-path",
        "mime-version",
        "content-type",
        "delivered-to",
        "reply-to",
        "sender",
        "x-mailer",
        "in-reply-to",
        "references",
        "content-transfer-encoding",
        "status",
        "x-mozilla-status",
        "x-priority",
        "thread-topic",
        "authentication-results",
        "dkim-signature",
    ]
)
MAIL_FIELD = re.compile(
    rb"^([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n"
)

HTML_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|table|div|span|script|style|h[1-6]|p|br|a|"
    rb"center|font|b|i|ul|ol|pre)\b",
    re.IGNORECASE,
)
XML_ROOT = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]")
SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
"""DER of the object identifiers of PKCS#7: signed, enveloped and other messages."""


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
