"""Stories on a real Kafka: told across partitions, workers and restarts, and never in the way."""

from __future__ import annotations

from collections import defaultdict

import pytest
from enrich_process import keys_of, make_article, open_road
from kafka import KafkaAdminClient
from stack_fixtures import wait_until

from tidings.tags import TaggedArticle

pytestmark = pytest.mark.servers
# A start, a rebalance and some articles, on two cores that may have other work.
SOON_S = 150.0
SUBJECTS = ("ferry", "bridge", "market", "school", "harbour")


@pytest.fixture
def road(servers, tmp_path):
    with open_road(servers, tmp_path) as road:
        yield road


def write_text(subject):
    return " ".join(f"{subject}{number} closed the {subject} road" for number in range(12))


def make_copy(number, subject):
    return make_article(number, f"{write_text(subject)} and so said paper{number}", "en")


def read_stories(road, articles):
    """Return the story of each article, by the number in its id."""
    found = road.read(road.enriched, keys_of(articles), SOON_S)
    tagged = [TaggedArticle.from_bytes(each.value) for each in found]
    assert {each.article.id.encode() for each in tagged} >= keys_of(articles)
    told = defaultdict(set)
    for each in tagged:
        told[int(each.article.id, 16)].add(int(each.story_id or each.article.id, 16))
    # Whoever was tagged twice has one story.
    assert all(len(stories) == 1 for stories in told.values())
    return {number: stories.pop() for number, stories in told.items()}


def test_two_workers_tell_one_story_of_copies_on_all_partitions(road):
    road.start_worker("slow")
    road.start_worker("slow")
    articles = [make_copy(number, SUBJECTS[number % 5]) for number in range(1, 201)]
    road.push(articles)
    told = read_stories(road, articles)
    stories = {number % 5: story for number, story in told.items()}
    assert told == {number: stories[number % 5] for number in told}
    assert all(story % 5 == subject for subject, story in stories.items())


def test_a_restart_keeps_the_stories_and_a_repeat_is_told_the_same(road):
    first = make_copy(1, "ferry")
    worker = road.start_worker()
    road.push([first, make_copy(2, "bridge")])
    wait_until(lambda: road.committed() == 2, SOON_S, "the first commits")
    worker.terminate()
    assert worker.wait(30) == 0
    road.push([make_copy(3, "ferry"), first, make_copy(4, "bridge")])
    road.start_worker()
    wait_until(lambda: road.committed() == 5, SOON_S, "the commits of the second worker")
    told = read_stories(road, [make_copy(number, "") for number in (1, 2, 3, 4)])
    assert told == {1: 1, 2: 2, 3: 1, 4: 2}


def test_a_worker_that_is_killed_in_the_middle_tells_no_second_story(road):
    articles = [make_copy(number, SUBJECTS[number % 5]) for number in range(1, 301)]
    worker = road.start_worker("slow")
    road.push(articles)
    wait_until(lambda: road.committed() >= 50, SOON_S, "the first commits")
    worker.kill()
    worker.wait()
    road.start_worker("slow")
    told = read_stories(road, articles)
    assert len(set(told.values())) == 5


def test_articles_go_on_without_the_topic_of_the_stories(road):
    admin = KafkaAdminClient(bootstrap_servers=road.kafka)
    admin.delete_topics([road.stories])
    admin.close()
    articles = [make_copy(number, "ferry") for number in range(1, 51)]
    road.push(articles)
    road.start_worker()
    assert read_stories(road, articles) == {number: number for number in range(1, 51)}
    wait_until(lambda: road.committed() == 50, SOON_S, "the commits")


def test_a_topic_that_goes_away_under_way_stops_nobody(road):
    road.start_worker()
    road.push([make_copy(1, "ferry")])
    wait_until(lambda: road.committed() == 1, SOON_S, "the first commit")
    admin = KafkaAdminClient(bootstrap_servers=road.kafka)
    admin.delete_topics([road.stories])
    admin.close()
    articles = [make_copy(number, "ferry") for number in range(2, 52)]
    road.push(articles)
    wait_until(lambda: road.committed() == 51, SOON_S, "the commits without the topic")
    assert set(read_stories(road, articles).values()) <= {1, *range(2, 52)}
