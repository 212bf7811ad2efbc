"""Damaged names: what slips of pen, print and scanner leave is found; what is a word is not."""

from __future__ import annotations

import random

import pytest
from rapidfuzz.distance import OSA

from analyser.finding import Route
from analyser.lists.load import load_lists
from analyser.matching.doubled import undoubled
from analyser.matching.matcher import Matcher
from analyser.matching.names import entries
from analyser.matching.neighbours import ONE_FOR_ONE, SPLIT, Neighbours
from analyser.matching.phrase_edits import edits_allowed
from analyser.matching.phrases import Phrases
from analyser.matching.search import Search
from analyser.matching.slips import is_compound, likelihood, points
from analyser.matching.sounds import consonants
from analyser.matching.verdicts import Verdicts
from analyser.matching.word_lists import everyday_words, ordinary_words, word_halves
from analyser.skeleton import classed, codes, skeleton
from tests.matching.conftest import Find, document, row


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("Cameras by Hangzhou Hikvison Digital Technology Co., Ltd.", "hikvision"),
        ("Cameras of Zhejiang Dahau Technology Co., Ltd.", "dahua"),
        ("A camera of make KB Vsion is offered.", "dahua"),
        ("The switch of Huawei Technolgies is priced.", "huawei"),
        ("The modem of Quectel Wirelss Solutions fits.", "quectel"),
        ("The drone of DJI Enterprsie flies.", "dji"),
    ],
)
def test_one_slip_in_a_name_of_several_words_is_found(find: Find, text: str, maker: str) -> None:
    """Any one word of a longer name may be misspelt: the words beside it tell the rest."""
    assert any(maker in one.makers for one in find(text))


@pytest.mark.parametrize(
    "text",
    [
        "Swan Security guards the depot.",
        "SH Vision camera",
        "IT Security camera policy",
        "the DNS Security camera extension",
        "Chin Mobile has a new address",
        "his vision of the camera network",
    ],
)
def test_everyday_words_and_other_initials_are_no_misspelling(find: Find, text: str) -> None:
    """A word that every reader knows is that word; two initials tell too many firms."""
    assert find(text) == ()


def test_name_parted_and_misspelt(find: Find) -> None:
    """A space inside a name and a slip in the rest do not hide it together."""
    (found,) = find("We offer Hik vsion cameras.")

    assert (found.text, found.makers) == ("Hik vsion", ("hikvision",))


def test_number_behind_a_name_is_no_misspelling(find: Find) -> None:
    """A digit that runs on from a name leaves the name what it is."""
    (found,) = find("We offer a Swann Security2 camera.")

    assert found.text == "Swann Security"
    assert found.route is not Route.MISSPELLING


def test_file_names_are_no_misspellings(find: Find) -> None:
    """The first part of a file's name is a word of programmers; of an address it may be a firm."""
    assert find("camera software: hikvsion.jar") == ()
    assert find("camera software from hikvsion.com")


def test_damaged_name_says_more_than_the_initials_in_it(find: Find) -> None:
    """A listed name with a slip stands against the doubtful initials that it begins with."""
    texts = [one.text for one in find("Every camera is made by DH Vsion, as scheduled.")]

    assert texts == ["DH Vsion"]


def test_misspelt_acronym_is_written_in_capitals(find: Find) -> None:
    """A word in small letters is no slip of a name that is nothing but capitals."""
    assert find("Cameras and a Comsec module") == ()


def test_look_alike_inside_a_longer_name_does_not_speak_against_it(find: Find) -> None:
    """NSO alone may be a statistics office; "NSO Group" is none."""
    (found,) = find("An app of NSO Group is installed.")

    assert not found.needs_context


@pytest.mark.parametrize("printed", ["CO-\nSCO", "ＣＯＳＣＯ", "CCOOSSCCOO"])
def test_capitals_are_the_same_however_they_are_set(find: Find, printed: str) -> None:
    """A break, wide letters or fake bold do not turn an acronym into another word."""
    (found,) = find(f"Every unit is made by {printed}, as scheduled.")

    assert not found.needs_context


# Fake bold


