"""Objects embedded in Office files: what an OLE package wraps."""

from __future__ import annotations

import io
import struct

from analyser.document import Coverage, Document
from analyser.errors import ReadingError
from analyser.readers.source import Context, Source

OPAQUE = "an embedded object of an unknown program; open the document by hand"


def read_package(source: Source, context: Context) -> tuple[Document, ...]:
    """Read the file that an embedded OLE object wraps."""
    import olefile

    with olefile.OleFileIO(io.BytesIO(source.content())) as container:
        names = {"/".join(entry).lower(): entry for entry in container.listdir(storages=False)}
        for stream in ("\x01ole10native", "contents", "package"):
            if stream in names:
                raw = container.openstream(names[stream]).read()
                break
        else:
            raise ReadingError(OPAQUE)
    name, content = ("content", raw) if stream != "\x01ole10native" else native(raw)
    outer = Document(
        source.name, source.sha256, source.media_type, coverage=Coverage("member", 1, 1)
    )
    context.budget.inflate(len(content))
    return (outer, *context.read_member(name, content))


def native(raw: bytes) -> tuple[str, bytes]:
    """Return name and bytes of the file in an `Ole10Native` stream."""
    try:
        position = 6
        name, position = _string(raw, position)
        _, position = _string(raw, position)
        position += 4
        length = struct.unpack_from("<I", raw, position)[0]
        position += 4 + length
        size = struct.unpack_from("<I", raw, position)[0]
        content = raw[position + 4 : position + 4 + size]
    except (struct.error, ValueError) as error:
        raise ReadingError(OPAQUE) from error
    if not content:
        raise ReadingError(OPAQUE)
    return name.replace("\\", "/").rpartition("/")[2] or "content", content


def _string(raw: bytes, position: int) -> tuple[str, int]:
    end = raw.index(b"\0", position)
    return raw[position:end].decode("cp1252", "replace"), end + 1


def wrapped(content: bytes) -> tuple[str, bytes]:
    """Return name and bytes of the file in an OLE 1 object, as RTF keeps them."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return "", content
    try:
        position = 8
        names = []
        for _ in range(3):
            length = struct.unpack_from("<I", content, position)[0]
            names.append(content[position + 4 : position + 3 + length].decode("latin-1"))
            position += 4 + length
        size = struct.unpack_from("<I", content, position)[0]
        inner = content[position + 4 : position + 4 + size]
        if names[0].lower() == "package":
            return native(b"\0\0\0\0" + inner)
    except (struct.error, ReadingError):
        return "", content
    return "", inner or content
