"""What table headings, cells and section headings say of a name below them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analyser.finding import Role, Stance
from analyser.judgement.cues import MAKE, stance_for
from analyser.judgement.marks import ticked
from analyser.judgement.passages import Passage
from analyser.judgement.rows import Cells, holds_nothing, is_priced, is_upkeep, row_cells

# In these documents a priced or counted row is raw market or law text, not an offer.
_SILENT = frozenset({Role.OTHER})
_VERDICT = re.compile(
    r"\b(?:accept\w*|approv\w*|permit\w*|allow\w*|complian\w*|compl(?:y|ies|ied)|eligib\w*|offered\??"
    r"|supplied|used|status|decision|response|answer|reply|verdict|result|outcome|rag|yes|y ?/ ?n"
    r"|included|conform\w*|remarks?|position|ruling|treatment|action)\b|\?$",
    re.IGNORECASE,
)
_COUNTED_CELL = re.compile(r"\d[\d.,]*")
# From this weight on the heading over the name itself outweighs the rest of the row.
_DECISIVE = 4.0
_BESIDE = 0.3
_TITLE = 14  # words: what is longer is no title
# What a row as a whole says outweighs what its columns are called.
_NOTHING = 4.0
_WORK = 6.0
# A tick says of the row what its column is called.
_TICK = 5.0
_TICKED = frozenset({"column", "verdict", "cell"})
_OUTSPOKEN = 2.0  # a rule of less weight names no stance of its own
# "Existing | New": "none" in the first column does not exclude what stands in the second.
_ELSEWHERE = re.compile(
    r"\b(?:existing|present|current|old|found|from|before|installed|previous|removed|fault\w*)\b",
    re.IGNORECASE,
)


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
    sections: bool = True
    """A rule for columns that also holds for a short section heading."""


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
    above: bool = False
    """Stands above the words (a section's heading, the document's title), not among them."""


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
            sections=row.get("sections", True),
        )
        for row in tomllib.loads(text)["heading"]
    )


def heading_signs(passage: Passage) -> tuple[Sign, ...]:
    """Return what the headings and cells around the mention say of it."""
    return (*_table_signs(passage), *_section_signs(passage), *_title_signs(passage))


def _table_signs(passage: Passage) -> Iterator[Sign]:
    cells = row_cells(passage)
    if not cells:
        return
    decided = False
    if holds_nothing(cells):
        words = "a quantity of nothing on the row"
        yield Sign(Stance.EXCLUDED, _NOTHING, words, "row-of-nothing")
    if is_upkeep(cells):
        yield Sign(Stance.EXISTING, _WORK, "taking down or upkeep on the row", "row-of-upkeep")
    yield from _tick_signs(passage.role, cells)
    # A letter with a price filled in beside the name is a quotation, whoever wrote it.
    offers = passage.role is Role.CORRESPONDENCE and is_priced(cells)
    for rule in load_headings():
        stance = stance_for(rule.stance, Role.BID if offers else passage.role)
        if stance is Stance.CITED and rule.stance == "wanted" and passage.role in _SILENT:
            continue
        for text, words in _places(rule.place, passage, cells):
            if rule.pattern.search(text):
                own = rule.place == "column"
                decided = decided or (own and rule.weight >= _DECISIVE)
                # Next to "Make specified" over the name itself, a price two columns on is silent.
                weight = rule.weight if own or not decided else rule.weight * _BESIDE
                yield Sign(stance, weight, words, rule.name)
                break


def _tick_signs(role: Role, cells: Cells) -> Iterator[Sign]:
    """Yield what the headings of ticked columns say: "Not in our offer | x" says it of the row."""
    for title in ticked(cells):
        found = [
            rule
            for rule in load_headings()
            if rule.place in _TICKED and rule.weight >= _OUTSPOKEN and rule.pattern.search(title)
        ]
        if found:
            rule = max(found, key=lambda rule: (rule.stance == Stance.EXCLUDED, rule.weight))
            stance = stance_for(rule.stance, role)
            yield Sign(stance, _TICK, f'the tick under "{title}"', f"tick-{rule.stance}")


def _places(place: str, passage: Passage, cells: Cells) -> Iterator[tuple[str, str]]:
    """Yield (text, words to show) of everything on the row that a rule for `place` looks at."""
    reader = _READERS.get(place)
    return reader(passage, cells) if reader is not None else iter(())


def _own_column(passage: Passage, cells: Cells) -> Iterator[tuple[str, str]]:
    if passage.column:
        yield passage.column, f'column heading "{passage.column}"'
    elif not any(heading for heading, _ in cells) and len(cells) > 1 and MAKE not in cells[0][1]:
        # A table without headings is read sideways: its first cell is the label of the row.
        yield cells[0][1], f'"{cells[0][1]}" at the head of the row'


def _other_columns(passage: Passage, cells: Cells) -> Iterator[tuple[str, str]]:
    del passage
    for heading, text in cells:
        if heading and MAKE not in text:
            yield heading, f'column heading "{heading}" on the row'


def _verdicts(passage: Passage, cells: Cells) -> Iterator[tuple[str, str]]:
    del passage
    # "No" under Unit is a number, under Existing it is nothing; under Accepted it is a verdict.
    counted = any(_COUNTED_CELL.fullmatch(text.strip()) for _, text in cells)
    for heading, text in cells:
        judges = _VERDICT.search(heading) if heading else not counted
        if text and judges and MAKE not in text:
            yield text.strip(), _cell_words(heading, text)


def _titles(passage: Passage, cells: Cells) -> Iterator[tuple[str, str]]:
    del passage
    titles = "; ".join(heading for heading, _ in cells if heading)
    if titles:
        yield titles, f'column headings "{titles}"'


def _other_cells(passage: Passage, cells: Cells) -> Iterator[tuple[str, str]]:
    del passage
    for heading, text in cells:
        if text and MAKE not in text and not _ELSEWHERE.search(heading):
            yield text.strip(), _cell_words(heading, text)


def _cell_words(heading: str, text: str) -> str:
    return f'"{text.strip()}" ' + (f'in the column "{heading}"' if heading else "on the row")


def _own_cell(passage: Passage, cells: Cells) -> Iterator[tuple[str, str]]:
    del passage
    for _, text in cells:
        if MAKE in text:
            yield text, f'"{text.replace(MAKE, "...")}"'


_READERS: dict[str, Callable[[Passage, Cells], Iterator[tuple[str, str]]]] = {
    "column": _own_column,
    "row": _other_columns,
    "verdict": _verdicts,
    "titles": _titles,
    "cell": _other_cells,
    "own": _own_cell,
}


def _section_signs(passage: Passage) -> Iterator[Sign]:
    short = len(passage.heading.split()) <= 6 and not passage.cells
    for rule in load_headings():
        # A piece of text with one heading: it may be a column's as well as a section's.
        titled = short and rule.place == "column" and rule.stance != "wanted" and rule.sections
        if titled and passage.heading and rule.pattern.search(passage.heading):
            words = f'heading "{passage.heading}"'
            yield Sign(Stance(rule.stance), 0.7 * rule.weight, words, f"s:{rule.name}", above=True)
        if rule.place != "section":
            continue
        for kind, text in (("table title", passage.caption), ("heading", passage.heading)):
            if text and rule.pattern.search(text):
                stance = stance_for(rule.stance, passage.role)
                # Sentences above a table instruct who fills it in; they name no part of it.
                weight = rule.weight * (_BESIDE if len(text.split()) > _TITLE else 1.0)
                yield Sign(stance, weight, f'{kind} "{text}"', rule.name, above=True)
                break


def _title_signs(passage: Passage) -> Iterator[Sign]:
    for rule in load_headings():
        if rule.place == "title" and passage.title and rule.pattern.search(passage.title):
            stance = stance_for(rule.stance, passage.role)
            yield Sign(stance, rule.weight, f'document "{passage.title}"', rule.name, above=True)
