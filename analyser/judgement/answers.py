"""What the answer to a question does with a name that stands in the question, or in the answer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from analyser.finding import Role, Stance
from analyser.judgement.cue_signs import cue_signs
from analyser.judgement.cues import MAKE, OTHER, WANTED
from analyser.judgement.exchanges import Part
from analyser.judgement.headings import Sign
from analyser.judgement.passages import Passage, Spoken
from analyser.judgement.sentences import sentence_spans

PREFIX = "answer:"
"""What the keys of these signs begin with."""

SETTLED = 12.0
"""The weight of a stance that question and answer give together."""

_LIKELY = 6.0
_OWN = 3.0  # weight of a cue from which on the answer's own words about a name decide
_SENTENCES = 4  # of an answer, in which its yes or no stands
_SHOWN = 120  # characters of an answer that are quoted as the reason
_LABEL = re.compile(r"^[\s>*]*(?:\(?\d{1,2}[.)]\s)?\s*")
_THING = (
    r"(?:make|model|brand|option|product|camera|unit|equipment|device|item|offer|mention|reference"
    r"|goods|set|drone|aircraft|router|module|recorder|radio)s?"
)
_PRONOUN = re.compile(
    rf"\b(?:it|they|them|these|those|this|that|such|said|both)\b(?: {_THING}\b)?|\bitem \d+"
    rf"|\bthe (?:[\w-]+ )?{_THING}(?: (?:named|mentioned|proposed|offered|in question)"
    r"(?: (?:by|in) (?:the )?\w+)?)?\b",
    re.IGNORECASE,
)
_YES = re.compile(r"^\W*(?:yes|no|not|correct|indeed)\b\s*[,،.:;–—-]\s*(?=\w)", re.IGNORECASE)
_FIRST = re.compile(r"^\W*(?:the )?(?:former|first|first-named|ersteres?|le premier)\b\W*", re.I)
_LAST = re.compile(
    r"^\W*(?:the )?(?:latter|second|last-named|others?|rest|letzteres?|le second|le dernier)\b\W*",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^\W*(?P<name>[^:|]{2,30}):\s+(?P<rest>\S.*)$")
_LINK = r"\b(?:and|or|und|oder|y|o|et|ou|failing that)\b"
_BEFORE = re.compile(rf"{_LINK}[^.?;]*{MAKE}", re.IGNORECASE)
_AFTER = re.compile(rf"{MAKE}[^.?;]*{_LINK}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """One kind of question, with what each answer makes of the goods that it names."""

    name: str
    pattern: re.Pattern[str]
    stances: dict[str, str]
    """Answer ("yes", "no", "stands", "later", "aside", "names") to stance."""

    example: str


@dataclass(frozen=True, slots=True)
class Saying:
    """One way to say yes, no or later; or what an answer does with "it"."""

    says: str
    pattern: re.Pattern[str]
    example: str


@dataclass(frozen=True, slots=True)
class _Rules:
    questions: tuple[Question, ...]
    answers: tuple[Saying, ...]
    verdicts: tuple[Saying, ...]


@cache
def load_answers() -> _Rules:
    """Read and compile the shipped rules of questions and answers."""
    text = (files("analyser.judgement") / "answers.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    words = table["words"]

    def compiled(pattern: str) -> re.Pattern[str]:
        for name, value in words.items():
            pattern = pattern.replace("{" + name + "}", value)
        return re.compile(pattern.replace("<M>", MAKE).replace("<O>", OTHER), re.IGNORECASE)

    return _Rules(
        tuple(
            Question(
                row["id"],
                compiled(row["pattern"]),
                {key: row[key] for key in _KEYS if row.get(key)},
                row["example"],
            )
            for row in table["question"]
        ),
        tuple(
            Saying(row["says"], compiled(row["pattern"]), row["example"]) for row in table["answer"]
        ),
        tuple(
            Saying(row["stance"], compiled(row["pattern"]), row["example"])
            for row in table["verdict"]
        ),
    )


_KEYS = ("yes", "no", "stands", "later", "aside", "names")


def answer_signs(passage: Passage) -> Iterator[Sign]:
    """Yield what question and answer together say of the mention in `passage`."""
    spoken = passage.spoken
    if spoken is None:
        return
    quoted = _LABEL.sub("", spoken.told).strip()
    words = f'answer "{quoted if len(quoted) <= _SHOWN else quoted[:_SHOWN] + " …"}"'
    found = _of_asked(passage, spoken) if spoken.part is Part.ASKED else _of_named(passage, spoken)
    if found is not None:
        stance, weight, key = found
        yield Sign(stance, weight, words, PREFIX + key)


def answer_says(text: str) -> str:
    """Return "yes", "no", "stands", "later" or "aside" for an answer; "" if it says none."""
    put_off = ""
    for sentence in _sentences(text)[:_SENTENCES]:
        for rule in load_answers().answers:
            if not rule.pattern.search(sentence):
                continue
            if rule.says in {"yes", "no"}:
                return rule.says
            put_off = put_off or rule.says
    return put_off


def _of_asked(passage: Passage, spoken: Spoken) -> tuple[Stance, float, str] | None:
    """Return the stance of a name in the question: the answer's own words first, then its yes."""
    answered = _share(spoken.asked, spoken.answered)
    kind = _kind(spoken.asked)
    says = answer_says(answered)
    verdict = _verdict(answered)
    if verdict is not None and _outspoken(verdict, kind, says):
        return _meant(verdict, passage), SETTLED, "own-words"
    if kind is None:
        # "And a Norvik for the two yards?" asks what may be: only a plain yes or no answers that.
        asks = MAKE in spoken.asked.rsplit(".", 1)[-1] and "?" in spoken.asked
        if asks and says in {"yes", "no"}:
            return _meant(WANTED if says == "yes" else "excluded", passage), SETTLED, "bare"
        return None
    stance = kind.stances.get(says or "yes" if _whichever(kind) else says)
    return None if stance is None else (_meant(stance, passage), SETTLED, f"{kind.name}:{says}")


