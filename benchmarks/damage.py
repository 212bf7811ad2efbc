"""Kinds of damage that print, scanning and cunning do to a name; each with its own dice."""

from __future__ import annotations

import random
from collections.abc import Callable

Damage = Callable[[str, random.Random], str | None]
"""Returns the damaged name, or `None` where this damage cannot be done to it."""

KEYS = {
    "a": "qsz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy",
    "i": "uok", "j": "hku", "k": "jli", "l": "ko", "m": "nj", "n": "bm", "o": "ipl", "p": "ol",
    "q": "wa", "r": "etf", "s": "adw", "t": "ryg", "u": "yij", "v": "cfb", "w": "qes", "x": "zsc",
    "y": "tuh", "z": "xa",
}  # fmt: skip

LOOK_ALIKE = {
    "a": "аα", "c": "сϲ", "e": "еҽ", "o": "оο", "p": "рρ", "x": "хχ", "y": "у", "i": "іι", "s": "ѕ",
    "j": "ј", "h": "һ", "A": "АΑ", "B": "ВΒ", "C": "СϹ", "E": "ЕΕ", "H": "НΗ", "I": "ІΙ", "K": "КΚ",
    "M": "МΜ", "O": "ОΟ", "P": "РΡ", "S": "Ѕ", "T": "ТΤ", "X": "ХΧ", "Y": "ΥҮ", "Z": "Ζ", "N": "Ν",
    "d": "ԁ", "v": "ν", "u": "υս", "n": "ո", "k": "κ", "t": "τ", "w": "ԝ", "q": "ԛ", "g": "ɡ",
}  # fmt: skip

MISREAD = (
    ("l", "1"), ("l", "I"), ("I", "l"), ("I", "1"), ("i", "l"), ("i", "1"), ("O", "0"), ("o", "0"),
    ("rn", "m"), ("m", "rn"), ("w", "vv"), ("cl", "d"), ("d", "cl"), ("S", "5"), ("B", "8"),
)  # fmt: skip

LEET = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7", "b": "8"}
LIGATURES = (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ"), ("st", "ﬆ"))
HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def _inside(name: str, dice: random.Random) -> int | None:
    """Return a place between two letters, at least two from either end."""
    places = [i for i in range(2, len(name) - 1) if name[i - 1].isalpha() and name[i].isalpha()]
    return dice.choice(places) if places else None


def case(name: str, dice: random.Random) -> str | None:
    """Set the name in capitals or title case."""
    made = dice.choice((name.upper(), name.title(), name.upper()))
    return made if made != name else None


def spacing(name: str, dice: random.Random) -> str | None:
    """Set spaces or dots between all letters, wider ones between words."""
    mark = dice.choice((" ", " ", ".", "-", "  ", "\u2009"))
    wide = {" ": "  ", ".": " ", "-": " "}.get(mark, mark * 2)
    return wide.join(mark.join(word) for word in name.split())


def gap(name: str, dice: random.Random) -> str | None:
    """Put one space or hyphen into the name."""
    at = _inside(name, dice)
    return name[:at] + dice.choice(" -") + name[at:] if at else None


def line_break(name: str, dice: random.Random) -> str | None:
    """Break the name over two lines, with a hyphen or where it has a space."""
    if " " in name and dice.random() < 0.5:
        return name.replace(" ", "\n", 1)
    at = _inside(name, dice)
    return name[:at] + dice.choice(("-\n", "\ufffe", "-\r\n", "\n")) + name[at:] if at else None


def homoglyph(name: str, dice: random.Random) -> str | None:
    """Swap one to three letters for look-alikes of another script."""
    places = [i for i, letter in enumerate(name) if letter in LOOK_ALIKE]
    if not places:
        return None
    letters = list(name)
    for i in dice.sample(places, min(len(places), dice.randint(1, 3))):
        letters[i] = dice.choice(LOOK_ALIKE[letters[i]])
    return "".join(letters)


def zero_width(name: str, dice: random.Random) -> str | None:
    """Put characters that take no room into the name."""
    at = _inside(name, dice)
    return name[:at] + dice.choice(HIDDEN) + name[at:] if at else None


def ligature(name: str, dice: random.Random) -> str | None:
    """Set a ligature, or full-width or accented letters where none fits."""
    for letters, sign in LIGATURES:
        if letters in name:
            return name.replace(letters, sign, 1)
    if dice.random() < 0.5:
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)
    places = [i for i, letter in enumerate(name) if letter in "aeiouc"]
    if not places:
        return None
    i = dice.choice(places)
    return name[: i + 1] + "\u0301" + name[i + 1 :]


