"""The ZIP inside Office and OpenDocument files, inflated under count.

Apart from archives because its members are parts of one document, not documents.
"""

from __future__ import annotations

import contextlib
import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from analyser.document import Block, Unread
from analyser.errors import LimitError, LockedError, ReadingError
from analyser.readers.markup import attribute, children, parse_xml
from analyser.readers.package_asides import asides as attribute_words
from analyser.readers.source import Budget, Context, Source

PIECE = 256 * 1024
LOCAL_HEAD = re.compile(rb"PK\x03\x04(.{26})", re.DOTALL)
DAMAGED = "damaged or cut off: no part of it can be read; ask for the document again"
RATIO_FLOOR = 1024 * 1024  # below a mebibyte a high ratio costs nobody anything

# Inflating a broken stream raises any of these, by Python version and method of compression.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


def inflate(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget, password: bytes | None = None
) -> bytes:
    """Return the bytes of `member`, counted while inflating; the declared size is not believed.

    `LimitError` on a bomb, `LockedError` where the password is missing or wrong,
    `ReadingError` where the data are damaged.
    """
    pieces: list[bytes] = []
    size = 0
    try:
        with archive.open(member, pwd=password) as stream:
            while piece := stream.read(PIECE):
                size += len(piece)
                budget.inflate(len(piece))
                check_ratio(size, member.compress_size, budget)
                pieces.append(piece)
    except RuntimeError as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            msg = "locked: needs a password; give it with --password"
            raise LockedError(msg) from error
        msg = f"cannot be unpacked ({error}); unpack it by hand and scan the folder"
        raise ReadingError(msg) from error
    except DAMAGE as error:
        msg = f"damaged or in an unknown compression ({error}); ask for it again"
        raise ReadingError(msg) from error
    return b"".join(pieces)


def check_ratio(size: int, packed: int, budget: Budget) -> None:
    """Raise `LimitError` when `size` unpacked bytes from `packed` are more than the limit."""
    if size > RATIO_FLOOR and size > budget.limits.ratio * max(packed, 1):
        msg = (
            f"unpacks to more than {budget.limits.ratio:g} times its size, like a zip bomb; "
            "open it with care by hand"
        )
        raise LimitError(msg)


def salvaged(content: bytes, budget: Budget) -> io.BytesIO:
    """Return a package of the parts that a damaged one still gives, by the head of each."""
    held = io.BytesIO()
    names: set[str] = set()
    end = tried = 0
    with zipfile.ZipFile(held, "w") as archive:
        for match in LOCAL_HEAD.finditer(content):
            flags, method = struct.unpack_from("<HH", match[1], 2)
            size, _, length, extra = struct.unpack_from("<IIHH", match[1], 14)
            start = match.end() + length + extra
            name = content[match.end() : match.end() + length].decode("utf-8", "replace")
            inside = match.start() < end  # a package within a package
            if inside or flags & 1 or method not in (0, 8) or not name or name in names:
                continue
            tried += 1
            if tried > budget.limits.members:
                break
            inner, used = _unpacked(content, start, size if method == 0 else None, budget)
            end = start + used
            if inner:
                names.add(name)
                archive.writestr(name, inner)
    return held


def _unpacked(content: bytes, start: int, size: int | None, budget: Budget) -> tuple[bytes, int]:
    """Return what a part gives before it breaks off, and how many bytes of `content` it takes.

    Args:
        content: The damaged package.
        start: Where the part begins in it.
        size: Its size where it is not packed, otherwise `None`.
        budget: Counts what is unpacked.
    """
    if size is not None:
        budget.inflate(size)
        return content[start : start + size], size
    engine = zlib.decompressobj(-15)
    pieces: list[bytes] = []
    made = used = 0
    with contextlib.suppress(zlib.error):
        while not engine.eof and start + used < len(content):
            packed = engine.unconsumed_tail or content[start + used : start + used + PIECE]
            used += 0 if engine.unconsumed_tail else len(packed)
            pieces.append(engine.decompress(packed, PIECE))
            made += len(pieces[-1])
            budget.inflate(len(pieces[-1]))
            check_ratio(made, used, budget)
    return b"".join(pieces), used - len(engine.unused_data)


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie from one part to another or to an outside address."""

    id: str
    kind: str
    """The last word of its type: `hyperlink`, `image`, `header`, `aFChunk`."""

    target: str
    """The part's name, or the address where it is external."""

    external: bool


