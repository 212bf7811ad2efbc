"""Tar archives and single compressed files, unpacked in memory under count."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import re
import tarfile
from collections.abc import Iterator

from analyser.document import Document, Unread
from analyser.errors import LimitError, ReadingError
from analyser.readers.members import Gathered, printable, refused, stop
from analyser.readers.package import DAMAGE, PIECE, check_ratio
from analyser.readers.source import Context, Source


def read_tar(source: Source, context: Context) -> tuple[Document, ...]:
    """Read the regular members of a tar; links, devices and pipes are named."""
    gathered = Gathered(source, context)
    try:
        with tarfile.open(fileobj=io.BytesIO(source.content()), mode="r:") as archive:
            for member in archive:
                if member.isdir():
                    continue
                _tar_member(gathered, archive, member)
            _behind(gathered, archive)
    except LimitError:
        stop(gathered, 0, 1)
    except (tarfile.TarError, *DAMAGE) as error:
        gathered.unread.append(Unread(f"damaged ({error}); read as far as it goes"))
    return gathered.result()


def _behind(gathered: Gathered, archive: tarfile.TarFile) -> None:
    """Keep remarks; read an archive that follows on the end of this one."""
    for member in archive.getmembers():
        gathered.remarks += [text for key, text in member.pax_headers.items() if key == "comment"]
    content = gathered.source.content()
    rest = content[archive.offset :].lstrip(b"\0")
    start = len(content) - len(rest)
    if rest and start % tarfile.BLOCKSIZE == 0 and rest[257:262] == b"ustar":
        gathered.add("archive behind the end.tar", lambda: rest)
    elif len(rest) > tarfile.BLOCKSIZE:
        reason = f"{len(rest)} bytes behind its end belong to no member; open it by hand"
        gathered.unread.append(Unread(reason))


def _tar_member(gathered: Gathered, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    if not member.isreg():
        kind = "a link" if member.issym() or member.islnk() else "a device or pipe"
        gathered.refuse(member.name, f"{kind}, which is not followed; ask for the file itself")
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
    gathered.remarks += _own_name(source)
    with contextlib.suppress(LimitError):  # named by `add`; there is no other member
        gathered.add(name or "content", lambda: _decompressed(gathered))
    return gathered.result()


def _own_name(source: Source) -> list[str]:
    """Return the name that a gzip keeps of the file in it."""
    head = source.head(600)
    if head[:2] != b"\x1f\x8b" or not head[3:4] or not head[3] & 0x08:
        return []
    at = 12 + int.from_bytes(head[10:12], "little") if head[3] & 0x04 else 10
    name = printable(head[at:].partition(b"\0")[0].decode("utf-8", "replace"))
    return [name] if name else []


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
