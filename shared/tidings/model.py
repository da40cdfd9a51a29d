"""The base of every message that travels between stages."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    """An immutable value that refuses fields it does not know.

    A stage that meets a field of a newer schema must not drop it silently, so unknown fields
    are an error; ``schema_version`` on the travelling messages says which schema they follow.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def to_bytes(self) -> bytes:
        """Return the message as UTF-8 JSON."""
        return self.model_dump_json().encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Parse UTF-8 JSON.

        Raises pydantic.ValidationError naming each wrong field, also for what is no JSON.
        """
        return cls.model_validate_json(raw)
