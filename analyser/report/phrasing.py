"""What the engine says, put as an officer reads it: no signs, no keys, no flags cut in two.

Apart from the templates because it is about words; what comes out of here is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape


def pathed(path: str) -> Markup:
    """Return `path` so that a line breaks between folders, and in a name only where it must."""
    parts = re.split(r"(?<=/)", path)
    return Markup("").join(Markup('<span class="step">{}</span>').format(each) for each in parts)


def spoken(text: str) -> Markup:
    """Return `text` with the flags of the command line set off, so that no line cuts them."""
    parts = re.split(r"(?<!\S)(--[a-z][a-z-]*)", text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )


@pass_context
def reason(page: Context, why: str) -> str:
    """Return a reason without the sign that says whether it speaks for the maker or against."""
    if why.startswith(("- ", "− ")):
        return str(page["t"]("finding.speaks_against", reason=why[2:]))
    return why.removeprefix("+ ").removeprefix("· ")


CONSEQUENCE = re.compile(r": ([a-z]+(?: [a-z]+)?)$")


@pass_context
def changed(page: Context, change: str) -> str:
    """Return what would change with what the rule would then ask in words, not by its key."""
    words = page["t"].texts["consequence"]

    def told(match: re.Match[str]) -> str:
        known = words.get(match.group(1).replace(" ", "_"))
        return f": {known[:1].lower()}{known[1:]}" if known else match.group(0)

    return CONSEQUENCE.sub(told, change)


LISTED = re.compile(r"that ([a-z0-9-]+) stands on it")


@pass_context
def named(page: Context, fact: str) -> str:
    """Return a recalled fact with the maker in it by name."""
    found = LISTED.fullmatch(fact)
    vendor = page["catalogue"].vendors.get(found.group(1)) if found else None
    return f"that {vendor.name} stands on the list" if vendor else fact


FILTERS: Mapping[str, Callable[..., Any]] = {
    "changed": changed,
    "named": named,
    "pathed": pathed,
    "reason": reason,
    "spoken": spoken,
}