@dataclass(slots=True)
class Package:
    """The parts of one document, with what could not be read of them."""

    archive: zipfile.ZipFile
    budget: Budget
    unread: list[Unread] = field(default_factory=list)
    visited: set[str] = field(default_factory=set)
    """Names of the parts that were parsed or given on."""

    spelt: dict[str, str] = field(default_factory=dict)
    """Lower-case part name to the spelling in the ZIP: part names ignore case."""

    asides: list[Block] = field(default_factory=list)
    """The words in attributes of the parts parsed so far."""

    beside: Callable[[etree._Element], Iterable[Block]] = attribute_words
    """Finds those words."""

    parsed: set[str] = field(default_factory=set)
    told: set[Block] = field(default_factory=set)
    """What `asides` has had."""

    @classmethod
    def open(cls, source: Source, context: Context) -> Package:
        """Open the ZIP in `source`; `ReadingError` where its directory is damaged."""
        held = source.file_or_content()
        fault = ""
        try:
            archive = zipfile.ZipFile(io.BytesIO(held) if isinstance(held, bytes) else held)
        except DAMAGE:
            archive = zipfile.ZipFile(salvaged(source.content(), context.budget))
            count = len(archive.namelist())
            if not count:
                raise ReadingError(DAMAGED) from None
            parts = "one of its parts was" if count == 1 else f"{count} of its parts were"
            fault = f"damaged or cut off: {parts} still read; ask for the document again"
        package = cls(archive, context.budget)
        if fault:
            package.unread.append(Unread(fault))
        limit = context.settings.limits.members
        for name in archive.namelist()[: limit * 4]:
            package.spelt.setdefault(name.replace("\\", "/").lstrip("/").lower(), name)
        if len(archive.namelist()) > limit * 4:
            reason = f"more than {limit * 4} parts: only the first were read; open it by hand"
            package.unread.append(Unread(reason))
        return package

    def names(self) -> list[str]:
        """Return the part names, in lower case, in the order of the ZIP's directory."""
        return list(self.spelt)

    def has(self, name: str) -> bool:
        """Tell whether there is a part `name`, whatever its case."""
        return name.lower() in self.spelt

    def content(self, name: str) -> bytes:
        """Return the bytes of part `name`; damage and bombs become `unread` and `b""`."""
        name = name.lower()
        self.visited.add(name)
        spelt = self.spelt.get(name)
        if spelt is None:
            return b""
        try:
            return inflate(self.archive, self.archive.getinfo(spelt), self.budget)
        except LimitError:
            raise
        except ReadingError as error:
            self.unread.append(Unread(str(error), where=f"part {name}"))
            return b""

    def xml(self, name: str) -> etree._Element | None:
        """Return the root of the XML part `name`; `None` where it is missing or beyond repair."""
        content = self.content(name)
        if not content.strip():
            return None
        try:
            parsed = parse_xml(content, name)
        except ReadingError as error:
            self.unread.append(Unread(str(error), where=f"part {name}"))
            return None
        if parsed.fault:
            self.unread.append(Unread(parsed.fault, where=f"part {name}"))
        if name.lower() not in self.parsed:
            self.parsed.add(name.lower())
            fresh = [block for block in self.beside(parsed.root) if block not in self.told]
            self.told.update(fresh)
            self.asides += fresh
        return parsed.root

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of `part` by id; `""` is the package itself."""
        folder, _, leaf = part.lower().rpartition("/")
        name = f"{folder}/_rels/{leaf}.rels" if folder else f"_rels/{leaf}.rels"
        if not self.has(name):
            return {}
        root = self.xml(name)
        if root is None:
            return {}
        return {relation.id: relation for relation in _relations(root, folder)}


def _relations(root: etree._Element, folder: str) -> Iterator[Relation]:
    for child in children(root):
        target = attribute(child, "Target")
        external = attribute(child, "TargetMode").lower() == "external"
        if not external:
            target = posixpath.normpath(posixpath.join("/" + folder, unquote(target)))
            target = target.lstrip("/").lower()
        kind = attribute(child, "Type").rpartition("/")[2]
        yield Relation(attribute(child, "Id"), kind, target, external)
