"""What each tag of HTML and of NITF does to the text in it, as data. No tag is in both."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final


class Role(Enum):
    """What an element does; one that is not listed is part of a sentence."""

    BLOCK = auto()
    BREAK = auto()
    CELL = auto()
    PRESERVED = auto()
    CAPTION = auto()
    CREDIT = auto()
    DROPPED = auto()


_TAGS: Final = {
    Role.BLOCK: (
        "address article aside blockquote body center dd details dialog dir div dl dt fieldset"
        " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p"
        " section summary table tbody tfoot thead tr ul"
        " block body.content body.end bq datasource fn hl1 hl2 media note tagline"
    ),
    Role.BREAK: "br",
    Role.CELL: "td th",
    Role.PRESERVED: "pre",
    Role.CAPTION: "figcaption caption media-caption",
    Role.CREDIT: "media-producer",
    # What a browser does not show as text, or shows as something to press or play.
    Role.DROPPED: (
        "applet audio button canvas frameset head iframe math noembed noframes noscript"
        " object option rp rt script select style svg template textarea title video"
        " media-metadata media-object"
    ),
}
ROLES: Final = {tag: role for role, tags in _TAGS.items() for tag in tags.split()}
# Classes of widespread publishing systems, for captions older than the element figcaption.
_CLASSES: Final = {
    "wp-caption-text": Role.CAPTION,
    "caption-text": Role.CAPTION,
    "image-caption": Role.CAPTION,
    "photo-caption": Role.CAPTION,
    "image-credit": Role.CREDIT,
    "photo-credit": Role.CREDIT,
    "credit": Role.CREDIT,
}


def find_role_of_class(names: str) -> Role | None:
    """Return the role that one of the names in a class attribute gives."""
    return next((_CLASSES[name] for name in names.lower().split() if name in _CLASSES), None)
