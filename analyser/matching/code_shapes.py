"""What a maker's code looks like, and what only looks like one.

Shape alone names nobody. It is asked for where the maker's name stands beside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyser.matching.surroundings import vocabulary

CODE = re.compile(
    r"(?<![\w.@/+-])(?=[\w./+-]{0,32}\d)(?=[\w./+-]{0,32}[A-Za-z])"
    r"[A-Za-z0-9]{1,16}(?:[-/.+_][A-Za-z0-9]{1,16}){0,5}\+?(?![\w@])"
)
SHORTEST = 4  # letters and digits; "A4", "5G" and "M12" are everybody's
PROSE = re.compile(r"[a-z]{3}")  # "8-channel", "IP67-rated": words with a figure, no codes

NO_CODE = re.compile(
    # Measures and counts: 4MP, 12VDC, 1080p, 3840x2160, 802.11ax.
    r"\d+(?:[.,/]\d+)*(?:[A-Z]{1,5})?|\d+[xX]\d+[A-Z]{0,3}|802\.\w+"
    # Dates: 12-Nov-2026, 2026.
    r"|\d{1,4}[-/.][A-Z]{3,9}[-/.]\d{2,4}"
    # Standards, protocols, sizes, classes.
    r"|(?:ISO|IEC|EN|BS|DIN|ANSI|IEEE|ITU|RFC|CAT|NEMA|UL|ASTM|NF|PAS|TS|NFPA|EIA|TIA|MIL|STD|FIPS|"
    r"SHA|AES|TLS|SSL|WPA|WPA2|MPEG|JPEG|RJ|RS|USB|HDMI|DDR|PCI|PCIE|SATA|NVME|UTF|LTE|WIFI|ONVIF|"
    r"CVE|CWE|ECCN|EAR|NDAA|FAR|DFARS|CFR|USC|PL|SEC|GDPR|COVID|ATEX|IP|IK|EN54|LPS|PSTI|PD)"
    r"(?:[-/. ]?[A-Z]{0,4})?[-/. ]?\d[\d./:-]*[A-Z]{0,2}(?:-\d+)*"
    r"|H\.?26[45]\+?|G\.?7\d\d|[A-Z]\d{1,2}|SHA-?\d+|MIL-STD-.*"
    # References of the paper itself: orders, invoices, lots, drawings, quarters.
    r"|(?:PO|RFQ|RFP|RFI|ITT|ITB|PQQ|SOW|REF|LOT|NO|REV|VER|FY|CRN|VAT|TIN|INV|QU|QTE|DRG|DWG|SN|"
    r"REQ|TQ|CQ|RFT|NIT|UEI|DUNS|NAICS|CPV|PSC|FSC|NSN)[-/. :]?\d.*",
    re.IGNORECASE,
)

FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|csv|zip|jpe?g|png|com|net|org|co|cn|eu|uk)$", re.I)


def is_code(text: str) -> bool:
    """Whether `text` looks like a maker's code: letters with digits, no measure or standard."""
    letters = [char for char in text if char.isalnum()]
    return (
        len(letters) >= SHORTEST
        and not PROSE.search(text)
        and NO_CODE.fullmatch(text) is None
        and FILE.search(text) is None
        and CODE.fullmatch(text) is not None
    )


def codes_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the codes of `text` stand."""
    for match in CODE.finditer(text):
        if is_code(match.group()):
            yield match.span()


def only_labels(text: str) -> bool:
    """Whether `text`, between a name and a code, only says that a code of the name's follows.

    Words for goods, "model", "part no." and measures do; a verb, a comma, an "and" do not.
    """
    words = re.split(r"[\s:#()®™\u00a0–-]+", ANNOUNCED.sub(" ", text, count=1))
    told = vocabulary()
    return len(text) <= FURTHEST and all(
        not word
        or word.rstrip(".").casefold() in told.labels
        or NO_CODE.fullmatch(word) is not None
        or told.any_goods.fullmatch(word) is not None
        for word in words
    )


ANNOUNCED = re.compile(r",(?=\s*(?:model|part|type|code|p/?n)\b)", re.IGNORECASE)
"""A comma that the word for a code follows: "a Huawei router, model E5186"."""

FURTHEST = 48
"""Characters between a name and its code."""