_OF_RULES = frozenset({"permit", "required", "in-its-place", "drop-it", "objection"})
_FIXED = frozenset({"experience", "hearsay", "listed-then-how-far", "whose-own"})


def _outspoken(verdict: str, kind: Question | None, says: str) -> bool:
    """Tell whether what the answer does with the goods outranks its yes or no."""
    if kind is None or not says:
        return kind is None or kind.name not in _FIXED
    if kind.name in _FIXED or verdict == WANTED:
        return False
    if verdict == Stance.EXISTING:
        return kind.name not in _OF_RULES
    return not (says == "yes" and kind.name in {"permit", "objection"})


def _whichever(kind: Question) -> bool:
    """Tell whether a question gives its goods one stance, whatever the answer."""
    return len({kind.stances.get(key) for key in ("yes", "no", "stands")}) == 1


def _of_named(passage: Passage, spoken: Spoken) -> tuple[Stance, float, str] | None:
    """Return the stance of a name in the answer: by its sentence, or by what was asked for."""
    own = next((one for one in _sentences(spoken.answered) if MAKE in one), "")
    alone = replace(
        passage, text=own, start=own.find(MAKE), printed=(), lead_in="", cells=(), spoken=None
    )
    signs = [sign for sign in cue_signs(alone) if not sign.bare and "~" not in sign.key]
    loudest = max(signs, key=lambda sign: sign.weight, default=None)
    verdict = _said_of_make(own)
    if verdict is not None:
        return _meant(verdict, passage), SETTLED, "own-words"
    if loudest is not None and loudest.weight >= _OWN:
        return (loudest.stance, _LIKELY, "own-cue") if passage.cells else None
    asked = spoken.asked.replace(OTHER, MAKE)
    for kind in load_answers().questions:
        if "names" in kind.stances and kind.pattern.search(asked):
            return _meant(kind.stances["names"], passage), SETTLED, f"{kind.name}:names"
    return None


def _kind(asked: str) -> Question | None:
    """Return what is asked about the mention: of the words as they are, then of "it"."""
    texts = [asked]
    if "?" in asked or len(_sentences(asked)) > 1:
        pieces = _sentences(asked)
        at = next((n for n, one in enumerate(pieces) if MAKE in one), None)
        if at is not None:
            later = [_PRONOUN.sub(MAKE, one) for one in pieces[at + 1 :]]
            texts += [" ".join([*pieces[: at + 1], *later])]
    for rule in load_answers().questions:
        if "yes" in rule.stances and any(rule.pattern.search(text) for text in texts):
            return rule
    return None


def _verdict(answered: str) -> str | None:
    """Return what the answer's own words do with the goods asked about."""
    for sentence in _sentences(answered):
        # "Yes, bought in 2019": what follows the yes is said of the goods.
        opened = _YES.sub(f"{MAKE} ", sentence, count=1)
        found = _said_of_make(_PRONOUN.sub(MAKE, opened))
        if found is not None:
            return found
    return None


def _said_of_make(sentence: str) -> str | None:
    if MAKE not in sentence:
        return None
    for rule in load_answers().verdicts:
        if rule.pattern.search(sentence):
            return rule.says
    return None


def _share(asked: str, answered: str) -> str:
    """Return the part of an answer that speaks of the mention: "R29: agreed. The other: no"."""
    own: list[str] = []
    told = False
    latter = bool(_BEFORE.search(asked)) and not _AFTER.search(asked)
    for sentence in _sentences(answered):
        first, last, named = (one.match(sentence) for one in (_FIRST, _LAST, _NAMED))
        if first or last:
            told = True
            if latter == bool(last):
                own.append(sentence[(first or last).end() :])  # type: ignore[union-attr]
        elif named and MAKE not in named.group("name") and named.group("name").strip() in asked:
            told = True
        elif named and MAKE in named.group("name"):
            own.append(named.group("rest"))
            told = True
        else:
            own.append(sentence)
    return " ".join(own) if told else answered


def _meant(stance: str, passage: Passage) -> Stance:
    if stance != WANTED:
        return Stance(stance)
    bids = passage.role is Role.BID or (passage.spoken is not None and passage.spoken.by_bidder)
    return Stance.OFFERED if bids else Stance.SPECIFIED


def _sentences(text: str) -> list[str]:
    plain = _LABEL.sub("", text)
    return [plain[low:high].strip() for low, high in sentence_spans(plain)]
