"""Pictures of the places that are cited.

Apart from the readers because it looks at a document again, after judgement, and only where a
report points; a picture that cannot be made costs the picture, never the report. Drawing runs
decoders that reading text never touched, on files from strangers: so it has a process of its own.
"""

from __future__ import annotations

import io
import logging
import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analyser.document import Box

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from PIL.Image import Image

logger = logging.getLogger(__name__)

DPI = 110  # sharp enough to read 8 point print, and an A4 strip of six lines stays under 15 kB
WIDEST_POINTS = 620.0
"""The whole width of an A4 page, so that a row is seen from its number to its price; of a wider
sheet this much around the place."""

HIGHEST_POINTS = 160.0  # a paragraph of ten lines
ABOVE_POINTS = 30.0  # two lines of print
BELOW_POINTS = 30.0
MOST_PIXELS = 4_000_000
"""A page may claim to be kilometres wide; what we draw of it is bounded."""

MOST_MEMORY = 3 * 1024**3

MARK = (212, 53, 28)  # a red that stands off white, grey and yellow print alike


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a page to draw, with the boxes to be marked."""

    page: int
    """Counted from 1."""

    boxes: tuple[Box, ...]
    """At least one; the first is always in the picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A small picture of a place."""

    content: bytes
    media_type: str
    width: int
    height: int


@dataclass(slots=True)
class Studio:
    """Makes pictures in a process of its own, which may crash or hang without harm.

    Close it when done; it starts again by itself after a document that ended it.
    """

    seconds: float = 30.0
    """What the pictures of one document may take."""

    _process: BaseProcess | None = field(default=None, init=False)
    _pipe: Connection | None = field(default=None, init=False)

    def pictures(
        self, document: bytes, media_type: str, places: Sequence[Place]
    ) -> tuple[Picture | None, ...]:
        """Return what `pictures` does, or no picture where the document ended the process."""
        if media_type != "application/pdf" or not places:
            return tuple(None for _ in places)
        try:
            pipe = self._open()
            pipe.send((document, media_type, tuple(places)))
            if pipe.poll(self.seconds):
                made: tuple[Picture | None, ...] = pipe.recv()
                return made
            logger.warning("no pictures: they took longer than %s seconds", self.seconds)
        except (OSError, EOFError) as error:
            logger.warning("no pictures: the drawing process ended (%s)", type(error).__name__)
        self.close()
        return tuple(None for _ in places)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None

    def _open(self) -> Connection:
        if self._pipe is None or self._process is None:
            spawning = multiprocessing.get_context("spawn")
            self._pipe, theirs = spawning.Pipe()
            process = spawning.Process(target=_serve, args=(theirs,), daemon=True)
            process.start()
            self._process = process
            theirs.close()
        return self._pipe


def _serve(pipe: Connection) -> None:
    """Make pictures until nobody asks any more."""
    _limit_memory()
    while True:
        try:
            document, media_type, places = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        pipe.send(pictures(document, media_type, places))


def _limit_memory() -> None:
    """Bound the process's memory, where the platform can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def pictures(
    document: bytes, media_type: str, places: Sequence[Place], dpi: int = DPI
) -> tuple[Picture | None, ...]:
    """Return a picture for each of `places`; `None` where one cannot be made.

    Only PDFs have pages that look the same everywhere; of other formats there is none.
    """
    if media_type != "application/pdf" or not places:
        return tuple(None for _ in places)
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(document)
    except pypdfium2.PdfiumError as error:
        logger.info("no pictures: %s", error)
        return tuple(None for _ in places)
    try:
        return tuple(_picture(pdf, place, dpi) for place in places)
    finally:
        pdf.close()


def _picture(pdf: Any, place: Place, dpi: int) -> Picture | None:
    import pypdfium2

    if not 1 <= place.page <= len(pdf):
        return None
    try:
        page = pdf[place.page - 1]
    except pypdfium2.PdfiumError:
        return None
    try:
        width, height = page.get_size()
        window = surroundings(_together(place.boxes), width, height)
        if window is None:
            return None
        scale = dpi / 72
        area = (window.x1 - window.x0) * (window.bottom - window.top) * scale * scale
        if area > MOST_PIXELS:
            scale *= (MOST_PIXELS / area) ** 0.5
        crop = (window.x0, height - window.bottom, width - window.x1, window.top)
        image = page.render(scale=scale, crop=crop, may_draw_forms=False).to_pil()
        for box in place.boxes:
            _mark(image, box, window, scale)
        return _encoded(image)
    except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError) as error:
        logger.info("no picture of page %s: %s", place.page, error)
        return None
    finally:
        page.close()


def _together(boxes: Sequence[Box]) -> Box:
    """Return the box around `boxes`, or the first where they lie too far apart."""
    whole = Box(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
    return whole if whole.bottom - whole.top <= HIGHEST_POINTS else boxes[0]


def surroundings(box: Box, width: float, height: float) -> Box | None:
    """Return the part of a `width` by `height` page to show around `box`; `None` if it is off."""
    if not (box.x0 < width and box.top < height and box.x1 > 0 and box.bottom > 0):
        return None
    shown = min(width, max(WIDEST_POINTS, box.x1 - box.x0))
    left = min(max(0.0, (box.x0 + box.x1 - shown) / 2), width - shown)
    return Box(
        left,
        max(0.0, box.top - ABOVE_POINTS),
        left + shown,
        min(height, box.bottom + BELOW_POINTS),
    )


def _mark(image: Image, box: Box, window: Box, scale: float) -> None:
    """Draw a frame around `box`: a frame, not a fill, so that the print stays as it is."""
    from PIL import ImageDraw

    margin = 2.0
    frame = (
        max(0.0, (box.x0 - window.x0 - margin) * scale),
        max(0.0, (box.top - window.top - margin) * scale),
        min(image.width - 1.0, (box.x1 - window.x0 + margin) * scale),
        min(image.height - 1.0, (box.bottom - window.top + margin) * scale),
    )
    if frame[2] > frame[0] and frame[3] > frame[1]:
        ImageDraw.Draw(image).rectangle(frame, outline=MARK, width=max(2, round(scale * 1.6)))


def _encoded(image: Image) -> Picture:
    target = io.BytesIO()
    image.convert("RGB").save(target, "WEBP", quality=55, method=3)
    return Picture(target.getvalue(), "image/webp", image.width, image.height)
