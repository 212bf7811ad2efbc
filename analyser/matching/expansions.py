"""What an acronym stands for, where the text says so: "Long Term Support (LTS)".

A document that spells an acronym out means that by it wherever it uses it, unless it spells out
the maker.
"""

from __future__ import annotations

import re

FURTHEST = 120  # characters of an expansion
SMALL = frozenset(
    {"of", "the", "and", "for", "de", "del", "la", "le", "des", "du", "y", "et", "und", "für", "a"}
    | {"an", "in", "on", "to"}
)
WORDS = re.compile(r"[^\W\d_][\w'’]*")


OPENED = re.compile(r"[(\[]\s?[\"“'‘]?$")
CLOSED = re.compile(r"[\"”'’]?\s?[)\]]")
TOLD = re.compile(r"\s*(?:\(|\||[–—=:-]\s|\bmeans\b|\bstands for\b)")
"""Between an acronym and the words that spell it out."""

VERSION = re.compile(r"(?<![\w.])v?\d{1,4}(?:\.\d{1,4}){1,3}\s{1,2}$", re.IGNORECASE)


def versioned(before: str) -> bool:
    """Whether a version number stands right before: "22.04 LTS" is software's, no maker's."""
    return VERSION.search(before[-24:]) is not None


class Spelt:
    """Remembers what the acronyms of the text that is being read stand for."""

    def __init__(self) -> None:
        self._text = ""
        self._known: dict[str, tuple[int, int] | None] = {}

    def where(self, text: str, acronym: str) -> tuple[int, int] | None:
        """Return where `text` spells `acronym` out; looked for once a text."""
        if text is not self._text:
            self._text, self._known = text, {}
        if acronym not in self._known:
            self._known[acronym] = spelt_out(text, acronym)
        return self._known[acronym]


def spelt_out(text: str, acronym: str) -> tuple[int, int] | None:
    """Return where `text` says what `acronym` stands for; `None` where it does not."""
    if len(acronym) < 2 or not acronym.isupper() or not acronym.isalpha():
        return None
    # A plain search first: an expression over a long document for each acronym would cost more
    # than all the rest of the search.
    at = text.find(acronym)
    while at >= 0:
        place = _at(text, at, acronym)
        if place is not None:
            return place
        at = text.find(acronym, at + 1)
    return None


def _at(text: str, at: int, acronym: str) -> tuple[int, int] | None:
    """Return where the acronym at `at` is spelt out, right before or after it."""
    end = at + len(acronym)
    opened = OPENED.search(text[max(0, at - 4) : at])
    if opened is not None and CLOSED.match(text, end):
        stop = at - len(opened.group())
        start = _before(text, stop, acronym)
        return (start, stop) if start is not None else None
    told = TOLD.match(text, end)
    if told is None or (at and text[at - 1].isalnum()):
        return None
    stop_or_none = _after(text, told.end(), acronym)
    return (told.end(), stop_or_none) if stop_or_none is not None else None


def _before(text: str, at: int, acronym: str) -> int | None:
    """Return the start of the words right before `at` whose first letters spell `acronym`."""
    low = max(0, at - FURTHEST)
    words = list(WORDS.finditer(text, low, at))
    return _spelling(words[::-1], acronym[::-1], low)


def _spelling(words: list[re.Match[str]], letters: str, low: int) -> int | None:
    wanted = list(letters)
    for word in words:
        first = word.group()[0].upper()
        if first == wanted[0]:
            wanted.pop(0)
            if not wanted:
                return word.start() if word.start() > low or not low else None
        elif word.group().casefold() not in SMALL:
            return None
    return None


def _after(text: str, at: int, acronym: str) -> int | None:
    """Return the end of the words right after `at` whose first letters spell `acronym`."""
    wanted = list(acronym)
    for word in WORDS.finditer(text, at, at + FURTHEST):
        if word.group()[0].upper() == wanted[0]:
            wanted.pop(0)
            if not wanted:
                return word.end()
        elif word.group().casefold() not in SMALL:
            return None
    return None
