"""選んだ市町村がすべて始めたら on the page 計画: without a plan too, for towns chosen on the spot, with a 決算 taken back."""

from pathlib import Path

from dashboard import journal
from dashboard.app import create_app
from dashboard.frames import records
from dashboard.pages.plan import page
from dashboard.warehouse.reader import Warehouse
from tests.dashboard.walking import Browser


def test_towns_are_chosen_on_the_spot_and_a_settled_amount_is_taken_back(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    path = tmp_path / "journal.sqlite"
    shown = Browser(create_app(warehouse, path)).open(page.PATH)
    shown.set("what-if-who", "value", "towns")
    shown.set("what-if-towns", "value", ["01393", "01202"])
    assert "選んだ2市町村" in shown.text("what-if-shown")
    assert "2が加わり" in shown.text("what-if-shown")
    shown.set("what-if-who", "value", "planned")
    assert "開始を予定している市町村" in shown.text("what-if-shown")
    for name, value in (("town", "01393"), ("fiscal_year", "2025"), ("amount", "100万"), ("source", "架空")):
        shown.set(f"settlement-{name}", "value", value)
    shown.set("written-by", "value", "佐藤")
    shown.set("settlement-save", "n_clicks", 1)
    assert "数として読めません" in shown.text("amount-message")
    shown.set("settlement-amount", "value", "1,000,000")
    shown.set("settlement-save", "n_clicks", 2)
    assert "決算額のわかる市町村は1です" in shown.text("what-if-shown")
    assert "黒松内町　令和7年度の決算" in shown.text("what-if-shown")
    (row,) = records(journal.current(path, "settlement"))
    journal.revise(path, row["record_id"], 1, {}, "佐藤", is_removed=True)
    again = Browser(create_app(warehouse, path)).open(page.PATH)
    again.set("what-if-who", "value", "planned")
    assert "決算額がまだ書き入れられていない" in again.text("what-if-shown")
    assert "元に戻す" in again.text("what-if-shown")
