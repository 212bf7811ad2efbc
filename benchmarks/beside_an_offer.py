"""An offer of every listed maker's goods, laid beside real tenders: what does it raise in them?

    python benchmarks/beside_an_offer.py FOLDER [--jobs 2]

Each sub-folder of FOLDER is a tender. No tender holds such an offer, so everything that is raised
is false, and far more than a real offer would raise.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from analyser.analysis import Analyser
from analyser.cli import main as analyse
from analyser.document import Block, Document
from analyser.finding import Assessment
from analyser.ledger.retrospect import latest, stored_texts
from analyser.ledger.store import Ledger
from analyser.lists.load import load_lists
from analyser.pack import pack_name
from analyser.profile import Profile
from analyser.settings import Settings
from analyser.vouchers import kinds_of
from analyser.vouching import vouched

GOODS = {
    "video_surveillance": "cameras",
    "two_way_radio": "two-way radios",
    "telecom_network": "network switches",
    "routers": "routers",
    "drone": "drones",
    "handset": "smartphones",
    "cellular_modules": "LTE modules",
    "servers": "servers",
    "battery": "batteries",
    "solar": "solar modules",
    "antivirus_software": "antivirus software",
    "access_control": "door controllers",
    "semiconductor": "memory chips",
    "lidar": "lidar sensors",
    "body_scanner": "X-ray scanners",
}
SPOKEN = frozenset({"number-in-tender", "maker-in-tender"})
OFFER = "zz-offer.txt"


def offer(analyser: Analyser) -> Assessment:
    """Return a letter that offers the goods of every vendor that leads to a listed maker."""
    catalogue = analyser.lists.catalogue
    lines = ["Our tender response. We are pleased to submit our offer."]
    for vendor in catalogue.vendors.values():
        if vendor.id in catalogue.lineage:
            lines += [
                f"We offer {vendor.name} {GOODS[one]} throughout."
                for one in vendor.sectors
                if one in GOODS
            ]
    blocks = tuple(Block(text, where=f"line {at}") for at, text in enumerate(lines, start=1))
    return analyser.assess(Document(OFFER, "0" * 64, "text/plain", blocks=blocks))


def assessed(folder: Path, jobs: int) -> Iterator[Assessment]:
    """Yield what each document of `folder` comes to by itself."""
    with TemporaryDirectory() as name:
        held = Path(name) / "ledger"
        output = str(Path(name) / "out")
        analyse(
            ["scan", str(folder), "--output", output, "-q", "--format", "json",
             "--ledger", str(held), "--jobs", str(jobs)]
        )  # fmt: skip
        with Ledger(held) as ledger:
            for stored in latest(ledger):
                for one in stored_texts(ledger, stored.id):
                    if one.assessment is not None:
                        yield one.assessment


def main() -> None:
    """Print what is raised, and how much was left open."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    lists = load_lists()
    letter = offer(Analyser(lists, Profile(), Settings()))
    documents = list(assessed(chosen.folder, chosen.jobs))
    packs = sorted({pack_name(one.path) for one in documents})
    letters = [replace(letter, path=OFFER if name == "." else f"{name}/{OFFER}") for name in packs]
    began = time.process_time()
    made = vouched([*documents, *letters], lists, lambda _: Profile(), "2026-11-24")
    took = time.process_time() - began
    raised = [
        (after.path, one)
        for before, after in zip(documents, made, strict=False)
        if after is not before
        for one in after.mentions
        if kinds_of(one) & SPOKEN
    ]
    for path, one in raised:
        print(f"{one.disposition}: {path}: {one.mention.text}: {one.context[:100]}")
    open_to = sum(one.mention.needs_context for each in documents for one in each.mentions)
    numbers = sum(len(one.withheld) for one in documents)
    flagged = sum(one.disposition == "flagged" for _, one in raised)
    print(
        f"{len(documents)} documents, {open_to} doubtful names, {numbers} lone numbers;"
        f" raised {len(raised)} in {len({path for path, _ in raised})} documents,"
        f" {flagged} of them flagged; {took:.2f} s of CPU"
    )


if __name__ == "__main__":
    main()
