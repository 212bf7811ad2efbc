"""Words that a web page keeps in its scripts, styles and attributes, and its browser may show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml import etree

from analyser.document import Block, Layer

DESCRIPTIONS = ("alt", "title", "aria-label", "aria-description", "summary", "label", "alttext")
LITERAL = re.compile(r"\"((?:[^\"\\\n]|\\.){3,300})\"|'((?:[^'\\\n]|\\.){3,300})'")
CONTENT = re.compile(r"content\s*:\s*(?:\"([^\"\n]{2,300})\"|'([^'\n]{2,300})')")
# What a person would be shown begins with a capital or has words; the rest are names of the code.
SHOWN = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}|^[^\w<]*[A-Z\u00c0-\U0010ffff][^\W_]{2,}")
CODE = re.compile(r"[{}=;<>\\|]|\w\(|^[A-Z_]+$")
LONGEST = 200_000  # letters of a script; a longer one is a library
MANY = 500
OFFICE = re.compile(
    r"<o:(Company|Author|LastAuthor|Manager|Title|Subject|Keywords|Description|Category)>([^<]+)"
)


def script_words(element: etree._Element) -> Iterator[Block]:
    """Yield what a `script` may write on the page or tells search engines."""
    text = element.text or ""
    if "json" in (element.get("type") or ""):
        yield from _of_json(text)
        return
    if len(text) > LONGEST:
        return
    found = (one or other for one, other in LITERAL.findall(text))
    shown = (word.strip() for word in found if SHOWN.search(word) and not CODE.search(word))
    for number, word in enumerate(dict.fromkeys(shown)):
        if number >= MANY:
            return
        yield Block(word, Layer.HIDDEN, where="Script of the page")


def _of_json(text: str) -> Iterator[Block]:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return
    waiting, told = [held], 0
    while waiting and told < MANY:
        one = waiting.pop(0)
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str) and any(letter.isalpha() for letter in one):
            told += 1
            yield Block(" ".join(one.split()), Layer.METADATA, where="Data of the page")


def style_words(text: str) -> Iterator[Block]:
    """Yield what a style puts before or behind elements."""
    for one, other in CONTENT.findall(text):
        if any(letter.isalpha() for letter in one or other):
            yield Block(one or other, Layer.BODY, where="Style of the page")


def office_properties(comment: str) -> Iterator[Block]:
    """Yield the properties that office programs leave in a page's comments."""
    for name, text in OFFICE.findall(comment):
        yield Block(text.strip(), Layer.METADATA, where=f"Document property {name.lower()}")


def attribute_words(element: etree._Element) -> Iterator[Block]:
    """Yield the descriptions of an element, and the data that it carries."""
    for key, value in element.attrib.items():
        name, text = str(key), " ".join(str(value).split())
        if name in DESCRIPTIONS and text:
            yield Block(text, Layer.ALT_TEXT, where="Picture or element description")
        elif name.startswith("data-") and SHOWN.search(text) and not CODE.search(text):
            yield Block(text[:300], Layer.METADATA, where=f"Attribute {name}")
