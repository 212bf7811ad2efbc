"""What an Excel 97 file holds beside its workbook: objects, properties, macros."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field

from analyser.document import Block, Layer
from analyser.errors import ReadingError
from analyser.readers.embedded import native

PROPERTIES = {
    "\x05summaryinformation": {2: "title", 3: "subject", 4: "author", 5: "keywords",
                               6: "comments", 8: "last author"},
    "\x05documentsummaryinformation": {2: "category", 14: "manager", 15: "company"},
}  # fmt: skip
MANY = 200  # properties of one set: a count is only a claim
WRAPPED = ("\x01ole10native", "package", "contents")
SILENT = ("\x01compobj", "\x01ole", "\x03objinfo", "\x03linkinfo", "\x01olelink")


@dataclass(slots=True)
class OleStreams:
    """The parts of one compound file that are read."""

    books: list[bytes] = field(default_factory=list)
    objects: list[tuple[str, bytes]] = field(default_factory=list)
    """Name and content of each embedded file."""

    opaque: list[str] = field(default_factory=list)
    """Embedded objects that cannot be taken out."""

    properties: list[Block] = field(default_factory=list)
    macros: bool = False


def ole_streams(content: bytes) -> OleStreams:
    """Take apart the compound file in `content`; a damaged one gives what it gives."""
    import olefile

    found = OleStreams()
    if not content.startswith(b"\xd0\xcf\x11\xe0"):
        found.books.append(content)
        return found
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            _take(container, found)
    except Exception:  # noqa: BLE001 - a fuzzed container breaks olefile in many ways
        found.opaque.append("in a damaged part of the file")
    return found


def _take(container: object, found: OleStreams) -> None:
    inside: dict[str, dict[str, list[str]]] = {}
    for entry in container.listdir(storages=False):  # type: ignore[attr-defined]
        leaf = entry[-1].lower()
        if len(entry) == 1 and leaf in ("workbook", "book"):
            found.books.append(container.openstream(entry).read())  # type: ignore[attr-defined]
        elif len(entry) == 1 and leaf in PROPERTIES:
            raw = container.openstream(entry).read()  # type: ignore[attr-defined]
            found.properties += property_blocks(raw, PROPERTIES[leaf])
        elif entry[0].lower().startswith("_vba"):
            found.macros = True
        elif len(entry) > 1 and entry[0].upper().startswith(("MBD", "LNK")):
            inside.setdefault(entry[0], {})[leaf] = entry
    for storage, streams in inside.items():
        _object(container, found, storage, streams)


def _object(
    container: object, found: OleStreams, storage: str, streams: dict[str, list[str]]
) -> None:
    stream = next((name for name in WRAPPED if name in streams), "")
    if not stream:
        if any(name not in SILENT for name in streams):
            found.opaque.append(storage)
        return
    raw = container.openstream(streams[stream]).read()  # type: ignore[attr-defined]
    if stream != WRAPPED[0]:
        found.objects.append((f"object {storage}", raw))
        return
    try:
        found.objects.append(native(raw))
    except ReadingError:
        found.opaque.append(storage)


def property_blocks(raw: bytes, names: dict[int, str]) -> list[Block]:
    """Return the texts of a set of properties, those that have one of `names` by number."""
    blocks: list[Block] = []
    try:
        start = struct.unpack_from("<I", raw, 44)[0]
        count = struct.unpack_from("<I", raw, start + 4)[0]
        for number in range(min(count, MANY)):
            id_, offset = struct.unpack_from("<II", raw, start + 8 + 8 * number)
            if id_ not in names:
                continue
            text = _text(raw, start + offset)
            if text:
                where = f"Document property {names[id_]}"
                blocks.append(Block(text, Layer.METADATA, where=where))
    except struct.error:
        pass  # a damaged set gives what it gives: it only names what the file says of itself
    return blocks


def _text(raw: bytes, position: int) -> str:
    kind, size = struct.unpack_from("<II", raw, position)
    if kind == 0x1F:
        text = raw[position + 8 : position + 8 + 2 * size].decode("utf-16-le", "replace")
    elif kind == 0x1E:
        from analyser.readers.text import decoded

        held = raw[position + 8 : position + 8 + size].partition(b"\0")[0]
        judged = decoded(held) if held else None
        text = judged.text if judged is not None else held.decode("cp1252", "replace")
    else:
        return ""
    return text.strip(" \0")
