"""Topics and index are made once, by whoever comes first, and servers that start are waited for."""

from __future__ import annotations

import pytest
from elastic_transport import ConnectionError as NoConnection
from index_parts import fake_elasticsearch
from kafka.errors import (
    InvalidReplicationFactorError,
    KafkaTimeoutError,
    TopicAuthorizationFailedError,
)

from tidings import __version__
from tidings.search.variants import list_rules
from tidings.settings import ElasticsearchSettings, KafkaSettings
from tidings_index import provisioning, setting_up
from tidings_index.code_revision import find_revision
from tidings_index.history.entries import KEPT_FIELDS
from tidings_index.history.provisioning import SCHEMA_FILE
from tidings_index.provisioning import (
    GROWS_FROM,
    SchemaMismatchError,
    check_index,
    create_index,
    read_schema,
    read_schema_file,
    read_version,
)
from tidings_index.setting_up import ProvisioningFailedError, is_passing, provision_servers
from tidings_index.startup import retry_until

VERSION = read_version(read_schema()["mappings"])
NAME = f"articles-v{VERSION}-000001"
HISTORY = "articles-history-v1-000001"


class Cluster:
    """Knows one index and one alias, and as much of the history."""

    def __init__(self, *, index=False, alias=False, version=VERSION, history_version=1):
        self.history_version = history_version
        self.index = index
        self.alias = alias
        self.version = version
        self.asked = []

    def __call__(self, request):
        self.asked.append(request)
        match request.method, request.path:
            case "HEAD", "/_alias/articles" | "/_alias/articles-history":
                return (200 if self.alias else 404), None
            case "GET", "/articles-history/_mapping":
                meta = {"_meta": {"schema_version": self.history_version}}
                return 200, {HISTORY: {"mappings": meta}}
            case "GET", "/articles/_mapping":
                meta = {"_meta": {"schema_version": self.version}}
                return 200, {NAME: {"mappings": meta}}
            case "PUT", path if path == f"/{NAME}/_mapping":
                (body,) = request.lines()
                self.version = body["_meta"]["schema_version"]
                return 200, {"acknowledged": True}
            case "PUT", path if path == f"/{NAME}" and self.index:
                kind = "resource_already_exists_exception"
                return 400, {"error": {"type": kind, "reason": "there"}, "status": 400}
            case _:
                return 200, {"acknowledged": True}


def create(cluster, **settings):
    return create_index(fake_elasticsearch(cluster), ElasticsearchSettings(**settings))


def test_the_index_is_made_with_its_version_in_its_name_behind_the_alias():
    cluster = Cluster()
    assert create(cluster, replicas=2) == NAME
    (body,) = cluster.asked[-1].lines()
    assert body["aliases"] == {"articles": {"is_write_index": True}}
    assert body["settings"]["index"]["number_of_replicas"] == 2
    assert body["mappings"]["dynamic"] == "strict"
    assert body["mappings"]["_meta"] == {"schema_version": VERSION, "code": find_revision()}


def test_the_index_is_made_with_the_rules_that_make_variants_of_characters_one():
    cluster = Cluster()
    create(cluster)
    (body,) = cluster.asked[-1].lines()
    analysis = body["settings"]["index"]["analysis"]
    assert analysis["char_filter"]["news_variants"]["mappings"] == list(list_rules())
    assert {tuple(each["char_filter"]) for each in analysis["analyzer"].values()} == {
        ("news_variants",)
    }


def test_an_index_that_is_there_stays_as_it_is():
    cluster = Cluster(index=True, alias=True)
    assert create(cluster) is None
    assert not [each for each in cluster.asked if each.method == "PUT"]


def test_an_index_that_lacks_only_fields_gets_them(monkeypatch):
    monkeypatch.setattr(provisioning, "GROWS_FROM", VERSION - 1)
    cluster = Cluster(index=True, alias=True, version=VERSION - 1)
    assert create(cluster) is None
    (changed,) = [each for each in cluster.asked if each.method == "PUT"]
    (body,) = changed.lines()
    assert body["properties"]["body_hash"] == {"type": "keyword"}


@pytest.mark.parametrize("version", [GROWS_FROM - 1, VERSION + 1])
def test_an_index_that_cannot_grow_is_left_alone(version):
    cluster = Cluster(index=True, alias=True, version=version)
    with pytest.raises(SchemaMismatchError):
        create(cluster)
    assert not [each for each in cluster.asked if each.method == "PUT"]


def test_who_comes_second_in_a_race_gives_the_index_its_alias():
    cluster = Cluster(index=True)
    assert create(cluster) is None
    assert cluster.asked[-2].path == f"/{NAME}/_alias/articles"


@pytest.mark.parametrize(
    ("version", "advice"), [(VERSION + 1, "newer version"), (GROWS_FROM - 1, "tidings reindex")]
)
def test_an_index_of_another_version_is_refused_with_advice(version, advice):
    client = fake_elasticsearch(Cluster(index=True, alias=True, version=version))
    with pytest.raises(SchemaMismatchError, match=advice):
        check_index(client, "articles")


