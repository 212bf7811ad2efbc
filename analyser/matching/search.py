"""Raw hits in a stretch of text: every stage, surest first, over one folded form.

One pass of an Aho-Corasick automaton over the squeezed text, one look at every distinct word,
part-number grammars where a number can begin, telltales; each hit is verified in print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from analyser.catalogue import Catalogue
from analyser.matching.doubled import undoubled
from analyser.matching.expression import DEPTH
from analyser.matching.gluing import GLUED_LENGTH
from analyser.matching.hits import Hit, without_overlaps
from analyser.matching.names import Entry, entries, least_characters, patterns, short_words
from analyser.matching.near import Near, NearNames
from analyser.matching.overridden import overridden
from analyser.matching.part_numbers import PartNumbers
from analyser.matching.printed import BLOCK_END, Form, parts_name, printed_form
from analyser.matching.sounds import Sounds
from analyser.matching.spaced import SpacedAcronyms
from analyser.matching.telltales import Traces
from analyser.matching.verdicts import (
    NUMBER,
    PHRASE,
    PIECE,
    SHARED,
    SHORT,
    SINGLE,
    Verdicts,
)
from analyser.matching.word_lists import everyday_words, ordinary_words
from analyser.matching.word_places import (
    Places,
    Words,
    beginning_keys,
    edges,
    is_lower,
    may_number,
    seem_numbers,
)
from analyser.skeleton import Codes, Offsets, codes, squeeze, words

LABEL_MARKS = np.array([ord(mark) for mark in "@./#_-"], np.uint32)
FILE_NAME = re.compile(r"\.(?!(?:com?|net|org|cn|eu|io)\b)[a-z]")
"""What follows the first part of "cmint.jar", but not of "hikvison.com"."""


class Search:
    """Everything of the lists, ready to be looked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.names = entries(catalogue)
        by_form = patterns(self.names)
        self._groups = tuple(by_form.values())
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            list(by_form), matchkind=ahocorasick_rs.MatchKind.Standard
        )
        self._whole = np.array(
            [max(len(entry.plain) for entry in group) < GLUED_LENGTH for group in self._groups]
        )
        self._least = np.array([min(map(least_characters, group)) for group in self._groups])
        self._short = short_words(self.names)
        self._acronyms = SpacedAcronyms(self.names, self._short)
        self.ordinary = ordinary_words()
        self.near = NearNames(self.names, self.ordinary, everyday_words())
        self.parts = PartNumbers(catalogue)
        self._sounds = Sounds(self.near.single)
        self._traces = Traces(catalogue)
        self._verdicts = Verdicts(self._judged, self.near.forget)
        self._numbers: dict[int, bool] = {}

    def hits(self, text: str) -> list[Hit]:
        """Return what is met in `text`, no two hits over the same letters."""
        points = codes(text)
        found = list(self._once(text, points))
        for stretch in undoubled(points, text):
            for hit in self._once(stretch.text, codes(stretch.text)):
                start, end = stretch.places[hit.start], stretch.places[hit.end]
                found.append(replace(hit, start=start, end=end))
        for begin, turned in overridden(text):
            stop = begin + len(turned)
            found += [
                replace(hit, start=stop - hit.end, end=stop - hit.start)
                for hit in self._once(turned, codes(turned))
            ]
        return without_overlaps(_merged(found))

    def warm(self, met: Iterable[str]) -> set[str]:
        """Return those of the folded words `met` at which anything may stand."""
        found = list(met)
        return {found[i] for i in np.flatnonzero(self._verdicts.of(found)).tolist()}

    def _once(self, text: str, points: Codes) -> list[Hit]:
        """Return what is met in `text` as it stands, with its overlaps."""
        found = list(self._names(text, points))
        ends = {hit.end for hit in found}
        found += self._words(text, points, ends)
        for heard in self._sounds.find(text, points):
            form = Form(exact=False, sounded=True, lower=not heard.sure)
            found.append(_name_hit(heard.start, heard.end, heard.entries, form))
        lowered = np.where(points < 128, points, 0x7E).astype(np.uint8).tobytes().lower()
        for start, end, trace in self._traces.find(lowered, text):
            found.append(Hit(start, end, trace.makers, listed=True, trace=trace))
        return found

    def _names(self, text: str, points: Codes) -> Iterator[Hit]:
        """Yield the names of five letters and more, however they are set."""
        form, offsets = squeeze(points)
        raw = self._automaton.find_matches_as_indexes(form, overlapping=True)
        if not raw:
            return
        where = np.array(raw, np.int64)
        start, end = offsets[where[:, 1]], offsets[where[:, 2] - 1] + 1
        # A pattern must not begin or end inside a letter that is spelt as two ("m" as "rn").
        last = len(offsets)
        inside = (where[:, 1] > 0) & (offsets[np.maximum(where[:, 1] - 1, 0)] == start)
        after = np.minimum(where[:, 2], last - 1)
        inside |= (where[:, 2] < last) & (offsets[after] == end - 1)
        inside |= end - start < self._least[where[:, 0]]
        inside |= self._within_words(points, where[:, 0], start, end)
        for which, left, right in zip(
            where[~inside, 0].tolist(), start[~inside].tolist(), end[~inside].tolist(), strict=True
        ):
            yield from self._verified(text, left, right, self._groups[which])

    def _within_words(
        self, points: Codes, which: Places, start: Offsets, end: Offsets
    ) -> NDArray[np.bool_]:
        """Return which matches are small letters inside a word, for names that are never that."""
        first, last = points[start], points[end - 1]
        before = np.where(start > 0, points[start - 1], 32)
        after = np.where(end < points.size, points[np.minimum(end, points.size - 1)], 32)
        lower = is_lower(first) & is_lower(last)
        # In "sales@dahuasecurity" a name begins though small letters follow.
        labelled = np.isin(before, LABEL_MARKS)
        return self._whole[which] & lower & (is_lower(before) | (is_lower(after) & ~labelled))

    def _verified(self, text: str, start: int, end: int, group: tuple[Entry, ...]) -> Iterator[Hit]:
        forms: dict[bool, tuple[list[Entry], Form]] = {}
        for entry in group:
            form = printed_form(text, start, end, entry)
            if form is not None:
                forms.setdefault(form.exact, ([], form))[0].append(entry)
        if forms:
            met, form = forms.get(True) or forms[False]
            yield _name_hit(start, end, tuple(met), form)

    def _words(self, text: str, points: Codes, name_ends: set[int]) -> Iterator[Hit]:
        """Yield what begins at a word: short names, misspellings, part numbers."""
        form, offsets = words(points)
        tokens = form.decode("ascii").split()
        told = self._verdicts.of(tokens)
        if told.any():
            begins, lengths = edges(form)
            view = Words(text, tokens, offsets[begins], offsets[begins + lengths - 1] + 1)
            for place in np.flatnonzero(told & SHORT).tolist():
                start, end = view.at(place)
                yield from _short_hit(text, start, end, self._short[tokens[place]])
            yield from self._misspelt(view, told, points)
            for place in self._may_number(view, np.flatnonzero(told & NUMBER), points, form):
                yield from self._part(text, int(view.starts[place]))
        for left, right, group in self._acronyms.find(text, form, offsets):
            yield _name_hit(left, right, group, Form(exact=True, broken=True, disguised=True))
        for end in name_ends:
            if text[end : end + 1].isalnum():
                yield from self._part(text, end, glued=True)

    def _judged(self, fresh: list[str]) -> list[int]:
        """Return what may stand at words that were not met before."""
        self.near.look(fresh)
        self.parts.unseen(set(fresh))
        near, short, numbers = self.near.verdict, self._short, self.parts.hot
        return [SHORT * (word in short) | NUMBER * (word in numbers) | near(word) for word in fresh]

    def _may_number(self, view: Words, places: Places, points: Codes, form: bytes) -> Iterator[int]:
        """Yield the places at which a number may begin, going by print and by first letters."""
        places = places[seem_numbers(view, places, points)]
        for place, key in zip(places.tolist(), beginning_keys(view, places, form), strict=True):
            may = self._numbers.get(key)
            if may is None:
                letters = key.to_bytes(DEPTH, "big").rstrip(b"\0").decode("ascii")
                may = self._numbers[key] = self.parts.may_begin([letters], 0)
            if may and may_number(view.text, *view.at(place), view.tokens[place]):
                yield place

    def _part(self, text: str, start: int, *, glued: bool = False) -> Iterator[Hit]:
        readings = self.parts.at(text, start, glued=glued)
        if not readings:
            return
        first = readings[0]
        level = [one for one in readings if one.how == first.how]
        vendors = tuple(dict.fromkeys(one.number.vendor for one in level))
        listed = any(one.number.listed for one in level)
        end = max(one.end for one in level)
        yield Hit(start, end, vendors, listed=listed, parts=tuple(level))

    def _misspelt(self, view: Words, told: NDArray[np.uint8], points: Codes) -> Iterator[Hit]:
        """Yield the misspelt names of `view`, of whose words `told` tells what may be there."""
        text, tokens = view.text, view.tokens
        for place in np.flatnonzero(told & SINGLE).tolist():
            begin, end = view.at(place)
            if end == len(text) or not _joined(text, begin, end):
                yield from self._near(text, begin, end, self.near.singles(tokens[place]))
        for place in np.flatnonzero(told & PIECE).tolist():
            for first, names in self.near.parted(tokens, place):
                left, right = int(view.starts[first]), int(view.stops[first + 1])
                if BLOCK_END not in text[left:right] and not parts_name(text[left:right]):
                    yield from self._near(text, left, right, names)
        shared = (told & (SHARED | PHRASE)) == SHARED
        shared &= ~is_lower(points[view.starts])
        for place in np.flatnonzero(shared | (told & PHRASE > 0)).tolist():
            for window in self.near.around(tokens, place):
                left, right = int(view.starts[window.first]), int(view.stops[window.last - 1])
                phrase = window.phrase
                wide = right - left > len(phrase.joined) + 2 + 3 * len(phrase.words)
                if BLOCK_END in text[left:right] or wide:
                    continue
                if window.hyphened and "-" not in text[left:right]:
                    continue
                form = _plain_form(text[left:right])
                hit = _name_hit(left, right, phrase.entries, form, window.edits)
                yield replace(hit, faint=True) if window.faint else hit

    def _near(self, text: str, start: int, end: int, names: Sequence[Near]) -> Iterator[Hit]:
        printed = text[start:end]
        group = tuple(
            entry
            for one in names
            for entry in self.near.single[one.word]
            if not entry.case_sensitive or _set_alike(printed, entry)
        )
        if group:
            yield _name_hit(start, end, group, _plain_form(printed), names[0].edits)


