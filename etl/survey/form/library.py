"""The kinds of questions that an officer can add, each as a ready beginning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

YEARS_BACK, YEARS_AHEAD = 5, 7
OTHER = {"code": "other", "label": "その他"}
NONE_OF_THESE = {"code": "none", "label": "特にない", "exclusive": True, "aliases": ["特になし", "なし"]}
FIRST, SECOND, THIRD = ({"code": f"choice_{n}", "label": f"選択肢{n}"} for n in (1, 2, 3))


@dataclass(frozen=True)
class QuestionTemplate:
    """`stem`: what the id of such a question is made from; `entries`: the question and what hangs on it.

    Ids and `question` of the entries are places to be filled: "" is the question itself, "other" that on 「その他」.
    """

    key: str
    stem: str
    label: str
    words: str
    entries: tuple[dict[str, Any], ...]


def templates(fiscal_year: int) -> tuple[QuestionTemplate, ...]:
    """What can be added to the form of a fiscal year."""
    other_words = {
        "id": "other",
        "part_of": "",
        "kind": "free_text",
        "wording": "「その他」の内容",
        "required": True,
        "only_if": [{"question": "", "in": ["other"]}],
        "lines": 2,
    }
    existence = [
        {"code": "established", "label": "ある", "aliases": ["有", "あり", "設置済み", "設置済"]},
        {"code": "planned", "label": "予定がある", "aliases": ["予定", "予定あり"]},
        {"code": "none", "label": "ない", "aliases": ["無", "なし", "未設置"]},
    ]
    return (
        QuestionTemplate(
            "existence",
            "choice",
            "ある・予定・ない",
            "仕組みや会議があるかを1つ選ぶ",
            (_entry("single", "○○があるか", options=existence),),
        ),
        QuestionTemplate(
            "single",
            "choice",
            "1つ選ぶ",
            "選択肢から1つを選ぶ（▼から）",
            (_entry("single", "○○について", options=[FIRST, SECOND]),),
        ),
        QuestionTemplate(
            "multiple",
            "choices",
            "いくつでも選ぶ",
            "当てはまるものすべてに○。「その他」には内容の欄が付く",
            (
                _entry("multiple", "当てはまるもの", options=[FIRST, SECOND, OTHER, NONE_OF_THESE]),
                other_words,
            ),
        ),
        QuestionTemplate(
            "ranked",
            "ranking",
            "順位を付けて選ぶ",
            "大きい順に3つまで選ぶ",
            (
                _entry(
                    "ranked",
                    "特に大きなもの",
                    help="大きい順に3つまで",
                    options=[FIRST, SECOND, THIRD],
                    ranks=3,
                ),
            ),
        ),
        QuestionTemplate(
            "people",
            "number",
            "人数・件数",
            "0以上の整数を書く。単位が付く",
            (
                _entry(
                    "integer",
                    "○○の人数",
                    help="いないときは 0 を入力してください。",
                    unit="人",
                    maximum=9999,
                ),
            ),
        ),
        QuestionTemplate(
            "fiscal_year",
            "year",
            "年度",
            "年度を選ぶ（▼から）。「未定」も選べる",
            (
                _entry(
                    "fiscal_year",
                    "○○の年度",
                    first_year=fiscal_year - YEARS_BACK,
                    last_year=fiscal_year + YEARS_AHEAD,
                    allows_undecided=True,
                ),
            ),
        ),
        QuestionTemplate("date", "day", "年月日", "日を書く", (_entry("date", "○○の日", required=False),)),
        QuestionTemplate(
            "free_text",
            "text",
            "自由に書く",
            "文章を書く広い欄",
            (_entry("free_text", "○○について", required=False, lines=4),),
        ),
        QuestionTemplate(
            "contact",
            "contact",
            "連絡先",
            "担当課・係、担当者、電話番号、メールアドレス",
            (_entry("contact", "連絡先", prefilled=True),),
        ),
    )


def _entry(kind: str, wording: str, *, required: bool = True, **more: Any) -> dict[str, Any]:
    return {"id": "", "kind": kind, "wording": wording, "required": required, **more}
