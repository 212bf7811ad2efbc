"""No pattern of the cue files takes more than linear patience with a hostile sentence."""

from __future__ import annotations

import subprocess
import sys

CODE = """
from analyser.judgement.cues import load_cues
from analyser.judgement.headings import load_headings
from analyser.judgement.statements import patterns

texts = [
    'a ' * 400, 'no ' * 300, 'ZMAKEZ, ' * 120, '"' + 'word, ' * 200, 'is, for example, ' * 60,
    '"Covered equipment or services" means equipment produced by ' + 'ZMAKEZ or ' * 60,
    'not any equipment ' * 90, '? ' * 300, '1.2.3 ' * 200, 'shall not be ' * 120, '-' * 900,
    'In this schedule an "OEM rebrand" is, for example, a camera made by ZMAKEZ and sold so.',
]
rows = [*load_cues(), *load_headings()]
expressions = [row.pattern for row in rows] + [row.expression for row in patterns()]
for expression in expressions:
    for text in texts:
        for piece in (text, text[: len(text) // 2], text[len(text) // 2 :]):
            for _ in expression.finditer(piece):
                pass
print(len(expressions))
"""


def test_no_pattern_runs_away() -> None:
    """Every pattern is through with every hostile text: a runaway would take longer than the sun.

    The bound of two minutes is no speed test: an honest pattern takes milliseconds, one with
    nested repeats never ends.
    """
    said = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, timeout=120, check=True
    )

    assert int(said.stdout) > 100
