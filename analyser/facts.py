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

_COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ
BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM
DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS
GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ
MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
VN VU WF WS YE YT ZA ZM ZW
EU UN XK
"""
COUNTRIES = frozenset(_COUNTRIES.split())
"""ISO 3166-1, and what is reserved or in use beside it: the two Unions of states, Kosovo."""

SAME_COUNTRY = {"UK": "GB", "EL": "GR"}
"""Codes that people and the European Union also write."""

_PARTS = {
    "AU": "ACT NSW NT QLD SA TAS VIC WA",
    "CA": "AB BC MB NB NL NS NT NU ON PE QC SK YT",
    "GB": "ENG NIR SCT WLS",
    "US": "AK AL AR AZ CA CO CT DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE"
    " NH NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY AS DC GU MP PR UM VI",
}
PARTS = {country: frozenset(codes.split()) for country, codes in _PARTS.items()}
"""Parts of the countries whose parts have rules of their own, as ISO 3166-2 writes them."""

YEARS = range(1990, 2101)
"""In which a contract is awarded or delivered; 0206 is a slip of the finger."""


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
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise ProfileError(f"{where}: {value!r} is no date; write it as 2026-12-01") from error
    if day.year not in YEARS:
        msg = f"{where}: {day.isoformat()[:10]} lies in the year {day.year}; write it as 2026-12-01"
        raise ProfileError(msg)
    return day.isoformat()[:10]


def country_of(value: Any, where: str) -> str:
    """Return `value` as a country code, with its part where one is given.

    Raises:
        ProfileError: it is none.
    """
    text = str(value).strip().upper()
    country, dash, part = text.partition("-")
    country = SAME_COUNTRY.get(country, country)
    if country not in COUNTRIES or bool(dash) is not part.isalnum():
        raise ProfileError(f"{where}: {value!r} is no country code; write GB, US or GB-SCT")
    return f"{country}{dash}{part}"


def part_of(value: Any, where: str) -> str:
    """Return `value` as the code of a part of a country; `TX` may stand without its country.

    Raises:
        ProfileError: it is none.
    """
    text = str(value).strip().upper()
    if "-" in text:
        return country_of(value, where)
    if not (text.isalnum() and text.isascii() and len(text) <= 3):
        raise ProfileError(f"{where}: {value!r} is no part of a country; write GB-SCT or US-TX")
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
