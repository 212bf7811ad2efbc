"""Test documents made on the spot, and a reader of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from analyser.document import Block, Document, Layer
from analyser.readers.reading import read
from analyser.readers.source import everything
from analyser.settings import Limits, Settings

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def read_bytes(
    folder: Path, name: str, content: bytes, settings: Settings | None = None
) -> tuple[Document, ...]:
    """Write `content` as `name` and read it as a scan would."""
    path = folder / name
    path.write_bytes(content)
    return read(path, name, settings or Settings(ocr=False), everything)


def limited(**limits: float) -> Settings:
    """Return settings without OCR and with these limits."""
    return Settings(ocr=False, limits=Limits(**limits))  # type: ignore[arg-type]


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """Return a ZIP with these members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def relations(*rows: tuple[str, str, str], external: frozenset[str] = frozenset()) -> str:
    """Return a part of relations: id, kind, target."""
    inner = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{target}"'
        + (' TargetMode="External"' if id_ in external else "")
        + "/>"
        for id_, kind, target in rows
    )
    names = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{names}">{inner}</Relationships>'


def word(body: str, **parts: str) -> bytes:
    """Return a Word file with this body; `parts` are names (`_` for `/`) and full XML."""
    document = (
        f'<w:document xmlns:w="{W}" xmlns:r="{R}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}</w:body></w:document>'
    )
    members = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": document,
    }
    members |= {name.replace("__", "/"): content for name, content in parts.items()}
    return zipped(members)


def story(root: str, inner: str) -> str:
    """Return a part of a Word file: `hdr`, `footnotes`, `comments`."""
    return f'<w:{root} xmlns:w="{W}" xmlns:r="{R}">{inner}</w:{root}>'


def para(text: str, properties: str = "", run: str = "") -> str:
    """Return a paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def found(document: Document, layer: Layer) -> list[str]:
    """Return the texts of one layer."""
    return [block.text for block in document.blocks if block.layer is layer]


def block_with(document: Document, words: str) -> Block:
    """Return the only block that holds `words`."""
    (block,) = [block for block in document.blocks if words in block.text]
    return block


def reasons(document: Document) -> str:
    """Return all reasons for what was not read, in one line."""
    return " / ".join(f"{one.where}: {one.reason}" for one in document.unread)
