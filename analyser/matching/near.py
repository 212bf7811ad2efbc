"""Misspelt names: words one or two edits away from a listed one.

Words are looked at once a process each. A neighbourhood of deletions finds the listed names that
a word can be a misspelling of; optimal string alignment counts the edits. Ordinary words near a
listed name are data (`ordinary_words.txt`), and part numbers are never compared this way.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from rapidfuzz.distance import OSA

from analyser.catalogue import AliasKind
from analyser.matching.names import Entry
from analyser.skeleton import classed, codes, words

SHORTEST = 5
TWO_EDITS = 8
LONGEST = 24


class Near(NamedTuple):
    """A listed word near a printed one."""

    word: str
    edits: int


class Phrase(NamedTuple):
    """A name of several words, hung on one of them."""

    joined: str
    size: int
    """Words."""

    at: int
    """Index of the word it is hung on."""

    words: tuple[str, ...]
    entries: tuple[Entry, ...]


PIECES = "# Names, and pieces of names, that are words themselves."


@cache
def ordinary_words() -> frozenset[str]:
    """Return words of ordinary language that stand near a listed name or are part of one."""
    return _words_of(_shipped()) | common_words()


@cache
def common_words() -> frozenset[str]:
    """Return everyday words that a listed name is, or falls into when it is broken."""
    return _words_of(_shipped().partition(PIECES)[2])


def _shipped() -> str:
    return files("analyser.matching").joinpath("ordinary_words.txt").read_text(encoding="utf-8")


def _words_of(text: str) -> frozenset[str]:
    return frozenset(word for line in text.splitlines() if line[:1] != "#" for word in line.split())


def edits_allowed(length: int) -> int:
    """Return how many edits a name of `length` letters can carry."""
    if length < SHORTEST:
        return 0
    return 1 if length < TWO_EDITS else 2


def deletions(word: str, count: int) -> set[str]:
    """Return `word` and everything that is left of it after up to `count` deletions."""
    found = {word}
    level = {word}
    for _ in range(count):
        level = {rest[:i] + rest[i + 1 :] for rest in level for i in range(len(rest))}
        found |= level
    return found


class NearNames:
    """The neighbourhood of every listed name."""

    def __init__(self, names: Iterable[Entry], ordinary: frozenset[str]) -> None:
        self._ordinary = ordinary
        self.single: dict[str, tuple[Entry, ...]] = {}
        self.phrases: dict[str, tuple[Phrase, ...]] = {}
        self._index(list(names))
        self._neighbours: dict[str, list[str]] = {}
        self._class_neighbours: dict[str, list[str]] = {}
        self._classed: dict[str, str] = {}
        for word in {*self.single, *self.phrases}:
            self._add(word)
        self._seen: dict[str, tuple[Near, ...]] = {}
        self.hot: set[str] = set()
        """Words met so far that are near a listed one."""

    def _index(self, names: list[Entry]) -> None:
        single: dict[str, list[Entry]] = {}
        split: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for entry in names:
            if not entry.listed or entry.native or entry.needs_context:
                continue
            if entry.kind is AliasKind.MISSPELLING:
                continue
            parts = tuple(plain_words(entry.text))
            if len(parts) == 1 and _worth(entry):
                single.setdefault(entry.plain, []).append(entry)
            if len(parts) > 1:
                split.setdefault(entry.plain, []).append((parts, entry))
        self.single = {word: tuple(group) for word, group in single.items()}
        phrases: dict[str, list[Phrase]] = {}
        for joined, group in split.items():
            for parts in {parts for parts, _ in group}:
                own = tuple(e for p, e in group if p == parts)
                for at in self._anchors(parts):
                    found = Phrase(joined, len(parts), at, parts, own)
                    phrases.setdefault(parts[at], []).append(found)
        self.phrases = {word: tuple(group) for word, group in phrases.items()}

    def _anchors(self, parts: tuple[str, ...]) -> list[int]:
        """Return the words to hang a name on; none where a name of its own covers one."""
        if any(part in self.single for part in parts):
            return []
        return [i for i, part in enumerate(parts) if len(part) >= 4]

    def _add(self, word: str) -> None:
        form = classed(word)
        self._classed[word] = form
        for rest in deletions(word, edits_allowed(max(len(word), SHORTEST))):
            self._neighbours.setdefault(rest, []).append(word)
        for rest in deletions(form, 1):
            self._class_neighbours.setdefault(rest, []).append(word)

    def near(self, word: str) -> tuple[Near, ...]:
        """Return the listed words that `word` may be a misspelling of, the nearest first."""
        known = self._seen.get(word)
        if known is not None:
            return known
        found: list[Near] = []
        length = len(word)
        if 4 <= length <= LONGEST and word not in self._ordinary and _word_like(word):
            form = classed(word)
            candidates: set[str] = set()
            get = self._neighbours.get
            for rest in deletions(word, 2 if length >= TWO_EDITS - 1 else 1):
                if (listed := get(rest)) is not None:
                    candidates.update(listed)
            get = self._class_neighbours.get
            for rest in deletions(form, 1):
                if (listed := get(rest)) is not None:
                    candidates.update(listed)
            for listed_word in candidates:
                edits = min(
                    OSA.distance(word, listed_word, score_cutoff=2),
                    OSA.distance(form, self._classed[listed_word], score_cutoff=2),
                )
                if edits <= edits_allowed(max(len(listed_word), SHORTEST)):
                    found.append(Near(listed_word, edits))
            found.sort(key=lambda one: (one.edits, one.word))
        result = tuple(found)
        self._seen[word] = result
        if result:
            self.hot.add(word)
        return result

    def unseen(self, tokens: set[str]) -> None:
        """Look at every word of `tokens` that was not met before."""
        for token in tokens - self._seen.keys():
            self.near(token)


def _word_like(word: str) -> bool:
    """Whether letters outweigh the digits: numbers are never compared by likeness."""
    return word.isalpha() or sum(map(str.isdigit, word)) * 3 <= len(word)


def plain_words(text: str) -> list[str]:
    """Return the folded words of a name."""
    return words(codes(text)).form.decode("ascii").split()


def _worth(entry: Entry) -> bool:
    """Whether a misspelling of `entry` can be told from chance."""
    letters = sum(character.isalpha() for character in entry.plain)
    return (
        SHORTEST <= len(entry.plain) <= LONGEST
        and letters >= SHORTEST
        and letters == len(entry.plain)
        and (entry.kind is not AliasKind.PRODUCT_LINE or len(entry.plain) >= TWO_EDITS)
    )
