"""What changed between two states of the lists, and whom it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from analyser.catalogue import Catalogue, Vendor
from analyser.lists.load import Lists

# Told apart from the plain values: rows that come and go.
ROWS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "aliases": ("name", lambda row: row.text),
    "grammars": ("grammar", lambda row: row.regex),
    "relations": ("relation", lambda row: f"{row.kind} {row.target} ({row.scope or 'all'})"),
    "listings": ("listing", lambda row: f"{row.regime} ({row.status})"),
    "sources": ("source", lambda row: row.url),
    "identifiers": ("identifier", " ".join),
}


def differences(old: Lists, new: Lists) -> list[str]:
    """Return what is new, gone or changed from `old` to `new`, a line each; empty if nothing."""
    lines: list[str] = []
    before, after = old.catalogue, new.catalogue
    lines += _vendors(before, after)
    lines += _tables(before, after)
    for key in sorted(set(old.rulebook.regimes) | set(new.rulebook.regimes)):
        was, now = old.rulebook.regimes.get(key), new.rulebook.regimes.get(key)
        if was is None or now is None:
            lines.append(f"regime {key}: {'new' if was is None else 'gone'}")
        elif was != now:
            lines.append(f"regime {key}: {', '.join(_changed(was, now))} changed")
    return lines


def touched(old: Catalogue, new: Catalogue) -> list[str]:
    """Return, for each vendor whose mentions would be told otherwise, how and how again."""
    lines = []
    for key in sorted(set(old.vendors) | set(new.vendors)):
        was, now = _told(old, key), _told(new, key)
        if was != now:
            lines.append(f"{key}: {was} -> {now}")
    return lines


def _told(catalogue: Catalogue, key: str) -> str:
    if key not in catalogue.vendors:
        return "not in the lists"
    ways = catalogue.lineage.get(key, ())
    if not ways:
        return "known, no listed maker"
    return ", ".join(
        f"{way.root} ({'review' if way.disputed else 'flag'}, {way.confidence:.2f})" for way in ways
    )


def _vendors(old: Catalogue, new: Catalogue) -> Iterator[str]:
    for key in sorted(set(old.vendors) | set(new.vendors)):
        was, now = old.vendors.get(key), new.vendors.get(key)
        if was is None and now is not None:
            yield f"vendor {key}: new ({now.name})"
        elif was is not None and now is None:
            yield f"vendor {key}: gone ({was.name})"
        elif was is not None and now is not None and was != now:
            yield from (f"vendor {key}: {line}" for line in _vendor(was, now))


def _vendor(was: Vendor, now: Vendor) -> Iterator[str]:
    for key in _changed(was, now):
        if key not in ROWS:
            yield f"{key}: {getattr(was, key)!r} -> {getattr(now, key)!r}"
            continue
        what, name = ROWS[key]
        before = {name(row): row for row in getattr(was, key)}
        after = {name(row): row for row in getattr(now, key)}
        for row in sorted(set(after) - set(before)):
            yield f"{what} {row}: new"
        for row in sorted(set(before) - set(after)):
            yield f"{what} {row}: gone"
        for row in sorted(set(before) & set(after)):
            if before[row] != after[row]:
                yield f"{what} {row}: {', '.join(_changed(before[row], after[row]))} changed"


def _tables(old: Catalogue, new: Catalogue) -> Iterator[str]:
    for what, before, after in (
        ("official list", old.official_lists, new.official_lists),
        ("shared brand", old.shared_brands, new.shared_brands),
        (
            "telltale",
            {f"{one.kind} {one.value}": one for one in old.telltales},
            {f"{one.kind} {one.value}": one for one in new.telltales},
        ),
        (
            "look-alike",
            {f"{one.near}: {one.text or one.beside}": one for one in old.hard_negatives},
            {f"{one.near}: {one.text or one.beside}": one for one in new.hard_negatives},
        ),
    ):
        for key in sorted({**before, **after}):
            if key not in before:
                yield f"{what} {key}: new"
            elif key not in after:
                yield f"{what} {key}: gone"
            elif before[key] != after[key]:
                yield f"{what} {key}: changed"


def _changed(was: Any, now: Any) -> list[str]:
    if not (is_dataclass(was) and is_dataclass(now)):
        return ["value"]
    names = [field.name for field in fields(was)]
    return [name for name in names if getattr(was, name) != getattr(now, name)]
