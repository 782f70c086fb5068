"""What the officer is told, said to the town."""

import re
from pathlib import Path

import pytest

from dashboard.export.letter_voice import FOR_OURSELVES, to_the_town

ROOT = Path(__file__).resolve().parents[3]
LITERAL = re.compile(r'"([^"\n]*[ぁ-ん][^"\n]*)"')
OFFICERS_WORDS = re.compile(r"もらって|もらうか|よう依頼|送り主|市町村に確かめ")


def sources() -> dict[str, str]:
    """The code that reads what towns send, and says what is wrong with it."""
    folders = (ROOT / "etl" / "survey", ROOT / "etl" / "readers")
    return {
        path.as_posix(): path.read_text(encoding="utf-8") for one in folders for path in one.rglob("*.py")
    }


def test_no_message_about_a_return_speaks_to_the_town_as_to_an_officer() -> None:
    said = {text for code in sources().values() for text in LITERAL.findall(code)}
    officers = {text for text in said if OFFICERS_WORDS.search(text)}
    assert len(officers) > 20
    assert [to_the_town(text) for text in officers if OFFICERS_WORDS.search(to_the_town(text))] == []


@pytest.mark.parametrize("rule", sorted(FOR_OURSELVES))
def test_a_rule_kept_for_ourselves_exists(rule: str) -> None:
    assert any(f'"{rule}"' in code for code in sources().values())


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        (
            "読めません。Excelで開いて保存しなおしたものをもらってください。",
            "読めません。Excelで開いて保存しなおしたものをお送り願います。",
        ),
        (
            "パスワードを外して保存しなおしてもらってください。",
            "パスワードを外して保存しなおしてくださいますようお願いします。",
        ),
        (
            "ファイルが空です。送り主に、もう一度送ってもらってください。",
            "ファイルが空です。再度お送り願います。",
        ),
        ("もとの表にありません。市町村に確かめてください。", "もとの表にありません。御確認願います。"),
        (
            "消してください。心当たりのない送り主なら開かないでください。",
            "消してくださいますようお願いします。",
        ),
        (
            "必須の設問ですが、問3が未回答です。回答するよう依頼してください。",
            "必須の設問ですが、問3が未回答です。御回答願います。",
        ),
        ("空欄です。理由を書くよう依頼してください。", "空欄です。変更の理由を御記入願います。"),
        ("今の状況で答えるよう依頼してください。", "今の状況で御回答願います。"),
        ("元の調査票をもらって見比べてください。", "元の調査票をお送り願います。"),
        ("元の調査票に書きなおしてもらうか、回答を聞いてください。", "元の調査票にお書き直し願います。"),
        ("年度を1つだけ書いてください。", "年度を1つだけ御記入願います。"),
        ("選択肢の言葉で書いてください。", "選択肢の中からお選びのうえ、御記入願います。"),
        (
            "「確かめてください」は選択肢にありません。どちらが正しいか確かめてください。",
            "「確かめてください」は選択肢にありません。どちらが正しいか御確認願います。",
        ),
        ("数字だけを1つ書いてください（例 3）。", "数字だけを1つ御記入願います（例 3）。"),
        (
            "市町村に合わせた欄です。値を入れてください。",
            "市町村に合わせた欄です。値を入れてくださいますようお願いします。",
        ),
    ],
)
def test_a_finding_is_turned_to_the_town(told: str, asked: str) -> None:
    assert to_the_town(told) == asked
