"""Beyond what from and size reach, by the recipe of docs/analysts.md and on the desk: each once."""

from __future__ import annotations

import uuid
from datetime import timedelta

import orjson
import pytest
from elasticsearch import BadRequestError, Elasticsearch
from index_parts import NOW, make_tagged
from recipes_page import Asker, read_recipes

from tidings.settings import ElasticsearchSettings
from tidings.tags import Tags
from tidings_desk.archive import Archive
from tidings_desk.export.reading import read_result
from tidings_desk.inquiry import find_page
from tidings_desk.parameters import Paged, Sorted
from tidings_index.bulk import BulkWriter
from tidings_index.documents import Document, build_document
from tidings_index.provisioning import create_index

pytestmark = pytest.mark.servers
# From and size reach 10,000 hits. With a tenth of it, the same is seen in a tenth of the time.
WINDOW = 1_000
MANY = WINDOW + 150


def make_documents():
    """Return articles of which forty share each minute, so that only the id tells them apart."""
    told = orjson.loads(build_document(make_tagged(0, Tags(), body="晴。"), NOW).body)
    for number in range(MANY):
        at = (NOW - timedelta(minutes=number // 40)).isoformat()
        fields = told | {"id": f"{number:032x}", "published_at": at, "received_at": at}
        yield Document(fields["id"], 1, orjson.dumps(fields), NOW)


@pytest.fixture(scope="module")
def index(servers):
    """Give the client and the alias of an index with so many articles."""
    servers.start()
    alias = f"deep-{uuid.uuid4().hex[:8]}"
    settings = ElasticsearchSettings(url=servers.elasticsearch_url, alias=alias)
    with Elasticsearch(settings.url, request_timeout=30) as client:
        name = create_index(client, settings)
        client.indices.put_settings(index=name, settings={"index.max_result_window": WINDOW})
        BulkWriter(client, alias, 2_000, 10**7).write(list(make_documents()))
        client.indices.refresh(index=name)
        yield client, alias
        client.indices.delete(index=name)


def test_every_hit_is_read_once_in_pages_of_a_point_in_time(index):
    asker = Asker(*index)
    opening, asking, closing = read_recipes()["More than 10,000 hits"]
    point, after, read = asker.ask(opening)["id"], {}, []
    while True:
        pit = {"id": point, "keep_alive": asking.body["pit"]["keep_alive"]}
        answer = asker.ask(asking, pit=pit, **after)
        hits = answer["hits"]["hits"]
        if not hits:
            break
        read += [hit["_id"] for hit in hits]
        point, after = answer["pit_id"], {"search_after": hits[-1]["sort"]}
    assert len(read) == len(set(read)) == MANY
    assert asker.ask(closing, id=point)["succeeded"]


def test_from_and_size_end_at_the_window_as_the_page_says(index):
    client, alias = index
    with pytest.raises(BadRequestError, match="from \\+ size must be less than or equal to"):
        client.search(index=alias, from_=WINDOW, size=1)


def test_pages_of_the_desk_lead_to_the_last_article(index):
    archive, after, read = Archive(*index), None, []
    while True:
        page = find_page(archive, Paged(sort="newest", size=100, after=after))
        read += [each.id for each in page.hits]
        if page.next is None:
            break
        after = page.next
    assert len(read) == len(set(read)) == page.total.value == MANY


def test_an_export_leads_to_the_last_article(index):
    read = [each["id"] for each in read_result(Archive(*index), Sorted(), ["id"]).articles]
    assert len(read) == len(set(read)) == MANY
