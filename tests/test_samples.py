"""The samples come to what their README and tests/golden/samples.json say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyser import cli
from analyser.readers.ocr import why_not
from analyser.settings import Settings

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
EXPECTED = json.loads((ROOT / "tests" / "golden" / "samples.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return findings.json of a scan of both samples."""
    out = tmp_path_factory.mktemp("report")
    folders = [str(SAMPLES / "riverside-cctv"), str(SAMPLES / "leisure-centre")]
    assert cli.main(["scan", *folders, "--output", str(out), "--format", "json"]) == 12
    found: dict[str, Any] = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    return found


def document(findings: dict[str, Any], path: str) -> dict[str, Any]:
    """Return the document at `path`."""
    return next(one for one in findings["documents"] if one["path"] == path)


@pytest.mark.parametrize("path", sorted(EXPECTED))
def test_each_document_comes_to_its_verdicts(findings: dict[str, Any], path: str) -> None:
    """Each sample's makers are flagged, for review and noted as a careful reader would have it."""
    if "scanned" in path and why_not(Settings()):
        pytest.skip("no OCR here")
    found: dict[str, list[str]] = {"flagged": [], "review": [], "noted": []}
    for one in document(findings, path)["findings"]:
        found[one["disposition"]].append(one["maker"])

    assert {key: sorted(makers) for key, makers in found.items()} == EXPECTED[path]["expect"]


@pytest.mark.parametrize("path", sorted(EXPECTED))
def test_roles(findings: dict[str, Any], path: str) -> None:
    """Each sample is taken for what it is."""
    if "scanned" in path and why_not(Settings()):
        pytest.skip("no OCR here")
    assert document(findings, path)["role"] == EXPECTED[path]["role"]


@pytest.mark.parametrize("path", sorted(EXPECTED))
def test_look_alikes_are_left_alone(findings: dict[str, Any], path: str) -> None:
    """No cleared maker and no look-alike of a sample is flagged or sent for review."""
    raised = {
        mention["text"]
        for mention in document(findings, path)["mentions"]
        if mention["disposition"] in ("flagged", "review")
    }

    assert raised.isdisjoint(EXPECTED[path]["traps"])


def test_the_pack_contradicts_itself(findings: dict[str, Any]) -> None:
    """The declaration and the specification stand against the bill of quantities."""
    packs = {pack["name"]: pack for pack in findings["packs"]}
    kinds = {(one["kind"], one["maker"]) for one in packs["riverside-cctv"]["contradictions"]}

    assert ("denied-but-offered", "dahua") in kinds
    assert ("denied-but-offered", "hikvision") in kinds
    assert ("prohibited-but-offered", "dahua") in kinds
    assert packs["leisure-centre"]["contradictions"] == []


def test_the_council_is_told_that_it_is_not_bound(findings: dict[str, Any]) -> None:
    """The instruction to departments does not bind a council, and the report says so aloud."""
    outcomes = {
        regime["regime"]: regime["outcome"]
        for finding in document(findings, "riverside-cctv/2-bill-of-quantities.xlsx")["findings"]
        for regime in finding["regimes"]
    }

    assert outcomes["gb-wms-2022-visual-surveillance"] == "not_bound"


def test_everything_was_read(findings: dict[str, Any]) -> None:
    """Nothing of the samples is left unread, the scanned data sheet included."""
    if why_not(Settings()):
        pytest.skip("no OCR here")
    assert [(one["path"], one["unread"]) for one in findings["documents"] if one["unread"]] == []
