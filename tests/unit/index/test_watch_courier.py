"""Each delivery is posted until it is over, in an order that loses none and holds up nobody."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest
from kafka.errors import KafkaError
from watch_parts import ARTICLE, DELIVERED, NOW, Round, make_one

from tidings.dead_letter import TRIES
from tidings_index.watch.answers import Failed, Gone
from tidings_index.watch.book import MOST_WAITING, Book
from tidings_index.watch.courier import MOST_AT_ONCE
from tidings_index.watch.delivery import name_delivery, write_end_key, write_key
from tidings_index.watch.delivery_topic import Read
from tidings_index.watch.post import Posted
from tidings_index.watch.rota import FORGET_AFTER

REFUSED = Posted(Failed("refused", "HTTP status 500"))
BUSY = Posted(Failed("busy", "HTTP status 429", 60.0))
GONE = Posted(Gone())


def test_a_delivery_is_posted_once_and_its_end_is_written_after_that():
    watch = make_one()
    there = Round(watch)
    name = there.topic.offer(watch, body='{"a":1}')
    there.run(3)
    assert there.posts == [("bridges", name, b'{"a":1}')]
    assert there.log == [("post", name), ("write", [write_end_key(name), write_key(name)])]
    assert there.count("tidings_deliveries_total", outcome="delivered") == 1
    assert there.count("tidings_waiting_deliveries") == 0


def test_what_was_not_taken_is_tried_again_by_the_schedule_under_the_same_id():
    watch = make_one()
    there = Round(watch)
    there.answers["bridges"] = [REFUSED, REFUSED]
    name = there.topic.offer(watch)
    there.run()
    there.run(after_s=9)
    assert len(there.posts) == 1
    there.run(after_s=2)
    assert len(there.posts) == 2
    there.run(after_s=15)
    assert len(there.posts) == 2
    there.run(after_s=10)
    assert [each[1] for each in there.posts] == [name] * 3
    assert there.book.is_known(name)
    assert not there.book.is_waiting(name)
    assert there.box.letters == []


def test_after_the_last_try_it_is_a_dead_letter_before_its_end_is_written():
    watch = make_one()
    there = Round(watch)
    there.answers["bridges"] = [REFUSED] * 5
    name = there.topic.offer(watch, source="临江晚报", headline="大桥")
    there.run(4, after_s=30)
    assert len(there.posts) == 3
    (letter,) = there.box.letters
    assert letter.key == write_key(name)
    headers = dict(letter.headers)
    assert headers["tidings-reason"] == b"undeliverable"
    assert headers["tidings-stage"] == b"watch"
    assert headers["tidings-topic"] == b"watches.deliveries"
    assert b"3 tries" in headers["tidings-detail"]
    assert b"500" in headers["tidings-detail"]
    assert orjson.loads(letter.value)["tries"] == 0
    order = [kind for kind, _ in there.log]
    assert order[-2:] == ["letter", "write"]
    assert there.watches.by_id[watch.id].dead_letters == 1


def test_a_replayed_dead_letter_is_posted_again_and_counts_its_tries_on():
    watch = make_one()
    there = Round(watch, retry_after_s=())
    there.answers["bridges"] = [REFUSED, REFUSED]
    there.topic.offer(watch)
    there.run(2)
    (letter,) = there.box.letters
    there.topic.offer(watch, headers=((TRIES, b"1"),))
    there.run(2)
    assert len(there.posts) == 2
    assert dict(there.box.letters[1].headers)[TRIES] == b"1"
    there.topic.offer(watch, headers=((TRIES, b"2"),))
    there.run(3)
    assert len(there.posts) == 3
    assert len(there.box.letters) == 2
    assert letter.value == there.box.letters[1].value


def test_an_offer_that_is_made_again_after_the_end_is_not_posted():
    watch = make_one()
    there = Round(watch)
    there.topic.offer(watch)
    there.run(2)
    there.topic.offer(watch)
    there.run(2)
    assert len(there.posts) == 1


def test_after_a_restart_what_is_over_stays_over_and_what_waits_goes_on():
    watch = make_one()
    before = Round(watch)
    before.answers["bridges"] = [DELIVERED, REFUSED]
    before.topic.offer(watch)
    other = before.topic.offer(watch, "b" * 32)
    before.run(3)
    after = Round(watch)
    after.topic.messages = before.topic.messages
    after.run(2, after_s=60)
    assert [name for _, name, _ in after.posts] == [other]


def test_nothing_is_posted_before_the_topic_was_read_to_its_end():
    watch = make_one()
    there = Round(watch)
    there.topic.is_read = False
    there.topic.offer(watch)
    there.run(2)
    assert there.posts == []
    there.topic.is_read = True
    there.run()
    assert len(there.posts) == 1


def test_what_kafka_does_not_take_is_written_with_the_next_round_and_not_posted_again():
    watch = make_one()
    there = Round(watch)
    there.topic.offer(watch)
    there.topic.is_away = True
    for _ in range(3):
        with pytest.raises(KafkaError):
            there.run()
    there.topic.is_away = False
    there.run(2)
    assert len(there.posts) == 1
    assert there.count("tidings_deliveries_total", outcome="delivered") == 1


def test_without_its_dead_letter_no_delivery_ends():
    watch = make_one()
    there = Round(watch, retry_after_s=())
    there.answers["bridges"] = [REFUSED]
    name = there.topic.offer(watch)
    there.box.is_away = True
    with pytest.raises(KafkaError):
        there.run()
    assert there.book.is_waiting(name)
    assert "write" not in {kind for kind, _ in there.log}
    there.box.is_away = False
    there.run()
    assert len(there.box.letters) == 1
    assert len(there.posts) == 1


def test_a_receiver_that_hangs_or_fails_holds_up_no_other():
    slow, quick = make_one("slow"), make_one("quick")
    there = Round(slow, quick)
    there.hangs = True
    for number in range(3):
        there.topic.offer(slow, f"{number:032x}")
    there.run()
    there.hangs = False
    assert len(there.hanging) == 1
    there.topic.offer(quick)
    there.run(2)
    assert [name for name, _, _ in there.posts] == ["quick"]
    there.release()
    there.run(4)
    assert sorted(name for name, _, _ in there.posts) == ["quick", "slow", "slow", "slow"]


def test_many_receivers_that_hang_leave_a_turn_to_everybody():
    watches = [make_one(f"w{number}") for number in range(MOST_AT_ONCE + 4)]
    there = Round(*watches)
    there.hangs = True
    for each in watches:
        for number in range(2):
            there.topic.offer(each, f"{number:032x}")
    there.run()
    assert len(there.hanging) == MOST_AT_ONCE
    there.release()
    there.run()
    there.release()
    there.run()
    assert {name for name, _, _ in there.posts} == {each.name for each in watches}


def test_a_receiver_that_asks_for_time_gets_it_for_all_of_its_deliveries():
    watch = make_one()
    there = Round(watch)
    there.answers["bridges"] = [BUSY]
    there.topic.offer(watch)
    there.run()
    there.topic.offer(watch, "b" * 32)
    there.run(after_s=59)
    assert len(there.posts) == 1
    there.run(2, after_s=1)
    assert len(there.posts) == 3


def test_410_ends_the_watch_and_all_that_waits_for_it():
    watch, other = make_one(), make_one("other")
    there = Round(watch, other)
    there.answers["bridges"] = [GONE]
    for number in range(3):
        there.topic.offer(watch, f"{number:032x}")
    there.topic.offer(other)
    there.run(3)
    assert sorted(name for name, _, _ in there.posts) == ["bridges", "other"]
    assert there.count("tidings_deliveries_total", outcome="dropped") == 3
    assert there.box.letters == []
    there.run(after_s=11)
    assert there.watches.by_id[watch.id].state == "gone"
    assert "410" in there.watches.by_id[watch.id].error


def test_what_waits_for_a_watch_that_is_not_in_the_file_is_given_a_day():
    removed = make_one()
    there = Round()
    name = there.topic.offer(removed)
    there.run(2, after_s=60)
    assert there.book.is_waiting(name)
    there.run(2, after_s=FORGET_AFTER.total_seconds())
    assert not there.book.is_waiting(name)
    assert there.posts == []


def test_only_the_owner_of_a_partition_posts_its_articles():
    watch = make_one()
    there = Round(watch)
    there.topic.offer(watch, partition=3)
    there.run(2)
    assert there.posts == []
    there.partitions = frozenset((3,))
    there.run()
    assert len(there.posts) == 1


def test_an_end_that_another_worker_wrote_meanwhile_counts():
    watch = make_one()
    there = Round(watch)
    there.hangs = True
    name = there.topic.offer(watch)
    there.run()
    there.book.note_end(name)
    there.answers["bridges"] = [REFUSED]
    there.release()
    there.run(2)
    assert there.log == [("post", name)]


def test_more_than_can_wait_for_one_receiver_are_dead_letters_the_latest_first():
    watch = make_one()
    there = Round(watch)
    there.hangs = True
    names = [
        there.topic.offer(watch, f"{number:032x}", offered_at=NOW + timedelta(seconds=number))
        for number in range(MOST_WAITING + 2)
    ]
    there.run()
    assert [each.key for each in there.box.letters] == [write_key(each) for each in names[-2:]]
    assert len(there.book) == MOST_WAITING


def test_what_became_of_posts_stands_in_the_file_ten_seconds_later():
    watch = make_one()
    there = Round(watch, retry_after_s=(30.0,))
    there.answers["bridges"] = [REFUSED]
    there.topic.offer(watch)
    there.run()
    assert there.watches.by_id[watch.id].failed == 0
    there.run(2, after_s=11)
    noted = there.watches.by_id[watch.id]
    assert (noted.failed, noted.error) == (1, "HTTP status 500")
    there.run(2, after_s=11)
    noted = there.watches.by_id[watch.id]
    assert (noted.delivered, noted.failed, noted.error) == (1, 1, None)


def test_messages_that_are_none_of_ours_are_passed_over():
    watch = make_one()
    there = Round(watch)
    for key, value in ((None, b"x"), (b"\xff", b"x"), (b"other", b"x"), (b"msg_1", b"{")):
        there.topic.messages.append(Read(0, key, value))
    name = there.topic.offer(watch)
    there.run(2)
    assert [each[1] for each in there.posts] == [name]


def test_the_book_forgets_the_oldest_ends_first():
    book = Book(most_remembered=2)
    names = [name_delivery("0" * 16, f"{number:032x}") for number in range(3)]
    for each in names:
        book.note_end(each)
    assert [book.is_known(each) for each in names] == [False, True, True]


def test_one_watch_and_one_article_have_one_id_whatever_happens():
    first, second = make_one(), make_one()
    assert name_delivery(first.id, ARTICLE) == name_delivery(first.id, ARTICLE)
    assert name_delivery(first.id, ARTICLE) != name_delivery(second.id, ARTICLE)
