"""The panel 自由記述の分類: a code is written, an answer confirmed by who writes, and the code taken back and put back."""

import json
from pathlib import Path

from dashboard import journal
from dashboard.app import create_app
from dashboard.frames import records
from dashboard.pages.barriers import codes, page
from dashboard.queries import barriers as queries
from dashboard.services import text_codes
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.walking import Browser


def test_a_code_is_written_confirmed_taken_back_and_put_back(demo_curated: Path, tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    shown = Browser(create_app(Warehouse(demo_curated), path)).open(page.PATH)
    assert "分類がまだありません" in shown.text("codes-shown")
    for name, value in (("code-label", "人手"), ("code-phrases", "専門職、兼務"), ("written-by", "")):
        shown.set(name, "value", value)
    shown.set("code-save", "n_clicks", 1)
    assert "「記入者」に名前を入れてください" in shown.text("codes-message")
    shown.set("written-by", "value", "佐藤")
    shown.set("code-save", "n_clicks", 2)
    assert "確かめたのは0件" in shown.text("codes-shown")
    (button, *_) = [name for name in shown.values if "code-judge" in name]
    year, town, question, _ = json.loads(button)["key"].split("|")
    reader = Warehouse(demo_curated).reader()
    rows = records(queries.texts(reader))
    (row,) = [row for row in rows if text_codes.key_of(row) == (int(year), town, question)]
    code = json.loads(button)["code"]
    text_codes.judge(path, text_codes.key_of(row), text_codes.text_of(row), code, "当てはまる", "佐藤")
    asked = view.parse_address("", reader)
    assert "確かめたのは1件" in drawn(reader, asked, path)
    journal.revise(path, code, 1, {}, "佐藤", is_removed=True)
    assert "分類がまだありません" in drawn(reader, asked, path)
    assert "元に戻す" in drawn(reader, asked, path)
    journal.restore(path, code, 2, "佐藤")
    assert "確かめたのは1件" in drawn(reader, asked, path)


def drawn(reader: Reader, asked: View, path: Path) -> str:
    return str(codes.shown(reader, asked, path, ""))
