"""The 配付用の1ファイル: what it holds, what it must never hold, and how what was changed in it is found."""

import base64
import hashlib
import json
import re
from pathlib import Path

import duckdb
import pytest

from dashboard.export.one_file import page, read_back
from dashboard.export.one_file.read_back import OneFileRefusedError
from dashboard.slides import one_file_check
from dashboard.views import one_file, view
from dashboard.warehouse.reader import Reader, Warehouse
from tests.commands import run_main
from tests.dashboard.conftest import publish_copy

LARGEST = 3_000_000


@pytest.fixture(scope="module")
def demo(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return Warehouse(publish_copy(demo_curated, tmp_path_factory.mktemp("one_file")))


@pytest.fixture(scope="module")
def whole(demo: Warehouse) -> str:
    return written(demo, "")


def written(warehouse: Warehouse, search: str) -> str:
    reader, asked = view.open(warehouse, search)
    return page.render(one_file.gather(reader, asked), one_file.drawing(reader))


def verified(reader: Reader, text: str) -> one_file_check.Verified:
    return one_file_check.verify(reader, text.encode("utf-8"), "配付.html")


def changed(text: str, before: str, after: str) -> str:
    assert before in text
    return text.replace(before, after, 1)


def test_the_file_is_small_and_names_no_address_outside_of_itself(whole: str) -> None:
    assert len(whole.encode("utf-8")) <= LARGEST
    outside = set(re.findall(r"(?:https?:)?//[\w.]+", whole)) - {"http://www.w3.org"}
    assert {one for one in outside if "." in one} == set()
    found = read_back.read_text(whole)
    assert found.addresses == []


def test_the_policy_of_the_page_lets_in_its_own_script_and_style_alone(whole: str) -> None:
    found = read_back.read_text(whole)
    assert found.policy.startswith("default-src 'none'; ")
    for part, code in (("script-src", found.scripts), ("style-src", found.styles)):
        digest = base64.b64encode(hashlib.sha256("".join(code).encode()).digest()).decode()
        assert f"{part} 'sha256-{digest}'" in found.policy


def test_no_contact_no_free_text_and_no_name_of_a_returned_file_is_in_it(demo: Warehouse, whole: str) -> None:
    rows = demo.reader().frame(
        """
        select distinct a.value
        from mart_answer as a
        inner join codes_question as q using (fiscal_year, question_id)
        where q.kind in ('contact', 'free_text') and a.value is not null
        union
        select distinct title from core_file where kind = 'return'
        """
    )
    # what towns write where they have nothing to say are words of ours too
    values = [str(value) for value in rows["value"] if str(value) not in ("", "特になし", "なし")]
    assert len(values) > 300
    assert [value for value in values if value in whole] == []


def test_it_is_readable_without_a_script(whole: str) -> None:
    found = read_back.read_text(whole)
    said = "".join(text for _, text in found.pieces)
    assert len(found.names) == 179
    assert "時点" in said
    assert "架空データを含みます" in said
    assert "データの更新日" in said
    assert ("group.implementing", "10") in found.numbers


def test_a_file_as_it_was_made_agrees_in_every_number_and_name(demo: Warehouse, whole: str) -> None:
    result = verified(demo.reader(), whole)
    assert (result.errata, result.edited, result.deleted, result.unknown) == ((), (), (), ())
    assert result.looked > 10_000
    assert result.names == 2 * 179


@pytest.mark.parametrize(
    ("before", "after", "place", "stands", "right"),
    [
        ('"population":4159', '"population":4169', "厚真町　人口", "4169", "4159"),
        ('data-n="group.implementing">10<', 'data-n="group.implementing">11<', "実施の市町村数", "11", "10"),
        ('<th scope="row">厚真町</th>', '<th scope="row">厚間町</th>', "01581", "厚間町", "厚真町"),
        ('data-c="01581" fill="#0017C1"', 'data-c="01581" fill="#FFFFFF"', "厚真町", "別の色", "実施"),
        ("北方領土の6村は数えません。", "数えます。", "文", "数えます。", "―"),
        ('"use strict";', '"use strict"; ', "スクリプトかスタイル", "―", "―"),
        (
            "</main>",
            '<img src="http://a.example/x.png"></main>',
            "外へのアドレスか命令",
            "img src=http://a.example/x.png",
            "なし",
        ),
    ],
)
def test_what_was_changed_by_hand_is_named(
    demo: Warehouse, whole: str, before: str, after: str, place: str, stands: str, right: str
) -> None:
    result = verified(demo.reader(), changed(whole, before, after))
    assert result.errata == ()
    assert (place, stands, right) in [(one.place, one.stands, one.right) for one in result.edited]


def test_a_municipality_that_was_taken_out_is_missed(demo: Warehouse, whole: str) -> None:
    found = read_back.read_text(whole)
    towns = [town for town in found.content["towns"] if town["code"] != "01581"]
    start, _, rest = whole.partition('id="data">')
    data = json.dumps({**found.content, "towns": towns}, ensure_ascii=False)
    result = verified(demo.reader(), f'{start}id="data">{data}</script>{rest.partition("</script>")[2]}')
    assert "市町村の行 厚真町" in result.deleted


def test_numbers_that_the_data_no_longer_give_are_errata_and_no_work_of_hands(
    warehouse: Warehouse, whole: str
) -> None:
    result = verified(warehouse.reader(), whole)
    assert not result.holds
    assert result.edited == ()
    assert {one.why for one in result.errata} == {"ファイルを作った後にデータが変わりました。"}


@pytest.mark.parametrize(
    "text", ["", "<html>", '<script id="data" type="application/json">' + "[" * 100_000, "\udcff"]
)
def test_a_file_of_somebody_else_is_refused_in_words(demo: Warehouse, text: str) -> None:
    with pytest.raises(OneFileRefusedError, match="配付用の1ファイルではありません"):
        one_file_check.verify(demo.reader(), text.encode("utf-8", "surrogateescape"), "何か.html")


def test_a_view_holds_its_municipalities_alone_and_a_state_leaves_nobody_out(demo: Warehouse) -> None:
    reader, asked = view.open(demo, "?fy=2022&sub=14&group=considering")
    content = one_file.gather(reader, asked)
    assert len(content["towns"]) == 5
    assert content["record"]["asked"]["groups"] == ["considering"]
    assert "根室" in one_file.file_name(content)
    assert one_file.file_name(content).endswith("_架空データ.html")
    text = page.render(content, one_file.drawing(reader))
    assert "札幌市" not in text
    result = verified(reader, text)
    assert (result.errata, result.edited) == ((), ())


def test_a_file_of_what_was_known_on_a_day_says_so_and_agrees_with_that_day(demo: Warehouse) -> None:
    reader, asked = view.open(demo, "?fy=2023&asof=2023-12-10")
    content = one_file.gather(reader, asked)
    assert "令和5年12月10日までに把握した内容" in content["about"]["known"]
    assert "2023-12-10時点" in one_file.file_name(content)
    assert verified(reader, page.render(content, one_file.drawing(reader))).holds


def test_a_municipality_of_unknown_population_is_said_to_be_so(demo_curated: Path, tmp_path: Path) -> None:
    curated = publish_copy(demo_curated, tmp_path)
    name = (curated / "current").read_text(encoding="utf-8").strip()
    with duckdb.connect(str(curated / name)) as connection:
        unknown = "set population = null, size_class = null where municipality_code = '01581'"
        for table in ("mart_municipality", "mart_figures"):
            connection.execute(f"update {table} {unknown}")
    text = written(Warehouse(curated), "?sub=09")
    assert "nan" not in json.dumps(read_back.read_text(text).content["towns"]).lower()
    result = verified(Warehouse(curated).reader(), text)
    assert (result.errata, result.edited) == ((), ())


def test_the_commands_write_the_file_and_name_what_was_altered(demo_curated: Path, tmp_path: Path) -> None:
    done = run_main(
        "dashboard", "--curated", demo_curated, "onefile", "--out", tmp_path, "--view", "?sub=14", "--json"
    )
    assert done.returncode == 0, done.stderr
    made = tmp_path / json.loads(done.stdout)["file"]
    made.write_text(changed(made.read_text("utf-8"), '"population":', '"population":9'), "utf-8")
    done = run_main("dashboard", "--curated", demo_curated, "verify", made)
    assert "手で変えられたところ 1件" in done.stdout
    assert "「市町村の行」" in done.stdout
    assert "確かめたもの: " in done.stdout
    odd = run_main("dashboard", "--curated", demo_curated, "onefile", "--out", tmp_path, "--view", "?fy=1999")
    assert odd.returncode == 1
    assert "1999" in odd.stderr
