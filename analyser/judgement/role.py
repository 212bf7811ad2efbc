"""What a document is in a tender, from its first pages, its headings and its name."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import islice

from analyser.document import Block, Document, Layer
from analyser.finding import Role
from analyser.judgement.gates import Expression, Gates
from analyser.judgement.glosses import document_tongue, gloss
from analyser.judgement.rows import PRICE

# The role shows early: a 400-page pack is not read to the end for it.
_PAGES = 4
_CHARACTERS = 12_000
_TITLE_BLOCKS = 10
# The first lines name the paper; a heading further down names a part of it, or quotes another.
_HEAD_LINES = 5
_FURTHER = 0.3
_TITLE_LENGTH = 110
# The second mark of one kind says less than the first.
_DIMINISH = 0.5
_MOST = 6
# Under this no role has shown itself.
_ENOUGH = 1.5
# Rows with a price column from which on it tells a bill filled in from one to be filled in.
_ROWS = 3
_PRICED = 2.5
_COUNT = re.compile(r"\b(?:qty|quantit\w+|no\.? off|nos?\.)(?:\b|$)", re.I)
_FIGURE = re.compile(r"\d")
_APART = re.compile(r"[\W_]+")
NO_ROLE = "nothing in it shows a role in a tender"
"""The reason given with `Role.OTHER` where the document's role is not known."""

_TITLE_LAYERS = frozenset({Layer.BODY, Layer.HEADER, Layer.TEXTBOX, Layer.METADATA, Layer.IMAGE})


@dataclass(frozen=True, slots=True)
class RoleSign:
    """One row of roles.toml."""

    role: Role
    place: str
    weight: float
    pattern: Expression
    words: str
    example: str


@cache
def load_role_signs() -> tuple[RoleSign, ...]:
    """Read and compile the shipped signs of each role."""
    text = (files("analyser.judgement") / "roles.toml").read_text(encoding="utf-8")
    return tuple(
        RoleSign(
            role=Role(row["role"]),
            place=row["place"],
            weight=float(row["weight"]),
            pattern=Expression(row["pattern"]),
            words=row["words"],
            example=row["example"],
        )
        for row in tomllib.loads(text)["sign"]
    )


@cache
def _gates() -> Gates:
    return Gates([sign.pattern.gate for sign in load_role_signs()])


def document_role(document: Document, tongue: str | None = None) -> tuple[Role, str]:
    """Return the role of the document and, in words, what shows it.

    `tongue` is the document's language, where it is known already.
    """
    tongue = document_tongue(document) if tongue is None else tongue
    places = {
        "title": _titles(document.blocks),
        "body": _opening(document.blocks),
        "name": (_file_words(document.path),),
        "folder": (_folder_words(document.path),),
    }
    places = {
        place: tuple(gloss(text, tongue) for text in texts) for place, texts in places.items()
    } | {"media": (document.media_type,)}
    scores: dict[Role, float] = defaultdict(float)
    strongest: dict[Role, tuple[float, str]] = {}
    signs = load_role_signs()
    gates = _gates()
    # A sign has one place: only there is it looked for, and only where its words stand.
    opened = ((place, number) for place in places for number in gates.open_to(*places[place]))
    for number in sorted(number for place, number in opened if signs[number].place == place):
        sign = signs[number]
        # The strongest come first: what stands further down is never stronger.
        found = [
            (_strength(sign.place, at), m.group().strip())
            for at, m in islice(_places(sign, places[sign.place]), _MOST)
        ]
        if not found:
            continue
        total = sum(
            sign.weight * strength * _DIMINISH**rank for rank, (strength, _) in enumerate(found)
        )
        scores[sign.role] += total
        said = _said(sign, found[0][1], document)
        strongest[sign.role] = max(strongest.get(sign.role, (0.0, "")), (total, said))
    for role, said in _prices(document.blocks, tongue):
        scores[role] += _PRICED
        strongest[role] = max(strongest.get(role, (0.0, "")), (_PRICED, said))
    if not scores or max(scores.values()) < _ENOUGH:
        return Role.OTHER, NO_ROLE
    best = max(scores, key=lambda role: scores[role])
    return best, strongest[best][1]


def _places(sign: RoleSign, texts: Sequence[str]) -> Iterator[tuple[int, re.Match[str]]]:
    for at, text in enumerate(texts):
        for found in sign.pattern.finditer(text):
            yield at, found


def _strength(place: str, at: int) -> float:
    return _FURTHER if place == "title" and at >= _HEAD_LINES else 1.0


def _prices(blocks: tuple[Block, ...], tongue: str) -> Iterator[tuple[Role, str]]:
    """Yield what the tables show: a bidder fills prices in, a buyer asks for quantities."""
    filled = rows = 0
    for block in blocks:
        headed = [(_heading(cell.heading, tongue), cell.text) for cell in block.cells]
        prices = [text for heading, text in headed if PRICE.search(heading)]
        counted = any(_COUNT.search(heading) for heading, _ in headed)
        if prices or counted:
            rows += 1
            filled += any(_FIGURE.search(text) for text in prices)
    if rows < _ROWS:
        return
    if filled >= 0.6 * rows:
        yield Role.BID, f"its price columns are filled in ({filled} of {rows} rows)"
    elif filled <= 0.2 * rows:
        yield Role.TENDER, f"quantities stand in it without prices ({rows - filled} of {rows} rows)"


@lru_cache(maxsize=512)
def _heading(text: str, tongue: str) -> str:
    return gloss(text, tongue)


def _said(sign: RoleSign, found: str, document: Document) -> str:
    if sign.place == "media":
        return f"{sign.words} ({document.media_type})"
    if sign.place in {"name", "folder"}:
        return f"{sign.words} ({document.path.rsplit('/', 1)[-1]})"
    return f'{sign.words}: "{" ".join(found.split())[:60]}"'


def _titles(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    lines: dict[str, None] = {}
    for block in blocks[:_TITLE_BLOCKS]:
        if block.layer in _TITLE_LAYERS:
            for line in block.text.splitlines()[:6]:
                if len(line) <= _TITLE_LENGTH:
                    lines[line] = None
    for block in blocks[: 40 * _PAGES]:
        if block.heading and (block.page or 1) <= _PAGES:
            lines[block.heading] = None
    return tuple(lines)


def _opening(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    texts = []
    length = 0
    for block in blocks:
        if length > _CHARACTERS or (block.page or 1) > _PAGES:
            break
        texts.append(block.text[: _CHARACTERS - length + 1])
        length += len(block.text)
    return tuple(texts)


def _file_words(path: str) -> str:
    name = path.rsplit("/", 1)[-1]
    return _APART.sub(" ", name.rsplit(".", 1)[0])


def _folder_words(path: str) -> str:
    return _APART.sub(" ", path.rsplit("/", 1)[0]) if "/" in path else ""