@pytest.mark.parametrize(
    ("printed", "single"),
    [
        ("HHiikk VViissiioonn", "Hik Vision"),
        ("TTPP--LLIINNKK", "TP-LINK"),
        ("GGooddrreejj && BBooyyccee", "Godrej & Boyce"),
        ("ZZTTEE", "ZTE"),
        ("MM&&SS  EElleecc", "M&S Elec"),
    ],
)
def test_doubled_words_are_read_together(printed: str, single: str) -> None:
    """Short words and marks beside a doubled word are doubled too."""
    text = f"by {printed}, the"

    (found,) = undoubled(codes(text), text)

    assert found.text == single
    assert (found.places[0], found.places[-1]) == (3, 3 + len(printed))


@pytest.mark.parametrize(
    "text", ["the bookkeeper", "xxxxxxxxxxxx", "........", "balloon committee"]
)
def test_words_with_double_letters_are_no_fake_bold(text: str) -> None:
    """Ordinary words, blanks and lines of dots are left alone."""
    assert list(undoubled(codes(text), text)) == []


@pytest.mark.parametrize("tail", ["..", ",,", "..,, ", " CCoo..,, LLttdd..", "!!??", " -- --"])
def test_fake_bold_at_the_end_of_a_text_ends_there(tail: str) -> None:
    """A searched stretch may end in doubled marks: nothing is looked at beyond it."""
    text = "HHuuaawweeii" + tail

    found = list(undoubled(codes(text), text))

    assert found
    assert found[0].text.startswith("Huawei")


# Other scripts


@pytest.mark.parametrize(
    "printed", ["海康威视", "海康威視", "Hai Kang Wei Shi", "Hǎi Kāng Wēi Shì", "Haikang Weishi"]
)
def test_chinese_name_in_any_writing(find: Find, printed: str) -> None:
    """Simplified, traditional and read out, a Chinese name is one name."""
    (found,) = find(f"Marked {printed} on the box")

    assert (found.text, found.makers, found.route) == (printed, ("hikvision",), Route.NATIVE_NAME)


@pytest.mark.parametrize(
    "printed", ["Хиквижен", "Хиквижон", "하이크비죤", "ハイクヴィジョン", "هیکفیجن", "हिकवीजन"]
)
def test_name_by_its_sound(find: Find, printed: str) -> None:
    """A name written by ear in another script is found as what it sounds like."""
    (found,) = find(f"({printed})")

    assert (found.text, found.makers, found.route) == (printed, ("hikvision",), Route.NATIVE_NAME)


def test_sound_without_a_capital_is_noted_at_most(find: Find) -> None:
    """Words of a language that nobody listed may sound like a name; names have a capital."""
    assert all(one.needs_context for one in find("для тренажера и хиквижен"))


def test_consonants_forgive_what_ears_confuse() -> None:
    """One key stands for the spellings of several scripts."""
    assert {consonants(one) for one in ("hikvision", "khikvizhn", "haikeubijeon")} == {"hkvsn"}


def test_traditional_letters_fold_like_simplified_ones() -> None:
    """Lists and text need not use the same writing of Chinese."""
    assert skeleton("海康威視數字技術") == skeleton("海康威视数字技术")


# What stands behind it


def test_neighbours_are_those_that_a_plain_comparison_finds() -> None:
    """The look at letters leaves out no pair that the edits would bring together."""
    dice = random.Random(5)
    listed = {"hikvision": 2, "dahua": 1, "northern": 2, "swann": 1, "ja": 1, "videcon": 2}
    words = set()
    for name in listed:
        for _ in range(300):
            letters = list(name)
            for _ in range(dice.randint(1, 3)):
                at = dice.randrange(len(letters))
                letters[at : at + dice.randint(0, 1)] = dice.choice(["", "a", "rn", "l", "1", "v"])
                letters = letters or ["a"]
            words.add("".join(letters))
    met = sorted(words)

    found = Neighbours(listed).of(met)

    for word in met:
        near = {}
        for name, most in listed.items():
            least = OSA.distance(word, name)
            folds = [(word.translate(ONE_FOR_ONE), name.translate(ONE_FOR_ONE))]
            if any(pair in word + " " + name for pair in SPLIT):
                folds.append((classed(word), classed(name)))
            alike = min(OSA.distance(*fold) for fold in folds)
            least = min(least, alike) if alike <= 1 else least
            if least <= most:
                near[name] = least
        assert {name: edits for edits, name in found.get(word, [])} == near, word


