"""Plain text and text tables, in whatever encoding they come."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from analyser.document import Block, Coverage, Document, Layer
from analyser.readers.calendar_lines import unfolded
from analyser.readers.flow import Flow, looks_like_heading
from analyser.readers.rows import Row, heading_rows, joined_headings, row_block
from analyser.readers.source import Context, Source
from analyser.readers.text_guessing import (
    EAST_ASIAN,
    LATIN_GUESSES,
    SENSELESS,
    nearly_utf8,
    sense,
)

MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 64 * 1024
SLICE = 3000  # characters of a quiet slice, about a page
LONG = 200_000  # characters from which a text is read in slices
DELIMITERS = ",;\t|"

MOSTLY = 0.3  # share of bytes beyond ASCII in a text of another script
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the encoding it was in."""

    text: str
    encoding: str
    guessed: bool = False
    """Neither marked nor provable: the best of several guesses."""


def decoded(content: bytes, *, complete: bool = True) -> Decoded | None:
    """Return `content` as text, or `None` where it is no text in any encoding known here.

    `complete` is false for the head of a longer file, whose last character may be cut.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return Decoded(content.decode(encoding, "replace"), encoding)
    wide = _wide(content[:SAMPLE])
    if wide:
        return Decoded(content.decode(wide, "replace"), wide, guessed=True)
    if content[:SAMPLE].count(0) > len(content[:SAMPLE]) // 200:
        return None
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(content, final=complete)
    except UnicodeDecodeError:
        return _legacy(content)
    return Decoded(text, "utf-8") if _is_text(text) else None


def _wide(sample: bytes) -> str:
    """Return the UTF-16 or UTF-32 that text without a mark is in, or `""`.

    Western text shows by its zero bytes, other scripts by line ends and spaces of that width.
    """
    if len(sample) < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if even > half * 0.9 and odd > half * 0.4:
        return "utf-32-be" if sample[0] == 0 else ""
    if odd > half * 0.9 and even > half * 0.4:
        return "utf-32-le"
    for encoding, zeros, others in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros < max(2, half * 0.02) or others > zeros / 8:
            continue
        text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
        if _is_text(text) and text.count("\ufffd") <= len(text) // 500 + 1:
            return encoding
    return ""


def _is_text(text: str) -> bool:
    sample = text[:SAMPLE]
    return len(CONTROL.findall(sample)) <= len(sample) // 100


def _legacy(content: bytes) -> Decoded | None:
    """Return `content` in the 8-bit or East Asian encoding that makes the most sense of it."""
    sample = content[:SAMPLE]
    if sample.count(0x40) > len(sample) // 20 and not sample.count(b" "):
        return _of_mainframe(content)
    commonest = Counter(byte for byte in sample if byte >= 0x80).most_common(1)
    if commonest and commonest[0][1] > len(sample) // 3:
        return None  # one byte over and over: the ground of a picture
    high = sum(byte >= 0x80 for byte in sample)
    if not _is_text(sample.decode("latin-1")) or not high:
        return None
    if high <= len(sample) // 200 + 1 and nearly_utf8(sample):
        return Decoded(content.decode("utf-8", "replace"), "utf-8 with faults", guessed=True)
    best, encoding = 0.0, ""
    for guess in (*EAST_ASIAN, *LATIN_GUESSES):
        score = sense(sample, guess)
        if score > best:
            best, encoding = score, guess
    if not encoding or (best <= SENSELESS and high > len(sample) * MOSTLY):
        return None  # nothing here makes sense of it: another script, or a picture
    return Decoded(content.decode(encoding, "replace"), encoding, guessed=True)


def _of_mainframe(content: bytes) -> Decoded | None:
    """Return `content` as EBCDIC, where that gives words."""
    text = content.decode("cp037").replace("\x85", "\n")
    words = sum(letter.isalnum() or letter.isspace() for letter in text[:SAMPLE])
    good = words > 0.8 * len(text[:SAMPLE])
    return Decoded(text, "cp037", guessed=True) if good and _is_text(text) else None


def looks_like_table(text: str) -> bool:
    """Tell whether `text` is delimited: most lines break into the same two or more fields."""
    return _delimiter(text) is not None


def _delimiter(text: str) -> str | None:
    lines = [line for line in text[:SAMPLE].splitlines() if line.strip()][:200]
    if len(lines) < 2:
        return None
    best: tuple[float, str] | None = None
    for delimiter in DELIMITERS:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
        counts = Counter(len(row) for row in rows)
        width, times = counts.most_common(1)[0]
        if width < 2 or times < len(rows) * 0.7:
            continue
        # Prose has commas too: its "fields" are long and begin with a space.
        fields = [field for row in rows for field in row]
        spaced = sum(field.startswith(" ") for field in fields) / len(fields)
        long = sum(len(field) for field in fields) / len(fields)
        if delimiter == "," and (spaced > 0.3 or long > 60):
            continue
        score = times / len(rows) * min(width, 6)
        if best is None or score > best[0]:
            best = (score, delimiter)
    return best[1] if best else None


def read_table(source: Source, context: Context) -> Document:
    """Read a CSV or TSV: a block a record, each cell with its column heading."""
    text = decoded(source.content())
    if text is None:
        return source.unread("no text in an encoding that this program knows")
    delimiter = _delimiter(text.text) or ","
    csv.field_size_limit(min(context.settings.limits.file_size, 2**31 - 1))
    reader = csv.reader(io.StringIO(text.text, newline=""), delimiter=delimiter)
    rows = [
        Row(tuple(record), where=f"row {number}")
        for number, record in enumerate(reader, start=1)
        if any(field.strip() for field in record)
    ]
    start, end = heading_rows(rows)
    width = max((len(row.texts) for row in rows), default=0)
    headings = joined_headings(rows[start:end], width)
    blocks = tuple(
        row_block(row, headings if number >= end else ()) for number, row in enumerate(rows)
    )
    return _document(source, text, blocks)


def read_text(source: Source, context: Context) -> Document:
    """Read plain text: a block a paragraph; long texts in slices, quiet where nothing is near."""
    text = decoded(source.content())
    if text is None:
        return source.unread("no text in an encoding that this program knows")
    if text.text.startswith(("BEGIN:VCALENDAR", "BEGIN:VCARD")):
        text = replace(text, text=unfolded(text.text))
    if len(text.text) <= LONG:
        return _document(source, text, tuple(paragraphs(text.text)))
    slices = list(_slices(text.text))
    near = context.interest(slices)
    blocks: list[Block] = []
    line = 1
    for number, piece in enumerate(slices):
        if number in near:
            blocks += paragraphs(piece, line)
        elif piece.strip():
            blocks.append(Block(piece.strip("\n"), where=f"line {line}", quiet=True))
        line += piece.count("\n")
    return _document(source, text, tuple(blocks))


def _slices(text: str) -> Iterator[str]:
    """Yield `text` cut at blank lines, or at line ends where paragraphs are very long."""
    start = 0
    while start < len(text):
        end = min(start + SLICE, len(text))
        if end < len(text):
            cut = text.find("\n\n", end, end + SLICE)
            cut = cut if cut >= 0 else text.find("\n", end, end + SLICE)
            end = cut + 1 if cut >= 0 else min(end + SLICE, len(text))
        yield text[start:end]
        start = end


def paragraphs(text: str, line: int = 1) -> Iterator[Block]:
    """Yield the paragraphs of `text`, whose first line is number `line`."""
    flow = Flow()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n\n")
    gathered: list[str] = []
    start = line
    for number, words in enumerate([*text.split("\n"), ""], start=line):
        if words.strip():
            start = start if gathered else number
            if gathered and _stands_alone(words, gathered):
                yield _paragraph(flow, gathered, start)
                gathered, start = [], number
            gathered.append(words)
        elif gathered:
            yield _paragraph(flow, gathered, start)
            gathered = []


def _stands_alone(words: str, gathered: list[str]) -> bool:
    """Tell whether a line begins a new paragraph: a list item, a table line, after a short one."""
    if re.match(r"^\s*(?:[•▪●*–—-]\s+|\(?[a-z\d]{1,3}[.)]\s+)", words):
        return True
    columns = bool(re.search(r"\S(?:\t|\s{3,}|\s\|\s)\S", words))
    return columns or bool(re.search(r"\S(?:\t|\s{3,}|\s\|\s)\S", gathered[-1]))


def _paragraph(flow: Flow, lines: list[str], number: int) -> Block:
    text = "\n".join(line.rstrip() for line in lines).strip()
    title = len(lines) == 1 and looks_like_heading(text, bold=False)
    return replace(flow.paragraph(text, title=title), where=f"line {number}")


def _document(source: Source, text: Decoded, blocks: tuple[Block, ...]) -> Document:
    notes = (f"encoding guessed: {text.encoding}",) if text.guessed else ()
    return Document(
        source.name,
        source.sha256,
        source.media_type or "text/plain",
        blocks=tuple(block for block in blocks if block.text or block.layer is Layer.TABLE),
        coverage=Coverage("file", 1, 1),
        notes=notes,
    )
