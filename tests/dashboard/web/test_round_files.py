"""Files that hold many of a round come out of a process of their own, in its turn."""

import io
import json
import zipfile
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.intake import heavy_work, issued_forms
from dashboard.warehouse.reader import Warehouse
from tests.dashboard.conftest import publish_copy
from tests.dashboard.services.test_sending import HEAD

HOST = "http://127.0.0.1"
NEMURO = ("01223", "01691", "01692", "01693", "01694")
FILES = (
    "/returns/2023/query.zip",
    "/returns/2023/reminder.zip",
    "/returns/2023/reminder-mails.zip",
    "/sending/2026/package.zip",
    "/sending/2026/mails-towns.zip",
    "/sending/2026/mails-areas.zip",
    "/sending/addresses.xlsx",
    "/papers/profiles.zip",
    "/papers/onefile.html",
    "/closing/2023/results.zip",
)


@pytest.fixture(scope="module")
def client(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """With the workbooks of 根室 drawn."""
    place = tmp_path_factory.mktemp("round_files")
    curated = publish_copy(demo_curated, place)
    drawn = curated / issued_forms.FOLDER / "2026-drawn"
    drawn.mkdir(parents=True)
    files = {code: f"{code}_調査票.xlsx" for code in NEMURO}
    for name in files.values():
        (drawn / name).write_bytes(b"PK")
    record = {"folder": drawn.name, "drawn_at": "2026-10-01T09:00:00", "head": {**HEAD, "files": files}}
    (drawn.parent / "2026.json").write_text(json.dumps(record), encoding="utf-8")
    return create_app(Warehouse(curated), place / "journal.sqlite").server.test_client()


def names(client: FlaskClient, path: str) -> list[str]:
    answer = client.get(path, base_url=HOST)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return sorted(archive.namelist())


def test_what_was_never_published_is_not_looked_for_among_the_backups(client: FlaskClient) -> None:
    answer = client.get("/closing/2026/9.zip", base_url=HOST).get_data(as_text=True)
    assert "その番号の公表した資料はありません" in answer
    assert "控え" not in answer


def test_letters_and_mails_to_all_are_made_of_the_municipalities_of_the_view(client: FlaskClient) -> None:
    queries = names(client, "/returns/2023/query.zip?sub=03")
    assert {one.split("/")[0] for one in queries if one.endswith(".docx")} == {"後志総合振興局"}
    assert [one for one in queries if one.endswith(".xlsx")] == ["一覧_令和5年度_疑義照会_架空データ.xlsx"]
    package = names(client, "/sending/2026/package.zip?sub=14")
    assert len(package) == 2 * len(NEMURO)
    assert "根室振興局/01691_別海町_令和8年度_依頼文.docx" in package
    assert names(client, "/sending/2026/mails-areas.zip?sub=14") == [
        "14_根室振興局.eml",
        "宛先のないもの.txt",
    ]
    answer = client.get("/sending/addresses.xlsx", base_url=HOST)
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.worksheets[0].max_row > 179


ONE_LETTER = "/returns/2023/reminder/01230.docx"  # goes to a municipality, which our data say nothing to


@pytest.mark.parametrize(
    "path",
    [
        *("/returns/2023/query.zip", "/returns/2023/reminder.zip", "/sending/2026/package.zip", ONE_LETTER),
        *("/papers/towns.xlsx", "/papers/towns.csv", "/papers/memo.docx", "/papers/map.csv"),
    ],
)
def test_every_file_with_fiction_says_so_in_its_name_and_each_of_many_names_its_data(
    client: FlaskClient, path: str
) -> None:
    area = "14" if "sending" in path else "04"
    answer = client.get(f"{path}?fy=2023&sub={area}", base_url=HOST)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    name = unquote(answer.headers["Content-Disposition"])
    assert "架空データ" in name or "sending" in path, name
    assert "_wh_" in name or path == ONE_LETTER, name


def test_no_mail_is_drafted_about_fictional_returns(client: FlaskClient) -> None:
    answer = client.get("/returns/2023/query-mails.zip", base_url=HOST)
    assert (answer.status_code, "架空データなので" in answer.get_data(as_text=True)) == (409, True)


def test_a_round_without_workbooks_is_told_so(client: FlaskClient) -> None:
    answer = client.get("/sending/2023/package.zip", base_url=HOST)
    assert (answer.status_code, "まだ作られていません" in answer.get_data(as_text=True)) == (409, True)


@pytest.mark.parametrize("path", FILES)
def test_none_is_made_in_the_server_itself(
    client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heavy_work, "MOST_WAITING", 0)
    answer = client.get(path, base_url=HOST)
    assert (answer.status_code, answer.get_data(as_text=True)) == (503, heavy_work.BUSY)
