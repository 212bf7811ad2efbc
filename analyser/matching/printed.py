"""How a name stands in print: a hit on the folded form, looked at in the original text.

The squeezed form forgives everything at once; here the original decides what was really met:
the name as it is, broken over lines, spaced out, disguised, misread, or a chance run of letters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from analyser.matching.names import Entry
from analyser.skeleton import INVISIBLE, plain

BLOCK_END = "\x1e"
"""Stands between two blocks of the joined text."""

GLUED_LENGTH = 7  # "hikvision" inside a word is no chance; "dahua" or "hytera" can be

GAPS = re.compile(r"[\W_]+")
BREAK = re.compile(r"[\n\r\u2028\u2029\ufffe\u00ad\x0b\x0c]")
SENTENCE_END = re.compile(r"[.;:?!]\s|[()\[\]{}|\"“”]|\n\s*\n")
PRODUCT_START = re.compile(
    r"(?:ip|hd|tvi|cvi|poe|cctv|cam|nvr|dvr|xvr|ds|dh|ipc|hac|ptz|vms|router|switch|radio|drone|"
    r"recorder|dome|bullet|turret|kit|series|model|brand|based|made|branded|phone|modem|ltd|inc)",
    re.IGNORECASE,
)
ZERO_WIDTH = frozenset(INVISIBLE) - {"\u00ad", "\ufffe"}
FEW_GAPS = 2
SHORT = 5  # "Q-See" and "W Box" are names by their hyphen or space; "qsee" is not


@dataclass(frozen=True, slots=True)
class Form:
    """What was met in print."""

    exact: bool
    """Letter for letter, whatever the case."""

    broken: bool = False
    """Over two lines, or with a space or hyphen where the name has none."""

    disguised: bool = False
    """Look-alike letters, digits for letters, zero-width characters, letter-spacing."""

    misread: bool = False
    """Letters that OCR takes for one another."""

    glued: bool = False
    """Without a space to its neighbour."""

    lower: bool = False
    """All small letters, where the lists write capitals."""

    pieces: tuple[str, ...] = ()
    """The folded pieces of a broken name."""


def printed_form(text: str, start: int, end: int, entry: Entry) -> Form | None:
    """Return how `entry` stands at `text[start:end]`; `None` where it does not."""
    printed = text[start:end]
    letters = plain(printed)
    exact = letters == entry.plain
    if not exact and (entry.needs_context or not entry.listed or entry.native):
        return None
    glued = _glued(text, start, end, entry, exact=exact)
    if glued is None:
        return None
    hidden = any(character in ZERO_WIDTH for character in printed)
    swapped = _foreign(printed, entry)
    if not exact:
        digits = sum(c.isdigit() or c in "@$!|" for c in printed)
        extra = digits > sum(c.isdigit() for c in entry.text)
        if len(_gap_places(printed)[0]) > len(_gap_places(entry.text)[0]) + FEW_GAPS:
            return None
        if SENTENCE_END.search(_without(printed, "|!")):
            return None
        if printed.islower() and not extra and not swapped and len(letters) < GLUED_LENGTH:
            return None
        return Form(
            exact=False,
            disguised=extra or swapped or hidden,
            misread=not extra and not swapped,
            glued=glued,
            lower=printed.islower(),
        )
    gaps = _gaps(printed, entry)
    if gaps is None:
        return None
    spaced, broken, odd, pieces = gaps
    return Form(
        exact=True,
        broken=broken or spaced,
        disguised=swapped or hidden or spaced or odd,
        glued=glued,
        lower=printed.islower() and not entry.text.islower(),
        pieces=pieces,
    )


def _without(text: str, characters: str) -> str:
    return "".join(c for c in text if c not in characters)


def _foreign(printed: str, entry: Entry) -> bool:
    """Whether letters of another script stand in for Latin ones."""
    if not entry.plain.isascii() or printed.isascii():
        return False
    own = set(entry.text)
    for character in printed:
        if not character.isascii() and character.isalpha() and character not in own:
            name = unicodedata.name(character, "")
            if not name.startswith(("LATIN", "FULLWIDTH")) or "SMALL CAPITAL" in name:
                return True
    return False


def _gap_places(text: str) -> tuple[dict[int, str], int]:
    """Return the gaps of `text` by the number of letters before each, and all letters."""
    places: dict[int, str] = {}
    count = 0
    visible = "".join(c for c in text if c not in ZERO_WIDTH)
    last = 0
    for match in GAPS.finditer(visible):
        if all(unicodedata.combining(c) for c in match.group()):
            continue
        count += len(plain(visible[last : match.start()]))
        places[count] = match.group()
        last = match.end()
    return places, count + len(plain(visible[last:]))


def _gaps(printed: str, entry: Entry) -> tuple[bool, bool, bool, tuple[str, ...]] | None:
    """Return (letter-spaced, broken, oddly joined, pieces); `None` where the gaps part words."""
    if printed.isalnum() and not (len(entry.plain) < SHORT and entry.plain.isascii()):
        return False, False, False, ()
    places, count = _gap_places(printed)
    own, _ = _gap_places(entry.text)
    if len(entry.plain) < SHORT and entry.plain.isascii() and places.keys() != own.keys():
        return None
    for place, gap in places.items():
        if place in own and _parts(gap, own[place]):
            return None
    extra = {place: gap for place, gap in places.items() if place not in own}
    if not extra:
        return False, any(BREAK.search(gap) for gap in places.values()), False, ()
    if len(places) >= (count - 1) * 0.8:
        marks = {gap.strip() for gap in extra.values()}
        return (True, False, False, ()) if len(marks) == 1 or count > ACROSS else None
    if count < 5 or any(_parts(gap, "") for gap in extra.values()):
        return None
    breaks = sum(bool(BREAK.search(gap)) for gap in extra.values())
    if len(extra) - breaks > FEW_GAPS or breaks > FEW_GAPS:
        return None
    odd = any(set(gap.strip()) - {"-", "\u00ad", "\ufffe", "‐", "‑"} for gap in extra.values())
    edges = [0, *sorted(extra), count]
    pieces = tuple(entry.plain[a:b] for a, b in zip(edges, edges[1:], strict=False))
    return False, True, odd, pieces


ACROSS = 6  # letters of a spaced-out name whose gaps may differ, as a line end among spaces


def _parts(gap: str, own: str) -> bool:
    """Whether `gap` parts two sentences, cells or blocks rather than joining one name."""
    if BLOCK_END in gap:
        return not gap.lstrip().startswith(("-", "\u00ad", "\ufffe", "‐"))
    if len(gap) > 6:
        return True
    return bool(SENTENCE_END.search(gap)) and not SENTENCE_END.search(own)


def _glued(text: str, start: int, end: int, entry: Entry, *, exact: bool) -> bool | None:
    """Return whether the hit is glued to a neighbour; `None` where that makes it no hit."""
    left, left_hyphen = _neighbour(text, start - 1, -1)
    right, right_hyphen = _neighbour(text, end, 1)
    if entry.native and not entry.plain.isascii():
        return False  # scripts without spaces have no word ends to look at
    if not left and not right:
        return False
    first, last = text[start], text[end - 1]
    safe = exact and not entry.needs_context
    long_name = safe and len(entry.plain) >= GLUED_LENGTH
    if left and not long_name:
        camel = first.isupper() and (left.islower() or left.isdigit())
        if not (safe and camel and len(entry.plain) >= 5):
            return None
    if right and not (long_name and not left):
        tail = text[end : end + 8]
        plural = right in "sS" and not tail[1:2].isalnum()
        camel = last.islower() and right.isupper()
        product = safe and PRODUCT_START.match(tail) is not None
        hyphenated = right_hyphen and first.isupper() and not left
        shouted = text[start:end].isupper() and right.islower()
        digit = right.isdigit()
        if not (plural or (exact and (camel or product or hyphenated or shouted or digit))):
            return None if not long_name else True
        if plural and not left:
            return False
    return not (left_hyphen or right_hyphen)


def _neighbour(text: str, at: int, step: int) -> tuple[str, bool]:
    """Return the letter or digit joined to the hit on one side, and whether by a line hyphen."""
    hyphen = False
    while 0 <= at < len(text) and (text[at] in INVISIBLE or unicodedata.combining(text[at])):
        hyphen = hyphen or text[at] in "\u00ad\ufffe"
        at += step
    if not 0 <= at < len(text):
        return "", False
    if text[at].isalnum():
        return text[at], hyphen
    if step > 0 and text[at] == "-" and text[at + 1 : at + 2] == "\n":
        beyond = text[at + 2 : at + 3]
        return (beyond, True) if beyond.islower() else ("", False)
    if step < 0 and text[at] == "\n" and text[at - 1 : at] == "-" and at > 1:
        before = text[at - 2]
        following = text[at + 1 : at + 2]
        return (before, True) if before.islower() and following.islower() else ("", False)
    return "", False
