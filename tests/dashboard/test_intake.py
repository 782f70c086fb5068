"""Files from a browser do no harm, commands of the pipeline are ended in time, and one build runs at a time."""

import io
import sys
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from dashboard import intake_reports, sandbox
from dashboard.app import create_app
from dashboard.intake import Batch, Intake, IntakeError
from dashboard.intake_copies import NOT_MADE, Copies, CopiesJob
from dashboard.intake_files import MOST_FILE_BYTES, MOST_UPLOAD_BYTES, Held, Room, TurnedAway, safe_name, take
from dashboard.warehouse import Warehouse

PATIENCE = 30.0
# Stands for `python -m etl`: keeps a diary beside the raw files and answers as the contract says.
PIPELINE = """
import json, pathlib, sys
name, *rest = sys.argv[1:]
raw = pathlib.Path(rest[rest.index("--raw") + 1])
diary = (raw / "diary.txt").open("a", encoding="utf-8")
print("begin", name, file=diary, flush=True)
if name in ("check", "receive"):
    files = sorted(path.name for path in pathlib.Path(rest[0]).iterdir())
    print("files", *files, file=diary, flush=True)
    if "refused.xlsx" in files:
        sys.exit("様式がありません。")
    if "broken.xlsx" in files:
        raise ValueError("secret path")
    state = {"status": "ok", "findings": []} if name == "check" else {"state": "loaded"}
    print(json.dumps({"files": [{"file": one, **state} for one in files], "counts": {"loaded": len(files)}}))
elif name == "annotate":
    if "bad" in rest[0]:
        sys.exit("この形式には書き込めません。")
    pathlib.Path(rest[rest.index("--out") + 1]).write_bytes(b"copy")
else:
    print(json.dumps({"synthetic": False}))
print("end", name, file=diary, flush=True)
"""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    form = tmp_path / "raw" / "survey" / "R5" / "form.toml"
    form.parent.mkdir(parents=True)
    form.touch()
    return tmp_path / "raw"


@pytest.fixture
def intake(tmp_path: Path, raw: Path) -> Intake:
    script = tmp_path / "pipeline.py"
    script.write_text(PIPELINE, encoding="utf-8")
    return Intake(raw, tmp_path / "curated", (sys.executable, str(script)))


