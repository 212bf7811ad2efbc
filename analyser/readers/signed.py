"""Signed messages (PKCS#7): the content inside, without checking the signature."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from analyser.errors import LockedError, ReadingError

SIGNED = bytes.fromhex("2a864886f70d010702")
DATA = bytes.fromhex("2a864886f70d010701")
ENVELOPED = (bytes.fromhex("2a864886f70d010703"), bytes.fromhex("2a864886f70d010917"))
OBJECT, OCTETS, SEQUENCE, CONTEXT_0 = 0x06, 0x04, 0x30, 0xA0
DETACHED = "a signature alone, without the document it signs; ask for the signed document"
DEEP = 12


def signed_content(content: bytes) -> bytes:
    """Return what a PKCS#7 message carries.

    `LockedError` where it is encrypted, `ReadingError` where it carries nothing or is damaged.
    """
    if content.lstrip().startswith(b"-----BEGIN"):
        body = re.sub(rb"-----[^-]+-----", b"", content)
        try:
            content = base64.b64decode(body)
        except binascii.Error as error:
            msg = "a damaged signed message; ask for it again"
            raise ReadingError(msg) from error
    kind = _first_object(content)
    if kind in ENVELOPED:
        msg = "encrypted for its receiver; open it with the receiver's key and scan the content"
        raise LockedError(msg)
    if kind != SIGNED:
        msg = "a cryptographic message of another kind; open it by hand"
        raise ReadingError(msg)
    inner = _after_data(content, 0)
    if not inner:
        raise ReadingError(DETACHED)
    return inner


def _elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield tag and value of the BER elements that follow each other in `content`."""
    position = 0
    while position + 2 <= len(content):
        tag = content[position]
        length, start = _length(content, position + 1)
        if length is None:  # indefinite: everything up to two zero bytes, which are elements too
            yield tag, content[start:]
            return
        if tag == 0 and length == 0:
            return
        yield tag, content[start : start + length]
        position = start + length


def _length(content: bytes, position: int) -> tuple[int | None, int]:
    first = content[position]
    if first < 0x80:
        return first, position + 1
    if first == 0x80:
        return None, position + 1
    size = first & 0x7F
    return int.from_bytes(content[position + 1 : position + 1 + size], "big"), position + 1 + size


def _first_object(content: bytes) -> bytes:
    for tag, value in _elements(content):
        if tag == OBJECT:
            return value
        return _first_object(value) if tag == SEQUENCE else b""
    return b""


def _after_data(content: bytes, depth: int) -> bytes:
    """Return the octets that follow the object identifier of plain data."""
    if depth > DEEP:
        return b""
    seen = False
    for tag, value in _elements(content):
        if tag == OBJECT:
            seen = value == DATA
        elif seen and tag == CONTEXT_0:
            return _octets(value, depth)
        elif tag & 0x20:
            found = _after_data(value, depth + 1)
            if found:
                return found
    return b""


def _octets(content: bytes, depth: int) -> bytes:
    """Return the octet strings in `content` joined: long ones come in pieces."""
    parts: list[bytes] = []
    if depth > DEEP:
        return b""
    for tag, value in _elements(content):
        if tag == OCTETS:
            parts.append(value)
        elif tag & 0x20:
            parts.append(_octets(value, depth + 1))
    return b"".join(parts)
