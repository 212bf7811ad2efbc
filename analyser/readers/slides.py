"""PowerPoint presentations: slides in order, notes, comments, masters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.readers.flow import Flow
from analyser.readers.markup import attribute, children, first, local
from analyser.readers.office import (
    Inside,
    alternatives,
    charts_and_diagrams,
    drawn_text,
    properties,
)
from analyser.readers.package import Package
from analyser.readers.package_rest import rest_of
from analyser.readers.rows import Row, table_blocks
from analyser.readers.source import Context, Source
from analyser.readers.word_runs import chosen

# Placeholders of masters and layouts hold prompts ("Click to edit"), not words of the author.
PROMPT = re.compile(
    r"(?i)^(?:click to|klicken sie|cliquez|haga clic|fare clic|edit master|‹#›|<#>)"
)


def read_slides(source: Source, context: Context) -> tuple[Document, ...]:
    """Read a presentation: each slide with its notes and comments, then what all share."""
    package = Package.open(source, context)
    inside = Inside(source, context)
    blocks: list[Block] = []
    slides = _order(package)
    read = 0
    for number, part in enumerate(slides, start=1):
        root = package.xml(part)
        if root is None:
            package.unread.append(Unread("the slide is missing or empty", where=f"slide {number}"))
            continue
        read += 1
        blocks += _slide(package, part, root, number)
    blocks += _shared(package)
    blocks += charts_and_diagrams(package, "ppt/")
    blocks += _links(package) + properties(package)
    for name in package.names():
        leaf = name.rpartition("/")[2]
        if name.startswith("ppt/media/"):
            _medium(package, inside, name)
        elif name.startswith("ppt/embeddings/"):
            inside.file(leaf, package.content(name))
    blocks += rest_of(package, inside, blocks)
    document = Document(
        source.name,
        source.sha256,
        source.media_type,
        blocks=(*blocks, *inside.blocks),
        unread=(*package.unread, *inside.unread),
        coverage=Coverage(
            "slide",
            len(slides),
            read,
            pictures=inside.pictures,
            pictures_read=inside.pictures_read,
        ),
    )
    return (document, *inside.documents)


def _medium(package: Package, inside: Inside, name: str) -> None:
    leaf = name.rpartition("/")[2]
    if leaf.endswith((".mp4", ".mov", ".wmv", ".avi", ".mp3", ".wav", ".m4a", ".m4v", ".mpg")):
        inside.unread.append(Unread("a film or sound recording, not read", where=leaf))
    else:
        inside.picture(package.content(name), leaf)


def _order(package: Package) -> list[str]:
    """Return the slide parts as they are shown, unlisted ones last."""
    main = next(
        (
            relation.target
            for relation in package.relations("").values()
            if relation.kind == "officeDocument" and package.has(relation.target)
        ),
        "ppt/presentation.xml",
    )
    root = package.xml(main)
    relations = package.relations(main)
    order: list[str] = []
    for entry in root.iter() if root is not None else ():
        relation = relations.get(attribute_of_relation(entry)) if local(entry) == "sldId" else None
        if relation is not None:
            order.append(relation.target)
    rest = [name for name in package.names() if re.match(r"ppt/slides/[^/]+\.xml$", name)]
    return list(dict.fromkeys((*order, *rest)))


def attribute_of_relation(element: etree._Element) -> str:
    """Return the relation id of `element`, which bears a plain `id` too."""
    for key, value in element.attrib.items():
        if str(key).endswith("}id"):
            return str(value)
    return ""


def _slide(package: Package, part: str, root: etree._Element, number: int) -> list[Block]:
    hidden = attribute(root, "show") in ("0", "false")
    where = f"Hidden slide {number}" if hidden else f"Slide {number}"
    layer = Layer.HIDDEN if hidden else Layer.BODY
    blocks = _shapes(root, where, layer, Flow())
    for relation in package.relations(part).values():
        if relation.external or not package.has(relation.target):
            continue
        if relation.kind == "notesSlide":
            notes = package.xml(relation.target)
            if notes is not None:
                blocks += _shapes(notes, f"Speaker notes, {where}", Layer.BODY, Flow())
        elif "comment" in relation.kind.lower():
            blocks += _comments(package, relation.target, where)
    return blocks


def _shapes(root: etree._Element, where: str, layer: Layer, flow: Flow) -> list[Block]:
    """Return the paragraphs and tables below `root`, titles first as headings."""
    blocks: list[Block] = []
    for element in _parts(root):
        if local(element) == "tbl":
            rows = list(_rows(element, where, layer))
            blocks += table_blocks(rows, flow.heading, flow.caption())
            continue
        title = _is_title(element)
        for paragraph in (one for one in element.iter() if local(one) == "p"):
            text = "".join(_words(paragraph)).strip()
            if not text:
                continue
            properties_ = first(paragraph, "pPr")
            level = attribute(properties_, "lvl") if properties_ is not None else ""
            depth = int(level) + 1 if level.isdigit() and len(level) == 1 else None
            made = flow.paragraph(text, title=title, level=None if title else depth)
            blocks.append(
                Block(made.text, layer, where=where, heading=made.heading, lead_in=made.lead_in)
            )
    return blocks + alternatives(root, where)


def _parts(element: etree._Element) -> Iterator[etree._Element]:
    """Yield text bodies and tables below `element`, in order, alternatives once."""
    for child in children(element):
        if local(child) in ("txBody", "tbl"):
            yield child
        elif local(child) == "AlternateContent":
            branch = chosen(child)
            if branch is not None:
                yield from _parts(branch)
        else:
            yield from _parts(child)


def _words(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter():
        if local(element) == "t":
            yield element.text or ""
        elif local(element) in ("br", "tab"):
            yield "\n" if local(element) == "br" else "\t"


def _is_title(body: etree._Element) -> bool:
    shape = body.getparent()
    for element in shape.iter() if shape is not None else ():
        if local(element) == "ph":
            return attribute(element, "type") in ("title", "ctrTitle")
    return False


def _rows(table: etree._Element, where: str, layer: Layer) -> Iterator[Row]:
    marked = any(
        local(one) == "tblPr" and attribute(one, "firstRow") == "1" for one in children(table)
    )
    above: dict[int, str] = {}
    layer = Layer.TABLE if layer is Layer.BODY else layer
    rows = [child for child in children(table) if local(child) == "tr"]
    for number, row in enumerate(rows, start=1):
        texts: list[str] = []
        repeated: set[int] = set()
        for column, cell in enumerate(one for one in children(row) if local(one) == "tc"):
            lines = ["".join(_words(one)) for one in cell.iter() if local(one) == "p"]
            text = "\n".join(line for line in lines if line.strip())
            if attribute(cell, "hMerge") in ("1", "true") and texts:
                text = texts[-1]
                repeated.add(column)
            elif attribute(cell, "vMerge") in ("1", "true"):
                text = above.get(column, "")
                repeated.add(column)
            above[column] = text
            texts.append(text)
        header = marked and number == 1
        yield Row(tuple(texts), frozenset(repeated), f"Table, row {number}, {where}", layer, header)


def _comments(package: Package, part: str, where: str) -> list[Block]:
    root = package.xml(part)
    blocks = []
    for element in root.iter() if root is not None else ():
        if local(element) in ("text", "t") and (element.text or "").strip():
            text = (element.text or "").strip()
            blocks.append(Block(text, Layer.COMMENT, where=f"Comment, {where}"))
    return blocks


def _shared(package: Package) -> list[Block]:
    """Return the words of masters and layouts, once each, their prompts left out."""
    blocks: dict[str, Block] = {}
    for name in package.names():
        kind = re.match(
            r"ppt/(slidemasters|slidelayouts|notesmasters|handoutmasters)/[^/]+\.xml$", name
        )
        if kind is None:
            continue
        root = package.xml(name)
        if root is None:
            continue
        prompts = {
            text
            for shape in root.iter("{*}sp")
            if any(True for _ in shape.iter("{*}ph"))
            for text in drawn_text(shape)
        }
        for text in drawn_text(root):
            if text in prompts:
                block = Block(text, Layer.METADATA, where="Placeholder of the slide master")
            else:
                block = Block(text, Layer.FOOTER, where="Slide master")
            if not PROMPT.match(text):
                blocks.setdefault(text, block)
        for block in alternatives(root, "slide master"):
            blocks.setdefault(block.text, block)
    for name in package.names():
        if re.match(r"ppt/comments/[^/]+\.xml$", name) and name not in package.visited:
            blocks.update({block.text: block for block in _comments(package, name, "slides")})
    return list(blocks.values())


def _links(package: Package) -> list[Block]:
    blocks: dict[str, Block] = {}
    for name in [one for one in package.names() if one.endswith(".rels")]:
        owner = name.replace("_rels/", "").removesuffix(".rels")
        leaf = owner.rpartition("/")[2].removesuffix(".xml")
        for relation in package.relations(owner).values():
            if relation.external:
                where = f"Link ({leaf})"
                blocks.setdefault(relation.target, Block(relation.target, Layer.LINK, where=where))
    return list(blocks.values())
