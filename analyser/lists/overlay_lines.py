"""The TOML lines of an overlay file: one vendor as it comes together, then the whole."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analyser.lists.imports import Entry

RELATIONS = {
    "": "rebrands",
    "rebrands": "rebrands",
    "rebrand": "rebrands",
    "oem": "rebrands",
    "brand": "brand_of",
    "brand_of": "brand_of",
    "subsidiary": "subsidiary_of",
    "subsidiary_of": "subsidiary_of",
}
OWN_CONFIDENCE = 0.9  # the officer's own word on a tie; below a group's own statement


LEGAL_FORM = re.compile(
    r"(?i)\b(ltd|limited|inc|llc|l\.l\.c|corp|corporation|co|company|gmbh|ag|plc|s\.?a|s\.?p\.?a|b\.?v"
    r"|oy|ab|a/s|kg|ooo|jsc|pjsc|pty|pte|srl|s\.?r\.?o)\b\.?\s*$"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an import comes from and how far it is trusted."""

    title: str
    """Name of the file or of the list, as sources are titled."""

    day: str
    """ISO date of the import."""

    list: str = ""
    """Name of the list where a row does not say its own."""

    url: str = ""


@dataclass(slots=True)
class Draft:
    """One vendor of the file as it comes together; a firm may stand in several rows."""

    head: list[str]
    seen: set[str]
    aliases: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Yield the vendor's table as TOML."""
        yield "[[vendors]]"
        yield from self.head
        if self.aliases:
            yield from ("aliases = [", *self.aliases, "]")
        yield from self.tables
        yield ""


def slug(text: str) -> str:
    """Return `text` as an id: small ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")


def head_lines(
    entry: Entry, vendor_id: str, support: Sequence[str], *, extends: bool
) -> Iterator[str]:
    """Yield the plain values of a vendor, new or laid over a known one."""
    yield f"id = {quoted(vendor_id)}"
    if extends:
        yield "extends = true"
    else:
        yield f"name = {quoted(entry.name)}"
        yield f'kind = "{"oem_rebrander" if entry.maker else "manufacturer"}"'
        yield f"country = {quoted(entry.country)}"
        yield from support
        if entry.note:
            yield f"note = {quoted(entry.note)}"
    # Also where the shipped lists know the firm and clear it: one's own list wins.
    yield "restricted = true"
    yield 'screening = "flag"'


def names_lines(entry: Entry, seen: set[str], *, trusted: bool) -> Iterator[str]:
    """Yield the names not yet `seen`; one word of a bulk list is too ordinary to stand alone."""
    for text, kind in (
        *((one, "short") for one in (entry.name, *entry.aliases)),
        *((one, "native") for one in entry.native),
    ):
        if text not in seen:
            seen.add(text)
            weak = "" if trusted or " " in text else ", needs_context = true"
            form = "legal" if LEGAL_FORM.search(text) else kind
            yield f'  {{ text = {quoted(text)}, type = "{form}"{weak} }},'


def parts_lines(entry: Entry, support: Sequence[str]) -> Iterator[str]:
    """Yield a grammar for the part numbers given: exactly these, however they are joined."""
    if not entry.parts:
        return
    forms = "|".join(re.escape(part).replace(r"\ ", " ?") for part in entry.parts)
    regex = f"(?<![A-Za-z0-9])(?:{forms})(?![A-Za-z0-9])"
    weak = any(len(part) < 5 or part.isalpha() for part in entry.parts)
    yield "[[vendors.grammars]]"
    yield f"regex = {quoted(regex)}"
    yield "ignore_case = true"
    yield f'strength = "{"weak" if weak else "strong"}"'
    yield f"examples = [{', '.join(quoted(part) for part in entry.parts)}]"
    yield from support


def tie_lines(entry: Entry, maker: str, support: Sequence[str]) -> Iterator[str]:
    """Yield the relation to `maker`."""
    yield "[[vendors.relations]]"
    yield f'type = "{RELATIONS.get(entry.relation, "rebrands")}"'
    yield f"target = {quoted(maker)}"
    yield 'status = "current"'
    yield f"confidence = {OWN_CONFIDENCE}"
    yield f"since = {quoted(entry.since)}"
    yield from support


def listing_lines(entry: Entry, list_id: str, support: Sequence[str]) -> Iterator[str]:
    """Yield the place on the list `list_id`."""
    yield "[[vendors.listings]]"
    yield f"list = {quoted(list_id)}"
    yield 'status = "listed"'
    yield f"since = {quoted(entry.since)}"
    yield f"listed_as = {quoted(entry.name)}"
    yield from support


def file_lines(
    origin: Origin,
    sources: Mapping[str, str],
    lists: Mapping[str, str],
    drafts: Iterable[Draft],
) -> Iterator[str]:
    """Yield the whole file."""
    title = " ".join(origin.title.split())
    yield f"# Imported from {title} on {origin.day}."
    yield "# Remove this file to take the import back.\n"
    for key, url in sources.items():
        yield f"[sources.{quoted(key)}]"
        yield f"title = {quoted(f'{title}, imported {origin.day}')}"
        yield f"url = {quoted(url)}\n"
    for key, name in lists.items():
        yield f"[official_lists.{quoted(key)}]"
        yield f"name = {quoted(name)}"
        yield f'last_evidence = "{origin.day}"'
        yield 'basis = "recalled"\n'
    for draft in drafts:
        yield from draft.lines()


def quoted(text: str) -> str:
    """Return `text` as a TOML string: JSON's escapes are TOML's, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
