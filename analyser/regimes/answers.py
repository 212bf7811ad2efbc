"""Yes, no and unknown, joined as Kleene did, each with its reason and its questions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """A test's answer; `None` is unknown, and `needs` says which facts would settle it."""

    value: bool | None
    needs: tuple[str, ...] = ()
    why: str = ""
    """Why not, or what is open, in words."""

    doubt_of_producer: bool = False
    """It is open because the producer or the body bound is not known."""


YES = Answer(True)


def no(why: str, *needs: str) -> Answer:
    """Return a no with its reason, and facts that could still change it."""
    return Answer(False, needs, why)


def unknown(why: str, *needs: str, doubt: bool = False) -> Answer:
    """Return an open answer with the facts that would settle it."""
    return Answer(None, needs, why, doubt)


def all_of(answers: Iterable[Answer]) -> Answer:
    """Join by and: the first no decides, any unknown leaves it open."""
    held = list(answers)
    for one in held:
        if one.value is False:
            return one
    return _open(held) or YES


def any_of(answers: Iterable[Answer]) -> Answer:
    """Join by or: one yes decides, any unknown leaves it open, else the first no."""
    held = list(answers)
    for one in held:
        if one.value:
            return one
    return _open(held) or (held[0] if held else YES)


def _open(held: list[Answer]) -> Answer | None:
    asked = [one for one in held if one.value is None]
    if not asked:
        return None
    needs = dict.fromkeys(need for one in asked for need in one.needs)
    why = "; ".join(dict.fromkeys(one.why for one in asked if one.why))
    return Answer(None, tuple(needs), why, any(one.doubt_of_producer for one in asked))
