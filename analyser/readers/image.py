"""Picture files: PNG, JPEG, TIFF with many pages, and whatever else Pillow opens."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator

from PIL import ExifTags, Image, ImageOps, ImageSequence

from analyser.document import Block, Coverage, Document, Layer, Unread
from analyser.readers.ocr import ocr_picture, why_not
from analyser.readers.ocr_preparing import flattened
from analyser.readers.page_blocks import Carried
from analyser.readers.page_scan import LOW_CONFIDENCE, Scan, blocks_of_scan, is_blank
from analyser.readers.source import Context, Source

# Pillow's own guard warns at 89 million pixels and refuses twice that; a scanned A0 plan has 140.
PIXELS_AT_MOST = 400_000_000

# Animations and icon files have frames by the thousand; a fax of 500 pages is real.
FRAMES_AT_MOST = 2_000

PLAIN = ("1", "L", "P", "RGB", "CMYK", "YCbCr")
"""Kinds of pictures that turn grey as they look."""

TECHNICAL = {"compression", "version", "srgb", "gamma", "interlace"}
"""Properties that say how a picture is stored."""

BAD_PICTURE = (
    OSError,
    ValueError,
    SyntaxError,
    IndexError,
    OverflowError,
    MemoryError,
    Image.DecompressionBombError,
    EOFError,
    KeyError,
    TypeError,
    ZeroDivisionError,
)

WORDS_IN = (
    ExifTags.Base.ImageDescription,
    ExifTags.Base.XPTitle,
    ExifTags.Base.XPComment,
    ExifTags.Base.XPSubject,
    ExifTags.Base.XPKeywords,
    ExifTags.Base.UserComment,
    ExifTags.Base.Artist,
    ExifTags.Base.Copyright,
)
"""Not the make and model of the camera: who photographs a site offers no camera for it."""


def read_image(source: Source, context: Context) -> tuple[Document, ...]:
    """Read the picture file `source`, every page of it, by OCR."""
    if source.size() == 0:
        return (source.unread("the file is empty (0 bytes); ask the bidder to send it again"),)
    reading = _Reading(context)
    try:
        with warnings.catch_warnings():
            # The size is checked here, page by page, before anything is decoded.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            reading.read_file(source)
        if not reading.blocks and not reading.unread:
            pages = "the picture shows" if reading.total == 1 else "all its pages show"
            reading.unread.append(
                Unread(f"{pages} nothing that could be words; ask for the right file")
            )
    except BAD_PICTURE as error:
        reading.fail(f"the picture cannot be opened ({_short(error)}); open it by hand")
    return (
        Document(
            path=source.name,
            sha256=source.sha256,
            media_type=source.media_type,
            pages=reading.total or None,
            blocks=tuple(reading.blocks),
            unread=tuple(reading.unread),
            coverage=Coverage("page", max(reading.total, 1), reading.done, reading.by_ocr),
        ),
    )


class _Reading:
    """Reads the pages of one picture file, and counts."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.blocks: list[Block] = []
        self.unread: list[Unread] = []
        self.total = self.done = self.by_ocr = 0
        self.begun = 0
        """Pages that were looked at, read or not."""
        self.carried = Carried()

    def fail(self, reason: str) -> None:
        """Name the file as unread from here on."""
        number = self.begun + 1
        self.unread.append(Unread(reason, f"page {number}", number))
        self.total = max(self.total, number)

    def read_file(self, source: Source) -> None:
        """Read all pages of `source`."""
        import io

        opened = source.path if source.path is not None else io.BytesIO(source.content())
        with Image.open(opened) as picture:
            self._properties(picture)
            self.total = int(getattr(picture, "n_frames", 1))
            for number, frame in enumerate(_frames(picture), 1):
                if number > min(FRAMES_AT_MOST, self.context.settings.limits.pages):
                    self.fail(
                        f"pages {number} to {self.total} lie beyond the limit; split the file"
                    )
                    return
                self._read_page(frame, number)
                self.begun = number

    def _properties(self, picture: Image.Image) -> None:
        """Keep the words in the picture's own properties."""
        texts = [
            _plain(value)
            for key, value in picture.info.items()
            if isinstance(value, str | bytes)
            and (key == "comment" or isinstance(value, str))
            and key not in TECHNICAL
        ]
        with contextlib.suppress(*BAD_PICTURE):
            exif = picture.getexif()
            texts += [_plain(exif.get(tag)) for tag in WORDS_IN]
        for text in dict.fromkeys(text.strip() for text in texts):
            if len(text) > 2 and any(char.isalpha() for char in text):
                self.blocks.append(Block(text[:20_000], Layer.METADATA, None, "Picture property"))

    def _read_page(self, frame: Image.Image, number: int) -> None:
        """Read one page."""
        settings, budget = self.context.settings, self.context.budget
        budget.ocr_pages += 1
        reason = why_not(settings)
        if not reason and frame.width * frame.height > PIXELS_AT_MOST:
            reason = f"{frame.width} by {frame.height} pixels are more than is read; shrink it"
        if not reason and budget.ocr_pages > settings.limits.ocr_pages:
            reason = f"more than {settings.limits.ocr_pages} pages need OCR; raise the limit"
        if not reason and budget.seconds_left() < 0:
            reason = f"the time limit of {settings.limits.seconds:.0f} seconds is used up"
        if reason:
            self._say(number, f"page {number} is a picture; {reason}")
            return
        image = _upright(frame)
        if image.mode not in PLAIN or "transparency" in image.info:
            # Sixteen bits cut to eight, or white letters on nothing, would look blank.
            image = flattened(image)
        if is_blank(image):
            self.done += 1
            return
        result = ocr_picture(image, settings, page=True)
        if not result.words and not result.reason:
            # A logo or a name plate: words stand anywhere in it.
            result = ocr_picture(image, settings)
        if result.reason:
            self._say(number, f"page {number} is a picture; {result.reason}")
            return
        if not result.words:
            self._say(number, f"page {number}: OCR found no words on it; look at it by eye")
            return
        scale = 72 / _dpi(frame)
        found, self.carried = blocks_of_scan(Scan(result, image, scale), number, self.carried)
        self.blocks += found
        if result.confidence < LOW_CONFIDENCE:
            share = f"{result.confidence:.0%}".replace("%", " %")
            self._say(
                number, f"page {number} was read with low confidence ({share}); look at it by eye"
            )
            return
        # A page that is named as unread or doubtful is not counted as read.
        self.done += 1
        self.by_ocr += 1

    def _say(self, number: int, reason: str) -> None:
        """Name a page as unread or doubtful."""
        self.unread.append(Unread(reason, f"page {number}", number))


