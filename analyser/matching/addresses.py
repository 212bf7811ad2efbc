"""Names in web addresses: what is printed there is the address."""

from __future__ import annotations

import re
from dataclasses import replace

from analyser.document import Block, Layer
from analyser.finding import Mention

ADDRESS = re.compile(r"[^\s<>\"|]+")
LONGEST = 200  # characters of an address that are shown; tracking tails are longer


def whole_address(block: Block, mention: Mention) -> Mention:
    """Return `mention` with its whole address where it stands in a link.

    A link is not printed; of "https://www.hikvision.com/en/products" a person looks for all.
    """
    if block.layer is not Layer.LINK:
        return mention
    for match in ADDRESS.finditer(block.text):
        if match.start() <= mention.start and mention.end <= match.end():
            end = max(mention.end, min(match.end(), match.start() + LONGEST))
            text = block.text[match.start() : end]
            return replace(mention, start=match.start(), end=end, text=text)
    return mention
