"""Work out with which letters the part numbers of every shipped grammar begin.

    python benchmarks/make_beginnings.py > analyser/matching/beginnings.txt

A grammar that is not in the table is taken apart at run time, which is slower and no less right.
"""

from __future__ import annotations

import re
import sys

from analyser.lists.load import load_lists
from analyser.matching.beginnings import key
from analyser.matching.expression import beginnings


def main() -> None:
    """Write the table, a grammar a line."""
    out = sys.stdout
    out.write("# Beginnings of part numbers, by grammar. Made by benchmarks/make_beginnings.py.\n")
    rows = {
        key(grammar.regex, flags): " ".join(sorted(beginnings(grammar.regex, flags)))
        for vendor in load_lists().catalogue.vendors.values()
        for grammar in vendor.grammars
        for flags in (re.IGNORECASE if grammar.ignore_case else 0,)
    }
    for name, starts in sorted(rows.items()):
        out.write(f"{name} {starts}\n")


if __name__ == "__main__":
    main()
