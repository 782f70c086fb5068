"""The fields of what is chosen: the head of the form, or one question with its choices and conditions."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.components import selects
from dashboard.pages.survey.option_fields import option_fields
from dashboard.pages.survey.parts import (
    act,
    check_field,
    choice_field,
    choices_field,
    long_field,
    number_field,
    text_field,
)
from dashboard.views.survey.conditions import controls_of
from dashboard.views.survey.document import WITH_OPTIONS, Document, Entry, entry_of, number_of
from dashboard.views.survey.options import options_of
from dashboard.views.survey.questions import begins_section

HOW = [{"value": "in", "label": "のとき"}, {"value": "not_in", "label": "以外のとき"}]
AFTER_CLOSING = (
    "この調査は確定しています。確定した数と公表した資料は、質問を直しても変わりません。"
    "新しい版で届く調査票は、確定の後に届いたものとして保留になります。取り込むと決めると数が変わり、変わったところは正誤表に載ります。"
)
DAYS = (("as_of", "基準日"), ("issued_on", "発出日"), ("deadline", "回答期限"))


def chosen_form(document: Document, form: dict[str, Any], chosen: str, turn: int) -> list[Any]:
    """The head where it is chosen, or where the chosen question is gone."""
    entry = entry_of(document, chosen)
    return _head(document["form"], turn) if entry is None else _question(document, form, entry, turn)


def _head(head: Entry, turn: int) -> list[Any]:
    def field(key: str, label: str, **more: Any) -> Any:
        return text_field(key, "head", turn, label, head.get(key), **more)

    return [
        html.H2("表題・期限・差出人など"),
        field("title", "表題"),
        html.Div(
            [field(key, label, inputProps={"type": "date"}) for key, label in DAYS], className="survey-days"
        ),
        field("sender", "差出人"),
        field("reply_to", "返送先"),
        field("legal_basis", "根拠（なければ空欄）"),
        long_field(
            "instructions",
            "head",
            turn,
            "ご記入にあたって（1行に1つ）",
            "\n".join(head.get("instructions", [])),
        ),
    ]


def _question(document: Document, form: dict[str, Any], entry: Entry, turn: int) -> list[Any]:
    of = entry["id"]
    parts: list[Any] = [
        html.H2([number_of(document, of), html.Span(form["kinds"].get(entry["kind"], ""), className="tag")]),
        long_field("wording", of, turn, "文言", entry.get("wording")),
        long_field("help", of, turn, "補足（小さい字で下に付く）", entry.get("help")),
        check_field("required", of, turn, "必ず答えてもらう（必須）", checked=bool(entry.get("required"))),
    ]
    if entry["kind"] in WITH_OPTIONS:
        parts.append(option_fields(form, entry, turn))
    parts += [_of_kind(entry, turn), _conditions(document, form, entry, turn), _previous(form, entry, turn)]
    if "part_of" not in entry:
        parts.append(_section(document, entry, turn))
    return parts


# ------------------------------------------------------------------ what only some kinds have


def _of_kind(entry: Entry, turn: int) -> html.Div:
    of, kind = entry["id"], entry["kind"]
    fields: list[Any] = []
    if kind == "integer":
        fields = [
            text_field("unit", of, turn, "単位", entry.get("unit"), w=100),
            number_field("minimum", of, turn, "いちばん小さい数", int(entry.get("minimum", 0))),
            number_field("maximum", of, turn, "いちばん大きい数", int(entry.get("maximum", 9999))),
        ]
    elif kind == "ranked":
        fields = [number_field("ranks", of, turn, "何位まで選ぶか", int(entry.get("ranks", 3)))]
    elif kind == "fiscal_year":
        fields = [
            number_field("first_year", of, turn, "始めの年度（西暦）", int(entry.get("first_year", 2021))),
            number_field("last_year", of, turn, "終わりの年度（西暦）", int(entry.get("last_year", 2030))),
            check_field(
                "allows_undecided", of, turn, "「未定」も選べる", checked=bool(entry.get("allows_undecided"))
            ),
        ]
    elif kind == "free_text":
        fields = [number_field("lines", of, turn, "欄の高さ（行）", int(entry.get("lines", 5)))]
    return html.Div(fields, className="survey-of-kind")


# ------------------------------------------------------------------ conditions


def _conditions(document: Document, form: dict[str, Any], entry: Entry, turn: int) -> html.Fieldset:
    of = entry["id"]
    controls = controls_of(document, of)
    names = {one["id"]: f"{number_of(document, one['id'])} {one.get('wording', '')}" for one in controls}
    rows = []
    for place, condition in enumerate(entry.get("only_if", [])):
        control = entry_of(document, condition["question"])
        codes = options_of(control, form["lists"]) if control is not None else []
        how = "not_in" if "not_in" in condition else "in"
        rows.append(
            html.Li(
                [
                    choice_field(
                        f"condition:{place}:question",
                        of,
                        turn,
                        "この質問の答えが",
                        condition["question"] if condition["question"] in names else None,
                        [{"value": key, "label": name} for key, name in names.items()],
                    ),
                    choices_field(
                        f"condition:{place}:codes",
                        of,
                        turn,
                        "次のどれか",
                        [str(code) for code in condition[how]],
                        [{"value": one.code, "label": one.label} for one in codes],
                    ),
                    html.Div(
                        [
                            choice_field(
                                f"condition:{place}:how",
                                of,
                                turn,
                                "",
                                how,
                                HOW,
                                w=140,
                                **{"aria-label": "のとき・以外のとき"},
                            ),
                            act("条件を外す", "condition-drop", of, str(place)),
                        ],
                        className="survey-option",
                    ),
                ]
            )
        )
    said = "いつも答えてもらいます。" if not rows else "次のすべてに当てはまるときだけ答えてもらいます。"
    return html.Fieldset(
        [
            html.Legend("答える条件"),
            html.P(said, className="note"),
            html.Ol(rows, className="survey-conditions") if rows else None,
            act("条件を加える", "condition-add", of)
            if controls
            else html.P("これより前に、選択肢の質問がありません。", className="note"),
        ],
        className="survey-group",
    )


# ------------------------------------------------------------------ the round before


def _previous(form: dict[str, Any], entry: Entry, turn: int) -> html.Fieldset | None:
    before = form.get("previous")
    if before is None:
        return None
    of = entry["id"]
    known = {one["id"] for one in before["questions"]}
    return html.Fieldset(
        [
            html.Legend(f"前回（{before['label']}）との関係"),
            choices_field(
                "previous",
                of,
                turn,
                "前回のどの質問の続きか（2つ以上選ぶと、まとめた質問になる）",
                [one for one in entry.get("previous", [of]) if one in known],
                [
                    {"value": one["id"], "label": f"{one['number']} {one['wording']}"}
                    for one in before["questions"]
                ],
                placeholder="前回にない質問",
                searchable=True,
                filter=selects.FOLDED,
            ),
            check_field(
                "prefilled",
                of,
                turn,
                "前回の回答を、はじめから記入しておく",
                checked=bool(entry.get("prefilled")),
            ),
        ],
        className="survey-group",
    )


# ------------------------------------------------------------------ sections


def _section(document: Document, entry: Entry, turn: int) -> html.Div:
    of = entry["id"]
    if not begins_section(document, of):
        return html.Div(act("この質問から新しい節にする", "section-split", of), className="toolbar")
    is_first = bool(document["questions"]) and document["questions"][0]["id"] == of
    return html.Div(
        [
            text_field("section", of, turn, "節の見出し（この質問の上に付く）", entry.get("section")),
            None if is_first else act("前の節とつなげる", "section-join", of),
        ],
        className="survey-section-field",
    )


def locked(form: dict[str, Any]) -> html.Div:
    """Said where the version has gone out: a change makes a new one, and asks first where the round is final."""
    asks: dict[str, Any] = (
        {"data-confirm": f"{AFTER_CLOSING}新しい版をつくりますか。"} if form["is_final"] else {}
    )
    return html.Div(
        [
            html.Span(
                f"様式 {form['version']} の調査票は、もう市町村に送るファイルになっています。直すと新しい版（{form['next_version']}）になり、"
                "前の版で返ってきた回答も、その版の質問として読みます。"
            ),
            html.B(AFTER_CLOSING) if form["is_final"] else None,
            act("新しい版をつくって直す", "unlock", "form", className="button survey-unlock", **asks),
        ],
        className="banner banner-note banner-closable",
    )
