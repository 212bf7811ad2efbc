"""The page over all drops of a watched folder: one line each, the newest first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from analyser import __version__
from analyser.ledger.items import Item

WORDS = {
    "flagged": "Flagged",
    "review": "To review",
    "incomplete": "Incomplete",
    "clear": "Clear",
    "failed": "No report",
}

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="Procurement analyser {version}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Tenders taken in</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto;
  padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
caption {{ text-align: left; margin-bottom: .5rem; }}
th, td {{ text-align: left; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid #8886;
  vertical-align: top; overflow-wrap: anywhere; }}
td.count {{ text-align: right; font-variant-numeric: tabular-nums; }}
.flagged, .failed {{ font-weight: 700; }}
</style>
</head>
<body>
<h1>Tenders taken in</h1>
<p>The program flags and cites; the officer decides.</p>
<table>
<caption>{caption}</caption>
<thead><tr><th scope="col">Tender</th><th scope="col">Result</th><th scope="col">Documents</th>
<th scope="col">Not read</th><th scope="col">Taken in (UTC)</th>
<th scope="col">Original</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
</body>
</html>
"""


def write_index(output: Path, items: Sequence[Item]) -> Path:
    """Write index.html over `items` into `output`, whole or not at all."""
    path = output / "index.html"
    partial = output / ".index.partial"
    rows = "\n".join(_row(output, item) for item in reversed(items))
    count = f"{len(items)} tender" + ("" if len(items) == 1 else "s")
    page = PAGE.format(version=__version__, caption=count, rows=rows)
    partial.write_text(page, "utf-8", "backslashreplace")
    os.replace(partial, path)  # noqa: PTH105  over the old one, on Windows too
    return path


def _row(output: Path, item: Item) -> str:
    name = escape(item.name)
    if item.verdict != "failed" or (output / item.report).is_dir():
        link = quote(f"{item.report}/report.html", errors="backslashreplace")
        name = f'<a href="./{escape(link)}">{name}</a>'
    reason = f"<br>{escape(item.reason)}" if item.reason else ""
    verdict = item.verdict if item.verdict in WORDS else "failed"
    return (
        f'<tr><td>{name}</td><td class="{verdict}">{WORDS[verdict]}{reason}</td>'
        f'<td class="count">{_number(item, "documents")}</td>'
        f'<td class="count">{_number(item, "unread")}</td>'
        f"<td>{escape(item.reported_at[:16].replace('T', ' '))}</td>"
        f"<td>{escape(item.filed_as)}</td></tr>"
    )


def _number(item: Item, key: str) -> str:
    value = item.summary.get(key)
    return str(value) if isinstance(value, int) else ""
