"""What many tests share: the shipped lists and one analyser, made once a test process."""

from __future__ import annotations

import pytest

from analyser.analysis import Analyser
from analyser.lists.load import Lists, load_lists
from analyser.profile import Profile
from analyser.settings import Settings


@pytest.fixture(scope="session")
def lists() -> Lists:
    """Return the lists as shipped."""
    return load_lists()


@pytest.fixture(scope="session")
def analyser(lists: Lists) -> Analyser:
    """Return an analyser with the shipped lists, an empty profile and default settings."""
    return Analyser(lists, Profile(), Settings())
