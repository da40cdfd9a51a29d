"""A small corpus for the recipes of docs/analysts.md: for each a right article and a near miss."""

from __future__ import annotations

from typing import Final

from drafted_articles import Corpus, build_tags

from tidings.tags import TaggedArticle, Tags

# The id that the page asks the history for; the first revision of this article is there.
CORRECTED_ID: Final = "76ea1b16901c1e4441bcde8376260433"
BRIDGE: Final = (
    "临江市水务局局长周明远宣布，临江大桥将于12月1日通车。市民可以步行过桥，公交车也将从桥上经过。"
)
INJECTED: Final = "本月起，市民可到各医院打针。流感疫苗接种不收费。"


def build_corpus() -> dict[str, TaggedArticle]:
    """Return the articles that are searched for, among weather reports that nobody wants."""
    corpus = Corpus()
    opening = Tags(
        **build_tags(
            BRIDGE,
            persons=[("周明远", 0.97)],
            organizations=["临江市水务局"],
            places=["临江市"],
            events=[("INFRASTRUCTURE_OPENED", "planned", "通车", "周明远")],
        )
    )
    corpus.put("bridge", opening, "05-03T02:00", headline="临江大桥年底通车", body=BRIDGE)
    for number, paper in enumerate(("湖区通讯社", "山城邮报"), 4):
        day = f"05-0{number}T02:00"
        fields = {"headline": "新桥十二月通车", "body": BRIDGE, "source": paper}
        corpus.put(paper, opening, day, story="bridge", **fields)
    corpus.add(
        "toll",
        # In China the day after.
        "05-04T20:00",
        "居民反对过桥费",
        "渡口镇居民李明等二百人举行集会，要求降低过桥费。周明远到场听取意见。",
        persons=[("李明", 0.95), ("周明远", 0.96)],
        places=["渡口镇"],
        events=[
            ("PROTEST", "occurred", "集会", "李明"),
            ("PRICE_CHANGE", "demanded", "降低", None),
        ],
    )
    corpus.add(
        "union",
        "05-05T06:00",
        "工会将集会",
        "临江市总工会说，工人将于5月9日举行集会。",
        organizations=["临江市总工会"],
        places=["临江市"],
        events=[("PROTEST", "planned", "集会", "临江市总工会")],
    )
    for key, day, place, confidence in (
        ("harbour", "05-06T02:00", "滨海县", 0.55),
        ("long ago", "03-10T02:00", "渡口镇", 0.95),
    ):
        corpus.add(
            key,
            day,
            "渔民集会",
            f"{place}渔民李明说，昨日的集会有一百人。",
            persons=[("李明", confidence)],
            places=[place],
            events=[("PROTEST", "occurred", "集会", "李明")],
        )
    corpus.add(
        "inspection",
        "05-06T02:00",
        "周明远看码头",
        "周明远昨日视察渡口。临江市政府说，新码头将于7月启用。",
        persons=[("周明远", 0.9)],
        organizations=["临江市政府"],
        events=[
            ("INSPECTION_VISIT", "occurred", "视察", "周明远"),
            ("INFRASTRUCTURE_OPENED", "planned", "启用", "临江市政府"),
        ],
    )
    corpus.add("phrase", "04-02T02:00", "免费打针", INJECTED)
    corpus.add("phrase, traditional", "04-02T02:00", "免費打針", "流感疫苗接種今起開始。")
    corpus.add("words apart", "04-02T02:00", "医院通知", "接种前请量体温，流感疫苗数量有限。")
    corpus.put("withdrawn", Tags(), "05-05T02:00", headline="误", body="误", status="withdrawn")
    for number in range(8):
        corpus.add(f"weather {number}", f"04-1{number}T02:00", "天气", f"早晨有雨，{number}级风。")
    return corpus.articles


def build_correction() -> tuple[TaggedArticle, TaggedArticle]:
    """Return an article as it was first, and corrected."""
    revisions = Corpus()
    for revision, fee in ((1, "五"), (2, "三")):
        fields = {"id": CORRECTED_ID, "revision": revision, "headline": "过桥费"}
        text = {"body": f"过桥费为{fee}元。", "source": "山城邮报"}
        revisions.put(str(revision), Tags(), "04-20T02:00", **fields, **text)
    return revisions.articles["1"], revisions.articles["2"]
