"""市町村カルテ: one town on one page, every value with its cell; printed it is one A4."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import dash_mantine_components as dmc
import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update

from dashboard.components import address_controls, drawer, journal_view, notices, selects
from dashboard.frames import record, records
from dashboard.pages.town import acts, answers, cited, contact, findings, outreach, town_state
from dashboard.queries import overview, town_sheet
from dashboard.services import coming_dates
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web.settings import journal_path
from dashboard.words import town as town_words
from dashboard.words import words

PATH = "/town"
TITLE = "市町村カルテ"


def layout(reader: Reader, asked: View) -> html.Div:
    """The town that the address names, or the way to one."""
    everyone = town_sheet.neighbours_in_order(reader)
    choices = [
        {"value": row["municipality_code"], "label": f"{row['name']}（{row['kana']}）"}
        for row in records(everyone)
    ]
    chooser = dmc.Select(
        id="town-choice",
        data=choices,
        **address_controls.agreed(asked.town or None),
        searchable=True,
        filter=selects.FOLDED,
        clearable=False,
        placeholder="市町村名かよみを入力",
        nothingFoundMessage="見つかりません",
        size="xs",
        w=240,
        maxDropdownHeight=380,
        comboboxProps=selects.COMBO,
        **{"aria-label": "市町村を選ぶ"},
    )
    return html.Div(
        [
            html.Div(
                [html.H1(TITLE), chooser, html.Div(_steps(everyone, asked), id="town-steps")],
                className="town-bar",
            ),
            html.Div(_content(reader, asked), id="town-page"),
            dcc.Store(id="town-meaning"),
        ],
        className="town",
    )


def register(app: Dash, warehouse: Warehouse) -> None:
    """The browser changes the address, and the address decides which town is shown."""

    @app.callback(
        Output("town-page", "children"),
        Output("town-steps", "children"),
        Output("town-meaning", "data"),
        Input("url", "search"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def show(search: str | None, pathname: str) -> Any:
        if pathname != PATH:
            return no_update, no_update, no_update
        try:
            reader, asked = view.open(warehouse, search)
            everyone = town_sheet.neighbours_in_order(reader)
            meaning = address_controls.meaning(search, **{"town-choice": {"value": asked.town or None}})
            return _content(reader, asked), _steps(everyone, asked), meaning
        except WarehouseError:
            return no_update, no_update, no_update  # the shell says what is wrong

    app.clientside_callback(
        ClientsideFunction("kasanariAddress", "show"),
        Input("town-meaning", "data"),
        prevent_initial_call=True,
    )


def _steps(everyone: pd.DataFrame, asked: View) -> list[Any]:
    """To the town before and after in 行政順, of those that the filters leave."""
    codes = view.narrow(everyone, asked)["municipality_code"].tolist()
    names = dict(zip(everyone["municipality_code"], everyone["name"], strict=True))
    before = [code for code in codes if code < asked.town]
    after = [code for code in codes if code > asked.town]
    parts: list[Any] = []
    for target, said, key in ((before[-1:], "← {}", "prev"), (after[:1], "{} →", "next")):
        for code in target:
            parts.append(
                dcc.Link(
                    said.format(names[code]),
                    href=PATH + view.address(asked, town=code),
                    className=key,
                    id=f"town-{key}",
                )
            )
    search = view.address(asked, town=asked.town)
    if asked.town in set(everyone["municipality_code"]):
        parts.append(html.Button("印刷（A4）", id="town-print", className="town-print"))
        parts.append(
            _paper("Word", f"profile.docx{search}", "town-word", "このカルテを A4 1枚の Word にします")
        )
    if codes:
        which = "全市町村" if len(codes) == len(everyone) else f"この条件の{len(codes)}市町村"
        said = "1市町村1枚の Word をまとめた zip。できるまで数十秒かかることがあります"
        parts.append(_paper(f"{which}のカルテ（zip）", f"profiles.zip{search}", "town-zip", said))
    return parts


def _paper(label: str, address: str, name: str, title: str) -> html.A:
    return html.A(label, href=f"{view.PAPERS}/{address}", id=name, className="town-print", title=title)


def _content(reader: Reader, asked: View) -> list[Any]:
    found = overview.town(reader, asked.town)
    if found.empty:
        return _choose(reader, asked)
    return _sheet(reader, asked, found.iloc[0])


def _choose(reader: Reader, asked: View) -> list[Any]:
    """No town yet: all that the filters leave, by 振興局."""
    towns = view.narrow(town_sheet.neighbours_in_order(reader), asked)
    said = "市町村を選んでください。上の欄に名前かよみを入れるか、下から選べます。"
    if asked.town:
        said = f"コード「{asked.town[:12]}」の市町村は道内の179市町村にありません。選び直してください。"
    if towns.empty:
        said = "この条件に合う市町村はありません。上の条件を1つ外してください。"
    areas = [
        html.Section(
            [
                html.H2(f"{name}（{len(group)}）"),
                html.Ul(
                    [
                        html.Li(
                            dcc.Link(
                                row["name"], href=PATH + view.address(asked, town=row["municipality_code"])
                            )
                        )
                        for row in records(group)
                    ]
                ),
            ],
            className="panel",
        )
        for name, group in towns.sort_values(["subprefecture_code", "municipality_code"]).groupby(
            "subprefecture_name", sort=False
        )
    ]
    return [html.P(said, className="town-lead"), html.Div(areas, className="town-index")]


def _sheet(reader: Reader, asked: View, town: pd.Series) -> list[Any]:
    code = str(town["municipality_code"])
    rounds = town_sheet.rounds(reader, code)
    said = town_sheet.answers(reader, code)
    questions = town_sheet.questions(reader)
    years = overview.town_years(reader, code)
    fictional = bool(years["is_synthetic"].any() or said["is_synthetic"].any())
    everyone = town_sheet.all_figures(reader)

    def link(other: str) -> str:
        return PATH + view.address(asked, town=other)

    return [
        notices.banner(
            f"{words.SYNTHETIC}を含みます。「{words.SYNTHETIC}」と付いた値を実際の状況として引用しないでください。",
            "synthetic",
        )
        if fictional
        else None,
        _head(town, reader),
        html.Div(
            [
                html.Div(_record_panels(reader, code, years, everyone, link), className="town-column"),
                html.Div(
                    [
                        _panel("働きかけ", outreach.block(reader, journal_path(), code, link), "t-outreach"),
                        journal_view.town_part(journal_path(), reader, code),
                        *_answer_panels(reader, code, said, rounds, questions),
                    ],
                    className="town-column",
                ),
            ],
            className="town-grid",
        ),
        _panel(
            "回答の全体（調査ごとに並べて）",
            answers.every_answer(said, rounds, questions, code),
            "t-answers",
            note="下線は、前の調査から答えが変わった設問です。セル番地を押すと、書かれていた文字とファイルを表示します。",
        ),
        _panel("点検の指摘", findings.table(town_sheet.findings(reader, code)), "t-findings"),
        _panel("状態の出典（書かれているセル）", html.Div(drawer.statements(reader, code)), "t-statements"),
        _panel("値とファイルについてした作業（いつ・だれが・理由）", acts.lines(reader, code), "t-acts"),
    ]


def _record_panels(
    reader: Reader, code: str, years: pd.DataFrame, everyone: pd.DataFrame, link: Callable[[str], str]
) -> list[html.Section]:
    """What is on record of the town, beside what it says itself."""
    return [
        _panel("年度ごとの状態", town_state.years(years), "t-years"),
        _panel(
            "基礎的な数値",
            town_state.figures(code, everyone, town_sheet.figures(reader, code)),
            "t-figures",
            note="国勢調査は10月1日、住民基本台帳は1月1日の数です。観光地では冬の住民基本台帳が大きくなります。",
        ),
        _panel("参加した道の取組み", _activities(town_sheet.activities(reader, code)), "t-activities"),
        *_case(town_sheet.case(reader, code)),
        _panel(
            "隣り合う市町村", town_state.neighbours(town_sheet.neighbours(reader, code), link), "t-neighbours"
        ),
    ]


def _answer_panels(
    reader: Reader, code: str, said: pd.DataFrame, rounds: pd.DataFrame, questions: pd.DataFrame
) -> list[html.Section]:
    """What the town says itself, in its returns."""
    known = town_sheet.functions(reader)
    return [
        _panel(
            "支援の機能（法第106条の4第2項）",
            answers.functions(said, known, rounds, questions, code),
            "t-functions",
        ),
        _panel("挙げた課題", answers.barriers(said, rounds), "t-barriers"),
        _panel("連絡先・最近の回答", contact.block(said, rounds, questions, code), "t-contact"),
    ]


def _head(town: pd.Series, reader: Reader) -> html.Div:
    groups = overview.groups(reader).set_index("code")
    symbol = str(groups.loc[town["group_code"], "symbol"])
    facts = [
        f"コード {town['municipality_code']}（6桁 {town['code6']}）",
        str(town["subprefecture_name"]),
        town_words.size(town["size_class_label"]),
    ]
    return html.Div(
        [
            html.H2([str(town["name"]), html.Small(str(town["kana"]))]),
            html.Span(
                [
                    town_state.badge(str(town["group_code"]), symbol, str(town["status_label"])),
                    cited.synthetic(record(town)),
                ],
                className="town-now",
            ),
            html.Span("　".join(facts), className="note"),
            town_state.former(town_sheet.former_names(reader, str(town["municipality_code"]))),
            town_state.merger(coming_dates.mergers(reader), str(town["municipality_code"])),
        ],
        className="town-head",
    )


def _panel(title: str, content: Any, class_name: str, note: str = "") -> html.Section:
    parts = [html.H2(title), content, html.P(note, className="note") if note else None]
    return html.Section(parts, className=f"panel {class_name}", tabIndex=-1, **{"aria-label": title})


def _activities(frame: pd.DataFrame) -> html.Table | html.P:
    if frame.empty:
        return html.P("参加の記録はありません。", className="note")
    rows: list[list[object]] = [
        [
            words.day_short(row["held_on"]),
            row["measure_label"] if isinstance(row["measure_label"], str) else "―",
            [row["title"], cited.synthetic(row)],
            "―" if pd.isna(row["persons"]) else f"{row['persons']}人",
            cited.cell(row),
        ]
        for row in records(frame)
    ]
    return cited.table(("日", "種類", "題名", "人数", "セル"), rows, caption="参加した道の取組み")


def _case(frame: pd.DataFrame) -> list[html.Section]:
    if frame.empty:
        return []
    rows: list[list[object]] = [[row["topic"], row["statement"], cited.cell(row)] for row in records(frame)]
    table = cited.table(("項目", "取組み", "セル"), rows, caption="先行事例としての紹介")
    return [_panel("先行事例としての紹介（北海道の説明資料）", table, "t-case")]
