"""A letter is edited into a new message of the same article, and the letter stays as it was."""

from __future__ import annotations

import json
import shlex
import stat
import sys

import pytest
from commands import invoke_tidings
from hypothesis import given
from hypothesis import strategies as st
from memory_log import DEAD, RAW, make_log
from whereabouts_parts import ID, NOW, make_article

from tidings.dlq import edit_command, session
from tidings.dlq.editing import check_edit, lay_out, take_back
from tidings.dlq.editor import MOST_LINES, choose_editor, render_difference
from tidings.dlq.letter import read_letter
from tidings.dlq.ports import NotSent
from tidings.dlq.selection import SelectionError
from tidings.tags import TaggedArticle, Tags
from tidings.topics import MOST_VALUE_BYTES

GOOD = make_article(headline="桥").to_bytes()
# A field that no stage knows.
BAD = GOOD.replace(b'"headline":', b'"heading":')
POSITION = f"{DEAD}:0:0"


@pytest.fixture
def log(monkeypatch):
    made = make_log()
    made.create("articles.enriched.dlq")
    made.create("watches.dlq")

    class Opened:
        def __init__(self, kafka):
            pass

        def __enter__(self):
            return made

        def __exit__(self, *_):
            pass

    monkeypatch.setattr(session, "KafkaLog", Opened)
    return made


@pytest.fixture
def editor(monkeypatch, tmp_path):
    """Make an editor that runs a line of Python on ``path``; return what sets it."""

    def set_editor(line):
        script = tmp_path / "editor.py"
        words = "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n"
        script.write_text(words + line)
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", shlex.join([sys.executable, "-ISE", str(script)]))

    return set_editor


def edit(*arguments, status=0, stdin=None):
    return invoke_tidings("dlq", "edit", *arguments, status=status, stdin=stdin)


def put_right(tmp_path, value=GOOD):
    path = tmp_path / "right.json"
    path.write_bytes(value)
    return "--set-file", str(path)


def reject(log, value=BAD, **changed):
    return log.reject(value, key=ID.encode(), **changed)


def letter_of(value=BAD, stage="enrich"):
    log = make_log()
    reject(log, value, stage=stage)
    return read_letter(log.topics[DEAD][0][0])


def test_the_edited_message_keeps_its_key_and_names_the_letter(log, tmp_path):
    reject(log, headers=(("trace", b"1"),))
    done = edit(ID, *put_right(tmp_path), "--yes", "--json")
    told = json.loads(done.stdout)
    assert told == {
        "edited": POSITION,
        "id": ID,
        "sent_to": RAW,
        "bytes": len(GOOD),
        "tries": 1,
    }
    ((copy,),) = log.topics[RAW]
    assert (copy.key, copy.value) == (ID.encode(), GOOD)
    assert copy.headers == (
        *(("trace", b"1"), ("tidings-tries", b"1")),
        ("tidings-edited-from", POSITION.encode()),
    )


def test_the_letter_stays_and_is_settled_as_edited(log, tmp_path):
    reject(log)
    edit(POSITION, *put_right(tmp_path), "--yes")
    letter, marker = log.topics[DEAD][0]
    assert letter.value == BAD
    assert dict(marker.headers)["tidings-settled"] == b"edited"
    told = json.loads(invoke_tidings("dlq", "show", POSITION, "--json").stdout)
    assert told["settled"] == "edited"
    assert invoke_tidings("dlq", "list").stdout.strip() == "no dead letters"


def test_an_edited_message_that_fails_again_says_so_and_its_replay_too(log, tmp_path):
    reject(log)
    edit(POSITION, *put_right(tmp_path), "--yes")
    again = reject(log, GOOD, headers=log.topics[RAW][0][0].headers)
    told = json.loads(invoke_tidings("dlq", "show", f"{DEAD}:0:{again.offset}", "--json").stdout)
    assert (told["edited_from"], told["tries"]) == (POSITION, 1)
    invoke_tidings("dlq", "replay", "--all", "--yes")
    headers = dict(log.topics[RAW][0][-1].headers)
    assert headers["tidings-edited-from"] == POSITION.encode()
    assert headers["tidings-tries"] == b"2"


def test_a_letter_that_was_replayed_too_often_can_be_edited_and_counts_on(log, tmp_path):
    reject(log, headers=(("tidings-tries", b"3"),))
    edit(POSITION, *put_right(tmp_path), "--yes")
    assert dict(log.topics[RAW][0][0].headers)["tidings-tries"] == b"4"


def test_the_editor_gets_a_field_a_line_and_what_is_sent_is_one_line_again(log, editor):
    reject(log)
    editor("path.write_text(path.read_text().replace('\"heading\": ', '\"headline\": '))")
    edit(POSITION, "--yes")
    assert log.topics[RAW][0][0].value == GOOD


def test_the_draft_is_for_its_owner_alone_and_gone_afterwards(log, editor, tmp_path):
    reject(log)
    seen = tmp_path / "seen"
    editor(f"pathlib.Path({str(seen)!r}).write_text(f'{{path}} {{path.parent.stat().st_mode}}')")
    edit(POSITION, status=1)
    path, mode = seen.read_text().split()
    assert stat.S_IMODE(int(mode)) == 0o700
    assert not type(seen)(path).exists()


def test_nothing_is_sent_when_nothing_was_changed(log, editor):
    reject(log)
    editor("path.touch()")
    assert "nothing was changed" in edit(POSITION, "--yes", status=1).stderr
    assert log.batches == []


