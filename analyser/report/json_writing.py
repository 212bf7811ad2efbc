"""JSON in pieces: of a long list one item is held as a mapping at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def text(content: Any) -> bytes:
    """Return `content` as JSON; some twenty times faster than by the standard library."""
    from pydantic_core import PydanticSerializationError, to_json

    try:
        return to_json(content, indent=1, inf_nan_mode="null")
    except (PydanticSerializationError, UnicodeEncodeError):  # halves of surrogate pairs
        plain = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
        return plain.encode("utf-8", "replace")


def pieces(head: Mapping[str, Any], lists: Mapping[str, Iterable[Any]]) -> Iterator[bytes]:
    """Yield the mapping of `head` and then of `lists` as JSON, as `text` would write it."""
    yield text(head).removesuffix(b"\n}")
    for name, items in lists.items():
        yield f',\n "{name}": ['.encode()
        comma = b""
        for item in items:
            # No line ends inside a JSON string, so that these are all between tokens.
            yield comma + b"\n  " + text(item).replace(b"\n", b"\n  ")
            comma = b","
        yield b"\n ]" if comma else b"]"
    yield b"\n}\n"
