"""What stands around a hit: column headings, product words, people and places, look-alikes."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from analyser.document import Block, Cell

EVERYTHING = "general"
"""Class of a vendor that makes many kinds of goods; as a class of goods it says nothing."""

WINDOW = 110
"""Characters on each side in which a product word speaks for a name."""

CELLS = 40
"""Cells on each side of a name that are read as its row."""

TOLD = 64
"""Counts of goods that are held: names of one page ask of the same words."""

HEADINGS = 512
"""Answers about headings that are held: every cell of a column asks the same."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that surroundings are told by."""

    goods: dict[str, re.Pattern[str]]
    any_goods: re.Pattern[str]
    things: dict[str, re.Pattern[str]]
    """Of `goods` those that a brand can be of."""

    make: frozenset[str]
    model: frozenset[str]
    labels: frozenset[str]
    describing: frozenset[str]
    linking: frozenset[str]
    titles: re.Pattern[str]
    places: re.Pattern[str]


@cache
def vocabulary() -> Vocabulary:
    """Return the shipped vocabulary, compiled once a process."""
    text = files("analyser.matching").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    goods = table["goods"]
    people = table["people_and_places"]
    brands = table["brands"]
    about = frozenset(brands["attributes"])
    things = {sector: [one for one in words if one not in about] for sector, words in goods.items()}
    return Vocabulary(
        goods={sector: _any_of(words) for sector, words in goods.items()},
        any_goods=_any_of(sorted({word for words in goods.values() for word in words})),
        things={sector: _any_of(words) for sector, words in things.items()},
        make=frozenset(table["headings"]["make"]),
        model=frozenset(table["headings"]["model"]),
        labels=frozenset(table["codes"]["labels"]),
        describing=frozenset(brands["describing"]),
        linking=frozenset(brands["linking"]),
        titles=re.compile(
            rf"\b(?:{'|'.join(map(re.escape, people['titles']))})\.?\s+(?:[A-Z]\.?\s*){{0,3}}"
            r"(?:[A-Z][a-z]+\s+)?$",
            re.IGNORECASE,
        ),
        places=re.compile(
            rf"^\s+(?:[A-Z][a-z]+\s+)?(?:{'|'.join(map(re.escape, people['places']))})\b",
            re.IGNORECASE,
        ),
    )


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    choice = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{choice})s?(?!\w)", re.IGNORECASE)


def cell_at(block: Block, at: int) -> Cell | None:
    """Return the cell of `block` in which the character `at` stands."""
    if not block.cells:
        return None
    index = bisect_right(block.cells, at, key=_starts) - 1
    return block.cells[index] if index >= 0 else None


def cells_around(block: Block, at: int) -> tuple[int, tuple[Cell, ...]]:
    """Return the cells of `block` near the character `at`, and which of them holds it."""
    index = bisect_right(block.cells, at, key=_starts) - 1
    first = max(0, index - CELLS)
    return index - first, block.cells[first : index + CELLS + 1]


def _starts(cell: Cell) -> int:
    return cell.start


@lru_cache(maxsize=HEADINGS)
def heads_make(heading: str) -> bool:
    """Whether a column under `heading` holds makers."""
    words = _folded(heading)
    return words in vocabulary().make or _make_words().search(words) is not None


@cache
def _make_words() -> re.Pattern[str]:
    words = sorted(word for word in vocabulary().make if len(word) > 3)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


def heads_model(heading: str) -> bool:
    """Whether a column under `heading` holds makers' own codes."""
    return _folded(heading) in vocabulary().model


def _folded(heading: str) -> str:
    return " ".join(re.sub(r"[^\w/]+", " ", heading.casefold()).split())


def product_word(block: Block, start: int, end: int, sectors: Sequence[str]) -> str:
    """Return a word near the range that speaks for goods of `sectors`; `""` where none does."""
    words = vocabulary()
    near = block.text[max(0, start - WINDOW) : start] + " # " + block.text[end : end + WINDOW]
    texts = (near, block.caption, block.heading, block.lead_in)
    patterns = [words.goods[one] for one in sectors if one in words.goods] or [words.any_goods]
    if set(sectors) <= {"general"}:
        patterns = []  # anything may stand beside a maker of everything
    for text in texts:
        for pattern in patterns:
            match = pattern.search(text)
            if match is not None:
                return match.group()
    return ""


