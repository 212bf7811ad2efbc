"""What speaks for a misspelling: how likely the slip, how well known the name, how firm the ground.

Most words near a listed name are no misspelling of it: they are another firm's name, or two words
run together. A slip is believed for what typing and scanning do to words (a letter dropped,
doubled, swapped with its neighbour, a key beside it), for a name that is met often, for letters
enough to tell it by, and for the right goods beside it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain

from rapidfuzz.distance import Postfix, Prefix

from analyser.skeleton import classed, plain

KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
"""A key's neighbours: those beside it, and those half a key to either side a row away."""

SOUNDS = (
    "aeiouy", "ck", "cs", "sz", "vw", "fv", "bp", "dt", "mn", "gj", "kq", "ij", "gk", "xs",
)  # fmt: skip
"""Letters that writers by ear put for one another."""

FORMS = re.compile(
    r"\b(?:inc(?:orporated)?|corp(?:oration)?|ltd|limited|llc|llp|plc|gmbh|co|company|s\.?p\.?a|"
    r"pvt|pte|bv|ag|systems?|technolog(?:y|ies)|industries|electronics|computers?|international|"
    r"associates|products|instruments?|laborator(?:y|ies)|labs?|group|holdings|enterprises)\b",
    re.IGNORECASE,
)
"""Words that firms' names end in."""

WORD = 4  # letters of a word that tells one name from another
FIRMS = 4  # so many of them around a word, and it stands in a list of firms
LIST_REACH = 200

BELIEVED = 5
"""Points from which a misspelling is more than a note."""

FIRM = 9
"""Points from which one that a maker's column or its neighbour vouches for can be flagged."""

COMPOUND = 4
"""Points that two everyday words run together cost: firms call themselves so."""

INITIALS = 3
"""Letters of initials: one changed, they are another firm's."""

OWN_PART = 6
"""Letters that two slips may be made in, ordinary words aside: "Xvision" is no HKVision."""

SHARED = 4
"""Letters of an ordinary word that many names are made of."""

LONG = 12
"""Letters of a name, forms and all, that chance seldom comes so near to."""

TELL_TALE = 2
"""How likely letters swapped or doubled are a slip."""

SUPPORT = {
    "maker-nearby": 5,
    "column-make": 3,
    "maker-elsewhere": 3,
    "goods-beside": 4,
    "product-context": 2,
    "goods-nearby": 1,
}


def points(
    printed: str,
    name: str,
    *,
    known: bool,
    ordinary: Collection[str],
    halves: Collection[str],
    kinds: Collection[str],
    text_around: str,
) -> int:
    """Return how far a misspelling is to be believed; from `BELIEVED` on it is raised.

    Args:
        printed: The words as printed.
        name: The listed name that they may be.
        known: It is a listed maker's own name, or a brand that such a maker owns.
        ordinary: Words of ordinary language; they tell no firm from another.
        halves: Everyday words that others are run together of.
        kinds: Kinds of evidence that support it.
        text_around: The words around it.
    """
    own = own_letters(name, ordinary)
    found = 3 if known else 0
    found += (own >= 7) + (own >= 9) + (len(plain(name)) >= LONG)
    found += 2 * _word_stands(printed, name, ordinary)
    slip = likelihood(plain(printed), plain(name))
    found += slip
    if is_compound(plain(printed), halves):
        found -= COMPOUND - ((known and slip > 0) or slip == TELL_TALE)
    if slip < TELL_TALE and _other_initials(printed, name, ordinary):
        found -= 4
    if _much_for_so_little(plain(printed), plain(name), ordinary):
        found -= 1 if slip > 0 else 3
    if len(FORMS.findall(text_around)) >= FIRMS:
        found -= 3
    if printed.islower():
        found -= 2
    if {"column-make", "goods-beside"} <= set(kinds):
        found += 1
    return found + max((SUPPORT.get(kind, 0) for kind in kinds), default=0)


