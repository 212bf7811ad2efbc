"""The buyer, the site, the money and the dates; every fact may be unknown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of the purchase; `None` is unknown and never read as no."""

    jurisdiction: str | None = None
