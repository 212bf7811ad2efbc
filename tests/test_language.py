"""The trained pipeline is loaded late, answers in order, and may be missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from analyser.language import WITHOUT_MODEL, Language, language_name, load_language

MODELS = Path(__file__).parents[1] / "models"


def test_stance_needs_no_spacy() -> None:
    """SpaCy costs most of a second and is not loaded for stance."""
    program = (
        "import sys; from pathlib import Path; from analyser.language import load_language\n"
        f"shares = load_language(Path({str(MODELS)!r})).stance([{{'role:bid': 1.0}}])\n"
        "assert abs(sum(shares[0].values()) - 1) < 1e-4; print('spacy' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == "False"


def test_a_missing_model_is_an_answer(tmp_path: Path) -> None:
    """Without a model nothing breaks: no shares, no makes, and a name that says so."""
    language = load_language(tmp_path)

    assert language.stance([{"role:bid": 1.0}]) == []
    assert language.makes(["We offer Zentek."]) == [()]
    assert language.name == language_name(tmp_path) == WITHOUT_MODEL
    assert Language.blank().name == WITHOUT_MODEL


def test_unlisted_makes_are_proposed_and_plain_prose_is_left_alone() -> None:
    """A name that nobody lists is heard in an offer; tender prose holds none."""
    language = load_language(MODELS)

    offered, prose, nothing = language.makes(
        ["We propose Zentek cameras.", "The Contractor shall attend site within four hours.", ""]
    )

    assert "Zentek" in offered
    assert prose == ()
    assert nothing == ()
