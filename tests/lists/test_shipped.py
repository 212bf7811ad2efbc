"""The lists as shipped: grammars, well-known lineages, support, the README's numbers."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from analyser.catalogue import Basis, Catalogue, Grammar
from analyser.commands.lists import counts
from analyser.lists.load import Lists
from analyser.lists.where import shipped_lists

LINEAGE = [
    # vendor, root maker, whether a mention calls for review only
    ("hikvision", "hikvision", False),
    ("ezviz", "hikvision", False),
    ("hilook", "hikvision", False),
    ("hiwatch", "hikvision", False),
    ("pyronix", "hikvision", False),
    ("luopu-haishi-dingxin", "hikvision", False),
    ("annke", "hikvision", False),
    ("lts", "hikvision", False),
    ("abus", "hikvision", False),
    ("safire", "hikvision", False),
    ("interlogix", "hikvision", True),
    ("trendnet", "hikvision", True),
    ("swann", "hikvision", True),
    ("dahua", "dahua", False),
    ("imou", "dahua", False),
    ("lorex", "dahua", False),
    ("amcrest", "dahua", False),
    ("honeywell", "dahua", True),
    ("luminys", "dahua", True),
    ("flir", "dahua", True),
    ("uniarch", "uniview", False),
    ("tiandy", "tiandy", False),
    ("hisilicon", "hisilicon", False),
    ("futurewei", "huawei", False),
    ("nubia", "zte", False),
    ("hytera-mobilfunk", "hytera", False),
    ("sepura", "hytera", True),
    ("powertrunk", "hytera", True),
    ("livox", "dji", False),
    ("hasselblad", "dji", True),
    ("anzu-robotics", "dji", True),
    ("skyrover", "dji", True),
    ("quectel", "quectel", False),
    ("fibocom", "fibocom", True),
    ("zkteco", "zkteco", True),
    ("nuctech", "nuctech", False),
    ("kaspersky", "kaspersky", False),
    ("autel-robotics", "autel-robotics", False),
    ("tp-link", "tp-link-technologies", False),
    ("tp-link-systems", "tp-link-technologies", True),
    ("mercusys", "tp-link-technologies", True),
    ("hesai", "hesai", False),
    ("westone", "cetc", False),
]

CLEARED = [
    "axis", "bosch", "hanwha", "genetec", "cisco", "motorola-solutions", "ubiquiti", "lenovo",
    "honor", "gosuncn-welink", "simcom", "jinko", "ehang", "yuneec", "baofeng", "jovision", "tvt",
    "reolink", "milesight", "td-tech", "rolling-wireless", "teltonika", "zonealarm",
]  # fmt: skip


def _grammars(catalogue: Catalogue) -> list[tuple[str, Grammar]]:
    return [(one.id, row) for one in catalogue.vendors.values() for row in one.grammars]


def test_every_example_is_matched_by_its_grammar(lists: Lists) -> None:
    """A part number that a grammar gives as its own is found by it."""
    missed = []
    number = 0
    for vendor, grammar in _grammars(lists.catalogue):
        pattern = re.compile(grammar.regex, re.IGNORECASE if grammar.ignore_case else 0)
        number += len(grammar.examples)
        missed += [(vendor, one) for one in grammar.examples if not pattern.search(one)]

    assert missed == []
    assert number > 1000


def test_no_counter_example_is_matched_by_its_grammar(lists: Lists) -> None:
    """A part number of somebody else, given as such, is left alone."""
    met = []
    number = 0
    for vendor, grammar in _grammars(lists.catalogue):
        pattern = re.compile(grammar.regex, re.IGNORECASE if grammar.ignore_case else 0)
        number += len(grammar.counter_examples)
        met += [(vendor, one) for one in grammar.counter_examples if pattern.search(one)]

    assert met == []
    assert number > 600


def test_grammars_stay_quick_on_hostile_text(lists: Lists) -> None:
    """No grammar runs wild on the long runs of letters, digits and hyphens that files hold."""
    hostile = ["A" * 4000, "1" * 4000, "A1-" * 1400, "DS-2CD" * 700, "IPC-" * 1000 + "!"]

    for _, grammar in _grammars(lists.catalogue):
        pattern = re.compile(grammar.regex, re.IGNORECASE if grammar.ignore_case else 0)
        for text in hostile:
            assert sum(1 for _ in pattern.finditer(text)) <= len(text)


@pytest.mark.parametrize(("vendor", "root", "review"), LINEAGE)
def test_well_known_lineage(lists: Lists, vendor: str, root: str, review: bool) -> None:
    """A brand leads to the maker that a list names, for review where the tie is in doubt."""
    best = lists.catalogue.lineage[vendor][0]

    assert (best.root, best.disputed) == (root, review)


def test_each_way_ends_at_its_root(lists: Lists) -> None:
    """Every step of a lineage is a relation of the vendor it stands at, and leads to the next."""
    for vendor, ways in lists.catalogue.lineage.items():
        for way in ways:
            here = vendor
            for step, relation in way.steps:
                assert step == here
                assert relation in lists.catalogue.vendors[step].relations
                here = relation.target
            assert here == way.root
            assert lists.catalogue.lineage[way.root][0].steps == ()


@pytest.mark.parametrize("vendor", CLEARED)
def test_known_makers_without_a_listing_are_cleared(lists: Lists, vendor: str) -> None:
    """Makers that the research cleared lead to no listed maker."""
    assert vendor in lists.catalogue.vendors
    assert vendor not in lists.catalogue.lineage


def test_restricted_vendors_all_lead_somewhere(lists: Lists) -> None:
    """No vendor whose file says restricted is lost between the lists and the search."""
    lost = [one.id for one in lists.catalogue.vendors.values() if one.restricted]

    assert [one for one in lost if one not in lists.catalogue.lineage] == []


def test_names_of_makers_stand_alone(lists: Lists) -> None:
    """The makers met most are found by their plain name, without asking for context."""
    for vendor_id, name in [
        ("hikvision", "Hikvision"), ("dahua", "Dahua"), ("uniview", "Uniview"),
        ("tiandy", "Tiandy"), ("huawei", "Huawei"), ("zte", "ZTE"), ("hytera", "Hytera"),
        ("dji", "DJI"), ("kaspersky", "Kaspersky"), ("quectel", "Quectel"),
        ("nuctech", "Nuctech"), ("ezviz", "EZVIZ"), ("imou", "Imou"), ("lorex", "Lorex"),
    ]:  # fmt: skip
        rows = [row for row in lists.catalogue.vendors[vendor_id].aliases if row.text == name]

        assert [row.needs_context for row in rows] == [False], vendor_id


def test_verified_claims_have_a_source_that_was_read(lists: Lists) -> None:
    """A claim without a public source is recalled, whatever its writer believed."""
    for vendor in lists.catalogue.vendors.values():
        for row in (*vendor.relations, *vendor.listings, *vendor.grammars):
            if row.basis is Basis.VERIFIED:
                read = [one for one in row.sources if one.basis is Basis.VERIFIED]
                assert any(not one.against for one in read), (vendor.id, row)


def test_sources_have_public_addresses(lists: Lists) -> None:
    """What is shown as a source can be opened by whoever reads the report."""
    rows = [
        source
        for vendor in lists.catalogue.vendors.values()
        for part in (vendor, *vendor.relations, *vendor.listings, *vendor.grammars)
        for source in part.sources
    ]

    assert len(rows) > 1000
    assert [one for one in rows if not re.match(r"https?://[^\s/]+\.\S+$", one.url)] == []


def test_nothing_of_our_own_workshop_is_in_the_lists() -> None:
    """Remarks speak of the world, not of the files and tools that the research was made with."""
    telling = re.compile(r"stored code index|file ids? \d|address not recorded|vendors_\w+\.json")
    found = [
        path.name
        for path in shipped_lists().rglob("*.toml")
        if path.parent.name != "regimes" and telling.search(path.read_text("utf-8"))
    ]

    assert found == []


def test_readme_tells_the_true_numbers(lists: Lists) -> None:
    """The counts in vendor_lists/README.md are those of the lists beside it."""
    readme = (shipped_lists() / "README.md").read_text("utf-8")
    levels = Counter(str(one.level) for one in lists.rulebook.regimes.values())
    rows = [re.fullmatch(r"(\d+) ([^:]+): (.*)", line) for line in counts(lists.catalogue)]

    for row in rows:
        assert row is not None
        numbers = [part.split(" ")[0] for part in row[3].split(", ")]
        assert f"| {row[2]} | {row[1]} | {' | '.join(numbers)} |" in readme
    told = " | ".join(str(levels[one]) for one in ("verified", "partly", "recalled"))
    assert f"| regimes | {levels.total()} | {told} |" in readme


def test_file_names_are_fit_for_every_system() -> None:
    """List files can be checked out on Windows and macOS: small letters, no reserved names."""
    reserved = {"con", "prn", "aux", "nul"} | {
        f"{one}{n}" for one in ("com", "lpt") for n in "123456789"
    }
    names = [path.stem for path in Path(shipped_lists()).rglob("*.toml")]

    assert [name for name in names if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name)] == []
    assert reserved.isdisjoint(names)
