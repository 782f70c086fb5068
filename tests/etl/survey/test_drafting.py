"""A form is shown, begun, previewed, compared and saved: at once or not at all, and never over somebody else's."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashboard.pages.survey import question_form
from etl.survey import draft_preview, drafting, saving
from etl.survey import issue as issuing
from etl.survey.drafting import NEW
from etl.survey.form import additions, versions
from etl.survey.form.loading import load_form
from etl.survey.issue import IssueRefusedError
from etl.survey.returned import round_record
from etl.survey.saving import FormRefusedError
from tests.commands import Done, run_main
from tests.etl.survey import received

ROOT = Path(__file__).resolve().parents[3]
KILLS = 15


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """The forms of R4 and R5, and the municipalities."""
    return received.make_raw(tmp_path / "raw")


@pytest.fixture
def r8(raw: Path) -> Path:
    """The same with the form of R8 as it is proposed."""
    saving.save(raw, 2026, drafting.propose(raw, 2026)["document"], NEW)
    return raw


def entry(document: dict[str, Any], question_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(q for q in document["questions"] if q["id"] == question_id)
    return found


def refusal(*arguments: Any, **options: Any) -> tuple[str, ...]:
    with pytest.raises(FormRefusedError) as refused:
        saving.save(*arguments, **options)
    return tuple(finding.rule for finding in refused.value.findings)


def issue(raw: Path, year: int = 2026) -> None:
    path = raw / "survey" / "R8" / "form.toml"
    versions.keep_version(path, load_form(path).version)


def test_a_proposal_is_kept_only_once_it_is_saved(raw: Path) -> None:
    proposed = drafting.propose(raw, 2026)
    assert (proposed["state"], proposed["version"], proposed["is_issued"]) == (NEW, "R8-1", False)
    assert not (raw / "survey" / "R8").exists()
    saved = saving.save(raw, 2026, proposed["document"], NEW)
    shown = drafting.show(raw, 2026)
    assert (shown["document"], shown["state"]) == (proposed["document"], saved.state)
    assert [row["label"] for row in drafting.list_rounds(raw)] == ["令和8年度", "令和5年度", "令和4年度"]
    with pytest.raises(drafting.new_round.NoRoundError, match="もうあります"):
        drafting.propose(raw, 2026)


def test_what_somebody_else_has_saved_meanwhile_is_not_written_over(r8: Path) -> None:
    mine, other = drafting.show(r8, 2026), drafting.show(r8, 2026)
    other["document"]["form"]["title"] = "ほかの人の題"
    saving.save(r8, 2026, other["document"], other["state"])
    mine["document"]["form"]["title"] = "わたしの題"
    assert refusal(r8, 2026, mine["document"], mine["state"]) == ("FORM-CONFLICT",)
    assert drafting.show(r8, 2026)["document"]["form"]["title"] == "ほかの人の題"


def test_a_round_that_is_issued_gets_a_new_version_and_keeps_the_one_that_went_out(r8: Path) -> None:
    issue(r8)
    sent = (r8 / "survey" / "R8" / "form.toml").read_bytes()
    shown = drafting.show(r8, 2026)
    assert (shown["is_issued"], shown["next_version"]) == (True, "R8-2")
    entry(shown["document"], "comments")["wording"] = "ご意見"
    assert refusal(r8, 2026, shown["document"], shown["state"]) == ("FORM-ISSUED",)
    saved = saving.save(r8, 2026, shown["document"], shown["state"], as_new_version=True)
    assert (saved.form_version, saved.is_new_version) == ("R8-2", True)
    assert (r8 / "survey" / "R8" / "versions" / "R8-1.toml").read_bytes() == sent
    again = drafting.show(r8, 2026)
    assert (again["is_issued"], again["versions"]) == (False, ["R8-1"])
    entry(again["document"], "comments")["wording"] = "ご意見・ご要望"
    assert saving.save(r8, 2026, again["document"], again["state"]).form_version == "R8-2"


def test_a_new_version_of_a_round_that_is_final_tells_what_becomes_of_its_returns(r8: Path) -> None:
    issue(r8)
    lines = [str(question_form.locked(drafting.show(r8, 2026)))]
    head = ",".join(round_record.COLUMNS.values())
    (r8 / "survey" / "R8" / "round.csv").write_text(f"{head}\n確定,2026-11-30,甲,乙,丙,,\n", "utf-8")
    lines.append(str(question_form.locked(drafting.show(r8, 2026))))
    assert [("この調査は確定しています" in line, "data-confirm" in line) for line in lines] == [
        (False, False),
        (True, True),
    ]


def test_an_id_never_comes_back_with_another_meaning(r8: Path) -> None:
    shown = drafting.show(r8, 2026)
    assert "handbook_use" in shown["taken_ids"]
    question = {"id": "handbook_use", "kind": "date", "wording": "日", "section": "７"}
    shown["document"]["questions"].append(question)
    assert refusal(r8, 2026, shown["document"], shown["state"]) == ("FORM-ID-REUSED",)


@pytest.mark.parametrize("before", [2022, 2023, 2026])
@pytest.mark.parametrize("year", [2024, 2025, 2027, 2028])
def test_any_round_is_made_from_any_older_one_as_it_is_proposed(r8: Path, year: int, before: int) -> None:
    if before >= year:
        return
    proposed = drafting.propose(r8, year, before)
    saving.save(r8, year, proposed["document"], NEW)
    whole = drafting.show(r8, year)
    gone = additions.draft_ids(whole["document"])[-1:] or ["comments"]
    kept = [one for one in whole["document"]["questions"] if one["id"] not in gone]
    less = {**whole["document"], "questions": kept}
    saved = saving.save(r8, year, less, whole["state"])
    saving.save(r8, year, whole["document"], saved.state)
    assert drafting.show(r8, year)["document"] == proposed["document"]


def test_an_issued_question_cannot_change_how_it_is_answered(r8: Path) -> None:
    issue(r8)
    shown = drafting.show(r8, 2026)
    entry(shown["document"], "meeting_internal_date")["kind"] = "free_text"
    refused = refusal(r8, 2026, shown["document"], shown["state"], as_new_version=True)
    assert refused == ("FORM-ID-REUSED",)


def test_what_is_to_be_put_right_is_said_without_the_keys_of_the_file(r8: Path) -> None:
    shown = drafting.show(r8, 2026)
    document = shown["document"]
    document["form"] |= {"deadline": "2026-11-01", "title": " "}
    entry(document, "comments")["wording"] = ""
    entry(document, "meeting_internal")["options"] = []
    entry(document, "support_wanted")["options"][0]["label"] = ""
    entry(document, "barriers_top")["ranks"] = 99
    found = draft_preview.preview(r8, document)
    told = [problem["message"] for problem in found["problems"]]
    assert told == [
        "表題を書いてください。",
        "回答期限が発出日より前です。",
        "「そのうち特に大きなもの」: 順位の数は1から選択肢の数（10）までにしてください。",
        "「庁内連携会議（関係課による会議）の設置」: 選択肢を加えてください。",
        "「直近の開催日」: 条件に使う「庁内連携会議（関係課による会議）の設置」の選択肢がなくなりました。選びなおしてください。",
        "「道に望む支援」: 名前のない選択肢があります。名前を書くか、外してください。",
        "「（文言のない質問）」: 文言を書いてください。",
    ]
    assert refusal(r8, 2026, document, shown["state"]) == ("FORM-DRAFT",) * len(told)


def test_days_of_another_year_or_on_a_weekend_are_to_be_checked(r8: Path) -> None:
    document = drafting.show(r8, 2026)["document"]
    document["form"] |= {"issued_on": "2025-12-01", "deadline": "2027-12-18"}
    told = [one["message"] for one in draft_preview.preview(r8, document)["reminders"]]
    assert told[:3] == [
        "発出日（令和7年12月1日）が令和8年度の外です。年を確かめてください。",
        "回答期限（令和9年12月18日）が令和8年度の外です。年を確かめてください。",
        "回答期限（令和9年12月18日）は土曜日です。",
    ]


def test_a_preview_shows_the_rows_of_the_workbook_and_what_can_be_compared(r8: Path, tmp_path: Path) -> None:
    document = drafting.show(r8, 2026)["document"]
    found = draft_preview.preview(r8, document)
    book = openpyxl.load_workbook(BytesIO(draft_preview.sample_workbook(r8, drafting.form_of(document))))
    sheet = book["調査票"]
    for line in found["sheet"]["lines"]:
        if line["role"] != "section":
            assert sheet.cell(line["row"] + 1, 1).value == line["number"]
            assert str(sheet.cell(line["row"] + 1, 2).value).startswith(line["label"])
    kinds = {change["question_id"]: change["kind"] for change in found["changes"]}
    assert kinds.pop("status") != "new"
    assert set(kinds) == set(drafting.show(r8, 2026)["draft_ids"])
    assert [reminder["question_id"] for reminder in found["reminders"]] == [
        "implementation_plan",
        "meeting_internal",
        "participation",
    ]
    assert len(found["sheet"]["pages"]) == 3


def test_a_question_that_is_not_written_yet_is_told_and_reaches_no_municipality(
    r8: Path, tmp_path: Path
) -> None:
    shown = drafting.show(r8, 2026)
    document = shown["document"]
    assert draft_preview.preview(r8, document)["unwritten"] == []
    added = [dict(template["entries"][0]) for template in shown["library"]]
    for number, question in enumerate(added):
        question["id"] = f"r8_added_{number}"
    document["questions"] += added
    found = draft_preview.preview(r8, document)["unwritten"]
    kinds = {question["id"]: question["kind"] for question in added}
    told = {one["question_id"] for one in found}
    assert told == {key for key, kind in kinds.items() if kind != "contact"}
    saved = saving.save(r8, 2026, document, shown["state"])
    with pytest.raises(IssueRefusedError, match=r"書きかけのところが.*「○○があるか」の文言"):
        issuing.run(r8, 2026, tmp_path / "out")
    assert not versions.kept_versions(r8 / "survey" / "R8" / "form.toml")
    for question in added:
        question["wording"] = f"相談窓口{question['id']}"
        question["options"] = [
            {**option, "label": f"窓口{place}"} for place, option in enumerate(question.get("options", []))
        ]
        if not question["options"]:
            del question["options"]
    assert draft_preview.preview(r8, document)["unwritten"] == []
    saving.save(r8, 2026, document, saved.state)


def test_words_of_any_earlier_year_are_to_be_looked_at_again(r8: Path) -> None:
    document = drafting.show(r8, 2026)["document"]
    saving.save(r8, 2026, document, drafting.show(r8, 2026)["state"])
    of_next = drafting.propose(r8, 2027, 2026)["document"]
    found = draft_preview.preview(r8, of_next)["reminders"]
    assert {one["question_id"] for one in found} >= {"implementation_plan", "meeting_internal"}


def test_no_mark_of_what_is_provisional_or_a_draft_reaches_a_municipality(r8: Path) -> None:
    assert len(drafting.show(r8, 2026)["draft_ids"]) == 11
    document = drafting.show(r8, 2026)["document"]
    entry(document, "comments")["provisional"] = True
    content = draft_preview.sample_workbook(r8, drafting.form_of(document))
    sheets = openpyxl.load_workbook(BytesIO(content))
    texts = [
        str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row if cell
    ]
    assert any("財源の確保が困難" in text for text in texts)
    assert any("包括的な支援体制（法第106条の3）" in text for text in texts)
    assert not [
        text for text in texts if "仮" in text or "案" in text.replace("案内", "").replace("提案", "")
    ]


def etl(*arguments: object) -> Done:
    return run_main("etl", "form", *arguments)


def test_the_commands_of_the_form_do_the_same(raw: Path, tmp_path: Path) -> None:
    done = etl("new", "--fiscal-year", "R8", "--raw", raw, "--json")
    shown = json.loads(done.stdout)
    entry(shown["document"], "comments")["wording"] = "ご意見"
    handed = tmp_path / "draft.json"
    handed.write_text(json.dumps(shown["document"], ensure_ascii=False), encoding="utf-8")
    compared = etl("compare", handed, "--raw", raw).stdout
    assert (
        "［注意して比べる］問23 ご意見: 文言を変えました（前回「道への意見・要望、検討の経過など」）"
        in compared
    )
    book = tmp_path / "sheet.xlsx"
    assert "A4で3ページです。" in etl("preview", handed, "--raw", raw, "--xlsx", book).stdout
    assert openpyxl.load_workbook(book)["調査票"]["A1"].value.startswith("令和8年度")
    save = ("save", handed, "--fiscal-year", "R8", "--raw", raw, "--json", "--expect")
    assert json.loads(etl(*save, shown["state"]).stdout)["version"] == "R8-1"
    again = etl(*save, shown["state"])
    assert again.returncode == 1
    assert json.loads(again.stdout)["findings"][0]["rule"] == "FORM-CONFLICT"
    assert etl("list", "--raw", raw).stdout.splitlines()[0] == "令和8年度　様式 R8-1　発出前"
    assert "令和8年度の調査票（様式 R8-1、発出前）" in etl("show", "--fiscal-year", "R8", "--raw", raw).stdout


def test_kills_in_mid_save_leave_the_old_form_or_the_new_one(r8: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.etl.survey.killed_savers", str(r8), str(KILLS), "7"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    lines = done.stdout.splitlines()
    assert len(lines) == KILLS
    for line in lines:
        acknowledged, shown = line.split()
        number, count = acknowledged.split("-")
        assert shown in (f"調査票{acknowledged}", f"調査票{number}-{int(count) + 1:04}")
