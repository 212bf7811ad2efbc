"""What a PDF page draws besides text: ruling lines, filled areas, pictures, outlines."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from analyser.document import Box
from analyser.readers.page_tables import Rule
from analyser.readers.pdf_calls import (
    Cells,
    address_of,
    bounds_of,
    corners_of,
    drawn_how,
    fill_of,
    form_count,
    form_object,
    kind_of,
    object_at,
    page_object,
    segment_at,
    segment_kind,
    segment_point,
)
from analyser.readers.pdf_places import Corners, Point, page_transform

# Nested form objects can be a loop or a bomb; real ones are two or three deep.
FORM_DEPTH = 6
OBJECTS_AT_MOST = 60_000

THIN = 2.5  # points; a wider box is an area, whose edges rule as well
SHORT = 4.0  # points; shorter strokes belong to letters, ticks and drawings

CORNERS = 6  # a box has five; letters, logos and arrows have more
LETTER = 150.0  # points: the largest letter that stands among others
WORD_CORNERS = 24  # a path of so many, low and wide, may be a whole word
WORD_HEIGHT = 80.0

PATH = pdfium.FPDF_PAGEOBJ_PATH
TEXT = pdfium.FPDF_PAGEOBJ_TEXT
IMAGE = pdfium.FPDF_PAGEOBJ_IMAGE
FORM = pdfium.FPDF_PAGEOBJ_FORM
PLACED = frozenset({IMAGE, FORM})


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture placed on a page."""

    box: Box
    handle: Any = field(repr=False)
    """PDFium's object; valid while its page is open."""


@dataclass(frozen=True, slots=True)
class Area:
    """A filled area, with its colour `0xRRGGBB`."""

    box: Box
    colour: int


@dataclass(slots=True)
class Drawing:
    """Everything but text that a page draws."""

    rules: list[Rule] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    paths: int = 0
    outlines: int = 0
    """Filled paths with the many corners or curves that letters turned into paths have."""

    outlined: list[Box] = field(default_factory=list)
    """Where they stand."""

    texts: list[int] = field(default_factory=list, repr=False)
    """PDFium's text objects, whether or not their text is known; valid while the page is open."""

    objects: int = 0

    bounds: Cells = field(default_factory=lambda: Cells(ctypes.c_float), repr=False)
    """Where PDFium writes the bounds of an object."""

    drawn: Cells = field(default_factory=lambda: Cells(ctypes.c_int), repr=False)
    """Where it writes whether a path is filled and stroked."""


def drawing_of(page: Any) -> Drawing:
    """Return what `page` draws besides text."""
    drawing = Drawing()
    point, _, _ = page_transform(page)
    for drawn in _objects(page):
        _take(drawn, drawing, point, 0)
    return drawing


def _objects(page: Any) -> list[int]:
    """Return the page objects of `page`, as many as are looked at."""
    count = min(pdfium.FPDFPage_CountObjects(page.raw), OBJECTS_AT_MOST)
    return list(map(page_object, repeat(address_of(page.raw)), range(count)))


def glance_at(page: Any) -> Drawing:
    """Return the pictures of `page` and its outlines alone, at a fraction of `drawing_of`."""
    drawing = Drawing()
    drawn = _objects(page)
    kinds = list(map(kind_of, drawn))
    placed = [one for one, kind in zip(drawn, kinds, strict=True) if kind in PLACED]
    if PATH in kinds:
        paths = [one for one, kind in zip(drawn, kinds, strict=True) if kind == PATH]
        cornered = zip(paths, map(corners_of, paths), strict=True)
        placed += [one for one, corners in cornered if corners > CORNERS]
    if placed:
        point, _, _ = page_transform(page)
        for one in placed:
            _glance_into(one, drawing, point, 0)
    drawing.objects = max(drawing.objects, len(drawn))
    return drawing


def _glance_into(drawn: int, drawing: Drawing, point: Point, depth: int) -> None:
    """Add what a page object shows of pictures and of outlines, those in forms included."""
    drawing.objects += 1
    kind = kind_of(drawn)
    if kind == IMAGE:
        _take(drawn, drawing, point, depth)
    elif kind == PATH:
        corners = corners_of(drawn)
        box = _bounds(drawn, drawing, point) if corners > CORNERS else None
        if box is not None and _is_outline(drawn, box, corners, drawing):
            drawing.outlines += 1
            drawing.outlined.append(Box(*box))
    elif kind == FORM and depth < FORM_DEPTH:
        inner = _through(drawn, point)
        for number in range(max(form_count(drawn), 0)):
            if drawing.objects > OBJECTS_AT_MOST:
                return
            _glance_into(form_object(drawn, number), drawing, inner, depth + 1)


