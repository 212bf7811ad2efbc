"""Words from pictures by optical character recognition (Tesseract, in process).

The one file that knows tesserocr. Results are kept in the cache folder by the content of the
picture and the way it was read, so that no picture is read twice.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from analyser.readers.ocr_cache import keep, recall
from analyser.readers.ocr_preparing import prepared
from analyser.settings import Settings

KNOWN_FOLDERS = (
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "/opt/local/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
    "C:/Program Files (x86)/Tesseract-OCR/tessdata",
)
NO_ENGINE = (
    "OCR is not installed; install the extra 'ocr' (pip install 'procurement-analyser[ocr]')"
)
NO_LANGUAGE = (
    "OCR has no language data for {}; install it (Debian, Ubuntu: apt install tesseract-ocr-{})"
)
OFF = "OCR is switched off; run again without --no-ocr"

# Below this mean the words are as likely noise as text, and another orientation is tried.
DOUBTFUL = 0.55
SCHEMA = 2


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A recognised word, in pixels of the picture as it was turned upright."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float
    line: int
    """Words of one line have the same number."""


@dataclass(frozen=True, slots=True)
class OcrResult:
    """What was recognised in a picture, or why nothing was."""

    words: tuple[OcrWord, ...] = ()
    width: int = 0
    height: int = 0
    """Of the upright picture, in the pixels that the boxes are given in."""

    turned: int = 0
    """Degrees clockwise by which the picture was turned to stand upright."""

    reason: str = ""
    """Why nothing was read; `""` where it was, even if there are no words."""

    @property
    def lines(self) -> tuple[tuple[OcrWord, ...], ...]:
        """Return the words line by line."""
        lines: dict[int, list[OcrWord]] = {}
        for word in self.words:
            lines.setdefault(word.line, []).append(word)
        return tuple(tuple(line) for line in lines.values())

    @property
    def text(self) -> str:
        """Return the text, one line a line."""
        return "\n".join(" ".join(word.text for word in line) for line in self.lines)

    @property
    def confidence(self) -> float:
        """Return the mean confidence by letter, 0 to 1; 1 where there are no words."""
        letters = sum(len(word.text) for word in self.words)
        if not letters:
            return 1.0
        return sum(word.confidence * len(word.text) for word in self.words) / letters


def ocr_picture(
    picture: bytes | Image.Image, settings: Settings, *, page: bool = False
) -> OcrResult:
    """Recognise the words of `picture`.

    Args:
        picture: An encoded picture, or one already opened.
        settings: Languages, the cache folder, and whether OCR is wanted at all.
        page: Whether it is a whole page; otherwise words are looked for anywhere in it.
    """
    reason = why_not(settings)
    if reason:
        return OcrResult(reason=reason)
    try:
        image = prepared(picture, page=page)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        return OcrResult(reason=f"the picture cannot be opened ({_short(error)})")
    low, high = image.getextrema()
    if isinstance(low, tuple) or isinstance(high, tuple) or high - low < 24:
        return OcrResult(width=image.width, height=image.height)
    key = _key(image, settings, page=page)
    kept = _kept(settings, key)
    if kept is not None:
        return kept
    try:
        result = _recognised(image, settings, page=page)
    except (RuntimeError, OSError, MemoryError) as error:
        return OcrResult(reason=f"OCR failed ({_short(error)})")
    keep(settings, key, _plain(result))
    return result


def key_of(picture: Image.Image, settings: Settings, *, page: bool = False) -> str:
    """Return the name under which the cache holds what was recognised in `picture`."""
    return _key(prepared(picture, page=page), settings, page=page)


def why_not(settings: Settings) -> str:
    """Return why pictures cannot be read here, with what to install; `""` if they can."""
    if not settings.ocr:
        return OFF
    if not _engine_present():
        return NO_ENGINE
    folder = language_folder(settings)
    missing = [
        language
        for language in settings.ocr_languages
        if folder is None or not (folder / f"{language}.traineddata").is_file()
    ]
    if missing:
        return NO_LANGUAGE.format(" ".join(missing), missing[0])
    return ""


def language_folder(settings: Settings) -> Path | None:
    """Return the folder with Tesseract's language data, if one is found."""
    if settings.tessdata:
        return Path(settings.tessdata)
    folders = sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"), reverse=True)
    folders += [Path(folder) for folder in KNOWN_FOLDERS]
    folders.append(Path(sys.prefix) / "share" / "tessdata")
    wanted = settings.ocr_languages[:1] or ("eng",)
    found = [folder for folder in folders if folder.is_dir()]
    return next(
        (folder for folder in found if (folder / f"{wanted[0]}.traineddata").is_file()),
        found[0] if found else None,
    )


