"""The ``dlq`` commands say what they did, do no harm to a terminal, and fail in one line."""

from __future__ import annotations

import json

import pytest
from memory_log import DEAD, RAW, make_log
from typer.testing import CliRunner

from tidings.cli import build_app
from tidings.dead_letter import Position
from tidings.dlq import session
from tidings.dlq.ports import LogUnavailableError, NotSent
from tidings.dlq.report import MOST_SHOWN_CHARACTERS, describe_value

ARTICLE = '{"source": "临江晚报", "headline": "\\u001b[31m[bold]大桥\\u202e"}'.encode()
ID = b"0123456789abcdef0123456789abcdef"
HOSTILE = ("\x1b", "\u202e", "\x9b")


@pytest.fixture
def log(monkeypatch):
    made = make_log()
    made.create("articles.enriched.dlq")
    made.create("watches.dlq")

    class Opened:
        def __init__(self, kafka):
            assert kafka.bootstrap_servers == "there:9092"

        def __enter__(self):
            return made

        def __exit__(self, *_):
            pass

    monkeypatch.setattr(session, "KafkaLog", Opened)
    return made


def run(*arguments, status=0, stdin=None):
    environment = {"TIDINGS_KAFKA_BOOTSTRAP_SERVERS": "there:9092", "COLUMNS": "160"}
    words = ["dlq", *map(str, arguments)]
    done = CliRunner().invoke(build_app(), words, input=stdin, env=environment)
    assert done.exit_code == status, done.output
    if not isinstance(done.exception, SystemExit | None):
        raise done.exception
    return done


def run_json(*arguments, status=0):
    return json.loads(run(*arguments, "--json", status=status).stdout)


def count_open():
    return run_json("list")["letters"]


def test_a_list_shows_each_group_with_its_count_and_times(log):
    for _ in range(2):
        log.reject(ARTICLE)
    log.reject(stage="index", reason="mapping")
    table = run("list").stdout.splitlines()
    assert len(table) == 3
    assert table[1].split() == [
        *("invalid", "enrich", "临江晚报", "-", "2"),
        *("2031-05-04", "12:00:00", "2031-05-04", "12:00:00"),
    ]
    assert run_json("list", "--stage", "index") == {
        "letters": 1,
        "groups": [
            {
                "reason": "mapping",
                "stage": "index",
                "source": None,
                "feed": None,
                "letters": 1,
                "oldest": "2031-05-04T12:00:00+00:00",
                "newest": "2031-05-04T12:00:00+00:00",
            }
        ],
    }


def test_feeds_of_one_source_are_counted_apart(log):
    for feed, letters in (("front", 1), ("sport", 2)):
        for _ in range(letters):
            log.reject(json.dumps({"source": "gazette", "feed": feed}).encode())
    groups = run_json("list")["groups"]
    assert [(each["feed"], each["letters"]) for each in groups] == [("sport", 2), ("front", 1)]
    assert "sport" in run("list").stdout


@pytest.mark.parametrize(("command", "done"), [("replay", "replayed"), ("purge", "purged")])
def test_what_was_settled_is_counted_by_reason(log, command, done):
    for reason in ("invalid", "mapping", "mapping"):
        log.reject(ARTICLE, reason=reason)
    assert run_json(command, "--all", "--dry-run")["reasons"] == {"mapping": 2, "invalid": 1}
    assert f"{done}: 3 (2 mapping, 1 invalid)" in run(command, "--all", "--yes").stdout


def test_hostile_letters_do_no_harm_to_a_terminal(log):
    hostile = "\x1b]0;x\x07\u202e\x9b[bold]\n"
    at = log.reject(
        ARTICLE,
        key=hostile.encode(),
        detail=hostile,
        headers=((hostile, hostile.encode()),),
        origin=Position(hostile, 0, 1),
    )
    position = f"{at.topic}:{at.partition}:{at.offset}"
    for words in (["list"], ["list", "--all"], ["show", position], ["replay", "--all", "--yes"]):
        for json_output in ([], ["--json"]):
            done = run(*words, *json_output, status=1 if words[0] == "replay" else 0)
            assert not any(each in done.output for each in HOSTILE), words
    assert len(run("list", "--all").stdout.splitlines()) == 1
    assert "[bold]" in run("list", "--all").stdout
    assert run_json("show", position)["detail"] == hostile


def test_a_letter_is_shown_with_all_that_is_known(log):
    at = log.reject(ARTICLE, key=ID, headers=(("trace", b"1"),), detail="body: missing")
    shown = run("show", ID.decode()[:6]).stdout
    for words in ("body: missing", "articles.raw:0:42", "header trace: 1", "state: open", "临江"):
        assert words in shown
    told = run_json("show", f"{DEAD}:0:{at.offset}")
    assert told["value"]["source"] == "临江晚报"
    assert told["headers"] == [["trace", "1"]]
    assert (told["id"], told["settled"], told["tries"]) == (ID.decode(), None, 0)


def test_the_raw_bytes_are_all_that_is_written(log):
    log.reject(b"\xff\x00\x1b\r\n", key=ID)
    assert run("show", ID.decode(), "--raw").stdout_bytes == b"\xff\x00\x1b\r\n"


