"""What comes out of an archive, member by member; hostile members are named and refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.errors import LimitError, ReadingError
from analyser.readers.source import Context, Source

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
    remarks: list[str] = field(default_factory=list)
    """What the archive says of itself and its members."""

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
        names += [Block(text, Layer.METADATA, where="remark") for text in self.remarks]
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


def stop(gathered: Gathered, done: int, total: int) -> None:
    """Say that the members after number `done` were not reached."""
    left = total - done
    if left > 0:
        gathered.total += left
        reason = f"{left} more members were not unpacked because a limit was reached"
        gathered.unread.append(Unread(f"{reason}; unpack by hand and scan the folder"))
