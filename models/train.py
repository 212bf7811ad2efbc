"""Train the language pipeline anew: `python models/train.py` (about seven minutes).

Everything is seeded; the same data give the same scores on every machine, though not the same
bytes. The card, models/README.md, gets its table of scores from here.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
if str(HERE.parent) not in sys.path:  # run as a file, the repository's root is not on the path
    sys.path.insert(0, str(HERE.parent))

from analyser.finding import Stance  # noqa: E402
from analyser.language import FOLDER, MAKE_LABEL, STANCE, new_pipeline  # noqa: E402
from models.corpus import Example, digest, features_of, read_sentences  # noqa: E402
from models.corpus_makes import Marked, marked_sentences  # noqa: E402
from models.linear import Linear, fit, interval, macro_f1, shares  # noqa: E402

SEED = 20261123
FOLDS = 5
PENALTY = 1.0
STANCES = tuple(stance.value for stance in Stance)
NAME, VERSION = "tender_stance", "1.0.0"
# Weights under this move no decision; leaving them out halves the folder.
SMALLEST = 0.004
_OF_RULES = ("r:", "p:", "s:")


@dataclass(frozen=True, slots=True)
class Scores:
    """Macro-F1 over six stances on wording families that the model has not seen."""

    sentences: int
    families: int
    rules: float
    words_alone: float
    together: float
    low: float
    high: float
    makes_precision: float = 0.0
    makes_recall: float = 0.0


def cross_validated(examples: Sequence[Example], *, penalty: float = PENALTY) -> Scores:
    """Return the scores of rules, words alone and both, each family held out once."""
    seen = [features_of(example) for example in examples]
    truth = [example.stance.value for example in examples]
    families = [example.family for example in examples]
    rules = [weighing.best.value for _, weighing in seen]
    rows = [features for features, _ in seen]
    words = [_words_only(row) for row in rows]
    fold = _folds(families)
    together = _held_out(rows, truth, [fold[family] for family in families], penalty)
    alone = _held_out(words, truth, [fold[family] for family in families], penalty)
    low, high = interval(truth, together, families, STANCES)
    return Scores(
        sentences=len(examples),
        families=len(fold),
        rules=macro_f1(truth, rules, STANCES),
        words_alone=macro_f1(truth, alone, STANCES),
        together=macro_f1(truth, together, STANCES),
        low=low,
        high=high,
    )


def part_of(examples: Sequence[Example]) -> list[Example]:
    """Return the examples of every eighth family: enough to try the recipe in seconds."""
    kept = set(sorted({example.family for example in examples})[::8])
    return [example for example in examples if example.family in kept]


def trained_pipeline(examples: Sequence[Example], *, epochs: int, copies: int) -> Any:
    """Return a spaCy pipeline with the stance model and the recogniser of makes."""
    nlp = new_pipeline(NAME, VERSION)
    rows = [features_of(example)[0] for example in examples]
    model = _taught(rows, [example.stance.value for example in examples], PENALTY)
    kept = [
        (name, at) for name, at in model.places.items() if abs(model.matrix[at]).max() >= SMALLEST
    ]
    weights = nlp.get_pipe(STANCE)
    weights.stances = STANCES
    weights.places = {name: place for place, (name, _) in enumerate(kept)}
    weights.matrix = model.matrix[[at for _, at in kept]]
    weights.offset = model.offset
    _train_makes(nlp, marked_sentences(examples, copies=copies, seed=SEED), epochs)
    return nlp


def makes_scores(nlp: Any, marked: Sequence[Marked]) -> tuple[float, float]:
    """Return precision and recall of the recogniser of makes on `marked`."""
    hit = said = meant = 0
    for one, doc in zip(marked, nlp.pipe(one.text for one in marked), strict=True):
        found = {(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ == MAKE_LABEL}
        hit += len(found & set(one.makes))
        said += len(found)
        meant += len(one.makes)
    return hit / max(1, said), hit / max(1, meant)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, measure, and write the pipeline and its scores."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--output", type=Path, default=HERE / FOLDER)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--copies", type=int, default=2)
    parser.add_argument("--stance-only", action="store_true", help="keep the makes as they are")
    args = parser.parse_args(arguments)
    examples = read_sentences()
    scores = cross_validated(examples)
    print(f"stance, unseen families: {scores.together:.3f} ({scores.low:.3f} to {scores.high:.3f})")
    if args.stance_only:
        _write_stance(examples, args.output)
        before = json.loads((HERE / "scores.json").read_text(encoding="utf-8"))["scores"]
        found = before["makes_precision"], before["makes_recall"]
    else:
        found = _makes_held_out(examples, args.epochs, args.copies)
        trained_pipeline(examples, epochs=args.epochs, copies=args.copies).to_disk(args.output)
    print(f"makes, unseen families and names: precision {found[0]:.2f}, recall {found[1]:.2f}")
    if args.output == HERE / FOLDER:
        _write_scores(scores, found, cross_validated(part_of(examples)).together)


def _write_stance(examples: Sequence[Example], output: Path) -> None:
    nlp = trained_pipeline(examples, epochs=0, copies=1)
    nlp.get_pipe(STANCE).to_disk(output / STANCE)


def _makes_held_out(examples: Sequence[Example], epochs: int, copies: int) -> tuple[float, float]:
    fold = _folds([example.family for example in examples])
    seen = [example for example in examples if fold[example.family]]
    held = [example for example in examples if not fold[example.family]]
    nlp = new_pipeline(NAME, VERSION)
    _train_makes(nlp, marked_sentences(seen, copies=copies, seed=SEED), epochs)
    return makes_scores(nlp, marked_sentences(held, copies=1, seed=SEED + 1))


def _train_makes(nlp: Any, marked: Sequence[Marked], epochs: int) -> None:
    import spacy
    from spacy.training import Example as Lesson
    from spacy.util import compounding, minibatch

    if not epochs:
        return
    spacy.util.fix_random_seed(SEED)
    width = 64
    recogniser = nlp.add_pipe("ner", config={"model": _small_model(width)}, first=True)
    recogniser.add_label(MAKE_LABEL)
    lessons = []
    for one in marked:
        doc = nlp.make_doc(one.text)
        spans = [
            doc.char_span(a, b, label=MAKE_LABEL, alignment_mode="expand") for a, b in one.makes
        ]
        whole = spacy.util.filter_spans([span for span in spans if span is not None])
        reference = nlp.make_doc(one.text)
        reference.ents = [
            spacy.tokens.Span(reference, s.start, s.end, label=MAKE_LABEL) for s in whole
        ]
        lessons.append(Lesson(doc, reference))
    optimizer = nlp.initialize(lambda: lessons[:200])
    chance = random.Random(SEED)
    with nlp.select_pipes(enable="ner"):
        for _ in range(epochs):
            chance.shuffle(lessons)
            for batch in minibatch(lessons, size=compounding(16.0, 96.0, 1.01)):
                nlp.update(batch, sgd=optimizer, drop=0.2)


def _small_model(width: int) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "pretrained_vectors": None,
            "width": width,
            "depth": 3,
            "embed_size": 1500,
            "window_size": 1,
            "maxout_pieces": 2,
            "subword_features": True,
        },
    }


def _taught(rows: Sequence[dict[str, float]], truth: Sequence[str], penalty: float) -> Linear:
    """Return a model of rules and words that leans on neither alone.

    The rules were written with some of these sentences in sight, so here they look better than
    they are. Every sentence is taught a second time with the rules hidden: words must carry too.
    """
    hidden = [_words_only(row) for row in rows]
    return fit([*rows, *hidden], [*truth, *truth], STANCES, penalty=penalty)


def _words_only(row: dict[str, float]) -> dict[str, float]:
    return {
        name: value
        for name, value in row.items()
        if not name.startswith(_OF_RULES) and name.count(":") < 2 + name.startswith("w:")
    }


def _folds(families: Sequence[str]) -> dict[str, int]:
    names = sorted(set(families))
    random.Random(SEED).shuffle(names)
    return {name: at % FOLDS for at, name in enumerate(names)}


def _held_out(
    rows: Sequence[dict[str, float]], truth: Sequence[str], fold: Sequence[int], penalty: float
) -> list[str]:
    said = [""] * len(rows)
    for held in range(FOLDS):
        learnt = [at for at, number in enumerate(fold) if number != held]
        asked = [at for at, number in enumerate(fold) if number == held]
        model = _taught([rows[k] for k in learnt], [truth[k] for k in learnt], penalty)
        best = shares(model, [rows[k] for k in asked]).argmax(axis=1)
        for at, place in zip(asked, best, strict=True):
            said[at] = STANCES[place]
    return said


def _write_scores(scores: Scores, found: tuple[float, float], part: float) -> None:
    table = asdict(scores) | {"makes_precision": found[0], "makes_recall": found[1]}
    table = {key: round(value, 3) for key, value in table.items()}
    content = {"seed": SEED, "data": digest(), "part": round(part, 3), "scores": table}
    (HERE / "scores.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    rows = (
        ("rules alone", f"{table['rules']:.3f}"),
        ("words alone (linear)", f"{table['words_alone']:.3f}"),
        (
            "both together",
            f"**{table['together']:.3f}** (95 % {table['low']:.3f} to {table['high']:.3f})",
        ),
    )
    lines = [
        f"{table['sentences']} sentences, {table['families']} families, data {content['data']}.",
        "",
        "| stance | macro-F1, unseen families |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in rows),
        "",
        f"Makes, unseen families and unseen names: precision {table['makes_precision']:.2f}, "
        f"recall {table['makes_recall']:.2f}.",
    ]
    card = HERE / "README.md"
    text = card.read_text(encoding="utf-8")
    block = "<!-- scores -->\n" + "\n".join(lines) + "\n<!-- /scores -->"
    changed = re.sub(r"<!-- scores -->.*<!-- /scores -->", lambda _: block, text, flags=re.DOTALL)
    card.write_text(changed, encoding="utf-8")


if __name__ == "__main__":
    main()
