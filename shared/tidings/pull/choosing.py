"""Which feeds the command was told to pull."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tidings.pull.feed import Feed, FeedAddressError
from tidings.pull.feed_list import MOST_BYTES, FeedListError, parse_feed_list
from tidings.terminal import fail


def choose_feeds(
    addresses: Sequence[str], lists: Sequence[Path], defaults: Feed, *, is_keyed: bool
) -> list[Feed]:
    """Return each feed once, with a source unless a key has one.

    Ends the command: with status 2 for an address that cannot be and when there is none, with
    status 1 for a list that cannot be read.
    """
    try:
        found = list(
            dict.fromkeys((*_read_addresses(addresses, defaults), *_read(lists, defaults)))
        )
    except FeedAddressError as error:
        fail(str(error), status=2)
    except FeedListError as error:
        fail(str(error))
    if not found:
        fail("no feed to pull: name an address, a file, or a list with --list", status=2)
    if is_keyed:
        return found
    return [replace(each, source=each.source or each.choose_source()) for each in found]


def _read_addresses(addresses: Sequence[str], defaults: Feed) -> Iterator[Feed]:
    for address in addresses:
        feed = replace(defaults, address=address)
        feed.check()
        yield feed


def _read(lists: Sequence[Path], defaults: Feed) -> Iterator[Feed]:
    for path in lists:
        try:
            with path.open("rb") as opened:
                content = opened.read(MOST_BYTES + 1)
            yield from parse_feed_list(content, defaults)
        except OSError as error:
            raise FeedListError(f"{path}: {error.strerror}") from error
        except FeedListError as error:
            raise FeedListError(f"{path}: {error}") from error
