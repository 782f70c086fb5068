"""What `make bench BASE=rev` says of two commits."""

from tests.benchmarks.base import table


def test_what_got_worse_by_more_than_a_tenth_is_named_and_the_rest_is_not() -> None:
    found = {
        ("説明資料", "時間", "秒"): {"before": [1.0, 1.2, 1.1], "after": [1.4, 1.3, 1.5]},
        ("概況", "通信量", "MB"): {"before": [1.00], "after": [1.09]},
    }
    text, is_worse = table(found, [])
    assert is_worse
    assert "- 悪化: 説明資料 時間 1.1 → 1.4 秒（1.27 倍）" in text
    assert "悪化: 概況" not in text
    assert "| 概況 | 通信量 | 1 MB | 1.09 | 1.09 |  |" in text


def test_where_nothing_got_worse_it_is_said() -> None:
    text, is_worse = table({("概況", "時間", "秒"): {"before": [1.0], "after": [0.5]}}, [])
    assert not is_worse
    assert "10%を超えて悪くなったものはありません" in text


def test_what_only_one_commit_could_be_asked_is_told_and_compared_with_nothing() -> None:
    text, is_worse = table({("概況", "時間", "秒"): {"after": [9.0]}}, ["touching（before）: …"])
    assert not is_worse
    assert "- 比べられません: 概況 時間: 片方だけ" in text
    assert "- 比べられません: touching（before）: …" in text


def test_a_quantity_that_was_nothing_and_is_something_is_worse() -> None:
    text, is_worse = table({("概況", "長い処理", "件"): {"before": [0.0], "after": [2.0]}}, [])
    assert is_worse
    assert "0 → 2 件" in text
    assert "nan" not in text
