"""The program's entry: `python -m analyser` and the `analyser` command."""

from __future__ import annotations

import sys

from analyser.cli import main

if __name__ == "__main__":
    sys.exit(main())
