"""What nobody knows is said as unknown: no title, card or table of a deck tells it as none."""

from __future__ import annotations

from dashboard.chart_data.scope import Scope
from dashboard.chart_data.slide_request import slide_request
from dashboard.export.deck import ownership, template
from dashboard.export.deck.model import NativeTable, Slide, Text
from dashboard.queries import slides as queries
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader

VIEWS = ("summary", "status_map", "status_bars", "compare", "flow")
UNKNOWN = ("group", "share", "groups", "shares", "moved", "moves")


def test_a_subprefecture_of_which_nothing_is_known_is_told_as_unknown(reader: Reader) -> None:
    stage, seen = template.load_template(), 0
    for area in queries.areas(reader)["code"]:
        scope = Scope(2023, (str(area),))
        data = slide_request(reader, scope).data
        groups = {code for code in data.groups["code"] if data.is_unknown(code)}
        silent = set(data.towns["group_code"]) <= {"no_data", "implementing"}
        assert groups == ({"planned", "considering", "no_plan"} if silent else set())
        if not silent:
            continue
        deck, _ = make.draw_each(reader, [Wanted(view, scope) for view in VIEWS], stage, None, [])
        assert deck is not None
        for slide in deck.slides:
            seen += 1
            assert nothing_told(slide, groups) == []
    assert seen > 20


def nothing_told(slide: Slide, groups: set[str]) -> list[str]:
    """Numbers of a slide that tell one of these groups as none."""
    return [
        f"{element.name}: {number.key} {number.text}"
        for element in slide.elements
        if isinstance(element, Text | NativeTable)
        for number in ownership.numbers_of(element)
        if number.value == 0
        and number.key.partition(".")[0] in UNKNOWN
        and groups & set(number.key.replace("+", ".").split("."))
    ]


def test_hiyama_without_returns(reader: Reader) -> None:
    areas = queries.areas(reader).set_index("short_name")["code"]
    scope = Scope(2023, (str(areas["檜山"]),))
    stage = template.load_template()
    deck, _ = make.draw_each(reader, [Wanted(view, scope) for view in VIEWS], stage, None, [])
    assert deck is not None
    said = {slide.view: slide for slide in deck.slides}
    assert said["status_map"].title == "令和5年度: 実施はなく、予定はわかりません（檜山管内）"
    cards = [one.text for one in said["flow"].elements if one.name.startswith("札") and isinstance(one, Text)]
    assert [card.partition("\n")[2] for card in cards] == ["わかりません"] * 3
    (table,) = [one for one in said["compare"].elements if isinstance(one, NativeTable)]
    row = next(row for row in table.rows if row.key == "considering")
    assert [cell.text for cell in row.cells[1:3]] == ["―", "―"]
    assert not any("＊" in cell.text for row in table.rows for cell in row.cells)