def packed(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return content.getvalue()


def taken(room: Room, shown: str, content: bytes) -> list[Held | TurnedAway]:
    return list(take(io.BytesIO(content), shown, room))


def checked(intake: Intake, *names: str) -> Batch:
    room = intake.open_room()
    came = [one for name in names for one in taken(room, name, name.encode())]
    return ended(intake, intake.check(room, came, 2023))


def ended(intake: Intake, batch: Batch) -> Batch:
    """The batch once nothing works on it any more."""
    deadline = time.monotonic() + PATIENCE
    while batch.is_running:
        assert time.monotonic() < deadline, batch
        threading.Event().wait(0.02)
        batch = intake.batch(batch.batch_id) or batch
    return batch


def diary(intake: Intake) -> list[str]:
    return (intake.raw / "diary.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("shown", "name"),
    [
        ("01202_函館市.xlsx", "01202_函館市.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("回答\u202excod.xlsx", "回答_xcod.xlsx"),
        ("a\0b\n.xlsx", "a_b_.xlsx"),
        ("...", "file"),
        ("", "file"),
        ("CON.xlsx", "_CON.xlsx"),
        ("--raw", "_--raw"),
        (".htaccess", "htaccess"),
        ("ヒ\u309aア.xls", "ピア.xls".replace("ピ", "ヒ\u309a")),
    ],
)
def test_a_name_from_outside_is_made_harmless_and_stays_readable(shown: str, name: str) -> None:
    assert safe_name(shown) == name.replace("ヒ\u309a", "ピ")


def test_a_very_long_name_keeps_its_ending_and_fits_any_file_system() -> None:
    name = safe_name("町" * 500 + ".xlsx")
    assert name.endswith("町.xlsx")
    assert len(name.encode("utf-8")) < 255


def test_files_of_a_zip_come_out_under_its_folder_alone(tmp_path: Path) -> None:
    folder = tmp_path / "room"
    folder.mkdir()
    content = packed({"../../out.xlsx": b"1", "/abs.xlsx": b"2", "a/x.xlsx": b"3", "b/X.xlsx": b"4"})
    came = taken(Room(folder), "返送.zip", content)
    assert [one.name for one in came if isinstance(one, Held)] == [
        "out.xlsx",
        "abs.xlsx",
        "x.xlsx",
        "X (2).xlsx",
    ]
    assert came[2].shown == "返送.zip／a/x.xlsx"
    assert sorted(path.name for path in folder.iterdir()) == ["X (2).xlsx", "abs.xlsx", "out.xlsx", "x.xlsx"]
    assert list(tmp_path.iterdir()) == [folder]


def test_names_in_a_zip_made_on_windows_in_japan_are_read(tmp_path: Path) -> None:
    content = packed({"PLACE.xlsx": b"1"}).replace(b"PLACE", "函館x".encode("cp932"))
    assert [one.shown for one in taken(Room(tmp_path), "a.zip", content)] == ["a.zip／函館x.xlsx"]


def test_the_day_of_a_file_is_kept_so_that_the_later_of_two_returns_can_be_told(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("old.xlsx", (2023, 12, 10, 9, 0, 0)), b"1")
        archive.writestr(zipfile.ZipInfo("odd.xlsx", (1980, 0, 0, 0, 0, 0)), b"1")
    room = Room(tmp_path)
    assert [type(one) for one in taken(room, "a.zip", content.getvalue())] == [Held, Held]
    assert (tmp_path / "old.xlsx").stat().st_mtime == 1_702_166_400
    list(take(io.BytesIO(b"1"), "sent.xlsx", room, 1_700_000_000.0))
    assert (tmp_path / "sent.xlsx").stat().st_mtime == 1_700_000_000


def test_what_systems_leave_in_a_zip_is_no_return(tmp_path: Path) -> None:
    content = packed({"__MACOSX/._a.xlsx": b"1", "~$a.xlsx": b"1", "Thumbs.db": b"1", "a.xlsx": b"1"})
    assert [one.shown for one in taken(Room(tmp_path), "a.zip", content)] == ["a.zip／a.xlsx"]


def test_a_bomb_in_a_zip_is_turned_away_and_leaves_nothing(tmp_path: Path) -> None:
    room = Room(tmp_path)
    came = taken(room, "a.zip", packed({"big.xlsx": bytes(MOST_FILE_BYTES + 1), "good.xlsx": b"1"}))
    assert [type(one) for one in came] == [TurnedAway, Held]
    assert "大きすぎます" in came[0].reason
    assert [path.name for path in tmp_path.iterdir()] == ["good.xlsx"]


def test_all_that_a_zip_unpacks_to_has_a_limit(tmp_path: Path) -> None:
    came = taken(
        Room(tmp_path, left=10), "a.zip", packed({"1.csv": b"123456", "2.csv": b"123456", "3.csv": b"1"})
    )
    assert "合計が上限" in came[1].reason
    assert [path.name for path in tmp_path.iterdir()] == ["1.csv"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.xlsx", b"", "中身が空"),
        ("a.zip", b"PK\x03\x04broken", "開けません"),
        ("a.zip", packed({}), "ファイルがありません"),
        ("a.zip", packed({f"{n}.xlsx": b"1" for n in range(4_001)}), "多すぎます"),
    ],
)
def test_what_cannot_be_taken_in_is_said(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (came,) = taken(Room(tmp_path), name, content)
    assert isinstance(came, TurnedAway)
    assert reason in came.reason
    assert list(tmp_path.iterdir()) == []


def test_a_command_past_its_time_is_ended_with_what_it_started(tmp_path: Path) -> None:
    child = "import pathlib, time; time.sleep(3); pathlib.Path('late.txt').touch()"
    parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]).wait()"
    began = time.monotonic()
    done = sandbox.run([sys.executable, "-c", parent], tmp_path, 1.0)
    assert (done.code, done.is_late) == (None, True)
    assert time.monotonic() - began < 3
    assert not sandbox._running


