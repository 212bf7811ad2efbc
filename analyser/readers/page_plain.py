"""Pages that are searched without a layout: their text in paragraphs, as far as lines show them."""

from __future__ import annotations

from collections.abc import Iterator

from analyser.document import Block, Layer, Reading

FULL_LINE = 0.75
"""Share of the longest line above which a line runs on into the next."""


def paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a page's `text`, as far as its lines show them.

    A row of a table and a sentence must each be judged by its own words, not by the whole page's.
    """
    lines = text.split("\n")
    full = FULL_LINE * max(map(len, lines))
    held: list[str] = []
    for line in lines:
        held.append(line)
        if len(line) < full or line.rstrip().endswith((".", ":", ";")):
            if any(map(str.strip, held)):
                yield "\n".join(held).strip("\n")
            held = []
    if any(map(str.strip, held)):
        yield "\n".join(held).strip("\n")


def plain_blocks(text: str, page: int) -> Iterator[Block]:
    """Yield the paragraphs of the page `text`; `page` counts from 1."""
    for paragraph in paragraphs(text):
        yield Block(paragraph, page=page)


def unlaid(text: str, number: int, *, quiet: bool) -> list[Block]:
    """Return the blocks of page `number` that is not laid out: one, where nobody searches it."""
    if quiet:
        return [Block(text, page=number, quiet=True)] if text.strip() else []
    return list(plain_blocks(text, number))


def is_plain(block: Block) -> bool:
    """Tell whether `block` is the text of a page as it was found, not laid out."""
    return block.layer is Layer.BODY and block.reading is Reading.TEXT and not block.spans
