"""Numbers of 課題 that open the towns behind them, and the marks of shares."""

from __future__ import annotations

from dash import html

from dashboard import theme
from dashboard.words import words

SMALL_NOTE = f"{words.SMALL_NOTE}。"


def number(show: str, text: object, described: str, kind: str = "") -> html.Button:
    """A number as a button; pressing it lists its towns in the table below (barriers.js reads data-show)."""
    return html.Button(
        text,
        className=f"number {kind}".strip(),
        type="button",
        title=f"{described}。押すと下の表に市町村を並べます",
        **{"data-show": show, "aria-label": described},
    )


def share(show: str, part: int, whole: int, described: str) -> html.Button:
    """Part, whole and share: 111／160（69.4％）, marked where the whole is small."""
    text = f"{words.count(part)}／{words.count(whole)}（{words.share(part, whole)}）"
    return number(show, text, f"{described} {text}")


def tint(value: float | None) -> dict[str, str]:
    """The ground of a cell: white at 0, a mid blue at 1; ink reads on all of it."""
    if value is None:
        return {}
    deep = theme.BLUE_400.lstrip("#")
    parts = [int(deep[place : place + 2], 16) for place in (0, 2, 4)]
    mixed = [round(255 + (part - 255) * min(max(value, 0.0), 1.0)) for part in parts]
    return {"backgroundColor": f"rgb({', '.join(map(str, mixed))})"}


def heading(text: str, heading_id: str, is_synthetic: bool) -> html.H2:
    """The title of a card; 架空データ where what is in it rests on any."""
    mark = html.Span(words.SYNTHETIC, className="tag tag-synthetic") if is_synthetic else None
    return html.H2([text, mark], id=heading_id)


def provisional() -> html.Span:
    """The mark of an option that no town is on record for."""
    return html.Span(
        "仮", className="tag tag-provisional", title="仮の選択肢。道の資料にあるのは仮でない3つだけです"
    )
