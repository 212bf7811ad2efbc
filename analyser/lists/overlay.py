"""Entries of a foreign list to one file of an own overlay folder.

Removing the file takes the import back. Everything in it is `recalled` unless its row, or the
call, names a public address.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from analyser.catalogue import AliasKind, Catalogue
from analyser.errors import OutputError, UsageError
from analyser.lists.imports import Entry, Imported
from analyser.lists.overlay_lines import (
    Draft,
    Origin,
    file_lines,
    head_lines,
    listing_lines,
    names_lines,
    parts_lines,
    quoted,
    slug,
    tie_lines,
)

SCREENING_LISTS = {
    "entity list": "us-bis-entity",
    "specially designated nationals": "us-ofac-sdn",
    "non-sdn chinese military-industrial complex": "us-ns-cmic",
}
"""How the US screening list names, at their beginning, lists that ship with the program."""


@dataclass(slots=True)
class Overlay:
    """The file to be written, and what it says in numbers."""

    text: str
    new: list[str] = field(default_factory=list)
    extended: list[str] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)
    """Makers that rows lead to and that no list knows."""


def overlay_of(imported: Imported, origin: Origin, catalogue: Catalogue) -> Overlay:
    """Return the overlay file for `imported` over `catalogue`."""
    made = Overlay("")
    known = _known(catalogue)
    sources: dict[str, str] = {}
    lists: dict[str, str] = {}
    drafts: dict[str, Draft] = {}
    trusted = imported.format == "table"
    # Makers first, so that a brand may lead to a maker of its own file.
    for entry in sorted(imported.entries, key=lambda entry: bool(entry.maker)):
        maker = known.get(_key(entry.maker), "")
        if entry.maker and not maker:
            made.unresolved.append(f"{entry.name}: {entry.maker}")
            continue
        vendor_id = known.get(_key(entry.name)) or _fresh(entry.name, {*catalogue.vendors, *drafts})
        if maker == vendor_id:
            continue
        support = _support(entry, origin, sources)
        draft = drafts.get(vendor_id)
        if draft is None:
            old = catalogue.vendors.get(vendor_id)
            (made.extended if old else made.new).append(vendor_id)
            names = {" ".join(alias.text.split()) for alias in old.aliases} if old else set()
            head = list(head_lines(entry, vendor_id, support, extends=old is not None))
            draft = drafts[vendor_id] = Draft(head, names)
            known.setdefault(_key(entry.name), vendor_id)
        draft.aliases += names_lines(entry, draft.seen, trusted=trusted)
        draft.tables += parts_lines(entry, support)
        if maker:
            draft.tables += tie_lines(entry, maker, support)
        else:
            list_id = _list_id(entry, origin, catalogue)
            if list_id not in catalogue.official_lists:
                lists.setdefault(list_id, entry.list or origin.list or origin.title)
            draft.tables += listing_lines(entry, list_id, support)
    made.text = "\n".join(file_lines(origin, sources, lists, drafts.values()))
    return made


def import_path(into: Path, origin: Origin) -> Path:
    """Return the file of the overlay folder `into` that holds the import from `origin`."""
    return into / "imported" / f"from-{slug(origin.title) or 'file'}.toml"


@contextmanager
def set_aside(path: Path) -> Iterator[None]:
    """Keep an older file at `path` out of sight, and bring it back where the block fails."""
    older = path.with_suffix(".older")
    try:
        if path.is_file():
            path.replace(older)
        yield
    except BaseException:
        if older.is_file():
            older.replace(path)
        else:
            path.unlink(missing_ok=True)
        raise
    older.unlink(missing_ok=True)


def write_overlay(made: Overlay, path: Path, shipped: Path) -> None:
    """Write `made` to `path` in one step.

    Raises:
        UsageError: `path` lies among the shipped lists.
        OutputError: the folder cannot be written.
    """
    if path.resolve().is_relative_to(shipped.resolve()):
        msg = f"{path}: lies among the shipped lists; import into a folder of your own"
        raise UsageError(msg)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".part")
        draft.write_text(made.text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        msg = f"{path}: {error.strerror or error}; choose a folder that can be written"
        raise OutputError(msg) from error


def _known(catalogue: Catalogue) -> dict[str, str]:
    """Return vendor ids by the names that are theirs beyond doubt."""
    known: dict[str, str] = {}
    for vendor in catalogue.vendors.values():
        for alias in vendor.aliases:
            certain = alias.kind in (AliasKind.NAME, AliasKind.LEGAL, AliasKind.NATIVE)
            if certain and not alias.needs_context:
                known.setdefault(_key(alias.text), vendor.id)
    for vendor in catalogue.vendors.values():
        known[_key(vendor.name)] = vendor.id
    return known | {vendor_id: vendor_id for vendor_id in catalogue.vendors}


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", folded).split())


def _fresh(name: str, taken: set[str]) -> str:
    base = slug(name) or "unnamed"
    number = 1
    while (base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return base if number == 1 else f"{base}-{number}"


def _support(entry: Entry, origin: Origin, sources: dict[str, str]) -> list[str]:
    """Return the lines that say what supports the entry, and note the source it needs."""
    url = entry.url or origin.url
    if not url:
        told = entry.source or f"imported from {origin.title} on {origin.day}"
        return ['basis = "recalled"', f"unaddressed = [{quoted(told)}]"]
    key = next((key for key, known in sources.items() if known == url), "")
    if not key:
        key = _fresh(f"import {origin.title}", set(sources))
        sources[key] = url
    return ['basis = "verified"', f"sources = [{quoted(key)}]"]


def _list_id(entry: Entry, origin: Origin, catalogue: Catalogue) -> str:
    name = entry.list or origin.list or origin.title
    if name in catalogue.official_lists:
        return name
    folded = name.casefold()
    for beginning, list_id in SCREENING_LISTS.items():
        if folded.startswith(beginning) and list_id in catalogue.official_lists:
            return list_id
    return slug(name) or "own-list"
