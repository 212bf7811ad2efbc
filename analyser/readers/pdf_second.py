"""A second reader of PDFs, asked only where the first one's answer is missing or doubtful.

The one file that knows pdfplumber. It costs ten times what PDFium costs, so that no ordinary
page is ever put to it.
"""

from __future__ import annotations

import logging
import mmap
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from analyser.document import Block, Reading
from analyser.readers.enclosed import enclosed
from analyser.readers.page_blocks import PageWriter
from analyser.readers.page_layout import lay_out
from analyser.readers.page_words import Word
from analyser.readers.pdf_quality import has_few_letters, looks_wrong
from analyser.readers.source import Context, Source

logger = logging.getLogger(__name__)

SPACE = 0.15
"""Share of the letter size above which a gap parts two words; points would fail in large type."""

TWICE = 1.0
"""Points within which one letter printed twice is fake bold and not two letters."""

ASKED_AT_MOST = 200
"""Pages of one document that are read a second time."""

DRAWN_AT_MOST = 20
"""Empty pages of one document at whose orders a look is taken."""

PACKED_LEAST = 40  # bytes: packed orders, of which nothing can be unpacked
ORDERS = re.compile(rb"[)>\]]\s{0,9}T[jJ]\b|/\w{1,40}\s{1,9}Do\b")
SPECIFIED_WITHIN = 4  # entries inside each other, in which a file may be written out
LISTED_PAGE = re.compile(rb"/Type\s{0,9}/Page(?![A-Za-z])")
COUNTED_AT_MOST = 64 * 2**20  # bytes; a larger file is pictures
OBJECT_HEAD = re.compile(rb"(\d{1,10})\s{1,9}\d{1,5}\s{1,9}obj\Z")
HEAD_WITHIN = 4000  # bytes before its type in which a page's object begins
KIDS = re.compile(rb"/Kids\s{0,9}\[")
KIDS_AT_MOST = 200_000  # bytes of one list of pages
REFERENCE = re.compile(rb"(\d{1,10})\s{1,9}\d{1,5}\s{1,9}R")


@dataclass(slots=True)
class SecondReader:
    """Opens the file when it is first asked for a page."""

    source: Source
    context: Context
    asked: int = 0
    drawn: int = 0
    """Empty pages that were asked after."""

    _opened: Any = field(default=None, repr=False)
    _failed: bool = False

    def close(self) -> None:
        """Close the file."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def count(self) -> int:
        """Return the number of pages that this reader sees; 0 where it sees none."""
        opened = self._open()
        if opened is None:
            return 0
        try:
            return len(opened.pages)
        # pdfminer meets damage with exceptions of every kind; each means the same here.
        except Exception as error:  # noqa: BLE001
            logger.debug("second reader: %r", error)
            return 0

    def words(self, index: int) -> list[Word]:
        """Return the words of page `index` (from 0); none where it cannot be read."""
        self.asked += 1
        if self.asked > ASKED_AT_MOST or self.context.budget.seconds_left() < 0:
            return []
        if index >= self.count():
            return []
        try:
            from pdfplumber.utils.text import extract_words

            page = self._opened.pages[index]
            found = extract_words(once(page.chars), x_tolerance_ratio=SPACE)
            page.close()
        except Exception as error:  # noqa: BLE001 - as above
            logger.debug("second reader, page %d: %r", index + 1, error)
            return []
        return [_word(one, number) for number, one in enumerate(found)]

    def blocks(self, index: int, *, least: bool = False) -> list[Block]:
        """Return page `index` laid out, if its text can be what the page says.

        Args:
            index: Page, from 0.
            least: Whether a few letters are enough.
        """
        words = self.words(index)
        text = " ".join(word.text for word in words)
        if not words or looks_wrong(text) or (has_few_letters(text) and not least):
            return []
        height = float(self._opened.pages[index].height)
        writer = PageWriter(index + 1, height, reading=Reading.SECOND)
        writer.write(lay_out(words))
        return writer.blocks

    def draws(self, index: int) -> bool:
        """Tell whether page `index` (from 0) holds orders to write or to draw, whole or broken."""
        self.drawn += 1
        if self.drawn > DRAWN_AT_MOST or index >= self.count():
            return False
        try:
            held = b""
            for stream in self._opened.pages[index].page_obj.contents:
                packed = len(stream.get_rawdata() or b"")
                made = stream.get_data()
                if packed > PACKED_LEAST and not made:
                    return True
                held += b" " + made
        except Exception as error:  # noqa: BLE001 - as above
            logger.debug("second reader, contents of page %d: %r", index + 1, error)
            return True
        return bool(ORDERS.search(held))

    def embedded(self) -> Iterator[bytes]:
        """Yield the embedded files that stand among the objects, whether a list names them or not.

        Those that cannot be unpacked are `b""`.
        """
        opened = self._open()
        numbers = {n for xref in opened.doc.xrefs for n in xref.get_objids()} if opened else set()
        for number in sorted(numbers):
            try:
                for stream in _file_streams(opened.doc.getobj(number), 0):
                    yield bytes(stream.get_data())
            except Exception as error:  # noqa: BLE001 - as above
                logger.debug("second reader, object %d: %r", number, error)
                yield b""

    def _open(self) -> Any:
        """Return the opened file, or nothing where this reader cannot open it either."""
        if self._opened is None and not self._failed:
            import io

            import pdfplumber

            # It warns at every odd operator; what is wrong is said in the document's own notes.
            logging.getLogger("pdfminer").setLevel(logging.ERROR)
            content = self.source.file_or_content()
            stream = io.BytesIO(content) if isinstance(content, bytes) else content
            for password in ("", *self.context.settings.passwords):
                try:
                    self._opened = pdfplumber.open(stream, password=password)
                    break
                except Exception as error:  # noqa: BLE001 - as above
                    logger.debug("second reader: %r", error)
            self._failed = self._opened is None
        return self._opened


def _file_streams(found: Any, depth: int) -> Iterator[Any]:
    """Yield the streams of embedded files in one object: itself, or those that it refers to."""
    from pdfminer.pdftypes import PDFStream, resolve1

    if isinstance(found, PDFStream):
        if "EmbeddedFile" in str(found.attrs.get("Type", "")):
            yield found
        return
    if isinstance(found, dict):
        files = resolve1(found.get("EF"))
        held = map(resolve1, files.values()) if isinstance(files, dict) else ()
        yield from (one for one in held if isinstance(one, PDFStream))
    inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    for one in inner if depth < SPECIFIED_WITHIN else ():
        if isinstance(one, dict | list):
            yield from _file_streams(one, depth + 1)


def _word(found: dict[str, Any], order: int) -> Word:
    """Return a word of pdfplumber's as one of ours."""
    top, bottom = float(found["top"]), float(found["bottom"])
    upright = bool(found.get("upright", True))
    size = max(bottom - top if upright else float(found["x1"]) - float(found["x0"]), 1.0)
    return Word(
        str(found["text"]),
        float(found["x0"]),
        top,
        float(found["x1"]),
        bottom,
        size,
        order=order,
    )


