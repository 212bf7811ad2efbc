"""Foreign lists to entries: a table of one's own, the US screening list, OpenSanctions.

Files are other people's: they are read with limits, formulas are no names, and whatever a row
holds becomes text in a TOML file and nothing else.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from analyser.errors import UsageError
from analyser.lists.foreign_rows import ROW_LIMIT, csv_rows, decoded, sheet_rows

FILE_LIMIT = 300 * 1024 * 1024  # the US screening list has 40 MB, OpenSanctions' targets 200 MB
NAME_LIMIT = 300  # the longest legal name on the US lists has 190 characters
ALIAS_LIMIT = 60

FORMATS = ("auto", "table", "screening-list", "opensanctions")

COLUMNS = {
    "name": ("name", "brand", "company", "entity", "vendor", "manufacturer"),
    "aliases": ("aliases", "alias", "aka", "also known as", "alt names", "other names"),
    "native": ("native name", "native names", "native"),
    "parts": ("part numbers", "part number", "models", "model"),
    "maker": ("maker", "made by", "parent", "oem", "belongs to", "root maker"),
    "relation": ("relation", "tie"),
    "country": ("country", "country code"),
    "list": ("list", "regime", "source list"),
    "since": ("since", "date", "listed on", "start date"),
    "url": ("url", "source url", "address of the source", "link"),
    "source": ("source", "citation"),
    "note": ("note", "notes", "remarks", "comment"),
}
"""Headings of one's own table, in small letters; other columns are left alone."""