def test_a_huge_value_is_cut_on_the_screen_and_not_in_json(log):
    huge = b"x" * (MOST_SHOWN_CHARACTERS + 1_000)
    log.reject(huge, key=ID)
    assert "1,000 more characters" in run("show", ID.decode()).stdout
    assert run_json("show", ID.decode())["text"] == huge.decode()


@pytest.mark.parametrize("value", [b"\xff", b'"\\ud800"', b"[" * 900, b"[" * 900 + b"]" * 900])
def test_what_is_no_json_that_can_be_written_again_is_text(value):
    assert describe_value(value) == {"text": value.decode("utf-8", "backslashreplace")}


def test_an_id_with_several_letters_means_the_open_one_else_they_are_listed(log):
    log.reject(b"1", key=ID)
    run("purge", "--id", ID.decode(), "--yes")
    assert run("show", ID.decode(), "--raw").stdout == "1"
    log.reject(b"2", key=ID)
    assert run("show", ID.decode(), "--raw").stdout == "2"
    log.reject(b"3", key=ID)
    listed = run("show", ID.decode(), status=1).stderr
    assert f"{DEAD}:0:2" in listed
    assert f"{DEAD}:0:3" in listed


@pytest.mark.parametrize("named", ["fff", f"{DEAD}:0:99", f"{DEAD}:0:1", f"{DEAD}:7:0"])
def test_a_letter_that_is_not_there_is_named(log, named):
    log.reject()
    run("purge", "--all", "--yes")  # its marker stands at 1 and is no letter
    assert named in run("show", named, status=1).stderr


def test_a_replay_asks_first_and_tells_what_it_did(log):
    log.reject(ARTICLE)
    declined = run("replay", "--all", stdin="n\n", status=1)
    assert "临江晚报" in declined.stderr
    assert log.topics[RAW] == [[]]
    assert "replayed: 1" in run("replay", "--all", stdin="y\n").stdout
    assert len(log.topics[RAW][0]) == 1
    assert count_open() == 0


def test_where_nothing_is_open_nothing_is_asked(log):
    assert "replayed: 0" in run("replay", "--all").stdout
    assert "purged: 0" in run("purge", "--all").stdout


@pytest.mark.parametrize("command", ["replay", "purge"])
def test_letters_have_to_be_chosen(log, command):
    log.reject()
    assert "which letters" in run(command, "--yes", status=1).stderr
    assert count_open() == 1


@pytest.mark.parametrize("command", ["replay", "purge"])
def test_a_dry_run_asks_nothing_and_changes_nothing(log, command):
    log.reject()
    assert "would be" in run(command, "--all", "--dry-run").stdout
    assert run_json(command, "--all", "--dry-run")["dry_run"] is True
    assert log.batches == []


def test_letters_are_named_by_position(log):
    for number in range(3):
        log.reject(b"%d" % number)
    assert run_json("purge", f"{DEAD}:0:0", f"{DEAD}:0:2", "--yes")["purged"] == 2
    assert [each["position"] for each in list_all()] == [f"{DEAD}:0:1"]


def list_all(*filters):
    return list(map(json.loads, run("list", "--all", "--json", *filters).stdout.splitlines()))


def test_a_position_without_an_open_letter_is_named_and_the_others_are_done(log):
    log.reject()
    done = run("replay", f"{DEAD}:0:0", f"{DEAD}:0:5", "--yes", status=1)
    assert "replayed: 1" in done.stdout
    assert f"{DEAD}:0:5 is no open dead letter" in done.stderr


def test_a_refused_letter_is_counted_with_the_reason_and_an_example(log):
    log.append(DEAD, b"of others")
    log.reject()
    done = run("replay", "--all", "--yes", status=1)
    assert "replayed: 1" in done.stdout
    assert "where it came from" in done.stderr
    assert f"{DEAD}:0:0" in done.stderr


def test_kafka_that_goes_away_in_the_middle_ends_in_one_line_after_the_counts(log):
    log.refuse = lambda message: NotSent("Kafka on there: away", is_final=False)
    log.reject()
    done = run("replay", "--all", "--yes", status=1)
    assert "replayed: 0" in done.stdout
    assert "ended early: Kafka on there: away" in done.stderr


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        (["list", "--reason", "bored"], "bored"),
        (["list", "--since", "gestern"], "gestern"),
        (["list", "--topic", "nowhere.dlq"], "nowhere.dlq"),
        (["replay", "articles:7", "--yes"], "articles:7"),
    ],
)
def test_what_cannot_be_read_is_quoted_in_one_line(log, words, quoted):
    done = run(*words, status=1)
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert quoted in done.stderr


def test_a_broker_that_is_away_is_named_in_one_line(log):
    def fail(topic):
        raise LogUnavailableError("Kafka on there:9092: nobody")

    log.measure = fail
    for words in (["list"], ["show", "abc"], ["replay", "--all"], ["purge", "--all", "--yes"]):
        done = run(*words, status=1)
        assert done.stderr.splitlines() == ["tidings: Kafka on there:9092: nobody"]


def test_without_a_stack_the_command_says_how_to_get_one(tmp_path):
    environment = {"TIDINGS_KAFKA_BOOTSTRAP_SERVERS": "", "TIDINGS_DATA_DIR": str(tmp_path)}
    done = CliRunner().invoke(build_app(), ["dlq", "list"], env=environment)
    assert done.exit_code == 1
    assert "tidings up" in done.stderr
