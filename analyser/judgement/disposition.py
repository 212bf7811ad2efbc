"""How loudly a judged mention is reported."""

from __future__ import annotations

from analyser.document import Layer
from analyser.finding import Disposition, Mention, Stance

# Below this the words are almost surely something else; they are listed on request only.
CLEARED_BELOW = 0.12
# Below this an offer is a question to the bidder, not a flag.
FLAGGED_FROM = 0.55
# A lowered mention with at least this chance of being an offer after all is looked at by a person.
DOUBTFUL_FROM = 0.36

_ACTIVE = frozenset({Stance.OFFERED, Stance.SPECIFIED})
_OPEN = frozenset({Stance.EXISTING, Stance.UNCLEAR})


def disposition_for(
    mention: Mention, stance: Stance, confidence: float, active: float, withdrawn: bool
) -> Disposition:
    """Return the disposition of a mention.

    Args:
        mention: The mention; its own flags say whether evidence is weak or context is missing.
        stance: What the text does with the name.
        confidence: Probability that the mention is the maker's.
        active: Probability that the text offers or specifies the name.
        withdrawn: The words are struck through or deleted.
    """
    if confidence < CLEARED_BELOW:
        return Disposition.CLEARED
    if mention.needs_context:
        return Disposition.NOTED
    if stance in _ACTIVE:
        strong = not mention.weak and not withdrawn and confidence >= FLAGGED_FROM
        return Disposition.FLAGGED if strong else Disposition.REVIEW
    if stance in _OPEN or active >= DOUBTFUL_FROM:
        return Disposition.REVIEW
    return Disposition.NOTED


def is_withdrawn(layer: Layer, struck: bool) -> bool:
    """Tell whether words in this layer no longer stand."""
    return struck or layer is Layer.DELETED
