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
