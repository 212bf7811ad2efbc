"""What the tests of judgement share: the trained pipeline, loaded once."""

from __future__ import annotations

import pytest

from analyser.language import Language, load_language
from analyser.lists.where import shipped_models


@pytest.fixture(scope="session")
def language() -> Language:
    """Return the trained pipeline."""
    return load_language(shipped_models())