def _take(drawn: int, drawing: Drawing, point: Point, depth: int) -> None:
    """Add what one page object draws to `drawing`."""
    kind = kind_of(drawn)
    drawing.objects += 1
    if kind == TEXT:
        drawing.texts.append(drawn)
    elif kind == PATH:
        drawing.paths += 1
        box = _bounds(drawn, drawing, point)
        if box is not None:
            _take_path(drawn, box, drawing, point)
    elif kind == IMAGE:
        box = _bounds(drawn, drawing, point)
        if box is not None:
            drawing.pictures.append(Picture(Box(*box), object_at(drawn)))
    elif kind == FORM and depth < FORM_DEPTH:
        inner = _through(drawn, point)
        for number in range(max(form_count(drawn), 0)):
            if drawing.objects > OBJECTS_AT_MOST:
                return
            _take(form_object(drawn, number), drawing, inner, depth + 1)


def _through(form: int, point: Point) -> Point:
    """Return the map from inside a form object to the shown page."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(object_at(form), matrix):
        return point
    a, b, c, d, e, f = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def inner(x: float, y: float) -> tuple[float, float]:
        return point(a * x + c * y + e, b * x + d * y + f)

    return inner


def _bounds(drawn: int, drawing: Drawing, point: Point) -> Corners | None:
    """Return left, top, right and bottom of a page object on the shown page."""
    bounds = drawing.bounds
    if not bounds_of(drawn, *bounds.places):
        return None
    left, bottom, right, top = bounds.held
    ax, ay = point(left, bottom)
    bx, by = point(right, top)
    return (
        ax if ax < bx else bx,
        ay if ay < by else by,
        bx if ax < bx else ax,
        by if ay < by else ay,
    )


def _take_path(path: int, box: Corners, drawing: Drawing, point: Point) -> None:
    """Add a path to `drawing` as a rule, as an area with four edges, or as an outline."""
    x0, top, x1, bottom = box
    width, height = x1 - x0, bottom - top
    if width <= THIN or height <= THIN:
        if width >= SHORT or height >= SHORT:
            drawing.rules.append(Rule(x0, top, x1, bottom))
        return
    corners = corners_of(path)
    if _is_outline(path, box, corners, drawing):
        drawing.outlines += 1
        drawing.outlined.append(Box(*box))
        return
    fill, stroke = drawing.drawn.held[:2]
    if corners > CORNERS:
        if stroke:
            _take_grid(path, drawing, point)
        return
    if fill:
        drawing.areas.append(Area(Box(*box), _colour(path)))
    if width >= SHORT and height >= SHORT:
        drawing.rules += edges(Box(*box))


def _is_outline(path: int, box: Corners, corners: int, drawing: Drawing) -> bool:
    """Tell whether a path may be a letter; how it is drawn is left in `drawing.drawn`."""
    drawn_how(path, *drawing.drawn.places[:2])
    width, height = box[2] - box[0], box[3] - box[1]
    if not drawing.drawn.held[0] or corners <= CORNERS or width <= THIN or height <= THIN:
        return False
    return max(width, height) < LETTER or (corners >= WORD_CORNERS and height < WORD_HEIGHT)


def _take_grid(path: int, drawing: Drawing, point: Point) -> None:
    """Add the straight pieces of a path that draws several lines at once."""
    count = corners_of(path)
    if count > 2000:  # each piece is a call; so many are a map or a plan, not a table
        return
    inner = _through(path, point)
    ends = drawing.bounds
    before: tuple[float, float] | None = None
    for number in range(count):
        piece = segment_at(path, number)
        segment_point(piece, *ends.places[:2])
        here = inner(ends.held[0], ends.held[1])
        if before and segment_kind(piece) == pdfium.FPDF_SEGMENT_LINETO:
            (ax, ay), (bx, by) = before, here
            if min(abs(ax - bx), abs(ay - by)) < 0.5 and max(abs(ax - bx), abs(ay - by)) > SHORT:
                drawing.rules.append(Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)))
        before = here


def _colour(path: int) -> int:
    """Return the fill colour of a path."""
    colour = Cells(ctypes.c_uint)
    if not fill_of(path, *colour.places) or colour.held[3] < 128:
        return 0xFFFFFF
    red, green, blue, _ = colour.held
    return int(red << 16 | green << 8 | blue)


def edges(box: Box) -> list[Rule]:
    """Return the four edges of `box`."""
    return [
        Rule(box.x0, box.top, box.x1, box.top),
        Rule(box.x0, box.bottom, box.x1, box.bottom),
        Rule(box.x0, box.top, box.x0, box.bottom),
        Rule(box.x1, box.top, box.x1, box.bottom),
    ]
