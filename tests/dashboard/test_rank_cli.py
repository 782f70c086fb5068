"""`rank` and `peers` on the command line: the numbers of the page, in three forms."""

import csv
import io
import json
from pathlib import Path

import pytest

from dashboard import priorities
from dashboard.__main__ import main
from dashboard.planning import spec
from dashboard.warehouse import Warehouse
from tests.dashboard.conftest import publish_copy

KEYS = [
    "code",
    "name",
    "score",
    "rank",
    "rank_low",
    "rank_high",
    "top_share",
    "contributions",
    "unknown",
    "reasons",
    "measures",
    "peers",
]


@pytest.fixture(scope="module")
def demo(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_copy(demo_curated, tmp_path_factory.mktemp("commands"))


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments])
    out = capsys.readouterr()
    return code, out.out, out.err


def test_rank_as_json_has_the_keys_and_the_numbers_of_the_page(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = said(
        capsys,
        "rank",
        "--curated",
        str(demo),
        "--preset",
        "almost",
        "--weights",
        "never=2",
        "--format",
        "json",
    )
    rows = json.loads(out)
    assert code == 0
    assert all(list(row) == KEYS for row in rows)
    assert "架空データ" in err
    material = priorities.material(Warehouse(demo).reader(), None)
    page = material.ranking(spec.weights_of("almost", {"never": 2.0})).rows
    assert [row["code"] for row in rows] == page["code"].tolist()
    assert [row["rank_high"] for row in rows] == page["rank_high"].tolist()
    assert [row["top_share"] for row in rows] == page["top_share"].tolist()
    assert max(abs(row["score"] - score) for row, score in zip(rows, page["score"], strict=True)) < 1e-12


def test_rank_as_csv_and_table_say_the_same(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "rank", "--curated", str(demo), "--top", "3", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == KEYS
    assert json.loads(rows[0]["contributions"])
    code, table, _ = said(capsys, "rank", "--curated", str(demo), "--top", "3")
    assert code == 0
    assert all(row["name"] in table and json.loads(row["reasons"])[0] in table for row in rows)
    assert "架空データ" in table
    assert "判断材料不足" in table


def test_rank_as_of_a_day_knows_no_later_answer(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "rank", "--curated", str(demo), "--as-of", "2022-12-01", "--format", "json")
    assert (code, json.loads(out)) == (0, [])


def test_peers_tell_the_features_in_each_form(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "peers", "01393", "--curated", str(demo), "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert {"code", "name", "distance", "began", "barriers_before", "measures", "alike", "case"} <= set(
        found[0]
    )
    assert [peer["distance"] for peer in found] == sorted(peer["distance"] for peer in found)
    page = priorities.material(Warehouse(demo).reader(), None).peers("01393")
    assert [(peer["code"], peer["distance"], peer["began"]) for peer in found] == [
        (peer["code"], peer["distance"], peer["began"]) for peer in page
    ]
    _, table, _ = said(capsys, "peers", "黒松内町", "--curated", str(demo))
    assert "優劣ではありません" in table
    assert all(peer["name"] in table for peer in found)
    _, text, _ = said(capsys, "peers", "01393", "--curated", str(demo), "--format", "csv")
    assert len(list(csv.DictReader(io.StringIO(text)))) == len(found)


def test_wrong_use_is_told_with_a_way_on(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = said(capsys, "rank", "--curated", str(demo), "--preset", "best")
    assert code == 2
    assert "あと一歩" in err
    code, _, err = said(capsys, "peers", "泊町", "--curated", str(demo))
    assert code == 1
    assert "標準地域コード5桁" in err
    code, _, err = said(capsys, "rank", "--curated", str(tmp_path))
    assert code == 1
    assert "python -m etl build" in err
    for wrong in (["--weights", "stage"], ["--weights", "stage=-1"], ["--top", "0"], ["--as-of", "today"]):
        with pytest.raises(SystemExit) as refused:
            main(["rank", "--curated", str(demo), *wrong])
        assert refused.value.code == 2