def test_a_command_that_cannot_be_started_is_no_crash(tmp_path: Path) -> None:
    assert sandbox.run(["no-such-command-here"], tmp_path, 1.0).code is None


def test_checked_files_are_received_and_built_and_those_left_out_are_not(intake: Intake) -> None:
    batch = checked(intake, "a.xlsx", "b.xlsx", "c.pdf")
    assert batch.stage == "checked"
    assert [report["file"] for report in batch.checked["files"]] == ["a.xlsx", "b.xlsx", "c.pdf"]
    begun = intake.receive(batch.batch_id, ["b.xlsx", "../../raw/diary.txt"])
    assert begun is not None
    done = ended(intake, begun)
    assert (done.stage, done.chosen, done.built) == ("done", ("b.xlsx",), {"synthetic": False})
    assert diary(intake)[3:] == [
        "begin receive", "files b.xlsx", "end receive", "begin build", "end build"
    ]  # fmt: skip


def test_a_batch_is_received_once(intake: Intake) -> None:
    batch = checked(intake, "a.xlsx")
    for _ in range(3):
        batch = intake.receive(batch.batch_id, ["a.xlsx"]) or batch
    done = ended(intake, batch)
    intake.receive(done.batch_id, ["a.xlsx"])
    assert diary(intake).count("begin receive") == 1


def test_two_people_at_once_are_served_one_after_the_other(intake: Intake) -> None:
    batches = [checked(intake, "a.xlsx"), checked(intake, "b.xlsx")]
    begun = [intake.receive(batch.batch_id, [batch.files[0].name]) for batch in batches]
    assert [ended(intake, batch).stage for batch in begun if batch] == ["done", "done"]
    steps = [line for line in diary(intake) if not line.startswith("files")][4:]
    assert steps == ["begin receive", "end receive", "begin build", "end build"] * 2


@pytest.mark.parametrize(
    ("name", "words"),
    [("refused.xlsx", "様式がありません。"), ("broken.xlsx", "管理する人に伝えてください。")],
)
def test_a_refusal_is_told_in_its_words_and_a_crash_without_its_trace(
    intake: Intake, name: str, words: str
) -> None:
    batch = checked(intake, name)
    assert batch.stage == "failed"
    assert words in batch.trouble
    assert "secret" not in batch.trouble


def test_an_unknown_batch_is_no_crash(intake: Intake) -> None:
    assert intake.batch("x") is None
    assert intake.receive("x", ["a.xlsx"]) is None


def test_only_received_files_are_annotated(intake: Intake) -> None:
    stored = intake.raw / "survey" / "R5" / "a.xlsx"
    stored.touch()
    assert intake.annotate("survey/R5/a.xlsx", 2023) == ("a_確認のお願い.xlsx", b"copy")
    for outside in ("../pipeline.py", "survey/R5/none.xlsx"):
        with pytest.raises(IntakeError, match="見つかりません"):
            intake.annotate(outside, 2023)


def test_copies_of_many_files_come_as_one_zip_that_says_what_is_missing(intake: Intake) -> None:
    files = []
    for number in (1, 2):
        path = intake.raw / "survey" / "R5" / str(number) / "a.xlsx"
        path.parent.mkdir()
        path.touch()
        files.append(path.relative_to(intake.raw).as_posix())
    (intake.raw / "bad.xls").touch()
    copies = Copies(intake)
    job: CopiesJob | None = copies.start([*files, "bad.xls"], 2023, "写し.zip")
    deadline = time.monotonic() + PATIENCE
    while job is not None and job.is_running:
        assert time.monotonic() < deadline, job
        threading.Event().wait(0.02)
        job = copies.job(job.job_id)
    assert job is not None
    assert job.content is not None
    with zipfile.ZipFile(io.BytesIO(job.content)) as archive:
        assert archive.namelist() == ["a_確認のお願い.xlsx", "a_確認のお願い (2).xlsx", NOT_MADE]
        assert "この形式には書き込めません。" in archive.read(NOT_MADE).decode("utf-8-sig")


def said(file: str, status: str, town: str = "", *severities: str) -> dict[str, Any]:
    findings = [{"severity": severity, "message": f"{severity}です。"} for severity in severities]
    return {"file": file, "status": status, "municipality": town, "findings": findings}


