"""XLSB workbooks: the parts of an XLSX, their cells in binary records."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from analyser.document import Block, Document, Layer, Unread
from analyser.readers.package import Relation
from analyser.readers.sheet_cells import Sheet
from analyser.readers.sheet_limits import CELLS
from analyser.readers.sheet_records import (
    RecordReader,
    comment_texts,
    formats_of,
    last_strings,
    listed_sheets,
    shared_items,
)
from analyser.readers.source import Context, Source
from analyser.readers.spreadsheet import Workbook, strings_part

# Parts in which Excel keeps words out of sight, and whether every word of them is in a record
# that ends with it; what else is binary holds settings.
VEILED = (
    ("pivotcache", "a pivot cache", True),
    ("externallink", "cells of another workbook", True),
    ("connections", "data connections", False),
    ("querytable", "a data connection", False),
    ("dialogsheets", "a dialogue sheet", False),
    ("macrosheets", "a macro sheet", False),
    ("chartsheets", "a chart sheet", True),
)
RELATION = re.compile(r"rId\d+")


def read_binary_sheets(source: Source, context: Context) -> tuple[Document, ...]:
    """Read an XLSB workbook from its own records."""
    return BinaryWorkbook(source, context).read()


class BinaryWorkbook(Workbook):
    """One XLSB file while it is read."""

    part_name = re.compile(r"xl/worksheets/[^/]+\.bin$")

    def begin(self, main: str, relations: dict[str, Relation]) -> Iterator[tuple[str, bool, str]]:
        """Read what all sheets share; yield name, whether hidden and relation id of each."""
        strings = strings_part(relations) or "xl/sharedstrings.bin"
        for part, read in ((strings, self._strings), ("xl/styles.bin", self._styles)):
            content = self.package.content(part)
            try:
                read(content)
            except (ValueError, struct.error) as error:
                self._damaged(f"part {part}", error)
        try:
            yield from listed_sheets(self.package.content(main))
        except (ValueError, struct.error) as error:
            self._damaged("the list of sheets", error)

    def _strings(self, content: bytes) -> None:
        self.strings = shared_items(content)

    def _styles(self, content: bytes) -> None:
        self.formats = formats_of(content)

    def _damaged(self, where: str, error: Exception) -> None:
        self.unread.append(Unread(f"damaged ({error}); ask for the workbook again", where=where))

    def parsed(self, part: str, where: str) -> Sheet:
        """Read the cells of a sheet; damage becomes `unread`."""
        sheet = RecordReader(self.strings, self.formats, CELLS).read(self.package.content(part))
        if sheet.fault:
            reason = f"the sheet is damaged ({sheet.fault}): read as far as it goes"
            self.unread.append(Unread(reason, where=where))
        return sheet

    def comments(self, part: str, where: str) -> None:
        """Add the comments in `part`."""
        if not part.endswith(".bin"):
            super().comments(part, where)
            return
        try:
            for cell, text in comment_texts(self.package.content(part)):
                if text.strip():
                    place = f"Comment at {cell}, {where}"
                    self.blocks.append(Block(text.strip(), Layer.COMMENT, where=place))
        except (ValueError, struct.error) as error:
            self._damaged(f"comments of {where}", error)

    def binary(self, name: str) -> None:
        """Read the strings of a part that keeps words out of sight."""
        if not name.endswith(".bin"):
            return
        if "comment" in name:
            self.comments(name, "the workbook")
            return
        row = next((row for row in VEILED if row[0] in name), None)
        if row is None:
            return
        _, kind, complete = row
        try:
            for text in dict.fromkeys(last_strings(self.package.content(name))):
                if any(letter.isalpha() for letter in text) and not RELATION.fullmatch(text):
                    self.blocks.append(Block(text, Layer.HIDDEN, where=f"Strings of {kind}"))
        except ValueError as error:
            self._damaged(f"part {name}", error)
        if not complete:
            reason = f"{kind} in the binary format, read in part; save it as .xlsx"
            self.unread.append(Unread(reason, where=f"part {name}"))
