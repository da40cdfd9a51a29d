"""Read the names that stand in a byline or a picture credit."""

from __future__ import annotations

import re
from typing import Final

SURNAMES: Final = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦"
    "昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹"
    "姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐"
    "邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊惠甄"
    "曲封芮储靳汲松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾甘厉祖武符刘景詹束龙叶幸司韶郜黎"
    "蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈"
    "燕冀浦尚农温别庄晏柴瞿阎充慕连茹习艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越夔隆"
    "师巩聂晁勾敖融冷辛阚那简饶空曾沙养鞠须丰巢关相查后荆红游竺权盖益桓公肖闫付代佟岳帅亓仝覃苟晋楚"
    "趙錢孫吳鄭馮陳衛蔣韓楊許呂張嚴謝鄒竇蘇範魯韋馬鳳費湯羅畢鄔樂時傅齊顧黃蕭紀項閔賈婁顏鍾駱萬盧應鄧單諸龔"
    "陸榮儲烏車寧厲劉葉龍賴喬聞黨譚貢勞邊農溫莊閻連習衡滿國廣闕東歐師鞏聶簡饒關後紅遊權蓋岳駟鄢"
)
_HAN: Final = "\u3400-\u9fff"
_HAN_NAME: Final = re.compile(rf"[{_HAN}]{{1,4}}(?:·[{_HAN}]{{1,6}}){{0,3}}")
_BETWEEN: Final = re.compile(r"[\s、,/;&]+")
_ET_CETERA: Final = re.compile(r"等$")


def read_names(folded: str, *, labelled: bool) -> tuple[str, ...]:
    """Return the Chinese names that make up ``folded``, or nothing when anything else is in it.

    Without a label before them (记者, 通讯员) only what begins with a surname is taken for a name.
    Spaces inside a name (李　明, 陶 一 川) are taken out: they fill a column, or a scanner read
    them so.
    """
    if not labelled and folded[:1] not in SURNAMES:
        return ()
    pieces = [each for each in _BETWEEN.split(_ET_CETERA.sub("", folded.strip())) if each]
    names: list[str] = []
    apart = False
    for piece in pieces:
        if names and names[-1] in SURNAMES and (len(piece) == 1 or _is_given(piece)):
            names[-1] += piece
            apart = True
        elif apart and len(piece) == 1 and len(names[-1]) == 2 and piece not in SURNAMES:
            names[-1] += piece
        else:
            names.extend(_part_names(piece))
            apart = False
    if all(_is_name(each, labelled) for each in names):
        return tuple(names)
    return ()


def is_likely_name(folded: str) -> bool:
    """Say whether a word is a surname with one or two characters after it."""
    return 2 <= len(folded) <= 3 and folded[0] in SURNAMES and bool(_HAN_NAME.fullmatch(folded))


def _is_name(word: str, labelled: bool) -> bool:
    if not _HAN_NAME.fullmatch(word):
        return False
    return labelled or word[0] in SURNAMES


def _is_given(piece: str) -> bool:
    """Say whether two characters cannot be a name of their own: 童 以安 is one name."""
    return len(piece) == 2 and piece[0] not in SURNAMES


def _part_names(piece: str) -> list[str]:
    """Return the two names of five or six characters printed without a space, else the piece."""
    if len(piece) in (5, 6) and "·" not in piece:
        for cut in (3, 2):
            if is_likely_name(piece[:cut]) and is_likely_name(piece[cut:]):
                return [piece[:cut], piece[cut:]]
    return [piece]
