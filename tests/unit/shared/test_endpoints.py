"""A command finds the stack, or says where it looked."""

from __future__ import annotations

import json

import pytest

from tidings.endpoints import (
    STACK_FILE,
    StackNotFoundError,
    default_cache_dir,
    default_data_dir,
    find_endpoints,
)

RUNNING = {
    "ingest_url": "http://127.0.0.1:21000",
    "elasticsearch_url": "http://127.0.0.1:21001",
    "kafka": "127.0.0.1:21002",
}


@pytest.fixture
def data_dir(tmp_path):
    (tmp_path / STACK_FILE).write_text(json.dumps({"endpoints": RUNNING}))
    return tmp_path


def test_the_stack_file_of_the_data_folder_says_where(data_dir):
    found = find_endpoints(data_dir, {})
    assert found.ingest_url == RUNNING["ingest_url"]
    assert found.elasticsearch_url == RUNNING["elasticsearch_url"]
    assert found.kafka == RUNNING["kafka"]


def test_the_data_folder_itself_can_come_from_the_environment(data_dir):
    assert find_endpoints(None, {"TIDINGS_DATA_DIR": str(data_dir)}).kafka == RUNNING["kafka"]


def test_an_address_in_the_environment_wins_and_leaves_the_others(data_dir):
    found = find_endpoints(data_dir, {"TIDINGS_INGEST_URL": "http://127.0.0.1:8080"})
    assert found.ingest_url == "http://127.0.0.1:8080"
    assert found.kafka == RUNNING["kafka"]


def test_an_empty_variable_counts_as_none(data_dir):
    assert find_endpoints(data_dir, {"TIDINGS_INGEST_URL": ""}).ingest_url == RUNNING["ingest_url"]


def test_addresses_alone_need_no_stack_file(tmp_path):
    found = find_endpoints(tmp_path, {"TIDINGS_KAFKA_BOOTSTRAP_SERVERS": "kafka:9092"})
    assert found.kafka == "kafka:9092"
    assert found.ingest_url == "http://127.0.0.1:8080"


def test_no_stack_is_an_error_that_names_the_folder_and_the_remedy(tmp_path):
    with pytest.raises(StackNotFoundError, match="tidings up") as error:
        find_endpoints(tmp_path, {})
    assert str(tmp_path) in str(error.value)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", "{}", '{"endpoints": []}', '"stack"', "\x00\x01"]
)
def test_a_damaged_stack_file_is_named_instead_of_a_traceback(tmp_path, content):
    (tmp_path / STACK_FILE).write_text(content)
    with pytest.raises(StackNotFoundError, match="is damaged") as error:
        find_endpoints(tmp_path, {})
    assert STACK_FILE in str(error.value)


def test_a_stack_file_of_other_bytes_than_utf_8_is_damaged_too(tmp_path):
    (tmp_path / STACK_FILE).write_bytes(b'{"endpoints": {"kafka": "\xff\xfe"}}')
    with pytest.raises(StackNotFoundError, match="is damaged"):
        find_endpoints(tmp_path, {})


def test_a_data_folder_that_is_a_file_holds_no_stack(tmp_path):
    (tmp_path / "data").write_text("not a folder")
    with pytest.raises(StackNotFoundError, match="no running stack"):
        find_endpoints(tmp_path / "data", {})


def test_a_stack_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / STACK_FILE).mkdir()
    with pytest.raises(StackNotFoundError, match="cannot be read"):
        find_endpoints(tmp_path, {})


def test_folders_come_from_the_environment_else_from_the_system(tmp_path):
    named = {"TIDINGS_DATA_DIR": str(tmp_path / "d"), "TIDINGS_CACHE_DIR": str(tmp_path / "c")}
    assert default_data_dir(named) == tmp_path / "d"
    assert default_cache_dir(named) == tmp_path / "c"
    assert default_data_dir({}).name == "tidings"
    assert default_data_dir({}) != default_cache_dir({})
