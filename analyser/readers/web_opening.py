"""A web page from its markup: parsed as browsers do, or its tags cut out where that fails."""

from __future__ import annotations

import re
from html import unescape

from lxml import etree, html

from analyser.readers.web_page import DATA, Page


def page_of(text: str) -> Page:
    """Read the HTML in `text`; broken markup is read as browsers do, as far as it goes."""
    page = Page()
    # libxml2 gives up on markup 256 deep, and libraries on top of it lose the page silently.
    parser = html.HTMLParser(no_network=True, huge_tree=False, recover=True, encoding="utf-8")
    # A declaration of another encoding would be believed though the text is decoded already.
    content = text.encode("utf-8", "replace")
    if not content.strip():
        return page
    try:
        root = html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return _without_layout(text)
    before = root.getprevious()
    while before is not None:
        page.walk(before)
        before = before.getprevious()
    after: etree._Element | None = root
    while after is not None:  # what stands behind the end of the page is shown as well
        page.walk(after)
        page.add(after.tail or "")
        page.flush()
        after = after.getnext()
    gave_up = any(entry.level_name == "FATAL" for entry in parser.error_log)
    return _without_layout(text) if gave_up or not page.blocks else page


def _without_layout(text: str) -> Page:
    """Return the words of a page whose markup no parser takes, tags cut out."""
    page = Page(carried=DATA.findall(text))
    text = re.sub(r"(?is)<(script|style)\b.*?</\1\s*>", " ", text)
    for piece in re.split(r"(?i)<(?:p|div|td|tr|li|br|h\d|table)\b[^>]*>|\n\s*\n", text):
        page.add(unescape(re.sub(r"<[^>]*>", "", piece)))
        page.flush()
    if page.blocks:
        page.notes.add("markup nested too deeply or damaged: read without its layout")
    return page