def test_reports_of_one_file_are_put_together() -> None:
    files = [Held(name, name, 1) for name in ("表.xlsx", "a.xlsx", "b.pdf", "中.zip")]
    checked = {
        "files": [
            said("表.xlsx", "ok", "01202"),
            said("表.xlsx", "rejected", "01206", "error"),
            said("x/a.xlsx", "ok", "01204"),
            said("b.pdf", "rejected", "", "warning"),
            said("中.zip/c.xlsx", "findings", "01203", "warning", "info"),
        ]
    }
    received = {
        "stored": [
            {"file": "表.xlsx", "state": "loaded", "reason": ""},
            {"file": "b.pdf", "state": "quarantined", "reason": "PDFです。"},
        ],
        "already": ["a.xlsx"],
        "loaded": 1,
        "quarantined": 1,
    }
    table, plain, pdf, nested = intake_reports.lines(files, checked, received)
    assert (table.status, table.towns, table.errors, table.outcome) == (
        "findings",
        ("01202", "01206"),
        1,
        "loaded",
    )
    assert (plain.status, plain.outcome) == ("ok", "already")
    assert (pdf.status, pdf.reason, pdf.outcome) == ("rejected", "PDFです。", "quarantined")
    assert (nested.status, nested.towns, nested.warnings, nested.outcome) == ("findings", ("01203",), 1, "")
    assert intake_reports.counts(received) == {"loaded": 1, "quarantined": 1, "already": 1}


def test_a_refused_file_gives_the_reason_of_its_check_until_it_is_received() -> None:
    (line,) = intake_reports.lines(
        [Held("b.pdf", "b.pdf", 1)], {"files": [said("b.pdf", "rejected", "", "warning")]}, {}
    )
    assert (line.reason, line.outcome) == ("warningです。", "")


OURS = {"Origin": "http://127.0.0.1", "X-Kasanari": "intake", "Host": "127.0.0.1"}


def posted(
    tmp_path: Path, raw: Path, headers: dict[str, str], query: str = "fy=2023", **more: Any
) -> TestResponse:
    app = create_app(Warehouse(tmp_path / "curated"), raw=raw)
    data = {"file": (io.BytesIO(b"PK"), "a.xlsx")}
    return app.server.test_client().post(f"/intake?{query}", data=data, headers=headers, **more)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "127.0.0.1"},
        {**OURS, "Origin": "http://evil.example"},
        {**OURS, "Origin": "null"},
        {**OURS, "Origin": "http://127.0.0.1:9999"},
        {**OURS, "Host": "evil.example", "Origin": "http://evil.example"},
        {**OURS, "Sec-Fetch-Site": "cross-site"},
        {name: value for name, value in OURS.items() if name != "X-Kasanari"},
    ],
)
def test_a_file_from_another_site_is_not_taken(tmp_path: Path, raw: Path, headers: dict[str, str]) -> None:
    assert posted(tmp_path, raw, headers).status_code == 403


def test_a_year_without_a_form_is_said(tmp_path: Path, raw: Path) -> None:
    answer = posted(tmp_path, raw, OURS, "fy=1999")
    assert (answer.status_code, "form.toml" in answer.get_data(as_text=True)) == (400, True)


def test_an_upload_past_the_limit_is_said(tmp_path: Path, raw: Path) -> None:
    too_much = {"CONTENT_LENGTH": str(MOST_UPLOAD_BYTES + 2 * 2**20)}
    answer = posted(tmp_path, raw, OURS, environ_overrides=too_much)
    assert (answer.status_code, "200 MB" in answer.get_data(as_text=True)) == (413, True)


def test_downloads_without_data_are_answered_in_words(tmp_path: Path, raw: Path) -> None:
    app = create_app(Warehouse(tmp_path / "curated"), raw=raw)
    for path in ("2023/reminder.zip", "2023/query/01202.docx", "2023/copy/01202", "copies/x.zip"):
        answer = app.server.test_client().get(f"/returns/{path}", headers={"Host": "127.0.0.1"})
        assert answer.status_code == 409
        assert "。" in answer.get_data(as_text=True)
