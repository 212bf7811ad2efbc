"""Whether a doubtful name is used as the brand of goods: "LTS cameras", "the recorder is an LTS".

A word for goods somewhere near proves little: servers "under LTS" stand in the same tender as
cameras. The name must qualify the goods, or stand where makes stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyser.document import Block, Cell
from analyser.matching.code_shapes import NO_CODE, is_code
from analyser.matching.surroundings import cell_at, cells_around, heads_make, vocabulary

REACH = 60  # characters between a name and the goods that it qualifies
SENTENCE = 160  # characters in which "the make is X" may be about goods

WORD = re.compile(r"[^\s:\"“”‘’'®™(),;/|-]+")
END = re.compile(r"[.;?!]\s|[()|]|\n\s*\n")

MAKER_OF = re.compile(
    r"(?:\b(?:by|from|makes?|brands?|brand names?|manufacturers?|maker|supplier|oem)"
    r"\s*(?:is|are|:|=|,)?|\b(?:offer|propose|supply|quote|install|provide|use|specify|fit)"
    r"(?:s|ed|ing)?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Words before a name that say it is a maker's."""

AS_MAKER = re.compile(
    r"\s*(?:,\s*)?\(?(?:or|and)\s+(?:an?\s+)?(?:approved\s+)?(?:equal|equivalent|similar)"
    r"|\s+(?:equipment|products?|units?|devices?|hardware|systems?)\b"
    r"|(?:\s+\w{1,12}){0,4}\s+as\s(?:\s*[\w-]{1,16}){0,4}\s+(?:manufacturer|maker?|brand|supplier|vendor)\b",
    re.IGNORECASE,
)
"""Words after a name that say it is a maker's."""

APPOSED = re.compile(r"\s*(?:,|\()\s*$")
CLOSED = re.compile(r"\s*(?:[,;.)]|$)")
"""Around a name that stands apposed to its goods: "the recorder (Swann)"."""


def brand_of(block: Block, start: int, end: int, sectors: Sequence[str], doubt: str) -> str:
    """Return the word for goods of `sectors` whose brand the name at the range is; `""` for none.

    Args:
        block: The block of the name.
        start: Where the name starts in it.
        end: Where it ends.
        sectors: The classes of goods of the name's vendor.
        doubt: Why the name is not enough alone.
    """
    goods = [vocabulary().things[one] for one in sectors if one in vocabulary().things]
    cell = cell_at(block, start)
    if cell is not None and _alone(cell, block.text[start:end]):
        return _in_row(block, start, goods)
    text, low = (cell.text, cell.start) if cell is not None else (block.text, 0)
    before, after = text[: start - low], text[end - low :]
    return (
        _goods_after(after, goods, lines=doubt != "ordinary")
        or _goods_before(before, goods)
        or (_apposed(before, after, goods) if doubt != "ordinary" or "(" in before[-2:] else "")
        or ("" if doubt == "trades" else _told(block, before, after, goods))
    )


def _alone(cell: Cell, name: str) -> bool:
    """Whether a cell holds the name, its code and little else, or heads makes."""
    rest = [word for word in cell.text.replace(name, " ", 1).split() if not is_code(word)]
    return heads_make(cell.heading) or not rest


def _in_row(block: Block, start: int, goods: Sequence[re.Pattern[str]]) -> str:
    """Return the word for goods in the row, its caption, its heading or what leads to it."""
    _, cells = cells_around(block, start)
    row = " | ".join(f"{cell.heading}: {cell.text}" for cell in cells)
    return _first(goods, (row, block.caption, block.heading, block.lead_in))


def _first(goods: Sequence[re.Pattern[str]], texts: Sequence[str]) -> str:
    for text in texts:
        for pattern in goods:
            match = pattern.search(text)
            if match is not None:
                return match.group()
    return ""


def _goods_after(after: str, goods: Sequence[re.Pattern[str]], *, lines: bool) -> str:
    """Return the goods that the name stands right before: "LTS 16-channel NVR".

    With `lines`, the name of a line may stand between: "Honeywell Performance cameras".
    """
    near = END.split(after[:REACH])[0]
    for pattern in goods:
        match = pattern.search(near)
        if match is not None and "," not in near[: match.start()]:
            between = WORD.findall(near[: match.start()])
            other = [word for word in between if not _describes(word)]
            if not other or (lines and len(other) == 1 and other[0][:1].isupper()):
                return match.group()
    return ""


def _goods_before(before: str, goods: Sequence[re.Pattern[str]]) -> str:
    """Return the goods that the name is said of: "the recorder is an LTS", "Cameras: LTS"."""
    near = END.split(before[-REACH:])[-1]
    for pattern in goods:
        met = list(pattern.finditer(near))
        if met:
            match = met[-1]
            words = [word.casefold() for word in WORD.findall(near[match.end() :])]
            linked = bool(words) or ":" in near[match.end() :]
            if linked and all(word in vocabulary().linking or _describes(word) for word in words):
                return match.group()
    return ""


def _apposed(before: str, after: str, goods: Sequence[re.Pattern[str]]) -> str:
    """Return the goods right before the name, parted from it by a comma or a bracket."""
    mark = APPOSED.search(before[-REACH:])
    if mark is None or not CLOSED.match(after):
        return ""
    near = before[-REACH:][: mark.start()]
    for pattern in goods:
        for match in pattern.finditer(near):
            if match.end() == len(near):
                return match.group()
    return ""


def _told(block: Block, before: str, after: str, goods: Sequence[re.Pattern[str]]) -> str:
    """Return the goods of the sentence or its heading, where the name is told as a make."""
    if not (MAKER_OF.search(before[-40:]) or AS_MAKER.match(after)):
        return ""
    sentence = before[-SENTENCE:] + " # " + after[:SENTENCE]
    return _first(goods, (sentence, block.heading, block.lead_in))


def _describes(word: str) -> bool:
    plain = word.casefold().rstrip(".")
    return (
        plain in vocabulary().describing
        or plain.isdigit()
        or NO_CODE.fullmatch(word) is not None
        or is_code(word)
        or vocabulary().any_goods.fullmatch(word) is not None
    )
