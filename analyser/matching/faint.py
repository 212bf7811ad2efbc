"""Names of which everyday words are left: told only where print and goods speak for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analyser.document import Block
from analyser.matching.hits import Hit
from analyser.matching.surroundings import ROW, goods_beside, vocabulary
from analyser.matching.witnesses import Placed

WITNESSES = frozenset({"column-make", "maker-nearby", "maker-elsewhere"})
"""Evidence for which such a name is told wherever it stands."""


def set_as_name(hit: Hit, printed: str) -> bool:
    """Whether no word is in small letters that the name has not so: "VI Vision", no "VI vision"."""
    own = {word for entry in hit.entries for word in entry.text.split()}
    return all(word in own or not word.islower() for word in printed.split())


def stands(placed: Placed, block: Block, kinds: Collection[str], sectors: Sequence[str]) -> bool:
    """Return whether a faint name is worth a note, by the `kinds` of evidence for it.

    Args:
        placed: The name.
        block: Its block.
        kinds: Kinds of the evidence that was found for it.
        sectors: The classes of its goods.
    """
    if not set_as_name(placed.hit, placed.printed):
        return False
    return not WITNESSES.isdisjoint(kinds) or bool(
        goods_beside(block, placed.start, placed.end, sectors)
    )


def may_stand(hit: Hit, text: str) -> bool:
    """Return whether a faint name can be told once its page is laid out, going by its text."""
    near = text[max(0, hit.start - ROW) : hit.end + ROW]
    return set_as_name(hit, text[hit.start : hit.end]) and (
        vocabulary().any_goods.search(near) is not None
    )
