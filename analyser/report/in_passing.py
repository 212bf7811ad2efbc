"""Ordinary words that are also names on the lists, where nothing says that a maker is meant.

Apart from what is noted because they are no names: "prime contractor" and "air conditioning" stand
in a third of all tenders, and a list of them would hide the names that a text rules out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from analyser.finding import Assessment, Disposition, Judged

MOST_WORDS = 40


def in_passing(judged: Judged) -> bool:
    """Say whether `judged` is such a word."""
    return judged.disposition is Disposition.NOTED and judged.mention.needs_context


def words_in_passing(documents: Iterable[Assessment]) -> tuple[tuple[str, int], ...]:
    """Return such words of `documents` with how often each stands there, the frequent first."""
    counts = Counter(
        " ".join(judged.mention.text.split()).casefold()
        for document in documents
        for judged in document.mentions
        if in_passing(judged)
    )
    return tuple(counts.most_common(MOST_WORDS))
