"""The filter bar of every page: it changes the address, and follows it. 年度, 基準日, 振興局, 人口規模, 市/町/村, 状態."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import dash_mantine_components as dmc
import pandas as pd
from dash import dcc, html

from dashboard.components import address_controls, selects
from dashboard.queries import filters, overview
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader
from dashboard.words import words

NEWEST = "newest"
# Controls that are bound to parts of the address, by these names: assets/filter_bar.js.
CONTROLS = ("fy", "asof")
LISTS = tuple(view.LISTS)
# What of the bar a page follows (its FOLLOWS): all of it, all but the year since it has years of its own, or nothing.
Follows = Literal["all", "all but the year", "nothing"]
CLASSES: dict[Follows, str] = {
    "all": "filter-bar",
    "all but the year": "filter-bar is-without-year",
    "nothing": "filter-bar is-idle",
}


def bar() -> html.Div:
    """The bar before anything is known; `state` fills it."""
    return html.Div(
        [
            dcc.Store(id="filter-shown", data={}),
            dcc.Store(id="filter-meaning"),
            html.Div(
                [
                    _select("fy", "年度", 178),
                    _select("asof", "基準日", 206),
                    *[_checks(name) for name in LISTS],
                    html.Button(
                        "条件を解除",
                        id="filter-clear",
                        className="filter-clear",
                        disabled=True,
                        title="振興局・人口規模・市町村・状態・基準日の条件をすべて外します（年度は変わりません）",
                    ),
                ],
                className="filter-controls",
                role="group",
                **{"aria-label": "表示の条件"},
            ),
            html.Div(id="filter-line", className="filter-line", **{"aria-live": "polite"}),
            html.Div(id="filter-complaint", **{"aria-live": "polite"}),
        ],
        className="filter-bar",
        id="filter-bar",
    )


def state(reader: Reader, asked: View, follows: Follows = "all") -> dict[str, Any]:
    """What the bar shows of a view: the meaning of the address for its controls, and the line that says what is filtered.

    What the page that is shown does not follow is not offered there; the address keeps it for the other pages.

    reader: of the newest day, whatever day is asked for.
    """
    then = reader.at(asked.as_of)
    values: dict[str, Any] = {
        "fy": str(asked.fiscal_year),
        "asof": asked.as_of.isoformat() if asked.as_of else NEWEST,
    }
    values |= {name: list(getattr(asked, field)) for name, field in view.LISTS.items()}
    data = {"fy": _years(overview.years(then)), "asof": _days(reader, asked.as_of)}
    controls = {
        name: {"value": value, **({"data": data[name]} if name in data else {})}
        for name, value in values.items()
    }
    return {
        "meaning": address_controls.meaning(asked.search, **controls),
        "options": {name: _options(then, name) for name in LISTS},
        "labels": {name: _label(name, values[name]) for name in LISTS},
        "classes": {name: f"filter-button{' is-set' * bool(values[name])}" for name in LISTS},
        "line": _line(then, asked) if follows != "nothing" else [],
        "bar": CLASSES[follows],
        "clear": not (asked.is_narrow or asked.as_of),
    }


def _select(name: str, label: str, width: int) -> html.Div:
    return html.Div(
        [
            html.Label(label, htmlFor=name, className="control-label"),
            dmc.Select(
                id=name,
                data=[],
                size="xs",
                w=width,
                allowDeselect=False,
                maxDropdownHeight=380,
                comboboxProps=selects.COMBO,
            ),
        ],
        className="filter-control",
        id=f"control-{name}",
    )


def _checks(name: str) -> dmc.Popover:
    return dmc.Popover(
        [
            dmc.PopoverTarget(
                html.Button(
                    view.WORDS[name],
                    id=f"filter-{name}",
                    className="filter-button",
                    type="button",
                    **{"aria-haspopup": "dialog"},
                )
            ),
            dmc.PopoverDropdown(
                dmc.CheckboxGroup(
                    html.Div(id=f"options-{name}", className="filter-options"),
                    id=name,
                    value=[],
                    label=view.WORDS[name],
                )
            ),
        ],
        position="bottom-start",
        keepMounted=True,
        withRoles=False,  # it would put them on a div around the button
        trapFocus=True,
        returnFocus=True,
        shadow="md",
        transitionProps={"duration": 0},
    )


def _years(years: pd.DataFrame) -> list[dict[str, str]]:
    return [
        {
            "value": str(row["fiscal_year"]),
            "label": f"{row['label_ja']}（{row['fiscal_year']}）{'' if row['implementers_complete'] else '＊'}",
        }
        for row in years.to_dict("records")
    ]


def _days(reader: Reader, asked: date | None) -> list[dict[str, str]]:
    """The days on which something new became known, newest first; and the day that the address names."""
    days = set(filters.days(reader)) | ({asked} if asked else set())
    return [
        {"value": NEWEST, "label": "最新"},
        *[{"value": day.isoformat(), "label": words.day_short(day)} for day in sorted(days, reverse=True)],
    ]


def _options(reader: Reader, name: str) -> list[Any]:
    if name == "sub":
        pairs = filters.subprefectures(reader)[["code", "short_name"]].to_numpy().tolist()
    elif name == "size":
        pairs = filters.size_classes(reader)[["code", "label_ja"]].to_numpy().tolist()
    elif name == "group":
        frame = overview.groups(reader)
        pairs = [
            [code, f"{mark} {said}"] for code, mark, said in frame[["code", "symbol", "label_ja"]].values
        ]
    else:
        pairs = [[kind, kind] for kind in view.KINDS]
    return [dmc.Checkbox(value=str(code), label=str(label), size="xs") for code, label in pairs]


def _label(name: str, chosen: list[str]) -> str:
    return f"{view.WORDS[name]}（{len(chosen)}）" if chosen else view.WORDS[name]


def _line(reader: Reader, asked: View) -> list[Any]:
    """Chips of what is filtered, each of which takes its condition away, and how many towns are left."""
    if not (asked.is_narrow or asked.as_of):
        return []
    chips: list[Any] = []
    if asked.as_of:
        chips.append(_chip("asof", "", f"{words.day_short(asked.as_of)}までに知っていた内容"))
    for name, field in view.LISTS.items():
        labels = _names(reader, name)
        chips += [_chip(name, code, labels[code]) for code in getattr(asked, field)]
    towns = filters.towns(reader, asked.fiscal_year)
    left = len(view.narrow(towns, asked))
    said = f"{words.count(len(towns))}市町村のうち{words.count(left)}を表示"
    if not left:
        said = "この条件に合う市町村はありません。条件を1つ外してください"
    return [html.Span("条件:", className="control-label"), *chips, html.Span(said, className="filter-count")]


def _names(reader: Reader, name: str) -> dict[str, str]:
    frames = {"sub": filters.subprefectures, "size": filters.size_classes, "group": overview.groups}
    if name == "kind":
        return {kind: kind for kind in view.KINDS}
    frame = frames[name](reader)
    label = "short_name" if name == "sub" else "label_ja"
    return {str(code): str(said) for code, said in zip(frame["code"], frame[label], strict=True)}


def _chip(name: str, code: str, said: str) -> html.Button:
    return html.Button(
        [said, html.Span(" ✕", **{"aria-hidden": "true"})],
        className="chip",
        type="button",
        title=f"「{said}」の条件を外す",
        **{"data-name": name, "data-code": code},
    )