@functools.cache
def _engine_present() -> bool:
    """Tell whether tesserocr can be imported."""
    # Tesseract's own threads gain a tenth of the time for twice the work, and a run already
    # has a process for every core. OpenMP reads this when it is first loaded.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        import tesserocr  # noqa: F401
    except ImportError:
        return False
    return True


@functools.lru_cache(maxsize=2)
def _engine(folder: str, languages: str) -> Any:
    """Return a loaded engine: loading costs as much as a small picture."""
    import tesserocr

    return tesserocr.PyTessBaseAPI(path=folder, lang=languages, psm=tesserocr.PSM.AUTO)


def _recognised(image: Image.Image, settings: Settings, *, page: bool) -> OcrResult:
    """Recognise `image`, turned as it reads best."""
    first = _read(image, settings, 0, page=page)
    letters = sum(len(word.text) for word in first.words)
    if (first.confidence >= DOUBTFUL and letters > 10) or (not page and letters < 2):
        return first
    best = first
    for turn in _turns(image, settings):
        other = _read(image.rotate(-turn, expand=True), settings, turn, page=page)
        if _weight(other) > 1.3 * _weight(best):
            best = other
    return best


def _weight(result: OcrResult) -> float:
    """Return how much sure text there is: letters of words that are likely right."""
    return sum(
        len(word.text) * word.confidence
        for word in result.words
        if word.confidence > 0.5 and any(char.isalnum() for char in word.text)
    )


def _turns(image: Image.Image, settings: Settings) -> Sequence[int]:
    """Return the quarter turns worth trying, in degrees clockwise."""
    folder = language_folder(settings)
    if folder is None or not (folder / "osd.traineddata").is_file():
        return (90, 270, 180)
    import tesserocr

    with tesserocr.PyTessBaseAPI(
        path=str(folder), lang="osd", psm=tesserocr.PSM.OSD_ONLY
    ) as engine:
        engine.SetImage(image)
        found = engine.DetectOrientationScript() or {}
    if found.get("orient_conf", 0.0) < 1.0:
        return (90, 270, 180)
    turn = int(found.get("orient_deg", 0)) % 360
    return ((360 - turn) % 360, turn) if turn in (90, 270) else ((turn,) if turn else ())


def _read(image: Image.Image, settings: Settings, turned: int, *, page: bool) -> OcrResult:
    """Recognise `image` as it stands."""
    import tesserocr

    engine = _engine(str(language_folder(settings) or ""), "+".join(settings.ocr_languages))
    engine.SetPageSegMode(tesserocr.PSM.AUTO if page else tesserocr.PSM.SPARSE_TEXT)
    engine.SetImage(image)
    engine.SetSourceResolution(settings.ocr_dpi)
    try:
        rows = engine.GetTSVText(0)
    finally:
        engine.Clear()
    words = []
    for row in rows.splitlines():
        fields = row.split("\t")
        if len(fields) < 12 or fields[0] != "5" or not fields[11].strip():
            continue
        x, y, w, h = (float(value) for value in fields[6:10])
        line = int(fields[2]) * 1_000_000 + int(fields[3]) * 1_000 + int(fields[4])
        sure = max(float(fields[10]), 0.0) / 100
        words.append(OcrWord(fields[11].strip(), x, y, x + w, y + h, round(sure, 3), line))
    return OcrResult(tuple(words), image.width, image.height, turned)


def _key(image: Image.Image, settings: Settings, *, page: bool) -> str:
    """Return the name under which the result of reading `image` is kept."""
    digest = hashlib.sha256(image.tobytes())
    digest.update(
        f"{SCHEMA} {image.size} {settings.ocr_languages} {settings.ocr_dpi} {page}".encode()
    )
    return digest.hexdigest()


def _plain(result: OcrResult) -> dict[str, Any]:
    """Return `result` as it is kept: `dataclasses.asdict` takes a twentieth of OCR's own time."""
    return {
        "words": [
            (w.text, w.x0, w.top, w.x1, w.bottom, w.confidence, w.line) for w in result.words
        ],
        "width": result.width,
        "height": result.height,
        "turned": result.turned,
        "reason": result.reason,
    }


def _kept(settings: Settings, key: str) -> OcrResult | None:
    """Return the result that was kept under `key`, if there is a sound one."""
    kept = recall(settings, key)
    if kept is None:
        return None
    try:
        words = tuple(OcrWord(*word) for word in kept.pop("words"))
        return OcrResult(words=words, **kept)
    except (TypeError, KeyError):
        return None


def _short(error: BaseException) -> str:
    """Return the first line of what went wrong."""
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
