"""What an article must have, as options of commands that search."""

from __future__ import annotations

from typing import Annotated

import typer

Words = Annotated[
    str,
    typer.Argument(
        metavar="QUERY", help="Words that must all occur; in quotation marks as they stand."
    ),
]
Person = Annotated[list[str] | None, typer.Option("--person", help="A person; may be repeated.")]
Place = Annotated[list[str] | None, typer.Option("--place", help="A place.")]
Organization = Annotated[list[str] | None, typer.Option("--organization", help="An organisation.")]
EventType = Annotated[list[str] | None, typer.Option("--event", help="A type of event.")]
Topic = Annotated[
    list[str] | None, typer.Option("--topic", help="A topic: 体育, sport or 15000000.")
]
Label = Annotated[
    list[str] | None, typer.Option("--label", help="What the publisher says it is about.")
]
Story = Annotated[
    list[str] | None, typer.Option("--story", help="A story: the id of its first article.")
]
Since = Annotated[
    str | None,
    typer.Option("--since", help="Published from this day or time on: 2031-05-04, now-7d."),
]
Until = Annotated[
    str | None,
    typer.Option("--until", help="Published up to the end of this day, or to this time."),
]
