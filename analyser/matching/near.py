"""Misspelt names: words one or two edits away from a listed one.

Words are looked at once a process each. The letters that two words share tell which listed names
are worth comparing; optimal string alignment counts the edits. Ordinary words near a
listed name are data (`ordinary_words.txt`), and part numbers are never compared this way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from analyser.catalogue import AliasKind
from analyser.matching.names import Entry
from analyser.skeleton import classed, codes, words

SHORTEST = 5
AT_ONCE = 2048
"""Words compared at a time: the table of letter masks stays in the processor's cache."""

LETTERS = {letter: 1 << bit for bit, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
BITS = np.array([number.bit_count() for number in range(1 << 16)], np.uint8)

Place = tuple[int, int, str]
"""Where a neighbour stands, which end of it is looked at, and the letter there."""

TWO_EDITS = 8
IN_PHRASE = 6
LONGEST = 24
PAIRS_KEPT = 200_000
"""Pairs of words remembered; a run over many documents forgets and looks again."""



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


UNKNOWN: tuple[Phrase, ...] = (Phrase("", 0, 0, (), ()),)
"""Stands for a pair of words not looked at yet."""

def edits_allowed(length: int) -> int:
    """Return how many edits a name of `length` letters can carry."""
    if length < SHORTEST:
        return 0
    return 1 if length < TWO_EDITS else 2


class NearNames:
    """The neighbourhood of every listed name."""

    def __init__(self, names: Iterable[Entry], ordinary: frozenset[str]) -> None:
        self._ordinary = ordinary
        self.single: dict[str, tuple[Entry, ...]] = {}
        self._phrases: dict[str, dict[Place, tuple[Phrase, ...]]] = {}
        self._index(list(names))
        self._listed = sorted({*self.single, *self._phrases})
        self._classed = [classed(word) for word in self._listed]
        self._masks = _masks(self._listed)
        self._class_masks = _masks(self._classed)
        self._lengths = np.array([len(word) for word in self._listed], np.int16)
        self._class_lengths = np.array([len(word) for word in self._classed], np.int16)
        self._edits = np.array([self._allowed(word) for word in self._listed], np.int16)
        self._seen: dict[str, tuple[Near, ...]] = {}
        self._tables: dict[str, dict[Place, tuple[Phrase, ...]]] = {}
        self._beside: dict[tuple[str, int, str], tuple[Phrase, ...]] = {}
        self.alike: set[str] = set()
        """Words met so far that are near a listed one."""

        self.hot: set[str] = set()
        """Words met so far that are near a listed one, or one that a longer name hangs on."""

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
        phrases: dict[str, dict[Place, list[Phrase]]] = {}
        for joined, group in split.items():
            for parts in {parts for parts, _ in group}:
                own = tuple(e for p, e in group if p == parts)
                for at in self._anchors(parts):
                    found = Phrase(joined, len(parts), at, parts, own)
                    step = 1 if at + 1 < len(parts) else -1
                    beside = parts[at + step]
                    table = phrases.setdefault(parts[at], {})
                    for place in {(step, 0, beside[0]), (step, -1, beside[-1])}:
                        table.setdefault(place, []).append(found)
        self._phrases = {
            word: {place: tuple(group) for place, group in table.items()}
            for word, table in phrases.items()
        }

    def phrases(self, tokens: list[str], place: int) -> tuple[Phrase, ...]:
        """Return the longer names that may stand around `tokens[place]`, by its neighbours."""
        token = tokens[place]
        found: tuple[Phrase, ...] = ()
        if place:
            found = self._beside.get((token, -1, tokens[place - 1]), UNKNOWN)
            if found is UNKNOWN:
                found = self._look_beside(token, -1, tokens[place - 1])
        if place + 1 < len(tokens):
            more = self._beside.get((token, 1, tokens[place + 1]), UNKNOWN)
            if more is UNKNOWN:
                more = self._look_beside(token, 1, tokens[place + 1])
            found += more
        return tuple(dict.fromkeys(found)) if found else found

    def _look_beside(self, token: str, step: int, beside: str) -> tuple[Phrase, ...]:
        """Return the longer names in which a word like `beside` stands a `step` from `token`."""
        table = self._tables.get(token)
        if table is None:
            table = self._tables[token] = self._table(token)
        near = table.get((step, 0, beside[0]), ()) + table.get((step, -1, beside[-1]), ())
        found = tuple(
            one
            for one in dict.fromkeys(near)
            if OSA.distance(beside, one.words[one.at + step], score_cutoff=2) <= 2
        )
        if len(self._beside) > PAIRS_KEPT:
            self._beside.clear()
        self._beside[token, step, beside] = found
        return found

    def _table(self, token: str) -> dict[Place, tuple[Phrase, ...]]:
        """Return the longer names that hang on `token` or on a word it is near."""
        merged: dict[Place, tuple[Phrase, ...]] = {}
        for word in {token, *(one.word for one in self.near(token))}:
            for place, group in self._phrases.get(word, {}).items():
                merged[place] = merged.get(place, ()) + group
        return merged

    def _anchors(self, parts: tuple[str, ...]) -> list[int]:
        """Return the words to hang a name on; none where a name of its own covers one."""
        if any(part in self.single and not IN_PHRASE <= len(part) < TWO_EDITS for part in parts):
            return []
        return [i for i, part in enumerate(parts) if len(part) >= 4]

    def _allowed(self, word: str) -> int:
        """Return the edits looked for; a word of six carries two where a longer name does."""
        if word in self._phrases and len(word) >= IN_PHRASE:
            return 2
        return edits_allowed(max(len(word), SHORTEST))

    def near(self, word: str) -> tuple[Near, ...]:
        """Return the listed words that `word` may be a misspelling of, the nearest first."""
        if word not in self._seen:
            self.unseen({word})
        return self._seen[word]

    def unseen(self, tokens: set[str]) -> None:
        """Look at every word of `tokens` that was not met before."""
        seen = self._seen  # a set less a dictionary's keys walks the whole dictionary
        fresh = sorted(token for token in tokens if token not in seen)
        if not fresh:
            return
        self._seen.update(dict.fromkeys(fresh, ()))
        self.hot.update(word for word in fresh if word in self._phrases)
        worth = [
            word
            for word in fresh
            if 4 <= len(word) <= LONGEST and word not in self._ordinary and _word_like(word)
        ]
        for at in range(0, len(worth), AT_ONCE):
            self._look(worth[at : at + AT_ONCE])

    def _look(self, words_met: list[str]) -> None:
        """Compare `words_met` with every listed word that shares enough of its letters."""
        found: dict[str, dict[str, int]] = {}
        plain_pairs = _pairs(words_met, self._masks, self._lengths, self._edits)
        forms = [classed(word) for word in words_met]
        one = np.ones_like(self._edits)
        class_pairs = _pairs(forms, self._class_masks, self._class_lengths, one)
        for theirs, listed, (rows, columns) in (
            (words_met, self._listed, plain_pairs),
            (forms, self._classed, class_pairs),
        ):
            if not rows:
                continue
            edits = process.cpdist(
                [theirs[row] for row in rows],
                [listed[column] for column in columns],
                scorer=OSA.distance,
                score_cutoff=2,
                dtype=np.uint8,
            ).tolist()
            for row, column, count in zip(rows, columns, edits, strict=True):
                if count <= self._edits[column]:
                    near = found.setdefault(words_met[row], {})
                    name = self._listed[column]
                    near[name] = min(count, near.get(name, count))
        for word, near in found.items():
            ranked = sorted((count, name) for name, count in near.items())
            self._seen[word] = tuple(Near(name, count) for count, name in ranked)
            self.alike.add(word)
            self.hot.add(word)


def _masks(listed: Sequence[str]) -> NDArray[np.uint32]:
    """Return which letters each word holds, a bit a letter."""
    return np.array([_mask(word) for word in listed], np.uint32)


def _mask(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= LETTERS.get(letter, 1 << 26)
    return bits


def _pairs(
    theirs: Sequence[str],
    masks: NDArray[np.uint32],
    lengths: NDArray[np.int16],
    edits: NDArray[np.int16],
) -> tuple[list[int], list[int]]:
    """Return the (row, column) of words that may be within `edits`, going by their letters.

    An edit adds, drops or swaps one letter: it changes at most two bits of the mask.
    """
    own = _masks(theirs)
    size = np.array([len(word) for word in theirs], np.int16)
    apart = np.abs(size[:, None] - lengths[None, :]) <= edits[None, :]
    rows, columns = np.nonzero(apart)
    differ = own[rows] ^ masks[columns]
    count = BITS[differ & 0xFFFF] + BITS[differ >> 16]
    close = count <= 2 * edits[columns]
    return rows[close].tolist(), columns[close].tolist()


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
