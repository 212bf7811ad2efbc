"""Documents and assessments to bytes and back: compressed JSON, never pickle.

A ledger may be shared or sent; unpacking one must not be able to run code.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")

LEVEL = 3
"""Of 9: nearly the size of 6 on text with places, at three times its speed."""

PLAIN, SURROGATES = b"J", b"S"
"""First byte: how the JSON inside was written."""


_adapters: dict[str, TypeAdapter[Any]] = {}


def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Return the adapter of a noun, made once: making one takes longer than using it."""
    # Readers and runs without a ledger pack nothing, and are spared the loading.
    from pydantic import TypeAdapter

    name: str = kind.__qualname__
    if name not in _adapters:
        _adapters[name] = TypeAdapter(kind)
    return _adapters[name]


def pack(value: Any) -> bytes:
    """Return `value`, one of our nouns, as bytes; fields at their defaults are left out."""
    from pydantic_core import PydanticSerializationError

    adapter = _adapter(type(value))
    try:
        text, mark = adapter.dump_json(value, exclude_defaults=True), PLAIN
    except (PydanticSerializationError, UnicodeEncodeError):
        # Broken files hold halves of surrogate pairs; they are kept, not mended.
        plain = adapter.dump_python(value, exclude_defaults=True)
        text, mark = json.dumps(plain).encode("ascii"), SURROGATES
    return mark + zlib.compress(text, LEVEL)


def unpack(kind: type[T], content: bytes) -> T:
    """Return the `kind` that was packed as `content`.

    Raises:
        ValueError: the bytes are none.
    """
    try:
        text = zlib.decompress(content[1:])
    except zlib.error as error:
        msg = f"damaged content ({error})"
        raise ValueError(msg) from error
    if content[:1] == SURROGATES:
        return cast(T, _adapter(kind).validate_python(json.loads(text)))
    return cast(T, _adapter(kind).validate_json(text))


def texts(content: bytes) -> list[tuple[str, bool]]:
    """Return text of each block of a packed document, and whether it is a quiet one.

    The rest of it is not unpacked.

    Raises:
        ValueError: the bytes are none.
    """
    try:
        blocks = json.loads(zlib.decompress(content[1:])).get("blocks", ())
    except zlib.error as error:
        msg = f"damaged content ({error})"
        raise ValueError(msg) from error
    return [(block.get("text", ""), block.get("quiet", False)) for block in blocks]
