"""``tidings provision``, ``search`` and ``show`` against real servers."""

from __future__ import annotations

import json

import pytest
import typer
from elasticsearch import Elasticsearch
from index_parts import TAGS, make_document, make_tagged
from kafka import KafkaAdminClient
from typer.testing import CliRunner

from tidings.article import Label
from tidings.search.word_queries import MOST_CHARACTERS
from tidings.tags import Known, Topic, TopicName, TopicSign
from tidings.topics import TOPICS
from tidings_index import cli
from tidings_index.bulk import BulkWriter
from tidings_index.provisioning import read_schema, read_version

pytestmark = pytest.mark.servers
ALIAS = "commands"
INDEX = f"{ALIAS}-v{read_version(read_schema()['mappings'])}-000001"
HISTORY = f"{ALIAS}-history-v1-000001"
READING = Label(kind="subject", name="Reading")
ENTRY = Known(lexicon="0badcafe", where="people.csv:12", links=("wikidata:Q42",))
KNOWN = TAGS.model_copy(
    update={
        "entities": tuple(
            each.model_copy(update={"known": ENTRY}) if each.type == "person" else each
            for each in TAGS.entities
        )
    }
)
COMPETITION = Topic(
    code="medtop:20000822",
    en="competition discipline",
    zh="竞赛项目",
    broader=TopicName(code="medtop:15000000", en="sport", zh="体育"),
    score=0.5,
    signs=(TopicSign(kind="word", name="比赛", times=1),),
)
SPORT = TAGS.model_copy(update={"topics": (COMPETITION,)})
LATE = "2031-05-04T23:30Z"
# Two ids that begin alike.
ALIKE = "abcdef".ljust(31, "0")


@pytest.fixture(scope="module")
def run(servers):
    """Run a command where the servers are; afterwards they are as before."""
    servers.start()
    app = typer.Typer()
    for command in (cli.provision, cli.search, cli.show):
        app.command()(command)
    environment = {
        "TIDINGS_KAFKA_BOOTSTRAP_SERVERS": servers.kafka,
        "TIDINGS_ELASTICSEARCH_URL": servers.elasticsearch_url,
        "TIDINGS_ELASTICSEARCH_ALIAS": ALIAS,
        "COLUMNS": "120",
    }
    yield lambda *arguments: CliRunner().invoke(app, list(arguments), env=environment)
    admin = KafkaAdminClient(bootstrap_servers=servers.kafka)
    admin.delete_topics([each.name for each in TOPICS])
    admin.close()
    Elasticsearch(servers.elasticsearch_url).indices.delete(index=[INDEX, HISTORY])


@pytest.fixture(scope="module")
def provisioned(run):
    return run("provision")


@pytest.fixture(scope="module")
def filled(run, provisioned, servers):
    client = Elasticsearch(servers.elasticsearch_url)
    documents = [
        make_document(id=ALIKE + "1", tags=KNOWN, headline="临江大桥通车", published_at=LATE),
        make_document(
            id=ALIKE + "2",
            tags=SPORT,
            headline="渡口镇办书展",
            body="读者很多。",
            labels=[READING],
        ),
        make_document(3, headline="第3号简讯", body="水位上涨。", source="another-gazette"),
    ]
    BulkWriter(client, ALIAS, 10, 10**6).write(documents)
    client.indices.refresh(index=ALIAS)
    return run


