"""The tests that a regime holds: whom it reaches, how a maker meets it, what follows.

Every field here is evaluated by `analyser.regimes`; what is only told stands in
`analyser.rulebook`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

STRICT = {"extra": "forbid"}
"""Read by the schema check: a key that no field bears is an error in the file."""


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a regime binds, whom it advises, and which facts of the buyer decide that."""

    __pydantic_config__ = STRICT

    buyers: tuple[str, ...] = ()
    """Types of buyer that are bound; `any` stands for all."""

    inferred: tuple[str, ...] = ()
    """Bound as a kind of department, though the sources do not list them apart."""

    advised: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    """Types of buyer that the sources say are not bound."""

    others: Literal["not_bound", "advisory"] = "not_bound"
    """What holds for a type of buyer that stands in no list."""

    level: Literal["", "national"] = ""
    """`national`: the government of the whole country only, not that of a part of it."""

    places: tuple[str, ...] = ()
    """Parts of the country (ISO 3166-2, `US-*` for any) that the regime is confined to."""

    not_places: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Bodies that it binds alone: words of which one stands in the buyer's name."""

    also_outside_names: tuple[str, ...] = ()
    """Bodies that are outside whatever their type."""

    capacities: tuple[str, ...] = ()
    """Capacities in which a buyer is bound; others are outside."""

    binding_capacities: tuple[str, ...] = ()
    """Capacities in which a buyer of any type is bound."""

    capacity_unknown: Literal["ask", "outside"] = "ask"
    outside_capacities: tuple[str, ...] = ()
    unsettled_capacities: tuple[str, ...] = ()
    """Capacities for which the sources do not settle whether they are bound."""

    funding: tuple[str, ...] = ()
    """Money of which some must be used for the regime to bind."""

    funding_unknown: Literal["ask", "outside"] = "ask"
    funding_reaches_any: bool = False
    """Such money binds whoever spends it, also types of buyer that are not listed."""

    bound: str = ""
    """Who is bound, in words that follow "binds"."""

    advice: str = ""
    """What it says to those whom it only advises; empty where the limb's reason says it."""


@dataclass(frozen=True, slots=True)
class Named:
    """Makers that a regime names, with the day from which it does."""

    __pydantic_config__ = STRICT

    makers: tuple[str, ...]
    """Vendor ids."""

    since: str = ""
    until: str = ""
    basis: Literal["verified", "partly", "recalled"] = "verified"


@dataclass(frozen=True, slots=True)
class Match:
    """How a maker or its goods meet a regime; the tests given are alternatives."""

    __pydantic_config__ = STRICT

    any: bool = False
    """Whoever made it: the regime looks at the goods, the certificate or the contract."""

    named: tuple[Named, ...] = ()
    list_of: str = ""
    """Id of the regime whose named makers are imported by reference."""

    official_list: str = ""
    """Id of the list, as the vendors' own entries name it, whose members are matched too."""

    prc_law: bool = False
    """Legal status: the producer is a company subject to the law of the PRC."""

    origin: tuple[str, ...] = ()
    """States (ISO 3166-1 alpha-2) of the maker, or of who controls it."""

    foreign: tuple[str, ...] = ()
    """The buyer's own state: every maker of another state meets the test."""

    production: tuple[str, ...] = ()
    """States of production, whoever the maker is; `*` for any foreign state."""

    remote: tuple[str, ...] = ()
    """States from which the goods are administered or to which they send their content."""

    unlisted: Literal["out", "ask", "ask_prc"] = "out"
    """A maker that the stored list does not name: out, to be checked live, or to be checked
    live where it is a maker of the PRC."""

    unlisted_need: str = "live_list"
    reach: Literal["group", "named", "unstated"] = "unstated"
    """Whether a subsidiary or an affiliate of a matching maker is caught."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """Purposes to which the words about some makers are limited."""

    __pydantic_config__ = STRICT

    allowed: tuple[str, ...]
    """Purposes that are caught."""

    makers: tuple[str, ...] = ()
    """Makers that the limit stands for; empty for all."""


@dataclass(frozen=True, slots=True)
class Limb:
    """One of the tests that a regime holds, and what follows where it is met."""

    __pydantic_config__ = STRICT

    name: str
    consequence: Literal[
        "prohibited", "remove", "exclude", "waiver", "ask_declaration", "discretionary",
        "advisory", "none",
    ]  # fmt: skip
    because: str
    """One line: why it is caught."""

    outcome: Literal["applies", "advisory"] = "applies"
    stances: tuple[str, ...] = ("offered", "specified")
    where: Literal["delivered", "bidder_own_use", "any"] = "delivered"
    equipment: tuple[str, ...] = ()
    """Classes of goods; empty for the regime's own."""

    component: Literal["caught", "quantified", "outside"] = "outside"
    """Whether goods that are a part of something else are tested."""

    match: Match | None = None
    """`None` for the regime's own."""

    who: Who | None = None
    """`None` for the regime's own."""

    site: Literal["", "sensitive", "not_sensitive"] = ""
    purposes: tuple[Purpose, ...] = ()
    missions: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    """Kinds of contract that it holds for, where only some."""

    not_contracts: tuple[str, ...] = ()
    bidder: tuple[str, ...] = ()
    """Links of the bidder to the maker of which one must hold."""

    certificate: bool = False
    """Goods with a valid certificate are outside."""

    since: str = ""
    """Empty for the regime's own `effective_from`."""

    until: str = ""
    suspended: tuple[tuple[str, str], ...] = ()
    """First and last day of each suspension."""

    revival_unconfirmed: bool = False
    """Whether it revived after its last suspension is not known."""

    older_contracts: Literal["", "refer"] = ""
    """`refer`: a contract signed before `since` stays outside, options included: ask for advice."""

    pending: tuple[str, ...] = ()
    """Facts that must be had before it can be said to apply, whatever else is known."""

    confirm: tuple[str, ...] = ()
    """Facts to be confirmed though it is said to apply."""

    doubtful: Literal[
        "", "prohibited", "remove", "exclude", "waiver", "ask_declaration", "discretionary",
        "advisory", "none",
    ] = ""  # fmt: skip
    """Consequence where the producer is not known; empty for `consequence`."""

    unnamed: Literal["", "discretionary", "ask_declaration", "advisory"] = ""
    """Consequence where the buyer may or may not be the body that is bound; empty for
    `consequence`."""
