"""The trained pipeline of models/, and the only file that knows spaCy.

Stance needs no more than a matrix, which is read from the pipeline's folder without spaCy; spaCy
itself, which costs most of a second, is loaded when unlisted makes are first asked for.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from spacy.language import Language as Pipeline
    from spacy.tokens import Doc

FOLDER = "pipeline"
STANCE = "tender_stance"
MAKE_LABEL = "MAKE"
# spaCy takes memory in proportion to a text; a page is cut long before it could hurt.
LONGEST_TEXT = 20_000
WITHOUT_MODEL = "none (rules alone)"


class StanceWeights:
    """A linear model of stance: names of features, a matrix, an offset."""

    def __init__(self) -> None:
        self.stances: tuple[str, ...] = ()
        self.places: dict[str, int] = {}
        self.matrix: np.ndarray[Any, Any] | None = None
        self.offset: np.ndarray[Any, Any] | None = None

    def shares(self, features: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
        """Return the probability of each stance for each set of named features."""
        import numpy as np

        if self.matrix is None or self.offset is None:
            return []
        logits = np.tile(self.offset, (len(features), 1))
        for at, named in enumerate(features):
            known = [(self.places[name], x) for name, x in named.items() if name in self.places]
            if known:
                places = np.fromiter((place for place, _ in known), dtype=np.int64)
                values = np.fromiter((x for _, x in known), dtype=np.float32)
                logits[at] += values @ self.matrix[places]
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        powers /= powers.sum(axis=1, keepdims=True)
        return [dict(zip(self.stances, map(float, row), strict=True)) for row in powers]

    def pull(self, name: str, stance: str) -> float:
        """Return how far the feature `name` draws towards `stance`, against the other stances."""
        place = self.places.get(name)
        if place is None or self.matrix is None:
            return 0.0
        row = self.matrix[place]
        return float(row[self.stances.index(stance)] - row.mean())

    def __call__(self, doc: Doc) -> Doc:
        """Put the shares for the features in `doc.user_data` beside them, as a pipe does."""
        wanted = doc.user_data.get("stance_features")
        if wanted:
            doc.user_data["stance_shares"] = self.shares(wanted)
        return doc

    def to_disk(self, path: Path | str, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Write the weights to the folder `path`: half precision, names packed."""
        import numpy as np

        if self.matrix is None or self.offset is None:
            return
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        names = sorted(self.places, key=self.places.__getitem__)
        text = json.dumps({"stances": self.stances, "features": names}, ensure_ascii=False)
        packed = gzip.compress(text.encode(), mtime=0)
        (folder / "names.json.gz").write_bytes(packed)
        np.save(folder / "matrix.npy", self.matrix.astype(np.float16))
        np.save(folder / "offset.npy", self.offset.astype(np.float32))

    def from_disk(
        self,
        path: Path | str,
        exclude: Iterable[str] = (),  # noqa: ARG002
    ) -> StanceWeights:
        """Read the weights from the folder `path`; a folder without them gives no shares."""
        import numpy as np

        folder = Path(path)
        if not (folder / "matrix.npy").is_file():
            return self
        names = json.loads(gzip.decompress((folder / "names.json.gz").read_bytes()))
        self.stances = tuple(names["stances"])
        self.places = {name: place for place, name in enumerate(names["features"])}
        # allow_pickle stays false: a model folder from elsewhere must not run code.
        self.matrix = np.load(folder / "matrix.npy", allow_pickle=False).astype(np.float32)
        self.offset = np.load(folder / "offset.npy", allow_pickle=False).astype(np.float32)
        return self


class Language:
    """What the program knows of language; without a trained pipeline it answers nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder if folder is not None and folder.is_dir() else None
        self.name = _name(self.folder)
        self._weights: StanceWeights | None = None
        self._pipeline: Pipeline | None = None

    @classmethod
    def blank(cls) -> Language:
        """Return a language without a model: rules work alone."""
        return cls(None)

    def stance(self, features: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
        """Return the probability of each stance for each set of features; empty with no model."""
        if self.folder is None or not features:
            return []
        if self._weights is None:
            self._weights = StanceWeights().from_disk(self.folder / STANCE)
        return self._weights.shares(features)

    def pull(self, name: str, stance: str) -> float:
        """Return how far the feature `name` draws towards `stance`; 0.0 with no model."""
        return self._weights.pull(name, stance) if self._weights is not None else 0.0

    def makes(self, texts: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the words in each text that read like the name of a make, listed or not."""
        if self.folder is None or not texts:
            return [() for _ in texts]
        if self._pipeline is None:
            self._pipeline = load_pipeline(self.folder)
        docs = self._pipeline.pipe(text[:LONGEST_TEXT] for text in texts)
        return [tuple(one.text for one in doc.ents if one.label_ == MAKE_LABEL) for doc in docs]


def load_language(models: Path) -> Language:
    """Return the language of the folder `models`; nothing heavy is loaded before it is needed."""
    return Language(models / FOLDER)


def language_name(models: Path) -> str:
    """Return the name and version of the trained pipeline in `models`."""
    return _name(models / FOLDER)


def load_pipeline(folder: Path) -> Pipeline:
    """Load the spaCy pipeline in `folder`."""
    import spacy

    stance_factory()
    return spacy.load(folder)


def new_pipeline(name: str, version: str) -> Pipeline:
    """Return an empty English spaCy pipeline with the stance component, for training."""
    import spacy

    stance_factory()
    pipeline = spacy.blank("en", meta={"name": name, "version": version})
    pipeline.add_pipe(STANCE)
    return pipeline


@cache
def stance_factory() -> Callable[..., StanceWeights]:
    """Register the stance component with spaCy, once a process."""
    from spacy.language import Language as Pipeline

    # spaCy calls a factory with these two names.
    def made(nlp: Pipeline, name: str) -> StanceWeights:  # noqa: ARG001
        return StanceWeights()

    return Pipeline.factory(STANCE, func=made)


def _name(folder: Path | None) -> str:
    if folder is None or not (folder / "meta.json").is_file():
        return WITHOUT_MODEL
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    return (
        f"{meta.get('lang', 'en')}_{meta.get('name', 'pipeline')} {meta.get('version', '')}".strip()
    )
