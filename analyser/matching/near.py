"""Misspelt names: words one or two edits away from a listed one.

Every distinct word is looked at once a process. Ordinary words near a listed name are shipped
(`ordinary_words.txt`), and part numbers are never compared this way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rapidfuzz.distance import OSA

from analyser.catalogue import AliasKind
from analyser.matching.names import Entry
from analyser.matching.neighbours import Neighbours
from analyser.matching.phrase_edits import SHORTEST, TWO_EDITS, edits_allowed
from analyser.matching.phrases import Phrases, Window, may_be_misspelt
from analyser.matching.verdicts import PHRASE, PIECE, SHARED, SINGLE
from analyser.skeleton import split_words

LONGEST = 24
PIECE_LETTERS = 3
"""Letters that a name is known by, where a space or a line end parts it from the rest."""

PARTED = 7
"""Letters of a name that is known by a piece."""


Pieces = dict[str, list[str]]
"""Names by one piece of theirs."""


class Near(NamedTuple):
    """A listed word near a printed one."""

    word: str
    edits: int


class NearNames:
    """The neighbourhood of every listed name."""

    def __init__(
        self, names: Iterable[Entry], ordinary: frozenset[str], everyday: frozenset[str]
    ) -> None:
        self._ordinary = ordinary
        self._everyday = everyday
        own = list(names)
        self.single = _single(own)
        self.phrases = Phrases(own, everyday, self.single)
        self._heads, self._tails = _pieces(self.single)
        allowed = dict(self.phrases.words)
        for word in self.single:
            allowed[word] = max(edits_allowed(len(word)), allowed.get(word, 0))
        self._neighbours = Neighbours(allowed)
        self._seen: dict[str, tuple[Near, ...]] = {}

    def look(self, words: Iterable[str]) -> None:
        """Look at `words`, none of which was met before."""
        worth = [
            word
            for word in words
            if 2 <= len(word) <= LONGEST and word not in self._everyday and _word_like(word)
        ]
        for word, near in self._neighbours.of(worth).items():
            self._seen[word] = tuple(Near(name, edits) for edits, name in near)

    def forget(self) -> None:
        """Forget the words met."""
        self._seen.clear()

    def verdict(self, word: str) -> int:
        """Return in which ways a misspelt name may stand at `word`, which was looked at."""
        known = word in self._seen
        return (
            SINGLE * bool(known and self.singles(word))
            | PIECE * self.is_piece(word)
            | PHRASE * (known or word in self.phrases.telling)
            | SHARED * (word in self.phrases.shared)
        )

    def is_piece(self, word: str) -> bool:
        """Whether `word` is the beginning or the end of a name, and no everyday word."""
        return (word in self._heads or word in self._tails) and word not in self._everyday

    def near(self, word: str) -> tuple[Near, ...]:
        """Return the listed words that `word` may be a misspelling of, the nearest first."""
        return self._seen.get(word, ())

    def singles(self, word: str) -> list[Near]:
        """Return the names of one word that `word` is a misspelling of: the nearest."""
        if word in self._ordinary:
            return []
        # Misread and misspelt at once, it must be long: "3Com" is no Epcom.
        least = SHORTEST if word.isalpha() else TWO_EDITS
        found = [
            one
            for one in self.near(word)
            if one.word in self.single
            and len(one.word) >= least
            and one.word != word.rstrip("0123456789")
            and 0 < one.edits <= edits_allowed(len(one.word))
        ]
        return [one for one in found if one.edits == found[0].edits]

    def around(self, tokens: list[str], place: int) -> list[Window]:
        """Return the names of several words, misspelt, of which `tokens[place]` is a word."""
        return self.phrases.around(tokens, place, self._listed_near)

    def parted(self, tokens: list[str], place: int) -> Iterator[tuple[int, list[Near]]]:
        """Yield the first of two tokens that are one name, parted and misspelt: "Hik vison"."""
        token = tokens[place]
        for first, other, pieces in (
            (place, place + 1, self._heads),
            (place - 1, place - 1, self._tails),
        ):
            names = pieces.get(token, ())
            if not names or not 0 <= other < len(tokens) or tokens[other] in self._everyday:
                continue
            joined = tokens[first] + tokens[first + 1]
            near = [
                Near(name, edits)
                for name in names
                if 0 < (edits := OSA.distance(joined, name)) <= edits_allowed(len(name))
            ]
            if near:
                yield first, [one for one in near if one.edits == min(two.edits for two in near)]

    def _listed_near(self, token: str) -> list[str]:
        return [one.word for one in self.near(token)]


def _single(names: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Return the names of one word whose misspellings are looked for."""
    found: dict[str, list[Entry]] = {}
    for entry in names:
        if may_be_misspelt(entry) and len(split_words(entry.text)) == 1 and _worth(entry):
            found.setdefault(entry.plain, []).append(entry)
    return {word: tuple(group) for word, group in found.items()}


def _pieces(single: Iterable[str]) -> tuple[Pieces, Pieces]:
    """Return the beginnings and the ends by which names may be known, with those names."""
    heads: dict[str, list[str]] = {}
    tails: dict[str, list[str]] = {}
    for word in single:
        if len(word) >= PARTED:
            for cut in range(2, len(word) - 1):
                if cut >= PIECE_LETTERS:
                    heads.setdefault(word[:cut], []).append(word)
                if len(word) - cut > PIECE_LETTERS:
                    tails.setdefault(word[cut:], []).append(word)
    return heads, tails


def _word_like(word: str) -> bool:
    """Whether letters outweigh the digits: numbers are never compared by likeness."""
    return word.isalpha() or sum(map(str.isdigit, word)) * 2 <= len(word)


def _worth(entry: Entry) -> bool:
    """Whether a misspelling of `entry` can be told from chance."""
    letters = sum(character.isalpha() for character in entry.plain)
    return (
        SHORTEST <= len(entry.plain) <= LONGEST
        and letters >= SHORTEST
        and letters == len(entry.plain)
        and (entry.kind is not AliasKind.PRODUCT_LINE or len(entry.plain) >= TWO_EDITS)
    )
