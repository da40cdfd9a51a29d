"""Numbered articles: the same number is the same article, and no two are nearly the same."""

from __future__ import annotations

import random
from typing import Final

SOURCE: Final = "ledger"
_TEXT: Final = """
临江市 水务局 渡口镇 昨日 发布 通报 大桥 通车 市民 码头 货轮 检修 图书馆 读报 活动 消防 演练 学校
体育场 开放 公园 修缮 居民 医院 门诊 延长 供水 管道 更换 老街 夜市 恢复 营业 火车站 广场 路灯 安装
博物馆 展览 气象台 预报 降雨 河堤 加固 渔民 返港 志愿者 植树 邮局 搬迁 食堂 菜价 下降 邻里 节日
渔船 补助 桥墩 测量 粮站 秋收 水库 蓄水
"""
WORDS: Final = tuple(_TEXT.split())
# Some 30 characters, so that tagging takes milliseconds.
WORDS_A_TEXT: Final = 12


def write_headline(number: int) -> str:
    """Return what an article is known by in the ledger."""
    return f"第{number}号简讯"


def write_article(number: int) -> dict[str, str]:
    """Return the article as ingest takes it, without an id: its own comes from its words."""
    chance = random.Random(number)
    words = "".join(chance.choice(WORDS) for _ in range(WORDS_A_TEXT))
    return {"headline": write_headline(number), "body": f"第{number}号。{words}。"}
