"""Names in web addresses: what is printed there is the address."""

from __future__ import annotations

import re
from dataclasses import replace

from analyser.document import Block, Layer
from analyser.finding import Mention

BEFORE = re.compile(r"[^\s<>\"|]*$")
AFTER = re.compile(r"[^\s<>\"|]*")
REACH = 2000  # characters before a name in which its address begins
LONGEST = 200  # characters of an address that are shown; tracking tails are longer


def whole_address(block: Block, mention: Mention) -> Mention:
    """Return `mention` with its whole address where it stands in a link.

    A link is not printed; of "https://www.hikvision.com/en/products" a person looks for all.
    """
    if block.layer is not Layer.LINK:
        return mention
    low = max(0, mention.start - REACH)
    before, after = (
        BEFORE.search(block.text[low : mention.start]),
        AFTER.match(block.text, mention.start),
    )
    if before is None or after is None or after.end() < mention.end:
        return mention
    start = low + before.start()
    end = max(mention.end, min(after.end(), start + LONGEST))
    return replace(mention, start=start, end=end, text=block.text[start:end])
