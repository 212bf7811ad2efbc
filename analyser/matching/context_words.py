"""The words that a weak part-number grammar asks for around its numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from analyser.document import Block

PAGE = 2000
"""Characters on each side that tell what goods a text is about."""

_SHORT_WORD = 4  # letters of a context word up to which it must stand by itself


def context_word(words: Sequence[str], place: tuple[int, int], block: Block) -> str:
    """Return the first of `words` that stands around `place` in the block, or above it; or ""."""
    if not words:
        return ""
    near = block.text[max(0, place[0] - PAGE) : place[1] + PAGE]
    text = " ".join((near, block.heading, block.caption)).casefold()
    for word in words:
        if word.casefold() in text and _whole(word).search(text):
            return word
    return ""


@lru_cache(maxsize=4096)
def _whole(word: str) -> re.Pattern[str]:
    """Return what finds `word` as a word: "ONT" stands not in "contract", "rack" not in "track"."""
    folded = re.escape(word.strip().casefold())
    if not word.isascii():
        return re.compile(folded)
    ends = r"(?:e?s)?(?![a-z])" if len(word.strip()) <= _SHORT_WORD else ""
    return re.compile(rf"(?<![a-z]){folded}{ends}")
