"""Words that head the columns of tables: in bills, schedules, registers, logs and lists.

They only help to find the heading row; a table without them is judged by its form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

COLUMN_WORDS = re.compile(
    r"(?i)\b(?:(?:item|no|nr|ref(?:erence)?|id|line|pos(?:ition)?|lot|description|make|maker|brand|"
    r"manufacturer|vendor|supplier|producer|oem|model|type|part|article|sku|code|product|"
    r"quantity|qty|unit|rate|price|cost|amount|total|sum|value|location|site|room|area|remark|"
    r"note|comment|question|answer|response|requirement|clause|date|year|name|status|"
    r"condition|action|specification|country|origin|component|equipment|asset|owner|currency)"
    r"(?:s|es)?|quantities|countries|"
    r"hersteller|marke|fabrikat|typ|menge|anzahl|preis|einzelpreis|bezeichnung|"
    r"fabricant|marque|modèle|quantité|prix|désignation|"
    r"fabricante|marca|modelo|cantidad|precio|descripción|quantidade|preço|descrição|"
    r"produttore|modello|quantità|prezzo|descrizione|fabrikant|merk|aantal|prijs|omschrijving|"
    r"producent|nazwa|ilość|cena|wartość|výrobce|název|množství|počet|producător|denumire|"
    r"cantitate|preț|gamintojas|pavadinimas|kiekis|kaina|tillverkare|antal|valmistaja|määrä|hinta)\b"
)
"""A cell with one of these may well head a column."""

LIKELY_WORDS = re.compile(
    r"(?i)\b(?:system|service|module|category|group|option|company|compan(?:y|ies)|firm|bidder|"
    r"tenderer|contractor|client|customer|project|contact|period|serial|firmware|licen[cs]e|"
    r"software|version|reason|why|approved|accepted|acceptable|permitted|compliant|comply|"
    r"compliance|confirmed|offered|proposed|supplied|specified|required|existing|current|new|"
    r"installed|present|replaced|removed|replacement|alternative|score|weight|mark|risk|"
    r"likelihood|impact|mitigation|role|task|content|audience|hours?|days?|duration|person|"
    r"page|section|chapter|topic|subject|document|drawing|rev(?:ision)?|issue|feature|"
    r"function|parameter|standard|certificate|test|result|method|capacity|size|colour|"
    r"number|details?|uom|net|device|title|warranty|delivery|criteri(?:on|a)|evidence|catalog(?:ue)?|usd|gbp|eur|aud|inr|zar|kes|aed|sgd|cad|chf|pln|czk|sek)s?\b"
)
"""A row of such cells alone may head its columns, one of them proves nothing."""


def surely_named(texts: Sequence[str]) -> int:
    """Return how many of the cells `texts` are named as hardly anything but columns are."""
    return sum(bool(COLUMN_WORDS.search(text)) for text in texts)


def named_cells(texts: Sequence[str]) -> int:
    """Return how many of the cells `texts` are named like columns; 0 where none surely is.

    Of words that also stand in forms ("Company: Acme") a table of three columns is enough, or a
    row that holds nothing else.
    """
    sure = surely_named(texts)
    likely = sum(bool(COLUMN_WORDS.search(text) or LIKELY_WORDS.search(text)) for text in texts)
    forms = any(text.rstrip().endswith(":") for text in texts)
    if likely > sure and not forms and (len(texts) > 2 or likely == len(texts)):
        return likely
    return sure
