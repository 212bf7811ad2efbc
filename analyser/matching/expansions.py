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
    for match in re.finditer(rf"[(\[]\s*[\"“'‘]?{acronym}[\"”'’]?\s*[)\]]", text):
        start = _before(text, match.start(), acronym)
        if start is not None:
            return start, match.start()
    for match in re.finditer(rf"(?<!\w){acronym}\s*(?:\(|\||[–—=:-]\s|\bmeans\b|stands for)", text):
        end = _after(text, match.end(), acronym)
        if end is not None:
            return match.end(), end
    return None


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
