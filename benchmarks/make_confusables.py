"""Generate the table of look-alike characters that the skeleton folds.

Run where the development-only packages `confusable-homoglyphs` (MIT; its data is Unicode's
confusables under the Unicode licence), `opencc-python-reimplemented` (Apache-2.0) and `anyascii`
are installed:

    python benchmarks/make_confusables.py > analyser/confusables.txt
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from pathlib import Path

import opencc
from anyascii import anyascii
from confusable_homoglyphs import confusables

IN_LINE = 200
LAST = 0x30000  # planes 0 to 2: everything that a letter of a living script stands in

# Look-alikes of print that Unicode's table leaves to other characters, and letters whose
# small form it files under a digit or a stroke.
EXTRA = {
    "Ӏ": "l", "ӏ": "l", "ı": "i", "İ": "i", "ȷ": "j", "ɪ": "i", "ʜ": "h", "ᴋ": "k", "ᴠ": "v",
    "ɴ": "n", "ᴀ": "a", "ᴜ": "u", "ʏ": "y", "ᴛ": "t", "ᴇ": "e", "ʀ": "r", "ʟ": "l", "ʙ": "b",
    "ᴅ": "d", "ᴢ": "z", "ᴏ": "o", "ꜱ": "s", "ᴘ": "p", "ɢ": "g", "ᴄ": "c", "ᴊ": "j", "ᴍ": "m",
    "ᴡ": "w", "к": "k", "т": "t", "м": "m", "н": "h", "в": "b", "г": "r", "п": "n", "и": "u",
    "з": "3", "ч": "4", "б": "6", "к".upper(): "k", "И": "n", "Я": "r", "я": "r", "κ": "k",
    "η": "n", "τ": "t", "ε": "e", "μ": "u", "ω": "w", "ο": "o", "ν": "v", "υ": "u", "χ": "x",
    "β": "b", "θ": "o", "Λ": "a", "Ʌ": "a", "ϲ": "c", "Ϲ": "c", "ց": "g", "հ": "h", "ո": "n",
    "օ": "o", "ս": "u", "յ": "j", "ѵ": "v", "ԝ": "w", "ԛ": "q", "ԁ": "d", "һ": "h", "ɡ": "g",
    "ɑ": "a", "ʋ": "v", "Ь": "b", "ь": "b", "Ъ": "b", "Ү": "y", "ү": "y", "ѕ": "s", "ј": "j",
}  # fmt: skip


BADGE = re.compile(
    r"(?:NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL|REGIONAL INDICATOR SYMBOL) LETTER ([A-Z])"
)
"""Letters in badges and of flags, which Unicode does not decompose."""


def prototypes() -> dict[str, str]:
    """Return every character that Unicode calls confusable with ASCII letters or digits."""
    path = Path(confusables.__file__).parent / "confusables.json"
    table = {}
    for source, targets in json.loads(path.read_text(encoding="utf-8")).items():
        if len(source) != 1 or source.isascii():
            continue
        for target in targets:
            word = target["c"]
            if word.isascii() and word.isalnum():
                table.setdefault(source, word)
    return table


def plain(character: str, table: dict[str, str]) -> str:
    """Return what `character` folds to: ASCII letters and digits, or itself, or nothing."""
    badge = BADGE.fullmatch(unicodedata.name(character, ""))
    if character in EXTRA or badge is not None:
        return badge.group(1).lower() if badge is not None else EXTRA[character]
    compatible = unicodedata.normalize("NFKC", character)
    if compatible.isascii() and compatible.isalnum():
        return compatible.lower()
    if character in table:
        return table[character].lower()
    if unicodedata.name(character, "").startswith("LATIN"):
        return "".join(c for c in anyascii(character).lower() if c.isalnum())
    if "HANGUL" in unicodedata.name(character, ""):
        return character  # a syllable is a letter; its parts would triple every Korean text
    folded = []
    for part in unicodedata.normalize("NFKD", character).casefold():
        if part.isascii() or unicodedata.category(part).startswith("M"):
            folded.append(part if part.isascii() and part.isalnum() else "")
        elif part in EXTRA or part in table:
            folded.append(EXTRA.get(part) or table[part].lower())
        elif part.isalnum():
            folded.append(part)
    return "".join(folded)


def simplified() -> list[tuple[int, str]]:
    """Return every traditional Chinese character with the simplified one that it is written as."""
    path = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        character, _, written = line.partition("\t")
        first = written.split(" ")[0]
        if len(character) == len(first) == 1 and character != first and ord(character) < LAST:
            found.append((ord(character), first))
    return sorted(found)


def main() -> None:
    """Write the table: runs of letters kept as they are, then one fold a line."""
    table = prototypes()
    kept: list[tuple[int, int]] = []
    folds: list[tuple[int, str]] = []
    for point in range(128, LAST):
        character = chr(point)
        category = unicodedata.category(character)
        if category in {"Cs", "Co", "Cn"}:
            continue
        word = plain(character, table)[:3]
        if word == character:
            if kept and kept[-1][1] == point - 1:
                kept[-1] = (kept[-1][0], point)
            else:
                kept.append((point, point))
        elif word:
            folds.append((point, word))
    out = sys.stdout
    out.write(f"# Look-alike characters (Unicode {unicodedata.unidata_version}); generated by\n")
    out.write("# benchmarks/make_confusables.py from Python's unicodedata and the confusables\n")
    out.write("# of Unicode, Inc. (Unicode licence) as packed by confusable-homoglyphs (MIT).\n")
    out.write("# Traditional Chinese characters fold to simplified ones, by OpenCC (Apache-2).\n")
    out.write("# = first last: letters kept as they are. FOLD characters: what folds to FOLD.\n")
    out.write("# > characters, then as many letters of other scripts that they fold to.\n")
    for first, last in kept:
        out.write(f"= {first:x} {last:x}\n")
    groups: dict[str, str] = {}
    single: list[tuple[str, str]] = []
    for point, word in (*folds, *simplified()):
        if len(word) == 1 and not word.isascii():
            single.append((chr(point), word))
        else:
            groups[word] = groups.get(word, "") + chr(point)
    for word, characters in groups.items():
        out.write(f"{word} {characters}\n")
    for at in range(0, len(single), IN_LINE):
        characters, words = zip(*single[at : at + IN_LINE], strict=True)
        out.write(f"> {''.join(characters)} {''.join(words)}\n")


if __name__ == "__main__":
    main()
