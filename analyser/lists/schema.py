"""The form of the list files, key by key.

Pydantic is loaded only when lists are compiled: a warm start reads the cache and never comes here.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

AliasType = Literal[
    "short",
    "legal",
    "native",
    "misspelling",
    "former",
    "transliteration",
    "ticker",
    "list_alias",
    "product-line",
]
Kind = Literal[
    "manufacturer",
    "component_maker",
    "subsidiary",
    "brand",
    "oem_rebrander",
    "distributor_house_brand",
    "reseller",
    "service",
]
RelationType = Literal[
    "subsidiary_of",
    "brand_of",
    "rebrands",
    "same_as",
    "formerly",
    "spun_off_from",
    "component_from",
]
RelationStatus = Literal[
    "",
    "current",
    "ended",
    "unknown",
    "reported",
    "reported_not_denied",
    "reported_denied",
    "reported_disputed",
    "admitted_licence",
    "ended_unverified",
    "sale_agreed_closing_unverified",
]
ListingStatus = Literal[
    "listed",
    "via_parent",
    "via_parent_unconfirmed",
    "via_other_list",
    "possible_via_relation",
    "proposed",
    "draft_withdrawn",
    "category",
    "delisted",
    "warning",
    "contract_decision",
    "named_in_effect",
    "not_named",
    "persons_only",
]
Given = Literal["verified", "partly", "recalled"]

ID = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?\Z")


def _an_id(text: str) -> str:
    if not ID.match(text):
        msg = "is no id; use small letters, digits and hyphens"
        raise ValueError(msg)
    return text


def _a_date(text: str) -> str:
    if text and not PARTIAL_DATE.match(text):
        msg = "is no date; write it as 2019-08-13, 2019-08 or 2019"
        raise ValueError(msg)
    return text


def _an_address(text: str) -> str:
    if not re.match(r"https?://[^\s/]+\.[^\s]+\Z", text):
        msg = "is no public address; a source has one, what has none goes under 'unaddressed'"
        raise ValueError(msg)
    return text


def _date_as_text(value: object) -> object:
    # TOML has dates of its own; an editor who writes one without quotes means the same.
    isoformat = getattr(value, "isoformat", None)
    return isoformat() if callable(isoformat) else value


Id = Annotated[str, AfterValidator(_an_id)]
Words = Annotated[str, Field(min_length=1, max_length=4000)]
PartialDate = Annotated[str, BeforeValidator(_date_as_text), AfterValidator(_a_date)]
Address = Annotated[str, AfterValidator(_an_address)]


class Row(BaseModel):
    """A table of a list file: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", strict=True)


class FolderRow(Row):
    """What `lists.toml` says of its folder."""

    as_of: PartialDate


class Cited(Row):
    """A claim with its support."""

    basis: Given = "recalled"
    sources: list[str] = []
    against: list[str] = []
    """Sources that speak against the claim."""

    unaddressed: list[str] = []
    """What was read or heard and has no public address: supports nothing, is kept as a remark."""


class SourceRow(Row):
    """One public source."""

    title: Words
    url: Address
    date: str = ""
    """As the source writes it: a day, a month, a span."""

    read: bool = True
    """Whether the page itself was read; an address alone verifies nothing."""

    quality: str = ""
    note: str = ""


class AliasRow(Row):
    """One name."""

    text: Words
    type: AliasType = "short"
    basis: Given = "recalled"
    needs_context: bool = False
    case_sensitive: bool = False
    note: str = ""


class CounterRow(Row):
    """A part number of somebody else."""

    text: Words
    maker: str = ""


class GrammarRow(Cited):
    """One family of part numbers."""

    regex: Words
    strength: Literal["strong", "medium", "weak"]
    title: str = ""
    ignore_case: bool = False
    precision: Literal["", "high", "medium", "low"] = ""
    context: list[str] = []
    examples: list[str] = Field(min_length=1)
    seen: list[str] = []
    """Examples that stand in public documents."""

    counter_examples: list[str | CounterRow] = []
    note: str = ""


class RelationRow(Cited):
    """One tie to another vendor."""

    type: RelationType
    target: Id
    scope: str = ""
    status: RelationStatus = ""
    confidence: float = Field(ge=0.0, le=1.0)
    since: PartialDate = ""
    until: PartialDate = ""
    disputed: bool = False
    inference: bool = False
    note: str = ""


class ListingRow(Cited):
    """One place on an official list."""

    list: Id
    status: ListingStatus
    since: PartialDate = ""
    listed_as: str = ""
    note: str = ""


class VendorRow(Cited):
    """One vendor's file."""

    id: Id
    name: Words
    kind: Kind = "manufacturer"
    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    sectors: list[str] = []
    prc_headquartered: bool = False
    restricted: bool | None = None
    restriction_basis: str = ""
    screening: Literal["", "flag", "review", "none"] = ""
    watched: str = ""
    ambiguous: bool = False
    ambiguity_note: str = ""
    many_trades: bool = False
    """Known for other goods than those of `sectors`: "Hitachi" makes lifts."""

    origin_unknown: bool = False
    note: str = ""
    fcc_grantee_codes: list[str] = []
    usb_vendor_ids: list[str] = []
    tickers: list[str] = []
    aliases: list[AliasRow] = []
    grammars: list[GrammarRow] = []
    relations: list[RelationRow] = []
    listings: list[ListingRow] = []


class TelltaleRow(Cited):
    """One technical trace."""

    kind: Words
    value: Words
    points_to: list[Id] = Field(min_length=1)
    strength: Literal["strong", "medium", "weak"]
    note: str = ""


class PrefixRow(Cited):
    """One hardware address prefix."""

    prefix: Annotated[str, Field(pattern=r"^[0-9A-F]{2}(:[0-9A-F]{2}){2,4}$")]
    vendor: Id
    holder: str = ""


class GranteeRow(Cited):
    """One grantee code of the FCC."""

    code: Annotated[str, Field(pattern=r"^[0-9A-Z]{3,5}$")]
    vendor: Id
    holder: str = ""
    confidence: float = Field(ge=0.0, le=1.0)


class HardNegativeRow(Cited):
    """Words that look like a listed name and are something else."""

    near: Words
    written: str = ""
    """As first noted, where it was taken apart into `texts` and `beside`."""

    texts: list[Words] = []
    beside: list[Words] = []
    why: str = ""
    kind: str = ""


class OfficialListRow(Cited):
    """One list of an authority."""

    name: Words
    jurisdiction: str = ""
    authority: str = ""
    effective: str = ""
    effect: str = ""
    note: str = ""
    last_evidence: PartialDate = ""
    review_days: int = Field(default=180, ge=1, le=3650)
