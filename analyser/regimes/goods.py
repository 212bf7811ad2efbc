"""Whether the goods and their maker are what a regime tests."""

from __future__ import annotations

from dataclasses import dataclass

from analyser.limb import Limb, Match, Named
from analyser.regimes.answers import YES, Answer, all_of, any_of, no, unknown
from analyser.regimes.subject import Maker, Subject, country_of
from analyser.rulebook import Regime, Rulebook, first_day

BROADER = {
    "telecom_5g": ("telecom_network",),
    "routers": ("telecom_network",),
    "cellular_modules": ("telecom_network",),
    "subsea_cable": ("telecom_network",),
    "thermal_camera": ("video_surveillance",),
    "antivirus_software": ("software_app",),
    "ai_service": ("software_app",),
}
"""Classes of goods, and the broader classes that they are a kind of."""

PARTS = ("semiconductor", "cellular_modules", "battery", "lidar")
"""Classes of goods that are built into others."""

WHOLES = {
    "video_surveillance": ("camera", "recorder", "nvr", "dvr", "cctv", "video", "surveillance"),
    "telecom_network": ("router", "switch", "gateway", "modem", "access point", "radio", "phone"),
    "drone": ("drone", "unmanned", "aircraft", "uav"),
}
"""Words for what goods are built into, and its class."""

EVERYTHING = "general"
"""Scope of a regime that looks at any goods; as a finding's class it says nothing."""

PRODUCER = "producer_of_record"


@dataclass(frozen=True, slots=True)
class Test:
    """What is tested: the subject with its maker, and the day and book it is tested by."""

    subject: Subject
    maker: Maker
    rulebook: Rulebook
    day: str
    """Award of the contract."""

    later: tuple[str, ...] = ()
    """Days of delivery and of options."""


def equipment_answer(regime: Regime, limb: Limb, test: Test) -> Answer:
    """Return whether the goods are of a class that `limb` looks at."""
    scope = limb.equipment or (*regime.equipment, *regime.equipment_inferred)
    if EVERYTHING in scope or not scope:
        return YES
    goods = test.subject.goods
    if goods and goods != EVERYTHING:
        own = _class_answer(goods, scope)
        part = goods in PARTS and test.subject.component_of and limb.component != "outside"
        return own if own.value or not part else _whole_answer(test, scope, own)
    # The text does not say what the goods are: what their maker makes decides how open it is.
    made = [_class_answer(one, scope) for one in _made_by(test.maker)]
    if made and all(one.value for one in made):
        return YES
    if made and all(one.value is False for one in made):
        return no(f"covers {_spoken(scope)}, which the maker is not known to make", "equipment")
    return unknown("the class of the goods is not known", "equipment")


def _class_answer(goods: str, scope: tuple[str, ...]) -> Answer:
    if goods in scope or any(one in scope for one in BROADER.get(goods, ())):
        return YES
    if any(goods in BROADER.get(one, ()) for one in scope):
        return unknown(
            f"covers {_spoken(scope)}; whether the goods are that is not known", "equipment"
        )
    return no(f"covers {_spoken(scope)}, not {_spoken((goods,))}")


def _whole_answer(test: Test, scope: tuple[str, ...], own: Answer) -> Answer:
    """Return whether what a chip, module or cell is built into is of a class in `scope`."""
    whole = (test.subject.component_of or "").lower()
    classes = [name for name, words in WHOLES.items() if any(word in whole for word in words)]
    if not classes:
        return unknown(f"{own.why}; what it is built into may be", "equipment")
    found = any_of(_class_answer(one, scope) for one in classes)
    return own if found.value is False else found


def _made_by(maker: Maker) -> tuple[str, ...]:
    vendor = maker.own or maker.root
    return tuple(one for one in (vendor.sectors if vendor else ()) if one != EVERYTHING)


def component_answer(limb: Limb, test: Test) -> Answer:
    """Return whether goods that are a part of something else are tested."""
    if not test.subject.component_of or limb.component == "caught":
        return YES
    part = f"a component of a {test.subject.component_of}"
    if limb.component == "quantified":
        why = f"{part} is caught only as a substantial or essential component"
        return unknown(why, PRODUCER, "substantial_or_essential")
    return no(f"tests the product offered, not {part}")


def match_answer(match: Match, test: Test) -> Answer:
    """Return whether the maker, or the goods by their origin, meet one of the match's tests."""
    if match.any:
        return YES
    tests = [
        *_named_tests(match, test),
        *([_status_answer(test)] if match.prc_law else []),
        *([_origin_answer(match, test)] if match.origin else []),
        *([_foreign_answer(match, test)] if match.foreign else []),
        *([_production_answer(match, test)] if match.production else []),
        *([_remote_answer(match, test)] if match.remote else []),
    ]
    found = any_of(tests) if tests else no("names no maker in its stored text")
    return _live(match, test) if found.value is False and match.unlisted != "out" else found


def entry_for(match: Match, test: Test) -> Named | None:
    """Return the entry that names the subject's maker, one that counts on the day if any does.

    Entries come from the regime, from the regime it imports, and from the lists on which the
    vendors' own entries say that they stand; a later removal from the list takes them away.
    """
    imported = test.rulebook.regimes.get(match.list_of)
    entries = [
        entry
        for one in (match, *([imported.match] if imported else []))
        for entry in (*one.named, *_listings(one, test.maker))
        if _listed(entry, test.maker) and not _delisted(one, entry, test)
    ]
    return min(entries, key=lambda one: _worth(one, test.day), default=None)


