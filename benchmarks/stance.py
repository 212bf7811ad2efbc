"""Stance: accuracy and macro-F1 on sentences by other authors, by rules and with the model."""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analyser.document import Document
from analyser.finding import Mention, Role, Route, Stance
from analyser.judgement.glosses import document_tongue, glossed
from analyser.judgement.judge import document_for
from analyser.judgement.passages import Passage, passage_for
from analyser.judgement.views import stance_views
from analyser.language import Language, load_language
from analyser.lists.where import shipped_models

STANCES = tuple(stance.value for stance in Stance)
ROLES = {"FOI request": "other", "FOI response": "other"}


def passage_of(item: dict[str, Any]) -> Passage:
    """Return the passage of an item's mention, whose place is given by the label."""
    role = str(item.get("role", "other"))
    kind = Role(role) if role in set(Role) else Role.OTHER
    document: Document = document_for(
        item["text"], item.get("heading", ""), item.get("row", ()), item.get("before", "")
    )
    block, name = document.blocks[-1], item["mention"]
    at = block.text.find(name, 0)
    start = item.get("start", at) if item.get("start", at) >= 0 else at
    if not block.text.startswith(name, start):
        start = max(0, at)
    mention = Mention(0, start, start + len(name), name, ("a",), (), Route.NAME, "a", name)
    return glossed(passage_for(block, mention, (mention,), kind), document_tongue(document))


def scores(truth: Sequence[str], said: Sequence[str]) -> str:
    """Return accuracy, macro-F1 and the confusion that matters, as one line."""
    pairs = Counter(zip(truth, said, strict=True))
    f1 = []
    for stance in STANCES:
        hit = pairs[stance, stance]
        other = sum(n for (a, b), n in pairs.items() if (a == stance) != (b == stance))
        f1.append(2 * hit / max(1, 2 * hit + other))
    right = sum(pairs[stance, stance] for stance in STANCES) / max(1, len(truth))
    swapped = pairs["offered", "excluded"] + pairs["excluded", "offered"]
    return (
        f"n {len(truth)}, accuracy {right:.3f}, macro-F1 {sum(f1) / len(f1):.3f}, "
        f"offered and excluded confused {swapped}"
    )


def report(title: str, items: Sequence[dict[str, Any]], label: str, language: Language) -> None:
    passages = [passage_of(item) for item in items]
    truth = [item[label] for item in items]
    for kind, model in (("rules", None), ("rules and model", language)):
        began = time.perf_counter()
        views = stance_views(passages, model)
        pace = len(items) / (time.perf_counter() - began)
        line = scores(truth, [view.stance.value for view in views])
        print(f"{title}, {kind}: {line}; {pace:.0f} mentions a second")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    shared = parser.parse_args(arguments).shared
    language = load_language(shipped_models())
    dev = shared / "bench" / "dev" / "stance.jsonl"
    if dev.is_file():
        report("dev", [json.loads(line) for line in dev.open(encoding="utf-8")], "stance", language)
    real = shared / "corpora" / "snippets.jsonl"
    if real.is_file():
        rows = [json.loads(line) for line in real.open(encoding="utf-8")]
        rows = [
            row for row in rows if row.get("polarity") == "positive" and row.get("bench_stance")
        ]
        for tier in sorted({row.get("tier", "") for row in rows}):
            chosen = [row for row in rows if row.get("tier", "") == tier]
            report(f"real sentences, tier {tier}", chosen, "bench_stance", language)


if __name__ == "__main__":
    main()
