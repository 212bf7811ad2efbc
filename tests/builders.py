"""Small real objects for the tests: documents without files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from analyser.document import Block, Cell, Coverage, Document, Layer


def row(cells: Sequence[str], headings: Sequence[str] = (), **kwargs: object) -> Block:
    """Return a table row whose cells stand under `headings`."""
    names = [*headings, *[""] * (len(cells) - len(headings))]
    made: list[Cell] = []
    at = 0
    for name, cell in zip(names, cells, strict=False):
        made.append(Cell(heading=name, text=cell, start=at))
        at += len(cell) + len(" | ")
    return Block(" | ".join(cells), layer=Layer.TABLE, cells=tuple(made), **kwargs)  # type: ignore[arg-type]


def table(text: str) -> list[Block]:
    """Return the rows of a table written as lines of `a | b | c`, the first line its headings."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [
        row(cells, lines[0], where=f"Table 1, row {number}", page=1)
        for number, cells in enumerate(lines[1:], start=2)
    ]


def document(
    path: str, *parts: str | Block | list[Block], media_type: str = "text/plain"
) -> Document:
    """Return a document of `parts`: paragraphs as text, ready blocks, or lists of rows."""
    blocks: list[Block] = []
    for part in parts:
        if isinstance(part, str):
            blocks.append(Block(part, page=1, where=f"Paragraph {len(blocks) + 1}"))
        elif isinstance(part, Block):
            blocks.append(part)
        else:
            blocks.extend(part)
    text = "\n".join(block.text for block in blocks)
    return Document(
        path=path,
        sha256=hashlib.sha256(f"{path}\n{text}".encode()).hexdigest(),
        media_type=media_type,
        pages=1,
        blocks=tuple(blocks),
        coverage=Coverage(total=1, read=1),
    )