SCREENING_MARKS = {"source", "entity_number", "alt_names", "source_list_url"}
OPENSANCTIONS_MARKS = {"id", "schema", "name", "aliases", "countries"}
FIRMS = frozenset({"company", "organization", "organisation", "legalentity", "publicbody"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One firm or brand of a foreign list."""

    name: str
    aliases: tuple[str, ...] = ()
    native: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    maker: str = ""
    """Name or id of the maker that it leads to; `""` for a listed one."""

    relation: str = ""
    country: str = ""
    list: str = ""
    since: str = ""
    url: str = ""
    source: str = ""
    note: str = ""


@dataclass(slots=True)
class Imported:
    """What a foreign list gave."""

    format: str
    entries: list[Entry] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    """Reason and number of the rows that became nothing."""

    def skip(self, reason: str) -> None:
        """Count a row that became nothing for `reason`."""
        self.skipped[reason] = self.skipped.get(reason, 0) + 1


def read_foreign(path: Path, form: str = "auto") -> Imported:
    """Read the foreign list at `path`, in `form` or in the form that its first rows show.

    Raises:
        UsageError: the file cannot be read, or it is in none of the forms.
    """
    try:
        if path.stat().st_size > FILE_LIMIT:
            msg = f"{path}: is larger than {FILE_LIMIT // 1024 // 1024} MB; import a part of it"
            raise UsageError(msg)
        with path.open("rb") as stream:
            head = stream.read(4)
        if head == b"PK\x03\x04":
            return _tables(sheet_rows(path), path, form)
        text = decoded(path.read_bytes())
    except OSError as error:
        msg = f"{path}: {error.strerror or error}; give a file that can be read"
        raise UsageError(msg) from error
    if form in ("auto", "opensanctions") and text.lstrip()[:1] == "{":
        return _statements(text)
    if form == "opensanctions" and path.suffix.lower() == ".txt":
        return _bare_names(text)
    return _tables(csv_rows(text, path), path, form)


def _tables(rows: Iterable[Sequence[str]], path: Path, form: str) -> Imported:
    numbered = iter(rows)
    headings = [_folded(cell) for cell in next(numbered, ())]
    marks = {heading.replace(" ", "_") for heading in headings}
    if form == "auto":
        form = _recognised(marks)
    needed = {"screening-list": SCREENING_MARKS, "opensanctions": OPENSANCTIONS_MARKS}
    if form in needed and not needed[form] <= marks:
        lacking = ", ".join(sorted(needed[form] - marks))
        msg = f"{path}: is no {form}, columns are missing: {lacking}; check the file"
        raise UsageError(msg)
    if form == "table" and not set(headings) & set(COLUMNS["name"]):
        msg = f"{path}: has no column for names; head one with 'name'"
        raise UsageError(msg)
    found = Imported(form)
    readers = {"screening-list": _screened, "opensanctions": _sanctioned, "table": _own}
    for cells in islice(numbered, ROW_LIMIT):
        row = dict(zip(headings, cells, strict=False))
        if any(cell.strip() for cell in cells):
            entry = readers[form](row, found)
            if entry is not None:
                found.entries.append(entry)
    return found


def _recognised(marks: set[str]) -> str:
    if marks >= SCREENING_MARKS:
        return "screening-list"
    return "opensanctions" if marks >= OPENSANCTIONS_MARKS else "table"


def _own(row: Mapping[str, str], found: Imported) -> Entry | None:
    def cell(key: str) -> str:
        return next((row[one] for one in COLUMNS[key] if row.get(one, "").strip()), "").strip()

    name = _name(cell("name"), found)
    if not name:
        return None
    return Entry(
        name=name,
        aliases=_several(cell("aliases")),
        native=_several(cell("native")),
        parts=_several(cell("parts")),
        maker=_clean(cell("maker")),
        relation=_folded(cell("relation")).replace(" ", "_"),
        country=_country(cell("country")),
        list=_clean(cell("list")),
        since=_day(cell("since")),
        url=_address(cell("url")) or _address(cell("source")),
        source="" if _address(cell("source")) else _clean(cell("source")),
        note=_clean(cell("note"))[:2000],
    )


def _screened(row: Mapping[str, str], found: Imported) -> Entry | None:
    if _folded(row.get("type", "")) in ("individual", "vessel", "aircraft"):
        found.skip("a person, vessel or aircraft")
        return None
    name = _name(row.get("name", ""), found)
    if not name:
        return None
    addresses = row.get("addresses", "").split(";")
    country = _country(addresses[0].rsplit(",", 1)[-1]) if addresses else ""
    return Entry(
        name=name,
        aliases=_several(row.get("alt_names", "")),
        country=country,
        list=_clean(row.get("source", "")),
        since=_day(row.get("start_date", "")),
        url=_address(row.get("source_information_url", ""))
        or _address(row.get("source_list_url", "")),
        note=_clean(row.get("federal_register_notice", ""))[:200],
    )


def _sanctioned(row: Mapping[str, str], found: Imported) -> Entry | None:
    if _folded(row.get("schema", "")) not in FIRMS:
        found.skip("no company or organisation")
        return None
    name = _name(row.get("name", ""), found)
    if not name:
        return None
    ident = row.get("id", "").strip()
    return Entry(
        name=name,
        aliases=_several(row.get("aliases", "")),
        country=_country(row.get("countries", "").split(";")[0]),
        list=_clean(row.get("dataset", "")) or "OpenSanctions",
        since=_day(row.get("first_seen", "")),
        url=_entity_page(ident),
        note=_clean(row.get("sanctions", ""))[:500],
    )


def _statements(text: str) -> Imported:
    """Read entities as OpenSanctions gives them out: one JSON object a line."""
    found = Imported("opensanctions")
    for line in islice(text.splitlines(), ROW_LIMIT):
        try:
            entity = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError):
            found.skip("no JSON")
            continue
        if not isinstance(entity, dict):
            continue
        given = entity.get("properties")
        properties = given if isinstance(given, dict) else {}
        names = [*_texts(properties.get("name")), *_texts(properties.get("alias"))]
        row = {
            "id": str(entity.get("id", "")),
            "schema": str(entity.get("schema", "")),
            "name": str(entity.get("caption") or (names or [""])[0]),
            "aliases": ";".join(names),
            "countries": ";".join(_texts(properties.get("country"))),
            "dataset": ";".join(_texts(entity.get("datasets"))[:3]),
            "first_seen": str(entity.get("first_seen", "")),
        }
        entry = _sanctioned(row, found)
        if entry is not None:
            found.entries.append(entry)
    return found


def _bare_names(text: str) -> Imported:
    """Read OpenSanctions' `names.txt`: one name a line, persons among them."""
    found = Imported("opensanctions")
    for line in islice(text.splitlines(), ROW_LIMIT):
        name = _name(line, found) if line.strip() else ""
        if name:
            found.entries.append(Entry(name=name, list="OpenSanctions"))
    return found


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _entity_page(ident: str) -> str:
    plain = re.fullmatch(r"[A-Za-z0-9._-]{2,100}", ident)
    return f"https://www.opensanctions.org/entities/{ident}/" if plain else ""


def _name(text: str, found: Imported) -> str:
    name = _clean(text)
    if name[:1] in ("=", "@") or re.match(r"[+-][\w(]", name):
        found.skip("a formula in place of a name")
    elif len(name) > NAME_LIMIT:
        found.skip("longer than a name can be")
    elif sum(letter.isalpha() for letter in name) < 2:
        found.skip("no letters in the name")
    else:
        return name
    return ""


def _several(text: str) -> tuple[str, ...]:
    found = Imported("")
    names = (_name(part, found) for part in re.split(r"[;|\n]", text))
    return tuple(dict.fromkeys(name for name in names if name))[:ALIAS_LIMIT]


def _clean(text: str) -> str:
    """Return `text` as one line without control, format or broken characters."""
    kept = (
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFC", text)
        if letter.isspace() or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())


def _folded(text: str) -> str:
    return _clean(text).casefold()


def _country(text: str) -> str:
    code = text.strip().upper()
    return code if re.fullmatch(r"[A-Z]{2}", code) else ""


def _day(text: str) -> str:
    match = re.match(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)", text.strip())
    return match.group() if match else ""


def _address(text: str) -> str:
    match = re.match(r"https?://[^\s/\"<>]+\.[^\s\"<>]+", text.strip())
    return match.group() if match else ""
