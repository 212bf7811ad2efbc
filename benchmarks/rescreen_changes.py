"""The shipped lists changed at random: is what rescreening passes over judged the same anew?

    python benchmarks/rescreen_changes.py [--folder DIR] [--changes 20] [--documents 60] [--seed 1]

Takes documents of `--folder` (generated ones without), assesses each under the lists before and
after every change, and holds the two against each other wherever the outline of the document said
that the change cannot touch it. Ends with 1 if one differs. Tells how many are passed over.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from drops import write_documents

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))  # the changes are those of the tests

from analyser.analysis import Analyser  # noqa: E402
from analyser.document import Document  # noqa: E402
from analyser.ledger.met import met_in  # noqa: E402
from analyser.lists.load import load_lists  # noqa: E402
from analyser.matching.reach import search_form  # noqa: E402
from analyser.memory.touching import contents, touch  # noqa: E402
from analyser.profile import Profile  # noqa: E402
from analyser.readers.reading import read  # noqa: E402
from analyser.settings import Settings  # noqa: E402
from tests.changed_lists import changed  # noqa: E402


def documents(folder: Path, analyser: Analyser, most: int, chance: random.Random) -> list[Document]:
    """Return documents of `folder`, read without OCR."""
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    chance.shuffle(files)
    found: list[Document] = []
    for path in files:
        if len(found) >= most:
            break
        found.extend(read(path, path.name, Settings(ocr=False), analyser.interest))
    return found[:most]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--changes", type=int, default=20)
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)
    lists = load_lists()
    first = Analyser(lists, Profile(), Settings(ocr=False))
    with tempfile.TemporaryDirectory() as name:
        if chosen.folder is None:
            write_documents(Path(name), chosen.documents, pages=2)
        held = documents(chosen.folder or Path(name), first, chosen.documents, chance)
    made = [first.assess(one) for one in held]
    texts = [[(block.text, block.quiet) for block in one.blocks] for one in held]
    forms = [search_form(one) for one in texts]
    printed = {word.strip(".,;:()") for one in texts for text, _ in one for word in text.split()}
    words = sorted(word for word in printed if 4 < len(word) < 20)
    passed = unread = differing = whole = 0
    for number in range(chosen.changes):
        new = changed(lists.catalogue, words, random.Random(f"{chosen.seed} {number}"))
        found = touch(contents(lists.catalogue, lists.rulebook), new, lists.rulebook)
        if found is None:
            whole += 1
            continue
        after = Analyser(replace(lists, catalogue=new), Profile(), first.settings, first.language)
        for one, before, form, own in zip(held, made, forms, texts, strict=True):
            unread += not found.may_reach(met_in(before), form)
            if found.reaches(before, own):
                continue
            passed += 1
            if after.assess(one) != before:
                differing += 1
                gone = lists.catalogue.vendors.keys() ^ new.vendors.keys()
                print(f"change {number}: {one.path} differs; {sorted(found.vendors | gone)}")
    every = chosen.changes * len(held)
    print(f"{len(held)} documents, {chosen.changes} changes; {whole} too great to be told apart")
    print(f"passed over by outline {unread / every:.3f}, by outline or text {passed / every:.3f}")
    print(f"{differing} judged otherwise anew")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