def test_verdicts_are_told_once_and_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word is judged when it is first met; a long run does not grow without end."""
    judged: list[str] = []
    forgotten: list[bool] = []

    def judge(fresh: list[str]) -> list[int]:
        judged.extend(fresh)
        return [len(word) for word in fresh]

    verdicts = Verdicts(judge, lambda: forgotten.append(True))
    assert verdicts.of(["a", "bb", "a"]).tolist() == [1, 2, 1]
    assert verdicts.of(["bb", "ccc"]).tolist() == [2, 3]
    assert judged == ["a", "bb", "ccc"]

    monkeypatch.setattr("analyser.matching.verdicts.KEPT", 2)
    assert verdicts.of(["a"]).tolist() == [1]
    assert forgotten == [True]
    assert judged == ["a", "bb", "ccc", "a"]


def test_findings_do_not_depend_on_what_was_met_before(matcher: Matcher) -> None:
    """Words judged one by one and in bulk come to the same."""
    texts = ["A camera of KB Vsion", "Hik vsion dome", "Swann Secuirty camera", "DS-2CD2143G2-I"]
    fresh = Matcher(load_lists().catalogue)
    filler = " ".join(f"word{i}" for i in range(3000))

    alone = [fresh.find(document(text)) for text in texts]
    after = [matcher.find(document(f"{filler}. {text}")) for text in texts]

    assert [[one.text for one in found] for found in alone] == [
        [one.text for one in found] for found in after
    ]


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    """Return the names of several words of the shipped lists."""
    return Search(load_lists().catalogue).near.phrases


def test_no_listed_name_is_a_misspelling_of_itself(phrases: Phrases) -> None:
    """A name as it should be has no edits, so it is never told as misspelt."""
    for entry in entries(load_lists().catalogue)[:400]:
        tokens = entry.text.lower().split()
        if len(tokens) > 1 and all(token.isalpha() for token in tokens):
            windows = phrases.around(tokens, 0, lambda _: ())
            assert not [one for one in windows if one.phrase.joined == "".join(tokens)]


def test_short_names_carry_no_edit() -> None:
    """Four letters are a chance; eight can carry two slips."""
    assert [edits_allowed(length) for length in (3, 4, 5, 7, 8, 20)] == [0, 0, 1, 1, 2, 2]


# Slips


@pytest.mark.parametrize(
    ("printed", "likely"),
    [
        ("hikvsiion", 2),
        ("hikvvision", 2),
        ("hikvison", 1),
        ("hikcision", 1),
        ("hikxisiom", -1),
        ("jikvision", 0),
        ("xikvisian", -2),
    ],
)
def test_how_likely_a_slip_is(printed: str, likely: int) -> None:
    """Swapped and doubled letters tell most; the first letter is seldom another one."""
    assert likelihood(printed, "hikvision") == likely


def judged(printed: str, name: str, *, known: bool = True, kinds: tuple[str, ...] = ()) -> int:
    """Return the points of a misspelling with nothing else around it."""
    return points(
        printed,
        name,
        known=known,
        ordinary=ordinary_words(),
        halves=word_halves(),
        kinds=kinds,
        text_around="",
    )


def test_two_slips_in_a_short_head_tell_little() -> None:
    """Xvision shares "vision" with half of all camera makers, and no more with HKVision."""
    assert judged("Xvision", "HKVision") < judged("Hikvsoin", "Hikvision")


def test_two_everyday_words_run_together_cost_points() -> None:
    """Firms call themselves so; a slip that only a hand makes costs them less."""
    assert is_compound("techlab", word_halves())
    assert judged("TechLab", "NtechLab") < judged("Ntehclab", "NtechLab")


def test_goods_beside_a_slip_count_most(find: Find) -> None:
    """The right goods in the same row raise a likely slip; elsewhere it is a note."""
    beside = find(row(("Item", "Dome camera"), ("Offer", "Kenij"), ("Qty", "4")))
    alone = find("Kenij was mentioned at the meeting.")

    assert [one.needs_context for one in beside] == [False]
    assert all(one.needs_context for one in alone)


def test_everyday_words_are_ordinary_ones() -> None:
    """What every reader knows is a part of what any language has."""
    assert everyday_words() < ordinary_words()


def test_hits_inside_a_damaged_name_are_found_fast(matcher: Matcher) -> None:
    """Many damaged names in one text cost time in proportion."""
    found = matcher.find(document("DH Vsion camera. " * 2000))

    assert len(found) == 2000
