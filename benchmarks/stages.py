"""Clocks around the stages of a scan: each one's own time, without that of others that it calls."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from analyser.analysis import Analyser
from analyser.matching.matcher import Matcher
from analyser.readers.pdf import _Pages
from analyser.readers.pdf_extras import Extras
from analyser.readers.pdf_pages import PdfPages
from analyser.readers.pdf_scans import Scans
from analyser.readers.pdf_second import SecondReader

STAGES: dict[str, tuple[tuple[type, str], ...]] = {
    "pages and their text": ((PdfPages, "load"), (PdfPages, "release")),
    "look-ahead": ((Analyser, "interest"), (Analyser, "deserving")),
    "layout": ((_Pages, "_laid_out"),),
    "second reader": ((SecondReader, "words"), (SecondReader, "count")),
    "drawings, scans": ((Scans, "look_at"), (Scans, "finish")),
    "beside the text": ((Extras, "take"), (Extras, "finish")),
    "search": ((Matcher, "look"),),
    "judgement, regimes": ((Analyser, "assess"),),
}
"""Functions whose own time, without that of other stages that they call, a stage is."""


class Stages:
    """Clocks around the functions of `STAGES` while it is entered."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys((*STAGES, "rest"), 0.0)
        self._under: list[str] = ["rest"]
        self._last = 0.0
        self._kept: list[tuple[type, str, Any]] = []

    def __enter__(self) -> Stages:
        for stage, functions in STAGES.items():
            for owner, name in functions:
                if hasattr(owner, name):
                    self._kept.append((owner, name, getattr(owner, name)))
                    setattr(owner, name, self._clocked(stage, getattr(owner, name)))
        self._last = time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self._turn()
        for owner, name, function in self._kept:
            setattr(owner, name, function)

    def _turn(self) -> None:
        now = time.process_time()
        self.seconds[self._under[-1]] += now - self._last
        self._last = now

    def _clocked(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def clocked(*given: Any, **named: Any) -> Any:
            self._turn()
            self._under.append(stage)
            try:
                return function(*given, **named)
            finally:
                self._turn()
                self._under.pop()

        return clocked
