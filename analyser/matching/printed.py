"""How a name stands in print: a hit on the folded form, looked at in the original text.

The squeezed form forgives everything at once; here the original decides what was really met:
the name as it is, broken over lines, spaced out, disguised, misread, or a chance run of letters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from analyser.catalogue import AliasKind
from analyser.matching.names import Entry
from analyser.skeleton import INVISIBLE, classed, plain

BLOCK_END = "\x1e"
"""Stands between two blocks of the joined text."""

LOWER_GLUED = 9  # "hikvision" in small letters; "matrice" would be found in "matrices"
GLUED_WORD = 5  # "Results Security" is no "LTS Security"
GLUED_LENGTH = 7  # "hikvision" inside a word is no chance; "dahua" or "hytera" can be

SPACES = re.compile(r" {2,}")
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
MISREAD_WORD = 4  # "Lurna" for "Luma" is a misreading; "IT" for "LT" is another word
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

    sounded: bool = False
    """By its sound, in another script."""

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
        return _folded(printed, entry, glued=glued, odd=swapped or hidden)
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


def _folded(printed: str, entry: Entry, *, glued: bool, odd: bool) -> Form | None:  # noqa: PLR0911 - one way out a reason
    """Return the form of a name whose letters are only alike; `None` for a chance likeness."""
    if glued and len(entry.plain) < GLUED_LENGTH:
        return None
    if " | " in printed or BLOCK_END in printed or "\n\n" in printed:
        return None
    letters = [c for c in printed if c.isalpha()]
    own_digits = [c for c in entry.text if c.isdigit()]
    digits = [c for c in printed if c.isdigit() or c in "@$!|"]
    if len(letters) * 2 < len(entry.plain) or len(letters) < 3:
        return None  # "27.3" is no ZTE
    if own_digits and [c for c in digits if c in own_digits] != own_digits:
        return None  # a name's own digits are never misread ones
    if not _same_words(printed, entry) or _numbered_piece(printed, entry):
        return None
    extra = len(digits) > len(own_digits)
    l_for_i = printed[:1] == "l" and entry.text[:1] == "I"  # the commonest misreading of all
    lower = printed.islower() and not l_for_i
    if lower and not extra and not odd and len(entry.plain) < GLUED_LENGTH:
        return None
    return Form(
        exact=False,
        disguised=extra or odd,
        misread=not extra and not odd,
        glued=glued,
        lower=lower,
    )


def _same_words(printed: str, entry: Entry) -> bool:
    """Whether words that differ from the name's are long enough to be its misreading.

    "IT Security" reads like "LT Security" to a machine; what differs is two letters long.
    """
    theirs = [plain(word) for word in GAPS.split(_without(printed, INVISIBLE)) if plain(word)]
    ours = [plain(word) for word in GAPS.split(entry.text) if plain(word)]
    if len(theirs) != len(ours):
        # A mark read for a letter, or one break: the name as a whole must be long.
        return (
            len(entry.plain) >= SHORT
            and abs(len(theirs) - len(ours)) <= 1
            and (len(ours) == 1 or len(entry.plain) >= GLUED_LENGTH + SHORT)
        )
    return all(
        word == own or (classed(word) == classed(own) and len(own) >= MISREAD_WORD)
        for word, own in zip(theirs, ours, strict=True)
    )


def _numbered_piece(printed: str, entry: Entry) -> bool:
    """Whether a digit ends a word that the name does not have: "OPT1 view" is option 1."""
    if GAPS.search(entry.text):
        return False
    return re.search(r"\d[ \t]+\w|\w[ \t]+\d", printed) is not None


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


def _gaps(printed: str, entry: Entry) -> tuple[bool, bool, bool, tuple[str, ...]] | None:  # noqa: PLR0911 - one way out a reason
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
        return False, False, False, ()  # a line may end between two words of a name
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
    pieces = tuple(entry.plain[a:b] for a, b in pairwise(edges))
    return False, True, odd, pieces


ACROSS = 6  # letters of a spaced-out name whose gaps may differ, as a line end among spaces


def _parts(gap: str, own: str) -> bool:
    """Whether `gap` parts two sentences, cells or blocks rather than joining one name."""
    if BLOCK_END in gap:
        return not gap.lstrip().startswith(("-", "\u00ad", "\ufffe", "‐"))
    if len(SPACES.sub(" ", gap)) > 6:
        return True
    if not SENTENCE_END.search(gap):
        return False
    return not set(gap.strip()) & set(own) and not SENTENCE_END.search(own)


def parts_name(printed: str) -> bool:
    """Whether a gap of `printed` parts two sentences, cells or blocks, not a name."""
    return any(_parts(gap, "") for gap in GAPS.findall(printed))


def _glued(text: str, start: int, end: int, entry: Entry, *, exact: bool) -> bool | None:  # noqa: PLR0911 - one way out a reason
    """Return whether the hit is glued to a neighbour; `None` where that makes it no hit."""
    left, left_hyphen = _neighbour(text, start - 1, -1)
    right, right_hyphen = _neighbour(text, end, 1)
    if entry.native and not entry.plain.isascii():
        return False  # scripts without spaces have no word ends to look at
    if not left and not right:
        return None if _inside_hyphens(text, start, end) else False
    first, last = text[start], text[end - 1]
    safe = exact and not entry.needs_context and entry.kind is not AliasKind.MISSPELLING
    broken = bool(GAPS.search(text[start:end])) and not GAPS.search(entry.text)
    lower = text[start:end].islower()
    other_word = text[end - 2 : end + 1] in {"ces", "CES"}  # "matrices" is no plural of Matrice
    if broken or other_word or (lower and len(entry.plain) < LOWER_GLUED):
        return None  # "n or inco" inside "resolution or incorporation"
    parts = GAPS.split(entry.text)
    long_name = safe and len(entry.plain) >= GLUED_LENGTH
    if left and not (long_name and len(parts[0]) >= GLUED_WORD):
        camel = first.isupper() and (left.islower() or left.isdigit())
        if not (safe and camel and len(entry.plain) >= 5):
            return None
    if right and not (long_name and not left):
        tail = text[end : end + 8]
        plural = safe and right in "sS" and not tail[1:2].isalnum() and last not in "csxz"
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


def _inside_hyphens(text: str, start: int, end: int) -> bool:
    """Whether small letters stand between hyphened small letters: "brac-hytera-pii"."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (
        text[start:end].islower()
        and before[-1:] == after[:1] == "-"
        and before[:1].islower()
        and after[1:].islower()
    )


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
