"""Places on a PDF page as it is shown: points from the top left, whatever turns and crops it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

Point = Callable[[float, float], tuple[float, float]]

Corners = tuple[float, float, float, float]
"""Left, top, right and bottom; a `Box` would cost more than asking PDFium for it."""


def page_transform(page: Any) -> tuple[Point, float, float]:
    """Return the map from PDF coordinates to the shown page, and the page's width and height."""
    width = pdfium.FPDF_GetPageWidthF(page)
    height = pdfium.FPDF_GetPageHeightF(page)
    # FPDF_PageToDevice answers in whole pixels: a large device makes them small.
    scale = 10_000_000 / max(width, height, 1.0)
    device_w, device_h = int(width * scale), int(height * scale)
    across, down = ctypes.c_int(), ctypes.c_int()

    def shown(x: float, y: float) -> tuple[float, float]:
        pdfium.FPDF_PageToDevice(page, 0, 0, device_w, device_h, 0, x, y, across, down)
        return across.value / scale, down.value / scale

    ox, oy = shown(0.0, 0.0)
    ax, ay = (value / 100.0 for value in shown(100.0, 0.0))
    bx, by = (value / 100.0 for value in shown(0.0, 100.0))
    ax, ay, bx, by = ax - ox / 100.0, ay - oy / 100.0, bx - ox / 100.0, by - oy / 100.0

    def point(x: float, y: float) -> tuple[float, float]:
        return ox + ax * x + bx * y, oy + ay * x + by * y

    return point, width, height


def around(a: Corners, b: Corners) -> Corners:
    """Return what lies around `a` and `b`."""
    ax0, ay0, ax1, ay1 = a
    bx0, by0, bx1, by1 = b
    return (
        ax0 if ax0 < bx0 else bx0,
        ay0 if ay0 < by0 else by0,
        ax1 if ax1 > bx1 else bx1,
        ay1 if ay1 > by1 else by1,
    )


def apart(run: Corners, char: Corners, tall: float) -> bool:
    """Tell whether a character stands away from the run before it."""
    across = max(char[0] - run[2], run[0] - char[2])
    down = max(char[1] - run[3], run[1] - char[3])
    return across > 0.8 * tall or down > 0.3 * tall
