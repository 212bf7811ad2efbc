"""What all Office Open XML files share: properties, drawings, pictures, embedded files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from analyser.document import Block, Document, Layer, Reading, Span, Unread
from analyser.errors import LimitError
from analyser.readers.markup import attribute, children, local
from analyser.readers.package import Package
from analyser.readers.source import Context, Source

SMALL_PICTURE = 1500  # bytes: bullets, lines and icons hold no words
DIAGRAM_PARTS = ("/charts/", "/diagrams/", "/drawings/")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".emf", ".wmf",
            ".svg", ".jp2", ".pict", ".wdp")  # fmt: skip

# Names of persons stand in creator and lastModifiedBy; the rest may name a maker too.
PROPERTIES = {
    "title", "subject", "keywords", "description", "category", "contentstatus", "creator",
    "lastmodifiedby", "company", "manager", "hyperlinkbase", "template", "identifier",
}  # fmt: skip


def properties(package: Package) -> list[Block]:
    """Return the document's own and custom properties as blocks."""
    blocks: list[Block] = []
    for part in ("docprops/core.xml", "docprops/app.xml"):
        root = package.xml(part) if package.has(part) else None
        for element in children(root) if root is not None else ():
            text = " ".join("".join(str(part) for part in element.itertext()).split())
            if text and local(element).lower() in PROPERTIES:
                where = f"Document property {local(element).lower()}"
                blocks.append(Block(text, Layer.METADATA, where=where))
    root = package.xml("docprops/custom.xml") if package.has("docprops/custom.xml") else None
    for element in children(root) if root is not None else ():
        text = " ".join("".join(str(part) for part in element.itertext()).split())
        name = attribute(element, "name")
        if text or _wordy(name):
            where = f"Document property {name}"
            blocks.append(Block(f"{name}: {text}", Layer.METADATA, where=where))
    return blocks


def drawn_text(root: etree._Element) -> list[str]:
    """Return the paragraphs and values of a drawing, chart or diagram, in order, once each."""
    texts: list[str] = []
    for element in root.iter():
        name = local(element)
        if name == "p":
            texts.append("".join(_runs(element)))
        elif (name == "v" and not len(element)) or (
            name == "t" and not any(local(above) == "p" for above in element.iterancestors())
        ):
            texts.append(element.text or "")
    return [text for text in dict.fromkeys(text.strip() for text in texts) if _wordy(text)]


def _runs(paragraph: etree._Element) -> Iterable[str]:
    for element in paragraph.iter():
        if local(element) == "t":
            yield element.text or ""
        elif local(element) in ("br", "tab"):
            yield " "


def _wordy(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def charts_and_diagrams(package: Package, folder: str) -> list[Block]:
    """Return the words of every chart, SmartArt and drawing part below `folder`."""
    blocks: list[Block] = []
    for name in package.names():
        wanted = name.startswith(folder) and any(kind in name for kind in DIAGRAM_PARTS)
        if not wanted or not name.endswith(".xml") or name in package.visited:
            continue
        leaf = name.rpartition("/")[2]
        if leaf.startswith(("colors", "style", "layout", "quickstyle")):
            continue
        root = package.xml(name)
        if root is None:
            continue
        kind = "Chart" if "/charts/" in name else "Diagram"
        number = "".join(letter for letter in leaf if letter.isdigit())
        where = f"{kind} {number}".strip()
        known = {block.text for block in blocks}
        blocks += [
            Block(text, Layer.TEXTBOX, where=where)
            for text in drawn_text(root)
            if text not in known
        ]
        blocks += alternatives(root, where)
    return blocks


def alternatives(root: etree._Element, where: str) -> list[Block]:
    """Return the descriptions of the pictures and shapes below `root`."""
    texts = [
        attribute(element, key)
        for element in root.iter()
        if local(element) in ("cNvPr", "docPr")
        for key in ("descr", "title")
    ]
    return [
        Block(text.strip(), Layer.ALT_TEXT, where=f"Picture description, {where}")
        for text in dict.fromkeys(texts)
        if text.strip()
    ]


@dataclass(slots=True)
class Inside:
    """Pictures and files inside a document, read as they are met."""

    source: Source
    context: Context
    blocks: list[Block] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    seen: set[bytes] = field(default_factory=set)
    pictures: int = 0
    pictures_read: int = 0

    def picture(self, content: bytes, where: str) -> None:
        """Read a picture by OCR; the same picture is read once."""
        import hashlib

        if len(content) < SMALL_PICTURE:
            return
        digest = hashlib.sha256(content).digest()
        if digest in self.seen:
            return
        self.seen.add(digest)
        self.pictures += 1
        blocks, unread = picture_text(content, where, self.context)
        self.blocks += blocks
        self.unread += unread
        self.pictures_read += not unread

    def file(self, name: str, content: bytes) -> None:
        """Read an embedded file as a document of its own, named after its place inside."""
        try:
            self.context.budget.member()
        except LimitError as error:
            self.unread.append(Unread(str(error), where=f"embedded file {name}"))
            return
        self.documents += self.context.read_member(name, content)


def picture_text(content: bytes, where: str, context: Context) -> tuple[list[Block], list[Unread]]:
    """Return what is read in a picture, by OCR or from a drawing's own text, or why it was not."""
    from analyser.readers.ocr import ocr_picture
    from analyser.readers.vector import drawing_text

    place = f"Picture, {where}"
    drawn = drawing_text(content)
    if drawn is not None:
        blocks = [Block(text, Layer.IMAGE, where=place) for text in drawn.texts]
        return blocks, [Unread(drawn.fault, where=place)] if drawn.fault else []
    context.budget.ocr_pages += 1
    if context.budget.ocr_pages > context.settings.limits.ocr_pages:
        return [], [Unread("more pictures than the limit for OCR; raise the limit", where=place)]
    result = ocr_picture(content, context.settings)
    if result.reason:
        return [], [Unread(result.reason, where=place)]
    text, spans = "", []
    for line in result.lines:
        for number, word in enumerate(line):
            text += " " if number else "\n" if text else ""
            spans.append(
                Span(len(text), len(text) + len(word.text), ocr_confidence=word.confidence)
            )
            text += word.text
    if not text.strip():
        return [], []
    return [Block(text, Layer.IMAGE, where=place, spans=tuple(spans), reading=Reading.OCR)], []
