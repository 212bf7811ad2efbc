"""Names of output files made from the names of tenders and documents.

Apart because a name from a hostile archive must neither leave the output folder nor collide.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST = 80  # Windows counts 260 for the whole path

# Reserved on Windows whatever the ending.
_DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"com{n}" for n in range(10)),
    *(f"lpt{n}" for n in range(10)),
}


def file_name(name: str, taken: set[str], ending: str) -> str:
    """Return a safe, unused file name for `name` and remember it in `taken`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    stem = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:LONGEST].strip("-")
    if not stem or stem in _DEVICES:
        stem = f"tender-{stem}".rstrip("-")
    chosen = stem
    if chosen + ending in taken:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
        chosen = f"{stem}-{digest[:8]}"
    number = 2
    while chosen + ending in taken:
        chosen = f"{stem}-{number}"
        number += 1
    taken.add(chosen + ending)
    return chosen + ending