def find(run, *arguments):
    done = run("search", *arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return [int(hit["id"], 16) & 0xFF for hit in json.loads(done.stdout)["hits"]]


def test_provision_says_what_it_made_and_the_second_time_that_all_was_there(provisioned, run):
    assert provisioned.exit_code == 0, provisioned.stderr
    for topic in TOPICS:
        assert topic.name in provisioned.stdout
    assert INDEX in provisioned.stdout
    again = run("provision")
    assert again.exit_code == 0
    assert again.stdout.splitlines() == [
        "all topics were there",
        f"the index {ALIAS}-history was there",
        f"the index {ALIAS} was there",
    ]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["临江大桥 通车"], {1}),
        (["", "--person", "周明远"], {1, 2, 3}),
        (["", "--event", "OPENING"], {1, 2, 3}),
        (["", "--place", "临江市", "--organization", "临江市水务局"], {1, 2, 3}),
        (["", "--person", "查无此人"], set()),
        (["", "--topic", "经济门类"], {1, 3}),
        (["", "--topic", "Products and Services"], {1, 3}),
        (["", "--topic", "20000209"], {1, 3}),
        (["", "--topic", "economy, business and finance"], {1, 3}),
        (["", "--topic", "体育"], {2}),
        (["", "--topic", "体育", "--topic", "经济门类"], set()),
        (["臨江大橋 通車"], {1}),
        (["", "--person", "周明遠"], {1, 2, 3}),
        (['"大桥通车"'], {1}),
        (['"通车大桥"'], set()),
        (["", "--label", "reading"], {2}),
        (["", "--label", "周明远"], set()),
        (["", "--person", "Reading"], set()),
        (["3"], {3}),
        (["号"], {3}),
        (["大桥 书展"], set()),
        (["", "--since", "2031-05-04", "--until", "2031-05-04"], {1, 2, 3}),
        (["", "--until", "2031-05-03"], set()),
        (["", "--since", "2031-05-05"], set()),
    ],
)
def test_a_search_finds(filled, arguments, found):
    assert set(find(filled, *arguments)) == found


def test_the_better_match_comes_first_and_the_size_is_kept_to(filled):
    assert find(filled, "临江大桥", "--size", "1") == [1]
    assert len(find(filled, "", "--size", "2")) == 2


def test_a_name_of_the_users_list_is_shown_with_its_links(filled):
    done = filled("show", ALIKE + "1")
    assert done.exit_code == 0, done.stderr
    assert "wikidata:Q42 (people.csv:12)" in done.stdout


def test_what_matches_in_the_other_script_is_marked_as_it_stands(filled):
    done = filled("search", "臨江大橋", "--json")
    (first, *_) = json.loads(done.stdout)["hits"]
    assert "临江大桥通车" in first["highlights"]


def test_new_articles_count_more_when_asked(filled):
    assert find(filled, "临江大桥", "--recent") == find(filled, "临江大桥")


def test_a_query_that_is_too_long_fails_in_one_line_that_says_how_long_it_may_be(filled):
    done = filled("search", "渡口镇办书展" * 2_000)
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "tidings: the query has 12,000 characters; 200 are the most"
    ]


@pytest.mark.parametrize("word", ["".join(map(chr, range(0x4E00, 0x4E00 + 39))), "桥", "ab"])
def test_the_longest_query_is_answered(filled, word):
    times = MOST_CHARACTERS // (len(word) + 1)
    distinct = (word[:-1] + chr(0x5000 + n) for n in range(times))
    assert find(filled, " ".join(distinct)) == []


def test_a_date_that_is_none_fails_in_one_line_that_quotes_it(filled):
    done = filled("search", "桥", "--since", "gestern")
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1
    assert "gestern" in done.stderr


def test_an_article_is_shown_by_its_id_or_a_start_of_it_that_no_other_has(filled):
    article_id = make_tagged(3).article.id
    for given in (article_id, article_id[:31]):
        done = filled("show", given, "--json")
        assert done.exit_code == 0, done.stderr
        assert json.loads(done.stdout)["headline"] == "第3号简讯"


def test_a_start_of_several_ids_lists_them(filled):
    done = filled("show", "ABCDEF")
    assert done.exit_code == 1
    assert "临江大桥通车" in done.stderr
    assert "渡口镇办书展" in done.stderr


def test_an_unknown_id_fails_and_is_named(filled):
    for given in ("f" * 32, "fffffff"):
        done = filled("show", given)
        assert done.exit_code == 1
        assert given in done.stderr
