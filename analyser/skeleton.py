"""One folded form of text, with a map back to what was printed.

Lists and documents are folded by the same rules, so that case, width, ligatures, accents,
look-alike letters of other scripts, zero-width characters, soft hyphens, line ends and
letter-spacing cannot hide a name. Two views come from one table look-up:

- `squeeze`: letters and digits only, in the classes that print and OCR confuse (1/l/I, 0/O,
  5/S, 8/B, rn/m, vv/w, cl/d ...), for one pass over everything that is looked for;
- `words`: plain folded letters and digits, single spaces for the rest, for words as words.

Both are bytes with an array of offsets into the printed text. A letter of another script takes
three bytes above 127.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Offsets = NDArray[np.int32]

LAST = 0x30000  # planes 0 to 2 hold every letter that a maker's name is written in

SPACE, BAR = ord(" "), ord("|")

CLASSES = {
    "0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "2": "z", "3": "e", "4": "a", "@": "a",
    "5": "s", "$": "s", "6": "b", "8": "b", "7": "t", "9": "g", "q": "g",
}  # fmt: skip
"""Characters that OCR or leet writes for one another, by the letter that stands for all."""

PAIRS = {"m": "rn", "w": "vv", "d": "cl"}
"""Letters that OCR splits in two; spelt out on both sides."""

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u2060\u2061\u2062\u2063\u2064\ufeff\ufffe"
)
"""Characters that take no room in print: they neither separate words nor join them."""


class Squeezed(NamedTuple):
    """The squeezed view: bytes, and for each byte the character it came from."""

    form: bytes
    offsets: Offsets


class Tables(NamedTuple):
    """Look-up tables by code point."""

    first: NDArray[np.uint8]
    second: NDArray[np.uint8]
    third: NDArray[np.uint8]
    width: NDArray[np.uint8]
    """How many bytes a character takes in the squeezed view."""

    word: NDArray[np.uint8]
    """The byte of the words view: 32 for a separator, 0 for an invisible character."""

    plain: dict[str, str]
    """The plain fold of characters whose fold is not themselves."""


def codes(text: str) -> Codes:
    """Return the code points of `text`, those beyond the tables as spaces."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    if points.size and int(points.max()) >= LAST:
        points = np.where(points < LAST, points, 32).astype(np.uint32)
    return points


def squeeze(points: Codes) -> Squeezed:
    """Return the squeezed view of `points`."""
    tables = _tables()
    points = _without_bars(points)
    width = tables.width[points]
    offsets = np.repeat(np.arange(points.size, dtype=np.int32), width)
    form = tables.first[points][offsets]
    if bool((width > 1).any()):
        start = np.empty(offsets.size, bool)
        start[:1] = True
        np.not_equal(offsets[1:], offsets[:-1], out=start[1:])
        later = np.flatnonzero(~start)
        form[later] = tables.second[points[offsets[later]]]
        third = later[~start[later - 1]]
        form[third] = tables.third[points[offsets[third]]]
    return Squeezed(form.tobytes(), offsets)


def _without_bars(points: Codes) -> Codes:
    """Return `points` with a space for each bar that stands alone: it parts cells."""
    bars = np.flatnonzero(points == BAR)
    inner = bars[(bars > 0) & (bars < points.size - 1)]
    alone = inner[(points[inner - 1] == SPACE) & (points[inner + 1] == SPACE)]
    if alone.size:
        points = points.copy()
        points[alone] = SPACE
    return points


def words(points: Codes) -> Squeezed:
    """Return the words view of `points`; a letter of another script becomes `~`."""
    form = _tables().word[points]
    if form.all():
        return Squeezed(form.tobytes(), np.arange(points.size, dtype=np.int32))
    offsets = np.flatnonzero(form).astype(np.int32)
    return Squeezed(form[offsets].tobytes(), offsets)


def skeleton(text: str) -> bytes:
    """Return the squeezed form of `text`, for an entry of the lists."""
    return squeeze(codes(text)).form


def skeletons(texts: Sequence[str]) -> list[bytes]:
    """Return the squeezed form of each of `texts`, folded in one go."""
    form, offsets = squeeze(codes("".join(texts)))
    ends = list(accumulate(map(len, texts)))
    cuts = [0, *np.searchsorted(offsets, ends).tolist()]
    return [form[low:high] for low, high in pairwise(cuts)]


