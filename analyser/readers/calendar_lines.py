"""Calendars and visiting cards, whose lines are folded at seventy-five letters."""

from __future__ import annotations

import quopri
import re


def unfolded(text: str) -> str:
    """Return a calendar or a visiting card with its folded lines in one piece, and decoded."""
    lines = re.sub(r"\r?\n[ \t]|=\r?\n", "", text).splitlines()
    for number, line in enumerate(lines):
        if "ENCODING=QUOTED-PRINTABLE" in line.upper():
            raw = quopri.decodestring(line.partition(":")[2].encode("utf-8", "replace"))
            lines[number] = f"{line.partition(':')[0]}:{raw.decode('utf-8', 'replace')}"
    return "\n".join(lines)
