"""Who may send a 控え, what is handed out, and what is said of when the last one was made."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from dashboard.app import create_app
from dashboard.intake.uploads import (
    MOST_DIRECTORY_ENTRIES,
    MOST_WHOLE_BYTES,
    RejectedFile,
    StoredFile,
    UploadFolder,
    store_whole,
)
from dashboard.views.backups import LATE_DAYS, last_line
from dashboard.warehouse.reader import Warehouse

OURS = {"Origin": "http://127.0.0.1", "X-Kasanari": "intake", "Host": "127.0.0.1"}


def posted(tmp_path: Path, files: list[bytes], headers: dict[str, str], **more: Any) -> TestResponse:
    (tmp_path / "raw").mkdir()
    app = create_app(Warehouse(tmp_path / "curated"), raw=tmp_path / "raw")
    data = {"file": [(io.BytesIO(content), f"{number}.zip") for number, content in enumerate(files)]}
    return app.server.test_client().post("/backup/files", data=data, headers=headers, **more)


def test_one_file_is_taken_as_it_is(tmp_path: Path) -> None:
    answer = posted(tmp_path, [b"PK"], OURS)
    assert (answer.status_code, list(answer.json or {})) == (200, ["batch"])


def test_a_file_from_another_site_is_not_taken(tmp_path: Path) -> None:
    assert posted(tmp_path, [b"PK"], {**OURS, "Origin": "http://evil.example"}).status_code == 403


@pytest.mark.parametrize(
    ("files", "words"), [([b"PK", b"PK"], "1つだけ"), ([b""], "空のファイル"), ([], "ファイルがありません")]
)
def test_several_files_an_empty_one_and_none_are_told(tmp_path: Path, files: list[bytes], words: str) -> None:
    answer = posted(tmp_path, files, OURS)
    assert (answer.status_code, words in answer.get_data(as_text=True)) == (400, True)


def test_an_upload_past_the_limit_is_told(tmp_path: Path) -> None:
    too_much = {"CONTENT_LENGTH": str(MOST_WHOLE_BYTES + 2 * 2**20)}
    answer = posted(tmp_path, [b"PK"], OURS, environ_overrides=too_much)
    assert (answer.status_code, "1,000 MB" in answer.get_data(as_text=True)) == (413, True)


def test_a_zip_whose_list_would_fill_the_memory_is_not_opened(tmp_path: Path) -> None:
    listed = b"PK\x01\x02" * (MOST_DIRECTORY_ENTRIES + 1)
    [away] = store_whole(io.BytesIO(listed), "a.zip", UploadFolder(tmp_path))
    assert isinstance(away, RejectedFile)
    assert list(tmp_path.iterdir()) == []
    [kept] = store_whole(io.BytesIO(listed[:400]), "a.zip", UploadFolder(tmp_path))
    assert isinstance(kept, StoredFile)


def test_the_last_backup_is_told_with_how_long_ago_it_was(tmp_path: Path) -> None:
    journal = tmp_path / "journal.sqlite"
    assert last_line(journal, date(2026, 11, 30)) == "控えは、まだ保存していません。"
    record = tmp_path / "backup" / "last_backup.json"
    record.parent.mkdir()
    record.write_text(json.dumps({"made_at": "2026-10-30T09:05:00+09:00"}), encoding="utf-8")
    assert last_line(journal, date(2026, 11, 29)) == "最後に控えを保存したのは令和8年10月30日09:05です。"
    assert f"{LATE_DAYS}日を過ぎました" in last_line(journal, date(2026, 11, 30))
    record.write_text("{", encoding="utf-8")
    assert last_line(journal, date(2026, 11, 30)) == "控えは、まだ保存していません。"