def _frames(picture: Image.Image) -> Iterator[Image.Image]:
    """Yield the pages of a picture file."""
    if getattr(picture, "n_frames", 1) == 1:
        yield picture
        return
    yield from ImageSequence.Iterator(picture)


def _upright(frame: Image.Image) -> Image.Image:
    """Return the page turned as its camera noted."""
    return ImageOps.exif_transpose(frame) or frame


def _dpi(frame: Image.Image) -> float:
    """Return the picture's dots an inch, or a likely figure where it does not say."""
    told = frame.info.get("dpi")
    if isinstance(told, tuple) and told and 50 <= float(told[0]) <= 1200:
        return float(told[0])
    # A page of paper is about 8 inches wide.
    return max(min(frame.width, frame.height) / 8.27, 72.0)


def _plain(value: object) -> str:
    """Return the text of an Exif value."""
    if isinstance(value, bytes):
        if value[:8] in (b"ASCII\0\0\0", b"UNICODE\0"):
            value = value[8:]
        wide = value[1:2] == b"\0"
        return value.decode("utf-16-le" if wide else "utf-8", "replace").strip("\0 ")
    return value if isinstance(value, str) else ""


def _short(error: BaseException) -> str:
    """Return the first line of what went wrong."""
    return (str(error).splitlines() or [type(error).__name__])[0][:100]
