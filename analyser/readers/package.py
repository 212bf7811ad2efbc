"""The ZIP inside Office and OpenDocument files, inflated under count.

Apart from archives because its members are parts of one document, not documents.
"""

from __future__ import annotations

import io
import posixpath
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
        try:
            archive = zipfile.ZipFile(io.BytesIO(held) if isinstance(held, bytes) else held)
        except DAMAGE as error:
            msg = f"a damaged package ({error}); ask for the document again"
            raise ReadingError(msg) from error
        package = cls(archive, context.budget)
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
