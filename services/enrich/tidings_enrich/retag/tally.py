"""Which tags would change, counted over any number of articles, with some of them. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from tidings.article import Article
from tidings.tags import Tags
from tidings_enrich.tag_comparison import (
    HOWS,
    IDENTITY,
    How,
    TagChange,
    compare_tags,
    describe_tag_change,
)
from tidings_enrich.tag_report import describe_tags

# A reader looks at three of a kind before asking for an article.
SAMPLES: Final = 3


class Sample(NamedTuple):
    """A tag that would change, and the article that has it."""

    article_id: str
    headline: str
    tag: TagChange


@dataclass
class Tally:
    """Counts; what it remembers does not grow with the articles.

    ``compared`` were tagged anew, ``changed`` of them have other tags. ``passed_over`` messages are
    not what the index has: an earlier or a later version, withdrawn, or not indexed. ``refused``
    articles could not be tagged or written.
    """

    compared: int = 0
    changed: int = 0
    passed_over: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    counts: Counter[tuple[str, How]] = field(default_factory=Counter)
    samples: dict[tuple[str, How], list[Sample]] = field(default_factory=dict)

    def compare(self, article: Article, before: Tags, after: Tags) -> None:
        """Count what differs between two taggings of an article."""
        self.compared += 1
        changes = compare_tags(describe_tags(before), describe_tags(after))
        self.changed += bool(changes)
        for tag in changes:
            self.counts[tag.kind, tag.how] += 1
            samples = self.samples.setdefault((tag.kind, tag.how), [])
            if len(samples) < SAMPLES:
                samples.append(Sample(article.id, article.headline or "", tag))

    def count_kinds(self) -> dict[str, dict[How, int]]:
        """Return for each kind of tag how many would be gained, lost and changed."""
        return {kind: {how: self.counts[kind, how] for how in HOWS} for kind in IDENTITY}

    def list_samples(self) -> list[Sample]:
        """Return the samples by kind of tag, those gained before those lost and changed."""
        keys = ((kind, how) for kind in IDENTITY for how in HOWS)
        return [each for key in keys for each in self.samples.get(key, ())]

    def describe(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "compared": self.compared,
            "changed": self.changed,
            "passed_over": self.passed_over,
            "refused": dict(self.refused),
            "counts": self.count_kinds(),
            "samples": [
                {"id": each.article_id, "headline": each.headline, **describe_tag_change(each.tag)}
                for each in self.list_samples()
            ],
        }