def glued(name: str, dice: random.Random) -> str | None:
    """Run the name into its neighbours, or its words into one."""
    if " " in name and dice.random() < 0.4:
        return name.replace(" ", "")
    if not name[:1].isupper():
        return None
    return dice.choice(
        (f"the{name}", f"{name}DS", f"{name}Camera", f"{name}2", f"by{name}Series", f"{name}'s")
    )


def doubled(name: str, dice: random.Random) -> str | None:  # noqa: ARG001 - one shape for all
    """Double every letter, as fake bold print is extracted."""
    return "".join(c * 2 if not c.isspace() else c for c in name)


def leet(name: str, dice: random.Random) -> str | None:
    """Write one or two letters as digits."""
    places = [i for i, letter in enumerate(name) if letter.lower() in LEET]
    if not places:
        return None
    letters = list(name)
    for i in dice.sample(places, min(len(places), dice.randint(1, 2))):
        letters[i] = LEET[letters[i].lower()]
    return "".join(letters)


def misread(name: str, dice: random.Random) -> str | None:
    """Misread one letter as OCR does."""
    pairs = [(old, new) for old, new in MISREAD if old in name]
    if not pairs:
        return None
    old, new = dice.choice(pairs)
    places = [i for i in range(len(name)) if name.startswith(old, i)]
    at = dice.choice(places)
    return name[:at] + new + name[at + len(old) :]


def misread_twice(name: str, dice: random.Random) -> str | None:
    """Misread two letters."""
    once = misread(name, dice)
    return misread(once, dice) if once else None


def one_edit(name: str, dice: random.Random) -> str | None:
    """Drop, double, swap or mistype one letter."""
    places = [i for i, letter in enumerate(name) if letter.isalpha()]
    for _ in range(40):
        i = dice.choice(places)
        kind = dice.randrange(4)
        if kind == 0:
            made = name[:i] + name[i + 1 :]
        elif kind == 1:
            made = name[:i] + name[i] + name[i:]
        elif kind == 2:
            keys = KEYS.get(name[i].lower(), "e")
            key = dice.choice(keys)
            made = name[:i] + (key.upper() if name[i].isupper() else key) + name[i + 1 :]
        else:
            if i + 1 >= len(name) or not name[i + 1].isalpha() or name[i] == name[i + 1]:
                continue
            made = name[:i] + name[i + 1] + name[i] + name[i + 2 :]
        if made != name:
            return made
    return None


def two_edits(name: str, dice: random.Random) -> str | None:
    """Do two edits to a name of eight letters and more."""
    if sum(map(str.isalpha, name)) < 8:
        return None
    once = one_edit(name, dice)
    made = one_edit(once, dice) if once else None
    return made if made != name else None


KINDS: dict[str, tuple[Damage, float]] = {
    "case": (case, 0.995),
    "spacing": (spacing, 0.995),
    "gap": (gap, 0.995),
    "line break": (line_break, 0.995),
    "homoglyph": (homoglyph, 0.995),
    "zero width": (zero_width, 0.995),
    "ligature": (ligature, 0.995),
    "glued": (glued, 0.995),
    "doubled": (doubled, 0.995),
    "leet": (leet, 0.98),
    "OCR, one letter": (misread, 0.98),
    "OCR, two letters": (misread_twice, 0.98),
    "one edit": (one_edit, 0.97),
    "two edits": (two_edits, 0.95),
}
"""Each kind of damage and the recall that is asked of it."""