def test_what_its_stage_cannot_read_is_edited_again_from_where_it_was_left(log, editor, tmp_path):
    reject(log)
    turns = tmp_path / "turns"
    editor(
        f"turns = pathlib.Path({str(turns)!r})\n"
        "first = not turns.exists()\n"
        "turns.touch()\n"
        "old, new = ('heading', 'title') if first else ('title', 'headline')\n"
        "path.write_text(path.read_text().replace(f'\"{old}\": ', f'\"{new}\": '))\n"
    )
    done = edit(POSITION, "--yes", stdin="y\n")
    assert "enrich could not read it: title" in done.stderr
    assert log.topics[RAW][0][0].value == GOOD


def test_before_it_is_sent_the_difference_is_shown_and_asked(log, tmp_path):
    reject(log)
    declined = edit(POSITION, *put_right(tmp_path), stdin="n\n", status=1)
    assert '+  "headline": "桥"' in declined.stderr
    assert log.batches == []
    edit(POSITION, *put_right(tmp_path), stdin="y\n")
    assert len(log.topics[RAW][0]) == 1


def test_a_letter_that_somebody_settled_meanwhile_is_left(log, tmp_path, monkeypatch):
    reject(log)

    def settle_meanwhile(*_):
        invoke_tidings("dlq", "purge", POSITION, "--yes")

    monkeypatch.setattr(edit_command, "_ask", settle_meanwhile)
    done = edit(POSITION, *put_right(tmp_path), status=1)
    assert "was purged already" in done.stderr
    assert log.topics[RAW] == [[]]
    edit(POSITION, *put_right(tmp_path), "--yes", "--force")
    assert len(log.topics[RAW][0]) == 1


def test_what_kafka_does_not_take_leaves_the_letter_open(log, tmp_path):
    reject(log)
    log.refuse = lambda message: NotSent("away", is_final=False)
    assert "it was not sent: away" in edit(POSITION, *put_right(tmp_path), "--yes", status=1).stderr
    assert json.loads(invoke_tidings("dlq", "list", "--json").stdout)["letters"] == 1


@pytest.mark.parametrize("line", ["sys.exit(3)", "path.unlink(); sys.exit(1)"])
def test_an_editor_that_fails_sends_nothing(log, editor, line):
    reject(log)
    editor(line)
    assert "nothing was sent" in edit(POSITION, "--yes", status=1).stderr


def test_a_file_or_an_editor_that_is_not_there_is_one_line(log, monkeypatch):
    reject(log)
    monkeypatch.setenv("VISUAL", "/nowhere/editor --wait")
    for arguments in (["--set-file", "/nowhere/file"], []):
        done = edit(POSITION, *arguments, "--yes", status=1)
        assert len(done.stderr.splitlines()) == 1
        assert "/nowhere/" in done.stderr


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (BAD, "nothing was changed"),
        (b"x" * (MOST_VALUE_BYTES + 1), "more than a topic takes"),
        (b"{", "could not read it: no JSON"),
        (make_article(id="f" * 32).to_bytes(), "its id is another one"),
    ],
)
def test_a_change_is_refused(after, why):
    assert why in check_edit(letter_of(), BAD, after).why


def test_by_force_even_what_its_stage_cannot_read_is_sent_but_not_under_another_id():
    assert check_edit(letter_of(), BAD, b"{", force=True) is None
    other = make_article(id="f" * 32).to_bytes()
    assert check_edit(letter_of(), BAD, other, force=True) is not None


def test_a_letter_of_the_index_stage_has_to_be_a_tagged_article():
    letter = letter_of(stage="index")
    assert check_edit(letter, BAD, GOOD) is not None
    tagged = TaggedArticle(article=make_article(), tags=Tags(), enriched_at=NOW)
    assert check_edit(letter, BAD, tagged.to_bytes()) is None


@given(st.binary() | st.text().map(lambda text: json.dumps({"a": text}).encode()))
def test_a_draft_that_nobody_touches_is_the_value(value):
    draft = lay_out(value)
    assert take_back(draft, draft.text) == value


@pytest.mark.parametrize(
    ("value", "edited", "sent"),
    [
        (b"{", b'{"a": 1}\n', b'{"a": 1}'),
        (b"{\n", b'{"a": 1}\n', b'{"a": 1}\n'),
        (b'{"a":1}', b'{\n  "a": 2\n}\n', b'{"a":2}'),
        (b'{"a":1}', b"{", b"{"),
        (b'{"a" : 1.50}', b'{"a" : 2.50}\n', b'{"a" : 2.50}'),
    ],
)
def test_bytes_that_are_not_ours_are_laid_out_by_nobody(value, edited, sent):
    assert take_back(lay_out(value), edited) == sent


def test_the_editor_is_visual_else_editor_else_vi():
    assert choose_editor({"VISUAL": "code --wait", "EDITOR": "ed"}) == ["code", "--wait"]
    assert choose_editor({"EDITOR": "ed"}) == ["ed"]
    assert choose_editor({}) == ["vi"]
    with pytest.raises(SelectionError):
        choose_editor({"EDITOR": '"'})


def test_a_difference_is_cut_and_does_no_harm_to_a_terminal():
    before = b"\x1b[31m\xff\n" * (MOST_LINES + 40)
    lines = [each.plain for each in render_difference(before, b"x" * 9_000)]
    assert len(lines) == MOST_LINES + 1
    assert not any("\x1b" in each for each in lines)
