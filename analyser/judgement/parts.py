"""Very long blocks in parts: half a megabyte on one line is not read anew for each mention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyser.document import Block, Document
from analyser.finding import Mention

LONG = 8_000  # characters; paragraphs of real documents are shorter
AROUND = 1_000  # characters on either side, for the sentences that reach over the border


class Parts:
    """The mentions of a document with the block, or the part of a very long one, around them."""

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self._blocks = document.blocks
        self._parts: dict[tuple[int, int], tuple[Block, list[Mention]]] = {}
        for mention in mentions:
            key = self._key(mention)
            if key not in self._parts:
                self._parts[key] = (self._cut(key), [])
            self._parts[key][1].append(self._moved(mention, key))

    def of(self, mention: Mention) -> tuple[Block, Mention, Sequence[Mention]]:
        """Return the part that holds `mention`, the mention in it, and all mentions of it."""
        key = self._key(mention)
        block, mentions = self._parts[key]
        return block, self._moved(mention, key), mentions

    def _key(self, mention: Mention) -> tuple[int, int]:
        block = self._blocks[mention.block]
        long = len(block.text) > LONG and not block.cells
        return mention.block, mention.start // LONG if long else -1

    def _cut(self, key: tuple[int, int]) -> Block:
        block, low = self._blocks[key[0]], _low(key)
        if key[1] < 0:
            return block
        high = (key[1] + 1) * LONG + AROUND
        struck = tuple((a - low, b - low) for a, b in block.struck if low <= a and b <= high)
        return replace(block, text=block.text[low:high], struck=struck, spans=())

    def _moved(self, mention: Mention, key: tuple[int, int]) -> Mention:
        low = _low(key)
        if not low:
            return mention
        return replace(mention, start=mention.start - low, end=mention.end - low)


def _low(key: tuple[int, int]) -> int:
    return max(0, key[1] * LONG - AROUND) if key[1] > 0 else 0
