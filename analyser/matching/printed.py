"""How a name stands in print: a hit on the folded form, looked at in the original text.

The squeezed form forgives everything at once; here the original decides what was really met:
the name as it is, broken over lines, spaced out, disguised, misread, or a chance run of letters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from analyser.matching.gluing import GAPS, GLUED_LENGTH, is_glued
from analyser.matching.names import Entry
from analyser.skeleton import CLASSES, INVISIBLE, classed, plain

BLOCK_END = "\x1e"
"""Stands between two blocks of the joined text."""


SPACES = re.compile(r" {2,}")
BREAK = re.compile(r"[\n\r\u2028\u2029\ufffe\u00ad\x0b\x0c]")
SENTENCE_END = re.compile(r"[.;:?!]\s|[()\[\]{}|\"“”]|\n\s*\n")
LEET = re.compile(r"(?<=\w)[@$!|](?=[\w@$!|])|(?<=[@$!|])[@$!|](?=\w)")
"""Marks inside a word that stand for letters: "H!kv!sion"."""

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

    cells: bool = False
    """The pieces stand in two cells of a row."""


def printed_form(text: str, start: int, end: int, entry: Entry) -> Form | None:
    """Return how `entry` stands at `text[start:end]`; `None` where it does not."""
    printed = text[start:end]
    letters = plain(printed)
    exact = letters == entry.plain
    if not exact and (entry.needs_context or not entry.listed or entry.native):
        return None
    glued = is_glued(text, start, end, entry, exact=exact)
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
        cells=bool(pieces) and CELL_END in printed,
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
    share = 3 if len(entry.plain) >= GLUED_LENGTH else 2
    if len(letters) * share < len(entry.plain) or len(letters) < 3:
        return None  # "27.3" is no ZTE; "H1kv1510n" is long enough to be told
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
    letters = LEET.sub(lambda mark: CLASSES[mark.group()], _without(printed, INVISIBLE))
    theirs = [plain(word) for word in GAPS.split(letters) if plain(word)]
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
    if _over_cells(extra, count):
        (place,) = extra
        return False, True, False, (entry.plain[:place], entry.plain[place:])
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


def _over_cells(extra: dict[int, str], count: int) -> bool:
    """Whether a long name stands in two cells of a row, as a column's edge cuts it."""
    if len(extra) != 1 or count < GLUED_LENGTH:
        return False
    ((place, gap),) = extra.items()
    return gap == CELL_END and CELL_PIECE <= place <= count - CELL_PIECE


CELL_END = " | "
CELL_PIECE = 3

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
