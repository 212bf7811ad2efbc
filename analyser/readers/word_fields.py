"""What the instruction of a Word field says: addresses it leads to, words that it keeps back."""

from __future__ import annotations

import re
from collections.abc import Iterator

LINK_FIELD = re.compile(
    r'\b(?:HYPERLINK|INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|LINK|IMPORT)\b\s*(?:\\l\s*)?"?([^"]*)"?'
)
# The words of these are arguments, quoted or not; those of other fields only where quoted.
WORDY_FIELDS = frozenset(
    ("addin", "ask", "autotext", "autotextlist", "comments", "database", "docproperty",
     "docvariable", "fillin", "gotobutton", "info", "keywords", "macrobutton", "mergefield",
     "private", "quote", "rd", "set", "subject", "tc", "title", "xe")
)  # fmt: skip
PICTURE_SWITCH = re.compile(r'\\[@#*]\s*(?:"[^"]*"|\S+)')
SWITCH = re.compile(r"\\\w+\b")
QUOTED = re.compile(r'"([^"]*)"')
LETTERS = re.compile(r"[^\W\d_]{2,}")

SYMBOL_FONTS = ("wingdings", "webdings", "symbol", "marlett", "dingbat", "opensymbol")


def addresses(instruction: str) -> list[str]:
    """Return the addresses that a field leads to."""
    return [one.strip() for one in LINK_FIELD.findall(instruction) if one.strip()]


def kept_words(instruction: str) -> Iterator[str]:
    """Yield the words of a field that its result need not show: `IF a = b "this" "that"`."""
    plain = PICTURE_SWITCH.sub(" ", instruction.replace("\u201c", '"').replace("\u201d", '"'))
    kind, _, rest = plain.strip().partition(" ")
    if kind.lower() in WORDY_FIELDS:
        texts = [SWITCH.sub(" ", rest.replace('"', " "))]
    else:
        texts = [text for text in QUOTED.findall(plain) if text.strip() not in addresses(plain)]
    for text in texts:
        words = " ".join(text.split())
        if LETTERS.search(words):
            yield words


def symbol(code: str, font: str) -> str:
    """Return the letter of a font of letters that is written as a symbol, `""` for a picture."""
    if not font or any(name in font.lower() for name in SYMBOL_FONTS):
        return ""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if 0xF000 <= number <= 0xF0FF:
        number -= 0xF000
    return chr(number) if 0x20 <= number < 0xD800 else ""
