"""Where something stands, in words, and what stands there, fit to be quoted.

Apart because the page, the letter and the workbook name a place in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from analyser.dossier import BillLine, Citation, Pack
from analyser.finding import Assessment, Judged
from analyser.report.wording import Words

LONGEST_QUOTE = 300

MOST_PLACES = 8
"""Of one product in one document: a price list may hold it on every page."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place that can be turned to."""

    path: str
    page: int
    """0 where the format has no pages."""

    where: str


def place_of(path: str, page: int | None, where: str) -> Place:
    """Return the place; "page 3" beside page 3 says nothing more."""
    same = page is not None and where.casefold() == f"page {page}"
    return Place(path, page or 0, "" if same else where)


def line_place(line: BillLine) -> Place:
    """Return where a line of the bill of makers stands."""
    return place_of(line.path, line.line.page, line.line.where)


def cited_place(citation: Citation) -> Place:
    """Return where `citation` stands."""
    return place_of(citation.path, citation.page, citation.where)


def within(path: str, pack: Pack) -> str:
    """Return `path` as the bidder knows it: without the folder or archive of the tender."""
    for mark in ("!/", "/"):
        if path.startswith(f"{pack.name}{mark}"):
            return path[len(pack.name) + len(mark) :]
    return path


def place_words(path: str, page: int | None, where: str, words: Words) -> str:
    """Return "bid.pdf, page 3 (Table 2, row 4)", as far as there is such a place."""
    spot = spot_words(place_of(path, page, where), words)
    return words("ask.place", document=path, spot=spot) if spot else path


def places_words(places: Iterable[Place], words: Words) -> str:
    """Return all `places`, each document and page named once, the first places of each."""
    by_document: dict[str, dict[int, list[str]]] = {}
    for place in dict.fromkeys(places):
        spots = by_document.setdefault(place.path, {}).setdefault(place.page, [])
        spots.append(words.where(place.where))
    told = []
    for path, pages in by_document.items():
        spots = [spot for page, wheres in pages.items() for spot in _page(page, wheres, words)]
        shown = spots[:MOST_PLACES]
        if len(spots) > MOST_PLACES:
            shown.append(words("ask.more_places", count=words.number(len(spots) - MOST_PLACES)))
        told.append(words("ask.place", document=path, spot=", ".join(shown)) if shown else path)
    return "; ".join(told)


def _page(page: int, wheres: list[str], words: Words) -> list[str]:
    """Return the places on one page as one, or those of a format without pages."""
    if not page:
        return [each for each in wheres if each]
    named = [each or words("ask.running") for each in wheres]
    if named == [words("ask.running")]:
        return [words("ask.page", page=page)]
    return [words("ask.page_where", page=page, where="; ".join(named))]


def spot_words(place: Place, words: Words) -> str:
    """Return the place without its document: "page 3 (Table 2, row 4)"."""
    return ", ".join(_page(place.page, [words.where(place.where)], words))


def citation_words(citation: Citation, words: Words) -> str:
    """Return where `citation` stands, in words."""
    return place_words(citation.path, citation.page, citation.where, words)


def mention_place(assessment: Assessment, judged: Judged, words: Words) -> str:
    """Return where `judged` stands, in words."""
    return place_words(assessment.path, judged.page, judged.where, words)


def quoted(text: str) -> str:
    """Return `text` on one line and short enough to be quoted in a question."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"


REMARK = re.compile(r"\s+\((?=[^()]*\s)[^()]*(?:\([^()]*\)[^()]*)*\)")
"""Words in brackets: "(connected person)". "(1)" and "(c.54)" belong to a citation."""


def bare(citation: str) -> str:
    """Return `citation` without the remarks in it, which are written for the buyer."""
    return REMARK.sub("", citation)