def test_an_index_that_only_lacks_fields_names_the_command_that_adds_them(monkeypatch):
    monkeypatch.setattr(provisioning, "GROWS_FROM", VERSION - 1)
    client = fake_elasticsearch(Cluster(index=True, alias=True, version=VERSION - 1))
    with pytest.raises(SchemaMismatchError, match="`tidings provision` adds the fields"):
        check_index(client, "articles")


class Time:
    """A clock that moves only when somebody sleeps."""

    def __init__(self):
        self.now = 0.0

    def clock(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


def insist(attempt, deadline_s=10, said=None):
    time = Time()
    on_first_failure = (said if said is not None else []).append
    return retry_until(
        attempt,
        lambda error: isinstance(error, OSError),
        on_first_failure,
        deadline_s=deadline_s,
        clock=time.clock,
        sleep=time.sleep,
    )


def test_what_passes_is_tried_again_and_said_once():
    failures = [OSError("1"), OSError("2"), OSError("3")]
    said = []

    def attempt():
        if failures:
            raise failures.pop(0)
        return "done"

    assert insist(attempt, said=said) == "done"
    assert [str(each) for each in said] == ["1"]


def test_the_deadline_ends_it_with_the_last_error():
    tries = []

    def attempt():
        tries.append(1)
        raise OSError(f"{len(tries)}")

    with pytest.raises(OSError, match="11"):
        insist(attempt, deadline_s=10)


def test_what_does_not_pass_is_not_tried_again():
    def attempt():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        insist(attempt)


def test_a_server_that_starts_is_waited_for_and_one_that_refuses_is_not():
    assert is_passing(NoConnection("x"))
    assert is_passing(KafkaTimeoutError())
    assert is_passing(InvalidReplicationFactorError())
    assert not is_passing(TopicAuthorizationFailedError())
    assert not is_passing(ValueError("no address"))


@pytest.fixture
def provision(monkeypatch):
    """Provision with a Kafka that makes ``topics``, and return what was said."""

    def run(topics, answer, grown=()):
        def create_topics(kafka, connect_within_ms):
            if isinstance(topics, Exception):
                raise topics
            return topics

        monkeypatch.setattr(setting_up, "create_topics", create_topics)
        monkeypatch.setattr(setting_up, "grow_topics", lambda kafka, connect_within_ms: grown)
        monkeypatch.setattr(setting_up, "connect", lambda settings: fake_elasticsearch(answer))
        said = []
        provision_servers(
            KafkaSettings(),
            ElasticsearchSettings(),
            timeout_s=0,
            say=said.append,
            say_waiting=said.append,
        )
        return said

    return run


def test_it_says_what_it_made(provision):
    said = provision(["a", "b"], Cluster())
    assert said == [
        "created the topics a, b",
        f"created the index {HISTORY} as articles-history",
        f"created the index {NAME} as articles",
    ]


def test_it_says_what_grew(provision):
    said = provision([], Cluster(), ["articles.raw"])
    assert said[:2] == ["all topics were there", "gave 6 partitions to the topics articles.raw"]


def test_it_says_that_all_was_there(provision):
    said = provision([], Cluster(index=True, alias=True))
    assert said == [
        "all topics were there",
        "the index articles-history was there",
        "the index articles was there",
    ]


def test_kafka_away_names_its_address(provision):
    with pytest.raises(ProvisioningFailedError, match=r"Kafka on 127\.0\.0\.1:9092: "):
        provision(KafkaTimeoutError("no broker"), Cluster())


def test_elasticsearch_away_names_its_address(provision):
    def away(request):
        raise NoConnection("refused")

    with pytest.raises(ProvisioningFailedError, match=r"http://127\.0\.0\.1:9200: ConnectionError"):
        provision([], away)


def test_a_refusal_gives_the_reason_of_elasticsearch(provision):
    refusal = {"error": {"type": "security_exception", "reason": "missing credentials"}}
    cluster = Cluster()

    def answer(request):
        return (401, refusal) if request.method == "PUT" else cluster(request)

    with pytest.raises(ProvisioningFailedError, match="401 missing credentials"):
        provision([], answer)


def test_an_index_of_another_version_fails_with_its_name(provision):
    with pytest.raises(ProvisioningFailedError, match=NAME):
        provision([], Cluster(index=True, alias=True, version=VERSION + 1))


def test_a_history_of_another_version_fails_with_its_name(provision):
    with pytest.raises(ProvisioningFailedError, match=f"{HISTORY} has schema version 2"):
        provision([], Cluster(index=True, alias=True, history_version=2))


def test_the_history_is_strict_and_has_a_place_for_all_that_is_kept():
    mappings = read_schema_file(SCHEMA_FILE)["mappings"]
    assert mappings["dynamic"] == "strict"
    assert set(mappings["properties"]) == {*KEPT_FIELDS, "emptied_by"}


def test_code_that_stands_in_no_checkout_is_known_by_its_version(tmp_path):
    assert find_revision(tmp_path) == __version__
