"""Files of data/raw in words: every place that there is, within any sentence."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard.words import raw_files
from tests.dashboard import walking

ROUND = "survey/R5/returns/2023-12-12/【鷹栖町】票（修正）.xlsx"


def test_no_file_that_is_kept_is_called_by_its_place(demo_curated: Path) -> None:
    raw = demo_curated.parent / "raw"
    kept = [
        path for path in raw.rglob("*") if path.is_file() and path.suffix != ".md" and path.stem[0] != "."
    ]
    places = [path.relative_to(raw).as_posix() for path in kept]
    assert len(places) > 300
    for place in places:
        words = raw_files.file_words(place)
        assert walking.internal(words) == [], place
        assert "/" not in words, place
        for sentence in (
            f"「{place}」が読めません。",
            f"出典: {place} セル C3",
            f"「/an office/raw/{place}」が読めません。",
        ):
            assert raw_files.in_text(sentence).replace(words, "…") in (
                "「…」が読めません。",
                "出典: … セル C3",
            ), place


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (ROUND, "令和5年度の調査票（【鷹栖町】票（修正）.xlsx）"),
        ("survey/R1/form.toml", "令和元年度の調査票の様式"),
        ("R8/form.toml", "令和8年度の調査票の様式"),
        ("corrections/corrections.csv", "正誤の記録"),
        ("status/2023-04-01.xlsx", "実施状況の資料（2023-04-01.xlsx）"),
        ("票.xlsx", "票.xlsx"),
    ],
)
def test_a_file_says_what_it_is(place: str, words: str) -> None:
    assert raw_files.file_words(place) == words


def test_the_town_is_named_where_the_file_does_not_name_it() -> None:
    assert raw_files.file_words(ROUND, "鷹栖町") == raw_files.file_words(ROUND)
    assert (
        raw_files.file_words("survey/R8/returns/2026-12-01/票.xlsx", "鷹栖町")
        == "令和8年度の調査票 鷹栖町（票.xlsx）"
    )


def test_sheet_and_cell_follow_where_there_are_any() -> None:
    row = {"file": "status/a.xlsx", "sheet": "一覧", "cell": "B5", "old_file": None}
    assert raw_files.of_row(row) == "実施状況の資料（a.xlsx） シート「一覧」 セル B5"
    assert raw_files.of_row(row, "old_") == ""
    frame = pd.DataFrame([row, {"file": "status/b.csv", "sheet": None, "cell": "A2", "old_file": None}])
    assert list(raw_files.of_frame(frame)) == [
        "実施状況の資料（a.xlsx） シート「一覧」 セル B5",
        "実施状況の資料（b.csv） セル A2",
    ]


def test_a_path_of_windows_is_said_alike() -> None:
    said = raw_files.in_text(r"「C:\かさなり\data\raw\survey\R8\returns\REGISTER.csv」が読めません。")
    assert said == "「令和8年度の回収の台帳」が読めません。"


@pytest.mark.parametrize("nothing", [None, float("nan")])
def test_a_column_without_any_file_stays_empty(nothing: object) -> None:
    for column in (pd.Series([nothing, nothing]), pd.Series([], dtype="object")):
        assert raw_files.names(column).isna().all()
        assert raw_files.files(column).isna().all()
    assert list(raw_files.names(pd.Series([ROUND, nothing]))[:1]) == ["【鷹栖町】票（修正）.xlsx"]
