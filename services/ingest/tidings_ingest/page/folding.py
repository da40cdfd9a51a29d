"""One spelling for matching: full-width becomes half-width, traditional marks simplified ones.

Each character stands for one character, so an offset into the folded text is one into the printed
text, and what is handed on is always what was printed.
"""

from __future__ import annotations

from typing import Final

# The characters of bylines, credits and page furniture that differ between the two scripts.
_TRADITIONAL: Final = (
    "記報訊電攝圖員導責編華網據聞轉時農曆歷號話綜評論實習見寫執專線頁總國際內會經濟體強調問週"
    "題觀點熱來續檢對獲舉視佈點場臺發鐘爲採訪譯綫簡慶間後為與於錄駐"
)
_SIMPLIFIED: Final = (
    "记报讯电摄图员导责编华网据闻转时农历历号话综评论实习见写执专线页总国际内会经济体强调问周"
    "题观点热来续检对获举视布点场台发钟为采访译线简庆间后为与于录驻"
)
_PUNCTUATION: Final = {
    "\u3000": " ", "\u00a0": " ", "\t": " ", "【": "[", "】": "]", "〔": "[", "〕": "]",
    "［": "[", "］": "]", "•": "·", "・": "·", "‧": "·", "–": "—", "―": "—", "─": "—", "━": "—",
    "。": "。", "｡": "。",
}  # fmt: skip
_TABLE: Final = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | str.maketrans(_TRADITIONAL, _SIMPLIFIED)
    | str.maketrans(_PUNCTUATION)
)


def fold(text: str) -> str:
    """Return ``text`` in the spelling that the patterns use, character by character."""
    return text.translate(_TABLE)
