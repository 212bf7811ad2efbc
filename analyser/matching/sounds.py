"""Names as other scripts write them by their sound: "Хиквижн", "하이크비전", "هيكفيجن".

A word of another script is spelt in Latin letters and reduced to its consonants, the vowels being
what writers by ear agree on least; so are the listed names. Then the vowels are compared, where
the script has them. Chinese is read out by syllables instead (`names.py`), when the lists are made
ready.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from anyascii import anyascii
from rapidfuzz.distance import OSA

from analyser.catalogue import AliasKind
from analyser.matching.names import Entry
from analyser.skeleton import Codes

LEAST = 5
"""Consonants that tell a name from the words of a language that nobody listed."""

KEPT = 100_000
"""Words remembered; a run over many documents forgets and looks again."""

SCRIPTS = (
    "\u0370-\u03ff\u0400-\u052f"  # Greek, Cyrillic
    "\u0590-\u05ff\u0600-\u06ff"  # Hebrew, Arabic
    "\u0900-\u0dff\u0e00-\u0e7f"  # scripts of India, Thai
    "\u10a0-\u10ff\u30a0-\u30ff\uac00-\ud7a3"  # Georgian, Katakana, Hangul
)
WORD = re.compile(f"[{SCRIPTS}]{{3,32}}")

PAIRS = (
    ("kh", "h"), ("zh", "s"), ("sh", "s"), ("ts", "s"), ("ch", "s"), ("ph", "f"), ("ck", "k"),
    ("x", "ks"),
)  # fmt: skip
ALIKE = str.maketrans("bcfjlqwz", "vkvsrkvs")
"""Consonants that scripts have one letter for."""

VOWELS = re.compile("[aeiouy]+")
VOWELS_ALIKE = str.maketrans("oeyw", "aiiu")
OFF = 2
"""Vowels that may be missing, added or others."""

NO_VOWELS = "\u0590"
"""The first letter of scripts that write fewer vowels than there are, or more."""

FIRST = 0x370
"""The first letter of another script."""


class Heard(NamedTuple):
    """A word that sounds like a name."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    sure: bool
    """The vowels agree too, and it is written as a name."""


class Sounds:
    """The listed names of one word, by their consonants."""

    def __init__(self, single: Mapping[str, tuple[Entry, ...]]) -> None:
        self._names: dict[str, list[tuple[str, tuple[Entry, ...]]]] = {}
        for word, group in single.items():
            named = tuple(entry for entry in group if entry.kind is AliasKind.NAME)
            key = consonants(word)
            if named and len(key) >= LEAST:
                self._names.setdefault(key, []).append((word, named))
        self._seen: dict[str, tuple[tuple[Entry, ...], bool]] = {}

    def find(self, text: str, points: Codes) -> Iterator[Heard]:
        """Yield the words of `text` that sound like a name."""
        if not points.size or int(points.max()) < FIRST or not _other_script(points):
            return
        if len(self._seen) > KEPT:
            self._seen.clear()
        for match in WORD.finditer(text):
            word = match.group()
            heard = self._seen.get(word)
            if heard is None:
                heard = self._seen[word] = self._named(anyascii(word).lower(), word[0])
            if heard[0]:
                yield Heard(match.start(), match.end(), *heard)

    def _named(self, word: str, first: str) -> tuple[tuple[Entry, ...], bool]:
        known = self._names.get(consonants(word), ())
        vowels = first < NO_VOWELS
        heard = spelt if vowels else beats
        near = [group for own, group in known if _apart(heard(word), heard(own)) <= OFF]
        # Only names begin with a capital in running text; ordinary words come near as well.
        return tuple(entry for group in near for entry in group), vowels and first.isupper()


def _other_script(points: Codes) -> bool:
    """Whether any letter is neither Latin nor Chinese; marks of print do not count."""
    west = (points >= FIRST) & (points < 0x1100)
    east = (points >= 0x30A0) & (points <= 0xD7A3)
    return bool((west | east).any())


def consonants(word: str) -> str:
    """Return what is left of a word in Latin letters when spelling by ear is forgiven."""
    return _reduced(word, "")


def beats(word: str) -> str:
    """Return the consonants of `word`, and where vowels stand between them."""
    return _reduced(word, "a")


def spelt(word: str) -> str:
    """Return the consonants of `word` with the vowels that an ear tells apart."""
    return _reduced(word, None)


def _reduced(word: str, vowel: str | None) -> str:
    for pair, letter in PAIRS:
        word = word.replace(pair, letter)
    letters = "".join(c for c in word if c.isalnum())
    letters = letters.translate(VOWELS_ALIKE) if vowel is None else VOWELS.sub(vowel, letters)
    return re.sub(r"(.)\1+", r"\1", letters.translate(ALIKE))


def _apart(one: str, other: str) -> int:
    return int(OSA.distance(one, other, score_cutoff=OFF))
