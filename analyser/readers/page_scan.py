"""A recognised page as blocks: the same layout for scans as for text.

Shared by PDF pages and picture files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median

from PIL import Image, ImageFilter

from analyser.document import Block, Box, Reading
from analyser.readers.ocr import OcrResult, OcrWord
from analyser.readers.page_blocks import Carried, PageWriter
from analyser.readers.page_layout import lay_out
from analyser.readers.page_words import Word
from analyser.readers.scan_rules import rules_of

LOW_CONFIDENCE = 0.55
"""Mean confidence below which a page is named as doubtful besides being searched."""

# What Tesseract makes of ruling lines and specks.
LINE_NOISE = re.compile(r"[|_—–=~\[\]{}\\/¦'`.,:;-]+$")


@dataclass(frozen=True, slots=True)
class Scan:
    """A recognised page."""

    result: OcrResult
    image: Image.Image
    """As it was handed to OCR."""

    scale: float
    """Points a pixel of `image`."""


def blocks_of_scan(scan: Scan, page: int, carried: Carried) -> tuple[list[Block], Carried]:
    """Return the blocks of a recognised page, and what carries over to the next."""
    result = scan.result
    scale = scan.scale * _size_of(scan)[0] / max(result.width, 1)
    slope = _slope(result)
    words = _words(result, scale, slope)
    upright = scan.image
    if result.turned:
        upright = upright.rotate(-result.turned, expand=True)
    rules = rules_of(upright, scan.scale, slope)
    if result.turned:
        _turn_back(words, result.turned, result.width * scale, result.height * scale)
    writer = PageWriter(page, result.height * scale, carried=carried, reading=Reading.OCR)
    after = writer.write(lay_out(words, rules, faint=True))
    return writer.blocks, after


def is_blank(image: Image.Image) -> bool:
    """Tell whether `image` shows nothing but paper, specks and the shadows of its edges."""
    small = image.convert("L")
    small.thumbnail((600, 600))
    width, height = small.size
    inner = small.crop(
        (int(width * 0.03), int(height * 0.03), int(width * 0.97) + 1, int(height * 0.97) + 1)
    )
    calm = inner.filter(ImageFilter.MedianFilter(3))
    counts = calm.histogram()
    paper = max(range(256), key=lambda level: counts[level])
    marked = sum(count for level, count in enumerate(counts) if abs(level - paper) > 40)
    # Fine print at this size is grey, not black, and thin enough for the filter to take away.
    thin = inner.histogram()
    faint = sum(count for level, count in enumerate(thin) if abs(level - paper) > 40)
    return marked < 12 and faint < 60


def _size_of(scan: Scan) -> tuple[int, int]:
    """Return width and height of the picture as it was turned."""
    width, height = scan.image.size
    return (height, width) if scan.result.turned % 180 else (width, height)


def _slope(result: OcrResult) -> float:
    """Return by how much lines sink to the right, as a share of their length."""
    slopes = []
    for line in result.lines:
        first, last = line[0], line[-1]
        run = (last.x0 + last.x1 - first.x0 - first.x1) / 2
        if len(line) >= 3 and run > 0.2 * result.width:
            slopes.append((last.bottom + last.top - first.bottom - first.top) / 2 / run)
    return median(slopes) if len(slopes) >= 3 else 0.0


def _words(result: OcrResult, scale: float, slope: float) -> list[Word]:
    """Return the recognised words in points, straightened, with one height to a line."""
    words: list[Word] = []
    usual = median([_letter_size(word) for word in result.words] or [1.0])
    for line in result.lines:
        kept = [word for word in line if not LINE_NOISE.match(word.text) or _is_bullet(word, line)]
        if not kept:
            continue
        tall = median(word.bottom - word.top for word in kept)
        size = median(_letter_size(word) for word in kept)
        if 0.87 * usual < size < 1.13 * usual:
            size = usual
        for word in kept:
            sink = slope * (word.x0 + word.x1) / 2
            middle = median(w.top + w.bottom - 2 * slope * (w.x0 + w.x1) / 2 for w in kept) / 2
            off = (word.top + word.bottom) / 2 - sink - middle
            if abs(off) > 0.6 * tall:
                middle += off
            place = Box(
                round(word.x0 * scale, 1),
                round(word.top * scale, 1),
                round(word.x1 * scale, 1),
                round(word.bottom * scale, 1),
            )
            words.append(
                Word(
                    text=word.text,
                    x0=word.x0 * scale,
                    top=(middle - tall / 2) * scale,
                    x1=word.x1 * scale,
                    bottom=(middle + tall / 2) * scale,
                    size=size * scale,
                    confidence=word.confidence,
                    order=len(words),
                    box=place,
                )
            )
    return words


def _letter_size(word: OcrWord) -> float:
    """Return the letter size of `word` in pixels, by the parts that its letters have."""
    tall = any(char.isupper() or char.isdigit() or char in "bdfhkltß" for char in word.text)
    deep = any(char in "gjpqyç,;()[]/Q" for char in word.text)
    share = 0.92 if tall and deep else 0.71 if tall or deep else 0.49
    return (word.bottom - word.top) / share


def _is_bullet(word: OcrWord, line: tuple[OcrWord, ...]) -> bool:
    """Tell whether a stroke stands where a list marker would."""
    return word is line[0] and len(line) > 1 and word.text in ("-", "–", "—")


def _turn_back(words: list[Word], turned: int, width: float, height: float) -> None:
    """Give `words` their boxes on the page as it is shown, not as it was turned to be read."""
    for word in words:
        box = word.box
        if box is None:
            continue
        if turned == 90:
            word.box = Box(box.top, width - box.x1, box.bottom, width - box.x0)
        elif turned == 270:
            word.box = Box(height - box.bottom, box.x0, height - box.top, box.x1)
        elif turned == 180:
            word.box = Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
