"""Words of other languages turned into the English words of the trade, before anything is judged.

Rules and model know English. A gloss is no translation: the words that decide ("keine",
"vorhandene", "Einzelpreis") become the words that the rules know ("no", "existing", "unit price"),
every other word stays as it is, and people are shown the words as printed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice

from analyser.document import Document
from analyser.errors import ListError
from analyser.judgement.passages import Passage
from analyser.judgement.tongues import ENGLISH, UNKNOWN, UNSPACED, WORD, likely_tongues

FOLDER = "glosses"
_SAMPLE = 6_000  # characters of a document by which its language is told
_BLOCKS = 80
_REMEMBERED = 50_000  # words whose glosses are kept at hand
_ENOUGH = 3  # words with a gloss from which on a text of doubtful language is not English
_GAP = re.compile(r"[\s\-'’/\u00ad·]{1,3}|\.\s?")
_SPACES = re.compile(r"  +")
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


@lru_cache(maxsize=1024)
def tongue_of(text: str, expected: str = UNKNOWN) -> str:
    """Return the language of `text`: `expected` unless its words clearly show another one.

    Small words that several languages share leave a choice: then the one whose glosses know most
    of the text is taken.
    """
    likely = likely_tongues(text, expected)
    if len(likely) < 2:
        return likely[0] if likely else UNKNOWN
    others = [tongue for tongue in likely if tongue != ENGLISH]
    known = {tongue: _known_words(text, tongue) for tongue in others}
    best = max(others, key=known.__getitem__)
    # "On" and "no" are words of many languages; English has the benefit of the doubt.
    if ENGLISH in likely and known[best] < max(_ENOUGH, len(text.split()) // 3):
        return ENGLISH
    return best


def _known_words(text: str, tongue: str) -> int:
    glossary = glossary_of(tongue)
    return glossary.known_words(text) if glossary else 0


def document_tongue(document: Document) -> str:
    """Return the language that most of the document's beginning is written in; "" if none shows."""
    blocks = islice((block for block in document.blocks if block.text), _BLOCKS)
    texts = (
        " ".join((block.text[:1_000], *(cell.heading for cell in block.cells))) for block in blocks
    )
    return tongue_of(" ".join(texts)[:_SAMPLE])


def gloss(text: str, tongue: str) -> str:
    """Return `text` with the words glossed that the language `tongue` has glosses for."""
    glossary = glossary_of(tongue) if text else None
    if glossary is None:
        return text
    return _SPACES.sub(" ", "".join(piece.text for piece in glossary.pieces(text))).strip()


def glossed(passage: Passage, tongue: str = UNKNOWN) -> Passage:
    """Return the passage as it reads in English where it counts.

    Args:
        passage: Any passage; an English one is returned as it is.
        tongue: Language of the document; the passage's own words may show another one.
    """
    around = (passage.before, passage.text, passage.after, passage.lead_in)
    tongue = tongue_of(" ".join((*around, *(heading for heading, _ in passage.cells))), tongue)
    glossary = glossary_of(tongue)
    if glossary is None:
        return passage
    text, start, printed = _glossed_text(passage, glossary)
    return replace(
        passage,
        text=text,
        start=start,
        printed=printed,
        before=gloss(passage.before, tongue),
        after=gloss(passage.after, tongue),
        heading=gloss(passage.heading, tongue),
        lead_in=gloss(passage.lead_in, tongue),
        caption=gloss(passage.caption, tongue),
        column=gloss(passage.column, tongue),
        cells=tuple((gloss(head, tongue), gloss(cell, tongue)) for head, cell in passage.cells),
        title=gloss(passage.title, tongue),
        originals=tuple(_originals(passage, tongue)),
    )


def _originals(passage: Passage, tongue: str) -> Iterator[tuple[str, str]]:
    """Yield (as read, as printed) of what is shown around the text itself."""
    around = (passage.after, passage.heading, passage.caption, passage.column, passage.title)
    for printed in (*around, *(text for cell in passage.cells for text in cell)):
        read = gloss(printed, tongue)
        if read != printed:
            yield read, printed


@cache
def tongues() -> frozenset[str]:
    """Return the codes of the languages that have glosses."""
    folder = files("analyser.judgement") / FOLDER
    return frozenset(path.name[:-5] for path in folder.iterdir() if path.name.endswith(".toml"))


@cache
def glossary_of(tongue: str) -> Glossary | None:
    """Return the glosses of the language `tongue`; None for English and where there are none."""
    if tongue in (ENGLISH, UNKNOWN) or tongue not in tongues():
        return None
    path = files("analyser.judgement") / FOLDER / f"{tongue}.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Glossary(table["gloss"].items(), table.get("prefixes", ()))


def _glossed_text(
    passage: Passage, glossary: Glossary
) -> tuple[str, int, tuple[tuple[int, str, str], ...]]:
    """Return the passage's text glossed, where the mention stands in it, and what was printed."""
    masks = {place: (mask, words) for place, mask, words in passage.printed}
    masks.setdefault(passage.start, (passage.text[passage.start : passage.end], ""))
    pieces: list[str] = []
    printed: list[tuple[int, str, str]] = []
    length = start = at = 0
    for place, (mask, words) in [*sorted(masks.items()), (len(passage.text), ("", ""))]:
        for piece in glossary.pieces(passage.text[at:place]):
            if piece.glossed and piece.text:
                printed.append((length, piece.text, piece.printed))
            pieces.append(piece.text)
            length += len(piece.text)
        if place == passage.start:
            start = length
        if words:
            printed.append((length, mask, words))
        pieces.append(mask)
        length += len(mask)
        at = place + len(mask)
    return "".join(pieces), start, tuple(printed)


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