def own_letters(name: str, ordinary: Collection[str]) -> int:
    """Return the letters of `name` without forms of firms; ordinary words count half."""
    words = [plain(word) for word in FORMS.sub(" ", name).split()]
    return sum(len(word) // (2 if word in ordinary else 1) for word in words)


def _word_stands(printed: str, name: str, ordinary: Collection[str]) -> bool:
    """Whether a word of the name stands beside the misspelt one, as it should be.

    One of its own, however short, or any that is no form of firms.
    """
    names = {plain(word) for word in FORMS.sub(" ", name).split()}
    there = names & {plain(word) for word in printed.split()}
    several = len(name.split()) > 1
    return several and any(len(word) >= WORD or word not in ordinary for word in there)


def _other_initials(printed: str, name: str, ordinary: Collection[str]) -> bool:
    """Whether only a few letters tell `name` from others, and they are others: "DNS Security"."""
    own = {word for word in map(plain, name.split()) if word not in ordinary}
    there = set(map(plain, printed.split()))
    there |= {word for word in own if not there.isdisjoint(with_a_letter_twice(word))}
    return bool(own) and not own & there and max(map(len, own)) <= INITIALS


def _much_for_so_little(printed: str, name: str, ordinary: Collection[str]) -> bool:
    """Whether two slips are made in a few letters of a name whose rest is anybody's word."""
    return not is_slip(printed, name) and _own_part(printed, name, ordinary) < OWN_PART


def _own_part(printed: str, name: str, ordinary: Collection[str]) -> int:
    """Return the letters of `name` without an ordinary word at an end that both words share."""
    begins, ends = Prefix.similarity(printed, name), Postfix.similarity(printed, name)
    shared = [name[:size] for size in range(SHARED, begins + 1)]
    shared += [name[-size:] for size in range(SHARED, ends + 1)]
    return len(name) - max((len(one) for one in shared if one in ordinary), default=0)


def is_compound(word: str, halves: Collection[str]) -> bool:
    """Whether `word` is two everyday words run together: "warfighters"."""
    return any(word[:cut] in halves and word[cut:] in halves for cut in range(3, len(word) - 2))


@lru_cache(maxsize=4096)
def likelihood(printed: str, name: str) -> int:
    """Return how likely one becomes the other: 2 for letters swapped or doubled.

    1 for another slip that hands, ears or scanners make, or for two of which one is of the first
    kind; 0 for two others; less for what they hardly do.
    """
    first = _first_changed(printed, name)
    if not first and printed in tell_tale(name):
        return TELL_TALE
    if is_slip(printed, name):
        return 0 if first else 1
    if not first and any(is_slip(printed, half) for half in tell_tale(name)):
        return 1
    if any(is_slip(printed, half) for half in _slips(name)):
        return -2 if first else 0
    return -2 if first else -1


def _first_changed(printed: str, name: str) -> bool:
    """Whether the first letter is another one; writers and readers seldom err there."""
    swapped = printed[:2] == name[1::-1]
    return printed[:1] != name[:1] and classed(printed)[:1] != classed(name)[:1] and not swapped


def is_slip(printed: str, name: str) -> bool:
    """Whether one slip of hand, ear or scanner makes `printed` of `name`."""
    if printed == name or classed(printed) == classed(name):
        return True
    start = 0
    while start < min(len(printed), len(name)) and printed[start] == name[start]:
        start += 1
    end = 0
    most = min(len(printed), len(name)) - start
    while end < most and printed[-1 - end] == name[-1 - end]:
        end += 1
    had, got = name[start : len(name) - end], printed[start : len(printed) - end]
    if len(had) + len(got) == 1:
        # Dropped, or typed twice; with another key only where a finger met two.
        beside = name[max(0, start - 1) : start + 1]
        return not got or got in beside or any(got in near(letter) for letter in beside)
    if len(had) == len(got) == 2:
        return had == got[::-1]
    return len(had) == len(got) == 1 and got in near(had)


def with_a_letter_twice(name: str) -> Iterator[str]:
    """Yield `name` with each of its letters doubled."""
    return (name[: i + 1] + name[i:] for i in range(len(name)))


def tell_tale(name: str) -> Iterator[str]:
    """Yield `name` with two letters swapped or one doubled: hardly another firm's name."""
    yield from with_a_letter_twice(name)
    for i in range(len(name) - 1):
        yield name[:i] + name[i + 1] + name[i] + name[i + 2 :]


def _slips(name: str) -> Iterator[str]:
    """Yield `name` after one slip."""
    yield from tell_tale(name)
    for i, letter in enumerate(name):
        yield name[:i] + name[i + 1 :]
        for other in near(letter):
            yield name[:i] + other + name[i + 1 :]


@lru_cache(maxsize=128)
def near(letter: str) -> str:
    """Return the letters that are put for `letter`: keys beside it, like sounds."""
    found: dict[str, None] = {}
    for depth, row in enumerate(KEY_ROWS):
        at = row.find(letter)
        if at < 0 or not letter:
            continue
        found.update(dict.fromkeys(row[max(0, at - 1) : at + 2]))
        if depth:
            found.update(dict.fromkeys(KEY_ROWS[depth - 1][at : at + 2]))
        if depth + 1 < len(KEY_ROWS):
            found.update(dict.fromkeys(KEY_ROWS[depth + 1][max(0, at - 1) : at + 1]))
    alike = chain.from_iterable(group for group in SOUNDS if letter and letter in group)
    found.update(dict.fromkeys(alike))
    found.pop(letter, None)
    return "".join(found)
