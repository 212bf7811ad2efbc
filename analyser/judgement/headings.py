"""What table headings, cells and section headings say of a name below them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analyser.document import Layer
from analyser.finding import Role, Stance
from analyser.judgement.cues import MAKE, stance_for
from analyser.judgement.passages import Passage

_PRICE = re.compile(r"\b(?:price|rate|amount|cost|total)\b|[£$€]", re.IGNORECASE)
_MONEY = re.compile(r"[£$€]\s?[\d.,]+|\d{1,3}(?:[, ]?\d{3})*[.,]\d{2}")
_COUNT = re.compile(r"\b(?:qty|quantit\w+|no\.? off|nr|pcs)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\d{1,4}\s?(?:no|nr|off|pcs|ea|each|units?)\.?|x\s?\d{1,4}", re.IGNORECASE)
_BAR = re.compile(r"\s*\|\s*")
# In these documents a priced or counted row is raw market or law text, not an offer.
_SILENT = frozenset({Role.OTHER})


@dataclass(frozen=True, slots=True)
class Heading:
    """One row of columns.toml."""

    name: str
    """Its stable id: what a model learnt of the rule is kept under this."""

    place: str
    stance: str
    weight: float
    pattern: re.Pattern[str]
    example: str


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that speaks for a stance, with its weight and the words to show."""

    stance: Stance
    weight: float
    words: str
    key: str
    """Names the rule, for the model's features."""

    bare: bool = False
    yields: bool = False


@cache
def load_headings() -> tuple[Heading, ...]:
    """Read and compile the shipped heading rules."""
    text = (files("analyser.judgement") / "columns.toml").read_text(encoding="utf-8")
    return tuple(
        Heading(
            name=row["id"],
            place=row["place"],
            stance=row["stance"],
            weight=float(row["weight"]),
            pattern=re.compile(row["pattern"], re.IGNORECASE),
            example=row["example"],
        )
        for row in tomllib.loads(text)["heading"]
    )


def row_cells(passage: Passage) -> tuple[tuple[str, str], ...]:
    """Return (heading, text) of the row's cells; bars split a row that came as one line."""
    if passage.cells:
        return passage.cells
    if passage.layer is Layer.TABLE or " | " in passage.text:
        return tuple(("", cell) for cell in _BAR.split(passage.text))
    return ()


def heading_signs(passage: Passage) -> tuple[Sign, ...]:
    """Return what the headings and cells around the mention say of it."""
    return tuple(_table_signs(passage)) + tuple(_section_signs(passage))


def _table_signs(passage: Passage) -> Iterator[Sign]:
    cells = row_cells(passage)
    if not cells:
        return
    for rule in load_headings():
        stance = stance_for(rule.stance, passage.role)
        if stance is Stance.CITED and rule.stance == "wanted" and passage.role in _SILENT:
            continue
        for text, words in _places(rule.place, passage, cells):
            if rule.pattern.search(text):
                yield Sign(stance, rule.weight, words, rule.name)
                break


def _places(
    place: str, passage: Passage, cells: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, str]]:
    if place == "column" and passage.column:
        yield passage.column, f'column heading "{passage.column}"'
    elif place == "column" and not any(heading for heading, _ in cells):
        # A table without headings is read sideways: its first cell is the label of the row.
        if len(cells) > 1 and MAKE not in cells[0][1]:
            yield cells[0][1], f'"{cells[0][1]}" at the head of the row'
    elif place == "row":
        for heading, text in cells:
            if heading and MAKE not in text:
                yield heading, f'column heading "{heading}" on the row'
    elif place == "cell":
        for heading, text in cells:
            if text and MAKE not in text:
                yield (
                    text.strip(),
                    f'"{text.strip()}" on the row'
                    if not heading
                    else (f'"{text.strip()}" in the column "{heading}"'),
                )


def _section_signs(passage: Passage) -> Iterator[Sign]:
    short = len(passage.heading.split()) <= 6 and not passage.cells
    for rule in load_headings():
        # A piece of text with one heading: it may be a column's as well as a section's.
        titled = short and rule.place == "column" and rule.stance != "wanted"
        if titled and passage.heading and rule.pattern.search(passage.heading):
            words = f'heading "{passage.heading}"'
            yield Sign(Stance(rule.stance), 0.7 * rule.weight, words, f"s:{rule.name}")
        if rule.place != "section":
            continue
        for kind, text in (("table title", passage.caption), ("heading", passage.heading)):
            if text and rule.pattern.search(text):
                stance = stance_for(rule.stance, passage.role)
                yield Sign(stance, rule.weight, f'{kind} "{text}"', rule.name)
                break


def row_evidence(passage: Passage) -> tuple[tuple[str, str], ...]:
    """Return (kind, words) of what the row says of the goods: a price, a quantity."""
    found = []
    for heading, text in row_cells(passage):
        if MAKE in text or not any(letter.isdigit() for letter in text):
            continue
        if _PRICE.search(heading) or _MONEY.fullmatch(text.strip()):
            found.append(("price-on-row", f"a price on the row ({text.strip()})"))
        elif _COUNT.search(heading) or _COUNTED.fullmatch(text.strip()):
            found.append(("quantity-on-row", f"a quantity on the row ({text.strip()})"))
    return tuple(dict(found).items())
