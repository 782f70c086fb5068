"""The notebooks run on a warehouse with and without returns, and their numbers are those of the screen."""

import json
import os
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from scipy.stats import fisher_exact

from dashboard.planning import barriers as counts
from dashboard.queries import barriers as barrier_queries
from dashboard.queries import filters, overview
from dashboard.services import forecast
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.conftest import publish_copy

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
ROLLOUT, BARRIERS = "01-rollout_in_numbers.ipynb", "02-barriers_and_size.ipynb"
RANKING = "03-does_the_ranking_work.ipynb"
# Figures carry their words as ASCII.
ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
OUTSIDE = re.compile(r"""<(?:script|link|img)[^>]+(?:src|href)=["']?https?:""")


def published(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_copy(built, tmp_path_factory.mktemp("notebooks"))


@pytest.fixture(scope="module")
def demo(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(demo_curated, tmp_path_factory)


@pytest.fixture(scope="module")
def real(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(built_curated, tmp_path_factory)


def read(name: str) -> Any:
    return nbformat.read(FOLDER / name, as_version=4)


def run(name: str, curated: Path, tmp_path: Path) -> tuple[dict[str, Any], str, str]:
    """What the last cell tells, the words on the page, and its HTML."""
    notebook = read(name)
    environment = {**os.environ, "KASANARI_CURATED": str(curated), "PYTHONUTF8": "1"}
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    )
    client.execute(env=environment)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    data = [output.get("data", {}) for output in outputs]
    complaints = [output["text"] for output in outputs if output.get("name") == "stderr"]
    assert not complaints, complaints
    told = json.loads(outputs[-1]["text"])
    words = "\n".join(str(one.get("text/markdown", "")) for one in data)
    page = "\n".join(str(one.get("text/html", "")) for one in data)
    return told, words, ESCAPED.sub(lambda hit: chr(int(hit[1], 16)), page)


@pytest.mark.parametrize("name", [ROLLOUT, BARRIERS, RANKING])
def test_a_notebook_is_kept_without_outputs_and_explains_in_japanese(name: str) -> None:
    for cell in read(name).cells:
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)
    texts = [cell.source for cell in read(name).cells if cell.cell_type == "markdown"]
    assert len(texts) >= 6
    assert all(re.search(r"[ぁ-ん]", text) for text in texts)


def test_every_notebook_of_the_folder_is_run_by_a_test() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.ipynb")) == [ROLLOUT, BARRIERS, RANKING]


@pytest.mark.parametrize("kind", ["demo", "real"])
def test_the_rollout_in_numbers_is_that_of_the_first_page(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    curated = request.getfixturevalue(kind)
    reader = Warehouse(curated).reader()
    year = filters.default_year(overview.years(reader))
    expected = states_on_the_first_page(reader)
    towns = overview.towns(reader, year)
    implementing = sorted(reader.frame("from mart_municipality where status_code = 'implementing'")["name"])
    reader.connection.close()
    told, _, page = run(ROLLOUT, curated, tmp_path)
    assert told["shown_year"] == year
    assert {(row[0], row[1]): row[2] for row in told["states"]} == expected
    assert told["implementing"] == implementing
    assert told["mismatches"] == 0
    sizes = {row[0]: row[1:] for row in told["by_size"]}
    for label, own in towns.groupby("size_class_label"):
        assert sizes[label] == [int((own["group_code"] == "implementing").sum()), len(own)]
    assert ("【架空データ】" in page) == told["synthetic"] == (kind == "demo")
    assert not OUTSIDE.search(page)


def states_on_the_first_page(reader: Reader) -> dict[tuple[int, str], int]:
    """Municipalities by year and group, counted anew from the towns that 概況 lists."""
    labels = overview.groups(reader)["label_ja"].tolist()
    found = {}
    for year in overview.years(reader)["fiscal_year"]:
        numbers = overview.towns(reader, int(year))["group_label"].value_counts()
        found |= {(int(year), label): int(numbers.get(label, 0)) for label in labels}
    return found


def test_barriers_and_size_are_those_of_the_page_with_their_uncertainty(demo: Path, tmp_path: Path) -> None:
    reader = Warehouse(demo).reader()
    answers = barrier_queries.answers(reader)
    answers = answers[answers["fiscal_year"] == answers["fiscal_year"].max()]
    people = reader.frame("select municipality_code, population from mart_municipality")
    reader.connection.close()
    told, words, page = run(BARRIERS, demo, tmp_path)
    cells = counts.across(answers, "size_class")
    expected = {(row["barrier_code"], row["size_class"]): row for row in cells.to_dict("records")}
    assert len(told["shares"]) == len(expected)
    for barrier, size, stated, counted, low, high in told["shares"]:
        row = expected[(barrier, size)]
        assert (stated, counted) == (row["stated"], row["counted"])
        assert 0 <= low <= row["share"] <= high <= 1
    # Wilson 1927 by its equation: at its ends the share lies 1.96 standard errors away
    for _, _, stated, counted, low, high in told["shares"]:
        for end in (low, high):
            if 0 < end < 1:
                distance = abs(stated / counted - end) / (end * (1 - end) / counted) ** 0.5
                assert distance == pytest.approx(1.96, abs=0.01)
    own = answers[answers["is_counted"]].merge(people, on="municipality_code")
    for code, rows in own.groupby("barrier_code"):
        small = rows["population"] < 10_000
        table = [
            [int((rows["is_stated"] & side).sum()), int((~rows["is_stated"] & side).sum())]
            for side in (small, ~small)
        ]
        assert told["fisher"][code] == pytest.approx(fisher_exact(table)[1])
    assert all(0 < p <= 1 for p in told["permutation"].values())
    assert len(told["permutation"]) == own["barrier_code"].nunique()
    assert "架空データを含みます" in words
    titles = re.findall(r'"title":\s*\{"text":\s*"([^"]*)"', page)
    drawn = [title for title in titles if "を挙げた割合（＊" in title]
    assert len(drawn) == 3
    assert all(title.startswith("【架空データ】") for title in drawn)
    assert not OUTSIDE.search(page)


def test_without_returns_the_notebook_says_so_and_names_the_three_barriers(
    real: Path, tmp_path: Path
) -> None:
    told, words, page = run(BARRIERS, real, tmp_path)
    assert (told["has_returns"], told["shares"], told["fisher"]) == (False, [], {})
    assert "調査票はまだ1通も届いていない" in words
    for barrier in ("既に関係者間の連携が取れていること", "人材不足", "実施した場合の効果がわからないこと"):
        assert f"- {barrier}" in words
    assert "架空データ" not in page


def test_whether_the_ranking_works_is_asked_of_the_cases_that_the_page_uses(
    real: Path, tmp_path: Path
) -> None:
    reader = Warehouse(real).reader()
    made = forecast.forecast(reader)
    reader.connection.close()
    told, words, page = run(RANKING, real, tmp_path)
    assert (told["starts"], told["needed"]) == (made.judgement.starts, made.judgement.needed)
    assert told["years"] == made.years
    assert told["cases"] == len(made.cases.code)
    assert all(0 <= value <= 1 for value in told["auc"].values())
    assert all(0 < p <= 1 for p in told["p"].values())
    assert "まだ、当たるとも当たらないとも言えません" in words
    assert not OUTSIDE.search(page)
