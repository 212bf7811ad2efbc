"""The buyer's profile on the command line: one flag a fact, or a file, or both."""

from __future__ import annotations

import argparse
from typing import Any

from analyser.commands.path_flags import named
from analyser.errors import ProfileError
from analyser.profile import BUYER_TYPES, CONTRACTS, CRITERIA, Profile, profile_from, read_profile

ANSWERS = ("yes", "no", "unknown")

PLAIN = {
    "jurisdiction": ("CODE", "country of the buyer: GB, US, AU ..., or EU"),
    "sub_jurisdiction": ("CODE", "part of the country: GB-SCT, US-TX ..."),
    "buyer_name": ("NAME", "name of the buyer; some rules bind one body alone"),
    "award_date": ("DATE", "award of the (base) contract: 2026-12-01"),
    "purpose": ("WORDS", "what it is for: public_safety, mobile_devices ..."),
    "capacity": ("WORDS", "what the buyer acts as: state_agency, telecoms_operator ..."),
    "mission": ("WORDS", "mission supported: covered_mission or other"),
}
REPEATED = {
    "delivery_date": ("delivery_dates", "DATE", "a day of delivery; may be repeated"),
    "option_date": ("option_dates", "DATE", "a day on which an option falls; may be repeated"),
    "funding": ("funding", "KIND", "outside money: federal_award, usf, none; may be repeated"),
}


def add_profile_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags that describe the buyer, the site, the money and the dates to `parser`."""
    group = parser.add_argument_group(
        "the buyer", "facts that decide which rules reach it; what is not given is unknown"
    )
    group.add_argument("--profile", metavar="FILE.toml", type=named, help="facts from a file")
    group.add_argument("--ask", action="store_true", help="ask for missing facts on the terminal")
    group.add_argument("--buyer", metavar="TYPE", help=f"type of buyer: {', '.join(BUYER_TYPES)}")
    group.add_argument(
        "--site-sensitive", choices=ANSWERS, help="whether the goods are for a sensitive site"
    )
    group.add_argument(
        "--site-criterion", metavar="NAME=ANSWER", action="append", default=[],
        help=f"answer to one criterion ({', '.join(CRITERIA)}), as c1_secret=yes",
    )  # fmt: skip
    group.add_argument("--contract", metavar="KIND", help=f"one of {', '.join(CONTRACTS)}")
    for name, (metavar, words) in PLAIN.items():
        group.add_argument(_flag(name), metavar=metavar, help=words)
    for name, (field, metavar, words) in REPEATED.items():
        group.add_argument(
            _flag(name), dest=field, metavar=metavar, action="append", help=words
        )  # fmt: skip


def profile_from_args(args: argparse.Namespace) -> Profile:
    """Return the profile of `args`: its flags, over its file, over what is asked for.

    Raises:
        ProfileError: a flag or the file holds what is not known.
    """
    flags = _from_flags(args)
    from analyser.plausible import proved

    if args.profile:
        profile = proved(flags.over(read_profile(args.profile)), f"{args.profile} and flags")
    else:
        profile = proved(flags, "command line")
    if args.ask:
        from analyser.commands.interview import ask_for

        profile = ask_for(profile)
    return profile


def _from_flags(args: argparse.Namespace) -> Profile:
    fields = [*PLAIN, "buyer", "contract", *(field for field, _, _ in REPEATED.values())]
    given = {name: getattr(args, name) for name in fields}
    facts: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    site: dict[str, Any] = {}
    if args.site_sensitive is not None:
        site["sensitive"] = args.site_sensitive
    for text in args.site_criterion:
        name, _, answer = (word.strip() for word in text.partition("="))
        if name not in CRITERIA or answer not in ANSWERS:
            msg = (
                f"--site-criterion {text}: write it as c1_secret=yes, with one of "
                f"{', '.join(CRITERIA)} and yes, no or unknown"
            )
            raise ProfileError(msg)
        if site.get(name, answer) != answer:
            raise ProfileError(f"--site-criterion {text}: {name} is {site[name]} before; keep one")
        site[name] = answer
    if site:
        facts["site"] = site
    return profile_from(facts, "command line")


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"
