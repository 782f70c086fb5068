"""正誤表: which numbers of an old deck no longer hold, and by which paper."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import docx
import duckdb
import openpyxl
import pandas as pd
import pytest

from dashboard.__main__ import main
from dashboard.chart_data import registry
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.scope import Scope
from dashboard.cli import verify
from dashboard.export.deck import errata_file, errata_rows, ink
from dashboard.export.deck.errata_rows import ErrataEntry
from dashboard.export.deck.read_back import Found
from dashboard.export.deck.town_names import TownNames
from dashboard.slides import errata, renew, stale_words
from dashboard.slides.change_reasons import Reasons
from dashboard.slides.check import row_name
from dashboard.slides.verified import Verified
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.conftest import publish_copy
from tests.dashboard.slides.reading import content, named, presentation
from tests.office_schema import faults


@pytest.fixture(scope="module")
def verified(real_deck: bytes, later: Reader) -> Verified:
    return errata.verify(later, real_deck, "前の資料.pptx")


def test_a_deck_holds_against_the_data_it_was_made_from(real_deck: bytes, reader: Reader) -> None:
    found = errata.verify(reader, real_deck, "資料.pptx")
    assert found.holds
    assert found.looked > 300
    assert found.unknown == ()


def test_a_correction_afterwards_is_named_with_its_reason(verified: Verified) -> None:
    one = next(e for e in verified.errata if e.key == "group.implementing" and e.slide == 2)
    assert (one.written, one.right) == ("10", "9")
    assert "厚真町が「実施中」から「移行準備事業を実施」に" in one.why
    assert "訂正" in one.why
    assert "電話で確認" in one.why
    share = next(e for e in verified.errata if e.key == "share.implementing" and e.slide == 2)
    assert (share.written, share.right) == ("5.6％", "5.0％")


def test_a_title_whose_rule_gives_another_sentence_is_told_as_a_whole(verified: Verified) -> None:
    (title,) = [e for e in verified.errata if e.slide == 2 and "見出し" in e.place]
    assert (title.written, title.right) == (
        "令和5年度の実施は10市町村、率は全国の約半分",
        "令和5年度に実施しているのは9市町村（179市町村の5.0％）",
    )
    assert [e for e in verified.errata if not e.right] == []
    assert len(title.causes) == 1
    assert "厚真町が「実施中」から" in title.why


def test_a_town_that_moves_up_into_a_shortened_list_replaces_no_other() -> None:
    names = TownNames(("名寄市", "登別市", "伊達市", "浦河町"))
    shape = Found(2, None, None, "要点｜summary")
    written, right = "9市町村です（名寄市、登別市、伊達市など）。", "8市町村です（名寄市、伊達市、浦河町）。"
    (said,) = stale_words.compared(shape, "要点", written, right, names)
    assert (said.written, said.right) == ("名寄市、登別市、伊達市など", "名寄市、伊達市、浦河町")
    (whole,) = stale_words.compared(shape, "要点", "名寄市、登別市。", "名寄市、浦河町。", names)
    assert (whole.written, whole.right) == ("登別市", "浦河町")


def test_a_row_is_named_by_its_town_and_not_by_its_class() -> None:
    assert row_name(["B", "12", "札幌市"], 3) == "札幌市"
    assert row_name(["", "12"], 3) == "3行目"


def test_a_return_that_came_later_is_named_with_its_day(verified: Verified) -> None:
    one = next(e for e in verified.errata if e.key == "group.no_plan" and e.slide == 2)
    assert (one.written, one.right) == ("0", "1")
    assert "札幌市が「記載なし」から「実施予定なし」に" in one.why
    assert "後から届いた調査票" in one.why
    assert "令和6年6月10日受領" in one.why


def test_colours_on_the_map_are_held_against_the_data_too(verified: Verified) -> None:
    fills = {e.key: (e.written, e.right) for e in verified.errata if e.key.startswith("town.")}
    assert fills == {"town.01581": ("実施", "予定"), "town.01100": ("データなし", "予定なし")}


def typed_over(deck_bytes: bytes, *, keeps_field: bool) -> bytes:
    """The 1 of 予定 on the second page as 99: inside its field, or as plain words in its place."""
    deck = presentation(deck_bytes)
    body = named(deck, "指標の数 予定｜summary").text_frame._txBody
    field = body.xpath(".//a:fld")[0]
    field.xpath("./a:t")[0].text = "99"
    if not keeps_field:
        field.tag = field.tag.replace("fld", "r")
        del field.attrib["id"], field.attrib["type"]
    return content(deck)


@pytest.mark.parametrize("keeps_field", [True, False])
def test_a_number_typed_over_is_said_apart_with_the_right_one_and_stays_stale_at_a_refresh(
    real_deck: bytes, later: Reader, *, keeps_field: bool
) -> None:
    deck = typed_over(real_deck, keeps_field=keeps_field)
    found = errata.verify(later, deck, "直した資料.pptx")
    (change,) = found.edited
    assert (change.slide, change.place, change.stands, change.right) == (2, "指標の数 予定", "99", "2")
    assert change.note == "手で「99」に書き換えられています"
    still_ours = next(e for e in found.errata if e.key == "group.planned" and e.slide == 2)
    assert (still_ours.place, still_ours.written, still_ours.right) == ("ノート、要点", "1", "2")
    done = renew.renew(later, deck, "直した資料.pptx").refreshed
    left = [(one.why, one.now) for one in done.unchanged if one.shape == "指標の数 予定"]
    assert left == [("数が手で「99」に書き換えられているため、古いままです。今の値に直してください", "2")]
    again = errata.verify(later, done.content, "更新した資料.pptx")
    assert (again.errata, [one.stands for one in again.edited]) == ((), ["99"])


def test_words_typed_over_a_share_are_said_as_they_stand(real_deck: bytes, later: Reader) -> None:
    deck = presentation(real_deck)
    fields = ink.fields(named(deck, "指標の数 実施｜summary")._element)
    ink.set_field(next(field for key, field in fields if key == "share.implementing"), "約半分")
    (change,) = errata.verify(later, content(deck), "直した資料.pptx").edited
    assert (change.stands, change.right) == ("約半分", "5.0％")


def test_words_of_people_without_the_number_are_no_erratum(real_deck: bytes, later: Reader) -> None:
    deck = presentation(real_deck)
    named(deck, "見出し｜summary").text_frame.text = "道内の状況（改題）"
    found = errata.verify(later, content(deck), "直した資料.pptx")
    (change,) = found.edited
    assert (change.place, change.stands, change.title) == (
        "見出し",
        "道内の状況（改題）",
        "道内の状況（改題）",
    )
    assert not [e for e in found.errata if e.slide == 2 and "見出し" in e.place]
    assert {e.title for e in found.errata if e.slide == 2} == {"道内の状況（改題）"}


def test_only_towns_that_a_number_counts_are_its_reason(verified: Verified) -> None:
    why = {e.key: e.why for e in verified.errata}
    assert "厚真町" in why["moved_into_implementing"]
    assert "札幌市" not in why["moved_into_implementing"]
    assert "札幌市" in why["group.no_plan"]
    assert "厚真町" not in why["group.no_plan"]


def test_numbers_are_written_as_people_read_them_with_row_and_column(verified: Verified) -> None:
    rates = [e for e in verified.errata if e.key == "rate.hokkaido.2023"]
    assert {(e.written, e.right) for e in rates} == {("5.6％", "5.0％")}
    assert any(e.place == "グラフ 令和5年度・北海道" for e in rates)
    assert "表 ✕ 予定なし・市町村数" in {e.place for e in verified.errata if e.key == "group.no_plan"}


def test_the_table_is_written_to_word_and_excel_without_a_formula() -> None:
    wrong = [("2", "=HYPERLINK(1)", "要点", "1,010", "5.0％", "理由")]
    given = errata_file.Errata(
        ("題",), wrong, [("3", "題", "札", "手の言葉", "2", "手で")], ("スライド「x」",)
    )
    book = openpyxl.load_workbook(io.BytesIO(errata_file.to_file(given, ".xlsx")))
    sheet = book["正誤表"]
    assert sheet["B2"].value == "=HYPERLINK(1)"
    assert sheet["B2"].data_type == "s"
    assert [sheet[cell].value for cell in ("A2", "D2", "E2")] == [2, 1010, 5.0]
    assert [sheet[cell].number_format for cell in ("A2", "D2", "E2")] == ["#,##0", "#,##0", '0.0"％"']
    assert book[errata_file.EDITED]["D2"].value == "手の言葉"
    word = docx.Document(io.BytesIO(errata_file.to_file(given, ".docx")))
    table = word.tables[0]
    assert [cell.text for cell in table.rows[1].cells] == ["2頁 要点", "1,010", "5.0％"]
    head, row = (line._tr.trPr for line in table.rows)
    assert head.xpath("./w:tblHeader")
    assert row.xpath("./w:cantSplit")
    said = [p.text for p in word.paragraphs]
    assert said[1] == "1　理由"
    assert said[-1] == "スライド「x」"


def test_one_correction_is_one_entry_with_all_its_places() -> None:
    rows = [
        ("2", "題", "要点", "10", "9", "厚真町の訂正"),
        ("3", "題", "札", "0", "1", "札幌市の調査票"),
        ("4", "題", "表 計", "10", "9", "厚真町の訂正"),
        ("2", "題", "見出し", "10", "9", "厚真町の訂正"),
    ]
    assert errata_file.by_cause(rows) == [
        ("厚真町の訂正", [("2頁 要点、見出し、4頁 表 計", "10", "9")]),
        ("札幌市の調査票", [("3頁 札", "0", "1")]),
    ]


def entry(page: str, places: tuple[str, ...], wrong: str, right: str, *causes: str) -> ErrataEntry:
    return ErrataEntry(page, places, wrong, right, causes or ("厚真町の訂正",))


def test_each_cause_is_said_once_and_marked_where_it_reaches() -> None:
    entries = [
        entry("2", ("要点",), "93", "91", "札幌市の調査票", "厚真町の訂正"),
        entry("2", ("要点", "札"), "10", "9"),
        entry("4", ("表 計",), "10", "9"),
        entry("3", ("札",), "0", "1", "札幌市の調査票"),
        entry("4", ("グラフの代替テキスト",), "10、1", "9、2"),
    ]
    assert errata_rows.legend(entries) == {"厚真町の訂正": "①", "札幌市の調査票": "②"}
    assert [tuple(row) for row in errata_rows.printed(entries)] == [
        ("2頁 要点、札、4頁 表 計", "10", "9", "①"),
        ("3頁 札", "0", "1", "②"),
        ("2頁 要点", "93", "91", "①②"),
        ("4頁 図の代替テキスト（読み上げに使う文）", "前の数と市町村名", "図の正のとおり", ""),
    ]


def test_points_of_one_line_and_what_stands_in_one_place_are_one_row() -> None:
    points = [entry("5", (f"グラフ 令和{year}年度・北海道",), str(year), str(year + 1)) for year in (5, 6, 7)]
    cells = [
        entry("6", (f"表 {town}・割合",), "1％", right) for town, right in zip("甲乙丙", "234", strict=True)
    ]
    place = [entry("7", ("要点",), "93", "91"), entry("7", ("要点",), "52.0％", "50.8％")]
    assert [tuple(row[:3]) for row in errata_rows.printed([*points, *cells, *place])] == [
        ("7頁 要点", "93、52.0％", "91、50.8％"),
        ("5頁 グラフ 北海道（令和5年度〜令和7年度）", "5、6、7", "6、7、8"),
        ("6頁 表 割合（甲、乙、丙）", "1％、1％、1％", "2、3、4"),
    ]


def test_the_paper_of_a_whole_deck_takes_two_pages_and_keeps_the_schema_of_word(
    verified: Verified, tmp_path: Path
) -> None:
    paper = verify.paper(verified, "前の資料.pptx")
    for kind in (".docx", ".xlsx"):
        assert faults(errata_file.to_file(paper, kind), tmp_path, kind) == []
    assert len(errata_rows.printed(paper.entries)) <= 60
    assert not [
        cell for row in (*paper.wrong, *paper.edited) for cell in row if cell in ("nan", "None", "NaT")
    ]


def test_a_number_that_too_few_are_behind_now_is_told_without_its_value(
    demo_deck: bytes, demo_curated: Path, planned: Path, tmp_path: Path
) -> None:
    curated = publish_copy(demo_curated, tmp_path)
    name = (curated / "current").read_text(encoding="utf-8").strip()
    with duckdb.connect(str(curated / name)) as connection:
        connection.execute("delete from mart_plan where outcome in ('slipped', 'undated', 'withdrawn')")
    found = errata.verify(Warehouse(curated).reader(), demo_deck, "資料.pptx", planned)
    rights = {one.key.partition(".")[0]: one.right for one in found.errata}
    assert rights["outlook_low"] == errata.WITHHELD
    assert not [one for one in (*found.errata, *found.edited) if "nan" in one.right]


def test_a_cause_of_which_a_part_is_not_known_is_said_without_it(reader: Reader) -> None:
    reasons = Reasons(reader, {"views": {}, "evidence": {"status": {}, "files": []}})
    source = reasons.files.index[0]
    reasons.files = reasons.files.assign(title=None, received_on=date(2024, 6, 1), kind="corrections")
    assert reasons._paper("01100", "2023", None, ["implementing", None, source]) == "訂正、令和6年6月1日受領"
    reasons.corrections = pd.DataFrame(
        [{"municipality_code": "01100", "fiscal_year": 2023, "reason": float("nan"), "corrected_on": pd.NaT}]
    )
    assert reasons._paper("01100", "2023", None, ["implementing", None, source]) == "訂正"


def test_towns_of_one_score_share_a_rank_in_the_recount_too(reader: Reader) -> None:
    context = RecountContext(reader, Scope(), 2023)
    points = {"01100": 0.5, "01202": 0.7, "01203": 0.5, "01204": 0.2}
    ranked = {code: {"contributions": {"x": value / 3, "y": 2 * value / 3}} for code, value in points.items()}
    context.once("ranking", lambda: ranked)
    assert [registry.recounted(f"rank.{code}", context) for code in points] == [2, 1, 2, 4]


def test_many_towns_of_one_reason_are_one_sentence(reader: Reader) -> None:
    codes = [f"012{number:02}" for number in (2, 3, 5, 6, 7, 8, 9)]
    evidence = {"status": {"2023": {code: ["no_plan", None, "cell"] for code in codes}}, "files": []}
    kept = {"views": {"summary": {"asked": {"resolved_year": 2023}}}, "evidence": evidence}
    why = Reasons(reader, kept).sentence("summary", "group.no_plan")
    assert why.startswith("7市町村（函館市、小樽市、室蘭市")
    assert why.endswith("の根拠の資料が使われなくなったため")


def test_a_file_that_is_not_there_is_said_in_words(
    warehouse: Warehouse, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "ない資料.pptx"
    for command in (["verify", str(missing)], ["deck", "--refresh", str(missing), "--out", "x.pptx"]):
        assert main([*command, "--curated", str(warehouse.curated)]) == 1
        assert capsys.readouterr().err == f"「{missing}」がありません。名前と場所を確かめてください。\n"
