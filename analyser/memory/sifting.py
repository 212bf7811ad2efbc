"""Stored documents that changed lists cannot touch, told apart from those to be looked at.

Told from outlines alone: who was met in a document, and a short form of its text. Ten thousand
documents are sifted in about a second; one that is not certain is left to be looked at.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from analyser.document import Document
from analyser.ledger.listed import contents_of
from analyser.ledger.packing import unpack
from analyser.ledger.retrospect import Outline, Stored, outlines
from analyser.ledger.store import Ledger
from analyser.lists.load import Lists
from analyser.memory.touching import Contents, Touch, touch
from analyser.program import program


@cache
def form_mark() -> bytes:
    """Return what stands before a form made by this program: another may fold text otherwise."""
    return hashlib.sha256(program().encode()).digest()[:8]


def form_of(document: Document) -> bytes:
    """Return what of `document` changed lists are looked for in."""
    return form_of_texts([(one.text, one.quiet) for one in document.blocks])


def form_of_texts(texts: Sequence[tuple[str, bool]]) -> bytes:
    """Return the same of blocks, each as (text, whether it is a quiet one)."""
    from analyser.matching.reach import search_form

    return search_form(texts, form_mark())


class Touches:
    """What lists changed against those that stored analyses were made with."""

    def __init__(self, ledger: Ledger, lists: Lists, language_model: str) -> None:
        self._ledger = ledger
        self._lists = lists
        self._model = language_model
        self._held: dict[tuple[str, str, str], Touch | None] = {}

    def of(self, stored: Stored) -> Touch | None:
        """Return what changed since a stored analysis; `None`: more than can be told apart."""
        key = (stored.lists_digest, stored.program, stored.language_model)
        if key not in self._held:
            held = contents_of(self._ledger, stored.lists_digest)
            same = stored.program == program() and stored.language_model == self._model
            self._held[key] = (
                touch(unpack(Contents, held), self._lists.catalogue, self._lists.rulebook)
                if held and same
                else None
            )
        return self._held[key]


@dataclass(frozen=True, slots=True)
class Sifted:
    """Stored analyses in two heaps."""

    same: tuple[Stored, ...]
    """Those that hold under the changed lists, word for word."""

    rest: tuple[Stored, ...]


def sift(ledger: Ledger, stored: Sequence[Stored], touches: Touches, as_of: str = "") -> Sifted:
    """Part `stored` into what changed lists cannot touch, judged by the day `as_of`, and the rest.

    Without a day, each is judged by that of its first analysis.
    """
    by_number = {one.id: one for one in stored}
    same = {
        number
        for number, documents in outlines(ledger, by_number)
        if _untouched(by_number[number], documents, touches, as_of)
    }
    return Sifted(
        same=tuple(one for one in stored if one.id in same),
        rest=tuple(one for one in stored if one.id not in same),
    )


def _untouched(stored: Stored, documents: Sequence[Outline], touches: Touches, as_of: str) -> bool:
    found = touches.of(stored)
    if found is None:
        return False
    asked = found.rules or as_of not in ("", stored.as_of)
    return all(_passed_over(one, found, asked=asked) for one in documents)


def _passed_over(one: Outline, found: Touch, *, asked: bool) -> bool:
    """Whether `one` need not be looked at; with `asked`, regimes answer anew what was found."""
    mark = form_mark()
    if not one.whole or one.met is None or one.form is None or not one.form.startswith(mark):
        return False
    if asked and one.finds:
        return False
    try:
        return not found.may_reach(one.met, one.form[len(mark) :])
    except (zlib.error, ValueError):  # damaged: looked at, and made anew
        return False
