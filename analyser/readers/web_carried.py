"""What a web page carries inside itself: pictures and files written out as `data:` addresses."""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from urllib.parse import unquote_to_bytes

from analyser.document import Unread
from analyser.readers.office import Inside
from analyser.readers.web_opening import page_of
from analyser.readers.web_page import Page

NESTED = 5  # pages written out inside each other


def carried_files(page: Page) -> tuple[list[tuple[str, bytes]], list[Unread]]:
    """Return media type and content of each file that `page` carries, and the damaged ones."""
    files: list[tuple[str, bytes]] = []
    unread: list[Unread] = []
    for number, address in enumerate(dict.fromkeys(page.carried), start=1):
        head, _, body = address.removeprefix("data:").partition(",")
        raw = unquote_to_bytes(body)
        if head.lower().rstrip().endswith(";base64"):
            try:
                raw = base64.b64decode(raw + b"=" * (-len(raw) % 4))
            except (binascii.Error, ValueError):
                reason = "a file written into the page is damaged; open the page by hand"
                unread.append(Unread(reason, where=f"embedded file {number}"))
                continue
        files.append((head.partition(";")[0].strip().lower(), raw))
    return files, unread


def whole_page(text: str, depth: int = 0) -> Page:
    """Return the page in `text` with those that are written out inside it."""
    page = page_of(text)
    for inner in page.pages:
        if depth >= NESTED:
            page.notes.add(f"pages inside each other more than {NESTED} deep were not read")
            break
        below = whole_page(inner, depth + 1)
        page.blocks += [replace(block, where=f"Frame, {block.where}") for block in below.blocks]
        page.carried += below.carried
        page.notes |= below.notes
    return page


def read_carried(page: Page, inside: Inside) -> None:
    """Read the pictures that `page` carries by OCR and its other files as documents."""
    files, unread = carried_files(page)
    inside.unread += unread
    for number, (kind, content) in enumerate(files, start=1):
        if kind.startswith("image/"):
            inside.picture(content, f"number {number} of the page")
        elif not kind.startswith(("font/", "application/font", "application/x-font", "audio/")):
            inside.file(f"embedded {number} ({kind.replace('/', ' ')})", content)
