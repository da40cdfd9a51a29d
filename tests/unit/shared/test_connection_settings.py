"""Settings of connections: what contradicts itself is refused, and no secret is told."""

from __future__ import annotations

import os

import pytest
from certificates import make_certificates
from pydantic import ValidationError

from tidings.elastic_connection import build_headers
from tidings.elastic_connection import build_tls_context as build_elastic_context
from tidings.kafka_connection import build_connection
from tidings.settings import ElasticsearchSettings, KafkaSettings

CANARY = "canary-7f3a-canary"
SASL = {"SECURITY_PROTOCOL": "SASL_SSL", "SASL_USERNAME": "ingest", "SASL_PASSWORD": CANARY}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch):
    for name in [each for each in os.environ if each.startswith("TIDINGS_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def tell(monkeypatch):
    def set_variables(prefix, **variables):
        for name, value in variables.items():
            monkeypatch.setenv(f"TIDINGS_{prefix}_{name}", str(value))

    return set_variables


def refuse(settings):
    with pytest.raises(ValidationError) as refused:
        settings()
    said = f"{refused.value} {refused.value.errors(include_input=False)}"
    assert CANARY not in said
    return said


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        (SASL | {"SASL_USERNAME": ""}, "TIDINGS_KAFKA_SASL_USERNAME"),
        (SASL | {"SASL_PASSWORD": ""}, "TIDINGS_KAFKA_SASL_PASSWORD"),
        ({"SASL_PASSWORD": CANARY}, "TIDINGS_KAFKA_SASL_PASSWORD would be ignored"),
        (SASL | {"SECURITY_PROTOCOL": "SSL"}, "TIDINGS_KAFKA_SASL_USERNAME would be ignored"),
        (SASL | {"SECURITY_PROTOCOL": "TLS"}, "security_protocol"),
        (SASL | {"SASL_MECHANISM": "GSSAPI"}, "sasl_mechanism"),
        ({"CA_FILE": "/nowhere.pem"}, "TIDINGS_KAFKA_CA_FILE would be ignored"),
        (SASL | {"CA_FILE": "/nowhere.pem"}, "TIDINGS_KAFKA_CA_FILE: /nowhere.pem cannot be read"),
        (SASL | {"CERT_FILE": "/nowhere.pem"}, "TIDINGS_KAFKA_KEY_FILE"),
        (SASL | {"KEY_FILE": "/nowhere.pem"}, "TIDINGS_KAFKA_CERT_FILE"),
    ],
)
def test_a_contradiction_about_kafka_is_refused_by_the_variables_name(tell, variables, named):
    tell("KAFKA", **variables)
    assert named in refuse(KafkaSettings)


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"USERNAME": "index"}, "TIDINGS_ELASTICSEARCH_PASSWORD"),
        ({"PASSWORD": CANARY}, "TIDINGS_ELASTICSEARCH_USERNAME"),
        ({"USERNAME": "index", "PASSWORD": CANARY, "API_KEY": CANARY}, "two ways in"),
        ({"URL": f"https://index:{CANARY}@node:9200"}, "TIDINGS_ELASTICSEARCH_URL has a user"),
        ({"FINGERPRINT": "ab" * 32}, "TIDINGS_ELASTICSEARCH_FINGERPRINT would be ignored"),
        ({"CA_FILE": "/nowhere.pem"}, "TIDINGS_ELASTICSEARCH_CA_FILE would be ignored"),
        ({"URL": "https://n:1", "CA_FILE": "/nowhere.pem"}, "/nowhere.pem cannot be read"),
        ({"URL": "https://n:1", "FINGERPRINT": "ab" * 31}, "TIDINGS_ELASTICSEARCH_FINGERPRINT is"),
        (
            {"URL": "https://n:1", "CA_FILE": "/nowhere.pem", "FINGERPRINT": "ab" * 32},
            "both say whom to trust",
        ),
    ],
)
def test_a_contradiction_about_elasticsearch_is_refused_by_the_variables_name(
    tell, variables, named
):
    tell("ELASTICSEARCH", **variables)
    assert named in refuse(ElasticsearchSettings)


def test_no_secret_is_in_any_text_made_of_the_settings(tell):
    tell("KAFKA", **SASL)
    tell("ELASTICSEARCH", USERNAME="index", PASSWORD=CANARY)
    for settings in (KafkaSettings(), ElasticsearchSettings()):
        told = (repr(settings), str(settings), settings.model_dump_json(), f"{settings.__dict__}")
        assert not [each for each in told if CANARY in each]


def test_kafka_is_reached_as_the_settings_say(tell, made):
    assert build_connection(KafkaSettings()) == {
        "bootstrap_servers": ["127.0.0.1:9092"],
        "security_protocol": "PLAINTEXT",
    }
    tell("KAFKA", **SASL, CA_FILE=made.ca)
    arguments = build_connection(KafkaSettings(bootstrap_servers="a:1,b:2"))
    context = arguments.pop("ssl_context")
    assert context.check_hostname
    assert len(context.get_ca_certs()) == 1
    assert arguments == {
        "bootstrap_servers": ["a:1", "b:2"],
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "ingest",
        "sasl_plain_password": CANARY,
    }


def test_a_certificate_that_was_renewed_is_shown_by_the_next_client(tell, made, tmp_path):
    renewed = tmp_path / "ca.pem"
    renewed.write_bytes(made.other_ca.read_bytes())
    tell("KAFKA", SECURITY_PROTOCOL="SSL", CA_FILE=renewed)
    settings = KafkaSettings()
    before = build_connection(settings)["ssl_context"].get_ca_certs()
    renewed.write_bytes(made.ca.read_bytes())
    assert build_connection(settings)["ssl_context"].get_ca_certs() != before


def test_elasticsearch_is_told_who_asks(tell):
    assert build_headers(ElasticsearchSettings()) == {}
    assert build_headers(ElasticsearchSettings(api_key="k")) == {"Authorization": "ApiKey k"}
    tell("ELASTICSEARCH", USERNAME="index", PASSWORD="p:ä")
    headers = build_headers(ElasticsearchSettings())
    assert headers == {"Authorization": "Basic aW5kZXg6cDrDpA=="}


def test_only_an_https_address_has_tls(tell, made):
    assert build_elastic_context(ElasticsearchSettings()) is None
    tell("ELASTICSEARCH", URL="https://node:9200", CA_FILE=made.ca)
    assert build_elastic_context(ElasticsearchSettings()).check_hostname
