"""Work grows with the text and no faster, however many names stand on one line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from analyser.document import Block, Cell, Document, Layer
from analyser.matching.matcher import Matcher
from tests.matching.conftest import document

SMALL, LARGE = 30, 120


def prose(count: int) -> Document:
    """Return one line of names, numbers, misspellings and doubtful names."""
    each = "item {} camera by Hikvision DS-2CD2143G2-I and Dahau IPC-HFW2431S, LTS or Honor;"
    return document(" ".join(each.format(i) for i in range(count)))


def pipes(count: int) -> Document:
    """Return one line of cells that are parted by bars."""
    each = "Hikvison camera{} | Swan Securty {}"
    return document(" | ".join(each.format(i, i) for i in range(count)))


def links(count: int) -> Document:
    """Return one block of addresses."""
    text = " ".join(f"https://hikvision.com/{i}" for i in range(count))
    return document(Block(text, layer=Layer.LINK))


def traces(count: int) -> Document:
    """Return one line of traces."""
    return document("192.168.1.64 port 37777 ColorVu " * count)


def run_together(count: int) -> Document:
    """Return names without a space between them."""
    return document("Hikvision" * count)


def wide_row(count: int) -> Document:
    """Return a table row that has no end."""
    texts = ["LTS" if i % 2 else "DS-2CD2143G2-I" for i in range(3 * count)]
    cells = []
    at = 0
    for text in texts:
        cells.append(Cell("Make", text, at))
        at += len(text) + 3
    return document(Block(" | ".join(texts), layer=Layer.TABLE, cells=tuple(cells)))


def rows(count: int) -> Document:
    """Return a price list with a maker on each row."""
    made = []
    for i in range(count):
        texts = ("Make", "Hikvision"), ("Model", f"DS-2CD2{100 + i}G2-I"), ("Qty", "2")
        cells = []
        at = 0
        for heading, text in texts:
            cells.append(Cell(heading, text, at))
            at += len(text) + 3
        joined = " | ".join(text for _, text in texts)
        made.append(Block(joined, layer=Layer.TABLE, cells=tuple(cells)))
    return document(*made)


def form(count: int) -> Document:
    """Return a form with a maker and a model a field."""
    fields = [(f"Manufacturer: Hikvision {i}", f"Model: E5186-{i}") for i in range(count)]
    return document(*(text for pair in fields for text in pair))


def steps(action: Callable[[], object]) -> int:
    """Return how many instructions Python carries out for `action`, whatever the machine."""
    count = 0

    def traced(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        count += event == "opcode"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("made", [prose, pipes, links, traces, run_together, wide_row, rows, form])
def test_four_times_the_names_take_four_times_the_work(
    matcher: Matcher, made: Callable[[int], Document]
) -> None:
    """Instructions are counted, not seconds: a loop over all names for each name would show."""
    small, large = made(SMALL), made(LARGE)
    matcher.find(large)  # what is looked at once a process is looked at now

    least, most = steps(lambda: matcher.find(small)), steps(lambda: matcher.find(large))

    assert least > 1000
    assert most < 1.1 * LARGE / SMALL * least
