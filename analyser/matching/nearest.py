"""What came near a listed name and is none, and the one reason."""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz.distance import OSA

from analyser.matching.phrase_edits import SHORTEST, edits_allowed
from analyser.matching.search import Search
from analyser.skeleton import codes, words

CONSIDERED = 3
"""Edits up to which a name is worth mentioning."""

SHOWN = 3
"""Names shown a word."""


class Near(NamedTuple):
    """A listed name that was considered and fell short."""

    text: str
    """As printed."""

    vendor: str
    alias: str
    why: str
    """The one reason it fell short."""


def nearest(text: str, search: Search) -> tuple[Near, ...]:
    """Return the listed names nearest to each word of `text`, and why each fell short."""
    taken = [(hit.start, hit.end) for hit in search.hits(text) if hit.listed]
    form, offsets = words(codes(text))
    found: list[Near] = []
    at = 0
    for token in form.decode("ascii").split():
        at = form.find(token.encode(), at)
        start, end = int(offsets[at]), int(offsets[at + len(token) - 1]) + 1
        at += len(token)
        if any(low < end and start < high for low, high in taken):
            continue
        found += _of_word(text[start:end], token, search)
    return tuple(found)


def _of_word(printed: str, token: str, search: Search) -> list[Near]:
    if len(token) < 3 or token.isdigit():
        return []
    ranked: list[tuple[int, str, str]] = []
    for entry in search.names:
        if not entry.listed or entry.native or abs(len(entry.plain) - len(token)) > CONSIDERED:
            continue
        limit = min(CONSIDERED, max(1, len(entry.plain) // 3))
        edits = OSA.distance(token, entry.plain, score_cutoff=limit)
        if edits <= limit:
            ranked.append((int(edits), entry.text, entry.vendor))
    ranked.sort()
    return [
        Near(printed, vendor, alias, _why(token, printed, edits, alias, search))
        for edits, alias, vendor in ranked[:SHOWN]
    ]


def _why(token: str, printed: str, edits: int, alias: str, search: Search) -> str:
    if edits == 0:
        return f"{printed!r} stands where {alias!r} needs capitals or other words around it"
    if token in search.ordinary:
        return f"{printed!r} is an ordinary word"
    if any(map(str.isdigit, alias)):
        return "numbers are never compared by likeness: one digit is another product"
    size = len(alias)
    if size < SHORTEST:
        return f"{alias!r} is too short to be misspelt with any certainty"
    allowed = edits_allowed(size)
    if edits > allowed:
        return f"{edits} letters differ; a name of {size} letters carries {allowed}"
    return f"{alias!r} needs other evidence, which the words around do not give"
