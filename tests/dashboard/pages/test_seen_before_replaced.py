"""What somebody else wrote since a form was opened is shown before it is replaced."""

from pathlib import Path

from dashboard import journal
from dashboard.app import create_app
from dashboard.components import correcting
from dashboard.components.written_by import WRITTEN_BY
from dashboard.services import support_report
from dashboard.views.corrections import total_key
from dashboard.warehouse.reader import Warehouse
from tests.commands import run_main
from tests.dashboard.walking import Browser, Screen, key_of
from tests.etl.raw_copy import copy_raw

TOTAL = "hk_2022_plan_implementing"


def press(screen: Screen, button: str, values: dict[str, str], by: str) -> None:
    for identity, value in values.items():
        screen.values[identity]["value"] = value
    screen.values[WRITTEN_BY]["value"] = by
    screen.set(button, "n_clicks", 1)


def test_a_value_that_was_corrected_since_is_shown_before_it_is_corrected_again(tmp_path: Path) -> None:
    raw, curated = copy_raw(tmp_path / "raw"), tmp_path / "curated"
    assert run_main("etl", "build", "--raw", raw, "--curated", curated).returncode == 0
    app = create_app(Warehouse(curated), tmp_path / "journal.sqlite", raw)
    screen = Browser(app).open("/data")
    screen.set(correcting.ASKED, "data", {"key": str(total_key(TOTAL)), "at": 1})
    assert screen.text(correcting.NOW) == "7"
    about = (
        "--table",
        "published_total",
        "--municipality",
        TOTAL,
        "--item",
        "value",
        "--from",
        "7",
        "--to",
        "8",
    )
    told = ("--reason", "電話", "--told-by", "係", "--on", "2026-11-30")
    assert run_main("etl", "correct", *about, *told, "--raw", raw).returncode == 0
    assert run_main("etl", "build", "--raw", raw, "--curated", curated).returncode == 0
    screen.values[key_of({"type": "correct-value", "part": ""})]["value"] = "9"
    screen.values["correct-reason"]["value"] = "別の電話"
    screen.set("correct-save", "n_clicks", 1)
    assert "今の値が変わりました（7→8）" in screen.text("correct-message")
    assert (screen.text(correcting.NOW), screen.values["correct-seen"]["data"]) == ("8", "8")
    assert not screen.values["correct-act"].get("data")  # nothing was begun


def test_forms_with_one_record_replace_only_what_they_showed(fictional_curated: Path, tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    browser = Browser(create_app(Warehouse(fictional_curated), path))
    year = str(support_report.this_year())
    forms = (
        ("/sending", "office-save", "office-message", "office-section", "係"),
        ("/progress", "target-save", "target-message", "target-value", "1"),
        ("/support", "support-save", "support-message", "support-text", "文言"),
    )
    more = {
        "/sending": {f"office-{name}": name for name in ("head", "person", "phone")}
        | {"office-mail": "a@b.jp"},
        "/progress": {"target-source": "架空の計画"},
        "/support": {"support-number": "③", "support-source": f"様式{year}"},
    }
    for page, button, message, field, value in forms:
        first, second = browser.open(page), browser.open(page)
        press(first, button, {**more[page], field: f"{value}1"}, "北海")
        press(second, button, {**more[page], field: f"{value}2"}, "渡島")
        assert "北海さんが先に書き換えました" in second.text(message), page
        kind = {"/sending": "office", "/progress": "target", "/support": "support_kind"}[page]
        assert journal.current(path, kind)["written_by"].tolist() == ["北海"]
        press(second, button, {**more[page], field: f"{value}2"}, "渡島")
        assert journal.current(path, kind)["written_by"].tolist() == ["渡島"], (page, second.text(message))
