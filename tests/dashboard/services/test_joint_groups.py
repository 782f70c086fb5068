"""Groups of small towns on the data of the demo: the slide is counted again by another tree, every answer has its cell."""

import io
from pathlib import Path

import duckdb
import pytest
from pptx import Presentation

from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.charts import joint_groups as chart
from dashboard.chart_data.scope import Scope
from dashboard.chart_data.table import NoNumbersError
from dashboard.export.deck import template
from dashboard.pages.outreach import joint
from dashboard.services import joint_groups
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.views import joint_words as say
from dashboard.views import map_store, view
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.conftest import publish_copy


@pytest.fixture(scope="module")
def with_bodies(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The demo with two fictional joint bodies: of the first option, and of towns far from each other."""
    curated = publish_copy(demo_curated, tmp_path_factory.mktemp("bodies"))
    made = joint_groups.joint_groups(Warehouse(curated).reader())
    first, (near, *_, far) = made.options[0].towns, made.towns
    curated = publish_copy(demo_curated, tmp_path_factory.mktemp("with_bodies"))
    name = (curated / "current").read_text(encoding="utf-8").strip()
    rows = [("架空南広域連合", code) for code in first] + [("架空の組合", near), ("架空の組合", far)]
    with duckdb.connect(str(curated / name)) as connection:
        connection.executemany("insert into core_joint_body values (?, '広域連合', ?, '', true)", rows)
    return Warehouse(curated).reader()


def test_the_slide_is_counted_again_by_another_tree(with_bodies: Reader) -> None:
    built = make.build_deck(
        with_bodies, [Wanted("joint_groups", Scope(2023))], template.load_template(), None
    )
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    made = joint_groups.joint_groups(with_bodies)
    assert 3 <= len(made.options) <= 5
    assert f"補い合う{len(made.options)}組" in slide.shapes.title.text_frame.text
    assert built.checked >= 6 * len(made.options) + 4
    assert any(say.TITLE in one for one in [slide.shapes.title.text_frame.text])


def test_every_option_says_why_with_the_cells_behind_it(with_bodies: Reader) -> None:
    made, known = joint_groups.joint_groups(with_bodies), say.names(with_bodies)
    asked = view.parse_address("", with_bodies)
    for one in made.options:
        assert 2 <= len(one.towns) <= 5
        assert one.minutes <= 60
        assert any("年度の回答）" in text for text in say.reasons(one, known))
    assert "同じ枠組み: 架空南広域連合。" in say.reasons(made.options[0], known)
    rows = chart.numbers(TableRequest(with_bodies, asked, "/outreach")).rows
    assert len(rows) == sum(len(one.filled) for one in made.options)
    assert all(".xlsx" in row[-2] and row[-1] == "架空データ" for row in rows)
    assert "調査票" in str(joint.section(with_bodies, asked))
    (_, checked) = say.summary(made)
    assert "枠組み2のうち、過半数が同じ組に入ったのは1です" in checked


def test_the_map_shows_the_groups_by_number(with_bodies: Reader) -> None:
    asked = view.parse_address("?layer=joint", with_bodies)
    layers = {one["code"]: one for one in map_store.content(with_bodies, asked, None, scores=True)["layers"]}
    made = joint_groups.joint_groups(with_bodies)
    shown = layers["joint"]["values"]["all"]["places"]
    for number, one in enumerate(made.options):
        assert shown.count(map_store.DIGITS[number]) == len(one.towns)


def test_without_answers_no_group_is_named(reader: Reader) -> None:
    made = joint_groups.joint_groups(reader)
    assert not made.options
    assert "「機能」の回答がそろうと" in say.summary(made)[0]
    with pytest.raises(NoNumbersError):
        chart.numbers(TableRequest(reader, view.parse_address("", reader), "/outreach"))
    built = make.build_deck(reader, [Wanted("joint_groups", Scope(2023))], template.load_template(), None)
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    assert "まだ挙げられません" in slide.shapes.title.text_frame.text
