"""Several versions of an article on the road, and what has to be indexed of them."""

from __future__ import annotations

from index_parts import make_tagged


def make_versions(number):
    """Return what is pushed of one article: some are corrected, then or withdrawn, out of order."""
    first = make_tagged(number, revision=10 * number)
    second = make_tagged(number, revision=10 * number + 1, body="临江大桥通车了。")
    stale = make_tagged(number, revision=10 * number - 1, body="临江大桥还没有通车。")
    gone = make_tagged(number, revision=10 * number + 2, status="withdrawn", body="")
    return ([first], [first, second, stale], [first, gone, second], [first])[number % 4]


def newest(articles):
    """Return the highest revision of each article."""
    found = {}
    for each in articles:
        known = found.setdefault(each.article.id, each.article)
        found[each.article.id] = max(known, each.article, key=lambda one: one.revision)
    return found


def assert_all_there(road, articles):
    wanted = newest(articles)
    assert road.count() == len(wanted)
    ids = sorted(wanted)
    found = {}
    for begin in range(0, len(ids), 1000):
        some = ids[begin : begin + 1000]
        answer = road.client().search(
            index=road.name, query={"ids": {"values": some}}, size=len(some)
        )
        found |= {hit["_id"]: hit["_source"] for hit in answer["hits"]["hits"]}
    for article_id, article in wanted.items():
        document = found[article_id]
        assert (document["revision"], document["status"]) == (article.revision, article.status)
        assert ("body" in document) == (article.status == "published")
