"""What a message carries outside of its parts, and files written into its text."""

from __future__ import annotations

import binascii
import contextlib
import re
from collections.abc import Iterator
from email.message import Message

USUAL = re.compile(r"(?i)^this is an? .{0,40}mime|^your mail reader does not|^--\S*$")
UUENCODED = re.compile(
    r"^begin [0-7]{3,4} (\S.*)\n((?:[!-`][ -`]*\n)+?)`?\s*\n?end\b", re.MULTILINE
)


def outside(message: Message) -> Iterator[str]:
    """Yield what stands before the first part and behind the last, beyond the usual remark."""
    for part in message.walk():
        for text in (part.preamble, part.epilogue):
            words = " ".join((text or "").split())
            if words and not USUAL.search(words):
                yield words


def uuencoded(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the files that a message of old times carries in its text."""
    for match in UUENCODED.finditer(text):
        pieces = []
        with contextlib.suppress(binascii.Error):
            pieces += [binascii.a2b_uu(line) for line in match[2].split()]
        if pieces:
            yield match[1].strip(), b"".join(pieces)
