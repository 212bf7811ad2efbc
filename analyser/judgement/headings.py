"""What table headings, cells and section headings say of a name below them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
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
# "0 | – | –": a position that was struck out keeps its row.
_NOTHING = 4.0
_NIL = re.compile(
    r"(?:0+(?:[.,]0+)?|nil|none|–|—|-|x|n/?a|(?:cancel|delet|withdraw|remov|omit|struck|void)\w*)?(?:\s?[£$€%]|\s?[A-Z]{3})?",
    re.IGNORECASE,
)
_ZERO = re.compile(r"0+(?:[.,]0+)?(?:\s?[\w.]{1,5})?|nil|–|—", re.IGNORECASE)
# "Take down dome, cap cable | DS-2CD2342WD-I | 57 | 18.00": what is priced is the work on it.
_TAKEN_DOWN = re.compile(
    r"\W*(?:[\w.]{1,6}\s)?(?:take down|remov(?:e|al|ing)|strip(?:ping)?[- ]?out|dismantl\w+|decommission\w*"
    r"|dispos(?:e|al)|disconnect\w*|de-?install\w*|uninstall\w*|demolish\w*|recycl\w+|relocat\w+"
    r"|maintenance of|servic(?:e|ing) of|(?:support|repair)\w* (?:on|for|of|to) (?:the )?existing)\b",
    re.IGNORECASE,
)
_AND_NEW = re.compile(
    r"\b(?:install(?!ed)|supply|fit(?!ted)|new|replace\w* (?:with|by)|provide)\b", re.IGNORECASE
)
_WORK = 6.0
# "Existing | New": "none" in the first column does not exclude what stands in the second.
_ELSEWHERE = re.compile(
    r"\b(?:existing|present|current|old|found|from|before|installed|previous|removed|fault\w*)\b",
    re.IGNORECASE,
)


Cells = tuple[tuple[str, str], ...]
"""(heading, text) of a row's cells."""


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


def row_cells(passage: Passage) -> tuple[tuple[str, str], ...]:
    """Return (heading, text) of the row's cells; bars split a row that came as one line."""
    if passage.cells:
        return passage.cells
    if passage.layer is Layer.TABLE or " | " in passage.text:
        return tuple(("", cell) for cell in _BAR.split(passage.text))
    return ()


def heading_signs(passage: Passage) -> tuple[Sign, ...]:
    """Return what the headings and cells around the mention say of it."""
    return (*_table_signs(passage), *_section_signs(passage), *_title_signs(passage))


def _table_signs(passage: Passage) -> Iterator[Sign]:
    cells = row_cells(passage)
    if not cells:
        return
    decided = False
    if _none_of_it(cells):
        yield Sign(Stance.EXCLUDED, _NOTHING, "a quantity of nothing on the row", "row-of-nothing")
    if any(_TAKEN_DOWN.match(text) and not _AND_NEW.search(text) for _, text in cells):
        yield Sign(
            Stance.EXISTING, _WORK, "the row is about taking down or upkeep", "row-of-upkeep"
        )
    # A letter with a price filled in beside the name is a quotation, whoever wrote it.
    offers = passage.role is Role.CORRESPONDENCE and _priced(cells)
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


def _none_of_it(cells: Cells) -> bool:
    """Tell whether the row's quantity is nothing, and its prices are."""
    counts = [text.strip() for heading, text in cells if _COUNT.search(heading)]
    prices = [text.strip() for heading, text in cells if _PRICE.search(heading)]
    if not counts or not prices:
        return False
    return all(map(_ZERO.fullmatch, counts)) and all(map(_NIL.fullmatch, prices))


def _priced(cells: Cells) -> bool:
    return any(
        MAKE not in text
        and any(letter.isdigit() for letter in text)
        and (_PRICE.search(heading) or _MONEY.fullmatch(text.strip()))
        for heading, text in cells
    )


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


_READERS: dict[str, Callable[[Passage, Cells], Iterator[tuple[str, str]]]] = {
    "column": _own_column,
    "row": _other_columns,
    "verdict": _verdicts,
    "titles": _titles,
    "cell": _other_cells,
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
                yield Sign(stance, rule.weight, f'{kind} "{text}"', rule.name, above=True)
                break


def _title_signs(passage: Passage) -> Iterator[Sign]:
    for rule in load_headings():
        if rule.place == "title" and passage.title and rule.pattern.search(passage.title):
            stance = stance_for(rule.stance, passage.role)
            yield Sign(stance, rule.weight, f'document "{passage.title}"', rule.name, above=True)


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
