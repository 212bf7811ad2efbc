"""The glosses of one language: words and phrases, each with the English that the rules know."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analyser.errors import ListError
from analyser.judgement.tongues import UNSPACED, WORD

FOLDER = "glosses"
_REMEMBERED = 50_000  # words whose glosses are kept at hand
_GAP = re.compile(r"[\s\-'’/\u00ad·]{1,3}|\.\s?")
# "Vi tilbyder ikke X": a negation that follows its verb goes where English has it.
_VERB = re.compile(
    r"(?P<who>(?:we|it|they|i) )?"
    r"(?P<help>(?:is|are|was|were|will be|will|shall be|shall|must|may|can) )?"
    r"(?P<verb>(?:offer|propos|suppl|provid|deliver|use?|install|includ|contain|accept|permit|allow"
    r"|quot|sell|purchas|buy|approv)\w*)",
)
_NOT = frozenset({"not", "no longer", "never"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: what is read for it, and what is printed."""

    text: str
    printed: str
    glossed: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    """In lower case; a star at the end stands for any ending."""

    english: str


class Glossary:
    """The glosses of one language."""

    def __init__(self, entries: Iterable[tuple[str, str]], prefixes: Sequence[str] = ()) -> None:
        """Take (phrase, English) pairs; `prefixes` are articles and particles written to a word."""
        self._exact: dict[str, list[_Entry]] = {}
        self._stems: dict[str, list[_Entry]] = {}
        self._prefixes = tuple(sorted(prefixes, key=len, reverse=True))
        self._unspaced: dict[str, str] = {}
        self._met: dict[str, tuple[_Entry, ...]] = {}
        for phrase, english in entries:
            if UNSPACED.search(phrase):
                self._unspaced[phrase] = english
                continue
            words = tuple(_words_of(phrase))
            if not words:
                msg = f"gloss {phrase!r}: holds no word; a gloss stands for words"
                raise ListError(msg)
            place = self._stems if words[0].endswith("*") else self._exact
            place.setdefault(words[0].rstrip("*"), []).append(_Entry(words, english))
        longest_first = sorted(self._unspaced, key=len, reverse=True)
        self._run = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def pieces(self, text: str) -> list[Piece]:
        """Return `text` in pieces, in order: together their `printed` is the text."""
        if self._unspaced and UNSPACED.search(text):
            return list(self._unspaced_pieces(text))
        return _negations_moved(list(self._spaced_pieces(text)))

    def known_words(self, text: str) -> int:
        """Return how many words of `text` have a gloss."""
        return sum(piece.glossed for piece in self.pieces(text))

    def _spaced_pieces(self, text: str) -> Iterator[Piece]:
        found = [(m.start(), m.end(), m.group().casefold()) for m in WORD.finditer(text)]
        at = number = 0
        while number < len(found):
            entry = self._best(text, found, number)
            if entry is None:
                number += 1
                continue
            start, end = found[number][0], found[number + len(entry.words) - 1][1]
            yield from _kept(text[at:start])
            end += not entry.english and text[end : end + 1] == " "  # a word left out leaves no gap
            yield Piece(entry.english, text[start:end], glossed=True)
            at = end
            number += len(entry.words)
        yield from _kept(text[at:])

    def _unspaced_pieces(self, text: str) -> Iterator[Piece]:
        at = 0
        for found in self._run.finditer(text):
            yield from _kept(text[at : found.start()])
            yield Piece(f" {self._unspaced[found.group()]} ", found.group(), glossed=True)
            at = found.end()
        yield from _kept(text[at:])

    def _best(self, text: str, found: Sequence[tuple[int, int, str]], number: int) -> _Entry | None:
        word = found[number][2]
        candidates = self._met.get(word)
        if candidates is None:
            if len(self._met) >= _REMEMBERED:
                self._met.clear()
            # The longest phrase first, and of the same length the one that fits the word best.
            candidates = tuple(sorted(self._candidates(word), key=lambda one: -len(one.words)))
            self._met[word] = candidates
        for entry in candidates:
            if len(entry.words) == 1 or _goes_on(text, found, number, entry.words):
                return entry
        return None

    def _candidates(self, word: str) -> Iterator[_Entry]:
        """Yield the entries that may begin with `word`: exact ones first, then by longest stem."""
        for form in (word, *(word[len(p) :] for p in self._prefixes if word.startswith(p))):
            yield from self._exact.get(form, ())
            for length in range(len(form), 1, -1):
                yield from self._stems.get(form[:length], ())


@cache
def tongues() -> frozenset[str]:
    """Return the codes of the languages that have glosses."""
    folder = files("analyser.judgement") / FOLDER
    return frozenset(path.name[:-5] for path in folder.iterdir() if path.name.endswith(".toml"))


@cache
def glossary_of(tongue: str) -> Glossary | None:
    """Return the glosses of the language `tongue`; None for English and where there are none."""
    if tongue not in tongues():
        return None
    path = files("analyser.judgement") / FOLDER / f"{tongue}.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Glossary(table["gloss"].items(), table.get("prefixes", ()))


def _kept(text: str) -> Iterator[Piece]:
    if text:
        yield Piece(text, text)


def _words_of(phrase: str) -> list[str]:
    return [word.casefold() for word in re.findall(rf"{WORD.pattern}\*?", phrase)]


def _goes_on(
    text: str, found: Sequence[tuple[int, int, str]], number: int, words: tuple[str, ...]
) -> bool:
    if number + len(words) > len(found):
        return False
    for at, wanted in enumerate(words[1:], start=number + 1):
        start, _, word = found[at]
        same = word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
        if not same or not _GAP.fullmatch(text, found[at - 1][1], start):
            return False
    return True


def _negations_moved(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with each "not" that follows its verb moved before it."""
    moved: list[Piece] = []
    for piece in pieces:
        verb = moved[-2] if len(moved) > 1 and not moved[-1].text.strip() else None
        if piece.glossed and piece.text in _NOT and verb is not None and verb.glossed:
            found = _VERB.fullmatch(verb.text)
            if found is not None:
                helped = (found["help"] or "do ") + piece.text
                words = f"{found['who'] or ''}{helped} {found['verb']}"
                words_printed = verb.printed + moved[-1].printed + piece.printed
                moved[-2:] = [Piece(words, words_printed, glossed=True)]
                continue
        moved.append(piece)
    return moved
