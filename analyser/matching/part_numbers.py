"""Part numbers, found by how each maker's own begin.

Never by edit distance: one digit is another camera.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cached_property

from analyser.catalogue import Catalogue
from analyser.matching.beginnings import known_beginnings
from analyser.matching.expression import DEPTH, possible_beginnings
from analyser.matching.part_ends import least_letters
from analyser.matching.part_grammar import PartGrammar, PartHit, has_digits, squeezed
from analyser.matching.part_reading import PLAIN, PartReader, prints

REACH = 72  # characters looked at from where a number may begin
SHORTEST = 4  # letters and digits of a number that stands beside its maker's name
WORD_START = 4  # letters that a word without digits must share with a number's beginning


class PartNumbers:
    """All grammars, by how their numbers begin."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._by_start: dict[str, list[PartGrammar]] = {}
        self._first_words: set[str] = set()
        self.grammars: list[PartGrammar] = []
        for vendor in catalogue.vendors.values():
            for grammar in vendor.grammars:
                flags = re.IGNORECASE if grammar.ignore_case else 0
                own = {squeezed(text) for text in grammar.examples}
                refused = {squeezed(text) for text in grammar.counter_examples} - own
                one = PartGrammar(
                    vendor=vendor.id,
                    grammar=grammar,
                    listed=vendor.id in catalogue.lineage,
                    starts=known_beginnings(grammar.regex, flags),
                    refused=frozenset(refused),
                )
                self.grammars.append(one)
                for start in one.starts:
                    letters = start.replace("-", "")
                    self._by_start.setdefault(letters, []).append(one)
                    for cut in [i for i, c in enumerate(start) if c == "-"]:
                        self._first_words.add(start[:cut].replace("-", ""))
        self._lengths = sorted({len(start) for start in self._by_start})
        self._reader = PartReader(self._is_foreign)
        self._foreign: dict[str, bool] = {}
        self._seen: dict[str, bool] = {}
        self._begins: dict[str, bool] = {}
        self.hot: set[str] = set()
        """Words met so far with which a number may begin."""

    @cached_property
    def _look_alikes(self) -> dict[str, list[str]]:
        """Every counter-example and look-alike with digits, by its letters and digits."""
        known = [grammar for one in self._catalogue.vendors.values() for grammar in one.grammars]
        texts = {text for grammar in known for text in grammar.counter_examples}
        texts |= {one.text for one in self._catalogue.hard_negatives if has_digits(one.text)}
        found: dict[str, list[str]] = {}
        for text in texts:
            found.setdefault(squeezed(text), []).append(text)
        return found

    def _is_foreign(self, letters: str) -> bool:
        """Whether `letters` are a look-alike on record that no grammar reads as it is printed.

        One maker's counter-example is often another listed maker's number.
        """
        texts = self._look_alikes.get(letters)
        if texts is None:
            return False
        known = self._foreign.get(letters)
        if known is None:
            known = self._foreign[letters] = not all(map(self._reads, texts))
        return known

    def _reads(self, text: str) -> bool:
        """Whether the grammar of some listed maker reads `text` as it is printed."""
        return any(prints(one, text) for one in self._candidates(text) if one.listed)

    def unseen(self, tokens: set[str]) -> None:
        """Look at every folded word of `tokens` that was not met before."""
        for token in tokens:
            if token in self._seen:
                continue
            warm = any(self._warm(start) for start in possible_beginnings(token[:DEPTH]))
            self._seen[token] = warm
            if warm:
                self.hot.add(token)

    def _warm(self, start: str) -> bool:
        if start in self._first_words or start in self._by_start:
            return True
        least = 1 if "#" in start else WORD_START
        return any(start[:size] in self._by_start for size in self._lengths if size >= least)

    def may_begin(self, tokens: list[str], place: int) -> bool:
        """Whether a number can begin at the word `tokens[place]`, going by its first letters."""
        start = tokens[place]
        while len(start) < DEPTH and place + 1 < len(tokens):
            place += 1
            start += tokens[place]
        start = start[:DEPTH]
        known = self._begins.get(start)
        if known is None:
            known = self._begins[start] = any(
                one[:size] in self._by_start
                for one in possible_beginnings(start)
                for size in self._lengths
            )
        return known

    def at(self, text: str, start: int, *, glued: bool = False) -> tuple[PartHit, ...]:
        """Return the readings of a number that begins at `text[start]`, the surest first.

        With `glued`, what stands before is not looked at: a name runs into the number.
        """
        before = " " if glued or start == 0 else text[start - 1]
        raw = text[start : start + REACH]
        window = before + raw.translate(PLAIN)
        grammars = self._candidates(window[1:24])
        hits = [
            hit
            for one, size in grammars.items()
            if (hit := self._reader.read(one, window, start, least_letters(size))) is not None
        ]
        return tuple(sorted(hits, key=_rank, reverse=True))

    def loosely(self, text: str, start: int, vendors: Container[str]) -> int | None:
        """Return the end of a short number of `vendors` whose separators are gone, if one is here.

        Too short to be told from chance alone: to be asked where the maker is named.
        """
        before = " " if start == 0 else text[start - 1]
        window = before + text[start : start + REACH].translate(PLAIN)
        for one in self._candidates(window[1:24]):
            if one.vendor in vendors and one.strength > 1:
                hit = self._reader.read(one, window, start, SHORTEST)
                if hit is not None and hit.how != "confused":
                    return hit.end
        return None

    def _candidates(self, text: str) -> dict[PartGrammar, int]:
        """Return the grammars whose numbers begin as `text` does, and by how many letters."""
        letters = "".join(c for c in text if c.isalnum())[:DEPTH]
        found: dict[PartGrammar, int] = {}
        for beginning in possible_beginnings(letters):
            for size in self._lengths:
                for one in self._by_start.get(beginning[:size], ()):
                    found[one] = size
        return found


def _rank(hit: PartHit) -> tuple[int, ...]:
    how = {"exact": 2, "separators": 1, "confused": 0}[hit.how]
    return (how, hit.number.strength, hit.end - hit.start, not hit.number.listed)
