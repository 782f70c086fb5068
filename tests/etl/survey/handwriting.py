"""Answers as people write them: hypothesis strategies from a true answer to cells. Imports nothing of etl.

`gentle` hands must be read right; `wild` ones right or reported.
"""

from collections.abc import Sequence
from datetime import date, datetime

from hypothesis import strategies as st

YES = (
    "○",
    "〇",
    "◯",
    "レ",
    "ﾚ",
    "✓",
    "✔",
    "☑",
    "■",
    "●",
    "1",
    "１",
    1,
    1.0,
    "有",
    "はい",
    "あり",
    "yes",
    "YES",
    True,
    " ○ ",
)
NO = (None, "", "　", "×", "✕", "0", 0, "０", "無", "いいえ", "なし", False, "□", "－", "-")
UNCLEAR = (
    "△",
    "ハ",
    "？",
    "◎",
    "x",
    "○×",
    "2",
    "検討中",
    "一部",
    "○検討中",
    "R6から",
    "/",
    "未定",
    "#N/A",
    "別紙",
)
SEPARATORS = ("、", "・", "／", "/", "，", ",", "；", ";", "\n", "、\n", "\r\n", "及び", "および", "、 ")
ENDINGS = ("", "", "", "のため", "のため。", "こと", "。", "です")
FRAGMENTS = (
    *(
        "実施",
        "予定",
        "なし",
        "予定なし",
        "検討中",
        "未定",
        "実施中",
        "実施予定",
        "終了",
        "移行準備",
        "開始年度決定",
        "時期",
    ),
    *(
        "人材",
        "不足",
        "人材不足",
        "財源",
        "財源不足",
        "首長",
        "幹部の理解",
        "その他",
        "特に",
        "なし",
        "ない",
        "ではない",
        "ニーズ",
    ),
    *(
        "のため",
        "こと",
        "など",
        "等",
        "、",
        "・",
        "／",
        "\n",
        " ",
        "　",
        "と",
        "及び",
        "または",
        "か",
        "→",
        "（",
        "）",
        "：",
        "。",
    ),
    *(
        "1",
        "2",
        "①",
        "3.",
        "○",
        "×",
        "□",
        "☑",
        "△",
        "「",
        "」",
        "ー",
        "－",
        "※",
        "?",
        "予定（",
        "連携",
        "効果がわからない",
    ),
)


def widened(text: str) -> str:
    """ＡＢＣ１２３ for ABC123."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@st.composite
def gentle_word(draw: st.DrawFn, label: str, aliases: Sequence[str] = ()) -> str:
    """A label or one of its aliases, with a harmless ending, in another width, in quotes, between spaces."""
    text = draw(st.sampled_from([label, label, *aliases]))
    if len(text) > 1:
        text += draw(st.sampled_from(ENDINGS))
    text = draw(st.sampled_from([text, widened(text), f"「{text}」", f"・{text}"]))
    return draw(st.sampled_from(["", " ", "　"])) + text + draw(st.sampled_from(["", " ", "\n"]))


@st.composite
def wild_word(draw: st.DrawFn, label: str, aliases: Sequence[str] = ()) -> str:
    """As before, or with spaces inside, a remark, a negation, letters left out."""
    text = draw(gentle_word(label, aliases))
    at = draw(st.integers(0, len(text)))
    mess = draw(
        st.sampled_from(["space", "remark", "negation", "omission", "number", "mark", "other", "break"])
    )
    return {
        "space": text[:at] + "　" + text[at:],
        "break": text[:at] + "\n" + text[at:],
        "remark": f"{text}（{draw(st.sampled_from(['検討中', 'R7', '予定', '一部', '未定', '専門職']))}）",
        "negation": text + draw(st.sampled_from(["ではない", "なし", "は解消", "以外", "?", "の可能性"])),
        "omission": text[:at] + text[at + 1 :],
        "number": draw(st.sampled_from(["1", "①", "2.", "(3)", "５ "])) + text,
        "mark": draw(st.sampled_from(["○", "×", "☑", "□", "△", "■ "])) + text,
        "other": text + draw(st.sampled_from(["など", "ほか", "※", "、", "→"])),
    }[mess]


def marks(chosen: bool) -> st.SearchStrategy[object]:
    return st.sampled_from(YES if chosen else NO)


@st.composite
def number(draw: st.DrawFn, value: int, unit: str) -> object:
    """3, 3.0, ３人, 1,200名, 三人, 計3人 …"""
    digits = draw(st.sampled_from([str(value), f"{value:,}", widened(str(value))]))
    before = draw(st.sampled_from(["", "計", "合計", " ", "'"]))
    after = draw(st.sampled_from(["", unit, "名", f"{unit}です", "。", " "]))
    kanji = {1: "一人", 2: "二人", 3: "三名", 10: "十人", 12: "十二人", 20: "二十名", 105: "百五人"}.get(
        value
    )
    written: list[object] = [value, float(value), before + digits + after, f"{digits}（{unit}）"]
    return draw(st.sampled_from([*written, kanji] if kanji else written))


@st.composite
def fiscal_year(draw: st.DrawFn, value: int) -> object:
    era = value - 2018
    texts = [
        *(
            f"令和{era}年度",
            f"R{era}",
            f"Ｒ{era}年度",
            f"{value}年度",
            str(value),
            f"令和{era}年4月",
            f"R{era}.4.1",
        ),
        *(
            f"令和 {era} 年度",
            f"{value}/4/1",
            widened(f"R{era}年度"),
            f"令和{era}年度（{value}年度）",
            f"令和{era}年度から",
        ),
    ]
    return draw(st.sampled_from([*texts, value, float(value), datetime(value, 4, 1)]))  # noqa: DTZ001 - as a cell has it


@st.composite
def day(draw: st.DrawFn, value: date) -> object:
    era = value.year - 2018
    texts = [
        *(f"令和{era}年{value.month}月{value.day}日", f"R{era}.{value.month}.{value.day}", value.isoformat()),
        *(f"{value.year}/{value.month}/{value.day}", widened(f"{value.year}年{value.month}月{value.day}日")),
    ]
    return draw(st.sampled_from([*texts, value, datetime(value.year, value.month, value.day)]))  # noqa: DTZ001
