"""Pictures made ready for OCR: grey, of a fit size, with a margin."""

from __future__ import annotations

from PIL import Image, ImageOps

# Tesseract finds lines in pictures of this many pixels without trouble; more costs time and
# memory and gains nothing at 200 dpi (A3 has 7.7 million).
PIXELS_AT_MOST = 16_000_000
SIDE_AT_MOST = 9_000


def prepared(picture: bytes | Image.Image, *, page: bool) -> Image.Image:
    """Return `picture` in grey, of a size that suits recognition."""
    if isinstance(picture, bytes):
        import io

        opened: Image.Image = Image.open(io.BytesIO(picture))
    else:
        opened = picture
    width, height = opened.size
    if width * height > 40 * PIXELS_AT_MOST:
        msg = f"{width} by {height} pixels"
        raise ValueError(msg)
    shrink = max(
        (width * height / PIXELS_AT_MOST) ** 0.5, width / SIDE_AT_MOST, height / SIDE_AT_MOST, 1.0
    )
    if shrink > 1.0:
        opened.draft("L", (int(width / shrink), int(height / shrink)))
    image = flattened(opened)
    if shrink > 1.0:
        size = (max(int(width / shrink), 1), max(int(height / shrink), 1))
        image = image.resize(size, Image.Resampling.LANCZOS)
    elif not page and max(image.size) < 600:
        # Logos are often 30 pixels high; Tesseract wants letters of about that height.
        factor = 3 if max(image.size) < 450 else 2
        image = image.resize(
            (image.width * factor, image.height * factor), Image.Resampling.BICUBIC
        )
    if not page:
        # Letters at the very edge are lost; a margin in the colour of the corner saves them.
        corner = image.getpixel((0, 0))
        image = ImageOps.expand(image, 20, corner if isinstance(corner, int) else 255)
    return image


def flattened(image: Image.Image) -> Image.Image:
    """Return `image` in grey on white where it is transparent."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, "white")
        flat = Image.alpha_composite(ground, image).convert("L")
        low, high = flat.getextrema()
        if isinstance(low, int) and isinstance(high, int) and high - low < 24:
            # White letters on nothing: put them on black.
            ground = Image.new("RGBA", image.size, "black")
            flat = Image.alpha_composite(ground, image).convert("L")
        return flat
    if image.mode in ("I", "F", "I;16"):
        import numpy as np

        values = np.asarray(image, dtype="float64")
        span = float(values.max() - values.min()) or 1.0
        return Image.fromarray(((values - values.min()) / span * 255).astype("uint8"))
    return image.convert("L")
