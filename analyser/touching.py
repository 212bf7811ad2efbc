"""Which documents changed lists can touch, told from their stored text without assessing it.

What a document asks of the officer hangs on the lists in two ways: by the makers already met in it,
and by names and part numbers that stand in it. Where neither has to do with a maker whose entry or
lineage changed, only the regimes can answer otherwise, and they are asked again in any case.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analyser.catalogue import Alias, Catalogue, Grammar, Vendor
from analyser.finding import Assessment

if TYPE_CHECKING:
    from analyser.matching.search import Search

SLICE = 1_000_000
"""Characters that are searched at once."""


@dataclass(frozen=True, slots=True)
class Named:
    """How a vendor could be met in a text, as earlier lists had it."""

    id: str
    name: str
    aliases: tuple[Alias, ...] = ()
    grammars: tuple[Grammar, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What was in the lists of a digest, in short."""

    vendors: dict[str, str]
    """Digest of each vendor's entry, lineage, telltales, look-alikes and shared brands, by id."""

    tables: str
    """Digest of what concerns no one vendor."""

    names: tuple[Named, ...]


def contents(catalogue: Catalogue) -> Contents:
    """Return what is in `catalogue`, in short."""
    beside: dict[str, list[object]] = {key: [] for key in catalogue.vendors}
    apart: list[object] = []
    for brand, sharers in sorted(catalogue.shared_brands.items()):
        for key in sharers:
            beside.get(key, apart).append((brand, sharers))
    for trace in catalogue.telltales:
        for key in trace.points_to:
            beside.get(key, apart).append(trace)
    for one in catalogue.hard_negatives:
        beside.get(one.near, apart).append(one)
    return Contents(
        vendors={
            key: _digest((one, catalogue.lineage.get(key, ()), beside[key]))
            for key, one in catalogue.vendors.items()
        },
        tables=_digest(apart),
        names=tuple(
            Named(one.id, one.name, one.aliases, one.grammars) for one in catalogue.vendors.values()
        ),
    )


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "backslashreplace")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Touch:
    """What lists changed against earlier ones."""

    vendors: frozenset[str]
    """Those whose entry or lineage changed, or who lead to one whose entry did."""

    _search: Search | None
    """Finds the changed ones' names and numbers, those of either lists; `None`: none changed."""

    def reaches(self, assessment: Assessment, texts: Sequence[str]) -> bool:
        """Return whether the document of `assessment`, with `texts`, must be assessed anew."""
        return bool(self.vendors & _met(assessment)) or self._named(texts)

    def _named(self, texts: Sequence[str]) -> bool:
        from analyser.matching.printed import BLOCK_END

        if self._search is None:
            return False
        whole = BLOCK_END.join(texts)
        return any(
            self._search.hits(whole[start : start + SLICE])
            for start in range(0, len(whole), SLICE - 1000)  # a name across a cut stands in both
        )


def _met(assessment: Assessment) -> set[str]:
    met: set[str] = set()
    for one in assessment.mentions:
        met.add(one.mention.vendor)
        met.update(one.mention.makers)
    for line in assessment.lines:
        met.update(line.makers, line.make_vendors)
    for statement in assessment.statements:
        met.update(statement.makers)
    return met


def touch(old: Contents, new: Catalogue) -> Touch | None:
    """Return what `new` changed against `old`; `None`: too much, assess every document anew."""
    now = contents(new)
    if now.tables != old.tables:
        return None
    changed = {
        key
        for key in old.vendors.keys() | now.vendors.keys()
        if old.vendors.get(key) != now.vendors.get(key)
    }
    if 3 * len(changed) > len(now.vendors):
        return None
    leading = {
        key
        for key, ways in new.lineage.items()
        if any(one.root in changed or any(at in changed for at, _ in one.steps) for one in ways)
    }
    return Touch(frozenset(changed | leading), _search(changed, old, new) if changed else None)


def _search(changed: set[str], old: Contents, new: Catalogue) -> Search:
    from analyser.matching.search import Search

    before = {one.id: one for one in old.names}
    vendors: dict[str, Vendor] = {}
    for key in sorted(changed):
        now, was = new.vendors.get(key), before.get(key)
        if now is None and was is not None:
            now = Vendor(id=key, name=was.name)
        if now is None:
            continue
        if was is not None:
            now = replace(
                now,
                aliases=tuple(dict.fromkeys((*now.aliases, *was.aliases))),
                grammars=tuple(dict.fromkeys((*now.grammars, *was.grammars))),
            )
        vendors[key] = now
    lineage = {key: ways for key, ways in new.lineage.items() if key in vendors}
    telltales = tuple(one for one in new.telltales if changed.intersection(one.points_to))
    return Search(replace(new, vendors=vendors, lineage=lineage, telltales=telltales))
