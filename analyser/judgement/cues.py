"""Cues: the words that show what a sentence does with a name.

They are kept as rows of cues.toml, each with an example that must pass; this module reads and
compiles them.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from analyser.errors import ListError
from analyser.finding import Role, Stance
from analyser.judgement.gates import Expression

MAKE = "ZMAKEZ"
"""Stands for the mention itself, so that no rule and no model ever sees which maker it is."""

OTHER = "ZOTHERZ"
"""Stands for any other mention in the sentence."""

WANTED = "wanted"
"""A cue that the buyer asks or the bidder offers, whoever speaks."""

SIDES = ("before", "after", "any", "around")


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """One row of cues.toml."""

    name: str
    """Its stable id: what a model learnt of the cue is kept under this."""

    stance: str
    """A `Stance` value or `WANTED`."""

    side: str
    weight: float
    pattern: Expression
    negate: bool
    bare: bool
    """Counts only where nothing else speaks."""

    yields: bool
    """Gives way where the same words exclude: prohibition outranks equivalence."""

    roles: frozenset[str]
    example: str
    expect: str
    """The stance that the example must come to."""


def stance_for(stance: str, role: Role) -> Stance:
    """Return the stance that `stance` means in a document of this role."""
    if stance != WANTED:
        return Stance(stance)
    if role in {Role.BID, Role.DATASHEET, Role.DECLARATION}:
        return Stance.OFFERED
    return Stance.CITED if role is Role.OTHER else Stance.SPECIFIED


@cache
def load_cues() -> tuple[Cue, ...]:
    """Read and compile the shipped cues; they are part of the program."""
    text = (files("analyser.judgement") / "cues.toml").read_text(encoding="utf-8")
    return read_cues(text, "cues.toml")


def read_cues(text: str, where: str) -> tuple[Cue, ...]:
    """Return the cues written in `text`; `where` names it in faults."""
    table = tomllib.loads(text)
    words: dict[str, str] = table.get("words", {})
    cues = tuple(
        _cue(row, words, f"{where}: cue {number}")
        for number, row in enumerate(table.get("cue", ()), start=1)
    )
    twice = [name for name, count in Counter(cue.name for cue in cues).items() if count > 1]
    if twice:
        raise ListError(f"{where}: id {twice[0]!r} is given twice; an id names one cue")
    return cues


def _cue(row: dict[str, object], words: dict[str, str], where: str) -> Cue:
    stance, side = str(row.get("stance")), str(row.get("side"))
    if stance != WANTED and stance not in set(Stance):
        raise ListError(f"{where}: {stance!r} is no stance; use one of the six or {WANTED!r}")
    if side not in SIDES:
        raise ListError(f"{where}: {side!r} is no side; use one of {', '.join(SIDES)}")
    pattern = _filled(str(row["pattern"]), words)
    pattern = pattern.replace("<M>", MAKE).replace("<O>", OTHER)
    try:
        expression = Expression(pattern, MAKE)
    except re.error as error:
        raise ListError(f"{where}: pattern is no regular expression: {error}") from error
    roles = row.get("roles", ())
    if not row.get("id"):
        raise ListError(f"{where}: no id; give it a name of its own")
    return Cue(
        name=str(row["id"]),
        stance=stance,
        side=side,
        weight=float(str(row["weight"])),
        pattern=expression,
        negate=bool(row.get("negate", True)),
        bare=bool(row.get("bare", False)),
        yields=bool(row.get("yields", False)),
        roles=frozenset(str(role) for role in roles) if isinstance(roles, list) else frozenset(),
        example=str(row.get("example", "")),
        expect=str(row.get("expect", stance)),
    )


def _filled(pattern: str, words: dict[str, str]) -> str:
    # Words may use words: two rounds are as deep as the file goes.
    for _ in range(2):
        for name, value in words.items():
            pattern = pattern.replace("{" + name + "}", value)
    return pattern
