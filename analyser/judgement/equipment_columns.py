"""What a table's columns hold, told by their headings."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from analyser.document import Block, Cell

KINDS = ("make", "model", "item", "quantity", "price")


@cache
def column_kinds(heading: str) -> frozenset[str]:
    """Return what a column under `heading` holds: of `KINDS`, none, one or more.

    "Make / model" holds both; "Unit price" is a price although "unit" alone is a quantity.
    """
    words = folded(heading)
    if not words or len(words.split()) > 8:  # a sentence is no heading
        return frozenset()
    found: set[str] = set()
    rest = f" {words} "
    for phrase, kind in _phrases():
        if f" {phrase} " in rest:
            found.add(kind)
            rest = rest.replace(f" {phrase} ", "  ")
    if "make" in found and "model" in found:
        return frozenset({"make", "model"})
    return frozenset(found)


def cell_of(block: Block, kind: str) -> Cell | None:
    """Return the first cell of the row `block` whose column holds `kind`."""
    return next((cell for cell in block.cells if kind in column_kinds(cell.heading)), None)


def folded(text: str) -> str:
    """Return `text` in lower case without accents and punctuation, words one space apart."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", plain))


@cache
def _phrases() -> tuple[tuple[str, str], ...]:
    text = Path(__file__).with_name("equipment_columns.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    pairs = [(folded(phrase), kind) for kind in KINDS for phrase in table[kind]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
