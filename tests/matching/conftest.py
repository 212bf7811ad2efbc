"""One matcher over the shipped lists for all tests of the search."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analyser.document import Block, Cell, Document, Layer
from analyser.finding import Mention
from analyser.lists.load import load_lists
from analyser.matching.matcher import Matcher

Find = Callable[..., tuple[Mention, ...]]


@pytest.fixture(scope="session")
def matcher() -> Matcher:
    """Return a matcher over the shipped lists."""
    return Matcher(load_lists().catalogue)


def row(*cells: tuple[str, str]) -> Block:
    """Return a table row from (heading, cell) pairs."""
    placed = []
    at = 0
    for heading, text in cells:
        placed.append(Cell(heading, text, at))
        at += len(text) + 3
    joined = " | ".join(text for _, text in cells)
    return Block(joined, layer=Layer.TABLE, cells=tuple(placed))


def document(*blocks: Block | str) -> Document:
    """Return a document of `blocks`; a string is a paragraph."""
    made = tuple(Block(one) if isinstance(one, str) else one for one in blocks)
    return Document("bid.txt", "", "text/plain", blocks=made)


@pytest.fixture
def find(matcher: Matcher) -> Find:
    """Return what finds the mentions in some blocks."""

    def found(*blocks: Block | str) -> tuple[Mention, ...]:
        return matcher.find(document(*blocks))

    return found
