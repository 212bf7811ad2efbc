"""A sentence cut into pieces, so that the mention and its cue can be marked.

Apart from the templates because finding words again in a sentence is not a template's work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

CELL_MARK = " | "
"""Between the cells of a table row, as readers join them."""

LONGEST = 1200  # characters of a sentence shown; a page without full stops is one "sentence"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a sentence."""

    text: str
    kind: str = ""
    """`mention`, `cue` or `""`."""


def marked(context: str, mentions: Sequence[str], cue: str) -> tuple[Piece, ...]:
    """Return `context` in pieces, each of `mentions` and the words of `cue` told apart.

    Where a mention cannot be found again (it runs over a line end in the original), the
    sentence comes back whole; nothing is marked that was not met.
    """
    spans: list[tuple[int, int, str]] = []
    for mention in mentions:
        if (at := _place(context, mention, spans)) is not None:
            spans.append((*at, "mention"))
    if len(cue) > 1 and (at := _place(context, cue, spans)) is not None:
        spans.append((*at, "cue"))
    start, end = _window(context, spans[0] if spans else None)
    pieces: list[Piece] = []
    done = start
    for first, last, kind in sorted(spans):
        if start <= first and last <= end:
            pieces.append(Piece(context[done:first]))
            pieces.append(Piece(context[first:last], kind))
            done = last
    pieces.append(Piece(context[done:end]))
    return tuple(piece for piece in pieces if piece.text)


def cells(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """Return the pieces of a table row cell by cell."""
    row: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, part in enumerate(piece.text.split(CELL_MARK)):
            if number:
                row.append([])
            if part:
                row[-1].append(Piece(part, piece.kind))
    return tuple(tuple(cell) for cell in row)


def _window(context: str, at: tuple[int, int, str] | None) -> tuple[int, int]:
    """Return which part of an overlong `context` is shown: the surroundings of `at`."""
    if len(context) <= LONGEST:
        return 0, len(context)
    middle = at[0] if at else 0
    start = max(0, min(middle - LONGEST // 2, len(context) - LONGEST))
    return start, start + LONGEST


def _place(
    context: str, words: str, taken: Sequence[tuple[int, int, str]]
) -> tuple[int, int] | None:
    """Return where `words` stand in `context`, white space and case apart, clear of `taken`."""
    parts = words.split()
    if not parts or len(words) > LONGEST:
        return None
    pattern = r"\s+".join(re.escape(part) for part in parts)
    found: tuple[int, int] | None = None
    for flags in (0, re.IGNORECASE):
        for match in re.finditer(pattern, context, flags):
            span = (match.start(), match.end())
            if any(span[0] < last and span[1] > first for first, last, _ in taken):
                continue
            if _whole(context, *span):
                return span
            found = found or span
    return found


def _whole(context: str, start: int, end: int) -> bool:
    before = context[start - 1] if start else " "
    after = context[end] if end < len(context) else " "
    return not (before.isalnum() and context[start].isalnum()) and not (
        after.isalnum() and context[end - 1].isalnum()
    )
