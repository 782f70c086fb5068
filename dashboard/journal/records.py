"""What a record of each kind says: its fields, and what is asked of them before they are kept."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dashboard import clock
from dashboard.journal.entered_day import entered_day
from dashboard.words import words

Value = str | int | float | None
FieldType = Literal["text", "day", "whole", "number", "mail"]
LONGEST = 4000
CODE_LENGTH = 5


class InvalidRecordError(Exception):
    """What was entered cannot be kept; `problems` by field in Japanese."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True)
class Field:
    """`words`: what it may say, where that is fixed; `least`, `most`: of a number; `has_been`: a day not after today."""

    name: str
    label: str
    type: FieldType = "text"
    is_required: bool = False
    words: tuple[str, ...] = ()
    least: float = 0
    most: float = 99_999
    has_been: bool = False


PROMISE_STATES = ("進行中", "確認済み", "見送り", "取り下げ")
# Words of earlier records → those of today: what was written stays, what is read speaks as the rest.
FORMER_STATES = {"果たされた": "確認済み", "果たされなかった": "見送り"}
STEP_STATES = ("これから", "済み", "とりやめ")
ITEM_STATES = ("予定", "済み", "とりやめ")
SENDING_KINDS = ("調査票と依頼文", "提出のお願い（再）", "疑義照会", "結果のお知らせ")
TARGET_MEASURES = ("実施市町村数", "実施市町村の割合")
SEAL_STATES = ("公印省略", "公印を押す", "事務連絡（文書記号なし）")
MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
OPEN = {"promise": "進行中", "step": "これから", "item": "予定"}

