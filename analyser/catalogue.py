"""What the vendor lists say: vendors, names, grammars, lineage, telltales.

Frozen and picklable, compiled by `analyser.lists` from the TOML of vendor_lists/. Every claim
carries its basis; a claim without a public source is `recalled`, whatever its writer believed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Basis(StrEnum):
    """How well a claim is supported."""

    VERIFIED = "verified"
    """At least one stored public source that was read supports it."""

    PARTLY = "partly"
    RECALLED = "recalled"
    """From memory or without a public address: to be checked before use."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim comes from; only sources with a public address are kept as sources."""

    title: str
    url: str
    date: str = ""
    basis: Basis = Basis.RECALLED
    note: str = ""

    against: bool = False
    """It speaks against the claim it stands under."""


class AliasKind(StrEnum):
    """What kind of name an alias is."""

    NAME = "name"
    LEGAL = "legal-name"
    NATIVE = "native-name"
    MISSPELLING = "misspelling"
    PRODUCT_LINE = "product-line"


@dataclass(frozen=True, slots=True)
class Alias:
    """One way a vendor or its goods are named."""

    text: str
    kind: AliasKind
    basis: Basis = Basis.RECALLED

    needs_context: bool = False
    """An ordinary word, an acronym or a name that others bear: never enough alone."""

    case_sensitive: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grammar:
    """The form of a maker's part numbers."""

    regex: str
    """Python `re`, searched in text whose dashes are plain hyphens; verbose mode off."""

    ignore_case: bool
    strength: str
    """`strong` (enough alone), `medium`, `weak` (needs the maker's name or `context` nearby)."""

    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    """Words of which one must stand nearby, where the strength is weak."""

    note: str = ""
    basis: Basis = Basis.RECALLED
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """What ties a vendor to another: the raw material of lineage."""

    kind: str
    """`subsidiary_of`, `rebrands`, `oem_of`, `formerly`, `brand_of`, ... as researched."""

    target: str
    """Vendor id."""

    scope: str = ""
    status: str = ""
    """`current`, `ended`, `reported`, `disputed`, ..."""

    confidence: float = 0.0
    """0 to 1, the researcher's."""

    since: str = ""
    until: str = ""
    basis: Basis = Basis.RECALLED
    sources: tuple[Source, ...] = ()
    note: str = ""
    disputed: bool = False
    inference: bool = False
    """Read off a technical fingerprint; nobody states the supply."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A vendor's place on an official list."""

    regime: str
    """Id of the list as the research names it (`us-ndaa-889`, `us-fcc-covered`)."""

    status: str = ""
    since: str = ""
    listed_as: str = ""
    note: str = ""
    basis: Basis = Basis.RECALLED
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Vendor:
    """A maker, a brand or a component maker, restricted or known not to be."""

    id: str
    name: str
    kind: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2."""

    prc_headquartered: bool = False

    restricted: bool | None = None
    """True: on a list itself. False: no listing known, which clears nothing. None: decide from
    its relations."""

    restriction_basis: str = ""
    screening: str = ""
    """`flag`, `review` or `none`: how a hit is told where its lineage does not decide."""

    sectors: tuple[str, ...] = ()
    """Classes of goods: `video_surveillance`, `telecom_network`, `drone`, ..."""

    aliases: tuple[Alias, ...] = ()
    grammars: tuple[Grammar, ...] = ()
    relations: tuple[Relation, ...] = ()
    listings: tuple[Listing, ...] = ()
    ambiguous: bool = False
    ambiguity_note: str = ""
    origin_unknown: bool = False
    """A house brand whose maker was not established: say "unknown", do not accuse."""

    note: str = ""
    basis: Basis = Basis.RECALLED
    sources: tuple[Source, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    """Kind and value: FCC grantee codes, USB vendor ids, tickers."""

    watched: str = ""
    """Why it is brought to the officer though no list names it; `""` = it is not."""

    many_trades: bool = False
    """A group known for other goods than those of `sectors`: its name alone, even in a column of
    makes, says nothing of these."""


@dataclass(frozen=True, slots=True)
class HardNegative:
    """Words that look like a listed name and are something else."""

    text: str
    near: str
    """The vendor id or term that it resembles."""

    why: str
    kind: str = ""
    basis: Basis = Basis.RECALLED
    beside: tuple[str, ...] = ()
    """Words of which one must stand near where `text` is the listed name itself: "UNV" is the
    UN Volunteers beside "UN Volunteers"."""


@dataclass(frozen=True, slots=True)
class Telltale:
    """A technical trace that hints at a maker: address, domain, chip, app, grantee code, MAC."""

    kind: str
    value: str
    points_to: tuple[str, ...]
    strength: str = "weak"
    note: str = ""
    basis: Basis = Basis.RECALLED
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Lineage:
    """A vendor's way to one root maker, computed when the lists are compiled."""

    root: str
    """Id of the maker that a list names."""

    steps: tuple[tuple[str, Relation], ...]
    """From the vendor upwards: (vendor id, its relation to the next)."""

    confidence: float
    disputed: bool
    """Some step is disputed, ended, or inferred: a mention calls for review, not a flag."""


@dataclass(frozen=True, slots=True)
class OfficialList:
    """A list that vendors stand on: its name, authority and effect."""

    id: str
    name: str
    jurisdiction: str = ""
    authority: str = ""
    effective: str = ""
    effect: str = ""
    note: str = ""
    basis: Basis = Basis.RECALLED
    sources: tuple[Source, ...] = ()
    last_evidence: str = ""
    """Date of the newest evidence about the list, ISO 8601, day or month."""

    review_days: int = 180
    """Days after which that evidence should be looked at again."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that matching and the report know of vendors."""

    version: str
    """Date and digest of the lists: "2026-11-23+3f9a1c2e"."""

    vendors: dict[str, Vendor] = field(default_factory=dict)
    lineage: dict[str, tuple[Lineage, ...]] = field(default_factory=dict)
    """By vendor id; a root maker has one `Lineage` without steps. Vendors that lead to no
    restricted maker are absent: they are known and cleared."""

    telltales: tuple[Telltale, ...] = ()
    hard_negatives: tuple[HardNegative, ...] = ()
    shared_brands: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Brand words (case-folded) that belong to several vendors."""

    official_lists: dict[str, OfficialList] = field(default_factory=dict)
