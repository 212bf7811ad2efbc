"""Raw hits in a stretch of text: every stage, surest first, over one folded form.

One pass of an Aho-Corasick automaton over the squeezed text, one look at every distinct word,
part-number grammars where a number can begin, telltales; each hit is verified in print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from analyser.catalogue import Catalogue
from analyser.matching.doubled import undoubled
from analyser.matching.hits import Hit, without_overlaps
from analyser.matching.names import Entry, entries, patterns, short_words
from analyser.matching.near import NearNames, Phrase, edits_allowed
from analyser.matching.part_numbers import PartNumbers
from analyser.matching.printed import BLOCK_END, GLUED_LENGTH, Form, printed_form
from analyser.matching.telltales import Traces
from analyser.matching.word_lists import ordinary_words
from analyser.matching.word_places import Places, Words, edges, is_lower, may_number
from analyser.skeleton import Codes, Offsets, codes, squeeze, words

FEW_LETTERS = 5
"""Letters of a word that can carry one edit and no more."""

REST = 9
"""Letters of the other words that make "Chin Three Gorges" a misspelling though a chin is none."""



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
        self._short = short_words(self.names)
        self.ordinary = ordinary_words()
        self.near = NearNames(self.names, self.ordinary)
        self.parts = PartNumbers(catalogue)
        self._traces = Traces(catalogue)

    def hits(self, text: str) -> list[Hit]:
        """Return what is met in `text`, no two hits over the same letters."""
        points = codes(text)
        found = list(self._once(text, points))
        for stretch in undoubled(points, text):
            for hit in self._once(stretch.text, codes(stretch.text)):
                start, end = stretch.places[hit.start], stretch.places[hit.end]
                found.append(replace(hit, start=start, end=end))
        return without_overlaps(_merged(found))

    def warm(self, met: Iterable[str]) -> set[str]:
        """Return those of the folded words `met` at which anything may stand."""
        fresh = set(met)
        self.near.unseen(fresh)
        self.parts.unseen(fresh)
        short, near, parts = self._short, self.near.hot, self.parts.hot
        return {word for word in fresh if word in short or word in near or word in parts}

    def _once(self, text: str, points: Codes) -> list[Hit]:
        """Return what is met in `text` as it stands, with its overlaps."""
        found = list(self._names(text, points))
        ends = {hit.end for hit in found}
        found += self._words(text, points, ends)
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
        return self._whole[which] & lower & (is_lower(before) | is_lower(after))

    def _verified(
        self, text: str, start: int, end: int, group: tuple[Entry, ...]
    ) -> Iterator[Hit]:
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
        distinct = set(tokens)
        self.near.unseen(distinct)
        self.parts.unseen(distinct)
        short, near, parts = self._short, self.near.hot, self.parts.hot
        alike = self.near.alike
        hot = {t for t in distinct if t in short or t in near or t in parts}
        if hot:
            begins, lengths = edges(form)
            starts = offsets[begins].tolist()
            stops = (offsets[begins + lengths - 1] + 1).tolist()
            view = Words(text, tokens, starts, stops)
            for place in [i for i, token in enumerate(tokens) if token in hot]:
                token = tokens[place]
                if (
                    token in parts
                    and may_number(text, starts[place], stops[place], token)
                    and self.parts.may_begin(tokens, place)
                ):
                    yield from self._part(text, starts[place])
                if token in short:
                    yield from _short_hit(text, starts[place], stops[place], short[token])
                if token in near:
                    around = self.near.phrases(tokens, place)
                    if around or token in alike:
                        yield from self._misspelt(view, place, around)
            yield from self._spaced(view, lengths)
        for end in name_ends:
            if text[end : end + 1].isalnum():
                yield from self._part(text, end, glued=True)

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

    def _misspelt(
        self, view: Words, place: int, around: tuple[Phrase, ...]
    ) -> Iterator[Hit]:
        text, tokens, starts, stops = view
        token, begin, end = tokens[place], starts[place], stops[place]
        nearest = self.near.near(token)
        whole = end == len(text) or not _joined(text, begin, end)
        single = [
            one
            for one in nearest
            if 0 < one.edits <= edits_allowed(len(one.word)) and one.word in self.near.single
        ]
        if single and whole:
            best = [one for one in single if one.edits == single[0].edits]
            group = tuple(entry for one in best for entry in self.near.single[one.word])
            yield _name_hit(begin, end, group, _plain_form(text[begin:end]), best[0].edits)
        for phrase in around:
            first, last = place - phrase.at, place - phrase.at + phrase.size
            if first < 0 or last > len(tokens):
                continue
            joined = "".join(tokens[first:last])
            allowed = edits_allowed(len(phrase.joined))
            if abs(len(joined) - len(phrase.joined)) > allowed:
                continue
            edits = OSA.distance(joined, phrase.joined, score_cutoff=allowed)
            if not 0 < edits <= allowed or not self._likely(tokens[first:last], phrase):
                continue
            left, right = starts[first], stops[last - 1]
            if BLOCK_END in text[left:right] or right - left > len(joined) + 3 * phrase.size:
                continue
            yield _name_hit(
                left, right, phrase.entries, _plain_form(text[left:right]), int(edits)
            )

    def _likely(self, printed: list[str], phrase: Phrase) -> bool:
        """Whether each word that differs is long enough to be misspelt, and no word itself."""
        exact = [word for word, own in zip(printed, phrase.words, strict=True) if word == own]
        sure = len(exact) > 1 and sum(map(len, exact)) >= REST
        for word, own in zip(printed, phrase.words, strict=True):
            if word == own:
                continue
            if (word in self.ordinary and not sure) or len(own) <= 2 or not own.isalpha():
                return False
            most = 1 if len(own) <= FEW_LETTERS else 2
            if OSA.distance(word, own, score_cutoff=most) > most:
                return False
        return True

    def _spaced(self, view: Words, lengths: Offsets) -> Iterator[Hit]:
        """Yield acronyms whose letters are set apart: "Z T E"."""
        text, tokens, starts, stops = view
        lone = np.concatenate(([0], (lengths == 1).astype(np.int8), [0]))
        turns = np.flatnonzero(np.diff(lone))
        for first, last in zip(turns[::2].tolist(), turns[1::2].tolist(), strict=True):
            if not 3 <= last - first <= 4:
                continue
            letters = "".join(tokens[first:last])
            if letters not in self._short:
                continue
            left, right = starts[first], stops[last - 1]
            printed = text[left:right]
            gaps = {c for c in printed if not c.isalnum()}
            if len(gaps) == 1 and printed.isupper() and BLOCK_END not in gaps | {"\n", "|"}:
                group = tuple(e for e in self._short[letters] if not e.needs_context)
                if group and not _all_dotted(printed):
                    spaced = Form(exact=True, broken=True, disguised=True)
                    yield _name_hit(left, right, group, spaced)


def _all_dotted(printed: str) -> bool:
    return set(printed[1::2]) == {"."}


def _joined(text: str, start: int, end: int) -> bool:
    """Whether a word runs on, by an inner apostrophe or underscore, into another."""
    return text[end : end + 1] == "_" or text[start - 1 : start] in {"_", "@"}


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
        return printed == entry.text or (printed.isupper() and entry.text.isalpha()) or (
            not entry.needs_context and printed.isalpha()
        )
    return True


def _name_hit(
    start: int, end: int, met: tuple[Entry, ...], form: Form, edits: int = 0
) -> Hit:
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

