"""OpenDocument text, sheets and slides, from their XML."""

from __future__ import annotations

import base64
from dataclasses import replace

from lxml import etree

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.readers.flow import Flow
from analyser.readers.markup import attribute, children, first, local
from analyser.readers.odf_asides import odf_asides
from analyser.readers.odf_line import Shared, parent_of
from analyser.readers.odf_story import OdfStory
from analyser.readers.office import Inside
from analyser.readers.package import Package
from analyser.readers.package_rest import rest_of
from analyser.readers.source import Context, Source

META = ("title", "description", "subject", "keyword", "user-defined", "initial-creator", "creator")
NO_CONTENT = "its content is missing; ask for the document again"


def read_opendocument(source: Source, context: Context) -> tuple[Document, ...]:
    """Read an ODT, ODS, ODP or the like: content, margins, notes, changes, properties."""
    package = Package.open(source, context)
    package.beside = odf_asides
    manifest = (
        package.xml("meta-inf/manifest.xml") if package.has("meta-inf/manifest.xml") else None
    )
    if manifest is not None and any(local(one) == "encryption-data" for one in manifest.iter()):
        return (source.unread("locked: needs a password; save it without one and scan it again"),)
    inside = Inside(source, context)
    content, styles = package.xml("content.xml"), None
    if package.has("styles.xml"):
        styles = package.xml("styles.xml")
    shared, units = _read(content, styles)
    blocks = shared.blocks
    if package.has("meta.xml"):
        blocks += _meta(package.xml("meta.xml"))
    unread = [*shared.unread] if content is not None else [Unread(NO_CONTENT)]
    for name in package.names():
        _inside(package, inside, name)
    blocks += rest_of(package, inside, blocks)
    document = Document(
        source.name,
        source.sha256,
        source.media_type,
        blocks=(*blocks, *inside.blocks),
        unread=(*package.unread, *unread, *inside.unread),
        coverage=Coverage(*units, pictures=inside.pictures, pictures_read=inside.pictures_read),
        notes=("holds macros, which were not run",)
        if any(name.startswith("basic/") for name in package.names())
        else (),
    )
    return (document, *inside.documents)


def _inside(package: Package, inside: Inside, name: str) -> None:
    """Read a picture or an embedded object of the package."""
    leaf = name.rpartition("/")[2]
    if name.startswith(("pictures/", "media/")) and leaf:
        inside.picture(package.content(name), leaf)
    elif name.startswith("objectreplacements/") or name in package.visited or not leaf:
        return
    elif name.endswith("/content.xml"):
        root = package.xml(name)
        if root is not None and local(root) == "math":
            words = " ".join(" ".join(str(text) for text in root.itertext()).split())
            inside.blocks.append(Block(words, where=f"Formula {name.partition('/')[0]}"))
            return
        shared, _ = _read(root, None)
        inside.unread += shared.unread
        where = f"Embedded object {name.partition('/')[0]}"
        inside.blocks += [
            replace(block, where=f"{where}, {block.where}") for block in shared.blocks if block.text
        ]
    elif name.startswith("object") and "/" not in name:
        inside.file(leaf, package.content(name))


def read_flat(
    source: Source, root: etree._Element, context: Context, fault: str = ""
) -> tuple[Document, ...]:
    """Read an OpenDocument file that is one XML, its pictures and objects written out in it."""
    shared, units = _read(root, root)
    inside = Inside(source, context)
    for number, element in enumerate(one for one in root.iter() if local(one) == "binary-data"):
        try:
            content = base64.b64decode("".join((element.text or "").split()))
        except ValueError:
            reason = "a picture or object is damaged; open it by hand"
            inside.unread.append(Unread(reason, where=f"embedded object {number + 1}"))
            continue
        if local(parent_of(element)) in ("image", "fill-image"):
            inside.picture(content, f"picture {number + 1}")
        else:
            inside.file(f"object {number + 1}", content)
    document = Document(
        source.name,
        source.sha256,
        source.media_type,
        blocks=(*shared.blocks, *_meta(root), *odf_asides(root), *inside.blocks),
        unread=(*((Unread(fault),) if fault else ()), *shared.unread, *inside.unread),
        coverage=Coverage(*units, pictures=inside.pictures, pictures_read=inside.pictures_read),
    )
    return (document, *inside.documents)


def _read(
    content: etree._Element | None, styles: etree._Element | None
) -> tuple[Shared, tuple[str, int, int]]:
    """Read the body and the page margins; return what they gave, and the units."""
    shared = Shared.of([root for root in (content, styles) if root is not None])
    units = ("file", 1, 1 if content is not None else 0)
    for root in [content] if content is not None else []:
        body = next((one for one in root.iter() if local(one) == "body"), None)
        if body is None:
            continue
        kind = next((local(child) for child in children(body)), "")
        story = OdfStory(shared)
        story.read(body)
        if kind in ("spreadsheet", "presentation", "drawing"):
            unit = "sheet" if kind == "spreadsheet" else "slide"
            units = (unit, story.units, story.units)
    for root in [styles] if styles is not None else []:
        _margins(root, shared)
    return shared, units


def _margins(styles: etree._Element, shared: Shared) -> None:
    """Read headers and footers, which stand in the page styles."""
    for element in styles.iter():
        name = local(element)
        if not name.startswith(("header", "footer")) or "style" in name or name.endswith("-decl"):
            continue
        if local(parent_of(element)) != "master-page":
            continue
        layer = Layer.HEADER if name.startswith("header") else Layer.FOOTER
        where = "Header" if layer is Layer.HEADER else "Footer"
        OdfStory(shared, layer=layer, where=where, flow=Flow()).read(element)
    for element in styles.iter():
        if local(element) == "master-page":
            for child in children(element):
                if local(child) in ("frame", "custom-shape", "notes"):
                    OdfStory(shared, layer=Layer.TEXTBOX, where="Master page").read(child)


def _meta(root: etree._Element | None) -> list[Block]:
    blocks: list[Block] = []
    meta = (
        next((one for one in root.iter() if local(one) == "meta"), None)
        if root is not None
        else None
    )
    for element in children(meta) if meta is not None else ():
        text = " ".join((element.text or "").split())
        if text and local(element) in META:
            label = attribute(element, "name") or local(element)
            text = f"{label}: {text}" if local(element) == "user-defined" else text
            blocks.append(Block(text, Layer.METADATA, where=f"Document property {label}"))
    statistic = first(meta, "template")
    if statistic is not None and attribute(statistic, "href"):
        blocks.append(Block(attribute(statistic, "href"), Layer.LINK, where="Link (template)"))
    return blocks
