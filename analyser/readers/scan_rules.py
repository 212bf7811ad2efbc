"""Ruling lines in the picture of a page."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from analyser.readers.page_tables import Rule

SHORTEST = 36.0  # points: half an inch, longer than any letter's stroke
RULES_AT_MOST = 600


def rules_of(image: Image.Image, scale: float, slope: float) -> list[Rule]:
    """Return the ruling lines of `image` in points, straightened by `slope`.

    Args:
        image: The upright page.
        scale: Points a pixel.
        slope: By how much lines sink to the right, as a share of their length.
    """
    grey = image.convert("L")
    # 100 dpi are enough to see a line, and cost a quarter of 200.
    shrink = max(1, round((72 / 100) / scale))
    if shrink > 1:
        grey = grey.reduce(shrink)
    scale *= shrink
    if abs(slope) > 0.0005:
        turn = float(np.degrees(np.arctan(slope)))
        grey = grey.rotate(turn, Image.Resampling.BILINEAR, fillcolor=255)
    values = np.asarray(grey).astype(np.int16)
    # Rules are often pale grey: what counts is that they are darker than the paper beside them.
    near = np.asarray(grey.filter(ImageFilter.BoxBlur(6))).astype(np.int16)
    dark = values < near - 14
    least = int(SHORTEST / scale)
    flat = [
        Rule(start * scale, row * scale, end * scale, row * scale)
        for row, start, end in _runs(dark, least)
    ]
    upright = [
        Rule(row * scale, start * scale, row * scale, end * scale)
        for row, start, end in _runs(dark.T, least)
    ]
    # The picture was turned about its middle, the words are sheared along its left edge.
    drop = slope * values.shape[1] * scale / 2
    moved = [Rule(r.x0, r.top - drop, r.x1, r.bottom - drop) for r in flat + upright]
    return moved if len(moved) <= RULES_AT_MOST else []


def _runs(dark: Any, least: int) -> list[tuple[float, int, int]]:
    """Return (row, start, end) of long dark runs in `dark`, rows of one thick line merged."""
    if dark.shape[1] <= least:
        return []
    total = np.cumsum(np.pad(dark.astype(np.int32), ((0, 0), (1, 0))), axis=1)
    # A scanned line has gaps.
    full = (total[:, least:] - total[:, :-least]) >= 0.85 * least
    found: list[tuple[float, int, int]] = []
    for row in np.flatnonzero(full.any(axis=1)):
        edges = np.diff(np.concatenate(([0], full[row].astype(np.int8), [0])))
        starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
        for start, end in zip(starts, ends, strict=True):
            found.append((float(row), int(start), int(end) + least - 1))
        if len(found) > 20 * RULES_AT_MOST:
            return []
    return _thin(found)


def _thin(runs: list[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """Return one run for each thick line; what is thicker than a line is a picture."""
    groups: list[list[tuple[float, int, int]]] = []
    for run in runs:
        for group in reversed(groups[-60:]):
            last = group[-1]
            if run[0] - last[0] <= 2 and run[1] <= last[2] and run[2] >= last[1]:
                group.append(run)
                break
        else:
            groups.append([run])
    return [
        (
            sum(run[0] for run in group) / len(group),
            min(run[1] for run in group),
            max(run[2] for run in group),
        )
        for group in groups
        if len({run[0] for run in group}) <= 6
    ]
