"""A short interview on a terminal: the facts that decide, in the order in which asking pays."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from analyser.commands.console import remark
from analyser.errors import ProfileError, UsageError
from analyser.plausible import proved
from analyser.profile import BUYER_TYPES, CRITERIA, Profile, profile_from

Reader = Callable[[str], str]

FIRST = (
    ("jurisdiction", "Country of the buyer (GB, US, ...)"),
    ("buyer", f"Type of buyer ({', '.join(BUYER_TYPES)})"),
    ("buyer_name", "Name of the buyer"),
    ("sub_jurisdiction", "Part of the country, if it has its own rules (GB-SCT, US-TX, ...)"),
    ("award_date", "Day on which the contract is awarded (2026-12-01)"),
    ("delivery_dates", "Last day of delivery (2027-06-30)"),
)
"""Facts that every regime may turn on."""

AMERICAN = (
    ("funding", "Federal money (federal_award, usf, none)"),
    ("purpose", "Purpose (public_safety, security_of_government_facilities, ...)"),
)

SITE_BUYERS = ("central_government", "defence", "intelligence")
"""Buyers that the British site criteria are asked of."""


def ask_for(profile: Profile, reader: Reader | None = None) -> Profile:
    """Return `profile` with the missing facts that the officer gives; an empty answer skips.

    Raises:
        UsageError: there is no terminal to ask on.
    """
    if reader is None:
        if not sys.stdin.isatty():
            raise UsageError("--ask: there is no terminal to ask on; give the facts as flags")
        reader = _from_terminal
    remark("An empty answer leaves a fact unknown; unknown is never read as no.")
    for name, question in FIRST:
        profile = _asked(profile, name, question, reader)
    if profile.jurisdiction == "US":
        for name, question in AMERICAN:
            profile = _asked(profile, name, question, reader)
    if profile.jurisdiction in ("GB", None) and profile.buyer in SITE_BUYERS:
        profile = _asked_of_site(profile, reader)
    return profile


def _asked(profile: Profile, name: str, question: str, reader: Reader) -> Profile:
    if getattr(profile, name) is not None:
        return profile
    return _answered(profile, lambda words: {name: words}, f"{question}: ", reader)


def _asked_of_site(profile: Profile, reader: Reader) -> Profile:
    """Ask the four criteria, until one is met: one is enough."""
    for name, words in CRITERIA.items():
        if profile.site.sensitive is not None:
            break
        if getattr(profile.site, name) is None:
            question = f"The site {words} (yes, no, unknown): "
            profile = _answered(profile, _criterion(name), question, reader)
    return profile


def _criterion(name: str) -> Callable[[str], dict[str, Any]]:
    return lambda words: {"site": {name: words}}


def _answered(
    profile: Profile, shaped: Callable[[str], dict[str, Any]], question: str, reader: Reader
) -> Profile:
    """Ask until the answer can be read, or is empty."""
    while True:
        words = reader(question).strip()
        if not words:
            return profile
        try:
            return proved(profile_from(shaped(words), "answer").over(profile), "answer")
        except ProfileError as error:
            remark(str(error))


def _from_terminal(question: str) -> str:
    # The question goes to standard error: standard output may be a file.
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline()
