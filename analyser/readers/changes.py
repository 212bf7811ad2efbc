"""Tracked changes of a paragraph: which sentences are new, which words are gone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analyser.readers.word_marks import Piece

# A full stop after a short word is mostly an abbreviation's; a sentence goes on in small letters.
SENTENCE_START = re.compile(
    r"(?:(?<=\w\w\w\w[.!?])|(?<=[)\"”’][.!?]))\s+(?=[^\sa-z])|(?<=[。！？])"
)
CONTEXT_BEFORE = re.compile(r"(?:\b[a-z][a-z’'-]*[^\S\n]+){1,4}\Z")
CONTEXT_AFTER = re.compile(r"\A(?:[^\S\n]+[a-z][a-z’'-]*\b){1,4}")
NEAR = 200  # letters in which four small words end
IDEOGRAPHS = 0x2E80  # from here on words are not parted by spaces


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring sentences of a paragraph that are all new or all old."""

    text: str
    struck: tuple[tuple[int, int], ...]
    inserted: bool


def parts_of(
    text: str, struck: Sequence[tuple[int, int]], inserted: Sequence[tuple[int, int]]
) -> list[Part]:
    """Return `text` cut where tracked insertions begin and end, at sentences.

    Each word is in one part only, so that a name is found once. A sentence is new where most of
    its letters are, or where a new word could be a name or a figure.
    """
    starts = [0, *(match.end() for match in SENTENCE_START.finditer(text)), len(text)]
    sentences = [(low, high) for low, high in pairwise(starts) if high > low]
    ranges: list[tuple[int, int, bool]] = []
    for low, high in sentences:
        new = _is_new(text, low, high, inserted)
        if ranges and ranges[-1][2] == new:
            low = ranges.pop()[0]  # noqa: PLW2901 - joined to the sentence before
        ranges.append((low, high, new))
    return [_part(text, low, high, struck, new) for low, high, new in ranges]


def _is_new(text: str, low: int, high: int, inserted: Sequence[tuple[int, int]]) -> bool:
    pieces = [
        text[max(start, low) : min(end, high)]
        for start, end in inserted
        if start < high and end > low
    ]
    fresh = "".join(pieces)
    if any(_telling(letter) for letter in fresh):
        return True
    letters = sum(not letter.isspace() for letter in fresh)
    return letters * 2 > sum(not letter.isspace() for letter in text[low:high])


def _telling(letter: str) -> bool:
    """Tell a letter that names and figures have: a capital, a digit, an ideograph."""
    return letter.isupper() or letter.isdigit() or (letter.isalpha() and ord(letter) >= IDEOGRAPHS)


def _part(
    text: str, low: int, high: int, struck: Sequence[tuple[int, int]], inserted: bool
) -> Part:
    low += len(text[low:high]) - len(text[low:high].lstrip())
    cut = text[low:high].rstrip()
    ranges = tuple(
        (max(start - low, 0), min(end - low, len(cut)))
        for start, end in struck
        if end > low and start < low + len(cut)
    )
    return Part(cut, ranges, inserted)


def deleted_words(pieces: Sequence[Piece]) -> list[str]:
    """Return the deletions as whole words, each with the small words around it.

    Capitalised neighbours stay out: they are printed in the accepted text, and a name among
    them would be found twice.
    """
    text = ""
    ranges: list[tuple[int, int]] = []
    for piece in pieces:
        if piece.marks.inserted and not piece.marks.deleted:
            continue
        if piece.marks.deleted:
            start = len(text)
            if ranges and not re.search(r"\w", text[ranges[-1][1] :]):
                start = ranges.pop()[0]
            ranges.append((start, len(text) + len(piece.text)))
        text += piece.text
    found = [_whole_words(text, low, high) for low, high in ranges]
    return [words for words in dict.fromkeys(found) if words]


def _whole_words(text: str, low: int, high: int) -> str:
    if not re.search(r"\w", text[low:high]):
        return ""
    while low and _joined(text[low - 1]) and _joined(text[low]):
        low -= 1
    while high < len(text) and _joined(text[high - 1]) and _joined(text[high]):
        high += 1
    before, after = (
        CONTEXT_BEFORE.search(text[:low][-NEAR:]),
        CONTEXT_AFTER.search(text[high:][:NEAR]),
    )
    low -= len(before.group()) if before else 0
    high += len(after.group()) if after else 0
    return " ".join(text[low:high].split())


def _joined(letter: str) -> bool:
    return letter.isalnum() and ord(letter) < IDEOGRAPHS
