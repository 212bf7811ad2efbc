"""The words themselves as evidence: what was met, told to a person."""

from __future__ import annotations

from analyser.catalogue import AliasKind, Vendor
from analyser.finding import Evidence
from analyser.matching.hits import Hit
from analyser.matching.names import Entry
from analyser.matching.printed import Form

KINDS = {
    AliasKind.LEGAL: ("legal-name", "registered name"),
    AliasKind.NATIVE: ("native-name", "name in its own script"),
    AliasKind.PRODUCT_LINE: ("product-line", "product line"),
    AliasKind.MISSPELLING: ("misspelling-1", "misspelling on record of"),
}

NUMBERS = {3: "part-strong", 2: "part-medium", 1: "part-weak"}


def met(hit: Hit, vendor: Vendor | None, *, by_ocr: bool) -> Evidence:
    """Return the evidence of the words of `hit`; `vendor` is that of its first name."""
    if hit.trace is not None:
        return Evidence("telltale", f"{hit.trace.kind.replace('_', ' ')} {hit.trace.literal}")
    if hit.parts:
        number = hit.parts[0].number
        like = f" (as {number.grammar.examples[0]})" if number.grammar.examples else ""
        return Evidence(NUMBERS[number.strength], f"fits the maker's numbering{like}")
    entry = hit.entries[0]
    if hit.edits:
        if by_ocr:
            return Evidence("ocr-fold", f"read from a picture, near {entry.text!r}")
        edits = "one letter" if hit.edits == 1 else "two letters"
        return Evidence(f"misspelling-{hit.edits}", f"{edits} from {entry.text!r}")
    return _odd(entry, hit.form) or _plain(entry, vendor)


def _odd(entry: Entry, form: Form | None) -> Evidence | None:
    """Return the evidence of a name in another form than the lists have it."""
    if form is None:
        return None
    if form.sounded:
        return Evidence("native-name", f"{entry.text!r} by its sound, in another script")
    if not form.exact:
        kind = "folded-name" if form.disguised else "ocr-fold"
        return Evidence(kind, f"{entry.text!r} in letters that look alike")
    if form.disguised:
        return Evidence("folded-name", f"{entry.text!r}, disguised")
    if form.broken:
        return Evidence("split", f"{entry.text!r}, broken over lines or spaces")
    return None


def _plain(entry: Entry, vendor: Vendor | None) -> Evidence:
    if entry.native and entry.text.isascii():
        return Evidence("native-name", f"its own name, read out as {entry.text!r}")
    kind, words = KINDS.get(entry.kind, ("exact-name", "exact name"))
    recorded = entry.kind is AliasKind.MISSPELLING and vendor is not None
    return Evidence(kind, f"{words} {vendor.name if recorded and vendor else entry.text!r}")


def alias_of(hit: Hit) -> str:
    """Return the entry of the lists that was met."""
    if hit.trace is not None:
        return hit.trace.literal
    if hit.parts:
        grammar = hit.parts[0].number.grammar
        return grammar.examples[0] if grammar.examples else grammar.regex
    return hit.entries[0].text
