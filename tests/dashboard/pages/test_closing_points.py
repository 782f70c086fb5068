"""確定・公表 asks before a round is closed on data that lack a file."""

import json
import shutil
from pathlib import Path

from dashboard.app import create_app
from dashboard.warehouse.reader import Warehouse
from tests.dashboard import walking
from tests.dashboard.returns_warehouse import publish_round


def test_a_file_that_is_lost_is_open_before_a_round_is_closed(
    raw_files: Path, built_curated: Path, tmp_path: Path
) -> None:
    raw, curated = Path(shutil.copytree(raw_files, tmp_path / "raw")), tmp_path / "curated"
    curated.mkdir()
    publish_round(built_curated, curated)
    browser = walking.Browser(create_app(Warehouse(curated), tmp_path / "journal.sqlite", raw))

    def said() -> str:
        return " ".join(walking.seen_texts(browser.page("/closing", "?round=2023")))

    assert "● 済み データに入っていない資料 0件" in said()
    (raw / "reference" / "figures.csv").unlink()
    assert "▲ 残り データに入っていない資料 1件 見る" in said()
    asked = json.dumps(browser.page("/closing", "?round=2023"), ensure_ascii=False)
    assert "データに入っていない資料 1件" in asked.partition("残っているもの: ")[2].partition("。")[0]
