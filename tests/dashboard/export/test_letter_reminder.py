"""提出のお願い（再）, お知らせ and 再提出のお願い, as a town reads them."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from dashboard.export import letters
from tests.dashboard.export.letter_frames import (
    IWAMIZAWA,
    SURVEY,
    TAKASU,
    TOWNS,
    waiting,
)
from tests.dashboard.export.opened_letters import text_of

LATE, EARLY = date(2023, 12, 22), date(2023, 12, 12)


def reminder(today: date = LATE, **row: object) -> bytes:
    made = letters.reminder_documents(waiting({**TAKASU, **row}), SURVEY, today)
    (content,) = (content for name, content in made.items() if name.endswith(".docx"))
    return content


def test_a_reminder_says_the_deadline_and_the_new_one_and_counts_no_days_against_the_town() -> None:
    text = text_of(reminder())
    for part in (
        "の提出について（再依頼）",
        "令和5年12月15日（金）を期限として",
        "貴町からの御提出を確認できておりません",
        "御提出をお願いしたところですが",
        "PDF及び紙での御提出は御遠慮願います。",
        "令和6年1月9日（火）までに",
        "御多忙のところ恐れ入りますが",
        "行き違い",
        "上川総合振興局",
    ):
        assert part in text, part
    assert "経過" not in text


def test_up_to_the_deadline_it_is_a_notice_and_no_reminder() -> None:
    made = letters.reminder_documents(waiting(TAKASU), SURVEY, EARLY)
    assert list(made) == ["01452_鷹栖町_令和5年度_期限のお知らせ.docx", "一覧_令和5年度_期限のお知らせ.xlsx"]
    text = text_of(reminder(EARLY))
    assert "期限まで3日となりました" in text
    assert "新たな期限" not in text
    assert "期限が本日となりました" in text_of(reminder(SURVEY.deadline))
    assert "の提出について（再依頼）" in text_of(reminder(date(2023, 12, 16)))


def test_a_town_whose_file_could_not_be_taken_in_is_not_told_that_nothing_came() -> None:
    made = letters.reminder_documents(
        waiting(
            {
                **IWAMIZAWA,
                "unreadable_file": "survey/R5/returns/2023-12-12/調査票（岩見沢市）.xlsx",
                "unreadable_reason": "パスワード付きです。パスワードを外して保存しなおしてもらってください。",
                "unreadable_on": pd.Timestamp("2023-12-12"),
            }
        ),
        SURVEY,
        LATE,
    )
    text = text_of(made["01210_岩見沢市_令和5年度_再提出のお願い.docx"])
    assert "令和5年12月12日に御提出いただき、ありがとうございました" in text
    assert "調査票（岩見沢市）.xlsx" in text
    assert "パスワードを外して保存しなおしてくださいますようお願いします。" in text
    assert "確認できておりません。" in text
    assert "御提出を確認できておりません" not in text


def test_cities_towns_and_villages_are_addressed_as_such() -> None:
    made = letters.reminder_documents(waiting(*TOWNS), SURVEY, LATE)
    names = [name for name in made if name.endswith(".docx")]
    assert names == [
        "01210_岩見沢市_令和5年度_提出のお願い（再）.docx",
        "01397_留寿都村_令和5年度_提出のお願い（再）.docx",
        "01452_鷹栖町_令和5年度_提出のお願い（再）.docx",
    ]
    assert [word for name in names for word in ("貴市", "貴町", "貴村") if word in text_of(made[name])] == [
        "貴市",
        "貴村",
        "貴町",
    ]


@pytest.mark.parametrize(("sent", "shown"), [("", "【要記入：提出先】"), ("保健福祉部", "保健福祉部")])
def test_where_to_send_it_is_as_the_form_says(sent: str, shown: str) -> None:
    made = letters.reminder_documents(waiting(TAKASU), replace(SURVEY, reply_to=sent), LATE)
    assert shown in text_of(made["01452_鷹栖町_令和5年度_提出のお願い（再）.docx"])


@pytest.mark.parametrize(
    ("section", "addressee"),
    [
        ("健康福祉課", "鷹栖町　健康福祉課長　様"),
        ("福祉部健康福祉課 地域福祉係", "鷹栖町　福祉部健康福祉課長　様"),
        ("地域包括支援センター", "鷹栖町　地域包括支援センター　御中"),
        ("", "鷹栖町　重層的支援体制整備事業 担当課長　様"),
    ],
)
def test_a_letter_goes_to_the_section_of_the_address_book(section: str, addressee: str) -> None:
    survey = replace(SURVEY, sections={"01452": section})
    letter, _ = letters.reminder_documents(waiting(TAKASU), survey, date(2023, 12, 22)).values()
    assert addressee in text_of(letter)
