"""XML from strangers, parsed without entities, network or silent gaps.

Apart because every package format and XML itself need the same hard shell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from analyser.errors import ReadingError


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed part and what is the matter with it."""

    root: etree._Element
    fault: str = ""
    """In words where the part is damaged or holds entities; `""` where all of it was read."""


def parse_xml(content: bytes, name: str) -> Parsed:
    """Parse `content` hardened; a damaged part is read as far as it goes and says so.

    Entities are never expanded (billion laughs, external files), no DTD is loaded and nothing
    is fetched. `ReadingError` where not even a root element can be had.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        remove_pis=True,
        remove_comments=False,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        msg = f"{name}: not well-formed XML ({_short(error)}); ask for the document again"
        raise ReadingError(msg) from error
    if root is None:
        msg = f"{name}: not XML; ask for the document again"
        raise ReadingError(msg)
    return Parsed(root, _fault(root, parser, name))


def _fault(root: etree._Element, parser: etree.XMLParser, name: str) -> str:
    fatal = [entry for entry in parser.error_log if entry.level_name == "FATAL"]
    declared = root.getroottree().docinfo.internalDTD
    # Not in the library's stubs.
    entities = declared is not None and any(True for _ in declared.entities())  # type: ignore[attr-defined]
    if next(root.iter(etree.Entity), None) is not None or (fatal and entities):
        return f"{name} uses XML entities, which are not expanded; open it by hand"
    if fatal:
        return f"{name} is damaged at line {fatal[0].line}: read as far as it goes"
    return ""


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def local(element: etree._Element) -> str:
    """Return the tag of `element` without its namespace; `""` for comments and entities."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Return the attribute `name` of `element` in whatever namespace; `""` where it has none."""
    plain = element.get(name)
    if plain is not None:
        return plain
    ending = "}" + name
    for key, value in element.attrib.items():
        if str(key).endswith(ending):
            return str(value)
    return ""


def children(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the child elements of `element`, comments and entities left out."""
    for child in element:
        if isinstance(child.tag, str):
            yield child


def first(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first descendant along `path` of local names, or `None`."""
    for name in path:
        if element is None:
            return None
        element = next((child for child in children(element) if local(child) == name), None)
    return element
