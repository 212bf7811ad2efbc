"""Names inflected, in addresses, in other scripts, in badges, in leet, turned round."""

from __future__ import annotations

import pytest

from analyser.finding import Route
from tests.matching.conftest import Find


@pytest.mark.parametrize(
    ("printed", "maker"),
    [
        ("Huaweille", "huawei"),
        ("Huawein", "huawei"),
        ("Dahuan", "dahua"),
        ("Hyterassa", "hytera"),
        ("Hikvisionilta", "hikvision"),
        ("Hikvisionului", "hikvision"),
        ("Dahuakameras", "dahua"),
        ("Hikvisiongeräte", "hikvision"),
    ],
)
def test_a_name_with_an_ending_of_its_language_is_the_name(
    find: Find, printed: str, maker: str
) -> None:
    """Languages that inflect add to a name; compounds run into it."""
    (found,) = find(f"Kohteen laitteet ovat {printed} ja muita.")

    assert (found.makers, found.needs_context) == ((maker,), False)


@pytest.mark.parametrize("word", ["dahuan", "Tahuan", "Dahuanese", "Matriceta", "Honorin"])
def test_an_ending_makes_no_name_of_a_word(find: Find, word: str) -> None:
    """Without its capital, with another letter or with more behind it, it is no inflected name."""
    assert [one for one in find(f"Sana {word} on muu.") if not one.needs_context] == []


@pytest.mark.parametrize(
    "address", ["sales@dahuasecurity.example", "#dahuatech", "www.dahua-shop.example"]
)
def test_a_firm_in_an_address_is_named(find: Find, address: str) -> None:
    """A label that begins with the name and goes on as a firm's does is the name."""
    assert [one.makers for one in find(f"Write to {address} for prices.")] == [("dahua",)]


def test_small_letters_that_go_on_otherwise_are_no_firm(find: Find) -> None:
    """Only what firms call themselves by ends such a label."""
    assert find("Write to someone@dahuansky.example for prices.") == ()
    assert find("the dahuasecurityish sound of it") == ()


@pytest.mark.parametrize(
    ("printed", "maker"),
    [
        ("Дахуа", "dahua"),
        ("داهوا", "dahua"),
        ("다후아", "dahua"),
        ("Хайтера", "hytera"),
        ("하이테라", "hytera"),
        ("หัวเว่ย", "huawei"),
        ("הואווי", "huawei"),
        ("یونی ویو", "uniview"),
        ("ТП-Линк", "tp-link-technologies"),
        ("ティーピーリンク", "tp-link-technologies"),
        ("디제이아이", "dji"),
        ("Квектел", "quectel"),
        ("كاسبرسكي", "kaspersky"),
        ("हिकविज़न", "hikvision"),
    ],
)
def test_a_name_in_another_script_is_firm(find: Find, printed: str, maker: str) -> None:
    """What the lists have in another script needs no capital and no ear."""
    (found,) = find(f"4 x ({printed})")

    assert (found.makers, found.route, found.needs_context) == ((maker,), Route.NATIVE_NAME, False)


@pytest.mark.parametrize(
    "base", [0x1F130, 0x1F150, 0x1F170, 0x1F1E6, 0x24B6], ids=lambda base: f"{base:x}"
)
def test_letters_in_badges_are_letters(find: Find, base: int) -> None:
    """Circled, squared and flag letters are read as the letters that they show."""
    printed = "".join(chr(base + ord(letter) - ord("A")) for letter in "HIKVISION")
    (found,) = find(f"Four {printed} cameras are offered.")

    assert (found.makers, found.route) == (("hikvision",), Route.OBFUSCATED)


@pytest.mark.parametrize("printed", ["H!kv!sion", "H1kv1510n", "H!kv!$!0n", "Hikv!sion"])
def test_marks_inside_a_word_stand_for_letters(find: Find, printed: str) -> None:
    """Digits and marks for letters hide no long name."""
    assert [one for one in find(f"Four {printed} cameras are offered.") if one.makers]


def test_marks_between_words_are_no_letters(find: Find) -> None:
    """An exclamation or a price beside words spells nothing."""
    assert find("The vision of $10! is da| hua.") == ()


def test_print_turned_round_is_read_as_it_shows(find: Find) -> None:
    """Behind a mark of direction the letters are stored backwards."""
    text = "Four \u202enoisivkiH\u202c cameras are offered."
    (found,) = find(text)

    assert found.makers == ("hikvision",)
    assert (found.start, found.end) == (text.index("noisi"), text.index("\u202c"))
    assert find("Four noisivkiH cameras are offered.") == ()
