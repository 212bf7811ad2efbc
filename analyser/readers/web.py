"""Web pages, XML notices and e-books."""

from __future__ import annotations

import base64
import binascii
import contextlib
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.readers.markup import attribute, children, local, parse_xml
from analyser.readers.office import PICTURES, Inside
from analyser.readers.package import Package
from analyser.readers.source import Context, Source
from analyser.readers.text import decoded
from analyser.readers.web_carried import read_carried, whole_page

DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
FLAT_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
DEEP = 200  # elements inside each other; deeper XML is hostile and libxml2 stops at 256


def html_text(content: bytes) -> str:
    """Return the HTML in `content` decoded: as it declares where that works, else as judged."""
    declared = DECLARED.search(content[:4096])
    if declared and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return content.decode(declared.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # declared wrongly, as many pages do
    text = decoded(content)
    return text.text if text is not None else content.decode("cp1252", "replace")


def read_html(source: Source, context: Context) -> tuple[Document, ...]:
    """Read a web page: what is shown, what is hidden, its links and the files it carries."""
    page = whole_page(html_text(source.content()))
    inside = Inside(source, context)
    read_carried(page, inside)
    document = Document(
        source.name,
        source.sha256,
        source.media_type,
        blocks=(*page.blocks, *inside.blocks),
        unread=tuple(inside.unread),
        coverage=Coverage(
            "file", 1, 1, pictures=inside.pictures, pictures_read=inside.pictures_read
        ),
        notes=tuple(sorted(page.notes)),
    )
    return (document, *inside.documents)


def read_xml(source: Source, context: Context) -> tuple[Document, ...] | Document:
    """Read any XML: texts and attribute values, each with its path of elements."""
    parsed = parse_xml(source.content(), "the XML")
    root = parsed.root
    if local(root) == "html":
        return read_html(source.typed("text/html"), context)
    if "opendocument" in str(root.tag) or "office:1.0" in str(root.tag):
        from analyser.readers.opendocument import read_flat

        return read_flat(source, root, context, parsed.fault)
    unread = (Unread(parsed.fault),) if parsed.fault else ()
    if str(root.tag) == f"{FLAT_PACKAGE}package":
        outer = Document(source.name, source.sha256, source.media_type, unread=unread,
                         coverage=Coverage("member", 1, 1))  # fmt: skip
        return (outer, *context.read_member("document", _package(root)))
    blocks = tuple(_elements(root))
    return Document(
        source.name,
        source.sha256,
        source.media_type,
        blocks=blocks,
        unread=unread,
        coverage=Coverage("file", 1, 1),
    )


def _package(root: etree._Element) -> bytes:
    """Return the Office file that is written out as one XML in `root`."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for part in root.iter(f"{FLAT_PACKAGE}part"):
            name = attribute(part, "name").lstrip("/")
            for inner in children(part):
                if local(inner) == "binaryData":
                    with contextlib.suppress(binascii.Error):
                        archive.writestr(name, base64.b64decode(inner.text or ""))
                for one in children(inner) if local(inner) == "xmlData" else ():
                    archive.writestr(name, etree.tostring(one))
    return held.getvalue()


def _elements(root: etree._Element) -> Iterator[Block]:
    """Yield a block an element with text of its own: mixed content is kept in one piece."""
    stack = [(root, local(root), 0)]
    while stack:
        element, path, depth = stack.pop()
        if isinstance(element, etree._Comment):
            words = " ".join((element.text or "").split())
            if any(letter.isalpha() for letter in words):
                yield Block(words, Layer.COMMENT, where=f"Comment in {path}")
            continue
        if not isinstance(element.tag, str):
            continue
        yield from _attributes(element, path)
        if _mixed(element):
            for inner in element.iterdescendants(etree.Element, etree.Comment):
                if isinstance(inner, etree._Comment):
                    stack.append((inner, path, depth))
                else:
                    yield from _attributes(inner, f"{path}/{local(inner)}")
            text = " ".join("".join(str(part) for part in element.itertext("*")).split())
            if text:
                yield Block(text, where=path)
            continue
        below = [
            (child, f"{path}/{local(child) or local(element)}", depth + 1) for child in element
        ]
        stack += reversed(below)


def _attributes(element: etree._Element, path: str) -> Iterator[Block]:
    for key, value in element.attrib.items():
        name = str(key).rpartition("}")[2]
        if any(letter.isalpha() for letter in str(value)) and not name.startswith("xmlns"):
            yield Block(str(value).strip(), Layer.METADATA, where=f"{path}/@{name}")


def _mixed(element: etree._Element) -> bool:
    """Tell whether `element` holds text of its own, not only elements; runs count as text."""
    runs = ("r", "t", "span", "tspan")
    if local(element) in ("p", "text") and any(local(child) in runs for child in element):
        return True
    own = (element.text or "") + "".join(child.tail or "" for child in element)
    return bool(own.strip())


def read_epub(source: Source, context: Context) -> tuple[Document, ...]:
    """Read an e-book: its chapters in reading order, its pictures, what else it holds."""
    package = Package.open(source, context)
    inside = Inside(source, context)
    blocks: list[Block] = []
    chapters = [name for name in package.names() if name.endswith((".xhtml", ".html", ".htm"))]
    spine = _spine(package)
    # Pages outside the reading order are in the file all the same.
    parts = [*spine, *(name for name in chapters if name not in spine)]
    for number, part in enumerate(parts, start=1):
        page = whole_page(html_text(package.content(part)))
        label = f"Chapter {number}" if part in spine or not spine else "Outside the chapters"
        blocks += [replace(block, where=f"{label}, {block.where}") for block in page.blocks]
        read_carried(page, inside)
    for name in package.names():
        if name not in package.visited and name.endswith(PICTURES):
            inside.picture(package.content(name), name.rpartition("/")[2])
        elif name not in package.visited and name.endswith(".pdf"):
            inside.file(name.rpartition("/")[2], package.content(name))
    document = Document(
        source.name,
        source.sha256,
        source.media_type,
        blocks=(*blocks, *inside.blocks),
        unread=(*package.unread, *inside.unread),
        coverage=Coverage(
            "chapter",
            len(parts),
            len(parts),
            pictures=inside.pictures,
            pictures_read=inside.pictures_read,
        ),
    )
    return (document, *inside.documents)


def _spine(package: Package) -> list[str]:
    """Return the part names of the chapters in the order of the package's spine."""
    name = next((one for one in package.names() if one.endswith(".opf")), "")
    root = package.xml(name) if name else None
    if root is None:
        return []
    folder = name.rpartition("/")[0]
    items = {
        attribute(one, "id"): attribute(one, "href") for one in root.iter() if local(one) == "item"
    }
    order = [attribute(one, "idref") for one in root.iter() if local(one) == "itemref"]
    parts = [
        posixpath.normpath(posixpath.join(folder, items[id_])) for id_ in order if id_ in items
    ]
    return [part.lower() for part in parts if package.has(part)]