# A town stands beside the record (municipality_code); a plan has none.
FIELDS: dict[str, tuple[Field, ...]] = {
    "contact": (
        Field("contacted_on", "対応した日", "day", is_required=True, has_been=True),
        Field("means", "手段", is_required=True),
        Field("owner", "担当", is_required=True),
        Field("met", "相手"),
        Field("said", "話したこと", is_required=True),
    ),
    "promise": (
        Field("contact_id", "対応"),
        Field("promised_on", "確認した日", "day", is_required=True, has_been=True),
        Field("promise_kind", "確認事項の種類", is_required=True),
        Field("text", "確認事項の内容", is_required=True),
        Field("fiscal_year", "いつの調査までに", "whole"),
        Field("target", "対象"),
        Field("due", "期限", "day"),
        Field("owner", "担当", is_required=True),
        Field("state", "状態", is_required=True, words=PROMISE_STATES),
    ),
    "step": (
        Field("contact_id", "対応"),
        Field("text", "次にすること", is_required=True),
        Field("due", "期限", "day", is_required=True),
        Field("owner", "担当", is_required=True),
        Field("state", "状態", is_required=True, words=STEP_STATES),
    ),
    "plan": (
        Field("title", "計画の名前", is_required=True),
        Field("fiscal_year", "年度", "whole", is_required=True),
        Field("quarter", "四半期", "whole"),
        Field("capacity_days", "使える人日", "number", is_required=True),
        Field("office", "出発地"),
        Field("days", "訪問にあてる日数", "whole", least=1, most=60),
        Field("first_day", "最初の日", "day"),
        Field("hours", "1日の時間", "number", least=0.25, most=24),
        Field("visit_minutes", "1か所の時間", "whole", least=1, most=1440),
    ),
    "item": (
        Field("plan_id", "計画", is_required=True),
        Field("means", "手段", is_required=True),
        Field("owner", "担当"),
        Field("due", "期限", "day"),
        Field("measure", "案内する支援"),
        Field("staff_days", "人日", "number"),
        Field("priority", "優先度", "number"),
        Field("note", "メモ"),
        Field("state", "状態", is_required=True, words=ITEM_STATES),
    ),
    # Who writes every letter; one record, its newest version holds.
    "office": (
        Field("head", "発信者（部・課の名前と課長の職名）", is_required=True),
        Field("section", "担当の課・係", is_required=True),
        Field("person", "担当者", is_required=True),
        Field("phone", "電話", is_required=True),
        Field("mail", "メール", "mail", is_required=True),
        Field("symbol", "文書記号"),
        Field("seal", "公印", is_required=True, words=SEAL_STATES),
    ),
    # Of a municipality, or of a 振興局 (subprefecture_code) where no municipality stands beside it.
    "address": (
        Field("subprefecture_code", "振興局"),
        Field("section", "課・係"),
        Field("person", "担当者"),
        Field("phone", "電話"),
        Field("mail", "メール", "mail"),
        Field("note", "メモ"),
    ),
    # codes: the municipalities that it went to, separated by spaces.
    "sending": (
        Field("fiscal_year", "調査の年度", "whole", is_required=True),
        Field("what", "送ったもの", is_required=True, words=SENDING_KINDS),
        Field("sent_on", "送った日", "day", is_required=True, has_been=True),
        Field("means", "方法", is_required=True),
        Field("codes", "送った市町村", is_required=True),
        Field("note", "メモ"),
    ),
    # What a municipality does, as an example for others; one record per statement.
    "case": (
        Field("topic", "見出し", is_required=True),
        Field("function_group", "関わる機能"),
        Field("text", "取組の内容", is_required=True),
        Field("source", "出典（資料の名前とページなど）", is_required=True),
    ),
    # What another form asks of municipalities; question_ids: those of ours that ask the same, separated by spaces.
    "known_question": (
        Field("form", "調べの名前", is_required=True),
        Field("issuer", "実施するところ"),
        Field("fiscal_year", "年度", "whole", least=2000, most=2100),
        Field("wording", "設問", is_required=True),
        Field("question_ids", "同じことを尋ねる道の設問"),
        Field("source", "出典", is_required=True),
    ),
    # Other words for what a measure or a function is; subject: measure:training, function:f2.
    "wording": (
        Field("subject", "直すもの", is_required=True),
        Field("text", "直した言葉", is_required=True),
        Field("reason", "直す理由", is_required=True),
    ),
    # The order in which towns of a plan are contacted, by lot; towns: A:01203 01204|B:01205, in that order.
    "draw": (
        Field("plan_id", "計画", is_required=True),
        Field("seed", "くじの番号", "whole", is_required=True, most=999_999),
        Field("drawn_on", "くじを引いた日", "day", is_required=True, has_been=True),
        Field("towns", "くじの順", is_required=True),
    ),
    # What the programme costs per head and year, by size class; yen.
    "grant_amount": (
        Field("size_class", "人口規模", is_required=True),
        Field("low", "低い額（円）", "number", most=1_000_000),
        Field("middle", "中ほどの額（円）", "number", most=1_000_000),
        Field("high", "高い額（円）", "number", most=1_000_000),
        Field("source", "額の根拠", is_required=True),
    ),
    # Of 全道, of a 振興局 or of a size class; value in 市町村 or ％, as the measure says.
    "target": (
        Field("measure", "指標", is_required=True, words=TARGET_MEASURES),
        Field("fiscal_year", "目標の年度", "whole", is_required=True, least=2021, most=2100),
        Field("value", "目標値", "number", is_required=True, most=179),
        Field("subprefecture_code", "振興局"),
        Field("size_class", "人口規模"),
        Field("source", "目標を定めた計画", is_required=True),
    ),
}
WITHOUT_TOWN = {"plan", "office", "sending", "wording", "known_question", "target", "draw", "grant_amount"}
TOWN_OR_AREA = {"address"}


