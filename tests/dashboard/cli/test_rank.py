"""`rank` and `peers` on the command line: the numbers of the page, in three forms."""

import csv
import io
import json
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.planning import reasons, spec
from dashboard.services import ranking
from dashboard.warehouse.reader import Warehouse
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
    assert all(list(row) == [*KEYS, "tied", "drops_out", "not_ordered", "band", "columns"] for row in rows)
    assert "架空データ" in err
    material = ranking.material(Warehouse(demo).reader(), None)
    page = material.ranking(spec.weights_of("almost", {"never": 2.0})).rows
    assert [row["code"] for row in rows] == page["code"].tolist()
    assert [row["rank_high"] for row in rows] == page["rank_high"].tolist()
    assert [row["top_share"] for row in rows] == page["top_share"].tolist()
    assert max(abs(row["score"] - score) for row, score in zip(rows, page["score"], strict=True)) < 1e-12
    assert [(row["drops_out"] or {"criterion": ""})["criterion"] for row in rows] == page["fragile"].tolist()
    pairs = material.ranking(spec.weights_of("almost", {"never": 2.0})).pairs
    near = {(row["code"], one["code"]): one["ahead"] for row in rows for one in row["not_ordered"]}
    assert len(near) == 2 * len(pairs) > 0
    assert all(
        near[a, b] == share == pytest.approx(1 - near[b, a]) for a, b, share in pairs.itertuples(index=False)
    )


def test_towns_of_one_score_share_a_rank_in_each_form_and_none_is_surely_the_first(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    only = ",".join(f"{code}={int(code == 'return')}" for code in spec.codes())
    asked = ("rank", "--curated", str(demo), "--weights", only)
    rows = json.loads(said(capsys, *asked, "--format", "json")[1])
    best = [row for row in rows if row["rank"] == 1]
    assert len(best) > 1, "none of the demo's returns is missing; the test would show nothing"
    assert {(row["tied"], row["rank_low"], row["rank_high"]) for row in best} == {(len(best), 1, len(best))}
    assert all(f"点の同じ{len(best)}市町村の中では順がつかず" in row["reasons"][1] for row in best)
    rest = rows[-1]
    assert rest["rank"] + rest["tied"] - 1 == len(rows) == rest["rank_high"]
    assert 0 < rest["top_share"] < 0.5
    table = said(capsys, *asked)[1]
    assert f"{best[0]['band']} {best[0]['name']}" in table


def test_rank_as_csv_and_table_say_the_same(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "rank", "--curated", str(demo), "--top", "3", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0])[: len(KEYS)] == KEYS
    assert json.loads(rows[0]["contributions"])
    code, table, _ = said(capsys, "rank", "--curated", str(demo), "--top", "3")
    assert code == 0
    for row in rows:
        share = reasons.percent(float(row["top_share"]))
        assert f"上位3に入る割合 {share}" in table, "the heading says what the sentence under it says"
        assert f"上位3に入る割合は{share}" in json.loads(row["reasons"])[1]
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
    page = ranking.material(Warehouse(demo).reader(), None).peers("01393")
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
    assert "検討が進んでいる市町村" in err
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
