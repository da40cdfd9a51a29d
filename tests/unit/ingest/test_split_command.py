"""``tidings split`` shows the articles of a file without a server."""

from __future__ import annotations

import json

import typer
from typer.testing import CliRunner

from tidings_ingest.cli import split

PAGE = "临江大桥通车\n\n本报讯(记者 周小禾)昨日，临江大桥通车，三百名市民到场。\n"


def run(*arguments, stdin=b""):
    app = typer.Typer()
    app.command()(split)
    return CliRunner().invoke(app, list(map(str, arguments)), input=stdin)


def test_json_has_each_article_with_its_lines(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    done = run(path, "--json")

    (article,) = json.loads(done.stdout)["articles"]
    assert done.exit_code == 0
    assert article["headline"] == "临江大桥通车"
    assert article["lines"] == [1, 3]


def test_people_see_the_headline_and_what_had_to_be_done(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(PAGE.encode("gb18030"))
    done = run(path)

    assert done.exit_code == 0
    assert "临江大桥通车" in done.stdout
    assert f"{path}: read as gb18030" in done.stderr


def test_text_that_a_terminal_would_obey_is_shown_instead():
    article = {"headline": "\u001b]0;owned\u0007[bold]\u2067临江\u2069", "body": "a\u202eb"}
    done = run("-", "--format", "json", stdin=json.dumps(article).encode())

    assert done.exit_code == 0
    assert "]0;owned[bold]\\u2067临江\\u2069" in done.stdout
    assert "\x1b" not in done.stdout
    assert not {"\u202e", "\u2067"} & set(done.stdout)


def test_every_failure_names_the_file_and_the_reason(tmp_path):
    for name, content, word in (
        ("empty.txt", b"", "empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(9), "binary"),
        ("huge.txt", b"x" * (16 * 1024**2 + 1), "too large"),
        ("wrong.json", b'{"head":1}', "head: unknown field"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        done = run(path)
        assert done.exit_code == 1
        assert f"{path}: " in done.stderr
        assert word in done.stderr
    assert "No such file" in run(tmp_path / "none.txt").stderr
    assert "none of auto" in run("-", "--format", "x").stderr


def test_each_line_is_explained_to_people_and_as_data(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(PAGE.encode("gb18030"))
    shown, told = run(path, "--explain"), run(path, "--explain", "--json")
    first = json.loads(told.stdout)["lines"][0]

    assert (shown.exit_code, told.exit_code) == (0, 0)
    assert "an article begins: a byline follows" in shown.stdout
    assert f"{path}: read as gb18030" in shown.stderr
    assert first == {
        "line": 1,
        "article": 1,
        "labels": ["headline"],
        "why": "neither kicker nor subhead",
        "text": "临江大桥通车",
        "heading": {"begins_article": True, "why": "a byline follows"},
    }


def test_the_score_of_a_heading_is_told_with_its_signs(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(f"{PAGE}\n市图书馆新馆开放 首日迎客八千\n昨日，新馆开放。\n", encoding="utf-8")
    heading = json.loads(run(path, "--explain", "--json").stdout)["lines"][4]["heading"]

    assert heading["begins_article"]
    assert heading["score"] == sum(each["weight"] for each in heading["signs"])
    assert heading["threshold"] <= heading["score"]
    assert f"{heading['score']} of {heading['threshold']} needed" in run(path, "--explain").stdout


def test_only_pages_of_text_are_explained():
    done = run("-", "--explain", stdin=b'{"headline": "a", "body": "b"}')

    assert done.exit_code == 1
    assert "--explain: explains pages of text, and this is application/json" in done.stderr


def test_an_explanation_shows_what_a_terminal_would_obey():
    done = run("-", "--explain", stdin="[bold]临江\u001b大桥\u202e通车\n".encode())

    assert "[bold]临江" in done.stdout
    assert not {"\x1b", "\u202e"} & set(done.stdout)