def checked(
    kind: str, municipality_code: str, values: Mapping[str, object], before: Mapping[str, Value] | None = None
) -> dict[str, Value]:
    """The values as they are kept: days as ISO text, blanks as None. Raises InvalidRecordError, naming every trouble.

    before: the version that is there; what stays as it was is not asked again, so that an older record can be mended.
    """
    problems: dict[str, str] = {}
    kept: dict[str, Value] = {}
    fields = FIELDS[kind]
    for unknown in values.keys() - {field.name for field in fields}:
        problems[unknown] = f"「{unknown}」という欄はありません。"
    is_area = kind in TOWN_OR_AREA and not municipality_code and bool(values.get("subprefecture_code"))
    if kind not in WITHOUT_TOWN and not is_area and not _is_code(municipality_code):
        problems["municipality_code"] = "市町村を選んでください。"
    for field in fields:
        given = values.get(field.name)
        if before is not None and given == before.get(field.name):
            kept[field.name] = before.get(field.name)
            continue
        try:
            kept[field.name] = _value(field, given)
        except ValueError as error:
            problems[field.name] = str(error)
    same = before is not None and (kept.get("due"), kept.get("promised_on")) == (
        before.get("due"),
        before.get("promised_on"),
    )
    if not same and (said := due_too_early(kept, kept.get("promised_on"), "確認した日")):
        problems["due"] = said
    if problems:
        raise InvalidRecordError(problems)
    return kept


def due_too_early(values: Mapping[str, Value], since: Value, label: str) -> str:
    """What is wrong where something is due before the day on which it was agreed; "" where nothing is."""
    due = values.get("due")
    if not isinstance(due, str) or not isinstance(since, str) or due >= since:
        return ""
    shown = [words.day_short(date.fromisoformat(day)) for day in (due, since)]
    return f"「期限」の{shown[0]}は、{label}（{shown[1]}）より前です。どちらかを直してください。"


def _value(field: Field, value: object) -> Value:
    text = "" if value is None or value != value else str(value).strip()
    if not text:
        if field.is_required:
            raise ValueError(f"「{field.label}」を入れてください。")
        return None
    if field.words and text not in field.words:
        raise ValueError(f"「{field.label}」は {'、'.join(field.words)} のどれかです。")
    if field.type == "day":
        return _day(field, text)
    if field.type in ("whole", "number"):
        return _number(field, text)
    if field.type == "mail":
        return _mail(field, text)
    if len(text) > LONGEST:
        raise ValueError(
            f"「{field.label}」は{LONGEST:,}字までです（いま{len(text):,}字）。分けて書いてください。"
        )
    return text


def _day(field: Field, text: str) -> str:
    """A day as people write it → 2024-01-10."""
    day = entered_day(field.label, text)
    if field.has_been and day > clock.today():
        raise ValueError(
            f"「{field.label}」の{words.day_short(day)}は、今日より後です。済んだことの日を入れてください（これからのことは「次にすること」に書きます）。"
        )
    return day.isoformat()


def _mail(field: Field, text: str) -> str:
    """Full-width letters and spaces around are no fault: ｔａｎｔｏ＠town.jp → tanto@town.jp."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not MAIL.fullmatch(plain):
        raise ValueError(
            f"「{field.label}」の「{text[:40]}」はメールアドレスとして読めません。1つだけ、tanto@town.example.jp の形で入れてください。"
        )
    return plain


def _number(field: Field, text: str) -> int | float:
    """７．５ and 1,000 are numbers too."""
    try:
        number = float(unicodedata.normalize("NFKC", text).replace(",", ""))
    except ValueError:
        number = math.nan
    is_whole = field.type == "whole"
    if math.isnan(number) or (is_whole and number != number // 1):
        wanted = "整数" if is_whole else "数"
        raise ValueError(f"「{field.label}」の「{text[:20]}」は{wanted}として読めません。")
    if not field.least <= number <= field.most:
        raise ValueError(
            f"「{field.label}」の「{text[:20]}」は入れられません。{field.least:g}から{field.most:,g}までの数にしてください。"
        )
    return int(number) if is_whole else number


def _is_code(code: str) -> bool:
    return len(code) == CODE_LENGTH and code.isascii() and code.isdigit()