def once(chars: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return `chars` without those that are printed twice in one place, as fake bold is.

    pdfplumber's own way sorts the page over and over, which costs more than reading it.
    """
    held: dict[tuple[object, ...], tuple[float, float]] = {}
    kept = []
    for char in chars:
        letter = (char["text"], char["fontname"], char["size"])
        x, y = char["x0"], char["top"]
        across, down = int(x // TWICE), int(y // TWICE)
        near = [
            held.get((*letter, across + dx, down + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
        ]
        if not any(one and max(abs(one[0] - x), abs(one[1] - y)) <= TWICE for one in near):
            held[(*letter, across, down)] = (x, y)
            kept.append(char)
    return kept


def pages_listed(source: Source, stated: int) -> int:
    """Return how many page objects stand openly in the file: a hint at pages out of the count.

    Each object counts once: old revisions leave theirs behind under the same number. Packed ones
    are not seen, so that the figure proves nothing; it only tells when the second reader is worth
    asking.

    Args:
        source: The file.
        stated: Pages that the file says it has; no closer look is taken where no more are listed.
    """
    if source.size() > COUNTED_AT_MOST:
        return 0
    if source.path is None:
        return _listed(source.content(), stated)
    with (
        source.path.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        return _listed(content, stated)


def _listed(content: bytes | mmap.mmap, stated: int) -> int:
    """Return how many different pages are listed in `content`, if more than `stated` may be."""
    places = [match.start() for match in LISTED_PAGE.finditer(content)]
    if len(places) <= stated:
        return len(places)
    numbers = set()
    for place in places:
        start = max(place - HEAD_WITHIN, 0)
        end = content.rfind(b"obj", start, place)
        head = OBJECT_HEAD.search(content[max(end - 30, 0) : end + 3]) if end >= 0 else None
        numbers.add(head.group(1) if head else b"at %d" % place)
    lists = list(enclosed(content, KIDS, b"]", KIDS_AT_MOST))
    if content.find(b"/ObjStm") < 0 and len(lists) == len(re.findall(b"/Kids", content)):
        # Nothing is packed or written elsewhere: what no list of pages names was deleted.
        numbers &= {number for named in lists for number in REFERENCE.findall(named)}
    return len(numbers)


def spans_of(pages: Sequence[int]) -> str:
    """Return page numbers in words: "3, 5 to 8"."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(
        str(run[0]) if len(run) == 1 else f"{run[0]} {'to' if len(run) > 2 else 'and'} {run[-1]}"
        for run in runs
    )
