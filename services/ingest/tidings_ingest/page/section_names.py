"""The names that papers print over the pages and columns of a section, as data."""

from __future__ import annotations

import re
from typing import Final

_CHINESE: Final = """
要闻 头版 要闻版 今日要闻 综合 综合新闻 新闻 图片新闻 本地 本地新闻 本市 本市新闻 地方 地方新闻
国内 国内新闻 国际 国际新闻 国内国际 国内·国际 国际·国内 天下 两岸 港澳台 台湾
时政 时政要闻 时事 政务 政法 社会 社会新闻 民生 民生新闻 城事 城市 城市新闻 都市 都市新闻
县域 县区 区县 乡村 三农 农业 经济 财经 财经新闻 科技 环保 教育 科教 科教文卫 健康 卫生
法治 法制 文化 文化新闻 文体 体育 体育新闻 娱乐 生活 副刊 评论 时评 观点 理论
专题 专版 特刊 视点 焦点 关注 深度 深度报道 热点 看点 导读 今日导读 今日看点 要闻导读
广告 公告 公益广告
"""
_ENGLISH: Final = """
news local national world international business sports sport opinion metro city nation
nation/world lifestyle arts culture politics economy front home region regional
"""
SECTIONS: Final = frozenset(re.findall(r"\S+", _CHINESE + _ENGLISH))
