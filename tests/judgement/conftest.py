"""What the tests of judgement share: the trained pipeline, loaded once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analyser.catalogue import Catalogue
from analyser.finding import Role
from analyser.judgement.judge import document_for, judge
from analyser.language import Language, load_language
from analyser.lists.where import shipped_models
from tests.judgement.test_judge import mentions_of

Heard = Callable[[str, str], str]
"""The stance of the first maker in a text that stands in a document of a role."""


@pytest.fixture(scope="session")
def language() -> Language:
    """Return the trained pipeline."""
    return load_language(shipped_models())


@pytest.fixture(scope="session")
def heard(language: Language) -> Heard:
    """Return what rules and model together say of a text."""

    def stance(text: str, role: str) -> str:
        document = document_for(text)
        mentions = mentions_of(document, "Norvik", "Velmira")[:1]
        (judged,) = judge(document, mentions, Role(role), Catalogue("test"), language)
        return judged.stance.value

    return stance
