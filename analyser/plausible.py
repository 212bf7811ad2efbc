"""Whether what is said of a purchase can be what was meant.

Apart from the profile because it takes what the rules know: a word that no rule understands is
unknown to all of them, and whoever wrote it thinks that it counts.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from fnmatch import fnmatch

from analyser.errors import ProfileError
from analyser.facts import PARTS
from analyser.profile import Profile
from analyser.regimes.stated import (
    CAPACITIES,
    FUNDS,
    MISSIONS,
    PURPOSES,
    Meaning,
    Vocabulary,
    folded,
)

OWN_WORDS = {
    "funding": (FUNDS, "none"),
    "purpose": (PURPOSES, "other"),
    "capacity": (CAPACITIES, "none"),
    "mission": (MISSIONS, "other"),
}
"""Facts that may be told in one's own words: what is understood, and the code for the rest."""

NEARLY = 0.8
"""Likeness from which words are a code with a slip in it: "fedral award"."""

AWARD_AFTER_DELIVERY = 31
"""Days by which urgent goods may come before the paper; beyond them two dates are exchanged."""


def proved(profile: Profile, where: str) -> Profile:
    """Return `profile` with its part of the country in full; `where` names it in errors.

    Raises:
        ProfileError: the part is none of the country's, or a word is none that a rule knows.
    """
    for field, text in _own_words(profile):
        near = _meant(field, text)
        if near:
            vocabulary, rest = OWN_WORDS[field]
            known = ", ".join([*vocabulary.forms, rest])
            advice = f"did you mean {near}?" if near != known else f"use one of {known}"
            msg = f"{where}: {field}: {text!r} is a word that no rule knows; {advice}"
            raise ProfileError(msg)
    part = profile.sub_jurisdiction
    if part is None:
        return profile
    return _in_its_country(profile, part, f"{where}: sub_jurisdiction")


def _in_its_country(profile: Profile, part: str, where: str) -> Profile:
    country, dash, code = part.partition("-")
    if not dash:
        country, code = profile.jurisdiction or "", part
        if not country:
            msg = f"{where}: {part!r} stands without its country; write it as US-TX or GB-SCT"
            raise ProfileError(msg)
    if profile.jurisdiction not in (None, country):
        msg = (
            f"{where}: {part!r} is no part of {profile.jurisdiction}; "
            "correct it, or the jurisdiction"
        )
        raise ProfileError(msg)
    if country in PARTS and code not in PARTS[country]:
        known = ", ".join(f"{country}-{one}" for one in sorted(PARTS[country]))
        raise ProfileError(f"{where}: {part!r} is no part of {country}; use one of {known}")
    return replace(profile, jurisdiction=country, sub_jurisdiction=f"{country}-{code}")


def doubts(profiles: Iterable[Profile]) -> tuple[str, ...]:
    """Return one line on each thing in `profiles` that can be, but hardly is, what was meant."""
    return tuple(dict.fromkeys(line for one in profiles for line in _doubts(one)))


def idle_roles(roles: Iterable[tuple[str, str]], paths: Sequence[str]) -> tuple[str, ...]:
    """Return one line on each pattern of `roles` that none of the documents at `paths` bears."""
    return tuple(
        f"--role {pattern}={role}: no document is called so; write its path as the report does"
        for pattern, role in roles
        if not any(fnmatch(path, pattern) for path in paths)
    )


def _doubts(profile: Profile) -> Iterator[str]:
    if profile.award_date and profile.delivery_dates:
        last = max(profile.delivery_dates)
        late = date.fromisoformat(profile.award_date) - date.fromisoformat(last)
        if late.days > AWARD_AFTER_DELIVERY:
            yield (
                f"the award ({profile.award_date}) lies {late.days} days after the last delivery "
                f"({last}); check both, rules go by them"
            )
    for field, text in _own_words(profile):
        vocabulary, rest = OWN_WORDS[field]
        if not _understood(vocabulary, text):
            known = ", ".join([*vocabulary.forms, rest])
            yield (
                f"{field}: “{text.replace('_', ' ')}” is understood by no rule and counts as not "
                f"known; rules know {known}"
            )


def _own_words(profile: Profile) -> Iterator[tuple[str, str]]:
    for field in OWN_WORDS:
        value = getattr(profile, field)
        for text in (value,) if isinstance(value, str) else value or ():
            yield field, text


def _understood(vocabulary: Vocabulary, text: str) -> bool:
    plain = folded(text)
    doubtful = vocabulary.doubtful and re.search(vocabulary.doubtful, plain)
    return vocabulary.read(text) != Meaning() or bool(doubtful)


def _meant(field: str, text: str) -> str:
    """Return the code that `text` is a slip of, or all of them for a lone word; else `""`.

    A few words of one's own are no slip: a question is asked in place of an answer.
    """
    vocabulary, rest = OWN_WORDS[field]
    if _understood(vocabulary, text):
        return ""
    plain = folded(text)
    codes = {folded(name): name for name in [*vocabulary.forms, rest]}
    near = difflib.get_close_matches(plain, codes, n=1, cutoff=NEARLY)
    if near:
        return codes[near[0]]
    return "" if " " in plain else ", ".join([*vocabulary.forms, rest])
