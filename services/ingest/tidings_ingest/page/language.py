"""In which language a text is written: by its script where that tells, else by a small network."""

from __future__ import annotations

import re
from typing import Final

from tidings_ingest.page.language_network import name_language

# Frequent characters that exist in one script only; every sentence of news holds several.
_SIMPLIFIED: Final = re.compile(
    "["
    "们这国会来对说时为学发过后进开经动业现实务还长见书话门问间应关电东车两无亲让认议记论设访"
    "证评识该请调读谁谈场区体单产从众优传伤价任冲决况净减刘则划创办劳势华协卖卫厂厅历压县双变"
    "叶号听员响风装点亿万战选党总统军灾湾岛银钱线级获击岁纪连运达暂职联罢团际队陆阶难领题愿类"
    "飞馆验检权欧气汉济热环疗确称积紧织继续网维义习艺农补规视觉观计讯试询误讲谢丰负财货责费资"
    "赛赶轻轮输远适迟乡医释铁钢录镇闭陈险静须预头顾显马驻鱼鸟黄渔轨矿桥临涨缩"
    "]"
)
_TRADITIONAL: Final = re.compile(
    "["
    "們這國會來對說時為學發過後進開經動業現實務還長見書話門問間應關電東車兩無親讓認議記論設訪"
    "證評識該請調讀誰談場區體單產從眾優傳傷價衝決況淨減劉則劃創辦勞勢華協賣衛廠廳歷壓縣雙變葉"
    "號聽員響風裝點億萬戰選黨總統軍災灣島銀錢線級獲擊歲紀連運達暫職聯罷團際隊陸階難領題願類飛"
    "館驗檢權歐氣漢濟熱環療確稱積緊織繼續網維義習藝農補規視覺觀計訊試詢誤講謝豐負財貨責費資賽"
    "趕輕輪輸遠適遲鄉醫釋鐵鋼錄鎮閉陳險靜須預頭顧顯馬駐魚鳥黃漁軌礦橋臨漲縮"
    "]"
)
_HAN: Final = re.compile("[\u3400-\u9fff]")
_KANA: Final = re.compile("[\u3041-\u30fa]")
_HANGUL: Final = re.compile("[\uac00-\ud7a3]")
_LETTER: Final = re.compile(r"[^\W\d_]")
# Enough to tell; a longer text is in the same language. The network takes 70 µs for it.
_LOOKED_AT: Final = 800
# A Chinese character or a Korean syllable says as much as four letters.
_LETTERS_A_CHARACTER: Final = 4
# Shorter ones are names, scores and codes, in which the network sees any language.
_LEAST_LETTERS: Final = 16


def detect_language(text: str) -> str:
    """Return ``zh-Hans``, ``zh-Hant``, another BCP 47 tag, or ``und`` where that is not certain."""
    sample = text[:_LOOKED_AT]
    if not sample.isascii() and (language := _read_script(sample)):
        return language
    if len(_LETTER.findall(sample)) < _LEAST_LETTERS:
        return "und"
    return name_language(sample) or "und"


def _read_script(sample: str) -> str:
    """Return the language that only one script writes; empty where it takes more to tell."""
    han, kana, hangul = (len(each.findall(sample)) for each in (_HAN, _KANA, _HANGUL))
    others = len(_LETTER.findall(sample)) - han - kana - hangul
    # Every Japanese sentence has kana; a Chinese one has one in a name now and then.
    if kana * 10 > han and (han + kana) * _LETTERS_A_CHARACTER >= others + hangul:
        return "ja"
    if hangul and hangul * _LETTERS_A_CHARACTER >= others and hangul >= han:
        return "ko"
    if han and han * _LETTERS_A_CHARACTER >= others:
        simplified = len(_SIMPLIFIED.findall(sample))
        traditional = len(_TRADITIONAL.findall(sample))
        return "zh-Hant" if traditional > simplified else "zh-Hans"
    return ""
