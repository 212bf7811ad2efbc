"""Whether the text that a PDF page gives can be the text that it shows."""

from __future__ import annotations

import re

# Glyphs without a meaning: private use, replacement, controls, and the "(cid:12)" of some tools.
MEANINGLESS = re.compile(
    r"[\ue000-\uf8ff\ufffd\x00-\x08\x0b\x0e-\x1f\U000f0000-\U0010fffd]|\(cid:\d+\)"
)
# Private-use bullets and ticks of symbol fonts are printed singly in front of a line.
ORNAMENT = re.compile(r"(?:(?<=\s)|^)[\ue000-\uf8ff]{1,2}(?=\s|$)")

VOWELS = "aeiouyAEIOUYáéíóúàèìòùäöüâêîôûãõåæøœ"
LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
TOKEN = re.compile(r"[^\W\d_]+")
NAME = re.compile(r"[^\W_][\w./-]+")

FEW_LETTERS = 25
"""Fewer letters than a line: a page number or a stamp on what may be a picture."""

SMALL_TEXT = """
the of and to in for a is be with on by or as at that from are this shall not
de la le les des et en du pour un une der die das und den von mit ist zu für el los las y del
que por para con o as os da do em e di il che per non van het een
"""
SMALL_WORDS = frozenset(SMALL_TEXT.split())


def has_few_letters(text: str) -> bool:
    """Tell whether `text` is too little to be the words of a whole page."""
    if len(text) > 400:
        return False
    return sum(char.isalnum() for char in text) < FEW_LETTERS


def looks_wrong(text: str) -> str:  # noqa: PLR0911 - a list of reasons
    """Return what is wrong with the text layer `text` in a few words; `""` if nothing is."""
    size = len(text)
    if size < 20:
        return ""
    bad = len(MEANINGLESS.findall(text))
    if bad > 3 and bad - len(ORNAMENT.findall(text)) > 0.05 * size:
        return "its letters carry no meaning"
    vowels = sum(map(text.count, "aeiouAEIOU"))
    # Most pages leave here: one count of ten letters costs less than a list of words.
    if 0.2 * size < vowels < 0.5 * size:
        return ""
    letters = len(LATIN.findall(text))
    if letters < 150 or letters < 0.35 * sum(not char.isspace() for char in text):
        return ""
    words = [word.lower() for word in TOKEN.findall(text)]
    if sum(word in SMALL_WORDS for word in words) > 0.03 * len(words):
        return ""
    vowels = sum(map(text.count, VOWELS))
    share = vowels / letters
    if share < 0.22 or share > 0.62:
        return "its letters do not form words"
    return ""


def agreement(one: str, other: str) -> float:
    """Return which share of the longer words of `other` stands in `one` too."""
    known = {word for word in TOKEN.findall(one.lower()) if len(word) > 3}
    words = {word for word in TOKEN.findall(other.lower()) if len(word) > 3}
    if not words:
        return 1.0
    return len(known & words) / len(words)


def words_missing(text: str, other: str) -> list[str]:
    """Return the words of `other`, as printed, that do not stand in `text`."""
    known = set(NAME.findall(text.lower()))
    return [word for word in NAME.findall(other) if word.lower() not in known]
