"""ZIP archives: members unpacked in memory under count.

Nothing is written to disk. The archive itself is a document whose units are its members.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator

from analyser.document import Document, Unread
from analyser.errors import LimitError, LockedError, ReadingError
from analyser.readers.members import Gathered, printable, refused, stop
from analyser.readers.package import DAMAGE, PIECE, check_ratio, inflate
from analyser.readers.source import Context, Source
from analyser.readers.text import decoded

SLACK = 24
"""Bytes that archivers may leave between members and behind them."""

UTF8_FLAG = 0x800
ENCRYPTED_FLAG = 0x1
DESCRIBED_FLAG = 0x8


def read_zip(source: Source, context: Context) -> tuple[Document, ...]:
    """Read every member of a ZIP; one with a lost directory by its local headers."""
    held = source.file_or_content()
    gathered = Gathered(source, context)
    try:
        archive = zipfile.ZipFile(io.BytesIO(held) if isinstance(held, bytes) else held)
    except DAMAGE:
        reason = "the archive is damaged or cut off: what can still be read of it follows"
        gathered.unread.append(Unread(f"{reason}; ask for it again"))
        return _salvaged(gathered, gathered.source.content())
    with archive:
        members = archive.infolist()
        overlapping = _overlapping(members)
        _beside(gathered, archive, members)
        for number, member in enumerate(members):
            if member.is_dir() and not member.file_size:
                gathered.names.setdefault(printable(_zip_name(member)), 1)
                continue
            try:
                _zip_member(gathered, archive, member, overlapping)
            except LimitError:
                stop(gathered, number + 1, len(members))
                break
    return gathered.result()


def _beside(gathered: Gathered, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Keep comments, and name bytes that belong to no member: something may hide in them."""
    comments = (archive.comment, *(member.comment for member in members))
    for comment in dict.fromkeys(comments):
        text = decoded(comment) if comment.strip() else None
        if text is not None and text.text.strip():
            gathered.remarks.append(text.text.strip())
    content = gathered.source.content()
    for start, end in _gaps(content, archive, members):
        gap = content[start:end]
        if b"PK\3\4" in gap:
            gathered.notes.append("holds members that its directory does not list; read as well")
            _salvaged(gathered, gap)
        elif len(gap.strip(b"\0")) > SLACK:
            reason = f"{len(gap)} bytes of it belong to no member: something may be hidden there"
            gathered.unread.append(Unread(f"{reason}; open it by hand"))


def _gaps(
    content: bytes, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> Iterator[tuple[int, int]]:
    """Yield where bytes lie that are of no member: before, between and behind them."""
    at = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        start = member.header_offset
        if start > at:
            yield at, start
        lengths = int.from_bytes(content[start + 26 : start + 28], "little")
        lengths += int.from_bytes(content[start + 28 : start + 30], "little")
        at = max(at, start + 30 + lengths + member.compress_size)
        if member.flag_bits & DESCRIBED_FLAG:
            at += min(24, max(content.find(b"PK", at + 8, at + 28) - at, 0))
    yield at, archive.start_dir
    end = content.rfind(b"PK\5\6")
    yield end + 22 + len(archive.comment), len(content)


def _zip_member(
    gathered: Gathered, archive: zipfile.ZipFile, member: zipfile.ZipInfo, overlapping: set[int]
) -> None:
    name = _zip_name(member)
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        kind = "a symbolic link" if stat.S_ISLNK(mode) else "a device or pipe"
        gathered.refuse(name, f"{kind}, which is not followed; ask for the file itself")
        return
    if refused(name):
        gathered.refuse(name, refused(name))
        return
    if member.header_offset in overlapping:
        gathered.refuse(name, "shares its bytes with another member, like a zip bomb; not unpacked")
        return
    gathered.add(name, lambda: _unlocked(gathered, archive, member))


def _unlocked(gathered: Gathered, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    budget = gathered.context.budget
    if not member.flag_bits & ENCRYPTED_FLAG:
        return inflate(archive, member, budget)
    if member.compress_type == 99:
        msg = "locked with AES, which this program does not open; unpack it by hand"
        raise LockedError(msg)
    for password in gathered.context.settings.passwords:
        for encoding in ("utf-8", "cp437"):
            try:
                return inflate(archive, member, budget, password.encode(encoding, "replace"))
            except LimitError:
                raise
            # A wrong password fails its check byte, or now and then only the checksum.
            except ReadingError:
                continue
    tried = "none of the given passwords opens it" if gathered.context.settings.passwords else ""
    msg = f"locked: {tried or 'needs a password; give it with --password'}"
    raise LockedError(msg)


def _zip_name(member: zipfile.ZipInfo) -> str:
    """Return the name as its writer meant it: old archives leave the encoding unsaid."""
    if member.flag_bits & UTF8_FLAG:
        return member.filename
    try:
        raw = member.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("ascii", "utf-8", "gbk", "shift_jis"):
        try:
            return raw.decode(encoding).rstrip("\0").partition("\0")[0]
        except UnicodeDecodeError:
            continue
    return member.filename


def _overlapping(members: list[zipfile.ZipInfo]) -> set[int]:
    """Return the header offsets of members whose packed bytes lie inside another's."""
    found: set[int] = set()
    end = -1
    for member in sorted(members, key=lambda one: (one.header_offset, -one.compress_size)):
        if member.header_offset < end:
            found.add(member.header_offset)
        end = max(end, member.header_offset + 30 + member.compress_size)
    return found


def _salvaged(gathered: Gathered, content: bytes) -> tuple[Document, ...]:
    """Read what the local headers in `content` still give, without a usable directory."""
    for match in re.finditer(rb"PK\x03\x04(.{26})", content, re.DOTALL):
        header = match.group(1)
        method = int.from_bytes(header[4:6], "little")
        length = int.from_bytes(header[22:24], "little")
        start = match.end() + length + int.from_bytes(header[24:26], "little")
        name = content[match.end() : match.end() + length].decode("utf-8", "replace")
        if not name or name.endswith("/"):
            continue
        if refused(name) or header[2] & ENCRYPTED_FLAG or method not in (0, 8):
            gathered.refuse(name, refused(name) or "locked or in an unknown compression")
            continue
        size = int.from_bytes(header[14:18], "little")
        packed = content[start : start + size] if method == 0 else content[start:]
        try:
            gathered.add(name, _raw_unpacker(gathered, packed, method))
        except LimitError:
            break
    return gathered.result()


def _raw_unpacker(gathered: Gathered, packed: bytes, method: int) -> Callable[[], bytes]:
    def unpack() -> bytes:
        if method == 0:
            gathered.context.budget.inflate(len(packed))
            return packed
        return _inflated(zlib.decompressobj(-15), packed, gathered.context)

    return unpack


def _inflated(engine: zlib._Decompress, packed: bytes, context: Context) -> bytes:
    pieces: list[bytes] = []
    size = used = 0
    rest = packed
    try:
        while rest and not engine.eof:
            piece = engine.decompress(rest, PIECE)
            size += len(piece)
            context.budget.inflate(len(piece))
            used = len(packed) - len(engine.unconsumed_tail)
            check_ratio(size, used, context.budget)
            pieces.append(piece)
            rest = engine.unconsumed_tail
    except zlib.error as error:
        msg = f"damaged ({error}); ask for it again"
        raise ReadingError(msg) from error
    return b"".join(pieces)
