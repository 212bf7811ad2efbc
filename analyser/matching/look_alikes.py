"""Words on record that resemble a listed name and are something else.

Where the words are the listed name itself ("LTS"), a phrase of the list must stand near them
("Long Term Support"): whole, and in the same row or the words around.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyser.catalogue import Catalogue, HardNegative
from analyser.finding import Evidence
from analyser.matching.names import Entry
from analyser.matching.printed import BLOCK_END
from analyser.skeleton import plain

NEAR = 120
"""Characters on each side in which a phrase tells what the words are."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Words that resemble a listed name and are something else."""

    printed: re.Pattern[str]
    beside: re.Pattern[str] | None
    """Of which one must stand near; `None` where the words are enough."""

    why: str


class LookAlikes:
    """The hard negatives of the lists, by vendor."""

    def __init__(self, catalogue: Catalogue, names: Sequence[Entry]) -> None:
        vendors: dict[str, set[str]] = {}
        for entry in names:
            vendors.setdefault(entry.plain, set()).add(entry.vendor)
        self._vendors = vendors
        self._on_record: dict[str, list[tuple[HardNegative, set[str]]]] = {}
        self._by_vendor: dict[str, list[LookAlike]] = {}
        for one in catalogue.hard_negatives:
            if one.kind == "context":
                continue  # the name is the maker's; what the text does with it is judged later
            owners = {one.near} if one.near in catalogue.vendors else set()
            owners |= vendors.get(plain(one.near), set())
            for owner in owners:
                self._on_record.setdefault(owner, []).append((one, owners))

    def _of(self, vendor: str) -> list[LookAlike]:
        """Return the look-alikes of a vendor, compiled when it is first met: most never are."""
        made = self._by_vendor.get(vendor)
        if made is None:
            made = self._by_vendor[vendor] = [
                alike
                for one, owners in self._on_record.get(vendor, ())
                for alike in _look_alikes(one, self._vendors, owners)
            ]
        return made

    def against(self, vendors: Sequence[str], text: str, start: int, end: int) -> Evidence | None:
        """Return why the range is no name of `vendors`; `None` where nothing says so.

        `hard-negative-context` where the words themselves are something else, `other-sense` where
        what stands beside says that they may be.
        """
        known = [one for vendor in vendors for one in self._of(vendor)]
        if not known:
            return None
        low, high = around(text, start, end)
        window = text[low:high]
        for one in known:
            for match in one.printed.finditer(window):
                left, right = match.start() + low, match.end() + low
                if left >= end or right <= start:
                    continue
                if start <= left and right <= end and right - left < end - start:
                    continue  # "NSO Group" says more than the "NSO" in it
                if one.beside is None:
                    return Evidence("hard-negative-context", one.why or f"reads {match.group()!r}")
                told = one.beside.search(window)
                if told is not None:
                    return Evidence("other-sense", one.why or f"beside {told.group()!r}")
        return None


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range of `text` near the hit, within its own paragraph or row."""
    low = max(text.rfind(BLOCK_END, 0, start) + 1, start - NEAR, 0)
    stop = text.find(BLOCK_END, end)
    return low, min(stop if stop >= 0 else len(text), end + NEAR)


def _look_alikes(
    one: HardNegative, vendors: dict[str, set[str]], owners: set[str]
) -> Iterator[LookAlike]:
    for text in re.split(r"\s+/\s+", one.text):
        main = text.strip(" '\"")
        letters = plain(main)
        if len(letters) < 2:
            continue
        same = bool(vendors.get(letters, set()) & owners) or letters == plain(one.near)
        lower = main.islower() and same
        if same and not one.beside and not lower:
            continue  # the list gives the name itself and no words to tell it by
        words = r"[\s\-]+".join(re.escape(word) for word in re.split(r"[\s\-]+", main))
        flags = 0 if lower or (main.isupper() and len(main) <= 5) else re.IGNORECASE
        beside = _any_of(one.beside) if one.beside and not lower else None
        yield LookAlike(re.compile(rf"(?<!\w){words}(?!\w)", flags), beside, one.why)


def _any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    choices = (r"[\s\-]+".join(map(re.escape, re.split(r"[\s\-]+", one))) for one in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(choices)})(?:e?s)?(?!\w)", re.IGNORECASE)
