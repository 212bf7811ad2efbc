"""Any file to documents: told by its content, read by its reader.

The one place that knows every format; a new format is one row of `READERS`.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from analyser.document import Coverage, Document, Unread
from analyser.errors import ReadingError
from analyser.readers.magic import LOCKED_OFFICE, SHEET, SHEET_BINARY, SLIDES, WORD
from analyser.readers.signature import sniff
from analyser.readers.source import Budget, Context, Deserving, Interest, Source
from analyser.settings import Settings

Reader = Callable[[Source, Context], Document | tuple[Document, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """Where the reader of a format is; its module is loaded when the first file needs it."""

    module: str
    function: str

    def reader(self) -> Reader:
        """Load the module and return its reader."""
        found: Reader = getattr(import_module(f"analyser.readers.{self.module}"), self.function)
        return found


_PICTURE = Row("image", "read_image")
_ODF = Row("opendocument", "read_opendocument")
_LEGACY = Row("legacy", "read_legacy")
_ODF_TYPE = "application/vnd.oasis.opendocument."

READERS: dict[str, Row] = {
    "application/pdf": Row("pdf", "read_pdf"),
    WORD: Row("word", "read_word"),
    SHEET: Row("spreadsheet", "read_spreadsheet"),
    SHEET_BINARY: Row("sheet_binary", "read_binary_sheets"),
    "application/vnd.ms-excel": Row("sheet_old", "read_old"),
    SLIDES: Row("slides", "read_slides"),
    **{
        _ODF_TYPE + kind + template: _ODF
        for kind in ("text", "text-master", "presentation", "graphics", "chart", "formula")
        for template in ("", "-template")
    },
    _ODF_TYPE + "spreadsheet": _ODF,
    _ODF_TYPE + "spreadsheet-template": _ODF,
    "application/rtf": Row("rich_text", "read_rich_text"),
    "text/plain": Row("text", "read_text"),
    "text/csv": Row("text", "read_table"),
    "text/html": Row("web", "read_html"),
    "application/xml": Row("web", "read_xml"),
    "application/epub+zip": Row("web", "read_epub"),
    "message/rfc822": Row("mail", "read_message"),
    "application/mbox": Row("mail", "read_mailbox"),
    "application/vnd.ms-outlook": Row("mail", "read_outlook"),
    "application/ms-tnef": Row("winmail", "read_winmail"),
    "application/pkcs7-mime": Row("mail", "read_signed"),
    "application/zip": Row("archive", "read_zip"),
    "application/x-7z-compressed": Row("seven_zip", "read_seven_zip"),
    "application/x-tar": Row("archive_stream", "read_tar"),
    "application/gzip": Row("archive_stream", "read_compressed"),
    "application/x-bzip2": Row("archive_stream", "read_compressed"),
    "application/x-xz": Row("archive_stream", "read_compressed"),
    "application/msword": _LEGACY,
    "application/vnd.ms-powerpoint": _LEGACY,
    "application/vnd.wordperfect": _LEGACY,
    "application/x-word-old": _LEGACY,
    "application/vnd.lotus-1-2-3": _LEGACY,
    "application/x-excel-old": _LEGACY,
    "application/vnd.ms-works": _LEGACY,
    "application/x-ole-package": Row("embedded", "read_package"),
    "application/x-ole-contents": Row("embedded", "read_package"),
    "image/png": _PICTURE,
    "image/jpeg": _PICTURE,
    "image/gif": _PICTURE,
    "image/tiff": _PICTURE,
    "image/bmp": _PICTURE,
    "image/webp": _PICTURE,
    "image/jp2": _PICTURE,
}
"""Media type by content to the reader of it: the formats that this program reads."""

HINTS = {
    "application/x-empty": "empty file: 0 bytes; ask for it again",
    "application/vnd.rar": "a RAR archive, which this program does not unpack; unpack it by hand "
    "and scan the folder",
    LOCKED_OFFICE: "locked: needs a password; save it without one and scan it again",
    "application/vnd.ms-outlook-pst": "an Outlook data file; export its messages as .eml or .msg "
    "and scan those",
    "application/onenote": "a OneNote section; export it as PDF and scan that",
    "application/postscript": "a PostScript file; convert it to PDF and scan that",
    "application/oxps": "an XPS document; save it as PDF and scan that",
    "image/vnd.djvu": "a DjVu document; convert it to PDF and scan that",
    "image/vnd.dwg": "an AutoCAD drawing; ask for it as PDF",
    "image/heic": "a HEIC picture; save it as JPEG or PNG and scan that",
    "application/vnd.visio": "a Visio drawing; save it as PDF and scan that",
    "application/vnd.visio2013": "a Visio drawing; save it as PDF and scan that",
    "application/x-ole-storage": "a damaged or unknown OLE file; open it by hand",
}
"""What an officer can do about types that are known and not read."""

# Left by operating systems and office programs beside documents; they hold no document. The
# name alone is never believed: each must look inside as such a file does.
LEFTOVERS: dict[str, tuple[bytes, ...]] = {
    ".ds_store": (b"\x00\x00\x00\x01Bud1",),
    "desktop.ini": (b"[", b"\xff\xfe[", b"\r\n[", b"\xff\xfe\r\x00\n\x00[", b";"),
    "thumbs.db": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xfd\xff\xff\xff"),
}
OWNER_FILE_SIZES = (162, 165)  # "~$name.docx" of Word and "~$name.xlsx" of Excel


def read(
    path: Path,
    name: str,
    settings: Settings,
    interest: Interest,
    deserving: Deserving | None = None,
) -> tuple[Document, ...]:
    """Read the file at `path`, called `name` in the report, and everything inside it.

    The file itself comes first, then its members as "outer.zip!/inner.pdf". Never raises for a
    bad document: what could not be read is in `unread`.
    """
    budget = Budget(settings.limits)
    refusal = _refusal(path, settings)
    if refusal:
        return (Source.of_bytes(b"", name).unread(refusal),)
    try:
        source = Source.of_path(path, name)
    except OSError as error:
        reason = f"cannot be opened ({error.strerror or error}); check its permissions"
        return (Source.of_bytes(b"", name).unread(reason),)
    # Who reads members is put in for each container.
    terms = Context(settings, interest, budget, lambda _name, _content: (), 0, deserving)
    return _read_source(source, terms)


def _refusal(path: Path, settings: Settings) -> str:
    """Return why `path` is not opened at all: a device or a pipe would never end."""
    try:
        facts = path.stat()
    except OSError as error:
        return f"cannot be opened ({error.strerror or error}); check that it is there"
    if not stat.S_ISREG(facts.st_mode):
        kinds = (
            (stat.S_ISDIR, "a folder"),
            (stat.S_ISFIFO, "a named pipe"),
            (stat.S_ISCHR, "a device"),
            (stat.S_ISBLK, "a device"),
            (stat.S_ISSOCK, "a socket"),
        )
        kind = next((words for test, words in kinds if test(facts.st_mode)), "no file")
        return f"not a file but {kind}; it is not opened"
    if facts.st_size > settings.limits.file_size:
        mebibytes = settings.limits.file_size // 2**20
        return f"larger than {mebibytes} MiB; split it or raise the limit"
    return ""


def _read_source(source: Source, terms: Context) -> tuple[Document, ...]:
    """Read `source`, which lies in as many containers as `terms` says, whatever it is."""
    most = terms.settings.limits.depth

    def read_member(name: str, content: bytes) -> tuple[Document, ...]:
        member = Source.of_bytes(content, f"{source.name}!/{name}")
        if terms.depth + 1 > most:
            return (member.unread(f"lies more than {most} containers deep; unpack it by hand"),)
        return _read_source(member, replace(terms, depth=terms.depth + 1))

    context = replace(terms, read_member=read_member)
    try:
        return _dispatched(source, context)
    except ReadingError as error:
        return (source.unread(str(error)),)
    except MemoryError:
        return (source.unread("needs more memory than the limit; split it or open it by hand"),)
    except RecursionError:
        return (source.unread("nested too deeply inside; open it by hand"),)
    # A reader met content that nobody foresaw: it costs this document, never the run.
    except Exception as error:  # noqa: BLE001
        kind = type(error).__name__
        return (source.unread(f"could not be read, content not foreseen ({kind}); open by hand"),)


def _dispatched(source: Source, context: Context) -> tuple[Document, ...]:
    leftover = _leftover(source)
    if leftover:
        document = source.unread("")
        coverage = Coverage("file", 1, 1)
        return (replace(document, unread=(), coverage=coverage, notes=(leftover,)),)
    signature = sniff(source)
    source = source.typed(signature.media_type)
    row = READERS.get(signature.media_type)
    if row is None:
        hint = HINTS.get(signature.media_type)
        foreign = f"not a format that this program reads (looks like {signature.words})"
        return (source.unread(hint or f"{foreign}; open it by hand or ask for it as PDF"),)
    if context.budget.seconds_left() < 0:
        return (source.unread("the time limit ran out before it; scan it by itself"),)
    found = row.reader()(source, context)
    documents = found if isinstance(found, tuple) else (found,)
    if not documents:
        return (source.unread(f"nothing could be read of what looks like {signature.words}"),)
    return (_never_silent(documents[0], len(documents) > 1), *documents[1:])


def _never_silent(document: Document, has_members: bool) -> Document:
    """Return `document`, named as unread where no text at all came out of it."""
    texts = any(block.text.strip() for block in document.blocks)
    if texts or document.unread or has_members:
        return document
    if document.coverage.unit == "member":
        reason = "an empty archive: there is nothing in it"
    else:
        reason = "no text found in it; open it by hand to see whether it is truly blank"
    return replace(document, unread=(Unread(reason),))


def _leftover(source: Source) -> str:
    """Return a note where `source` is a leftover by name and by content, otherwise `""`."""
    leaf = source.name.replace("\\", "/").rpartition("/")[2]
    head = source.head(64)
    magic = LEFTOVERS.get(leaf.lower())
    if magic and head.startswith(magic) and source.size() < 2**24:
        return f"{leaf}: left by the operating system, holds no document"
    if leaf.startswith("~$") and source.size() in OWNER_FILE_SIZES and head[:1] < b"\x40":
        return f"{leaf}: lock file of an office program, holds no document"
    if leaf.startswith(".~lock.") and leaf.endswith("#") and source.size() < 1024:
        return f"{leaf}: lock file of an office program, holds no document"
    # macOS keeps resource forks beside the real file in archives.
    if leaf.startswith("._") and head.startswith(b"\x00\x05\x16\x07"):
        return f"{leaf}: a resource fork of macOS, holds no document"
    return ""
