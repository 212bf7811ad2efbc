"""Archives: members unpacked in memory under count, hostile ones named and refused.

Nothing is written to disk. The archive itself is a document whose units are its members.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import re
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.errors import LimitError, LockedError, ReadingError
from analyser.readers.package import DAMAGE, PIECE, check_ratio, inflate
from analyser.readers.source import Context, Source

UTF8_FLAG = 0x800
ENCRYPTED_FLAG = 0x1
WINDOWS_DEVICE = re.compile(r"(?i)^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$")


def printable(name: str) -> str:
    """Return `name` fit to print: no control, direction or other invisible characters."""
    shown = "".join(
        "\ufffd" if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") else letter
        for letter in name
    )
    return shown if len(shown) <= 300 else shown[:140] + "…" + shown[-140:]


def refused(name: str) -> str:
    """Return why a member of this `name` is not unpacked, `""` where it may be."""
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or re.match(r"^[A-Za-z]:", name):
        return "absolute path: it wants to be written outside the archive; not unpacked"
    if ".." in parts:
        return "path with '..': it wants to be written outside the archive; not unpacked"
    if any(WINDOWS_DEVICE.match(part) for part in parts):
        return "named like a device; not unpacked"
    return ""


@dataclass(slots=True)
class Gathered:
    """What comes out of one archive, member by member."""

    source: Source
    context: Context
    documents: list[Document] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    total: int = 0
    read: int = 0

    def refuse(self, name: str, reason: str) -> None:
        """Name a member that is not read, with its `reason`."""
        self.total += 1
        self.unread.append(Unread(reason, where=f"member {printable(name)}"))

    def add(self, name: str, unpack: Callable[[], bytes]) -> None:
        """Unpack one member and read it; a bomb ends the archive, other faults the member."""
        self.total += 1
        try:
            self.context.budget.member()
            content = unpack()
        except LimitError as error:
            self.unread.append(Unread(str(error), where=f"member {printable(name)}"))
            raise
        except ReadingError as error:
            self.unread.append(Unread(str(error), where=f"member {printable(name)}"))
            return
        documents = self.context.read_member(self._unique(printable(name)), content)
        self.documents += documents
        self.read += bool(documents) and not _wholly_unread(documents[0])

    def _unique(self, name: str) -> str:
        """Return `name`, numbered where the archive holds it twice: both are read."""
        count = self.names.get(name, 0) + 1
        self.names[name] = count
        if count == 1:
            return name
        self.notes.append(f"the name {name} stands more than once in the archive")
        return f"{name} ({count})"

    def result(self) -> tuple[Document, ...]:
        """Return the archive's own document and all those of its members."""
        names = [Block(name, Layer.METADATA, where="member name") for name in self.names]
        outer = Document(
            self.source.name,
            self.source.sha256,
            self.source.media_type,
            blocks=tuple(names),
            unread=tuple(self.unread),
            coverage=Coverage("member", self.total, self.read),
            notes=tuple(dict.fromkeys(self.notes)),
        )
        return (outer, *self.documents)


def _wholly_unread(document: Document) -> bool:
    return bool(document.unread) and not document.blocks and document.coverage.read == 0


def _stop(gathered: Gathered, done: int, total: int) -> None:
    """Say that the members after number `done` were not reached."""
    left = total - done
    if left > 0:
        gathered.total += left
        reason = f"{left} more members were not unpacked because a limit was reached"
        gathered.unread.append(Unread(f"{reason}; unpack by hand and scan the folder"))


def read_zip(source: Source, context: Context) -> tuple[Document, ...]:
    """Read every member of a ZIP; one with a lost directory by its local headers."""
    held = source.file_or_content()
    gathered = Gathered(source, context)
    try:
        archive = zipfile.ZipFile(io.BytesIO(held) if isinstance(held, bytes) else held)
    except DAMAGE as error:
        gathered.unread.append(
            Unread(f"the archive's directory is damaged ({error}); members were salvaged if any")
        )
        return _salvaged(gathered)
    with archive:
        members = archive.infolist()
        overlapping = _overlapping(members)
        for number, member in enumerate(members):
            if member.is_dir() and not member.file_size:
                continue
            try:
                _zip_member(gathered, archive, member, overlapping)
            except LimitError:
                _stop(gathered, number + 1, len(members))
                break
    return gathered.result()


