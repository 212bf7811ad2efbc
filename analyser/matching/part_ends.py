"""Where a part number ends: gaps closed, suffixes of re-listing, parts run together."""

from __future__ import annotations

import re
from collections.abc import Iterator

LOOSE_LENGTH = 6  # letters and digits of a number whose separators may differ; "CH4" is methane
LOOSE_START = 3  # letters of a number's beginning without which looseness finds chance runs
LONG = 9  # letters and digits of a number that its length alone tells from chance

GAP = re.compile(r"(?<=[A-Za-z0-9/-])(?:\ufffe|[ \t]*\n[ \t]*| {1,2})(?=[A-Z0-9/-])")
"""A gap inside a number; what follows must look like one, for a word after it is no part of it."""

SUFFIX = re.compile(r"(?:[-/][A-Z0-9()]{1,8})+", re.IGNORECASE)
GLUED_SUFFIX = re.compile(r"(?:[A-Z]{1,4}\d?|[Vv]\d(?:\.\d)?)(?![A-Za-z0-9])")
UNSEPARATED = re.compile(r"(?=[A-Z]*\d)[A-Z0-9]{1,6}(?![A-Za-z0-9])")
LINE_HYPHEN = re.compile(
    r"(?:-|\ufffe|\u00ad)[ \t]*(?:\r?\n)?[ \t]*(?=[A-Z0-9])|[ \t]*\n(?=[A-Z0-9])"
)


def with_suffix(window: str, end: int) -> int:
    """Return where the suffixes end that stand right after a number."""
    match = SUFFIX.match(window, end)
    return match.end() if match is not None else end


def surplus(window: str, end: int) -> int | None:
    """Return the length of letters glued to a number; `None` where they are too many."""
    if not window[end : end + 1].isalnum():
        return 0
    match = GLUED_SUFFIX.match(window, end)
    return match.end() - end if match is not None else None


def unseparated(window: str, end: int, letters: str) -> int | None:
    """Return the length of a further part whose separator is gone: "MA5800X17" for MA5800-X17.

    Digits right after digits would be another product's number.
    """
    match = UNSEPARATED.match(window, end)
    if match is None or len(letters) < LOOSE_LENGTH:
        return None
    if letters[-1].isdigit() and match.group().isdigit():
        return None
    return match.end() - end


def closed(window: str, at_least: int) -> Iterator[tuple[str, list[int]]]:
    """Yield `window` with none, one, two and three of its first gaps closed, and the places."""
    places = list(range(len(window)))
    text = window
    if at_least:
        match = LINE_HYPHEN.match(window, at_least)
        if match is None:
            return
        keep = "-" if match.group()[:1] in "-\u00ad\ufffe" and match.group() else ""
        text = window[:at_least] + keep + window[match.end() :]
        kept = [at_least] if keep else []
        places = [*range(at_least), *kept, *range(match.end(), len(window))]
        yield text, places
        return
    yield text, places
    for _ in range(3):
        gap = GAP.search(text, 1)
        if gap is None:
            return
        text = text[: gap.start()] + text[gap.end() :]
        places = places[: gap.start()] + places[gap.end() :]
        yield text, places


def least_letters(size: int) -> int:
    """Return the letters that a loosely read number needs, by how much its beginning tells."""
    return LOOSE_LENGTH if size >= LOOSE_START else LONG
