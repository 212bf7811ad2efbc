"""Text of a Word paragraph and what applies to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """What applies to a piece of text from the elements around it."""

    inserted: bool = False
    deleted: bool = False
    hidden: bool = False
    struck: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that is marked alike throughout."""

    text: str
    marks: Marks
