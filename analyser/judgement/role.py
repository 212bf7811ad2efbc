"""What a document is in a tender, from its first pages, its headings and its name."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice

from analyser.document import Block, Document, Layer
from analyser.finding import Role
from analyser.judgement.gates import Expression, Gates
from analyser.judgement.glosses import document_tongue, gloss
from analyser.judgement.role_tables import shown_by_tables

# The role shows early: a 400-page pack is not read to the end for it.
_PAGES = 4
_CHARACTERS = 12_000
_TITLE_BLOCKS = 10
# The first lines name the paper, the very first best; a heading further down names a part of it, or
# quotes another.
_HEAD_LINES = 5
_EACH_LINE = 0.1
_FURTHER = 0.3
_TITLE_LENGTH = 110
# The second mark of one kind says less than the first.
_DIMINISH = 0.5
_MOST = 6
# Under this no role has shown itself.
_ENOUGH = 1.5
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
    # A sign has one place: only there is it looked for, and only in texts where its words stand.
    opened: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for place, texts in places.items():
        for at, text in enumerate(texts):
            for number in gates.open_to(text):
                if signs[number].place == place:
                    opened[number].append((at, text))
    for number in sorted(opened):
        sign = signs[number]
        # The strongest come first: what stands further down is never stronger.
        found = [
            (_strength(sign.place, at), m.group().strip())
            for at, m in islice(_places(sign, opened[number]), _MOST)
        ]
        if not found:
            continue
        total = sum(
            sign.weight * strength * _DIMINISH**rank for rank, (strength, _) in enumerate(found)
        )
        scores[sign.role] += total
        said = _said(sign, found[0][1], document)
        strongest[sign.role] = max(strongest.get(sign.role, (0.0, "")), (total, said))
    for shown in shown_by_tables(document.blocks, tongue):
        scores[shown.role] += shown.weight
        best_yet = strongest.get(shown.role, (0.0, ""))
        strongest[shown.role] = max(best_yet, (shown.weight, shown.words))
    if not scores or max(scores.values()) < _ENOUGH:
        return Role.OTHER, NO_ROLE
    best = max(scores, key=lambda role: scores[role])
    return best, strongest[best][1]


def _places(
    sign: RoleSign, texts: Sequence[tuple[int, str]]
) -> Iterator[tuple[int, re.Match[str]]]:
    for at, text in texts:
        for found in sign.pattern.finditer(text):
            yield at, found


def _strength(place: str, at: int) -> float:
    if place != "title":
        return 1.0
    return _FURTHER if at >= _HEAD_LINES else 1.0 - _EACH_LINE * at


def _said(sign: RoleSign, found: str, document: Document) -> str:
    if sign.place == "media":
        return f"{sign.words} ({document.media_type})"
    if sign.place in {"name", "folder"}:
        return f"{sign.words} ({document.path.rsplit('/', 1)[-1]})"
    return f'{sign.words}: "{" ".join(found.split())[:60]}"'


def _titles(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    lines: dict[str, None] = {}
    first = [block for block in blocks[:_TITLE_BLOCKS] if _may_be_title(block)]
    # What a program wrote about the file says less than what its author wrote above the text.
    for block in sorted(first, key=lambda block: block.layer is Layer.METADATA):
        for line in block.text.splitlines()[:6]:
            if len(line) <= _TITLE_LENGTH:
                lines[line] = None
    for block in blocks[: 40 * _PAGES]:
        if block.heading and (block.page or 1) <= _PAGES:
            lines[block.heading] = None
    return tuple(lines)


def _may_be_title(block: Block) -> bool:
    # A sheet is titled by rows of one cell.
    return block.layer in _TITLE_LAYERS or (block.layer is Layer.TABLE and len(block.cells) == 1)


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