def _worth(entry: Named, day: str) -> tuple[bool, bool, str]:
    return (first_day(entry.since) > day, entry.basis != "verified", entry.since)


def _listings(match: Match, maker: Maker) -> list[Named]:
    return [
        Named((vendor.id,), since=listing.since, basis=listing.basis.value)
        for vendor in (maker.root, maker.own)
        if vendor is not None and match.official_list
        for listing in vendor.listings
        if listing.regime == match.official_list and listing.status == "listed"
    ]


def _delisted(match: Match, entry: Named, test: Test) -> bool:
    """Return whether the maker left the list after `entry` and by the day."""
    return any(
        listing.regime == match.official_list
        and listing.status == "delisted"
        and first_day(entry.since) < first_day(listing.since) <= test.day
        for vendor in (test.maker.root, test.maker.own)
        if vendor is not None
        for listing in vendor.listings
    )


def _listed(entry: Named, maker: Maker) -> bool:
    return not {maker.id, maker.brand, maker.controller}.isdisjoint(entry.makers)


def _named_tests(match: Match, test: Test) -> list[Answer]:
    if not (match.named or match.list_of or match.official_list):
        return []
    entry = entry_for(match, test)
    if entry is None:
        return [no(f"{_name(test.maker)} is not among the makers it names")]
    start = first_day(entry.since)
    if start and test.day < start:
        why = f"{_name(test.maker)} is named only from {entry.since}"
        late = any(day >= start for day in test.later)
        return [unknown(f"{why}, before a delivery or option", "option_date") if late else no(why)]
    if entry.until and test.day > first_day(entry.until):
        return [no(f"{_name(test.maker)} was named until {entry.until}")]
    return [all_of([_reach(match, test, entry), _producer(test)])]


def _reach(match: Match, test: Test, entry: Named) -> Answer:
    itself = test.maker.id in entry.makers and not test.maker.subsidiary
    if itself or test.maker.brand in entry.makers or match.reach == "group":
        return YES
    if match.reach == "named":
        return no("names entities one by one; a subsidiary that it does not name is outside")
    return unknown(
        "whether subsidiaries are caught is not stated: establish who produced it",
        PRODUCER,
        doubt=True,
    )


def _producer(test: Test) -> Answer:
    if test.subject.producer_known:
        return YES
    why = f"sold under another name: whether {_name(test.maker)} produced it must be asked"
    return unknown(why, PRODUCER, doubt=True)


def _status_answer(test: Test) -> Answer:
    """Return whether the producer is subject to the law of the PRC."""
    own = country_of(test.maker.own)
    if test.maker.subsidiary and own != "CN":
        why = "a subsidiary outside the PRC: depends on which company produced the equipment"
        return unknown(why, PRODUCER, doubt=True)
    return _from_state(("CN",), test, "a company subject to the law of the PRC")


def _origin_answer(match: Match, test: Test) -> Answer:
    if test.maker.controller_state in match.origin:
        return YES
    if test.maker.controller and not test.maker.controller_state:
        why = f"controlled by {test.subject.controller}, whose state is not known"
        return unknown(why, PRODUCER, doubt=True)
    states = " or ".join(match.origin)
    return _from_state(match.origin, test, f"a maker of {states}")


def _foreign_answer(match: Match, test: Test) -> Answer:
    state = country_of(test.maker.root)
    if not state:
        return unknown("the state of the maker is not known", PRODUCER, doubt=True)
    return no("the maker is the country's own") if state in match.foreign else YES


def _production_answer(match: Match, test: Test) -> Answer:
    made_in = (test.subject.produced_in or "").upper()
    if made_in:
        met = made_in in match.production or ("*" in match.production and made_in != "US")
        return YES if met else no(f"made in {made_in}")
    why = "the place of production decides, not the brand: it must be asked"
    return unknown(why, PRODUCER, doubt=True)


def _remote_answer(match: Match, test: Test) -> Answer:
    state = (test.subject.remote_admin or "").upper()
    if state:
        return YES if state in match.remote else no(f"administered from {state}")
    if match.origin:  # origin is the rule there, remote support a further way to meet it
        return no("no remote administration from such a state is known")
    why = "where the content goes and who administers remotely decides, not the brand"
    return unknown(why, "remote_admin", PRODUCER, doubt=True)


def _from_state(states: tuple[str, ...], test: Test, words: str) -> Answer:
    state = country_of(test.maker.root)
    if not state:
        return unknown(f"whether the maker is {words} is not known", PRODUCER, doubt=True)
    if state not in states:
        if not test.subject.producer_known:
            return unknown(f"whether the producer is {words} is not known", PRODUCER, doubt=True)
        return no(f"{_name(test.maker)} is not {words}")
    return _producer(test)


def _live(match: Match, test: Test) -> Answer:
    """Return how a maker stands that the stored list, itself kept elsewhere, does not name."""
    if match.unlisted == "ask_prc":
        state = country_of(test.maker.root)
        if state and state != "CN":
            return no(f"{_name(test.maker)} is not among the makers it names")
    why = f"{_name(test.maker)} is not in the stored text of the list or decision: look it up"
    return unknown(why, match.unlisted_need)


def _name(maker: Maker) -> str:
    return maker.root.name if maker.root else maker.id


def _spoken(classes: tuple[str, ...]) -> str:
    return ", ".join(one.replace("_", " ") for one in classes)
