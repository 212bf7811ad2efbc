"""By which route a hit led to its maker."""

from __future__ import annotations

from analyser.catalogue import AliasKind
from analyser.finding import Route
from analyser.matching.hits import Hit
from analyser.matching.lineage import Led

NAME_ROUTES = {
    AliasKind.LEGAL: Route.LEGAL_NAME,
    AliasKind.PRODUCT_LINE: Route.PRODUCT_LINE,
    AliasKind.MISSPELLING: Route.MISSPELLING,
    AliasKind.NATIVE: Route.NATIVE_NAME,
}


def route_of(hit: Hit, way: Led, *, by_ocr: bool) -> Route:
    """Return the route by which `hit` led to its maker."""
    if hit.trace is not None:
        return Route.TELLTALE
    if hit.parts:
        # A reseller's own number says who sells the goods; who made them, the lists infer.
        return Route.REBRAND if way.chain and not way.owned else Route.PART_NUMBER
    return _route_of_form(hit, by_ocr=by_ocr) or _route_of_name(hit.entries[0].kind, way)


def _route_of_form(hit: Hit, *, by_ocr: bool) -> Route | None:
    form = hit.form
    if hit.edits:
        return Route.OCR if by_ocr else Route.MISSPELLING
    if form is not None and form.sounded:
        return Route.NATIVE_NAME
    if form is not None and (not form.exact or form.disguised):
        return Route.OCR if by_ocr or form.misread else Route.OBFUSCATED
    return Route.SPLIT if form is not None and form.broken else None


def _route_of_name(kind: AliasKind, way: Led) -> Route:
    if way.chain and kind not in {AliasKind.MISSPELLING, AliasKind.NATIVE}:
        return Route.SUBSIDIARY if way.owned else Route.REBRAND
    return NAME_ROUTES.get(kind, Route.NAME)
