"""Pages that seem to hold a table of equipment, told by the words of its header row."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

from ahocorasick_rs import AhoCorasick

MAKE_WORDS = ("make", "manufactur", "brand", "model", "part n", "product code", "oem", "marca",
              "hersteller", "fabrikat", "fabricant", "marque", "produttore", "producent", "výrobc",
              "producător", "gamintoj", "tillverkare", "valmistaja", "виробник", "производител",
              "型号", "品牌")  # fmt: skip
AMOUNT_WORDS = ("qty", "quantit", "unit price", "unit rate", "no. off", "amount", "cantidad",
                "menge", "anzahl", "preis", "precio", "preço", "prezzo", "prix", "cena", "ilość",
                "množství", "cantitate", "kiekis", "antal", "määrä", "кількість", "количество",
                "数量", "description", "item")  # fmt: skip
SENTENCE_WORDS = """
the a an to is are be been shall will would that this these those which with by from as not
any such may must has have on in at their its it who if than when upon into only
que el la los las del se por con es son sera en una les des est sont dans pour par sur au aux
der die das ist sind und zu mit auf wird werden den dem ein eine da do os ao nao
"""
PROSE = frozenset(SENTENCE_WORDS.split())
"""Words that no heading of a column has; "of", "or", "for" and "no" may be in one."""

WORDS = re.compile(r"[^\W\d_]+")
HEADER_WORDS = 60

NEAR = 160
"""Characters between the two kinds of heading words: one header row, a cell a line."""


def worth_lines(texts: Sequence[str]) -> frozenset[int]:
    """Return the indexes of page `texts` that seem to hold a table of equipment."""
    return frozenset(index for index, text in enumerate(texts) if _has_header_row(text))


def _has_header_row(text: str) -> bool:
    lowered = text.lower()
    makes = _places(lowered, MAKE_WORDS)
    if not makes:
        return False
    amounts = _places(lowered, AMOUNT_WORDS)
    for make in makes:
        near = amounts[bisect_left(amounts, make - NEAR) : bisect_right(amounts, make + NEAR)]
        # Running prose mentions makes and quantities too; the cells of a header row are short.
        if near and _short_words_around(text, make):
            for amount in {near[0], near[-1], min(near, key=lambda at: abs(at - make))}:
                if _heads(lowered, min(make, amount), max(make, amount)):
                    return True
    return False


def _heads(lowered: str, first: int, last: int) -> bool:
    """Tell whether the lines from `first` to `last` may be headings: no words of sentences."""
    start = lowered.rfind("\n", 0, first) + 1
    end = lowered.find("\n", last)
    line = lowered[start : end if end >= 0 else len(lowered)]
    if "; " in line or ";\n" in line or ". " in line:
        return False
    words = WORDS.findall(line)
    return len(words) <= HEADER_WORDS and sum(word in PROSE for word in words) <= len(words) // 12


def _places(text: str, words: tuple[str, ...]) -> list[int]:
    """Return where one of `words` begins in `text`, in order."""
    found = _automaton(words).find_matches_as_indexes(text, overlapping=True)
    return sorted(start for _, start, _ in found)


@cache
def _automaton(words: tuple[str, ...]) -> AhoCorasick:
    return AhoCorasick(words)


def _short_words_around(text: str, at: int) -> bool:
    around = text[max(0, at - 60) : at + 60]
    return "\n" in around and ". " not in around
