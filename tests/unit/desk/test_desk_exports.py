"""A result as a file: spreadsheets that run nothing, and ninjs that can be pushed again."""

from __future__ import annotations

import csv
import io
import json

import pytest
from desk_parts import Desk, make_source
from hypothesis import given
from hypothesis import strategies as st
from index_parts import BODY, TAGS, fake_elasticsearch

from tidings_desk.archive import Archive
from tidings_desk.export.csv_rows import BYTE_ORDER_MARK, COLUMNS, disarm, write_rows
from tidings_desk.export.formats import FORMATS
from tidings_desk.export.ninjs import build_item, write_items
from tidings_desk.export.reading import MOST_EXPORTED, PAGE, read_result
from tidings_desk.parameters import Sorted
from tidings_ingest.reading import read_body


def read_csv(*sources):
    written = b"".join(write_rows(sources))
    assert written.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def test_a_row_has_every_column_and_lists_with_semicolons():
    (row,) = read_csv(make_source(1, url="https://example.org/1"))
    assert tuple(row) == COLUMNS
    assert row["places"] == "临江市; 临江大桥"
    assert row["url"] == "https://example.org/1"
    assert row["published_at"] == ""


@pytest.mark.parametrize(
    "cell",
    [
        *('=HYPERLINK("http://x")', "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1"),
        *(" =1", "\u3000=1", "\ufeff=1", "＝1", "＋1", "－1", "＠x"),
    ],
)
def test_no_cell_is_a_formula(cell):
    assert disarm(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", " ", "临江大桥", "a=b", "1-2", "x@example.org", "“=1”"])
def test_other_cells_stay_as_they_are(cell):
    assert disarm(cell) == cell


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_whatever_a_headline_is_the_row_stays_one_and_begins_no_formula(headline):
    (row,) = read_csv({"id": "x", "headline": headline})
    kept = headline.replace("\0", "")
    assert row["headline"] in {kept, f"'{kept}"}
    assert row["headline"].lstrip(" \u3000\u00a0\ufeff")[:1] not in set("=+-@\t\r\n＝＋－＠")


def test_ninjs_can_be_pushed_again_with_the_same_words():
    url, at = "https://example.org/1", "2031-05-04T07:00:00Z"
    source = make_source(
        1,
        url=url,
        published_at=at,
        kicker="要闻",
        subhead="副题",
        byline=("记者 甲",),
        language="zh",
    )
    item = build_item(source)
    reading = read_body(json.dumps(item).encode(), "application/json")
    (draft,) = reading.drafts
    assert reading.format == "ninjs"
    assert (draft.headline, draft.kicker, draft.subhead) == ("第1篇：临江大桥", "要闻", "副题")
    assert (draft.body, draft.url, draft.language) == (BODY, url, "zh")
    labels = {(each.kind, each.name) for each in draft.labels}
    assert ("person", "周明远") in labels
    assert ("subject", TAGS.topics[0].en) in labels


@pytest.mark.parametrize("count", [0, 1, 3])
def test_ninjs_is_one_json_list(count):
    written = b"".join(write_items(make_source(n) for n in range(count)))
    assert len(json.loads(written)) == count


def test_an_article_without_an_address_has_a_name_of_its_own():
    assert build_item(make_source(1, url="javascript:x"))["uri"] == f"urn:tidings:{1:032x}"


def open_archive(desk):
    return Archive(fake_elasticsearch(desk.answer), "articles")


@pytest.mark.parametrize("count", [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE])
def test_an_export_has_every_article_once_and_in_order(count):
    desk = Desk(documents=[{"id": f"{n:032x}"} for n in range(count)])
    result = read_result(open_archive(desk), Sorted(), ["id"])
    assert [each["id"] for each in result.articles] == [each["id"] for each in desk.documents]
    assert (result.total, result.given) == (count, count)


def test_an_export_ends_at_its_limit_and_says_how_many_there_are():
    desk = Desk(documents=[{"id": f"{n:032x}"} for n in range(MOST_EXPORTED + 150)])
    result = read_result(open_archive(desk), Sorted(), ["id"])
    assert (result.total, result.given) == (MOST_EXPORTED + 150, MOST_EXPORTED)
    assert len(list(result.articles)) == MOST_EXPORTED
    assert len(desk.asked) == MOST_EXPORTED / PAGE


@pytest.mark.parametrize("name", FORMATS)
async def test_an_export_is_a_file_with_its_counts_in_the_head(desk, get, name):
    desk.documents += [make_source(1), make_source(2)]
    answer = await get(f"/api/export.{name}")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="articles.')
    assert answer.headers["Tidings-Total"] == answer.headers["Tidings-Exported"] == "2"
    assert answer.headers["content-type"] == FORMATS[name].media_type


async def test_ndjson_has_the_documents_as_they_are(desk, get):
    desk.documents += [make_source(1), make_source(2)]
    lines = (await get("/api/export.ndjson")).text.splitlines()
    assert [json.loads(each) for each in lines] == desk.documents
