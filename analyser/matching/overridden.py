"""Print turned round by a mark of direction: stored backwards, it reads forwards."""

from __future__ import annotations

import re
from collections.abc import Iterator

MARK = "\u202e"
TURNED = re.compile(r"\u202e([^\u202c\u202d\u202e\n\r\x1e]{3,})")


def overridden(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each stretch of `text` that is shown right to left begins, and how it reads."""
    if MARK in text:
        yield from ((match.start(1), match.group(1)[::-1]) for match in TURNED.finditer(text))
