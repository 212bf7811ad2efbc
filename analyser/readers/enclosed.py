"""What stands between a head and its tail in a file's bytes, in one walk over them.

A pattern that looks for the tail anew after every head takes the square of a hostile file's length.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator


def enclosed(
    content: bytes | mmap.mmap, head: re.Pattern[bytes], tail: bytes, most: int
) -> Iterator[bytes]:
    """Yield what stands between each `head` and the next `tail`, where that is `most` at most.

    Heads within what was yielded are part of it.
    """
    end = past = 0
    for match in head.finditer(content):
        start = match.end()
        if match.start() < past:
            continue
        if end < start:
            end = content.find(tail, start)
            if end < 0:
                return
        if end - start <= most:
            yield content[start:end]
            past = end + len(tail)
