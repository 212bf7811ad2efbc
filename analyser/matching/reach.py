"""Whether lists can meet anything in a text, told from a short form of it that is kept.

The form holds what every route of the search begins with: the squeezed text, for names however
they are set, the distinct words, for short and misspelt names and part numbers, and the words of
other scripts, for names written by their sound. It is made once, without lists. A text of which
the form says no is a text in which `Search.hits` finds nothing; where the form says yes, the text
itself must be looked at.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import ahocorasick_rs

from analyser.catalogue import Catalogue
from analyser.matching.doubled import undoubled
from analyser.matching.names import patterns
from analyser.matching.overridden import overridden
from analyser.matching.printed import BLOCK_END
from analyser.matching.search import Search
from analyser.matching.sounds import FIRST, WORD, Sounds
from analyser.matching.telltales import traces
from analyser.skeleton import codes, skeleton, squeeze, words

LEVEL = 3
"""Of 9, as documents are packed."""

BESIDE = 200
"""Characters on each side of pages that are passed over: a name may run on behind them."""

Texts = Sequence[tuple[str, bool]]
"""Text of each block of a document, and whether it is a quiet one."""


def stretches(texts: Texts) -> Iterator[str]:
    """Yield what is searched of a document, as one whole, and once more without quiet blocks.

    A search leaves quiet blocks out: what stands before and behind them meets.
    """
    yield BLOCK_END.join(text for text, _ in texts)
    loud = [place for place, (_, quiet) in enumerate(texts) if not quiet]
    for place, following in pairwise(loud):
        if following > place + 1:
            yield texts[place][0][-BESIDE:] + BLOCK_END + texts[following][0][:BESIDE]


def search_form(texts: Texts, mark: bytes = b"") -> bytes:
    """Return the form of a document, packed behind `mark`."""
    squeezed: list[bytes] = []
    met: set[bytes] = set()
    foreign: set[str] = set()
    for text in stretches(texts):
        doubled = (each.text for each in undoubled(codes(text), text))
        turned = (each for _, each in overridden(text))
        for one in (text, *doubled, *turned):
            points = codes(one)
            squeezed.append(squeeze(points).form)
            met.update(words(points).form.split())
            if points.size and int(points.max()) >= FIRST:
                foreign.update(WORD.findall(one))
    lines = (b" ".join(squeezed), b" ".join(sorted(met)), " ".join(sorted(foreign)).encode())
    return mark + zlib.compress(b"\n".join(lines), LEVEL)


class Reach:
    """Whether the lists of a search, and some words beside them, can be met in a text."""

    def __init__(self, catalogue: Catalogue, apart: Iterable[str] = ()) -> None:
        """Look for what is in `catalogue`, and for the words `apart` wherever they stand."""
        self.search = Search(catalogue)
        self._apart = sorted({form for one in apart if (form := skeleton(one))})
        forms = {*patterns(self.search.names), *self._apart}
        forms |= {skeleton(one.literal) for one in traces(catalogue)}
        forms.discard(b"")
        self._forms = ahocorasick_rs.BytesAhoCorasick(sorted(forms))
        self._any = bool(forms)
        self._sounds = Sounds(self.search.near.single)
        self._seen: set[str] = set()
        self._hot: set[str] = set()

    def may_meet(self, form: bytes) -> bool:
        """Return whether anything can stand in the text of `form`, packed without a mark.

        Raises:
            zlib.error, ValueError: the bytes are no form.
        """
        squeezed, plain, foreign = zlib.decompress(form).split(b"\n")
        if self._any and self._forms.find_matches_as_indexes(squeezed):
            return True
        if foreign and self._sounds_alike(foreign.decode("utf-8")):
            return True
        met = set(plain.decode("ascii").split())
        fresh = met - self._seen
        if fresh:
            self._seen |= fresh
            self._hot |= self.search.warm(fresh)
        return not self._hot.isdisjoint(met)

    def _sounds_alike(self, foreign: str) -> bool:
        return next(self._sounds.find(foreign, codes(foreign)), None) is not None

    def meets(self, text: str) -> bool:
        """Return whether anything stands in `text`."""
        if self.search.hits(text):
            return True
        if not self._apart:
            return False
        squeezed = squeeze(codes(text)).form
        return any(one in squeezed for one in self._apart)
