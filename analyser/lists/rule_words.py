"""A regime told in lines, for `lists show`."""

from __future__ import annotations

from collections.abc import Iterator

from analyser.limb import Limb, Match, Who
from analyser.rulebook import Regime


def describe_regime(regime: Regime) -> list[str]:
    """Return everything known of `regime` in lines, its sources last."""
    lines = [f"{regime.id}: {regime.title}", *_head(regime)]
    lines += ["", "Whom it reaches:", *_indented(_who(regime.who))]
    lines += [f"  note: {regime.words.binds_note}"] if regime.words.binds_note else []
    lines += ["", "How a maker meets it:", *_indented(_match(regime.match))]
    for words in (regime.words.named_entities_note, regime.words.reach, regime.words.quantifier):
        lines += [f"  note: {words}"] if words else []
    lines += ["", "What follows:", f"  {regime.words.consequence}"]
    for limb in regime.limbs:
        lines += _limb(limb)
    lines += _section("Exceptions", regime.exceptions)
    lines += _section("Declaration", (regime.declaration,) if regime.declaration else ())
    lines += _section("Dates", [f"{one.date}: {one.rule}" for one in regime.timeline])
    lines += _section("From memory, to be checked", regime.recalled_facts)
    lines += _section("Notes", [one for one in (regime.words.notes,) if one])
    public = [one for one in regime.sources if one.url]
    lines += _section(
        "Sources",
        [f"{one.title} ({one.date or 'no date'}; {one.basis}) {one.url}" for one in public],
    )
    hidden = len(regime.sources) - len(public)
    lines += [f"  and {hidden} without a public address, which support nothing"] if hidden else []
    return lines


def _head(regime: Regime) -> Iterator[str]:
    place = " ".join(one for one in (regime.jurisdiction, regime.sub_jurisdiction) if one)
    yield f"  {place}; {regime.kind}; {regime.status.replace('_', ' ')}"
    yield f"  instrument: {regime.instrument}"
    yield f"  authority: {regime.authority}"
    if regime.words.status_note:
        yield f"  status: {regime.words.status_note}"
    yield (
        f"  evidence: {regime.level}, the newest of {regime.last_evidence_date}; "
        f"to be looked up again after {regime.review_days} days"
    )
    classes = ", ".join(
        (*regime.equipment, *(f"{one} (held)" for one in regime.equipment_inferred))
    )
    yield f"  goods: {classes.replace('_', ' ')}"


def _who(who: Who) -> Iterator[str]:
    if who.bound:
        yield f"binds {who.bound}"
    for label, words in (
        ("bound", who.buyers),
        ("bound by inference", who.inferred),
        ("advised", who.advised),
        ("not bound", who.outside),
        ("only in", who.places),
        ("not in", who.not_places),
        ("only these bodies", who.names),
        ("only in the capacity of", who.capacities),
        ("of any type in the capacity of", who.binding_capacities),
        ("not in the capacity of", who.outside_capacities),
        ("not settled for", who.unsettled_capacities),
        ("only with money of the kind", who.funding),
    ):
        if words:
            yield f"{label}: {', '.join(words).replace('_', ' ')}"


def _match(match: Match) -> Iterator[str]:
    if match.any:
        yield "whoever the maker is"
    for one in match.named:
        since = f" from {one.since}" if one.since else ""
        recalled = " (recalled)" if one.basis == "recalled" else ""
        yield f"named{since}{recalled}: {', '.join(one.makers)}"
    if match.list_of:
        yield f"named by reference to {match.list_of}"
    if match.official_list:
        yield f"and whoever the vendors' own entries say stands on the list {match.official_list}"
    if match.prc_law:
        yield "legal status: a producer subject to the law of the PRC"
    for label, states in (
        ("maker, or who controls it, of", match.origin),
        ("produced in", match.production),
        ("administered from", match.remote),
    ):
        if states:
            yield f"{label}: {', '.join(states)}"
    if match.foreign:
        yield f"any maker from outside {', '.join(match.foreign)}"
    if match.unlisted != "out":
        yield "a maker that is not named here is to be looked up in the live list"
    yield f"subsidiaries and affiliates: {match.reach}"


def _limb(limb: Limb) -> Iterator[str]:
    yield f"  - {limb.name}: {limb.consequence.replace('_', ' ')}: {limb.because}"
    facts = [f"stance {', '.join(limb.stances)}", f"components {limb.component}"]
    if limb.since or limb.until:
        facts.append(
            f"from {limb.since or 'the start'}" + (f" to {limb.until}" if limb.until else "")
        )
    facts += [f"suspended {first} to {last}" for first, last in limb.suspended]
    if limb.site:
        facts.append(f"site {limb.site.replace('_', ' ')}")
    for limit in limb.purposes:
        whose = ", ".join(limit.makers) or "all makers"
        facts.append(f"purposes for {whose}: {', '.join(limit.allowed).replace('_', ' ')}")
    if limb.bidder:
        facts.append(f"bidder is {' or '.join(limb.bidder).replace('_', ' ')}")
    if limb.pending or limb.confirm:
        asked = ", ".join((*limb.pending, *limb.confirm)).replace("_", " ")
        facts.append(f"to be asked or looked up: {asked}")
    yield f"    {'; '.join(facts)}"


def _section(title: str, lines: tuple[str, ...] | list[str]) -> list[str]:
    return ["", f"{title}:", *_indented(lines)] if lines else []


def _indented(lines: Iterator[str] | tuple[str, ...] | list[str]) -> list[str]:
    return [f"  {one}" for one in lines]