def _zip_member(
    gathered: Gathered, archive: zipfile.ZipFile, member: zipfile.ZipInfo, overlapping: set[int]
) -> None:
    name = _zip_name(member)
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        kind = "a symbolic link" if stat.S_ISLNK(mode) else "a device or pipe"
        gathered.refuse(name, f"{kind}, which is not followed")
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


def _salvaged(gathered: Gathered) -> tuple[Document, ...]:
    """Read what the local headers still give of a ZIP without a usable directory."""
    content = gathered.source.content()
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


def read_tar(source: Source, context: Context) -> tuple[Document, ...]:
    """Read the regular members of a tar; links, devices and pipes are named."""
    gathered = Gathered(source, context)
    try:
        with tarfile.open(fileobj=io.BytesIO(source.content()), mode="r:") as archive:
            for member in archive:
                if member.isdir():
                    continue
                _tar_member(gathered, archive, member)
    except LimitError:
        _stop(gathered, 0, 1)
    except (tarfile.TarError, *DAMAGE) as error:
        gathered.unread.append(Unread(f"damaged ({error}); read as far as it goes"))
    return gathered.result()


def _tar_member(gathered: Gathered, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    if not member.isreg():
        kind = "a link" if member.issym() or member.islnk() else "a device or pipe"
        gathered.refuse(member.name, f"{kind}, which is not followed")
    elif refused(member.name):
        gathered.refuse(member.name, refused(member.name))
    else:
        gathered.add(member.name, lambda: _tar_bytes(gathered, archive, member))


def _tar_bytes(gathered: Gathered, archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(member)
    content = stream.read(gathered.source.size() + 1) if stream is not None else b""
    gathered.context.budget.inflate(len(content))
    if len(content) < member.size and not member.issparse():
        msg = "cut off before its end; ask for the archive again"
        raise ReadingError(msg)
    return content


def read_compressed(source: Source, context: Context) -> tuple[Document, ...]:
    """Read the one file inside a gzip, bzip2 or xz; a tar in it is an archive of its own."""
    gathered = Gathered(source, context)
    leaf = source.name.replace("\\", "/").rpartition("/")[2]
    inner = re.sub(r"(?i)\.(?:gz|bz2|xz)$", "", leaf)
    inner = re.sub(r"(?i)\.(?:tgz|tbz2?|txz)$", ".tar", inner)
    name = inner if inner != leaf else f"{leaf} unpacked"
    with contextlib.suppress(LimitError):  # named by `add`; there is no other member
        gathered.add(name or "content", lambda: _decompressed(gathered))
    return gathered.result()


def _decompressed(gathered: Gathered) -> bytes:
    source, context = gathered.source, gathered.context
    pieces: list[bytes] = []
    size = 0
    try:
        for piece in _pieces(source):
            size += len(piece)
            context.budget.inflate(len(piece))
            check_ratio(size, source.size(), context.budget)
            pieces.append(piece)
    except (*DAMAGE, lzma.LZMAError) as error:
        if not pieces:
            msg = f"damaged ({error}); ask for it again"
            raise ReadingError(msg) from error
        gathered.unread.append(Unread(f"damaged ({error}): read as far as it goes"))
    return b"".join(pieces)


def _pieces(source: Source) -> Iterator[bytes]:
    content = io.BytesIO(source.content())
    engine: io.BufferedIOBase
    if source.media_type == "application/gzip":
        engine = gzip.GzipFile(fileobj=content)
    elif source.media_type == "application/x-bzip2":
        engine = bz2.BZ2File(content)
    else:
        engine = lzma.LZMAFile(content)  # noqa: SIM115 - closed below
    with engine:
        while piece := engine.read(PIECE):
            yield piece
