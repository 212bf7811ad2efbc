"""A document as it was read: blocks of text, each with its place.

Plain frozen values, picklable, without behaviour beyond look-ups: readers make them, every later
stage reads them, and they travel between processes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Layer(StrEnum):
    """The kind of place a block stands in; a hiding place is evidence in itself."""

    BODY = "body"
    TABLE = "table"
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    TEXTBOX = "textbox"
    COMMENT = "comment"
    INSERTED = "tracked-insert"
    DELETED = "tracked-delete"
    IMAGE = "image"
    ALT_TEXT = "alt-text"
    FORM_FIELD = "form-field"
    HIDDEN = "hidden"
    METADATA = "metadata"
    LINK = "link"


class Reading(StrEnum):
    """How the text of a block was got."""

    TEXT = "text"
    """From the file's own text."""

    OCR = "ocr"
    """From a picture, by optical character recognition."""

    SECOND = "second-reader"
    """From a second reader, because the first one's text looked wrong."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in points (1/72 inch), measured from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Span:
    """Where a run of a block's characters stands on the page, and how sure OCR was of it."""

    start: int
    """First character, counted in the block's text."""

    end: int
    """One past the last character."""

    box: Box | None = None

    ocr_confidence: float | None = None
    """0 to 1; `None` where the text was not read from a picture."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row, with the heading of its column."""

    heading: str
    """The column's heading, `""` where the table has none; carried over from earlier pages."""

    text: str

    start: int
    """Where the cell begins in the row's text."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a table row or another piece of text that is read in one breath.

    A table row's text is its cells joined with `" | "`. Line ends inside a paragraph are kept
    as newlines, so that a name can be given back as printed.
    """

    text: str
    layer: Layer = Layer.BODY

    page: int | None = None
    """Counted from 1; `None` where the format has no fixed pages."""

    where: str = ""
    """In words, for a person: "Table 2, row 4", "Sheet Prices, row 7", "Header"."""

    heading: str = ""
    """The section heading above the block."""

    lead_in: str = ""
    """For a list item: the sentence that opens the list ("The following shall not be used:")."""

    cells: tuple[Cell, ...] = ()
    """For a table row, its cells from left to right."""

    caption: str = ""
    """For a table row: the table's caption or the paragraph right above the table."""

    struck: tuple[tuple[int, int], ...] = ()
    """Character ranges that are struck through."""

    spans: tuple[Span, ...] = ()
    """Places of words on the page, in order; empty where the format has no geometry."""

    reading: Reading = Reading.TEXT

    quiet: bool = False
    """A page that the look-ahead found to hold no candidate: kept as text, not searched again."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A piece of a document that was not read, and why."""

    reason: str
    """One line for the officer: what is the matter and what can be done."""

    where: str = ""
    """In words: "page 3", "embedded picture 2 on page 7", "member prices.xls"."""

    page: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a document was read, in the units that its format has."""

    unit: str = "page"
    """Singular noun: page, sheet, slide, message, member, file."""

    total: int = 0
    read: int = 0
    """Units read in any way, by OCR or not."""

    by_ocr: int = 0

    pictures: int = 0
    """Embedded pictures large enough to hold words."""

    pictures_read: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """One file, or one member of an archive or an e-mail, as far as it could be read."""

    path: str
    """Relative to the scanned folder, with `/`; a member is `"outer.zip!/inner.pdf"`."""

    sha256: str
    media_type: str
    """By content, for example `application/pdf`."""

    pages: int | None = None
    blocks: tuple[Block, ...] = ()
    unread: tuple[Unread, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)

    notes: tuple[str, ...] = ()
    """What the officer should know of the reading: two readers disagreed, macros not run."""
