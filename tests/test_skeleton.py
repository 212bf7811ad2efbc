"""The folded form and its way back to the printed text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyser.skeleton import classed, codes, plain, skeleton, squeeze, words


@pytest.mark.parametrize(
    "printed",
    [
        "HIKVISION",
        "ｈｉｋｖｉｓｉｏｎ",
        "Ηіkvіѕіоn",
        "Hik\u200bvision",
        "Hik\u00advision",
        "Hik\ufffevision",
        "H I K V I S I O N",
        "H1kv1s10n",
        "Híkvisión",
        "Hik-\nvision",
    ],
)
def test_disguises_fold_to_the_name(printed: str) -> None:
    """Whatever print does to a name, its squeezed form is the name's."""
    assert skeleton(printed) == skeleton("Hikvision")


def test_letters_that_print_as_two_fold_alike() -> None:
    """What OCR splits or joins (rn/m, vv/w, cl/d) has one form."""
    assert skeleton("Arncrest") == skeleton("Amcrest")
    assert skeleton("Huavvei") == skeleton("Huawei")
    assert skeleton("Clahua") == skeleton("Dahua")


def test_other_scripts_keep_their_letters() -> None:
    """A Chinese name is not folded away, and two of them do not fold alike."""
    assert skeleton("海康威视")
    assert skeleton("海康威视") != skeleton("大华技术")


def test_plain_keeps_the_classes_apart() -> None:
    """The plain fold tells an exact name from one in letters that look alike."""
    assert plain("HIKVISION") == "hikvision"
    assert plain("H1kvision") != "hikvision"
    assert classed(plain("H1kvision")) == classed("hikvision")


@given(st.text(max_size=60))
def test_offsets_lead_back(text: str) -> None:
    """Every byte of both views comes from a character of the text, in order, for any text."""
    points = codes(text)
    for view in (squeeze(points), words(points)):
        places = view.offsets.tolist()

        assert len(places) == len(view.form)
        assert places == sorted(places)
        assert all(0 <= place < len(text) for place in places)


def test_lone_surrogates_and_rare_planes_do_no_harm() -> None:
    """Broken text from a damaged file is searched like any other."""
    text = "Hik\ud800vision \U0010fffd Dahua"

    assert skeleton(text).endswith(skeleton("Dahua"))
