"""Names of several words with a misspelling in one of them, or in two.

Each such name hangs on its words; where a word near one of those is met, or a word that belongs to
no language, the words beside it are compared one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA

from analyser.catalogue import AliasKind
from analyser.matching.names import Entry
from analyser.matching.slips import tell_tale, with_a_letter_twice
from analyser.skeleton import classed, split_words

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

SEVERAL, RARE = 3, 7
"""Everyday words that make a name together ("Xinjiang East Hope"), and letters of the one that no
other name has: there such a name is looked for.
"""

DOMAINS = frozenset({"com", "net", "org", "cn"})
"""Ends of addresses: they tell nothing, and are misspelt as anything is."""

PAIRS_KEPT = 200_000
"""Pairs of words remembered; a run over many documents forgets and looks again."""

Place = tuple[int, int, str]
"""Where a neighbour stands, which end of it is looked at, and the letter there."""

Nearby = Callable[[str], Iterable[str]]
"""Returns the listed words that a printed word is near."""


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


class Hung(NamedTuple):
    """A phrase, and the index of the word it is hung on."""

    phrase: Phrase
    at: int


class Window(NamedTuple):
    """A phrase that stands, misspelt, from one token to before another."""

    first: int
    last: int
    phrase: Phrase
    edits: int
    hyphened: bool = False
    """It is the name only where a hyphen joins the words: "TP-Lin", no "TP lin"."""


UNKNOWN: tuple[Hung, ...] = (Hung(Phrase("", (), (), ()), 0),)
"""Stands for a pair of words not looked at yet."""


def edits_allowed(length: int) -> int:
    """Return how many edits a name of `length` letters can carry."""
    if length < SHORTEST:
        return 0
    return 1 if length < TWO_EDITS else 2


class Phrases:
    """Every listed name of several words."""

    def __init__(
        self, names: Iterable[Entry], everyday: frozenset[str], single: Container[str]
    ) -> None:
        self._everyday = everyday
        self._single = single
        self._hooks: dict[str, dict[Place, list[Hung]]] = {}
        self._tables: dict[str, dict[Place, list[Hung]]] = {}
        self._beside: dict[tuple[str, int, str], tuple[Hung, ...]] = {}
        self._phrases: list[Phrase] = []
        groups: dict[tuple[str, ...], list[Entry]] = {}
        for entry in names:
            if not may_be_misspelt(entry) or (" " not in entry.text and entry.text.isalnum()):
                continue
            parts = tuple(split_words(entry.text))
            if len(parts) > 1:
                groups.setdefault(parts, []).append(entry)
        for parts, entries in groups.items():
            self._hang(parts, tuple(entries))
        self.words = {
            word: _carried(word) for parts in groups for word in parts if word in self._hooks
        }
        """The words that a phrase is hung on, and the edits that each carries."""

        self.telling = frozenset(_telling(self._phrases))
        """Those that tell a name by themselves; of others, only a misspelling is looked at."""

    def _hang(self, parts: tuple[str, ...], entries: tuple[Entry, ...]) -> None:
        own = tuple(
            part in self._single or (part not in self._everyday and part.isalpha())
            for part in parts
        )
        found = Phrase("".join(parts), parts, own, entries)
        self._phrases.append(found)
        for at, part in enumerate(parts):
            if len(part) < 2:
                continue
            step = 1 if at + 1 < len(parts) else -1
            beside = parts[at + step]
            table = self._hooks.setdefault(part, {})
            for place in {(step, 0, beside[0]), (step, -1, beside[-1])}:
                table.setdefault(place, []).append(Hung(found, at))

    def around(self, tokens: Sequence[str], place: int, nearby: Nearby) -> list[Window]:
        """Return the misspelt phrases of which `tokens[place]` is a word."""
        token = tokens[place]
        hung: tuple[Hung, ...] = ()
        if place:
            hung = self._look(token, -1, tokens[place - 1], nearby)
        if place + 1 < len(tokens):
            hung += self._look(token, 1, tokens[place + 1], nearby)
        if not hung:
            return []
        found = []
        for phrase, at in dict.fromkeys(hung):
            first, last = place - at, place - at + len(phrase.words)
            if first >= 0 and last <= len(tokens):
                edits = self.edits(tokens[first:last], phrase)
                if edits:
                    found.append(Window(first, last, phrase, edits))
                elif phrase.hyphened and _tail_slipped(tokens[first:last], phrase.words):
                    found.append(Window(first, last, phrase, 1, hyphened=True))
        return found

    def _look(self, token: str, step: int, beside: str, nearby: Nearby) -> tuple[Hung, ...]:
        """Return the phrases in which a word like `beside` stands a `step` from `token`."""
        key = (token, step, beside)
        found = self._beside.get(key, UNKNOWN)
        if found is not UNKNOWN:
            return found
        table = self._tables.get(token)
        if table is None:
            table = self._tables[token] = self._table(token, nearby)
        ends = {(step, 0, beside[0]), (step, -1, beside[-1])}
        misread = classed(beside)
        ends |= {(step, 0, misread[0]), (step, -1, misread[-1])}
        near = [hung for place in ends for hung in table.get(place, ())]
        found = tuple(
            one
            for one in dict.fromkeys(near)
            if OSA.distance(beside, one.phrase.words[one.at + step], score_cutoff=2) <= 2
            or misread == classed(one.phrase.words[one.at + step])
        )
        if len(self._beside) > PAIRS_KEPT:
            self._beside.clear()
            self._tables.clear()
        self._beside[key] = found
        return found

    def _table(self, token: str, nearby: Nearby) -> dict[Place, list[Hung]]:
        """Return the phrases that hang on `token` or on a word it is near."""
        merged: dict[Place, list[Hung]] = {}
        for word in {token, *nearby(token)}:
            for place, group in self._hooks.get(word, {}).items():
                merged.setdefault(place, []).extend(group)
        return merged

    def edits(self, printed: Sequence[str], phrase: Phrase) -> int:
        """Return the edits by which `printed` is `phrase` misspelt; 0 where it is not."""
        joined = "".join(printed)
        allowed = edits_allowed(len(phrase.joined))
        edits = int(OSA.distance(joined, phrase.joined, score_cutoff=allowed))
        if edits > allowed and classed(joined) == classed(phrase.joined):
            edits = 1  # letters misread for one another, however many
        if not 0 < edits <= allowed:
            return 0
        pairs = list(zip(printed, phrase.words, phrase.own, strict=True))
        exact = [(own, telling) for word, own, telling in pairs if word == own]
        there = Sound(
            all=sum(len(word) for word, _ in exact) if len(exact) > 1 else 0,
            own=max((len(word) for word, telling in exact if telling), default=0),
            near=any(self._nearly(word, own) for word, own, _ in pairs),
        )
        differ = [(word, own) for word, own, _ in pairs if word != own]
        return edits if all(self._slipped(word, own, there) for word, own in differ) else 0

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
        edits = OSA.distance(word, own, score_cutoff=2)
        sure = there.all >= REST or there.own >= TELLING
        sure = sure or (there.near and _worth_believing(word, own))
        if word in self._everyday:
            return edits == 1 and sure
        if len(own) < ACRONYM:
            return edits == 1 and (sure or word in with_a_letter_twice(own))
        few = len(own) <= FEW_LETTERS and there.all < REST
        return edits <= (1 if few or len(own) == ACRONYM else 2)


class Sound(NamedTuple):
    """Letters of the words of a phrase that stand as they should."""

    all: int
    """Of all of them, where they are several."""

    own: int
    """Of the longest that is the name's own."""

    near: bool
    """Another word is misspelt beyond doubt: "Taiju Compter", though "compter" is a word."""


