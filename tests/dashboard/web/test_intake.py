"""Only this page can send files; what cannot be done is answered in words."""

import io
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from dashboard.app import create_app
from dashboard.intake.uploads import MOST_UPLOAD_BYTES
from dashboard.warehouse.reader import Warehouse


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    form = tmp_path / "raw" / "survey" / "R5" / "form.toml"
    form.parent.mkdir(parents=True)
    form.touch()
    return tmp_path / "raw"


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
    assert (answer.status_code, "様式がありません" in answer.get_data(as_text=True)) == (400, True)


def test_an_upload_past_the_limit_is_said(tmp_path: Path, raw: Path) -> None:
    too_much = {"CONTENT_LENGTH": str(MOST_UPLOAD_BYTES + 2 * 2**20)}
    answer = posted(tmp_path, raw, OURS, environ_overrides=too_much)
    assert (answer.status_code, "200 MB" in answer.get_data(as_text=True)) == (413, True)


def test_downloads_without_data_are_answered_in_words(tmp_path: Path, raw: Path) -> None:
    app = create_app(Warehouse(tmp_path / "curated"), raw=raw)
    for path in ("2023/reminder.zip", "2023/query/01202.docx", "2023/copy/01202", "copies/x.zip"):
        answer = app.server.test_client().get(f"/returns/{path}", headers={"Host": "127.0.0.1"})
        assert answer.status_code in (409, 503)
        assert "。" in answer.get_data(as_text=True)
