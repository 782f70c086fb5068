"""What the officer is told, said to the town."""

import pytest

from dashboard.export.letter_voice import to_the_town


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        (
            "読めません。Excelで開いて保存しなおしたものをもらってください。",
            "読めません。Excelで開いて保存しなおしたものをお送りください。",
        ),
        ("パスワードを外して保存しなおしてもらってください。", "パスワードを外して保存しなおしてください。"),
        (
            "ファイルが空です。送り主に、もう一度送ってもらってください。",
            "ファイルが空です。もう一度送ってください。",
        ),
        ("もとの表にありません。市町村に確かめてください。", "もとの表にありません。確かめてください。"),
        ("消してください。心当たりのない送り主なら開かないでください。", "消してください。"),
        ("年度を1つだけ書いてください。", "年度を1つだけ書いてください。"),
        ("市町村に合わせた欄です。値を入れてください。", "市町村に合わせた欄です。値を入れてください。"),
    ],
)
def test_a_finding_is_turned_to_the_town(told: str, asked: str) -> None:
    assert to_the_town(told) == asked
