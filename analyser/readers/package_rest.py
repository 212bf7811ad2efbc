"""The parts of an Office file that its reader did not ask for, and files that are no parts.

Programs keep words in a hundred parts of their own making: slicers, tags, persons, form controls.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Iterator

from lxml import etree

from analyser.document import Block, Layer, Unread
from analyser.errors import LimitError
from analyser.readers.markup import local
from analyser.readers.office import PICTURES, Inside
from analyser.readers.ole_text import runs
from analyser.readers.package import Package
from analyser.readers.package_asides import wordy

# Attributes that are written to be read, in parts of which nothing else is known.
WORDY = frozenset(
    ("val", "v", "value", "text", "comment", "description", "descr", "alttext", "url", "command",
     "connection", "sourcefile", "prompt", "prompttitle", "error", "errortitle", "ddeservice",
     "ddetopic", "alttextsummary", "author", "tooltip", "display", "string", "formatcode", "phldrt")
)  # fmt: skip
WORDY_ENDINGS = ("name", "caption", "label", "title")
NO_WORDS = re.compile(
    r"(?:^|/)(?:styles|styleswitheffects|stylewitheffects|fonttable|websettings|theme\d*|"
    r"themeoverride\d*|tablestyles|viewprops|presprops|calcchain|metadata|commentsids|"
    r"commentsextensible|commentsextended|vbadata|keymapcustomizations|colors\d*|style\d*|"
    r"quickstyle\d*|layout\d*|itemprops\d*|volatiledependencies|feature\w*)\.xml$"
    r"|^\[content_types\]\.xml$|^\[trash\]/|/theme/|(?:^|/)_rels/|^_xmlsignatures/"
    r"|^meta-inf/|^settings\.xml$|^configurations2/"
)
# What is neither text nor document: fonts, settings of printers, the picture of the first page.
NO_DOCUMENT = re.compile(
    r"\.(?:odttf|fntdata|ttf|psmdcp|sigs|rels|vml|xml|bin|dat)$|/printersettings|vbaproject"
    r"|^docprops/thumbnail|/media/|/embeddings/|^mimetype$|^thumbnails/|^objectreplacements/"
    r"|^meta-inf/|^configurations2/|\.rdf$|^layout-cache$|\.xdl$|\.xlb$"
)
LETTERS_AT_MOST = 2_000_000
APPLICATION = "docprops/app.xml"
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"


def part_words(root: etree._Element) -> Iterator[str]:
    """Yield the texts and the attributes made to be read of a part of unknown make, each once."""
    seen: set[str] = set()
    letters = 0
    for element in root.iter(etree.Element):
        if str(element.tag).startswith(SCHEMA):  # says how data would be called, holds none
            continue
        texts = [element.text or "", element.tail or ""]
        for key, value in element.attrib.items():
            leaf = str(key).rpartition("}")[2].lower()
            if leaf in WORDY or leaf.endswith(WORDY_ENDINGS):
                texts.append(str(value))
        for text in texts:
            words = " ".join(text.split())
            if wordy(words) and words not in seen:
                seen.add(words)
                letters += len(words)
                yield words
        if letters > LETTERS_AT_MOST:
            return


def rest_of(package: Package, inside: Inside, known: Collection[Block]) -> list[Block]:
    """Read the parts that nobody has visited; files that are no parts are read as documents.

    Args:
        package: The package, all of whose known parts were visited.
        inside: Takes the files.
        known: Blocks read so far: what they say is not said again.
    """
    told = {block.text for block in known} | {cell.text for block in known for cell in block.cells}
    blocks = [block for block in (*package.asides, *_titles(package)) if block.text not in told]
    told.update(block.text for block in blocks)
    for name in package.names():
        if name in package.visited or name.endswith("/"):
            continue
        try:
            fresh = _of_name(package, inside, name)
        except LimitError as error:  # what the document itself says was read before
            inside.unread.append(Unread(str(error), where=f"part {name}"))
            break
        blocks += [block for block in fresh if block.text not in told]
        told.update(block.text for block in fresh)
    return blocks


def _of_name(package: Package, inside: Inside, name: str) -> list[Block]:
    """Read the part or the file `name`."""
    if name.endswith((".xml", ".vml")):
        return [] if NO_WORDS.search(name) else _of_part(package, inside, name)
    if "activex" in name and name.endswith(".bin"):
        texts = runs(package.content(name))
        return [Block(text, Layer.FORM_FIELD, where="Control") for text in texts]
    _file(package, inside, name)
    return []


def _titles(package: Package) -> Iterator[Block]:
    """Yield the names of sheets, slides and the like that the file keeps beside them."""
    root = package.xml(APPLICATION) if package.has(APPLICATION) else None
    for element in root.iter("{*}lpstr") if root is not None else ():
        text = " ".join((element.text or "").split())
        if wordy(text):
            yield Block(text, Layer.METADATA, where="Document property titles of parts")


def _of_part(package: Package, inside: Inside, name: str) -> list[Block]:
    leaf = name.rpartition("/")[2].rpartition(".")[0]
    before = len(package.asides)
    root = package.xml(name)
    if root is None:
        return []
    if local(root) == "DataMashup":
        _queries(root, inside)
        return []
    where = "Custom XML of the document" if name.startswith("customxml/") else f"Part {leaf}"
    fresh = package.asides[before:]
    if leaf in ("settings", "numbering"):
        return fresh
    told = {block.text for block in fresh}
    words = (text for text in part_words(root) if text not in told)
    return [*fresh, *(Block(text, Layer.METADATA, where=where) for text in words)]


def _queries(root: etree._Element, inside: Inside) -> None:
    """Read the queries of a workbook, a package within the text of a part."""
    try:
        held = base64.b64decode("".join(str(text) for text in root.itertext()), validate=False)
    except binascii.Error:
        held = b""
    size = int.from_bytes(held[4:8], "little")
    inside.file("queries.zip", held[8 : 8 + size])


def _file(package: Package, inside: Inside, name: str) -> None:
    """Read a file that lies in the package and is no part of the document."""
    leaf = name.rpartition("/")[2]
    if "/model/" in name:
        reason = "a data model in a form that is not read; open the workbook by hand"
        inside.unread.append(Unread(reason, where=f"part {name}"))
    elif name.endswith(PICTURES) and not NO_DOCUMENT.search(name):
        inside.picture(package.content(name), leaf)
    elif not NO_DOCUMENT.search(name):
        inside.file(leaf, package.content(name))
