"""In which of the languages that the papers print a text is written."""

from __future__ import annotations

import re
from typing import Final

# Frequent characters that exist in one script only; every sentence of news holds several.
_SIMPLIFIED: Final = re.compile(
    "["
    "们这国会来对说时为学发过后进开经动业现实务还长见书话门问间应关电东车两无亲让认议"
    "记论设访证评识该请调读谁谈场区体单产从众优传伤价任冲决况净减刘则划创办劳势华协卖"
    "卫厂厅历压县双变叶号听员响"
    "]"
)
_TRADITIONAL: Final = re.compile(
    "["
    "們這國會來對說時為學發過後進開經動業現實務還長見書話門問間應關電東車兩無親讓認議"
    "記論設訪證評識該請調讀誰談場區體單產從眾優傳傷價衝決況淨減劉則劃創辦勞勢華協賣衛"
    "廠廳歷壓縣雙變葉號聽員響"
    "]"
)
_HAN: Final = re.compile("[\u3400-\u9fff]")
_KANA: Final = re.compile("[\u3041-\u30fa]")
_LATIN: Final = re.compile("[A-Za-zÀ-ɏ]")
_ENGLISH: Final = re.compile(
    r"\b(?:the|of|and|to|in|is|was|for|on|with|that|by|at)\b", re.IGNORECASE
)
# Enough to tell; a longer text is in the same language.
_LOOKED_AT: Final = 800


def detect_language(text: str) -> str:
    """Return ``zh-Hans``, ``zh-Hant``, ``en``, or ``und`` for what is none of them."""
    sample = text[:_LOOKED_AT]
    han, latin = len(_HAN.findall(sample)), len(_LATIN.findall(sample))
    if _KANA.search(sample) and len(_KANA.findall(sample)) * 10 > han:
        return "und"
    # A Chinese character says as much as four letters.
    if han and han * 4 >= latin:
        simplified = len(_SIMPLIFIED.findall(sample))
        traditional = len(_TRADITIONAL.findall(sample))
        return "zh-Hant" if traditional > simplified else "zh-Hans"
    # In English every tenth word or so is one of these, in other Latin scripts hardly one.
    words = len(sample.split())
    return "en" if latin and len(_ENGLISH.findall(sample)) * 25 >= words else "und"
