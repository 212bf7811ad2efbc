"""The cells of a table's row, and what they say together: priced, struck out, mere upkeep."""

from __future__ import annotations

import re

from analyser.document import Layer
from analyser.judgement.cues import MAKE
from analyser.judgement.passages import Passage

Cells = tuple[tuple[str, str], ...]
"""(heading, text) of a row's cells."""

PRICE = re.compile(
    r"\b(?:price|rate|amount|cost|total)\b|[£$€₹]|\b(?:USD|GBP|EUR|AUD|CAD|NZD|INR|ZAR|KES|UGX|TZS|NGN|AED|SAR"
    r"|QAR|OMR|SGD|HKD|CHF|SEK|NOK|DKK|PLN|CZK|RON|HUF|TRY|BRL|MXN|Rs)\b",
    re.IGNORECASE,
)
"""A column of money: by its name, or by a currency."""
_MONEY = re.compile(r"[£$€]\s?[\d.,]+|\d{1,3}(?:[, ]?\d{3})*[.,]\d{2}")
_COUNT = re.compile(r"\b(?:qty|quantit\w+|no\.? off|nr|pcs)\b", re.IGNORECASE)
_COUNTED = re.compile(r"\d{1,4}\s?(?:no|nr|off|pcs|ea|each|units?)\.?|x\s?\d{1,4}", re.IGNORECASE)
_BAR = re.compile(r"\s*\|\s*")
_ZERO = re.compile(r"0+(?:[.,]0+)?(?:\s?[\w.]{1,5})?|nil|–|—", re.IGNORECASE)
_NIL = re.compile(
    r"(?:0+(?:[.,]0+)?|nil|none|–|—|-|x|n/?a"
    r"|(?:cancel|delet|withdraw|remov|omit|struck|void)\w*)?(?:\s?(?:[£$€%]|[A-Z]{3}))?",
    re.IGNORECASE,
)
_TAKEN_DOWN = re.compile(
    r"\W*(?:[\w.]{1,6}\s)?(?:take down|remov(?:e|al|ing)|strip(?:ping)?[- ]?out|dismantl\w+"
    r"|decommission\w*|dispos(?:e|al)|disconnect\w*|de-?install\w*|uninstall\w*|demolish\w*"
    r"|recycl\w+|relocat\w+"
    r"|(?:(?:preventive|planned|annual|corrective|routine|quarterly) )?maintenance\b(?! contract)"
    r"|servic(?:e|ing) of|health checks? of|credit for|trade[- ]?in|buy[- ]?back"
    r"|(?:support|repair)\w* (?:on|for|of|to) (?:the )?existing)\b",
    re.IGNORECASE,
)
_AND_NEW = re.compile(
    r"\b(?:install(?!ed)|supply|fit(?!ted)|new|replace\w* (?:with|by)|provide)\b", re.IGNORECASE
)


def row_cells(passage: Passage) -> Cells:
    """Return (heading, text) of the row's cells; bars split a row that came as one line."""
    if passage.cells:
        return passage.cells
    if passage.layer is Layer.TABLE or " | " in passage.text:
        return tuple(("", cell) for cell in _BAR.split(passage.text))
    return ()


def holds_nothing(cells: Cells) -> bool:
    """Tell whether a row's quantity and prices are nothing: one struck out keeps its row."""
    counts = [text.strip() for heading, text in cells if _COUNT.search(heading)]
    prices = [text.strip() for heading, text in cells if PRICE.search(heading)]
    if not counts or not prices:
        return False
    return all(map(_ZERO.fullmatch, counts)) and all(map(_NIL.fullmatch, prices))


def is_upkeep(cells: Cells) -> bool:
    """Tell whether a row is about work on what is there: "Take down dome | DS-2CD2342 | 18.00"."""
    return any(_TAKEN_DOWN.match(text) and not _AND_NEW.search(text) for _, text in cells)


def is_priced(cells: Cells) -> bool:
    """Tell whether a price stands beside the name."""
    return any(
        MAKE not in text
        and any(letter.isdigit() for letter in text)
        and (PRICE.search(heading) or _MONEY.fullmatch(text.strip()))
        for heading, text in cells
    )


def row_evidence(passage: Passage) -> tuple[tuple[str, str], ...]:
    """Return (kind, words) of what the row says of the goods: a price, a quantity."""
    found = []
    for heading, text in row_cells(passage):
        if MAKE in text or not any(letter.isdigit() for letter in text):
            continue
        if PRICE.search(heading) or _MONEY.fullmatch(text.strip()):
            found.append(("price-on-row", f"a price on the row ({text.strip()})"))
        elif _COUNT.search(heading) or _COUNTED.fullmatch(text.strip()):
            found.append(("quantity-on-row", f"a quantity on the row ({text.strip()})"))
    return tuple(dict(found).items())
