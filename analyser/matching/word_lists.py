"""Words of ordinary language that the shipped files hold: chosen by nearness to listed names."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

KNOWN = "# Known to every reader of some language."
PIECES = "# Names, and pieces of names, that are words themselves."


@cache
def ordinary_words() -> frozenset[str]:
    """Return words of ordinary language that stand near a listed name or are part of one."""
    return _words_of(_shipped()) | common_words()


@cache
def everyday_words() -> frozenset[str]:
    """Return those of the ordinary words that every reader knows: never a misspelt one."""
    return _words_of(_shipped().partition(KNOWN)[2])


@cache
def common_words() -> frozenset[str]:
    """Return everyday words that a listed name is, or falls into when it is broken."""
    return _words_of(_shipped().partition(PIECES)[2])


@cache
def word_halves() -> frozenset[str]:
    """Return everyday words that a name-like word may be run together of."""
    return _words_of(_shipped("word_halves.txt"))


def _shipped(name: str = "ordinary_words.txt") -> str:
    return files("analyser.matching").joinpath(name).read_text(encoding="utf-8")


def _words_of(text: str) -> frozenset[str]:
    return frozenset(word for line in text.splitlines() if line[:1] != "#" for word in line.split())