def _worth_believing(word: str, own: str) -> bool:
    """Whether an everyday `word` may be `own` where the word beside it is misspelt.

    Not initials: "MS Visio" is no IS'Vision.
    """
    return len(own) > ACRONYM or own in DOMAINS or word in tell_tale(own)


def _tail_slipped(printed: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the first word stands and the second is one slip away, a word itself or not."""
    (head, tail), (own, rest) = printed, words
    return head == own and rest.isalpha() and OSA.distance(tail, rest, score_cutoff=1) == 1


def _telling(phrases: Sequence[Phrase]) -> Iterator[str]:
    """Yield the words where a name may stand though the word beside is another everyday one."""
    shared = Counter(word for phrase in phrases for word in phrase.words)
    for phrase in phrases:
        if phrase.hyphened and len(phrase.words[0]) > 1:
            yield phrase.words[0]
        if any(phrase.own):
            yield from (word for word, own in zip(phrase.words, phrase.own, strict=True) if own)
        elif len(phrase.words) >= SEVERAL:
            rarest = min(phrase.words, key=lambda word: (shared[word], -len(word)))
            if shared[rarest] == 1 and len(rarest) >= RARE:
                yield rarest


def _carried(word: str) -> int:
    """Return the edits that a word carries where the words beside it tell the rest."""
    if len(word) < ACRONYM:
        return 1
    return 1 if len(word) <= FEW_LETTERS else 2


def may_be_misspelt(entry: Entry) -> bool:
    """Whether a misspelling of `entry` is looked for at all."""
    return (
        entry.listed
        and not entry.native
        and not entry.needs_context
        and entry.kind is not AliasKind.MISSPELLING
    )
