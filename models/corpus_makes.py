"""Training sentences for the recogniser of makes, filled with invented names.

No listed maker's name is used: the recogniser proposes makes that nobody lists, and must learn
them from their surroundings.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.corpus import Example

WITHOUT = Path(__file__).parent / "makes" / "without.txt"
PLAIN_MAKES = (
    "Axis", "Bosch", "Hanwha", "Pelco", "Avigilon", "Vivotek", "Honeywell", "Cisco", "Sony",
    "Genetec", "Milestone", "Motorola", "Lorent", "Canon",
)  # fmt: skip
"""Makes that stand in the sentences in plain."""

_STARTS = (
    "Nor", "Vel", "Kas", "Tri", "Zen", "Lum", "Ost", "Bel", "Cal", "Dor", "Eri", "Fen", "Gal",
    "Hel", "Ix", "Jor", "Kel", "Lor", "Mar", "Nex", "Opt", "Pra", "Quin", "Ros", "Sol", "Tor",
    "Ul", "Vor", "Wex", "Xan", "Yar", "Zor", "Al", "Bri", "Cor", "Dy", "Elm", "Fal", "Gri",
    "Hy", "An", "Bao", "Chu", "Da", "Fei", "Guo", "Hua", "Jin", "Kai", "Lian", "Min", "Ning",
    "Qi", "Rui", "Sheng", "Tian", "Wei", "Xin",
)  # fmt: skip
_ENDS = (
    "vik", "tek", "mira", "lux", "com", "dex", "trona", "vision", "ton", "sec", "net", "way",
    "star", "gard", "watch", "opt", "cam", "sys", "dyne", "ra", "via", "nova", "max", "pro",
    "link", "wave", "core", "field", "son", "berg", "ric", "tera", "da", "qi", "long", "hua",
)  # fmt: skip
_TAILS = (
    "",
    "",
    "",
    "",
    "",
    " Optik",
    " Systems",
    " Vision",
    " Technologies",
    " Electronics",
    " GmbH",
)
_MODEL = ("", "", " {a}-{n}", " {a}{n}{b}", " {a} {n}")
_SLOT = re.compile(r"<M>|<O>|\b(?:" + "|".join(PLAIN_MAKES) + r")\b")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with the ranges of the makes named in it."""

    text: str
    makes: tuple[tuple[int, int], ...]


def invented_name(chance: random.Random) -> str:
    """Return a name that no maker is known to bear."""
    name = chance.choice(_STARTS) + chance.choice(_ENDS)
    shape = chance.random()
    if shape < 0.12:
        name = name.upper()
    elif shape < 0.2:
        name = name[:3] + name[3:].capitalize()
    return name + chance.choice(_TAILS)


def marked_sentences(
    examples: Sequence[Example], *, copies: int, seed: int, without: Path = WITHOUT
) -> list[Marked]:
    """Return each example `copies` times with other names, and the prose without makes."""
    chance = random.Random(seed)
    marked = [_filled(example.text, chance) for example in examples for _ in range(copies)]
    for line in without.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            marked += [Marked(line.strip(), ())] * (2 * copies)
    chance.shuffle(marked)
    return marked


def _filled(text: str, chance: random.Random) -> Marked:
    pieces: list[str] = []
    makes: list[tuple[int, int]] = []
    length = at = 0
    for slot in _SLOT.finditer(text):
        plain = slot.group() not in {"<M>", "<O>"} and chance.random() < 0.5
        name = slot.group() if plain else invented_name(chance)
        model = chance.choice(_MODEL).format(
            a=chance.choice(("NV", "IPC", "TX", "QR", "D", "HS")),
            n=chance.randint(10, 9999),
            b=chance.choice(("", "-L", "i", "W")),
        )
        before = text[at : slot.start()]
        pieces += [before, name, model]
        length += len(before)
        makes.append((length, length + len(name)))
        length += len(name) + len(model)
        at = slot.end()
    pieces.append(text[at:])
    return Marked("".join(pieces), tuple(makes))
