"""A picture of figures beside what was asked of them: SVG, readable on light and on dark pages."""

from __future__ import annotations

from html import escape

from figures import Figure, Measurement

# Pixels. A row has its name and its value above its bar, and the target as a line across it.
WIDTH, MARGIN, TOP, ROW, BAR = 720, 16, 62, 46, 14
# What is beyond so many times the target ends at the edge.
MOST = 2.0
TARGET_AT = WIDTH / MOST
# The picture brings its own ground, for a page does not tell a picture which of the two it is.
STYLE = """
.ground{fill:#ffffff}.text{fill:#1f2328}.faint{fill:#59636e}
.held{fill:#2f7d4f}.missed{fill:#c4621b}.line{stroke:#1f2328;stroke-width:2}
.spread{stroke:#59636e;stroke-width:2}.end{text-anchor:end}
@media (prefers-color-scheme:dark){
.ground{fill:#151b23}.text{fill:#e6edf3}.faint{fill:#9198a1}
.held{fill:#4fae78}.missed{fill:#e28743}.line{stroke:#e6edf3}.spread{stroke:#9198a1}}
text{font:13px system-ui,sans-serif}.title{font-size:15px;font-weight:600}
"""


def draw_bars(measurement: Measurement) -> str:
    """Return a bar for each figure, as long as it is of its target; one without target has none."""
    height = TOP + ROW * len(measurement.figures) + MARGIN
    rows = "".join(
        _draw_row(each, TOP + ROW * number) for number, each in enumerate(measurement.figures)
    )
    told = f"{measurement.title}: {measurement.revision}, {measurement.date}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>{escape(told)}</title><style>{STYLE}</style>"
        f'<rect class="ground" width="{WIDTH}" height="{height}" rx="6"/>'
        + _write(MARGIN, 24, "text title", measurement.title)
        + _write(MARGIN, 44, "faint", f"{measurement.revision}, {measurement.date}")
        + _write(TARGET_AT + 5, 44, "faint", "target")
        + f"{rows}</svg>\n"
    )


def _draw_row(figure: Figure, y: int) -> str:
    verdict = "" if figure.holds else ", missed"
    label = f"{figure.shown}, {figure.wanted}{verdict}"
    words = _write(MARGIN, y + 12, "text", figure.name) + _write(
        WIDTH - MARGIN, y + 12, "text end", label
    )
    # Where nothing at all is asked for, there is nothing to be a share of.
    if figure.target <= 0:
        return words
    end, least, most = (
        _place(each / figure.target)
        for each in (figure.middle, min(figure.values), max(figure.values))
    )
    middle = y + 18 + BAR / 2
    return (
        words + f'<rect class="{"held" if figure.holds else "missed"}" x="{MARGIN}" y="{y + 18}" '
        f'width="{end - MARGIN:.1f}" height="{BAR}" rx="2"/>'
        f'<line class="spread" x1="{least:.1f}" x2="{most:.1f}" y1="{middle}" y2="{middle}"/>'
        f'<line class="line" x1="{TARGET_AT}" x2="{TARGET_AT}" y1="{y + 15}" y2="{y + 21 + BAR}"/>'
    )


def _place(share: float) -> float:
    """Return where on the line from nothing on a share of the target lies."""
    return MARGIN + min(max(share, 0.0), MOST) * (TARGET_AT - MARGIN)


def _write(x: float, y: float, kind: str, text: str) -> str:
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{escape(text)}</text>'
