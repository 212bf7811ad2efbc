"""A sentence cut into pieces, so that the mention and its cue can be marked.

Apart from the templates because finding words again in a sentence is not a template's work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 1200  # characters of a sentence shown; a page without full stops is one "sentence"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a sentence."""

    text: str
    kind: str = ""
    """`mention`, `cue` or `""`."""


def marked(context: str, mention: str, cue: str) -> tuple[Piece, ...]:
    """Return `context` in pieces, `mention` and the words of `cue` told apart.

    Where the mention cannot be found again (it runs over a line end in the original), the
    sentence comes back whole; nothing is marked that was not met.
    """
    at = _place(context, mention)
    start, context = _window(context, at)
    if at is not None:
        at = (at[0] - start, min(at[1] - start, len(context)))
    cue_at = _place(context, cue, avoid=at) if cue and len(cue) > 1 else None
    marks = sorted(
        [(*span, kind) for span, kind in ((at, "mention"), (cue_at, "cue")) if span is not None]
    )
    pieces: list[Piece] = []
    done = 0
    for first, last, kind in marks:
        pieces.append(Piece(context[done:first]))
        pieces.append(Piece(context[first:last], kind))
        done = last
    pieces.append(Piece(context[done:]))
    return tuple(piece for piece in pieces if piece.text)


def _window(context: str, at: tuple[int, int] | None) -> tuple[int, str]:
    """Return where the shown part of an overlong `context` begins, and that part."""
    if len(context) <= LONGEST:
        return 0, context
    middle = at[0] if at else 0
    start = max(0, min(middle - LONGEST // 2, len(context) - LONGEST))
    return start, context[start : start + LONGEST]


def _place(
    context: str, words: str, avoid: tuple[int, int] | None = None
) -> tuple[int, int] | None:
    """Return where `words` stand in `context`, white space and case apart."""
    parts = words.split()
    if not parts or len(words) > LONGEST:
        return None
    pattern = r"\s+".join(re.escape(part) for part in parts)
    found: tuple[int, int] | None = None
    for flags in (0, re.IGNORECASE):
        for match in re.finditer(pattern, context, flags):
            if avoid is not None and match.start() < avoid[1] and match.end() > avoid[0]:
                continue
            span = (match.start(), match.end())
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
