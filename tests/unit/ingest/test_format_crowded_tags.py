"""Tags with too many attributes are found, whatever stands around them."""

from __future__ import annotations

import pytest
from effort import measure_cpu

from tidings_ingest.formats.crowded_tags import MOST_ATTRIBUTES, has_crowded_tag

NAMES = [f"b{each}" for each in range(MOST_ATTRIBUTES + 1)]
MANY, FEW = " ".join(NAMES), " ".join(NAMES[1:])


@pytest.mark.parametrize(
    ("page", "between"),
    [
        ("<a @>", " "),
        ("<a @", "\n"),
        ("<p>a</p><A\n@/>", " "),
        ("<a @>", "=1 "),
        ("<a @>", '="<>"'),
        ("<a @>", " = '>' "),
        ("<a/@>", "/"),
        ("<!--><a @>", " "),
        ("<!-- <a> --><a @>", " "),
        ('<p x=y"><a @>', " "),
        ("<script>a<b</script><a @>", " "),
        ("<script @></script>", " "),
        ("<style/x>a</style><a @>", " "),
        ("<scripts><a @>", " "),
    ],
)
def test_a_crowded_tag_is_found(page, between):
    assert has_crowded_tag(page.replace("@", between.join(NAMES)))
    assert not has_crowded_tag(page.replace("@", between.join(NAMES[1:])))


@pytest.mark.parametrize(
    "page",
    [
        f"<a {FEW}>",
        f"<a {FEW}><a {FEW}>",
        f'<a title="{MANY}">',
        f"<p>a < {MANY}</p>",
        f"<!-- <a {MANY}> -->",
        f"<script>a <b {MANY}</script>",
        f"<STYLE>a <b {MANY}</STYLE>",
        f"</a {MANY}>",
    ],
)
def test_words_elsewhere_are_no_attributes(page):
    assert not has_crowded_tag(page)


@pytest.mark.parametrize(
    "unit",
    [
        '<a b="', "<a b='", "<a ", "<!--", "<script>", "<script ", "<style>", "<", "<a b = ", "/ ",
        "=", '<a b=c"d', "<!-->", """<a b="'" c='"'>""",
    ],
)  # fmt: skip
def test_the_page_is_read_once_whatever_is_in_it(unit):
    def measure(size):
        page = unit * (size // len(unit))
        return measure_cpu(lambda: has_crowded_tag(page))

    # Twenty times as much would take four hundred times as long if it were tried again and again.
    assert measure(400_000) < 100 * measure(20_000) + 0.05