ROW = 1000
"""Characters on each side of a name that are read of its row; a hostile row has no end."""

BESIDE = 36
"""Characters on each side in which a product word qualifies the name itself."""

CLAUSE = re.compile(r"[.;:?!]\s|\n\s*\n|[()]")


def goods_beside(block: Block, start: int, end: int, sectors: Sequence[str]) -> str:
    """Return a word for goods of `sectors` in the same row or the next words; `""` for none."""
    words = vocabulary()
    before, after = block.text[max(0, start - ROW) : start], block.text[end : end + ROW]
    if not block.cells and " | " not in before and " | " not in after:
        before = CLAUSE.split(before[-BESIDE:])[-1]
        after = CLAUSE.split(after[:BESIDE])[0]
    for sector in sectors:
        pattern = words.goods.get(sector)
        match = pattern.search(f"{before} # {after}") if pattern is not None else None
        if match is not None:
            return match.group()
    return ""


OFFER = re.compile(
    r"\b(?:made by|manufactur\w*|brands?|makes?|equipment|products?|suppl(?:y|ied|ier)|"
    r"offer(?:ed)?|model|series|devices?|units?|or equal|or equivalent)\b",
    re.IGNORECASE,
)


def goods_word(block: Block, start: int, end: int) -> str:
    """Return a word near the range that speaks of goods of any kind; `""` where none does."""
    near = block.text[max(0, start - WINDOW) : start] + " # " + block.text[end : end + WINDOW]
    match = vocabulary().any_goods.search(near) or OFFER.search(near)
    return match.group() if match is not None else ""


def best_sector(
    block: Block, start: int, end: int, sectors: Sequence[str], about: Sequence[str] = ()
) -> str:
    """Return the class of goods that the words around the range speak for; `""` where none do.

    Which goods a maker of several classes offers is not guessed: a rule on cameras must not be
    read against what may be a battery.

    Args:
        block: The block of the mention.
        start: Where the mention starts in it.
        end: Where it ends.
        sectors: The classes of goods of the mention's vendor.
        about: What else tells, the nearest first: the note of a numbering, the text around.
    """
    own = [one for one in dict.fromkeys(sectors) if one != EVERYTHING]
    if len(own) == 1 and EVERYTHING not in sectors:
        return own[0]
    text = block.text
    reach = ROW if block.cells else BESIDE
    beside = text[max(0, start - reach) : end + reach]
    near = text[max(0, start - WINDOW) : end + WINDOW]
    for told in (beside, near, f"{block.heading} {block.caption} {block.lead_in}", *about):
        counts = {one: _mentions_of(one, told) for one in own}
        best = max(own, key=lambda one: counts[one], default="")
        if best and counts[best]:
            return best
    return ""


@lru_cache(maxsize=TOLD)
def _mentions_of(sector: str, text: str) -> int:
    goods = vocabulary().goods.get(sector)
    return len(goods.findall(text)) if goods is not None else 0


POST = re.compile(
    r"\b(?i:foreman|manager|director|engineer|supervisor|officer|contact|led by|headed by"
    r"|lead|signed by|prepared by|attn|attention|chair\w*|secretary|clerk|councillor|surveyor"
    r"|architect|operations|finance|foreman is|inspector|electrician|technician|trustee)\b"
    r"[^.;\n]{0,20}?\b[A-Z][a-z]+\s$"
)
"""A post and a first name right before a surname: "the foreman is Tomasz Kasperski"."""

AFTER_PERSON = re.compile(r"\s*(?:[,.;|)\n]|$|(?:is|was|has|will|who|and|of|from|or)\b)")


def person_or_place(text: str, start: int, end: int) -> str:
    """Return why the words at the range are a person or a place; `""` where they are not."""
    words = vocabulary()
    if words.titles.search(text[max(0, start - 40) : start]):
        return "a person's name"
    match = words.places.search(text[end : end + 40])
    if match is not None and text[end:].lstrip()[:1].isupper():
        return f"a place: {' '.join(match.group().split())}"
    before = text[max(0, start - 30) : start]
    after = text[end : end + 24]
    if re.search(r"\b(?:surname|family name|first name)\b", before + after, re.IGNORECASE):
        return "a person's name"
    if POST.search(text[max(0, start - 60) : start]) and AFTER_PERSON.match(text, end):
        return "a person's name"
    return ""
