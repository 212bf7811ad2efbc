"""Whether printed words are a name of several words, misspelt: word by word, the rest as a witness.

A word that belongs to no language may be any word of the name that it is near. An everyday word
is that word, unless the others tell whose name it is; where they hardly do, the name is faint: it
is noted where goods of its kind stand beside it, and left alone elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz.distance import OSA, DamerauLevenshtein

from analyser.matching.names import Entry
from analyser.matching.slips import is_slip, tell_tale, with_a_letter_twice
from analyser.skeleton import classed

SHORTEST = 5
TWO_EDITS = 8
FEW_LETTERS = 4
"""Letters of a word that can carry one edit and no more."""

ACRONYM = 3
"""Letters of a word that only a slip of the pen, or the words beside it, can tell."""

REST = 9
"""Letters of the other words that make "Chin Three Gorges" a misspelling though a chin is none."""

TELLING = 3
"""Letters of a word that belongs to no other name: "hina Unicom" is no hyena."""

FAINT = 7
"""Letters of a whole name that is told though everyday words are all that is left of it."""

DOMAINS = frozenset({"com", "net", "org", "cn"})
"""Ends of addresses: they tell nothing, and are misspelt as anything is."""


class Phrase(NamedTuple):
    """A name of several words."""

    joined: str
    words: tuple[str, ...]
    own: tuple[bool, ...]
    """Which words are the name's own, and no everyday words."""

    entries: tuple[Entry, ...]

    @property
    def hyphened(self) -> bool:
        """Whether a hyphen makes one word of two: "TP-Link"."""
        return len(self.words) == 2 and "-" in self.entries[0].text


class Likeness(NamedTuple):
    """How printed words are a name."""

    edits: int
    """0 where they are not."""

    faint: bool = False
    """An everyday word stands for one of its words, and the others tell little."""


NONE = Likeness(0)


class Sound(NamedTuple):
    """Letters of the words of a phrase that stand as they should."""

    all: int
    """Of all of them, where they are several."""

    own: int
    """Of the longest that is the name's own."""

    near: bool
    """Another word is misspelt beyond doubt: "Taiju Compter", though "compter" is a word."""


def edits_allowed(length: int) -> int:
    """Return how many edits a name of `length` letters can carry."""
    if length < SHORTEST:
        return 0
    return 1 if length < TWO_EDITS else 2


def apart(one: str, other: str, most: int) -> int:
    """Return the edits between two words, `most` + 1 for more.

    A letter dropped between two that are swapped counts as two edits: "Amcsrt" for "Amcrest".
    """
    edits = int(OSA.distance(one, other, score_cutoff=most))
    if edits <= most or most < 2:
        return edits
    return int(DamerauLevenshtein.distance(one, other, score_cutoff=most))


class PhraseEdits:
    """Compares printed words with a name, under the words that every reader knows."""

    def __init__(self, everyday: frozenset[str]) -> None:
        self._everyday = everyday

    def of(self, printed: tuple[str, ...], phrase: Phrase) -> Likeness:
        """Return by how many edits `printed` is `phrase` misspelt."""
        joined = "".join(printed)
        allowed = edits_allowed(len(phrase.joined))
        edits = apart(joined, phrase.joined, allowed)
        if edits > allowed and classed(joined) == classed(phrase.joined):
            edits = 1  # letters misread for one another, however many
        if not 0 < edits <= allowed:
            return NONE
        pairs = list(zip(printed, phrase.words, phrase.own, strict=True))
        exact = [(own, telling) for word, own, telling in pairs if word == own]
        there = Sound(
            all=sum(len(word) for word, _ in exact) if len(exact) > 1 else 0,
            own=max((len(word) for word, telling in exact if telling), default=0),
            near=any(self._nearly(word, own) for word, own, _ in pairs),
        )
        differ = [(word, own) for word, own, _ in pairs if word != own]
        if all(self._slipped(word, own, there) for word, own in differ):
            return Likeness(edits)
        rest = there.near or any(len(word) >= FEW_LETTERS for word, _ in exact)
        least = FAINT - phrase.hyphened  # its hyphen is a letter of a name's print: "PT-Link"
        if rest and len(phrase.joined) >= least and all(self._faintly(*one) for one in differ):
            return Likeness(edits, faint=True)
        return NONE

    def _nearly(self, word: str, own: str) -> bool:
        """Whether `word` belongs to no language and is one slip from `own`."""
        if word == own or word in self._everyday or OSA.distance(word, own, score_cutoff=1) > 1:
            return False
        return len(own) >= SHORTEST or (len(own) >= FEW_LETTERS and word in tell_tale(own))

    def _slipped(self, word: str, own: str, there: Sound) -> bool:
        """Whether `word` may be a misspelling of `own`, going by the words beside it."""
        if not own.isalpha():
            return False  # numbers are never compared by likeness
        if classed(word) == classed(own):
            return word not in self._everyday or there.all >= REST
        if own == word.rstrip("0123456789"):
            return False  # "Security2" is what it was, and a number
        edits = apart(word, own, 2)
        sure = there.all >= REST or there.own >= TELLING
        sure = sure or (there.near and _worth_believing(word, own))
        if word in self._everyday:
            return edits == 1 and sure
        if len(own) < ACRONYM:
            return edits == 1 and (sure or word in with_a_letter_twice(own))
        few = len(own) <= FEW_LETTERS and there.all < REST
        return edits <= (1 if few or len(own) == ACRONYM else 2)

    def _faintly(self, word: str, own: str) -> bool:
        """Whether `word` is one slip from `own`, or belongs to no language and is near it.

        Initials with another letter stay another firm's: "DNS Security".
        """
        if not (word.isalpha() and own.isalpha()):
            return False
        if word in tell_tale(own) or any(word in tell_tale(half) for half in tell_tale(own)):
            return True
        if len(own) <= ACRONYM:
            return len(own) == ACRONYM and word in with_a_letter_less(own)
        known = word in self._everyday or len(own) <= FEW_LETTERS
        return is_slip(word, own) or (not known and apart(word, own, 2) <= 2)


def with_a_letter_less(name: str) -> set[str]:
    """Return `name` without each of its letters."""
    return {name[:i] + name[i + 1 :] for i in range(len(name))}


def _worth_believing(word: str, own: str) -> bool:
    """Whether an everyday `word` may be `own` where the word beside it is misspelt.

    Not initials: "MS Visio" is no IS'Vision.
    """
    return len(own) > ACRONYM or own in DOMAINS or word in tell_tale(own)