def _joined(text: str, start: int, end: int) -> bool:
    """Whether a word is part of a longer one, of an address or of a file's name."""
    if text[end : end + 1] == "_" or text[start - 1 : start] in {"_", "@"}:
        return True
    return end - start < GLUED_LENGTH + 2 and FILE_NAME.match(text, end) is not None


def _set_alike(printed: str, entry: Entry) -> bool:
    """Whether misspelt letters are set as the name is: "Comsec" is no COMEC, "sepco" no Speco."""
    return printed.isupper() if entry.text.isupper() else not printed.islower()


def _plain_form(printed: str) -> Form:
    return Form(exact=False, lower=printed.islower())


def _short_hit(text: str, start: int, end: int, group: tuple[Entry, ...]) -> Iterator[Hit]:
    printed = text[start:end]
    if not printed.isalnum():
        return
    met = tuple(entry for entry in group if _same_case(printed, entry))
    if met:
        lower = printed.islower() and not met[0].text.islower()
        yield _name_hit(start, end, met, Form(exact=True, lower=lower))


def _same_case(printed: str, entry: Entry) -> bool:
    """Whether a short name stands as it is written: "ZTE" or "Zte", "DJI" and no "dji's"."""
    if entry.case_sensitive or entry.acronym:
        return (
            printed == entry.text
            or (printed.isupper() and entry.text.isalpha())
            or (not entry.needs_context and printed.isalpha())
        )
    return True


def _name_hit(start: int, end: int, met: tuple[Entry, ...], form: Form, edits: int = 0) -> Hit:
    vendors = tuple(dict.fromkeys(entry.vendor for entry in met))
    listed = any(entry.listed for entry in met)
    return Hit(start, end, vendors, listed=listed, entries=met, form=form, edits=edits)


def _merged(hits: list[Hit]) -> list[Hit]:
    """Return `hits` without the same range twice from the same stage."""
    seen: dict[tuple[int, int, bool, bool], Hit] = {}
    for hit in hits:
        key = (hit.start, hit.end, bool(hit.parts), hit.trace is None)
        known = seen.get(key)
        if known is None or hit.certainty > known.certainty:
            seen[key] = hit
    return list(seen.values())
