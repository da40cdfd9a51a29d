"""Values of variables have a form that can be told in words, and another one is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from pydantic import Field, HttpUrl, SecretStr, TypeAdapter, ValidationError
from pydantic_settings import BaseSettings

from tidings.configuration.forms import Brokers, ServerUrl, TopicName, describe_form


class Told(BaseSettings):
    port: int = Field(default=1, ge=0, le=65535)
    seconds: float = Field(default=1.0, gt=0)
    choice: Literal["a", "b", "c"] = "a"
    switch: bool = False
    folder: Path | None = None
    key: SecretStr | None = None
    site: HttpUrl | None = None
    homes: dict[str, str] = Field(default_factory=dict)
    words: str = ""
    brokers: Brokers = "a:1"
    also: Brokers | None = None


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("port", "a whole number from 0 to 65535"),
        ("seconds", "a number above 0"),
        ("choice", "`a`, `b` or `c`"),
        ("switch", "`true` or `false`"),
        ("folder", "a path"),
        ("key", "a secret text"),
        ("site", "an address such as https://news.example.org"),
        ("homes", "a JSON object"),
        ("words", "text"),
        ("brokers", "host:port, several separated by commas"),
        ("also", "host:port, several separated by commas"),
    ],
)
def test_a_form_is_told_in_words(field, words):
    assert describe_form(Told.model_fields[field]) == words


@pytest.mark.parametrize("value", ["kafka:9092", "a:1,b:2", "a:1, b:2", "kafka", "[::1]:9092"])
def test_addresses_of_brokers_are_taken(value):
    assert TypeAdapter(Brokers).validate_python(value) == value


@pytest.mark.parametrize(
    "value", ["", ",", "a:1,", "http://kafka:9092", "kafka:port", "kafka:0", "a b:1", "a:99999"]
)
def test_what_is_no_address_of_brokers_is_refused_and_not_quoted(value):
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(Brokers).validate_python(value)
    assert refused.value.errors()[0]["msg"].endswith("separated by commas is expected")


@pytest.mark.parametrize("value", ["", "elasticsearch:9200", "ftp://a", "http://", "http://a:x"])
def test_what_is_no_address_of_a_server_is_refused(value):
    with pytest.raises(ValidationError):
        TypeAdapter(ServerUrl).validate_python(value)


@pytest.mark.parametrize("value", ["", "a b", "topic/1", "x" * 250])
def test_what_is_no_name_of_a_topic_is_refused(value):
    with pytest.raises(ValidationError):
        TypeAdapter(TopicName).validate_python(value)
