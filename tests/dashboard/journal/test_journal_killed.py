"""kill -9 in mid-write: whatever was acknowledged is there, and the file is whole."""

import sqlite3
import subprocess
import sys
from pathlib import Path

from dashboard import journal

ROOT = Path(__file__).resolve().parents[3]
TIMES = 20


def test_twenty_kills_in_mid_write_lose_no_acknowledged_record(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    done = subprocess.run(
        [sys.executable, "-m", "tests.dashboard.journal.killed_writers", str(path), str(TIMES), "7"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )
    acknowledged = done.stdout.split()
    assert len(acknowledged) >= TIMES
    kept = journal.contacts(path)
    assert set(acknowledged) <= set(kept["record_id"])
    assert kept["record_id"].is_unique
    assert set(kept["said"]) == {"あ" * 2000}
    connection = sqlite3.connect(path)
    assert connection.execute("pragma integrity_check").fetchone()[0] == "ok"
    connection.close()
    said = {"contacted_on": "2023-06-02", "means": "電話", "owner": "佐藤", "said": "続き"}
    journal.write(path, "contact", "01581", said, "佐藤")
    assert len(journal.contacts(path)) == len(kept) + 1
