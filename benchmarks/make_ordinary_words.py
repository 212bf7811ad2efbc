"""Generate the words of ordinary language that stand near a listed name.

A word of English (or of seven other languages of tenders) that is one or two edits from a listed
name is no misspelling of it, and a name whose pieces are both words may be two words. Only those
words are kept, none of the frequencies. Run where the development-only package `wordfreq` is:

    python benchmarks/make_ordinary_words.py > analyser/matching/ordinary_words.txt
    python benchmarks/make_ordinary_words.py --halves > analyser/matching/word_halves.txt

The second are words that a misspelling could be run together of: those near the beginning or the
end of a name.
"""

from __future__ import annotations

import math
import sys
from textwrap import fill

import wordfreq

from analyser.catalogue import Catalogue
from analyser.lists.load import load_lists
from analyser.matching.names import entries
from analyser.matching.near import NearNames
from analyser.matching.phrase_edits import edits_allowed
from analyser.matching.word_lists import KNOWN, PIECES
from analyser.skeleton import split_words

LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl")
WORD = 3.0  # zipf: once in a million words, known to most readers
READER = 3.0  # known to every reader of English
ABROAD = 4.2  # and of its own language, so that it stands in tenders beside English words
PIECE = 4.0  # once in a hundred thousand: a piece of a name that is read as a word of its own
RARE = 1.8  # below, a frequency list is full of misspellings itself
FOREIGN = 2.5
HALF = 3.6  # known to every reader, as both halves of "warfighters" are
HALF_LETTERS = 3


def zipf(language: str) -> dict[str, float]:
    """Return the ASCII words of `language` by zipf frequency."""
    table = wordfreq.get_frequency_dict(language, "large")
    return {
        word: math.log10(share) + 9
        for word, share in table.items()
        if word.isascii() and word.isalpha()
    }


def build(catalogue: Catalogue) -> tuple[list[str], list[str], list[str]]:
    """Return (rare words near a name, known ones near a word of one, pieces that are words)."""
    names = entries(catalogue)
    listed = {name.plain for name in names if name.listed}
    pieces = {part for name in names for part in pieces_of(name.plain)}
    index = NearNames(names, frozenset(), frozenset())
    parts = {word for name in names if name.listed for word in split_words(name.text)}
    rare: set[str] = set()
    known: set[str] = set()
    common: set[str] = set()
    for language in ("en", *LANGUAGES):
        table = zipf(language)
        index.look(sorted(table))
        for word, frequency in table.items():
            if frequency >= WORD and word in parts:
                common.add(word)
            if language == "en" and frequency >= PIECE and word in pieces:
                common.add(word)
            if word in listed or frequency < (RARE if language == "en" else FOREIGN):
                continue
            least = READER if language == "en" else ABROAD
            if frequency >= least and (index.near(word) or index.is_piece(word)):
                known.add(word)
            elif any(
                one.word in index.single and 0 < one.edits <= edits_allowed(len(one.word))
                for one in index.near(word)
            ):
                rare.add(word)
        index.forget()
    known -= common
    return sorted(rare - known - common), sorted(known), sorted(common)


def halves(catalogue: Catalogue) -> list[str]:
    """Return the everyday words that are near the beginning or the end of a listed name."""
    pieces = {
        piece
        for name in entries(catalogue)
        if name.listed and name.plain.isascii()
        for piece in pieces_of(name.plain)
    }
    near = {rest for piece in pieces if len(piece) >= HALF_LETTERS for rest in deletions(piece, 1)}
    return sorted(
        word
        for word, frequency in zipf("en").items()
        if frequency >= HALF
        and len(word) >= HALF_LETTERS
        and not near.isdisjoint(deletions(word, 1))
    )


def deletions(word: str, count: int) -> set[str]:
    """Return `word` and everything that is left of it after up to `count` deletions."""
    found = {word}
    level = {word}
    for _ in range(count):
        level = {rest[:i] + rest[i + 1 :] for rest in level for i in range(len(rest))}
        found |= level
    return found


def pieces_of(letters: str) -> set[str]:
    """Return every beginning and end of a name that may be a word."""
    if len(letters) > 16:
        return set()
    return {letters[:i] for i in range(2, len(letters))} | {
        letters[i:] for i in range(1, len(letters) - 1)
    }


def main() -> None:
    """Write both lists."""
    out = sys.stdout
    if "--halves" in sys.argv:
        out.write("# Everyday words near the beginning or the end of a listed name.\n")
        out.write("# Made by benchmarks/make_ordinary_words.py --halves.\n")
        out.write(fill(" ".join(halves(load_lists().catalogue)), 100) + "\n")
        return
    rare, known, common = build(load_lists().catalogue)
    out.write("# Ordinary words near a listed name, or a piece of one: never its misspelling.\n")
    out.write("# Made by benchmarks/make_ordinary_words.py; chosen by nearness to the lists.\n")
    out.write(fill(" ".join(rare), 100) + f"\n{KNOWN}\n")
    out.write(fill(" ".join(known), 100) + f"\n{PIECES}\n")
    out.write(fill(" ".join(common), 100) + "\n")


if __name__ == "__main__":
    main()
