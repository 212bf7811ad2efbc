"""Every name of the lists, compiled for the search.

An entry is one way to name one vendor. Entries with the same squeezed form share one pattern;
what tells them apart (case, context, kind) is looked at when the form is met.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyser.catalogue import Alias, AliasKind, Catalogue, Vendor
from analyser.skeleton import plain, skeletons

SHORTEST_PATTERN = 5  # "ens", "lts", "zte" stand inside a tenth of all words: met as words only

ACRONYM_LONGEST = 4  # "ZTE", "DJI", "NEC": case is part of the name


HAN = "\u4e00\u9fff"
SYLLABLES, READ_OUT = 3, 9
"""Syllables and letters of a Chinese name that tell it from others: "Da Hua" is many things."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to name a vendor."""

    text: str
    vendor: str
    kind: AliasKind
    plain: str
    """Letters and digits, folded."""

    listed: bool
    """The vendor leads to a restricted maker."""

    needs_context: bool
    """Never enough alone."""

    case_sensitive: bool
    native: bool
    """Written in another script than Latin."""

    @property
    def acronym(self) -> bool:
        """Whether the name is a short run of capitals, which small letters do not spell."""
        return len(self.plain) <= ACRONYM_LONGEST and self.text.isupper()


def entries(catalogue: Catalogue) -> tuple[Entry, ...]:
    """Return every name of `catalogue` once a vendor, in a fixed order."""
    found: dict[tuple[str, str], Entry] = {}
    for vendor in sorted(catalogue.vendors.values(), key=lambda one: one.id):
        for alias in _aliases(vendor):
            for text in (*_variants(alias.text), *_read_out(alias)):
                letters = plain(text)
                if len(letters) >= 2:
                    entry = _entry(catalogue, vendor, alias, text, letters)
                    found.setdefault((text, vendor.id), entry)
    return tuple(found.values())


def _aliases(vendor: Vendor) -> Iterator[Alias]:
    """Yield the vendor's aliases, and its name where no alias spells it."""
    yield from vendor.aliases
    if not any(alias.text.casefold() == vendor.name.casefold() for alias in vendor.aliases):
        yield Alias(vendor.name, AliasKind.NAME)


def _variants(text: str) -> tuple[str, ...]:
    """Return `text`, without what stands in brackets where that is a remark."""
    head, bracket, rest = text.partition(" (")
    if not bracket or not rest.endswith(")") or len(plain(head)) < 3:
        return (text,)
    return (text, head)


def _read_out(alias: Alias) -> tuple[str, ...]:
    """Return a Chinese name by its syllables in Latin letters: "Hai Kang Wei Shi"."""
    if len(alias.text) < SYLLABLES or not all(HAN[0] <= sign <= HAN[1] for sign in alias.text):
        return ()
    from anyascii import anyascii

    spelt = " ".join(anyascii(sign) for sign in alias.text)
    return (spelt,) if len(plain(spelt)) >= READ_OUT else ()


def _entry(catalogue: Catalogue, vendor: Vendor, alias: Alias, text: str, letters: str) -> Entry:
    native = not letters.isascii()
    return Entry(
        text=text,
        vendor=vendor.id,
        kind=alias.kind,
        plain=letters,
        listed=vendor.id in catalogue.lineage,
        needs_context=alias.needs_context or (len(letters) <= 2 and not native),
        case_sensitive=alias.case_sensitive,
        native=native or alias.kind is AliasKind.NATIVE,
    )


def patterns(names: tuple[Entry, ...]) -> dict[bytes, tuple[Entry, ...]]:
    """Return the squeezed forms to search for anywhere, with their entries."""
    found: dict[bytes, list[Entry]] = {}
    longer = [entry for entry in names if not _is_short_word(entry)]
    for entry, form in zip(longer, skeletons([one.text for one in longer]), strict=True):
        found.setdefault(form, []).append(entry)
    return {form: tuple(group) for form, group in found.items()}


def short_words(names: tuple[Entry, ...]) -> dict[str, tuple[Entry, ...]]:
    """Return the names too short for a pattern, by their plain letters."""
    found: dict[str, list[Entry]] = {}
    for entry in names:
        if _is_short_word(entry):
            found.setdefault(entry.plain, []).append(entry)
    return {letters: tuple(group) for letters, group in found.items()}


def _is_short_word(entry: Entry) -> bool:
    """Whether a name is met as one short word; "Q-See" and "KT&C" are not, nor is 大华."""
    return len(entry.plain) < SHORTEST_PATTERN and entry.plain.isascii() and entry.text.isalnum()


def least_characters(entry: Entry) -> int:
    """Return how many characters a name takes at least: "R&S" is a name by its mark."""
    letters = len(entry.plain)
    if letters >= SHORTEST_PATTERN or not entry.plain.isascii():
        return 0
    return letters + len(re.findall(r"\w[\W_]+(?=\w)", entry.text))