def plain(text: str) -> str:
    """Return the letters and digits of `text`, folded, but not into confusion classes."""
    if text.isascii():
        return text.lower().translate(_LETTERS)
    table = _tables().plain
    out = []
    for character in text:
        fold = table.get(character)
        if fold is not None:
            out.append(fold)
        elif character.isalnum():
            out.append(character.casefold())
    return "".join(out)


def split_words(text: str) -> list[str]:
    """Return the folded words of a short text, as the words view has them."""
    if text.isascii():
        return text.lower().translate(_SPACED).split()
    return words(codes(text)).form.decode("ascii").split()


def classed(folded: str) -> str:
    """Return a plain fold in its confusion classes."""
    return folded.translate(_SPELT)


_MARKS = [point for point in range(128) if not chr(point).isalnum()]
_LETTERS = dict.fromkeys(_MARKS)
_SPACED = dict.fromkeys(_MARKS, " ")
_SPELT = str.maketrans({**CLASSES, **PAIRS})  # no pair is spelt with a letter of a class


def _spell(fold: str) -> bytes:
    """Return the squeezed bytes of a fold: classes for ASCII, three bytes for other letters."""
    out = bytearray()
    for letter in fold:
        if letter.isascii():
            out += classed(letter).encode("ascii")
        else:
            point = ord(letter)
            out += bytes((0x80 | point >> 14, 0x80 | point >> 7 & 0x7F, 0x80 | point & 0x7F))
    return bytes(out[:3])


@cache
def _tables() -> Tables:
    """Return the tables, read once a process."""
    first, second, third, width = (np.zeros(LAST, np.uint8) for _ in range(4))
    tables = Tables(first, second, third, width, np.full(LAST, 32, np.uint8), {})
    text = files("analyser").joinpath("confusables.txt").read_text(encoding="utf-8")
    ranges: list[Codes] = []
    folds: list[tuple[str, str]] = []
    singles: list[str] = []
    letters: list[str] = []
    for line in text.split("\n"):
        kind, _, rest = line.partition(" ")
        if kind == "=":
            low, _, high = rest.partition(" ")
            ranges.append(np.arange(int(low, 16), int(high, 16) + 1, dtype=np.uint32))
        elif kind == ">":
            characters, _, written = rest.partition(" ")
            singles.append(characters)
            letters.append(written)
        elif kind not in {"", "#"}:
            folds.append((rest, kind))
    folds += [(chr(i), chr(i).lower()) for i in range(128) if chr(i).isalnum()]
    kept = np.concatenate(ranges)
    _as_letters(tables, kept, kept)
    tables.plain.update(zip("".join(singles), "".join(letters), strict=True))
    _as_letters(tables, codes("".join(singles)), codes("".join(letters)))
    _as_folds(tables, folds)
    for character in "|!@$":
        tables.width[ord(character)] = 1
        tables.first[ord(character)] = ord(CLASSES[character])
    tables.word[[ord(character) for character in INVISIBLE]] = 0
    return tables


def _as_letters(tables: Tables, points: Codes, letters: Codes) -> None:
    """Have `points` stand as `letters` of other scripts than Latin, one each."""
    tables.first[points] = 0x80 | letters >> 14
    tables.second[points] = 0x80 | letters >> 7 & 0x7F
    tables.third[points] = 0x80 | letters & 0x7F
    tables.width[points] = 3
    tables.word[points] = ord("~")


def _as_folds(tables: Tables, folds: Sequence[tuple[str, str]]) -> None:
    """Have the characters of each of `folds` stand as its letters."""
    rows = []
    for characters, fold in folds:
        tables.plain.update(dict.fromkeys(characters, fold))
        form = _spell(fold)
        word = ord(fold[0]) if fold[0].isascii() else ord("~")
        rows.append((*(*form, 0, 0)[:3], len(form), word))
    points = codes("".join(characters for characters, _ in folds))
    values = np.repeat(np.array(rows, np.uint8), [len(one) for one, _ in folds], axis=0)
    for column, table in enumerate((*tables[:4], tables.word)):
        table[points] = values[:, column]
