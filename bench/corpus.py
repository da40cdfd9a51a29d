"""Articles for the benchmarks: the same for the same seed, of the lengths that newspapers print."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator

# Characters of an article: median 900, 95th percentile 3,500. A lognormal distribution has its
# 95th percentile at median × exp(1.645 σ).
MEDIAN_CHARACTERS = 900
SIGMA = math.log(3_500 / MEDIAN_CHARACTERS) / 1.645
MOST_CHARACTERS = 50_000
# Characters of Chinese to one of an English text that says as much.
ENGLISH_FACTOR = 3
PARAGRAPH_SENTENCES = 4

CHINESE = (
    "昨天上午，临江市市长周明远在渡口镇宣布，全长3.2公里的临江大桥正式通车。",
    "市应急管理局说，连日降雨使清河水位上涨1.4米，沿岸两千多名居民已经转移到安全的地方。",
    "今年上半年，全市新开工项目126个，完成投资48.7亿元，比去年同期增长百分之九。",
    "记者在现场看到，工人们正在抢修被洪水冲毁的道路，预计三天后可以恢复通行。",
    "据介绍，这家企业去年向十七个国家出口设备，销售额达到3.5亿元。",
    "“我们不会忘记那些帮助过我们的人。”七十二岁的村民何玉兰说。",
    "会议要求，各部门要把保障供水放在第一位，每天公布检测结果。",
    "当天下午，省人民医院派出的医疗队抵达灾区，为四百多人做了检查。",
    "学校将于9月1日开学，届时将有一百二十名新教师走上讲台。",
    "双方签署了合作协议，将在今后五年里共同建设三个研究中心。",
)
ENGLISH = (
    "Mayor Ana Ruiz opened the Harbour Bridge on Monday, four years after work on it had begun.",
    "The river rose by 1.4 metres overnight, and more than two thousand people left their homes.",
    "Exports grew by nine per cent in the first half of the year, the ministry said on Friday.",
    "Engineers expect the northern line to be open again within three days.",
    "“Nobody here will forget who came to help,” said Helen Brandt, who is seventy-two.",
    "The council will vote on the budget in September, after a hearing that is open to everyone.",
    "Both universities signed an agreement to build three laboratories over the next five years.",
    "A team from the county hospital examined four hundred people in the afternoon.",
)


def generate_articles(count: int, seed: int, name: str) -> Iterator[dict[str, object]]:
    """Yield ``count`` articles as feeds send them in JSON; ``name`` goes into each id.

    Four of five are Chinese.
    """
    # Not for secrets: the same corpus each time is the point.
    chance = random.Random(seed)
    for number in range(count):
        is_english = chance.random() < 0.2
        sentences = ENGLISH if is_english else CHINESE
        wanted = min(MOST_CHARACTERS, round(chance.lognormvariate(0, SIGMA) * MEDIAN_CHARACTERS))
        yield {
            "id": f"{name}-{number}",
            "headline": f"{chance.choice(sentences)[:24]} {number}",
            "body": _write_body(chance, sentences, wanted * (ENGLISH_FACTOR if is_english else 1)),
            "language": "en" if is_english else "zh-Hans",
            "published_at": "2031-11-03T18:30:00+08:00",
        }


def encode_article(article: dict[str, object]) -> bytes:
    """Return the article as a line of NDJSON without its end."""
    return json.dumps(article, ensure_ascii=False, separators=(",", ":")).encode()


def _write_body(chance: random.Random, sentences: tuple[str, ...], characters: int) -> list[str]:
    paragraphs: list[str] = []
    while characters > 0:
        paragraph = "".join(chance.choice(sentences) for _ in range(PARAGRAPH_SENTENCES))
        paragraphs.append(paragraph[:characters])
        characters -= len(paragraph)
    return paragraphs
