"""What is published of a round is kept as it was, carries its state, and gives the 正誤表 of what changed since."""

import csv
import io
from datetime import date
from itertools import product
from pathlib import Path

import docx
import duckdb
import openpyxl
import pytest

from dashboard.queries import rounds
from dashboard.services import publication, publication_errata
from dashboard.services.change_causes import CORRECTED, UNKNOWN, Cause
from dashboard.services.publication import Change, Signing
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.conftest import publish_copy
from tests.dashboard.returns_warehouse import publish_round
from tests.office_schema import faults

SIGNING = Signing("確定", date(2023, 12, 28), "北海", "道南", "課長")


@pytest.fixture(scope="module")
def round_curated(built_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_round(built_curated, tmp_path_factory.mktemp("round"))


@pytest.fixture(scope="module")
def round_reader(round_curated: Path) -> Reader:
    return Warehouse(round_curated).reader()


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_set_has_every_municipality_and_says_its_state_and_who_signed(round_reader: Reader) -> None:
    made = publication.make_set(round_reader, 2023, SIGNING)
    assert list(made) == [
        "令和5年度_実施状況_市町村別_確定.xlsx",
        "令和5年度_実施状況_市町村別_確定.csv",
        "令和5年度_回答_市町村別_確定.xlsx",
        "令和5年度_回答_市町村別_確定.csv",
    ]
    statuses = rows_of(made["令和5年度_実施状況_市町村別_確定.csv"])
    assert len(statuses) == 179
    assert {row["様式"] for row in statuses if row["調査票"] == "受領"} == {"R5-1"}
    assert {row["様式"] for row in statuses if row["調査票"] == "未着"} == {""}
    book = openpyxl.load_workbook(io.BytesIO(made["令和5年度_回答_市町村別_確定.xlsx"]))
    assert book.sheetnames == ["データ", "定義", "説明"]  # nothing that was chosen, no codes
    facts = {str(row[0].value): row[1].value for row in book["説明"].iter_rows()}
    assert (facts["公表の段階"], facts["公表の日"], facts["承認"]) == ("確定", "令和5年12月28日", "課長")
    assert facts["回収"] == "3／179市町村"


def test_contacts_and_free_text_are_not_published(round_reader: Reader) -> None:
    kinds = round_reader.frame("select question_id, kind from codes_question where fiscal_year = 2023")
    private = set(kinds.loc[kinds["kind"].isin(["contact", "free_text"]), "question_id"])
    assert not private & set(rounds.answers(round_reader, 2023)["question_id"])


def test_nothing_has_changed_right_after_it_was_published(round_reader: Reader, tmp_path: Path) -> None:
    for name, content in publication.make_set(round_reader, 2023, SIGNING).items():
        (tmp_path / name).write_bytes(content)
    assert publication.changes_since(tmp_path, round_reader, 2023, SIGNING.entered_on) == []


def test_what_changed_since_is_told_with_both_values(
    round_curated: Path, round_reader: Reader, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name, content in publication.make_set(round_reader, 2023, SIGNING).items():
        (out / name).write_bytes(content)
    other = with_other_status(round_curated, tmp_path)
    found = publication.changes_since(out, other, 2023, SIGNING.entered_on)
    assert [(one.name, one.item, one.before, one.after) for one in found] == [
        ("厚真町", "実施状況", "実施中", "実施予定なし"),
        ("厚真町", "開始年度", "令和5年度", publication.EMPTY),
    ]
    assert [one.cause for one in found] == [Cause(date(2024, 1, 5), CORRECTED, "電話で確認"), UNKNOWN]


def test_the_errata_of_a_published_set_say_the_same_in_word_excel_and_csv(tmp_path: Path) -> None:
    found = [
        Change(
            *("01581", "厚真町", "実施状況", "実施中", "実施予定なし"),
            cause=Cause(date(2024, 1, 5), CORRECTED, "電話で確認"),
        ),
        Change("01100", "札幌市", "実施状況", "実施中", "実施予定なし", is_synthetic=True),
        Change("01100", "札幌市", "問1 =SUM(A1)", publication.EMPTY, "=1+1"),
    ]
    made = {
        kind: publication_errata.file(found, "令和5年度 確定", "wh_x", SIGNING.entered_on, kind)
        for kind in publication_errata.KINDS
    }
    for kind in ("docx", "xlsx"):
        assert faults(made[kind], tmp_path, f".{kind}") == []
    head, *rows = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))["機械可読"].iter_rows(values_only=True)
    lines = [list(row.values()) for row in rows_of(made["csv"])]
    assert list(rows_of(made["csv"])[0]) == list(head)
    said = [[str(cell or "").removesuffix(" 00:00:00") for cell in row] for row in rows]
    assert [[text.removeprefix("'") for text in line] for line in lines] == said
    assert [line[-1] for line in lines] == ["実データ", "架空データ", "実データ"]
    assert lines[2][5] == "'=1+1"
    assert [line[6:8] for line in lines] == [["2024-01-05", "電話で確認"], ["", ""], ["", ""]]
    tables = docx.Document(io.BytesIO(made["docx"])).tables
    assert [[cell.text for cell in row.cells] for row in tables[0].rows] == [
        ["市町村", "誤（公表したとき）", "正（いま）"],
        ["厚真町", "実施中", "実施予定なし"],
    ]


