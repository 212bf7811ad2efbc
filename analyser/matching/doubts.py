"""Which hits are enough alone, and why the others are not."""

from __future__ import annotations

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
}
"""Evidence that a doubt is in itself; the others are doubts for want of support."""


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
    everyday = entry.plain in common
    open_to_doubt = all(one.needs_context for one in hit.entries)
    named_alike = vendor.ambiguous and entry.kind is not AliasKind.LEGAL
    if everyday and (open_to_doubt or named_alike):
        return "ordinary"
    if open_to_doubt:
        # "360" alone is a telephone number, an angle, a suite.
        return "ordinary" if entry.plain.isdigit() else "alias"
    if named_alike and len(entry.plain) <= SHORT and entry.plain.isascii():
        return "lower" if form.lower else "alias"
    return ""


def _doubt_of_case(entry: Entry, printed: str, form: Form) -> str:
    """Return what speaks against capitals or small letters."""
    if (entry.acronym or entry.case_sensitive) and printed != entry.text and not form.disguised:
        return "alias" if printed.isupper() else "lower"
    if len(entry.plain) <= SHORT and entry.plain.isascii() and not form.disguised:
        if form.lower:
            return "lower"
        if printed.isupper() and not entry.text.isupper():
            return "alias"  # ISIC, the immediate superior in command, is no iSIC
    return ""


def _doubt_of_form(hit: Hit, form: Form, common: frozenset[str]) -> str:
    """Return what speaks against the form in which the name was met."""
    entry = hit.entries[0]
    if form.pieces and all(len(piece) < 2 or piece in common for piece in form.pieces):
        return "pieces"
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
    doubt: str, edits: int, support: list[Evidence], against: Evidence | None
) -> tuple[bool, bool, Evidence | None]:
    """Return (still needs context, weak, the doubt as evidence) after the surroundings spoke."""
    kinds = {one.kind for one in support}
    sure = bool(kinds & {"column-make", "maker-nearby"})
    some = sure or bool(kinds & {"product-context", "maker-elsewhere"})
    note = Evidence(*NOTES[doubt]) if doubt in NOTES else None
    if doubt == "ordinary" or against is not None:
        return not sure, True, note
    if doubt == "initials":
        return not some, not (sure or "product-context" in kinds), note
    if doubt == "misspelling":
        firm = sure or (some and edits < 2)
        return not (some or "goods-nearby" in kinds), not firm, note
    return not some, not sure, note
