"""Which hits are enough alone, and why the others are not."""

from __future__ import annotations

import unicodedata

from analyser.catalogue import AliasKind, Vendor
from analyser.finding import Evidence
from analyser.matching.hits import Hit
from analyser.matching.names import Entry
from analyser.matching.printed import Form

FIRM_LENGTH = 6  # letters of a misread name that needs no second witness
SHORT = 4

NOTES = {
    "ordinary": ("ordinary-word", "an ordinary word"),
    "alias": ("ambiguous-alias", "others bear the name too"),
    "lower": ("lower-case", "in small letters"),
    "pieces": ("ordinary-word", "two ordinary words"),
    "cells": ("ambiguous-alias", "in two cells of a row"),
    "trades": ("ambiguous-alias", "a group known for other goods too"),
}
"""Evidence that a doubt is in itself; the others are doubts for want of support."""


NAMED_ALIKE = frozenset({"alias", "ordinary", "lower", "trades"})
"""Doubts that only evidence of the name's own kind settles: it is the make of the goods."""


def doubt_of(hit: Hit, printed: str, vendor: Vendor | None, common: frozenset[str]) -> str:
    """Return why `hit` is not enough alone; `""` where it is.

    Args:
        hit: The hit.
        printed: Its words.
        vendor: The vendor of its first name; `None` for a number or a trace.
        common: Everyday words.
    """
    if hit.trace is not None:
        return "telltale"
    if hit.parts:
        one = hit.parts[0]
        if one.number.strength < 3:
            return "part"
        return "uncertain part" if one.how == "confused" else ""
    if hit.form is None or vendor is None:
        return ""
    return (
        _doubt_of_name(hit, hit.form, vendor, common)
        or _doubt_of_case(hit.entries[0], printed, hit.form)
        or _doubt_of_form(hit, hit.form, common)
    )


def _doubt_of_name(hit: Hit, form: Form, vendor: Vendor, common: frozenset[str]) -> str:
    """Return what speaks against the name as the lists have it."""
    entry = hit.entries[0]
    doubtful = all(one.needs_context for one in hit.entries) or entry.kind is AliasKind.LEGAL
    if vendor.many_trades and doubtful and entry.kind is not AliasKind.PRODUCT_LINE:
        return "trades"
    everyday = entry.plain in common
    open_to_doubt = all(one.needs_context for one in hit.entries)
    named_alike = vendor.ambiguous and entry.kind is not AliasKind.LEGAL
    if everyday and (open_to_doubt or named_alike):
        return "ordinary"
    if open_to_doubt and _everybodys(entry, form):
        return "ordinary"
    if open_to_doubt:
        # "360" alone is a telephone number, an angle, a suite.
        return "ordinary" if entry.plain.isdigit() else "alias"
    if named_alike and len(entry.plain) <= SHORT and entry.plain.isascii():
        return "lower" if form.lower else "alias"
    return ""


def _everybodys(entry: Entry, form: Form) -> bool:
    """Whether a doubtful name is everybody's word as it is printed.

    "talkie" in small letters is no brand, and "G1" is every second room, zone and drawing.
    """
    spelt_small = form.lower and not entry.text.islower() and not form.disguised
    return spelt_small or (len(entry.plain) < SHORT and not entry.plain.isalpha())


def _doubt_of_case(entry: Entry, printed: str, form: Form) -> str:
    """Return what speaks against capitals or small letters."""
    written = form.disguised or _as_written(entry, printed, form)
    if (entry.acronym or entry.case_sensitive) and not written:
        return "alias" if printed.isupper() else "lower"
    if len(entry.plain) <= SHORT and entry.plain.isascii() and not form.disguised:
        if form.lower:
            return "lower"
        if printed.isupper() and not entry.text.isupper():
            return "alias"  # ISIC, the immediate superior in command, is no iSIC
    return ""


def _as_written(entry: Entry, printed: str, form: Form) -> bool:
    """Whether capitals stand as in the lists; breaks, wide letters and an l for an I aside."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", printed) if c.isalnum())
    own = "".join(c for c in entry.text if c.isalnum())
    if form.misread:
        letters = letters.replace("l", "I")
    return letters == own or (form.exact and letters.isupper() and own.isupper())


def _doubt_of_form(hit: Hit, form: Form, common: frozenset[str]) -> str:
    """Return what speaks against the form in which the name was met."""
    entry = hit.entries[0]
    if form.sounded:
        return "alias" if form.lower else ""
    if form.pieces and all(len(piece) < 2 or piece in common for piece in form.pieces):
        return "pieces"
    if form.cells:
        return "cells"
    recorded = entry.kind is AliasKind.MISSPELLING
    if hit.edits or recorded or (form.misread and len(entry.plain) < FIRM_LENGTH):
        return "misspelling"
    if _initials(entry.text) and entry.kind in {AliasKind.NAME, AliasKind.PRODUCT_LINE}:
        return "initials"
    return ""


def _initials(text: str) -> bool:
    """Whether a name is nothing but a few capitals: "AVIC", "ZTE"."""
    return text.isupper() and text.isalpha() and len(text) <= SHORT


def settled(
    doubt: str, hit: Hit, printed: str, support: list[Evidence], against: Evidence | None
) -> tuple[bool, bool, Evidence | None]:
    """Return (still needs context, weak, the doubt as evidence) after the surroundings spoke."""
    kinds = {one.kind for one in support}
    branded = "brand-of-goods" in kinds
    line = bool(hit.entries) and hit.entries[0].kind is AliasKind.PRODUCT_LINE
    # A column of makes holds makers: "Mavic" or "Osmo" in it is a firm of that name, no product
    # line of another, unless the goods beside it are of its kind.
    column = "column-make" in kinds and not line
    sure = "maker-nearby" in kinds or (column and (doubt != "trades" or branded))
    some = sure or branded or bool(kinds & {"product-context", "maker-elsewhere"})
    note = Evidence(*NOTES[doubt]) if doubt in NOTES else None
    if against is not None and not (branded and against.kind == "other-sense"):
        return not sure, True, note
    if doubt == "ordinary":
        named = branded and not printed.islower() and (not line or "line-number" in kinds)
        return not (sure or named), True, note
    if doubt == "initials":
        return not some, not (sure or "product-context" in kinds), note
    if doubt == "misspelling":
        firm = sure or (some and hit.edits < 2)
        return not (some or "goods-nearby" in kinds), not firm, note
    return not some, not sure, note


def outweighed(against: Evidence, support: list[Evidence]) -> bool:
    """Whether a name stands though something speaks against it.

    A make column does it, and where only words beside suggest another sense, the goods whose
    brand the name is.
    """
    kinds = {one.kind for one in support}
    soft = against.kind == "other-sense" and "brand-of-goods" in kinds
    return "column-make" in kinds or soft
