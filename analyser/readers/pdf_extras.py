"""What stands in a PDF beside its pages: comments, form fields, links, attachments, metadata."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from analyser.document import Block, Document, Unread
from analyser.readers.source import Context, Source


@dataclass(slots=True)
class Extras:
    """Blocks and attachments found beside the text."""

    blocks: list[Block] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def pieces_beside_the_text(opened: Any, source: Source, total: int) -> Extras:
    return Extras()


def members_of(
    opened: Any, extras: Extras, context: Context
) -> tuple[tuple[Document, ...], list[Unread]]:
    return (), []
