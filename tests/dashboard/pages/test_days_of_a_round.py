"""The days that are typed on 発出, 回収・点検 and 確定・公表 stand in the order of what was done."""

import json
import shutil
from pathlib import Path

import pytest

from dashboard import journal
from dashboard.app import create_app
from dashboard.components.written_by import WRITTEN_BY
from dashboard.intake import issued_forms
from dashboard.warehouse.reader import Warehouse
from tests.dashboard.returns_warehouse import publish_round
from tests.dashboard.walking import Browser, key_of

MADE = "2023-11-20T10:00:00+09:00"


@pytest.fixture
def office(raw_files: Path, built_curated: Path, tmp_path: Path) -> tuple[Browser, Path]:
    """Of a round whose sheets were made on 2023-11-20 and whose first return came on 2023-12-11."""
    raw, curated = Path(shutil.copytree(raw_files, tmp_path / "raw")), tmp_path / "curated"
    curated.mkdir()
    publish_round(built_curated, curated)
    record = curated / issued_forms.FOLDER / "2023.json"
    record.parent.mkdir()
    record.write_text(json.dumps({"first_drawn_at": MADE}), encoding="utf-8")
    path = tmp_path / "journal.sqlite"
    return Browser(create_app(Warehouse(curated), path, raw)), path


def recorded(browser: Browser, what: str, day: str, note: str = "") -> str:
    screen = browser.open("/sending")
    for identity, value in (("sent-what", what), ("sent-day", day), ("sent-note", note)):
        screen.values[identity]["value"] = value
    screen.values[WRITTEN_BY]["value"] = "北海"
    screen.set("sent-save", "n_clicks", 1)
    return screen.text("sent-message")


def test_what_was_sent_stands_in_the_order_of_the_acts(office: tuple[Browser, Path]) -> None:
    browser, path = office
    sheets, reminder, query, results = journal.SENDING_KINDS
    said = recorded(browser, sheets, "R5.11.19")
    assert "調査票を最初に作った日（令和5年11月20日）より前です" in said
    assert "メモに理由を書いて" in said
    # the first return has come: the sheets went out before it
    assert "最初に受け取った調査票の受領日（令和5年12月11日）より後です" in recorded(
        browser, sheets, "R5.12.12"
    )
    assert journal.sendings(path).empty
    assert recorded(browser, sheets, "R5.12.1") == "記録しました。"
    assert recorded(browser, sheets, "R5.12.14", "様式を改めて送った") == "記録しました。"
    assert "調査票を送った日（令和5年12月1日）より前です" in recorded(browser, reminder, "R5.11.30")
    assert "最初に受け取った調査票の受領日" in recorded(browser, query, "R5.12.10")
    assert recorded(browser, query, "R5.12.15") == "記録しました。"
    assert recorded(browser, results, "R5.12.20") == "記録しました。"


def test_sheets_that_went_out_before_they_were_made_here_are_recorded_with_the_reason(
    office: tuple[Browser, Path],
) -> None:
    browser, path = office
    said = recorded(browser, journal.SENDING_KINDS[0], "R5.11.18", "前の PC で作って送った")
    assert said == "記録しました。"
    assert list(journal.sendings(path)["note"]) == ["前の PC で作って送った"]


def test_a_record_that_no_longer_fits_is_not_put_back(office: tuple[Browser, Path]) -> None:
    browser, path = office
    sheets, reminder = journal.SENDING_KINDS[:2]
    assert recorded(browser, sheets, "R5.11.28") == "記録しました。"
    assert recorded(browser, reminder, "R5.12.2") == "記録しました。"

    def turn(what: str, to: str) -> str:
        frame = journal.current(path, "sending", with_removed=True)
        [row] = frame[frame["what"] == what].to_dict("records")
        screen = browser.open("/sending")
        screen.values[WRITTEN_BY]["value"] = "北海"
        key = {"type": "sent-turn", "id": row["record_id"], "version": row["version"], "to": to}
        screen.set(key_of(key), "n_clicks", 1)
        return screen.text("sent-message")

    assert turn(reminder, "removed") == "取り消しました。"
    assert turn(sheets, "removed") == "取り消しました。"
    assert recorded(browser, sheets, "R5.12.5") == "記録しました。"
    assert "調査票を送った日（令和5年12月5日）より前です" in turn(reminder, "kept")


def test_a_round_is_closed_after_all_that_came(office: tuple[Browser, Path]) -> None:
    browser, _ = office
    screen = browser.open("/closing")
    for name in ("made", "checked", "approved"):
        screen.values[f"round-{name}"]["value"] = name
    screen.values["round-day"]["value"] = "R5.12.17"
    button = key_of({"type": "round-enter", "state": "final"})
    screen.set(button, "n_clicks", 1)
    assert "最後に受け取った調査票の受領日（令和5年12月18日）より前です" in screen.text("round-message")
