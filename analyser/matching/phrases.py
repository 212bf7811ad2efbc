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
from analyser.matching.phrase_edits import ACRONYM, FEW_LETTERS, Phrase, PhraseEdits, apart
from analyser.skeleton import classed, split_words

SEVERAL, RARE = 3, 7
"""Everyday words that make a name together ("Xinjiang East Hope"), and letters of the one that no
other name has: there such a name is looked for.
"""

PAIRS_KEPT = 200_000
"""Pairs of words remembered; a run over many documents forgets and looks again."""

Place = tuple[int, int, str]
"""Where a neighbour stands, which end of it is looked at, and the letter there."""

Nearby = Callable[[str], Iterable[str]]
"""Returns the listed words that a printed word is near."""


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

    faint: bool = False
    """Everyday words stand there: told only where its goods stand beside."""


UNKNOWN: tuple[Hung, ...] = (Hung(Phrase("", (), (), ()), 0),)
"""Stands for a pair of words not looked at yet."""


class Phrases:
    """Every listed name of several words."""

    def __init__(
        self, names: Iterable[Entry], everyday: frozenset[str], single: Container[str]
    ) -> None:
        self._everyday = everyday
        self._edits = PhraseEdits(everyday)
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

        self.shared = frozenset(
            word for one in self._phrases for word in one.words if len(word) >= FEW_LETTERS
        ).difference(self.telling)
        """The rest: where one stands as part of a name, the word beside it is looked at."""

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
                edits, faint = self._edits.of(tuple(tokens[first:last]), phrase)
                if edits:
                    joined = faint and phrase.hyphened
                    found.append(Window(first, last, phrase, edits, joined, faint))
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
        ends = {(step, end, one) for end in (0, -1) for one in (beside[0], beside[-1])}
        ends |= {(step, 0, beside[1:2]), (step, -1, beside[-2:-1])}
        misread = classed(beside)
        ends |= {(step, 0, misread[0]), (step, -1, misread[-1])}
        near = [hung for place in ends for hung in table.get(place, ())]
        found = tuple(
            one
            for one in dict.fromkeys(near)
            if apart(beside, one.phrase.words[one.at + step], 2) <= 2
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
