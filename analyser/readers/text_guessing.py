"""How much sense bytes make in an encoding that nothing declares."""

from __future__ import annotations

import re

# Legacy multi-byte encodings, told apart by how common the characters are that come out.
EAST_ASIAN = ("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr")
COMMON_HAN = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
    "日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政"
    "美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員"
    "解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件"
    "計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象"
    "完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運备设备采购"
    "投标招标供应商技术规格型号数量单价总价品牌产地制造监控摄像机公司有限责任"
)
LATIN_GUESSES = ("cp1252", "cp1251", "cp1250", "cp866", "koi8_r", "iso8859_7", "cp1253", "cp1256")
SENSELESS = 0.05  # what a guess is worth that only never fails
CYRILLIC_COMMON = frozenset("оеаинтсрвлкмдпу")


def nearly_utf8(sample: bytes) -> bool:
    """Tell UTF-8 with a few faults."""
    text = sample.decode("utf-8", "replace")
    return sum(ord(letter) > 0x7F and letter != "\ufffd" for letter in text) > text.count("\ufffd")


def sense(sample: bytes, encoding: str) -> float:
    """Return how much sense `sample` makes in `encoding`: share of letters one expects there."""
    text = sample.decode(encoding, "replace")
    foreign = [letter for letter in text if ord(letter) > 0x7F]
    if not foreign or text.count("\ufffd") > len(foreign) * 0.03 + 1:
        return 0.0
    if encoding in EAST_ASIAN:
        common = sum(letter in COMMON_HAN or "\u3040" <= letter <= "\u30ff" for letter in foreign)
        hangul = sum("\uac00" <= letter <= "\ud7a3" for letter in foreign)
        good = common + (hangul if encoding == "euc_kr" else 0)
        punctuation = sum(letter in "，。、；：（）「」《》·" for letter in foreign)
        return 1.6 * (good + punctuation) / len(foreign)
    if encoding in ("cp1251", "cp866", "koi8_r"):
        cyrillic = [letter for letter in foreign if "\u0400" <= letter <= "\u045f"]
        low = sum(letter in CYRILLIC_COMMON for letter in cyrillic)
        return 1.2 * (len(cyrillic) * 0.3 + low) / len(foreign) - _odd_case(text)
    return _western(foreign, text, encoding)


def _western(foreign: list[str], text: str, encoding: str) -> float:
    if encoding in ("iso8859_7", "cp1253"):
        return 0.8 * sum("\u0386" <= letter <= "\u03ce" for letter in foreign) / len(foreign)
    if encoding == "cp1256":
        return 0.8 * sum("\u0620" <= letter <= "\u06d2" for letter in foreign) / len(foreign)
    usual = "äöüßÄÖÜéèêëàâçîïôùûñáíóúãõåæøÅÆØ’‘“”–—•…€£°®™©§±²³½×·«»\u00a0´¼"
    if encoding == "cp1250":
        usual = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻčďěňřšťůýžČĎĚŇŘŠŤŮÝŽáéíúőűäöüß’“”–—•…€°\u00a0"
    weight = 0.9 if encoding == "cp1252" else 0.85
    good = sum(letter in usual for letter in foreign)
    # Something must always come out: every byte is a character of cp1252's family.
    floor = SENSELESS if encoding == "cp1252" else 0.0
    return max(weight * good / len(foreign) - _odd_case(text), floor)


def _odd_case(text: str) -> float:
    """Return a penalty for capitals right after small letters, the trace of a wrong guess."""
    odd = len(re.findall(r"[a-zà-öø-ÿа-я][À-ÖØ-ÞА-Я]", text))
    return min(0.5, odd / max(len(text) / 40, 1))
