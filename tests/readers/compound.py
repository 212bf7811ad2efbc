"""A writer of small compound (OLE) files for the tests."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
PIECE = 64
SMALL = 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = Mapping[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """Return a compound file with these streams and storages."""
    entries: list[list[object]] = [["Root Entry", 5, FREE, b"", FREE]]
    _fill(entries, 0, tree)
    chains: list[int] = []
    small_chains: list[int] = []
    body, small, starts = b"", b"", [END]
    for _, kind, _, content, _ in entries[1:]:
        assert isinstance(content, bytes)
        if kind == 2 and 0 < len(content) < SMALL:
            starts.append(_chained(small_chains, content, PIECE))
            small += _padded(content, PIECE)
        elif kind == 2 and content:
            starts.append(_chained(chains, content, SECTOR))
            body += _padded(content, SECTOR)
        else:
            starts.append(END)
    entries[0][3] = small
    if small:
        starts[0] = _chained(chains, small, SECTOR)
        body += _padded(small, SECTOR)
    small_table = struct.pack(f"<{len(small_chains)}I", *small_chains)
    first_small = _chained(chains, small_table, SECTOR) if small else END
    body += _padded(small_table, SECTOR, b"\xff")
    directory = b"".join(_entry(entry, start) for entry, start in zip(entries, starts, strict=True))
    first_entry = _chained(chains, directory, SECTOR)
    body += _padded(directory, SECTOR)
    count = -(-(len(chains) + 2) // 127)
    places = [len(chains) + number for number in range(count)]
    chains += [FAT] * count
    fat = _padded(struct.pack(f"<{len(chains)}I", *chains), SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIII", 0x3E, 3, 0xFFFE, 9, 6, 0, count, first_entry)
    head += struct.pack("<IIIIII", 0, SMALL, first_small, len(small_table) // 512 + 1, END, 0)
    head += struct.pack("<109I", *(places + [FREE] * (109 - len(places))))
    return head + body + fat


def _padded(content: bytes, size: int, filling: bytes = b"\0") -> bytes:
    return content.ljust(-(-len(content) // size) * size, filling)


def _chained(chains: list[int], content: bytes, size: int) -> int:
    start, count = len(chains), -(-len(content) // size)
    chains += [*range(start + 1, start + count), END]
    return start


def _entry(entry: list[object], start: int) -> bytes:
    name, kind, child, content, right = entry
    assert isinstance(name, str)
    assert isinstance(content, bytes)
    raw = (name + "\0").encode("utf-16-le")
    places = struct.pack("<HBBIII36x", len(raw), kind, 1, FREE, right, child)
    return raw.ljust(64, b"\0") + places + struct.pack("<IQ", start, len(content))


def _fill(entries: list[list[object]], parent: int, tree: Tree) -> None:
    """Append the entries of `tree`; neighbours hang on each other to the right."""
    before = -1
    for name, held in sorted(tree.items(), key=lambda one: (len(one[0]), one[0].upper())):
        number = len(entries)
        if before < 0:
            entries[parent][2] = number
        else:
            entries[before][4] = number
        content = held if isinstance(held, bytes) else b""
        entries.append([name, 2 if isinstance(held, bytes) else 1, FREE, content, FREE])
        if not isinstance(held, bytes):
            _fill(entries, number, held)
        before = number


def native(name: str, content: bytes) -> bytes:
    """Return an `Ole10Native` stream that wraps a file."""
    label = name.encode() + b"\0"
    inner = b"\2\0" + label + label + b"\0\0\3\0" + struct.pack("<I", len(label)) + label
    inner += struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(inner)) + inner
