"""Asking the shipped regimes in a line."""

from __future__ import annotations

from typing import Any

from analyser.finding import Route, Stance
from analyser.lists.load import Lists
from analyser.outcome import Outcome
from analyser.profile import profile_from
from analyser.regimes.decide import outcomes
from analyser.regimes.subject import Subject

DAY = "2026-12-01"
CAMERA = "video_surveillance"


def asked(lists: Lists, buyer: dict[str, Any], goods: dict[str, Any]) -> dict[str, Outcome]:
    """Return each regime's outcome for `goods` bought by `buyer`, by the regime's id."""
    facts = {"award_date": DAY, **buyer}
    words = {"stance": Stance.OFFERED, "equipment": CAMERA, **goods}
    words["stance"] = Stance(words["stance"])
    words["route"] = Route(words.get("route", "name"))
    found = outcomes(
        Subject(**words), profile_from(facts), lists.rulebook, lists.catalogue, DAY
    )  # fmt: skip
    return {one.regime: one for one in found}
