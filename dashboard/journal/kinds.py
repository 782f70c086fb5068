"""What a record of each kind holds: its fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldType = Literal["text", "day", "whole", "number", "mail"]


@dataclass(frozen=True)
class Field:
    """`words`: what it may say, where that is fixed; `least`, `most`: of a number; `units`: what may be written behind it, any
    where there are none; `has_been`: a day not after today.
    """

    name: str
    label: str
    type: FieldType = "text"
    is_required: bool = False
    words: tuple[str, ...] = ()
    least: float = 0
    most: float = 99_999
    has_been: bool = False
    units: tuple[str, ...] = ()


PROMISE_STATES = ("進行中", "確認済み", "見送り", "取り下げ")
STEP_STATES = ("これから", "済み", "とりやめ")
ITEM_STATES = ("予定", "済み", "とりやめ")
SENDING_KINDS = ("調査票と依頼文", "提出のお願い（再）", "疑義照会", "結果のお知らせ")
CODING_VERDICTS = ("当てはまる", "当てはまらない")
TARGET_MEASURES = ("実施市町村数", "実施市町村の割合")
TARGET_UNITS = dict(zip(TARGET_MEASURES, (("市町村",), ("%",)), strict=True))
PERSON_DAYS = ("人日", "日")
EVENT_KINDS = ("制度改正", "説明会", "手引き", "その他")
FIGURE_NOTE_KINDS = ("確認済", "注記")
SUPPORT_NUMBERS = ("①", "②", "③", "④", "⑤", "⑥", "⑦")
SUPPORT_CHECKS = ("国の様式とは未照合", "国の様式と照合済み")
SEAL_STATES = ("公印省略", "公印を押す", "事務連絡（文書記号なし）")
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
        Field("capacity_days", "使える人日", "number", is_required=True, units=PERSON_DAYS),
        Field("office", "出発地"),
        Field("days", "訪問にあてる日数", "whole", least=1, most=60, units=("日", "日間")),
        Field("first_day", "最初の日", "day"),
        Field("hours", "1日の時間", "number", least=0.25, most=24, units=("時間",)),
        Field("visit_minutes", "1か所の時間", "whole", least=1, most=1440, units=("分",)),
    ),
    "item": (
        Field("plan_id", "計画", is_required=True),
        Field("means", "手段", is_required=True),
        Field("owner", "担当"),
        Field("due", "期限", "day"),
        Field("measure", "案内する支援"),
        Field("staff_days", "人日", "number", units=PERSON_DAYS),
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
    # codes: the municipalities that it went to, separated by spaces; form_version: of the 調査票 made last, where it was one.
    "sending": (
        Field("fiscal_year", "調査の年度", "whole", is_required=True),
        Field("what", "送ったもの", is_required=True, words=SENDING_KINDS),
        Field("sent_on", "送った日", "day", is_required=True, has_been=True),
        Field("means", "方法", is_required=True),
        Field("codes", "送った市町村", is_required=True),
        Field("note", "メモ"),
        Field("form_version", "調査票の様式"),
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
        Field("low", "低い額（円）", "number", most=1_000_000, units=("円",)),
        Field("middle", "中ほどの額（円）", "number", most=1_000_000, units=("円",)),
        Field("high", "高い額（円）", "number", most=1_000_000, units=("円",)),
        Field("source", "額の根拠", is_required=True),
    ),
    # What a municipality really spent on the new functions in a year; yen.
    "settlement": (
        Field("fiscal_year", "決算の年度", "whole", is_required=True, least=2021, most=2100),
        Field(
            "amount", "決算額（円）", "number", is_required=True, least=1, most=10_000_000_000, units=("円",)
        ),
        Field("source", "出典", is_required=True),
    ),
    # What free text is sorted by; phrases: words that propose it, separated by 「、」.
    "text_code": (
        Field("label", "分類の名前", is_required=True),
        Field("phrases", "手がかりの言葉"),
    ),
    # What its writer says of a free-text answer of the municipality and a code; text: as it was then.
    "coding": (
        Field("fiscal_year", "調査の年度", "whole", is_required=True),
        Field("question_id", "設問", is_required=True),
        Field("code_id", "分類", is_required=True),
        Field("verdict", "確かめた結果", is_required=True, words=CODING_VERDICTS),
        Field("text", "回答の文", is_required=True),
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
    # What happened in a year, marked on every chart over years.
    "event": (
        Field("event_kind", "種類", is_required=True, words=EVENT_KINDS),
        Field("text", "できごと", is_required=True),
        Field("fiscal_year", "年度", "whole", is_required=True, least=2015, most=2100),
        Field("happened_on", "日", "day"),
        Field("source", "出典", is_required=True),
    ),
    # What a person says of one chart of one view; numbers: what its table held then (services.figure_notes.digest).
    "figure_note": (
        Field("chart", "図", is_required=True),
        Field("view", "図の条件", is_required=True),
        Field("title", "図の題"),
        Field("note_kind", "種類", is_required=True, words=FIGURE_NOTE_KINDS),
        Field("noted_on", "日", "day", is_required=True, has_been=True),
        Field("text", "内容"),
        Field("numbers", "そのときの数"),
    ),
    # What the grant calls a kind of support; counts: what of ours belongs to it (measures, contact), separated by spaces.
    "support_kind": (
        Field("number", "区分", is_required=True, words=SUPPORT_NUMBERS),
        Field("fiscal_year", "年度", "whole", is_required=True, least=2026, most=2100),
        Field("text", "区分の文言", is_required=True),
        Field("source", "出典", is_required=True),
        Field("is_checked", "照合", is_required=True, words=SUPPORT_CHECKS),
        Field("counts", "この区分に入れる道の支援"),
    ),
    # A form of the state: file and last_file name what `etl state-form` keeps.
    "state_form": (
        Field("title", "様式の名前", is_required=True),
        Field("fiscal_year", "年度", "whole", is_required=True, least=2021, most=2100),
        Field("file", "様式のファイル", is_required=True),
        Field("file_name", "ファイルの名前"),
        Field("last_file", "前の年度に提出したもの"),
    ),
    # What a cell of it holds; figure: as services.state_forms names it.
    "form_cell": (
        Field("form_id", "様式", is_required=True),
        Field("sheet", "シート", is_required=True),
        Field("cell", "セル", is_required=True),
        Field("figure", "書き入れるもの", is_required=True),
    ),
    # What was done to received files and their values by a command; town: the code, where it is of one (intake.act_notes).
    "act": (
        Field("what", "したこと", is_required=True),
        Field("reason", "理由"),
        Field("file", "ファイル"),
        Field("town", "市町村"),
    ),
    # A copy that was filled and saved.
    "filled_form": (
        Field("form_id", "様式", is_required=True),
        Field("filled_on", "書き入れた日", "day", is_required=True),
        Field("file", "写しのファイル", is_required=True),
    ),
}
WITHOUT_TOWN = {
    *("plan", "office", "sending", "wording", "known_question", "target", "draw", "grant_amount"),
    *("event", "figure_note", "text_code", "state_form", "form_cell", "filled_form"),
    *("support_kind", "act"),
}
TOWN_OR_AREA = {"address"}
