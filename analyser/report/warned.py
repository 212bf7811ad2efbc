"""The run's warnings as a report shows them: titles instead of ids, dates written out.

Apart from the first page because the workbook shows the same.
"""

from __future__ import annotations

import re

from analyser.dossier import Run
from analyser.report.context import RenderContext
from analyser.report.purchase import Purchase
from analyser.report.wording import Words

ID = re.compile(r"(?<![\w-])[a-z][a-z0-9]*(?:-[a-z0-9]+)+(?![\w-])")
DATE = re.compile(r"(?<=\()\d{4}-\d\d(?:-\d\d)?(?=\))")


def warnings(run: Run, bought: Purchase, context: RenderContext, words: Words) -> tuple[str, ...]:
    """Return the warnings of `run`, those left out that the head of a report words itself."""
    return tuple(
        _titled(each, context, words) for each in run.warnings if not _told_above(each, bought)
    )


def _told_above(warning: str, bought: Purchase) -> bool:
    return any(warning.startswith(f"no rule of {gap.country} ") for gap in bought.gaps)


def _titled(warning: str, context: RenderContext, words: Words) -> str:
    regimes, lists = context.rulebook.regimes, context.catalogue.official_lists

    def title(match: re.Match[str]) -> str:
        known = match.group(0)
        if known in regimes:
            return f"“{regimes[known].title}”"
        return f"“{lists[known].name}”" if known in lists else known

    return DATE.sub(lambda match: words.day(match.group(0)), ID.sub(title, warning))
