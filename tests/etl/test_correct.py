"""`correct` and `uncorrect`: a row that holds is written whole or not at all, and every other row stays as it was."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from etl import clock
from etl.correct import Wish, correct, uncorrect
from etl.corrections import registered
from etl.corrections_file import PLACE, CorrectionRefusedError, CorrectionsFile
from etl.survey.receive import receive
from tests.commands import run_main
from tests.etl.raw_copy import copy_raw
from tests.etl.survey.received import HIGASHIKAWA, TAKASU, hand_in
from tests.killing import run_until

RECEIVED, TOLD = date(2023, 12, 1), date(2023, 12, 5)
MOMENTS = 10
# As somebody wrote it by hand: another order of columns, a column of their own, quotes, a row of two lines.
BY_HAND = (
    "理由,表,項目,誤,正,メモ,団体コード,年度,連絡日,連絡者\r\n"
    '"電話で確認、""至急""",status,status_code,実施中,移行準備事業を実施,"1行目\r\n2行目",01581,令和5年度,2023-06-01,厚真町\r\n'
    "\r\n"
    "聞き取り,status,start_fiscal_year,令和5年度,令和6年度,,01581,R5,2023/6/2,厚真町"
)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    copied = copy_raw(tmp_path / "raw")
    files = [
        hand_in(tmp_path, code, seed=1, status="no_plan", staff_full_time=3) for code in (TAKASU, HIGASHIKAWA)
    ]
    assert receive(files, copied, 2023, RECEIVED).loaded == 2
    return copied


def wish(after: str = "5人", before: str = "3人", **more: object) -> Wish:
    given = {"table": "answer", "municipality": "鷹栖町", "fiscal_year": 2023, "item": "staff_full_time"}
    told = {"reason": "電話で確認", "told_by": "鷹栖町 福祉課", "on": TOLD}
    return Wish(**{**given, "before": before, "after": after, **told, **more})  # type: ignore[arg-type]


def text(raw: Path) -> str:
    content = (raw / PLACE).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return content.decode("utf-8-sig")


def test_rows_by_hand_stay_as_they_are_and_a_new_one_follows_their_columns(raw: Path) -> None:
    (raw / PLACE).write_bytes(BY_HAND.encode("cp932"))
    ids = CorrectionsFile(raw).row_ids()
    assert ids == [one.row_id for one in registered(raw)]
    done = correct(raw, wish())
    assert text(raw) == BY_HAND + (
        "\r\n電話で確認,回答,問8 包括的な支援体制の整備を担当する職員（専任）（staff_full_time）,3人,5人,,"
        f"{TAKASU},令和5年度,2023-12-05,鷹栖町 福祉課\r\n"
    )
    assert [*ids, done.row_id] == [one.row_id for one in registered(raw)]


def test_a_published_total_is_corrected_and_that_withdrawn(tmp_path: Path) -> None:
    raw = copy_raw(tmp_path / "raw")
    of = {"table": "published_total", "municipality": "hk_2022_plan_implementing", "fiscal_year": None}
    with pytest.raises(CorrectionRefusedError, match="7"):
        correct(raw, wish("8", "6", **of, item="value"))
    done = correct(raw, wish("8", "7", **of, item="value"))
    assert (done.item_label, done.state) == ("実施中", "applied")
    assert text(raw).splitlines()[-1].startswith("公表値,hk_2022_plan_implementing,,値,7,8,")
    assert uncorrect(raw, done.row_id, "聞き違い", clock.today()).state == "withdrawn"


def test_a_withdrawal_changes_its_own_row_alone_and_no_id(raw: Path) -> None:
    (raw / PLACE).write_bytes(BY_HAND.encode())
    done = correct(raw, wish())
    ids = [one.row_id for one in registered(raw)]
    before = text(raw).split("\r\n")
    uncorrect(raw, done.row_id, "聞き違い、\n別の町", TOLD)
    after = text(raw).split("\r\n")
    assert after[0] == before[0] + ",取消日,取消理由"
    assert after[1:-2] == before[1:-2]
    assert [one.row_id for one in registered(raw)] == ids
    one = registered(raw)[-1]
    assert (one.withdrawn_on, one.withdrawn_reason) == (TOLD, "聞き違い、\n別の町")


def test_nothing_is_added_to_a_record_that_the_build_would_not_read(raw: Path) -> None:
    (raw / PLACE).write_bytes(BY_HAND.replace("メモ", "だれか").encode())
    with pytest.raises(CorrectionRefusedError, match="「だれか」"):
        correct(raw, wish())
    assert (raw / PLACE).read_bytes() == BY_HAND.replace("メモ", "だれか").encode()


