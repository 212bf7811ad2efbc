"""The buyer, the site, the money and the dates; every fact may be unknown."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from analyser.errors import ProfileError
from analyser.facts import (
    OTHER_BUYERS,
    answer_of,
    closest,
    country_of,
    date_of,
    dates_of,
    one_of,
    part_of,
    text_of,
    word_of,
    words_of,
)

BUYER_TYPES = {
    "central_government": "central government",
    "defence": "defence",
    "intelligence": "intelligence service",
    "police": "police",
    "health": "health body",
    "local_authority": "local authority",
    "education": "school, college or university",
    "utilities": "utility",
    "critical_infrastructure": "operator of critical infrastructure",
    "private": "private company",
    "federal_contractor": "federal contractor",
    "grant_recipient": "recipient of a grant",
}
"""Types of buyer and what a report calls them."""

CRITERIA = {
    "c1_secret": "routinely holds SECRET material or above",
    "c2_dv": "hosts a significant proportion of officials with Developed Vetting",
    "c3_ministers": "is routinely used by Ministers",
    "c4_socpa": "is covered by the Serious Organised Crime and Police Act 2005",
}
"""The four alternative criteria of a sensitive site; one is enough."""

CONTRACTS = {
    "covered": "covered by the procurement act",
    "exempt": "exempt from the procurement act",
    "below_threshold": "below the threshold",
}

OTHER_NAMES = {"buyer_type": "buyer", "contract_date": "award_date", "site_sensitive": "site"}
"""Keys that people also write, and the field that they mean."""


@dataclass(frozen=True, slots=True)
class Site:
    """The place the goods are for, as the four criteria of a sensitive site see it."""

    stated: bool | None = None
    """The officer's own answer to the whole question."""

    c1_secret: bool | None = None
    c2_dv: bool | None = None
    c3_ministers: bool | None = None
    c4_socpa: bool | None = None

    @property
    def answers(self) -> tuple[bool | None, ...]:
        """The answers to the four criteria, in their order."""
        return (self.c1_secret, self.c2_dv, self.c3_ministers, self.c4_socpa)

    @property
    def sensitive(self) -> bool | None:
        """Whether the site is sensitive: one yes is enough, and no needs every answer to be no.

        The whole question answered at once stands where no criterion says yes. An open answer
        beside others that were given outweighs nothing: unknown never becomes no.
        """
        if any(self.answers):
            return True
        if all(answer is False for answer in self.answers):
            return False
        return self.stated


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of the purchase; `None` is unknown and never read as no."""

    jurisdiction: str | None = None
    """ISO 3166-1 alpha-2, or `EU` for the Union's own institutions."""

    sub_jurisdiction: str | None = None
    """ISO 3166-2: `GB-SCT`, `US-TX`."""

    buyer: str | None = None
    """One of `BUYER_TYPES`."""

    buyer_name: str | None = None
    site: Site = field(default_factory=Site)
    award_date: str | None = None
    """ISO 8601; of the base contract, where options follow."""

    delivery_dates: tuple[str, ...] | None = None
    option_dates: tuple[str, ...] | None = None
    funding: tuple[str, ...] | None = None
    """Kinds of outside money; `()` is "none", `None` is unknown."""

    purpose: str | None = None
    capacity: str | None = None
    """What the buyer acts as, where its type does not say: `state_agency`."""

    mission: str | None = None
    contract: str | None = None
    """One of `CONTRACTS`."""

    def over(self, base: Profile) -> Profile:
        """Return these facts, and those of `base` where they are unknown here.

        A part of `base`'s country is none of another country's.
        """
        own = {
            one.name: getattr(self, one.name)
            for one in fields(self)
            if one.name != "site" and getattr(self, one.name) is not None
        }
        site = {
            one.name: getattr(self.site, one.name)
            for one in fields(self.site)
            if getattr(self.site, one.name) is not None
        }
        if self.jurisdiction not in (None, base.jurisdiction):
            own.setdefault("sub_jurisdiction", None)
        return replace(base, site=replace(base.site, **site), **own)

    def described(self) -> tuple[tuple[str, str], ...]:
        """Return each fact's label and value, "not known" where it is unknown."""
        rows = [
            ("Jurisdiction", self.jurisdiction),
            ("Part of the country", self.sub_jurisdiction),
            ("Buyer", BUYER_TYPES.get(self.buyer or "", self.buyer)),
            ("Name of the buyer", self.buyer_name),
            ("Sensitive site", _spoken(self.site.sensitive)),
            *(
                (f"Site {words}", _spoken(answer))
                for words, answer in zip(CRITERIA.values(), self.site.answers, strict=True)
            ),
            ("Award of the contract", self.award_date),
            ("Deliveries", _listed(self.delivery_dates)),
            ("Options", _listed(self.option_dates)),
            ("Outside money", _listed(self.funding)),
            ("Purpose", _plain(self.purpose)),
            ("Capacity of the buyer", _plain(self.capacity)),
            ("Mission", _plain(self.mission)),
            ("Contract", CONTRACTS.get(self.contract or "", self.contract)),
        ]
        return tuple((label, value or "not known") for label, value in rows)

    def as_mapping(self) -> dict[str, Any]:
        """Return the facts as a mapping for JSON; unknown facts are `None`."""
        plain = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "site"}
        mapping = {k: list(v) if isinstance(v, tuple) else v for k, v in plain.items()}
        answers = dict(zip(CRITERIA, self.site.answers, strict=True))
        mapping["site"] = {"sensitive": self.site.sensitive, **answers}
        return mapping


