"""What a schema cannot see: dead targets, grammars that fail their examples, unsupported claims."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyser.lists.reading import Rows
from analyser.lists.schema import (
    Cited,
    CounterRow,
    GrammarRow,
    GranteeRow,
    PrefixRow,
    VendorRow,
)

GRAMMAR_LIMIT = 2000  # characters; the longest shipped one has 600
# A group that repeats and holds a repetition can take exponential time on a hostile page.
NESTED_REPEAT = re.compile(r"\((?:[^()\\]|\\.)*[+*](?:[^()\\]|\\.)*\)[+*]")


def faults_of(rows: Rows) -> list[str]:
    """Return every fault of `rows` taken together, one line each."""
    faults = list(_table_faults(rows))
    for vendor_id, row in sorted(rows.vendors.items()):
        where = rows.files[vendor_id]
        faults += [f"{where}: {fault}" for fault in _vendor_faults(row, rows)]
    faults += _circles(rows)
    return faults


def _vendor_faults(row: VendorRow, rows: Rows) -> Iterator[str]:
    yield from _support(row, "", rows)
    yield from _aliases(row)
    for number, grammar in enumerate(row.grammars, 1):
        place = f"grammars[{number}]"
        yield from _support(grammar, f"{place}.", rows)
        yield from (f"{place}.{fault}" for fault in grammar_faults(grammar))
    for number, relation in enumerate(row.relations, 1):
        place = f"relations[{number}]."
        yield from _support(relation, place, rows)
        if relation.target not in rows.vendors:
            yield f"{place}target: no vendor {relation.target!r}; correct it or add its file"
        elif relation.target == row.id:
            yield f"{place}target: a vendor cannot lead to itself; name the other one"
        if relation.since and relation.until and relation.until < relation.since[:4]:
            yield f"{place}until: {relation.until} is before {relation.since}; correct one"
    for number, listing in enumerate(row.listings, 1):
        place = f"listings[{number}]."
        yield from _support(listing, place, rows)
        if listing.list not in rows.official_lists:
            yield f"{place}list: no list {listing.list!r}; add it to official_lists.toml"


def _aliases(row: VendorRow) -> Iterator[str]:
    seen: set[str] = set()
    for number, alias in enumerate(row.aliases, 1):
        text = " ".join(alias.text.split())
        if not text:
            yield f"aliases[{number}].text: is blank; write the name or remove the row"
        if text in seen:
            yield f"aliases[{number}].text: {text!r} stands twice; keep one"
        seen.add(text)
        # The support of a name is that of its vendor: aliases carry no sources of their own.
        if alias.basis == "verified" and not (row.sources or row.relations or row.listings):
            yield (
                f"aliases[{number}].basis: 'verified' in a vendor without a public source; "
                "add one or write 'recalled'"
            )


def grammar_faults(grammar: GrammarRow) -> Iterator[str]:
    """Yield what is wrong with `grammar`, each beginning with its key."""
    if len(grammar.regex) > GRAMMAR_LIMIT:
        yield f"regex: is longer than {GRAMMAR_LIMIT} characters; split it"
        return
    try:
        pattern = re.compile(grammar.regex, re.IGNORECASE if grammar.ignore_case else 0)
    except (re.error, OverflowError, RecursionError) as error:
        yield f"regex: {grammar.regex[:60]!r} does not compile ({error}); mend it"
        return
    if NESTED_REPEAT.search(grammar.regex.replace("(?:", "(")):
        # Groups whose parts are set apart by a literal hyphen or slash cannot run wild.
        for part in NESTED_REPEAT.findall(grammar.regex.replace("(?:", "(")):
            if not re.match(r"\(\[?[-/ .]", part):
                yield f"regex: {part[:60]!r} repeats a repetition; rewrite it without"
    if pattern.match(""):
        yield "regex: matches nothing at all; make it require a character"
    for example in (*grammar.examples, *grammar.seen):
        if not pattern.search(example):
            yield f"examples: {example!r} is not matched by the regex; mend either"
    for counter in grammar.counter_examples:
        text = counter.text if isinstance(counter, CounterRow) else counter
        if pattern.search(text):
            yield f"counter_examples: {text!r} is matched by the regex; mend either"


def _support(row: Cited, place: str, rows: Rows) -> Iterator[str]:
    for key in (*row.sources, *row.against):
        if key not in rows.sources:
            yield f"{place}sources: no source {key!r}; add it to sources.toml"
    if "basis" not in row.model_fields_set:
        yield f"{place}basis: is missing; write 'verified', 'partly' or 'recalled'"
    read = any(rows.sources[key].read for key in row.sources if key in rows.sources)
    # A vendor's own basis may rest on the sources of its relations and listings.
    if row.basis != "recalled" and not read and not _rests_on_parts(row, rows):
        yield (
            f"{place}basis: {row.basis!r} without a public source that was read; "
            "add one or write 'recalled'"
        )


def _rests_on_parts(row: Cited, rows: Rows) -> bool:
    if not isinstance(row, VendorRow):
        return False
    parts: list[Cited] = [*row.relations, *row.listings, *row.grammars]
    keys = (key for part in parts for key in part.sources)
    return any(rows.sources[key].read for key in keys if key in rows.sources)


def _table_faults(rows: Rows) -> Iterator[str]:
    for key, row in rows.official_lists.items():
        yield from (f"official_lists.toml: {key}: {fault}" for fault in _support(row, "", rows))
    for (_, value), telltale in rows.telltales.items():
        place = f"telltales.toml: {value!r}: "
        yield from (place + fault for fault in _support(telltale, "", rows))
        yield from (
            f"{place}points_to: no vendor {one!r}; correct it"
            for one in telltale.points_to
            if one not in rows.vendors
        )
    devices: dict[str, PrefixRow | GranteeRow] = {**rows.prefixes, **rows.grantees}
    for code, device in devices.items():
        place = f"device_codes.toml: {code}: "
        yield from (place + fault for fault in _support(device, "", rows))
        if device.vendor not in rows.vendors:
            yield f"{place}vendor: no vendor {device.vendor!r}; correct it"
    for (near, first), negative in rows.hard_negatives.items():
        place = f"hard_negatives.toml: {first or near!r}: "
        yield from (place + fault for fault in _support(negative, "", rows))
        if not (negative.texts or negative.beside):
            yield f"{place}texts: is empty, and so is beside; give one"
    for brand, owners in rows.shared_brands.items():
        yield from (
            f"shared_brands.toml: {brand}: no vendor {one!r}; correct it"
            for one in owners
            if one not in rows.vendors
        )


def _circles(rows: Rows) -> list[str]:
    """Return a fault for each circle of ownership or branding."""
    faults: list[str] = []
    up = {
        key: [
            relation.target
            for relation in row.relations
            if relation.type in ("subsidiary_of", "brand_of", "same_as")
            and relation.status != "ended"
        ]
        for key, row in rows.vendors.items()
    }
    for start in sorted(up):
        seen: set[str] = set()
        ahead = list(up[start])
        while ahead:
            here = ahead.pop()
            if here == start:
                faults.append(
                    f"{rows.files[start]}: relations: {start} leads back to itself; "
                    "break the circle"
                )
                break
            if here not in seen:
                seen.add(here)
                ahead += up.get(here, [])
    return faults
