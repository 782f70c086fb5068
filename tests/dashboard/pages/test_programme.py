"""What staff add to 事業について: written on the page, shown there and on slides, taken back and put back."""

from __future__ import annotations

from pathlib import Path

from dashboard import journal
from dashboard.app import create_app
from dashboard.chart_data.charts import programme as charts
from dashboard.chart_data.scope import Scope
from dashboard.export.deck import template
from dashboard.frames import records
from dashboard.pages.programme import page
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.slides.reading import everything, presentation
from tests.dashboard.walking import Browser, Screen

TEXT = "庁内の12課でケース会議を月1回開く"
OTHER = "町の担当3人が、道の研修を2回受ける"


def screen(warehouse: Warehouse, path: Path) -> Screen:
    return Browser(create_app(warehouse, path)).open(page.PATH)


def add_case(shown: Screen, by: str = "佐藤") -> None:
    for name, value in (
        ("programme-town", "01639"),
        ("programme-case-topic", "庁内連携"),
        ("programme-case-function_group", "f5"),
        ("programme-case-text", TEXT),
        ("programme-case-source", "町の広報 令和8年4月号"),
        ("written-by", by),
    ):
        shown.set(name, "value", value)
    shown.set("programme-case-save", "n_clicks", 1)


def test_a_case_that_staff_add_is_on_the_page_on_its_slide_with_recounted_numbers_and_in_its_table(
    warehouse: Warehouse, reader: Reader, tmp_path: Path
) -> None:
    path = tmp_path / "journal.sqlite"
    shown = screen(warehouse, path)
    add_case(shown)
    said = shown.text("programme-body")
    assert "事例を加えました。" in said
    assert TEXT in said
    assert "更別村" in said
    wanted = [Wanted(charts.ADDED.id, Scope())]
    built = make.build_deck(reader, wanted, template.load_template(), path)
    assert built.checked == 4
    assert TEXT in everything(presentation(built.content))
    assert charts.gather(reader, path).added["text"].tolist() == [TEXT]


def test_what_was_added_is_taken_back_and_put_back(
    warehouse: Warehouse, reader: Reader, tmp_path: Path
) -> None:
    path = tmp_path / "journal.sqlite"
    add_case(screen(warehouse, path))
    (row,) = records(journal.current(path, "case"))
    journal.revise(path, row["record_id"], 1, {}, "佐藤", is_removed=True)
    assert charts.gather(reader, path).added.empty
    again = screen(warehouse, path)
    assert "取り消したもの" in again.text("programme-body")
    assert "元に戻す" in again.text("programme-body")
    journal.restore(path, row["record_id"], 2, "佐藤")
    assert charts.gather(reader, path).added["text"].tolist() == [TEXT]


def test_a_case_without_a_name_of_whoever_writes_is_not_kept_and_what_was_entered_stays(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    path = tmp_path / "journal.sqlite"
    shown = screen(warehouse, path)
    add_case(shown, by="")
    assert "記入者" in shown.text("programme-message")
    assert shown.values["programme-case-text"]["value"] == TEXT
    assert journal.current(path, "case").empty


def test_other_words_for_a_measure_are_marked_on_page_slide_and_table_and_the_paper_stays(
    warehouse: Warehouse, reader: Reader, tmp_path: Path
) -> None:
    path = tmp_path / "journal.sqlite"
    shown = screen(warehouse, path)
    for name, value in (
        ("programme-wording-subject", "measure:training"),
        ("programme-wording-text", OTHER),
        ("programme-wording-reason", "令和8年度の内容"),
        ("written-by", "佐藤"),
    ):
        shown.set(name, "value", value)
    shown.set("programme-wording-save", "n_clicks", 1)
    marked = f"{OTHER}（道の担当が直した言葉）"
    assert marked in shown.text("programme-body")
    assert "個別事例の課題整理と支援策の検討をグループ" in shown.text("programme-body")  # the paper
    built = make.build_deck(reader, [Wanted(charts.SUPPORT.id, Scope())], template.load_template(), path)
    assert marked in everything(presentation(built.content))
    assert "個別事例の課題整理" in everything(
        presentation(
            make.build_deck(
                reader, [Wanted(charts.SUPPORT.id, Scope())], template.load_template(), tmp_path / "none"
            ).content
        )
    )
