"""Lists changed at random, and texts in which their names stand, as they are and damaged."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from analyser.catalogue import Alias, AliasKind, Catalogue, HardNegative, Source, Vendor
from analyser.lists.lineage import lineages

PLAIN = (
    *("the", "contractor", "shall", "supply", "and", "install", "cameras", "recorders", "under"),
    *("these", "conditions", "payment", "delivery", "warranty", "inspection", "drawings", "model"),
    *("network", "storage", "access", "control", "system", "premises", "handover", "quantity"),
)


def cut_down(catalogue: Catalogue, vendors: int, seed: int) -> Catalogue:
    """Return `catalogue` with so many of its vendors, those with most to be met by among them."""
    chance = random.Random(seed)
    most = sorted(catalogue.vendors.values(), key=_weight, reverse=True)
    kept = [*most[: vendors // 2], *chance.sample(most[vendors // 2 :], vendors - vendors // 2)]
    return with_vendors(catalogue, {one.id: one for one in kept})


def _weight(vendor: Vendor) -> int:
    return len(vendor.aliases) + 3 * len(vendor.grammars)


def with_vendors(catalogue: Catalogue, vendors: dict[str, Vendor]) -> Catalogue:
    """Return `catalogue` with `vendors`, their lineage and what hangs on them."""
    gone = catalogue.vendors.keys() - vendors.keys()
    return replace(
        catalogue,
        vendors=vendors,
        lineage=lineages(vendors),
        telltales=tuple(
            replace(one, points_to=left)
            for one in catalogue.telltales
            if (left := tuple(key for key in one.points_to if key not in gone))
        ),
        hard_negatives=tuple(one for one in catalogue.hard_negatives if one.near not in gone),
        shared_brands={
            brand: left
            for brand, keys in catalogue.shared_brands.items()
            if len(left := tuple(key for key in keys if key not in gone)) > 1
        },
    )


def changed(catalogue: Catalogue, words: Sequence[str], chance: random.Random) -> Catalogue:
    """Return `catalogue` after one to three changes; names that are added come from `words`."""
    for _ in range(chance.randint(1, 3)):
        catalogue = chance.choice(CHANGES)(catalogue, words, chance)
    return catalogue


def _one(catalogue: Catalogue, chance: random.Random) -> Vendor:
    return chance.choice(sorted(catalogue.vendors.values(), key=lambda one: one.id))


def _put(catalogue: Catalogue, vendor: Vendor) -> Catalogue:
    return with_vendors(catalogue, {**catalogue.vendors, vendor.id: vendor})


def _add(catalogue: Catalogue, words: Sequence[str], chance: random.Random) -> Catalogue:
    name = " ".join(chance.sample(words, chance.choice((1, 1, 2))))
    vendor = Vendor(
        id=f"new-{chance.randrange(10**6)}",
        name=name,
        restricted=chance.random() < 0.8,
        sectors=("video_surveillance",),
        aliases=(
            Alias(name, AliasKind.NAME),
            Alias(f"{name} Technology Co., Ltd.", AliasKind.LEGAL),
        ),
        grammars=_one(catalogue, chance).grammars if chance.random() < 0.2 else (),
        listings=next((one.listings for one in catalogue.vendors.values() if one.listings), ()),
    )
    return _put(catalogue, vendor)


def _drop(catalogue: Catalogue, _words: Sequence[str], chance: random.Random) -> Catalogue:
    gone = _one(catalogue, chance).id
    return with_vendors(
        catalogue, {key: one for key, one in catalogue.vendors.items() if key != gone}
    )


def _more_names(catalogue: Catalogue, words: Sequence[str], chance: random.Random) -> Catalogue:
    one = _one(catalogue, chance)
    more = Alias(
        chance.choice(words),
        chance.choice((AliasKind.NAME, AliasKind.PRODUCT_LINE, AliasKind.MISSPELLING)),
        needs_context=chance.random() < 0.3,
    )
    return _put(catalogue, replace(one, aliases=(*one.aliases, more)))


def _fewer_names(catalogue: Catalogue, _words: Sequence[str], chance: random.Random) -> Catalogue:
    one = _one(catalogue, chance)
    return _put(catalogue, replace(one, aliases=one.aliases[1:]))


def _other_numbers(catalogue: Catalogue, words: Sequence[str], chance: random.Random) -> Catalogue:
    with_some = [one for one in catalogue.vendors.values() if one.grammars]
    one = chance.choice(sorted(with_some, key=lambda each: each.id))
    first, *rest = one.grammars
    numbers = [word for word in words if any(map(str.isdigit, word))] or ["X-1"]
    kinds = (
        [replace(first, strength=chance.choice(("strong", "medium", "weak")))],
        [replace(first, counter_examples=(*first.counter_examples, chance.choice(numbers)))],
        [replace(first, counter_examples=())],
        [],
    )
    return _put(catalogue, replace(one, grammars=(*chance.choice(kinds), *rest)))


def _other_standing(
    catalogue: Catalogue, _words: Sequence[str], chance: random.Random
) -> Catalogue:
    one = _one(catalogue, chance)
    kinds = (
        replace(one, listings=(), restricted=False),
        replace(one, relations=()),
        replace(one, ambiguous=not one.ambiguous),
        replace(one, sectors=("telecom_network",)),
        replace(one, sources=(*one.sources, Source("a", "https://example.org/a"))),
        replace(one, country="SE"),
    )
    return _put(catalogue, chance.choice(kinds))


def _look_alike(catalogue: Catalogue, words: Sequence[str], chance: random.Random) -> Catalogue:
    one = _one(catalogue, chance)
    text = chance.choice((chance.choice(words), f"{one.name} ({chance.choice(words)})"))
    more = HardNegative(text, one.id, "something else")
    return replace(catalogue, hard_negatives=(*catalogue.hard_negatives, more))


CHANGES: tuple[Callable[[Catalogue, Sequence[str], random.Random], Catalogue], ...] = (
    _add, _drop, _more_names, _fewer_names, _other_numbers, _other_standing, _look_alike,
)  # fmt: skip


def sentences(catalogue: Catalogue, number: int, chance: random.Random) -> list[str]:
    """Return sentences, half of them with a name or a number of `catalogue` in some form."""
    return [_sentence(catalogue, chance) for _ in range(number)]


def _sentence(catalogue: Catalogue, chance: random.Random) -> str:
    words = chance.choices(PLAIN, k=chance.randint(6, 14))
    if chance.random() < 0.5:
        one = _one(catalogue, chance)
        names = [one.name, *(each.text for each in one.aliases)]
        numbers = [text for each in one.grammars for text in each.examples]
        traces = [each.value for each in catalogue.telltales if one.id in each.points_to]
        alike = [each.text for each in catalogue.hard_negatives if each.near == one.id]
        kinds = [names, names, numbers or names, numbers or names, traces or names, alike or names]
        words.insert(4, damaged(chance.choice(chance.choice(kinds)), chance))
    return (" ".join(words) + ".").capitalize() if chance.random() < 0.5 else " ".join(words)


CYRILLIC = str.maketrans("abvgdezijklmnoprstufhcyw", "абвгдезийклмнопрстуфхкив")


def damaged(name: str, chance: random.Random) -> str:
    """Return `name` as it may stand in print: whole, spaced out, parted, misspelt, glued."""
    at = chance.randrange(1, max(2, len(name)))
    kinds = (
        name,
        name,
        name.upper(),
        name.lower(),
        " ".join(name),
        name[:at] + " " + name[at:],
        name[:at] + "-\n" + name[at:],
        name[: at - 1] + name[at:],
        name[:at] + name[at - 1 :],
        name[:at] + chance.choice("aeiorst") + name[at + 1 :],
        name.replace("o", "0").replace("i", "1"),
        "".join(letter * 2 for letter in name),
        name.replace(" ", "") + "-4MP",
        name.replace("-", " "),
        name.replace("-", ""),
        name.lower().translate(CYRILLIC),
        name.lower().translate(CYRILLIC).title(),
    )
    return chance.choice(kinds)
