"""RTF broken into groups, words, characters and bytes."""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|"
    rb"([^\\{}\r\n]+)|[\r\n]+|\\$"
)

CHARSETS = {
    77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437", 254: "cp437",
}  # fmt: skip
"""The code page of a font by its `\\fcharset`; 0 and 1 are the document's own."""

SPECIAL = {
    "par": "\n\n", "sect": "\n\n", "page": "\n\n", "column": "\n\n", "line": "\n", "softline": "\n",
    "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
SYMBOLS = {
    "~": "\u00a0",
    "_": "-",
    "-": "",
    "\n": "\n\n",
    "\r": "\n\n",
    "\\": "\\",
    "{": "{",
    "}": "}",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of RTF."""

    kind: str
    """`open`, `close`, `word`, `byte`, `text`, `symbol`, `star`, `binary`."""

    name: str = ""
    number: int | None = None
    raw: bytes = b""


def tokens(content: bytes) -> Iterator[Token]:
    """Yield the tokens of `content`; bytes that fit nothing are passed over."""
    position = 0
    while match := TOKEN.search(content, position):
        position = match.end()
        word, number, code, symbol, brace, text = match.groups()
        if word is not None:
            value = int(number) if number else None
            name = word.decode("ascii")
            if name == "bin" and value and value > 0:
                yield Token("binary", raw=content[position : position + value])
                position += value
            else:
                yield Token("word", name, value)
        elif code is not None:
            yield Token("byte", raw=bytes([int(code, 16)]))
        elif symbol is not None:
            yield Token("star") if symbol == b"*" else Token("symbol", symbol.decode("latin-1"))
        elif brace is not None:
            yield Token("open" if brace == b"{" else "close")
        elif text is not None:
            yield Token("text", raw=text)


def unhexed(captured: bytes) -> bytes:
    """Return the bytes that `captured` spells in hexadecimal digits."""
    digits = re.sub(rb"[^0-9a-fA-F]", b"", captured)
    try:
        return binascii.unhexlify(digits[: len(digits) // 2 * 2])
    except binascii.Error:
        return b""


def codec_named(name: str, default: str) -> str:
    """Return the codec of a code page, `default` where there is none."""
    if name == "cp65001":
        return "utf-8"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return default
