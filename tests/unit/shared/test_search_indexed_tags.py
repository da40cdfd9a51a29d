"""The tags of an article can be read back from its document."""

from __future__ import annotations

import json

from hypothesis import given, settings
from index_messages import tagged_articles
from index_parts import NOW, TAGS, make_tagged

from tidings.search.indexed_tags import read_tags
from tidings.tags import Tags
from tidings_index.documents import build_document


# One takes 40 ms; each has several tags of every kind.
@settings(max_examples=15)
@given(tagged_articles())
def test_tags_come_back_as_they_were_written(tagged):
    document = json.loads(build_document(tagged, NOW).body)
    expected = Tags() if tagged.article.status == "withdrawn" else tagged.tags
    assert read_tags(document) == expected


def test_a_kind_of_tag_that_another_version_wrote_is_left_out():
    document = json.loads(build_document(make_tagged(), NOW).body)
    document["locations"][0]["rule"] = "a rule of later"
    assert read_tags(document) == TAGS.model_copy(update={"locations": ()})
