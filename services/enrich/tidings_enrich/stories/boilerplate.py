"""Lines of a body that say nothing of its subject: credits, copyright, invitations. Pure.

They are the same under every article of a paper, and would make strangers alike.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from tidings_enrich.yaml_text import read_yaml

# A longer line is a paragraph, whatever it begins with.
LONGEST_LINE: Final = 200


def drop_boilerplate(body: str) -> str:
    """Return ``body`` without the lines that are boilerplate."""
    pattern = _compile_openings()
    return "\n".join(
        line for line in body.split("\n") if len(line) > LONGEST_LINE or not pattern.match(line)
    )


@cache
def _compile_openings() -> re.Pattern[str]:
    text = files("tidings_enrich.stories").joinpath("boilerplate.yaml").read_text("utf-8")
    openings = "|".join(map(re.escape, read_yaml(text)["openings"]))
    return re.compile(rf"[\s(（\[【]*(?:{openings})", re.IGNORECASE)
