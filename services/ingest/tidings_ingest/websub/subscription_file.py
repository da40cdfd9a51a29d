"""The subscriptions file: the commands write it, and so does the running stage."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from tidings.private.change import change_entries
from tidings.private.reading import read_private
from tidings_ingest.websub.subscription import Subscription

FIELDS: Final = {"subscriptions", *Subscription.model_fields, "schema_version"}


class SubscriptionFileContent(BaseModel):
    """What stands in the file; no two subscriptions have the same id."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    schema_version: Literal[1] = 1
    subscriptions: tuple[Subscription, ...]

    @model_validator(mode="after")
    def _find_doubles(self) -> Self:
        if len({each.id for each in self.subscriptions}) < len(self.subscriptions):
            raise ValueError("two subscriptions have the same id")
        return self


def read_subscriptions(path: Path) -> tuple[Subscription, ...]:
    """Return what is in a file; raises PrivateFileError, also when others could have read it."""
    return read_private(path, SubscriptionFileContent, FIELDS).subscriptions


def change_subscriptions(path: Path) -> AbstractContextManager[list[Subscription]]:
    """Give the subscriptions to change, none without a file, and write them at the end.

    Raises PrivateFileError.
    """

    def build(entries: Sequence[Subscription]) -> SubscriptionFileContent:
        return SubscriptionFileContent(subscriptions=tuple(entries))

    return change_entries(path, read_subscriptions, build)
