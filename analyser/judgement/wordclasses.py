"""Classes of words: what lets the model read a rare word by its kind."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files


@cache
def _classes() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Return whole words with their class, and openings of words with theirs."""
    text = (files("analyser.judgement") / "words.toml").read_text(encoding="utf-8")
    whole: dict[str, str] = {}
    openings: list[tuple[str, str]] = []
    for name, words in tomllib.loads(text)["classes"].items():
        for word in words.split():
            if word.endswith("*"):
                openings.append((word[:-1], name))
            else:
                whole.setdefault(word, name)
    return whole, tuple(openings)


@lru_cache(maxsize=8192)
def class_of(word: str) -> str:
    """Return the class of a lower-case word; empty for a word of none."""
    whole, openings = _classes()
    found = whole.get(word)
    if found is not None:
        return found
    return next((name for opening, name in openings if word.startswith(opening)), "")
