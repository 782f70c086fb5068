"""自由記述の分類: codes that people write, what their phrases propose, and what people confirmed; counts of the confirmed alone."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from dashboard import journal
from dashboard.components import notices, recorded, selects, take_out, written_by
from dashboard.components.written_by import WRITTEN_BY
from dashboard.frames import record, records
from dashboard.pages.barriers import quotes
from dashboard.planning.text_codes import VERDICTS, TextKey
from dashboard.queries import barriers as queries
from dashboard.services import text_codes
from dashboard.services.text_codes import CodedText, TextCoding
from dashboard.views import code_words as say
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web import entries
from dashboard.web.settings import journal_path, journal_to_write
from dashboard.words import raw_files, words

NAME = "text-code"
FIRST = 12
ORDER = ("split", "open", "confirmed", "refused")


def section(reader: Reader, asked: View) -> html.Section:
    return html.Section(
        [
            html.Div(
                [
                    html.H2(say.TITLE, id="codes-title"),
                    written_by.labelled_field(),
                ],
                className="card-top",
            ),
            html.P(id="codes-message", role="status", className="form-result"),
            html.Div(shown(reader, asked, journal_path(), ""), id="codes-shown"),
            html.Details(
                [
                    html.Summary("分類を加える"),
                    html.Div(
                        [
                            dmc.TextInput(
                                id="code-label", label="分類の名前", size="sm", placeholder="例: 人手"
                            ),
                            html.Div(
                                dmc.TextInput(
                                    id="code-phrases",
                                    label="手がかりの言葉（「、」で区切る）",
                                    size="sm",
                                    placeholder="例: 人手不足、専門職がいない、兼務",
                                ),
                                className="wide",
                            ),
                            dmc.Button("分類を記録する", id="code-save", size="sm"),
                        ],
                        className="form-grid",
                    ),
                ]
            ),
            html.Details([html.Summary("決め方"), *[html.P(text, className="note") for text in say.METHOD]]),
        ],
        className="panel barrier-codes",
        **{"aria-labelledby": "codes-title"},
    )


def shown(reader: Reader, asked: View, path: Path | None, chosen: str) -> list[Any]:
    """Counts of all codes, agreement, and the texts of the chosen one."""
    try:
        made = text_codes.text_coding(view.narrow(queries.texts(reader), asked), path)
    except journal.JournalError as error:
        return [notices.banner(str(error), "warning")]
    children: list[Any] = [html.P(text) for text in say.summary(made)]
    if not made.codes:
        return [*children, *_written(path)]
    codes = [code.code_id for code in made.codes]
    chosen = chosen if chosen in codes else codes[0]
    return [
        *children,
        _counts(made),
        *[html.P(say.agreement(one), className="note") for one in made.agreements],
        take_out.buttons("text_codes", content=".code-counts", title=say.TITLE, synthetic=made.is_synthetic),
        dmc.Select(
            id="codes-choice",
            label="確かめる分類",
            data=[{"value": code.code_id, "label": code.label} for code in made.codes],
            value=chosen,
            size="sm",
            w=320,
            allowDeselect=False,
            comboboxProps=selects.COMBO,
        ),
        *_texts(made, chosen),
        *_written(path),
    ]


def register(app: Dash, warehouse: Warehouse) -> None:
    """Each act writes to the journal and draws the panel anew; another code draws it too."""

    def again(search: str | None, chosen: str | None) -> list[Any]:
        reader, asked = view.open(warehouse, search)
        return shown(reader, asked, journal_path(), chosen or "")

    @app.callback(
        Output("codes-shown", "children"),
        Output("codes-message", "children"),
        Input("code-save", "n_clicks"),
        State("code-label", "value"),
        State("code-phrases", "value"),
        State(WRITTEN_BY, "value"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def add(clicks: int | None, label: str, phrases: str, by: str, search: str | None) -> Any:
        if not clicks:
            return no_update, no_update
        try:
            text_codes.write_code(journal_to_write(), label or "", phrases or "", by or "")
            return again(search, ""), "記録しました。"
        except (journal.InvalidRecordError, journal.JournalError) as error:
            return no_update, html.Span(str(error), className="note-alert")
        except WarehouseError:
            return no_update, no_update  # the shell's own question after the data shows the message

    @app.callback(
        Output("codes-shown", "children", allow_duplicate=True),
        Input("codes-choice", "value"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def choose(chosen: str, search: str | None) -> Any:
        try:
            return again(search, chosen)
        except WarehouseError:
            return no_update

    @app.callback(
        Output("codes-shown", "children", allow_duplicate=True),
        Output("codes-message", "children", allow_duplicate=True),
        Input({"type": "code-judge", "key": ALL, "code": ALL, "verdict": ALL}, "n_clicks"),
        State(WRITTEN_BY, "value"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def judge(clicks: list[int | None], by: str, search: str | None) -> Any:
        asked = ctx.triggered_id
        if not any(clicks) or not isinstance(asked, dict):
            return no_update, no_update
        try:
            return again(search, asked["code"]), _judged(warehouse.reader(), asked, by)
        except (journal.ConflictError, journal.InvalidRecordError, journal.JournalError) as error:
            return no_update, html.Span(str(error), className="note-alert")
        except WarehouseError:
            return no_update, no_update

    entries.register_taking_back(
        app,
        NAME,
        "codes-shown",
        "codes-message",
        lambda said, search: [html.P(said, className="form-result"), *again(search, "")],
        [State("url", "search")],
    )


def _written(path: Path | None) -> list[Any]:
    """The codes as they were written, each with the way to take it back or to have it again."""
    rows = [
        {**row, "about": row["label"], "text": row["phrases"] or "（手がかりの言葉なし）", "beside": ""}
        for row in records(journal.current(path, "text_code", with_removed=True))
    ]
    lists = recorded.lists(NAME, "書き入れた分類", rows)
    return [html.Details([html.Summary("分類を取り消す・元に戻す"), *lists])] if lists else []


def _judged(reader: Reader, asked: dict[str, str], by: str) -> str:
    """Keep what was pressed, if the answer is still the one that was read."""
    year, town, question, seen = asked["key"].split("|")
    rows = queries.texts(reader)
    rows = rows[
        (rows["fiscal_year"] == int(year))
        & (rows["municipality_code"] == town)
        & (rows["question_id"] == question)
    ]
    text = "" if rows.empty else text_codes.text_of(record(rows.iloc[0]))
    if _mark(text) != seen:
        return "この回答は、表示した後に変わりました。新しい回答を読んでから、もう一度確かめてください。"
    key = TextKey(int(year), town, question)
    text_codes.judge(journal_to_write(), key, text, asked["code"], asked["verdict"], by or "")
    return f"「{asked['verdict']}」と記録しました。押し直すと変えられます。"


def _counts(made: TextCoding) -> html.Table:
    heads = ("分類", "当てはまる（件）", "市町村", "意見が分かれた", "提案（まだ確かめていない）")
    body = []
    for code in made.codes:
        waiting = [one for one in made.of(code.code_id, "open") if one.proposal]
        numbers = (
            len(made.of(code.code_id, "confirmed")),
            made.towns(code.code_id),
            len(made.of(code.code_id, "split")),
            len(waiting),
        )
        body.append(
            html.Tr(
                [
                    html.Th(
                        [code.label, html.Span(f"　{'、'.join(code.phrases)}", className="note")], scope="row"
                    ),
                    *[html.Td(words.count(number)) for number in numbers],
                ]
            )
        )
    head = [
        html.Th(heads[0], scope="col"),
        *(html.Th(one, scope="col") for one in heads[1:]),
    ]
    return html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="plain code-counts")


def _texts(made: TextCoding, chosen: str) -> list[Any]:
    """What is proposed or judged, what needs a look first; the rest behind one press."""
    texts = sorted(made.texts[chosen], key=_first)
    named = [one for one in texts if one.proposal or one.judged]
    rest = [one for one in texts if not (one.proposal or one.judged)]
    open_, more = named[:FIRST], [*named[FIRST:], *rest]
    parts: list[Any] = [html.Div([_text(one, chosen) for one in open_], className="quotes")]
    if not named:
        parts = [html.P("手がかりの言葉のある回答はありません。下の一覧から選べます。")]
    if more:
        parts.append(
            html.Details(
                [
                    html.Summary(f"ほかの{words.count(len(more))}件"),
                    html.Div([_text(one, chosen) for one in more], className="quotes"),
                ]
            )
        )
    return parts


def _first(one: CodedText) -> tuple[int, int]:
    how = 2 if one.proposal is None else int(one.proposal.how == "near")
    return ORDER.index(one.standing), how


def _text(one: CodedText, code: str) -> html.Div:
    row = one.row
    key = "|".join([*map(str, one.key), _mark(one.text)])
    return html.Div(
        [
            html.P(
                [
                    html.A(str(row["name"]), href=f"/town?town={row['municipality_code']}"),
                    f"　{row['short_label']}",
                    html.Span(words.SYNTHETIC, className="tag tag-synthetic")
                    if row["is_synthetic"]
                    else None,
                ]
            ),
            html.Blockquote(one.text),
            html.P(
                [quotes.topic(row), "　", raw_files.of_row(row)],
                className="note",
            ),
            html.Div(
                [
                    *[
                        html.Button(
                            verdict,
                            id={"type": "code-judge", "key": key, "code": code, "verdict": verdict},
                            className="filter-clear",
                            type="button",
                        )
                        for verdict in VERDICTS
                    ],
                    html.Span(say.why(one), className="note"),
                ],
                className="toolbar",
            ),
        ],
        className="quote",
    )


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
