"""The report's own words, in the reader's language.

Apart from the templates so that a translator touches one TOML file and no HTML.
"""

from __future__ import annotations

import re
import tomllib
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from analyser.errors import OutputError
from analyser.finding import Mention, Route

LANGUAGES = ("en", "cy", "fr")

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}))?")
_KINDS: dict[type, str] = {str: "text", dict: "table", list: "list"}
_KIND_OF_PLACE = re.compile(
    r"(?:(?<=^)|(?<=, ))[A-Z]?[a-z]+(?: (?:box|deletion|insertion))?(?= |,|$)"
)
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language, looked up by dotted key."""

    language: str
    texts: dict[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """Return the text at `key` with `values` filled in; an unknown key is a fault of ours."""
        text = self._at(key)
        if not isinstance(text, str):
            raise KeyError(key)
        return text.format(**values) if values else text

    def named(self, group: str, code: str) -> str:
        """Return the words for `code`, or the code made readable where the lists know more."""
        found = self.texts.get(group, {}).get(code)
        if isinstance(found, str):
            return found
        return code.replace("_", " ").replace("-", " ").replace(".", ": ").strip()

    def route(self, mention: Mention) -> str:
        """Return how the printed words of `mention` led to a maker."""
        numbered = mention.route is Route.REBRAND and mention.is_number
        return self.named("route", "rebrand-number" if numbered else mention.route)

    def where(self, place: str) -> str:
        """Return a reader's words for a place, "Table 1, row 4", in this language."""
        known = self.texts["where"]

        def told(match: re.Match[str]) -> str:
            return str(known.get(match.group(0), match.group(0)))

        # What follows is a name of the document's own: "Sheet Line" is the sheet called "Line".
        return _KIND_OF_PLACE.sub(told, place) if self.language != "en" else place

    def count(self, number: int, noun: str) -> str:
        """Return "1 document" or "1,234 documents"."""
        forms = self.texts["nouns"].get(noun) or [noun, f"{noun}s"]
        form = forms[0] if number in self.texts["numbers"]["singular"] else forms[1]
        return f"{self.number(number)} {form}"

    def number(self, number: int) -> str:
        """Return `number` with the language's mark between the thousands."""
        return f"{number:,}".replace(",", str(self.texts["numbers"]["thousands"]))

    def day(self, iso: str) -> str:
        """Return an ISO date written out, "1 December 2026"; anything else as it came."""
        months = self.texts["dates"]["months"]
        if (found := _DAY.match(iso)) and _exists(found.group(0)[:10]):
            year, month, day = (int(part) for part in found.groups()[:3])
            return f"{self._day_of_month(day)} {months[month - 1]} {year}"
        if (found := _MONTH.fullmatch(iso)) and 1 <= int(found.group(2)) <= 12:
            return f"{months[int(found.group(2)) - 1]} {found.group(1)}"
        return iso

    def moment(self, iso: str) -> str:
        """Return a date and time written out, "1 December 2026 at 09:30 (UTC)"."""
        found = _DAY.match(iso)
        if found is None or found.group(4) is None:
            return self.day(iso)
        return self("dates.moment", day=self.day(iso), time=found.group(4))

    def _day_of_month(self, day: int) -> str:
        return str(self.texts["dates"].get("first", "1")) if day == 1 else str(day)

    def _at(self, key: str) -> object:
        here: Any = self.texts
        for part in key.split("."):
            here = here[part]
        return here


def load_words(language: str, overrides: Path | None = None) -> Words:
    """Return the words of `language`; `overrides` may hold a `LANGUAGE.toml` that changes some."""
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise OutputError(f"language {language!r}: there is no such translation; choose of {known}")
    texts = _shipped(language)
    own = overrides / f"{language}.toml" if overrides else None
    if own is not None and own.is_file():
        texts = deepcopy(texts)
        try:
            _overlay(texts, tomllib.loads(own.read_text(encoding="utf-8")), str(own))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise OutputError(f"{own}: {error}; write it as TOML in UTF-8") from error
    return Words(language, texts)


@cache
def _shipped(language: str) -> dict[str, Any]:
    """Return the shipped words, read once a process: a watcher writes thousands of reports."""
    shipped = files("analyser.report") / "locale" / f"{language}.toml"
    return tomllib.loads(shipped.read_text(encoding="utf-8"))


def _overlay(texts: dict[str, Any], own: dict[str, Any], where: str) -> None:
    for key, value in own.items():
        held = texts.get(key, value)
        if isinstance(value, dict) and isinstance(held, dict):
            _overlay(texts.setdefault(key, {}), value, f"{where}: {key}")
            continue
        if type(value) is not type(held):
            kind = _KINDS.get(type(held), "value of its kind")
            msg = f"{where}: {key}: is no {kind}; write it as the program does"
            raise OutputError(msg)
        unknown = _fields(value) - _fields(held)
        if unknown:
            msg = f"{where}: {key}: nothing is filled in for {min(unknown)}; leave it out"
            raise OutputError(msg)
        texts[key] = value


def _fields(text: object) -> set[str]:
    """Return what stands in braces in `text`: the program fills in what its own words hold."""
    return set(re.findall(r"\{[^{}]*\}?|\}", text)) if isinstance(text, str) else set()


def _exists(iso: str) -> bool:
    try:
        date.fromisoformat(iso)
    except ValueError:
        return False
    return True