def with_other_status(curated: Path, target: Path) -> Reader:
    """The same warehouse with another status of 厚真町."""
    (target / "changed").mkdir()
    copy = publish_copy(curated, target / "changed")
    path = copy / (copy / "current").read_text(encoding="utf-8").strip()
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "insert into core_correction (row_id, table_name, municipality_code, fiscal_year, column_name,"
            " reason, corrected_on, state) values"
            " ('1', 'answer', '01581', 2023, 'status', '電話で確認', date '2024-01-05', 'applied')"
        )
        connection.execute(
            """
            update mart_status_by_year set status_code = 'no_plan', start_fiscal_year = null
            where municipality_code = '01581' and fiscal_year = 2023
            """
        )
    return Warehouse(copy).reader()


def test_a_start_year_that_the_state_rules_out_is_left_empty_and_told(
    round_curated: Path, tmp_path: Path
) -> None:
    copy = publish_copy(round_curated, tmp_path)
    path = copy / (copy / "current").read_text(encoding="utf-8").strip()
    kept: dict[str, str] = {}
    with duckdb.connect(str(path)) as connection:
        states = connection.execute("select code, group_code from codes_status order by code").fetchall()
        towns = connection.execute("select code, name from codes_municipality order by code").fetchall()
        for (code, name), ((state, group), years) in zip(towns, product(states, (-1, 0, 1)), strict=False):
            connection.execute(
                "update mart_status_by_year set status_code = ?, group_code = ?, start_fiscal_year = ?,"
                " stated_fiscal_year = 2023, is_synthetic = false where municipality_code = ? and fiscal_year = 2023",
                [state, group, 2023 + years, code],
            )
            has_begun, is_planned = state in ("implementing", "ended"), group == "planned"
            agrees = (has_begun and years <= 0) or (is_planned and years >= 0)
            kept[name] = str(2023 + years) if agrees else ""
    reader = Warehouse(copy).reader()
    table, _ = publication.tables(reader, 2023, SIGNING)
    made = publication.make_set(reader, 2023, SIGNING)
    rows = {row["市町村名"]: row for row in rows_of(made["令和5年度_実施状況_市町村別_確定.csv"])}
    assert {name: rows[name]["開始年度（西暦）"] for name in kept} == kept
    told = dict(table.facts)["空欄にした開始年度"]
    assert all((name in told) == (year == "") for name, year in kept.items())


def test_what_is_lost_is_no_correction(round_curated: Path, round_reader: Reader, tmp_path: Path) -> None:
    assert publication.why_not_comparable(round_reader) == ""
    publish_copy(round_curated, tmp_path)
    with duckdb.connect(next(tmp_path.glob("*.duckdb"))) as connection:
        connection.execute(
            "insert into core_finding by name select * replace ('error' as severity, 'RETURN-MISSING' as rule,"
            " '受け取ったファイルがなくなっています。控えから戻してください。' as message)"
            " from core_finding order by finding_id limit 1"
        )
    why = publication.why_not_comparable(Warehouse(tmp_path).reader())
    assert "なくなっています" in why
    assert "戻すまで正誤表は作れません" in why


def test_a_state_that_was_carried_over_says_so_and_codes_have_their_names(demo_curated: Path) -> None:
    fictional = Warehouse(demo_curated).reader()
    for year in (2023, 2024):
        statuses, answers = publication.tables(fictional, year, SIGNING)
        known = rounds.statuses(fictional, year).set_index("municipality_code")["basis"]
        for row in statuses.rows.to_dict("records"):
            is_carried = known[row["標準地域コード"]] == "carried"
            assert row["根拠"].startswith("継続とみなす（令和") == is_carried
        said = dict(statuses.facts)["継続とみなした状態"]
        assert said.startswith(
            f"{(known == 'carried').sum()}市町村" if (known == "carried").any() else "なし"
        )
        codes = {(row.heading, row.code): row.label for row in answers.codes.itertuples()}
        chosen = answers.rows[answers.rows["選択肢コード"].fillna("") != ""]
        assert len(chosen) or year == 2024
        for row in chosen.to_dict("records"):
            assert (
                codes[f"選択肢コード（設問コード {row['設問コード']}）", row["選択肢コード"]] == row["選択肢"]
            )
