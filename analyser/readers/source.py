"""What a reader is given: a file or bytes, and the terms it reads on.

Apart from the formats because every reader, the dispatcher and nested members share it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from analyser.document import Coverage, Document, Unread
from analyser.errors import LimitError
from analyser.settings import Limits, Settings

Interest = Callable[[Sequence[str]], frozenset[int]]
"""Given the texts of pages that follow each other, the indexes of those with a candidate."""

Deserving = Callable[[Sequence[str], frozenset[int]], tuple[frozenset[int], frozenset[int]]]
"""Given the texts of pages and the indexes that `Interest` gave, those worth a full layout and
those worth a search: the first are among the second, and these among the indexes given."""

ReadMember = Callable[[str, bytes], tuple[Document, ...]]
"""Given a member's name inside its container and its bytes, the documents made of it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file on disk, or a member of a container that is held in memory."""

    name: str
    """As `Document.path` will have it: relative, with `/`, members after `!/`."""

    sha256: str
    media_type: str = ""
    """By content; `""` until the dispatcher has looked."""

    path: Path | None = None
    """Where the file lies; `None` for a member, whose bytes are in `held`."""

    held: bytes | None = field(default=None, repr=False)

    @classmethod
    def of_path(cls, path: Path, name: str, media_type: str = "") -> Source:
        """Return the file at `path`, hashed in pieces and not held in memory."""
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return cls(name, digest, media_type, path=path)

    @classmethod
    def of_bytes(cls, content: bytes, name: str, media_type: str = "") -> Source:
        """Return a member whose bytes are `content`."""
        return cls(name, hashlib.sha256(content).hexdigest(), media_type, held=content)

    def typed(self, media_type: str) -> Source:
        """Return the same source with its media type known."""
        return replace(self, media_type=media_type)

    def content(self) -> bytes:
        """Return all bytes; a file is read anew at each call, so keep what you need."""
        if self.held is not None:
            return self.held
        return self.path.read_bytes() if self.path is not None else b""

    def head(self, size: int = 4096) -> bytes:
        """Return the first `size` bytes, enough to tell most formats."""
        if self.held is not None:
            return self.held[:size]
        if self.path is None:
            return b""
        with self.path.open("rb") as stream:
            return stream.read(size)

    def size(self) -> int:
        """Return how many bytes there are."""
        if self.held is not None:
            return len(self.held)
        return self.path.stat().st_size if self.path is not None else 0

    def file_or_content(self) -> Path | bytes:
        """Return the path where there is one, otherwise the bytes: what most libraries take."""
        return self.path if self.path is not None else self.content()

    def unread(self, reason: str, *, unit: str = "file") -> Document:
        """Return the document of a source none of which could be read, because of `reason`."""
        return Document(
            path=self.name,
            sha256=self.sha256,
            media_type=self.media_type,
            unread=(Unread(reason),),
            coverage=Coverage(unit=unit, total=1),
        )


@dataclass(slots=True)
class Budget:
    """What a document and everything nested in it have used of the limits so far.

    Shared and counted up by all members of one file on disk, so that a thousand small bombs
    cost no more than one.
    """

    limits: Limits
    inflated: int = 0
    members: int = 0
    ocr_pages: int = 0
    started: float = field(default_factory=time.monotonic)

    def inflate(self, size: int) -> None:
        """Count `size` more unpacked bytes; `LimitError` when there are too many."""
        self.inflated += size
        if self.inflated > self.limits.inflated:
            mebibytes = self.limits.inflated // 2**20
            msg = f"unpacks to more than {mebibytes} MiB; unpack it by hand and scan the folder"
            raise LimitError(msg)

    def member(self) -> None:
        """Count one more member; `LimitError` when there are too many."""
        self.members += 1
        if self.members > self.limits.members:
            msg = f"more than {self.limits.members} members; unpack it by hand and scan the folder"
            raise LimitError(msg)

    def seconds_left(self) -> float:
        """Return how much of the wall time for the file on disk is left; below 0 when over."""
        return self.limits.seconds - (time.monotonic() - self.started)


@dataclass(frozen=True, slots=True)
class Context:
    """The terms on which one source is read."""

    settings: Settings
    interest: Interest
    budget: Budget
    read_member: ReadMember
    """Reads what lies inside; names the result `"outer!/inner"` and never raises."""

    depth: int = 0
    """How many containers this source lies in."""

    deserving: Deserving | None = None
    """Which of the pages that `interest` gave are laid out and searched; without it, all."""


def everything(texts: Sequence[str]) -> frozenset[int]:
    """Find every page interesting: for readers called without a matcher."""
    return frozenset(range(len(texts)))
