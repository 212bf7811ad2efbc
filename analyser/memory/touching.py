"""Which documents changed lists can touch, told from their stored text without assessing it.

What a document asks of the officer hangs on the lists in two ways: by the makers already met in it,
and by names and part numbers that stand in it. Where neither has to do with a maker whose entry or
lineage changed, only the regimes can answer otherwise, and only if they changed themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analyser.catalogue import Alias, AliasKind, Catalogue, Grammar, Lineage, Vendor
from analyser.finding import Assessment
from analyser.ledger.met import met_in

if TYPE_CHECKING:
    from analyser.matching.reach import Reach

SLICE = 1_000_000
"""Characters that are searched at once."""

OVERLAP = 1000
"""Characters in which two slices overlap: a name across a cut stands in both."""

REMARK = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Named:
    """How a vendor could be met in a text, as earlier lists had it."""

    id: str
    name: str
    aliases: tuple[Alias, ...] = ()
    grammars: tuple[Grammar, ...] = ()
    apart: tuple[str, ...] = ()
    """Words that look like it and are something else."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What was in the lists of a digest, in short."""

    vendors: dict[str, str]
    """Digest of each vendor's entry, lineage, telltales, look-alikes and shared brands, by id."""

    tables: str
    """Digest of what concerns no one vendor."""

    names: tuple[Named, ...]
    rules: str = ""
    """Digest of the regimes; `""`: noted by a program that did not tell them apart."""


def contents(catalogue: Catalogue, rules: object = None) -> Contents:
    """Return what is in `catalogue` and in the rulebook `rules`, in short."""
    beside: dict[str, list[object]] = {key: [] for key in catalogue.vendors}
    apart: list[object] = []
    alike: dict[str, list[str]] = {}
    for brand, sharers in sorted(catalogue.shared_brands.items()):
        for key in sharers:
            beside.get(key, apart).append((brand, sharers))
    for trace in catalogue.telltales:
        for key in trace.points_to:
            beside.get(key, apart).append(trace)
    for one in catalogue.hard_negatives:
        beside.get(one.near, apart).append(one)
        alike.setdefault(one.near, []).append(one.text)
    return Contents(
        vendors={
            key: _digest((one, catalogue.lineage.get(key, ()), beside[key]))
            for key, one in catalogue.vendors.items()
        },
        tables=_digest(apart),
        names=tuple(
            Named(one.id, one.name, one.aliases, one.grammars, tuple(alike.get(one.id, ())))
            for one in catalogue.vendors.values()
        ),
        rules=_digest(rules),
    )


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "backslashreplace")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Touch:
    """What lists changed against earlier ones."""

    vendors: frozenset[str]
    """Those whose entry or lineage changed, or who lead to one whose entry did."""

    rules: bool
    """Whether the regimes may answer otherwise about the others."""

    _reach: Reach | None
    """Finds the changed ones' names and numbers, those of either lists; `None`: none changed."""

    def may_reach(self, met: Collection[str], form: bytes) -> bool:
        """Return whether a document must be looked at, told from who was `met` and its `form`."""
        if not self.vendors.isdisjoint(met):
            return True
        return self._reach is not None and self._reach.may_meet(form)

    def reaches(self, assessment: Assessment, texts: Sequence[tuple[str, bool]]) -> bool:
        """Return whether the document of `assessment`, with `texts`, must be assessed anew."""
        return not self.vendors.isdisjoint(met_in(assessment)) or self.names(texts)

    def names(self, texts: Sequence[tuple[str, bool]]) -> bool:
        """Return whether a name or number of the changed ones stands in `texts`."""
        from analyser.matching.reach import stretches

        reach = self._reach
        return reach is not None and any(
            reach.meets(text[start : start + SLICE])
            for text in stretches(texts)
            for start in range(0, len(text), SLICE - OVERLAP)
        )


def touch(old: Contents, new: Catalogue, rules: object = None) -> Touch | None:
    """Return what `new` and its `rules` changed; `None`: too much, assess every document anew."""
    now = contents(new, rules)
    if now.tables != old.tables or not old.rules:
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
    reach = _reach(changed, old, now, new) if changed else None
    return Touch(frozenset(changed | leading), now.rules != old.rules, reach)


def _reach(changed: set[str], old: Contents, now: Contents, new: Catalogue) -> Reach:
    """Return what meets the `changed` vendors by any name or number of either lists."""
    from analyser.matching.reach import Reach

    before = {one.id: one for one in old.names}
    after = {one.id: one for one in now.names}
    vendors: dict[str, Vendor] = {}
    for key in sorted(changed):
        entry, was = new.vendors.get(key), before.get(key)
        entry = entry or Vendor(id=key, name=was.name if was else key)
        if was is not None:
            names = Alias(was.name, AliasKind.NAME), *was.aliases
            entry = replace(
                entry,
                aliases=tuple(dict.fromkeys((*entry.aliases, *names))),
                grammars=tuple(dict.fromkeys((*entry.grammars, *was.grammars))),
            )
        vendors[key] = entry
    # Whoever is listed in either is looked for as listed, misspelt as well.
    lineage: dict[str, tuple[Lineage, ...]] = {
        key: (Lineage(key, (), 1.0, disputed=False),) for key in vendors
    }
    telltales = tuple(one for one in new.telltales if changed.intersection(one.points_to))
    searched = replace(new, vendors=vendors, lineage=lineage, telltales=telltales, shared_brands={})
    return Reach(searched, _apart(vendors.values(), before, after, new))


def _apart(
    changed: Iterable[Vendor], before: dict[str, Named], after: dict[str, Named], new: Catalogue
) -> set[str]:
    """Return words that are no name of the `changed` vendors and may still count otherwise.

    What is on record as somebody else's number is not read loosely as a listed maker's.
    """
    found: set[str] = set()
    numbers = False
    for one in changed:
        held = [set(side[one.id].apart) if one.id in side else set() for side in (before, after)]
        found |= held[0] ^ held[1]
        numbers = numbers or bool(one.grammars)
    if numbers:
        for named in (*before.values(), *after.values()):
            found.update(text for each in named.grammars for text in each.counter_examples)
            found.update(text for text in named.apart if any(map(str.isdigit, text)))
        found.update(one.text for one in new.hard_negatives if any(map(str.isdigit, one.text)))
    return {part for text in found for part in re.split(r"\s+/\s+", REMARK.sub("", text))}