def read_profile(path: Path) -> Profile:
    """Read the profile that the TOML file `path` holds.

    Raises:
        ProfileError: the file cannot be read, or a key or value is not known.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror or error}); check the path"
        raise ProfileError(msg) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f'{path}: is no TOML ({error}); write lines like buyer = "police"'
        raise ProfileError(msg) from error
    return profile_from(table, str(path))


def profile_from(mapping: Mapping[str, Any], where: str = "profile") -> Profile:
    """Return the profile that `mapping` holds; `where` names it in errors.

    Raises:
        ProfileError: a key or value is not known.
    """
    known = [one.name for one in fields(Profile)]
    facts: dict[str, Any] = {}
    for key, value in mapping.items():
        name = OTHER_NAMES.get(key, key)
        if name not in known:
            raise ProfileError(f"{where}: {key}: is not a known key; {closest(key, known)}")
        if name in facts:
            raise ProfileError(f"{where}: {key}: is given twice; keep one of the two")
        facts[name] = _read(name, value, f"{where}: {key}")
    country, _, part = (facts.get("jurisdiction") or "").partition("-")
    if part:  # "GB-SCT" tells country and part at once
        facts["jurisdiction"] = country
        facts["sub_jurisdiction"] = facts.get("sub_jurisdiction") or f"{country}-{part}"
    return Profile(**{name: value for name, value in facts.items() if value is not None})


def profile_keys() -> frozenset[str]:
    """Return the keys that a profile may have, other spellings included."""
    return frozenset({one.name for one in fields(Profile)} | set(OTHER_NAMES))


def _read(name: str, value: Any, where: str) -> Any:
    """Return `value` as the field `name` holds it; "unknown" is `None`."""
    if name == "site":
        return _site(value, where)
    if value is None or value == "unknown":
        return None
    reader: Callable[[Any, str], Any] = READERS.get(name, text_of)
    return reader(value, where)


def _site(value: Any, where: str) -> Site:
    if not isinstance(value, Mapping):
        return Site(stated=answer_of(value, where))
    site = Site()
    known = ["sensitive", *CRITERIA, "criteria", "answers"]
    for key, one in value.items():
        if key == "sensitive":
            site = replace(site, stated=answer_of(one, f"{where}.{key}"))
        elif key in CRITERIA:
            site = replace(site, **{key: answer_of(one, f"{where}.{key}")})
        elif key == "answers" and isinstance(one, Mapping):
            for criterion, answer in one.items():
                name = one_of(str(criterion), CRITERIA, f"{where}.{key}")
                site = replace(site, **{name: answer_of(answer, f"{where}.{key}.{criterion}")})
        elif key == "criteria" and isinstance(one, list):
            met = [one_of(str(criterion), CRITERIA, f"{where}.{key}") for criterion in one]
            site = replace(site, **dict.fromkeys(met, True))
        else:
            raise ProfileError(f"{where}.{key}: is not a known key; {closest(key, known)}")
    if site.stated is False and any(site.answers):
        msg = f"{where}.sensitive: is no although a criterion is yes; one yes makes it sensitive"
        raise ProfileError(msg)
    return site


def _buyer(value: Any, where: str) -> str:
    word = word_of(value, where)
    return one_of(OTHER_BUYERS.get(word, word), BUYER_TYPES, where)


def _contract(value: Any, where: str) -> str:
    return one_of(word_of(value, where), CONTRACTS, where)


def _spoken(answer: bool | None) -> str | None:
    return None if answer is None else "yes" if answer else "no"


def _plain(text: str | None) -> str | None:
    return text.replace("_", " ") if text else text


def _listed(words: tuple[str, ...] | None) -> str | None:
    if words is None:
        return None
    return ", ".join(word.replace("_", " ") for word in words) or "none"


READERS: Mapping[str, Callable[[Any, str], Any]] = {
    "jurisdiction": country_of,
    "sub_jurisdiction": part_of,
    "buyer": _buyer,
    "award_date": date_of,
    "delivery_dates": dates_of,
    "option_dates": dates_of,
    "funding": words_of,
    "contract": _contract,
}
"""How each fact that is not plain text is read."""