@pytest.mark.parametrize(
    ("wanted", "word"),
    [
        (wish(before="4人"), "「3人」"),
        (wish(after="多い"), "読めません"),
        (wish(item="問99"), "問99"),
        (wish(municipality="なし町"), "なし町"),
        (wish(fiscal_year=2022), "今の記録は「空欄」"),
        (wish(reason=" "), "理由"),
        (wish(after="３人"), "同じ"),
        (wish(on=date(2023, 11, 30)), "受け取った日"),
        (wish(on=clock.today() + timedelta(days=1)), "今日"),
        (wish(table="status", item="状態", before="実施予定なし", after="てきとう"), "てきとう"),
        (
            wish(table="status", item="状態", before="実施予定なし", after="検討中", on=date(1899, 1, 1)),
            "西暦1899年1月1日",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_would_not_hold_is_refused_in_words_and_nothing_is_written(
    raw: Path, wanted: Wish, word: str
) -> None:
    before = (raw / PLACE).read_bytes()
    with pytest.raises(CorrectionRefusedError, match=word):
        correct(raw, wanted)
    assert (raw / PLACE).read_bytes() == before


def test_a_correction_that_another_one_stands_on_is_withdrawn_after_it(raw: Path) -> None:
    first, second = correct(raw, wish()), correct(raw, wish(before="5人", after="6人"))
    with pytest.raises(CorrectionRefusedError, match="先にそちらを"):
        uncorrect(raw, first.row_id, "聞き違い", TOLD)
    uncorrect(raw, second.row_id, "聞き違い", TOLD)
    uncorrect(raw, first.row_id, "聞き違い", TOLD)
    with pytest.raises(CorrectionRefusedError, match="取り消されています"):
        uncorrect(raw, first.row_id, "聞き違い", TOLD)
    assert correct(raw, wish()).row_id not in (first.row_id, second.row_id)


def test_the_command_says_what_it_did_as_an_object(raw: Path) -> None:
    told = (
        "--from",
        "3人",
        "--to",
        "5人",
        "--reason",
        "電話で確認",
        "--told-by",
        "福祉課",
        "--on",
        "R5.12.5",
    )
    which = (
        "--municipality",
        TAKASU,
        "--fiscal-year",
        "R5",
        "--item",
        "問8 包括的な支援体制の整備を担当する職員（専任）",
    )
    done = run_main("etl", "correct", *which, *told, "--raw", raw, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["state"], said["to"], said["municipality"]) == ("applied", "5人", TAKASU)
    again = run_main("etl", "correct", *which, *told, "--raw", raw, "--json")
    assert again.returncode == 1
    assert "「5人」" in json.loads(again.stdout)["error"]
    back = run_main("etl", "uncorrect", said["row_id"], "--reason", "聞き違い", "--raw", raw, "--json")
    assert json.loads(back.stdout)["state"] == "withdrawn"


def test_a_correction_of_a_fictional_value_is_marked_as_one(tmp_path: Path) -> None:
    raw = copy_raw(tmp_path / "raw")
    files = [hand_in(tmp_path, TAKASU, seed=1, status="no_plan", staff_full_time=3)]
    assert receive(files, raw, 2023, RECEIVED, synthetic=True).loaded == 1
    correct(raw, wish())
    assert [one.is_synthetic for one in registered(raw)] == [True]
    assert text(raw).splitlines()[0].endswith(",架空")


def test_killed_at_any_moment_a_correction_is_there_whole_or_not_at_all(raw: Path) -> None:
    (raw / PLACE).write_bytes(BY_HAND.encode())
    which = ("correct", "--municipality", TAKASU, "--fiscal-year", "R5", "--item", "staff_full_time")
    told = ("--reason", "電話で確認", "--on", "R5.12.5", "--raw", raw)
    code, steps = run_until(0, raw, *which, "--from", "3人", "--to", "5人", *told)
    assert code == 0
    assert steps > MOMENTS
    value = 5
    chosen = random.Random(12).sample(range(1, steps), MOMENTS - 4) + list(range(steps - 3, steps + 1))
    for moment in chosen:
        before = registered(raw)
        killed, _ = run_until(moment, raw, *which, "--from", f"{value}人", "--to", f"{value + 1}人", *told)
        assert killed < 0
        after = registered(raw)
        assert after[: len(before)] == before or [one.row_id for one in after][: len(before)] == [
            one.row_id for one in before
        ]
        assert len(after) - len(before) in (0, 1)
        assert text(raw).startswith(BY_HAND)
        value += len(after) - len(before)
    assert correct(raw, wish(before=f"{value}人", after="99人")).state == "applied"


def test_an_answer_in_a_file_that_is_lost_is_not_corrected(raw: Path) -> None:
    [lost] = raw.glob("survey/R5/returns/*/01452_*.xlsx")
    lost.rename(raw / "elsewhere.xlsx")
    state = wish("実施中", "実施予定なし", table="status", item="status_code")
    for one in (wish(), state):
        with pytest.raises(CorrectionRefusedError, match=f"{lost.name}.*なくなっています。控えから戻して"):
            correct(raw, one)
    (raw / "elsewhere.xlsx").rename(lost)
    assert correct(raw, wish()).state == "applied"
