"""findings.json keeps its promises."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from analyser.report import json_report, json_writing
from tests.report import builders


def written(folder: Path, **changes: Any) -> dict[str, Any]:
    """Return findings.json of the built run, as read back from disk."""
    run = changes.pop("run", builders.run())
    (path,) = json_report.render(run, folder, builders.context(**changes))
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def test_follows_its_schema(tmp_path: Path) -> None:
    """What is written is what the shipped schema describes, cleared mentions or not."""
    validator = jsonschema.Draft202012Validator(json_report.schema())
    jsonschema.Draft202012Validator.check_schema(json_report.schema())

    for show_cleared in (False, True):
        validator.validate(written(tmp_path, show_cleared=show_cleared))


def test_pieces_are_the_whole(tmp_path: Path) -> None:
    """Written item by item, for memory's sake, the file is byte for byte what it is as a whole."""
    run = builders.run()
    for one in (run, replace(run, documents=(), packs=())):
        (path,) = json_report.render(one, tmp_path, builders.context())

        assert path.read_bytes() == json_writing.text(json_report.as_mapping(one)) + b"\n"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda found: found["documents"][0].pop("verdict"),
        lambda found: found["documents"][0].update(verdict="illegal"),
        lambda found: found["documents"][0]["findings"][0]["regimes"][0].update(outcome="banned"),
        lambda found: found["documents"][0]["mentions"][0].update(confidence=1.5),
        lambda found: found["documents"][0]["mentions"][0].update(box=[1, 2, 3]),
        lambda found: found.update(schema_version="9"),
    ],
)
def test_schema_refuses_what_breaks_the_promise(tmp_path: Path, spoil: Any) -> None:
    """The schema is no rubber stamp: a missing key or an unknown word fails."""
    found = written(tmp_path)
    found["documents"].sort(key=lambda each: -len(each["findings"]))
    spoil(found)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(json_report.schema()).validate(found)


def test_whole_of_a_built_run(tmp_path: Path) -> None:
    """The whole file of a known run is what it was: a change of meaning shows here."""
    golden = Path(__file__).parent / "golden" / "findings.json"

    found = written(tmp_path)
    assert found["run"].pop("profile")["jurisdiction"] == "GB"
    assert found == json.loads(golden.read_text(encoding="utf-8"))


def test_order_does_not_hang_on_the_order_of_work(tmp_path: Path) -> None:
    """Documents finish in any order; the file is the same byte for byte."""
    run = builders.run()
    turned = replace(run, documents=run.documents[::-1], packs=run.packs[::-1])
    folders = [tmp_path / "a", tmp_path / "b"]
    texts = []
    for folder, each in zip(folders, (run, turned), strict=True):
        folder.mkdir()
        (path,) = json_report.render(each, folder, builders.context())
        texts.append(path.read_bytes())

    assert texts[0] == texts[1]


def test_cleared_mentions_are_left_out_and_indexes_follow(tmp_path: Path) -> None:
    """A finding's indexes point at its own mentions whether or not cleared ones are listed."""
    bid = builders.bid()
    cleared_first = replace(
        bid,
        mentions=(bid.mentions[5], *bid.mentions[:5]),
        findings=tuple(
            replace(each, mentions=tuple(index + 1 for index in each.mentions))
            for each in bid.findings
        ),
    )
    for show_cleared, number in ((False, 5), (True, 6)):
        found = written(tmp_path, run=builders.run(cleared_first), show_cleared=show_cleared)
        (document,) = (each for each in found["documents"] if each["findings"])

        assert len(document["mentions"]) == number
        texts = [
            [document["mentions"][index]["text"] for index in finding["mentions"]]
            for finding in document["findings"]
        ]
        assert texts == [["Hikvision", "DS-2CD2143G2-I", "Hikvision"], ["Lorex", "Dahua"]]


def test_a_file_name_that_is_no_text_does_not_break_the_file(tmp_path: Path) -> None:
    """A lone surrogate, as a name in a foreign encoding brings it, leaves valid UTF-8."""
    found = written(tmp_path, run=builders.run(builders.bid("north/b\udcffd.pdf")))

    assert "north/b?d.pdf" in [each["path"] for each in found["documents"]]
