"""What a slide leaves out is named, and towns that are too few to be compared are counted together."""

from __future__ import annotations

import pandas as pd
import pytest

from dashboard.chart_data.scope import Scope
from dashboard.export.deck import event_marks, template
from dashboard.export.deck.model import Box
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader
from tests.dashboard.slides.reading import named, presentation, texts


def test_events_without_room_in_the_list_are_named_the_earliest_first() -> None:
    rows = [(2020 + n, f"令和{n + 2}年4月1日 制度改正: {'長い名前の' * 6}改正{n}") for n in range(9)]
    events = pd.DataFrame(rows, columns=["fiscal_year", "sentence"])
    years, area = list(range(2020, 2029)), Box(0, 0, 5.0, 3.0)
    shown = event_marks.of_chart(events, years, area)
    left = event_marks.left_out(events, years, shown)
    assert 0 < len(shown) < 9
    assert len(shown) + len(left) == 9
    assert left[0] == f"できごと「{rows[0][1]}」"
    assert shown["mark"].tolist()[0] == "①"


def test_a_table_on_narrow_paper_that_leaves_a_column_out_is_told_with_the_deck(told: Reader) -> None:
    wanted = [Wanted("ranking", Scope())]
    made = {
        size: make.draw_deck(told, wanted, template.load_template(size)) for size in ("16:9", "a4", "4:3")
    }
    assert made["16:9"].notes == ()
    assert made["a4"].notes == (
        "「訪問・相談の候補」のスライドは、場所が足りないため「参考団体」の列（市町村カルテにあります）を入れていません。",
    )
    assert len(made["4:3"].slides) == 2, "over two slides there is room for it"
    assert made["4:3"].notes == ()


@pytest.mark.parametrize("area", ["12", "14"])
def test_barriers_of_a_subprefecture_compare_no_sizes_of_which_few_towns_answered(
    told: Reader, area: str
) -> None:
    wanted = [Wanted("barriers", Scope(2023, (area,)))]
    deck = presentation(make.build_deck(told, wanted, template.load_template()).content)
    (drawn,) = named(deck, "グラフ｜barriers").chart.plots[0].series
    answers = told.frame(
        "select b.barrier_label, count(distinct b.municipality_code) as towns from mart_barrier as b"
        " inner join mart_municipality as m using (municipality_code)"
        f" where b.fiscal_year = 2023 and b.is_counted and b.is_stated and m.subprefecture_code = '{area}'"
        " group by all order by towns desc"
    )
    assert drawn.name == "挙げた市町村"
    assert list(drawn.values) == answers["towns"].tolist()[:5]
    said = "\n".join(texts(deck).values())
    assert "どの人口規模も答えた市町村が少ないため、規模ごとには分けていません。" in said
    assert "万人" not in said
