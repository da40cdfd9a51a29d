"""Which feeds are pulled: by address, from a list of lines, from OPML."""

from __future__ import annotations

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from tidings.pull.choosing import choose_feeds
from tidings.pull.durations import parse_interval, show_duration
from tidings.pull.feed import Feed, FeedAddressError, make_name, show_address
from tidings.pull.feed_list import MOST_BYTES, FeedListError, parse_feed_list

DEFAULTS = Feed("", source="river")
OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Ours</title></head><body>
 <outline text="Papers">
  <outline type="rss" text="The River, Daily" xmlUrl="https://river.example/daily.rss"/>
  <outline type="rss" title="山城晚报" text="x" xmlUrl=" https://hill.example/a?x=1&amp;y=2 "/>
 </outline>
 <outline text="a note without a feed"/>
</body></opml>"""


def parse(text, defaults=DEFAULTS):
    return parse_feed_list(text.encode() if isinstance(text, str) else text, defaults)


def test_a_line_is_an_address_and_may_name_source_and_feed():
    feeds = parse(
        "\ufeff# ours\n\n"
        "https://river.example/daily.rss\n"
        "https://hill.example/a.atom hill\n"
        "https://hill.example/b.atom hill evening\n"
        "https://river.example/daily.rss\n"
    )
    assert feeds == [
        Feed("https://river.example/daily.rss", "river"),
        Feed("https://hill.example/a.atom", "hill"),
        Feed("https://hill.example/b.atom", "hill", "evening"),
    ]


def test_opml_gives_its_feeds_with_their_titles_as_names():
    assert parse(OPML) == [
        Feed("https://river.example/daily.rss", "river", "The-River-Daily"),
        Feed("https://hill.example/a?x=1&y=2", "river", "山城晚报"),
    ]
    assert {each.feed for each in parse(OPML, Feed("", "river", "all"))} == {"all"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no feed is in it"),
        ("<opml><body/></opml>", "no feed is in it"),
        ("https://a.example/ b c d\n", "line 1: 4 words"),
        ("\n/etc/hostname\n", "line 2: '/etc/hostname' is no http address"),
        ("ftp://a.example/", "line 1: .* neither http nor https"),
        ("http://user:canary@a.example/", "line 1: .* name or password"),
        ("http://[::1/", "line 1: "),
        ("http:///x", "line 1: .* no host"),
        (b"\xff\xfe\x00", "not UTF-8 at byte 0"),
        ("<opml><body>", "no XML that can be read"),
        ('<!DOCTYPE o [<!ENTITY a "b">]><opml>&a;</opml>', "no XML that can be read"),
        ("<opml><outline xmlUrl='file:///x'/></opml>", "outline 1: .* neither http nor https"),
        (b"#" * (MOST_BYTES + 1), "larger than 4 MiB"),
    ],
)
def test_a_list_that_cannot_be_read_says_where_and_why(content, words):
    with pytest.raises(FeedListError, match=words) as refused:
        parse(content)
    assert "canary" not in str(refused.value)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: ("<opml>" + text).encode()))
def test_any_bytes_are_a_list_or_say_why_not(content):
    try:
        feeds = parse(content)
    except FeedListError:
        return
    assert feeds


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.example/b?issue=3&x", "https://a.example/b?issue=3&x"),
        ("https://a.example/b?token=canary-canary-canary&n=3", "https://a.example/b?token=…&n=3"),
        ("https://u:canary@a.example/b#canary", "https://a.example/b"),
        ("https://u:canary@a.example", "https://a.example"),
        ("pages/today.rss", "pages/today.rss"),
    ],
)
def test_an_address_is_shown_without_what_may_be_secret(address, shown):
    assert show_address(address) == shown


@given(st.text(max_size=300))
def test_a_name_made_of_any_title_is_one_that_ingest_takes(title):
    name = make_name(title)
    if name is not None:
        assert len(name) <= 100
        assert all(each.isalnum() or each in "._:-" for each in name)
        assert name[0].isalnum()
        assert name[-1].isalnum()


def choose(*addresses, lists=(), is_keyed=False, defaults=None):
    return choose_feeds(addresses, lists, defaults or Feed(""), is_keyed=is_keyed)


def test_without_a_key_each_host_is_a_source_of_its_own():
    feeds = choose("https://a.example:8443/x", "http://b.example/", "http://[::1]:80/", "x.rss")
    assert [each.source for each in feeds] == ["a.example", "b.example", "1", "manual"]


def test_with_a_key_its_source_is_left_to_ingest():
    assert [each.source for each in choose("https://a.example/", is_keyed=True)] == [None]
    assert choose("https://a.example/", defaults=Feed("", "s", "f"))[0].params == {
        "source": "s",
        "feed": "f",
    }


def test_the_same_feed_is_pulled_once(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("https://a.example/\nhttps://b.example/\n")
    feeds = choose("https://a.example/", "https://a.example/", lists=[path])
    assert [each.address for each in feeds] == ["https://a.example/", "https://b.example/"]


@pytest.mark.parametrize(("addresses", "status"), [((), 2), (("ftp://a.example/",), 2)])
def test_nothing_to_pull_ends_the_command(addresses, status, capsys):
    with pytest.raises(typer.Exit) as ended:
        choose(*addresses)
    assert ended.value.exit_code == status
    assert "tidings: " in capsys.readouterr().err


def test_a_list_that_is_not_there_is_named(tmp_path, capsys):
    with pytest.raises(typer.Exit) as ended:
        choose(lists=[tmp_path / "none.txt"])
    assert ended.value.exit_code == 1
    assert "none.txt: No such file" in capsys.readouterr().err.replace("\n", "")


def test_an_address_is_checked_before_anything_is_asked():
    with pytest.raises(FeedAddressError, match="neither http nor https"):
        Feed("gopher://a.example/").check()


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://", "http://a:", "http://["]))
def test_any_words_are_an_address_a_file_or_refused(words, beginning):
    feed = Feed(beginning + words)
    try:
        feed.check()
    except FeedAddressError:
        return
    assert feed.is_file or feed.choose_source()


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("5m", 300), (" 2H ", 7200), ("1d", 86_400), ("7d", 604_800)]
)
def test_a_length_of_time_has_a_unit(text, seconds):
    assert parse_interval(text) == seconds


@pytest.mark.parametrize("text", ["29s", "0m", "8d", "999999d"])
def test_an_interval_outside_the_limits_names_them(text):
    with pytest.raises(ValueError, match="between 30s and 7d"):
        parse_interval(text)


@pytest.mark.parametrize("text", ["", "5", "m", "5 m", "-5m", "5mm", "1.5h", "５m", "9999999s"])
def test_what_is_no_length_of_time_is_said(text):
    with pytest.raises(ValueError, match="no length of time such as"):
        parse_interval(text)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.4, "0s"), (90, "90s"), (125, "2m"), (3600, "60m"), (7300, "2h"), (200_000, "2d")],
)
def test_a_wait_is_shown_in_a_unit_that_people_read(seconds, shown):
    assert show_duration(seconds) == shown
