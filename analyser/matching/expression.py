"""Regular expressions of part numbers, taken apart and written again.

Two questions that `re` does not answer: with which letters can a match begin, and how does the
expression look when separators may be dropped or doubled and O/0 or I/1 may be confused. The
parse tree is that of Python's own parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

DEPTH = 6
"""Letters of a beginning that are worth knowing."""

MANY = 300
"""Beginnings of one sequence; beyond, they are cut shorter."""

SEPARATORS = frozenset("-/ ._\u2010\u2011\u2013\u2014+")
CONFUSED = {"0": "0OoQ", "O": "O0Q", "o": "o0", "1": "1Il", "I": "I1l", "i": "i1l", "l": "l1I"}

FOLD = str.maketrans(dict.fromkeys("0123456789", "#"))
LIKE_DIGITS = str.maketrans(dict.fromkeys("oil", "#"))

LIKE_DIGIT = re.compile("[oil]")
LIKE_DIGIT_BY_DIGIT = re.compile("(?<=#)[oil]|[oil](?=#)")

LOOSE = r"[-\s/._‐‑–—]{0,3}"


def fold_beginning(text: str) -> str:
    """Return `text` in small letters, every digit as `#`."""
    return text.lower().translate(FOLD)


def possible_beginnings(text: str) -> tuple[str, ...]:
    """Return the folded beginning of `text`, and how it is if O, I and l are misread digits.

    Either all of them are, or those that stand by a digit: "LTD85O8" has an L of its own.
    """
    plain = fold_beginning(text)
    if "#" not in plain or not LIKE_DIGIT.search(plain):
        return (plain,)
    by_digits = LIKE_DIGIT_BY_DIGIT.sub("#", plain)
    return tuple(dict.fromkeys((plain, by_digits, plain.translate(LIKE_DIGITS))))


def beginnings(pattern: str, flags: int) -> frozenset[str]:
    """Return the folded beginnings of what `pattern` matches, `-` where a separator stands."""
    found = _walk(list(parser.parse(pattern, flags)), DEPTH)
    return frozenset(_cut(text) for text, _ in found if text.strip("-"))


def _cut(text: str) -> str:
    """Return the first letters of a beginning, with the separators among them."""
    while _letters(text) > DEPTH:
        text = text[:-1]
    return text


def _letters(text: str) -> int:
    return len(text.replace("-", ""))


Heads = set[tuple[str, bool]]
"""Beginnings, and whether each is closed: what follows is not known."""


def _walk(items: list[Any], depth: int) -> Heads:
    """Return the beginnings of a sequence, cut where they would become too many."""
    heads: Heads = {("", False)}
    for item in items:
        if all(closed for _, closed in heads):
            break
        tails = _item(item, depth)
        joined: Heads = set()
        for head, closed in heads:
            if closed:
                joined.add((head, True))
                continue
            for tail, shut in tails:
                text = head + tail
                while "--" in text:
                    text = text.replace("--", "-")
                joined.add((text, shut or _letters(text) >= depth))
        if len(joined) > MANY:
            known = all(_letters(head) for head, _ in heads)
            return {(head, True) for head, _ in (heads if known else joined)}
        heads = joined
    return heads


def _item(item: tuple[Any, Any], depth: int) -> Heads:  # noqa: PLR0911 - a table of kinds
    kind, value = item
    if kind is code.LITERAL:
        return {(_fold(chr(value)), False)}
    if kind is code.IN:
        return _class(value)
    if kind is code.BRANCH:
        return {head for branch in value[1] for head in _walk(list(branch), depth)}
    if kind is code.SUBPATTERN:
        return _walk(list(value[3]), depth)
    if kind in {code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT}:
        return _repeat(value, depth)
    if kind is code.ATOMIC_GROUP:
        return _walk(list(value), depth)
    if kind in {code.AT, code.ASSERT, code.ASSERT_NOT}:
        return {("", False)}
    return {("", True)}


def _fold(character: str) -> str:
    if character.isalnum():
        return fold_beginning(character)
    return "-"


def _class(value: list[tuple[Any, Any]]) -> Heads:
    found: set[str] = set()
    for kind, inner in value:
        if kind is code.LITERAL:
            found.add(_fold(chr(inner)))
        elif kind is code.RANGE:
            found |= {_fold(chr(point)) for point in range(inner[0], inner[1] + 1)}
        elif kind is code.CATEGORY and inner is code.CATEGORY_DIGIT:
            found |= {_fold(digit) for digit in "0123456789"}
        else:
            return {("", True)}
    return {(text, False) for text in found}


def _repeat(value: tuple[int, int, Any], depth: int) -> Heads:
    """Return the beginnings of a repeat: each count up to two more than it asks, then closed."""
    low, high, inner = value
    once = list(inner)
    most = min(int(high), low + 2, depth) if high is not code.MAXREPEAT else low
    found: Heads = set()
    for count in range(min(low, depth), most + 1):
        found |= _walk(once * count, depth)
    if most < (depth if high is code.MAXREPEAT else min(int(high), depth)):
        found |= {(text, True) for text, _ in _walk(once * (most + 1), depth)}
    return found


def loosened(pattern: str, flags: int, *, confused: bool) -> str:
    """Return `pattern` with separators optional, and with O/0 and I/1 alike if `confused`."""
    tree = list(parser.parse(pattern, flags))
    while tree and tree[-1][0] in {code.ASSERT_NOT, code.AT}:
        tree.pop()  # what may follow is looked at by the caller: suffixes of re-listing
    return _write(tree, confused=confused, loose=True)


def _write(items: Iterable[tuple[Any, Any]], *, confused: bool, loose: bool) -> str:
    return "".join(_write_item(kind, value, confused, loose) for kind, value in items)


def _write_item(  # noqa: PLR0911 - a table of kinds
    kind: Any, value: Any, confused: bool, loose: bool
) -> str:
    if kind is code.LITERAL:
        character = chr(value)
        if loose and character in SEPARATORS:
            return LOOSE
        same = CONFUSED.get(character) if confused else None
        return f"[{same}]" if same else re.escape(character)
    if kind is code.NOT_LITERAL:
        return f"[^{re.escape(chr(value))}]"
    if kind is code.IN:
        return _write_class(value, confused, loose)
    if kind is code.ANY:
        return "."
    if kind is code.BRANCH:
        branches = [_write(branch, confused=confused, loose=loose) for branch in value[1]]
        return f"(?:{'|'.join(branches)})"
    if kind is code.SUBPATTERN:
        return f"(?:{_write(value[3], confused=confused, loose=loose)})"
    if kind in {code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT}:
        low, high, inner = value
        # A separator that may repeat stays as it is: optional inside a repeat, it would make
        # matching exponential.
        body = _write(inner, confused=confused, loose=loose and high == 1)
        top = "" if high is code.MAXREPEAT else str(int(high))
        if loose and low == 1 and high != 1:
            first = _write(inner, confused=confused, loose=True)
            rest = "" if high is code.MAXREPEAT else str(int(high) - 1)
            return f"(?:{first})(?:{body}){{0,{rest}}}"
        return f"(?:{body}){{{low},{top}}}"
    if kind is code.ASSERT_NOT or kind is code.ASSERT:
        mark = "!" if kind is code.ASSERT_NOT else "="
        side = "<" if value[0] < 0 else ""
        return f"(?{side}{mark}{_write(value[1], confused=False, loose=False)})"
    if kind is code.AT and value in {code.AT_BOUNDARY, code.AT_NON_BOUNDARY}:
        return r"\b" if value is code.AT_BOUNDARY else r"\B"
    msg = f"no part number needs {kind} in its expression"
    raise ValueError(msg)


CATEGORIES = {
    code.CATEGORY_DIGIT: r"\d",
    code.CATEGORY_NOT_DIGIT: r"\D",
    code.CATEGORY_SPACE: r"\s",
    code.CATEGORY_NOT_SPACE: r"\S",
    code.CATEGORY_WORD: r"\w",
    code.CATEGORY_NOT_WORD: r"\W",
}


def _write_class(value: list[tuple[Any, Any]], confused: bool, loose: bool) -> str:
    literals = {chr(inner) for kind, inner in value if kind is code.LITERAL}
    if loose and len(literals) == len(value) and literals <= SEPARATORS:
        return LOOSE
    out = ["["]
    for kind, inner in value:
        if kind is code.NEGATE:
            out.append("^")
        elif kind is code.LITERAL:
            out.append(re.escape(chr(inner)))
            if confused:
                out.append(CONFUSED.get(chr(inner), ""))
        elif kind is code.RANGE:
            low, high = (chr(point) for point in inner)
            out.append(f"{re.escape(low)}-{re.escape(high)}")
            out.extend(same for c, same in CONFUSED.items() if confused and low <= c <= high)
        elif kind is code.CATEGORY:
            out.append(CATEGORIES[inner])
            if confused and inner is code.CATEGORY_DIGIT:
                out.append("OoIl")
    out.append("]")
    return "".join(out)
