"""What an Excel 97 file holds beside its workbook: objects, properties, macros."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from analyser.document import Block, Layer
from analyser.errors import ReadingError
from analyser.readers.embedded import native

PROPERTIES = ("title", "subject", "author", "keywords", "comments", "last_saved_by",
              "company", "manager", "category")  # fmt: skip
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
        elif entry[0].lower().startswith("_vba"):
            found.macros = True
        elif len(entry) > 1 and entry[0].upper().startswith(("MBD", "LNK")):
            inside.setdefault(entry[0], {})[leaf] = entry
    meta = container.get_metadata()  # type: ignore[attr-defined]
    for name in PROPERTIES:
        value = getattr(meta, name, None)
        text = value.decode("cp1252", "replace") if isinstance(value, bytes) else str(value or "")
        if text.strip(" \0"):
            where = f"Document property {name}"
            found.properties.append(Block(text.strip(" \0"), Layer.METADATA, where=where))
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
