"""Words whose ink cannot be told from what lies under them."""

from __future__ import annotations

from collections.abc import Sequence

from analyser.document import Box
from analyser.readers.page_words import Word
from analyser.readers.pdf_drawing import Drawing

SEEN = 24  # levels of one colour channel between letters and what lies under them


def hide_unseen(words: Sequence[Word], drawing: Drawing) -> None:
    """Mark the `words` whose ink has the colour of what lies under them."""
    colours = {area.colour for area in drawing.areas} | {0xFFFFFF}
    seen: dict[int, bool] = {}
    """Whether letters of a colour are seen on whatever lies on the page."""
    for word in words:
        if word.hidden:
            continue
        sure = seen.get(word.ink)
        if sure is None:
            sure = seen[word.ink] = all(_difference(word.ink, one) >= SEEN for one in colours)
        if sure:
            continue
        place = word.place()
        x, y = (place.x0 + place.x1) / 2, (place.top + place.bottom) / 2
        pale = _light(word.ink) > 0.93
        if pale and any(_holds(picture.box, x, y) for picture in drawing.pictures):
            continue
        if not pale and not drawing.areas:
            continue
        under = next(
            (area.colour for area in reversed(drawing.areas) if _holds(area.box, x, y)), 0xFFFFFF
        )
        word.hidden = _difference(word.ink, under) < SEEN


def _holds(box: Box, x: float, y: float) -> bool:
    """Tell whether a point lies in `box`."""
    return box.x0 <= x <= box.x1 and box.top <= y <= box.bottom


def _light(colour: int) -> float:
    """Return how light a colour is, 0 to 1."""
    red, green, blue = colour >> 16, colour >> 8 & 255, colour & 255
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def _difference(one: int, other: int) -> int:
    """Return how far two colours lie apart in their most different channel."""
    return max(abs((one >> shift & 255) - (other >> shift & 255)) for shift in (16, 8, 0))
