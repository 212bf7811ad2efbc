"""A single fact of a profile, read from the words that people write."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import date
from typing import Any

from analyser.errors import ProfileError

OTHER_BUYERS = {
    "department": "central_government",
    "government_department": "central_government",
    "ministry": "central_government",
    "federal_agency": "central_government",
    "federal_government": "central_government",
    "military": "defence",
    "defense": "defence",
    "armed_forces": "defence",
    "police_force": "police",
    "nhs": "health",
    "nhs_trust": "health",
    "hospital": "health",
    "healthcare": "health",
    "council": "local_authority",
    "local_government": "local_authority",
    "municipality": "local_authority",
    "city": "local_authority",
    "county": "local_authority",
    "school": "education",
    "college": "education",
    "university": "education",
    "utility": "utilities",
    "company": "private",
    "business": "private",
    "private_company": "private",
    "government_contractor": "federal_contractor",
}
"""What people also call a buyer, and the type that they mean."""


def answer_of(value: Any, where: str) -> bool | None:
    """Return yes as `True`, no as `False`, and unknown as `None`.

    Raises:
        ProfileError: `value` is none of them.
    """
    words = {"yes": True, "true": True, "no": False, "false": False, "unknown": None, "": None}
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in words:
        return words[value.strip().lower()]
    raise ProfileError(f"{where}: {value!r} is no answer; use yes, no or unknown")


def text_of(value: Any, where: str) -> str:
    """Return `value` as text without blanks around it.

    Raises:
        ProfileError: it is none.
    """
    if not isinstance(value, str) or not value.strip():
        raise ProfileError(f"{where}: {value!r} is no text; write words in quotes")
    return value.strip()


def date_of(value: Any, where: str) -> str:
    """Return `value` as a day in ISO 8601.

    Raises:
        ProfileError: it is none.
    """
    if isinstance(value, date):
        return value.isoformat()[:10]
    try:
        return date.fromisoformat(str(value).strip()).isoformat()
    except ValueError as error:
        raise ProfileError(f"{where}: {value!r} is no date; write it as 2026-12-01") from error


def country_of(value: Any, where: str) -> str:
    """Return `value` as a country code, with its part where one is given.

    Raises:
        ProfileError: it is none.
    """
    text = str(value).strip().upper()
    text = {"UK": "GB"}.get(text, text)
    country, _, part = text.partition("-")
    if not (len(country) == 2 and country.isalpha() and (not part or part.isalnum())):
        raise ProfileError(f"{where}: {value!r} is no country code; write GB, US or GB-SCT")
    return text


def dates_of(value: Any, where: str) -> tuple[str, ...]:
    """Return one day or several, in order."""
    return tuple(sorted(date_of(one, where) for one in _list(value)))


def words_of(value: Any, where: str) -> tuple[str, ...]:
    """Return one word or several; "none" is no word."""
    return tuple(word_of(one, where) for one in _list(value) if one != "none")


def word_of(value: Any, where: str) -> str:
    """Return `value` in small letters, its words joined."""
    return text_of(value, where).lower().replace("-", "_").replace(" ", "_")


def one_of(word: str, known: Mapping[str, str], where: str) -> str:
    """Return `word` if it is one of those `known`.

    Raises:
        ProfileError: it is none.
    """
    if word not in known:
        raise ProfileError(f"{where}: {word!r} is unknown; {closest(word, list(known))}")
    return word


def closest(word: str, known: list[str]) -> str:
    """Return what to write instead of `word`."""
    near = difflib.get_close_matches(str(word).lower(), known, n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else f"use one of {', '.join(known)}"


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
