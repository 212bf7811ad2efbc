"""How much of one sheet is read: what is beyond is no tender document, and is said."""

from __future__ import annotations

CELLS = 3_000_000
LETTERS = 20_000_000  # a library, not a price schedule
MERGED_CELLS = 20_000  # more merged areas than a person draws; the rest are not spread out
ROWS = 200_000  # rows with words in one OpenDocument table
COLUMNS = 1024
GRID = 8_000_000  # cells from first to last that calamine, which makes all of them, may make
LITERALS = 20_000  # texts of one sheet that only its formulas hold
