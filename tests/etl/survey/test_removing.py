"""A form that never went out is taken away and put back byte for byte; one of which anything is used stays."""

from datetime import date
from pathlib import Path

import pytest

from etl import clock
from etl.survey import drafting, removing, saving
from etl.survey.form import versions
from etl.survey.form.loading import load_form
from etl.survey.removing import RemovalRefusedError
from tests.etl.survey import received


@pytest.fixture
def r9(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Forms of R4, R5, R8 and R9, on a day of R8."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 30))
    raw = received.make_raw(tmp_path / "raw")
    for year in (2026, 2027):
        saving.save(raw, year, drafting.propose(raw, year)["document"], drafting.NEW)
    return raw


def form(raw: Path, year: int) -> Path:
    return raw / "survey" / f"R{year - 2018}" / "form.toml"


def test_a_form_is_put_back_as_it_was_taken_away(r9: Path) -> None:
    before = form(r9, 2027).read_bytes()
    removing.remove(r9, 2027)
    assert not form(r9, 2027).exists()
    assert [row["label"] for row in removing.removed_rounds(r9)] == ["令和9年度"]
    with pytest.raises(RemovalRefusedError, match="もうありません"):
        removing.remove(r9, 2027)
    another = drafting.propose(r9, 2027)["document"]
    another["form"]["title"] = "別の題名"
    saving.save(r9, 2027, another, drafting.NEW)
    assert [row["has_other"] for row in removing.removed_rounds(r9)] == [True]
    with pytest.raises(RemovalRefusedError, match="あとから作ったもの"):
        removing.restore(r9, 2027)
    removing.remove(r9, 2027)
    removing.restore(r9, 2027)
    assert load_form(form(r9, 2027)).title == "別の題名"
    removing.remove(r9, 2027)
    assert [row["number"] for row in removing.removed_rounds(r9)] == [2, 1]
    removing.restore(r9, 2027, 1)
    removing.remove(r9, 2027)
    assert [row["number"] for row in removing.removed_rounds(r9)] == [3, 2]
    removing.restore(r9, 2027, 3)
    assert form(r9, 2027).read_bytes() == before
    with pytest.raises(RemovalRefusedError, match="取り除いた令和9年度の調査票はありません"):
        removing.restore(r9, 2027, 1)


def test_a_form_of_which_anything_is_used_stays(r9: Path) -> None:
    assert [year for year in (2022, 2023, 2026, 2027) if removing.can_be_removed(r9, year)] == [2027]
    with pytest.raises(RemovalRefusedError, match="次の調査のもとにしてある"):
        removing.remove(r9, 2026)
    with pytest.raises(RemovalRefusedError, match="前の年度のもの"):
        removing.remove(r9, 2023)
    versions.keep_version(form(r9, 2027), "R9-1")
    with pytest.raises(RemovalRefusedError, match="市町村に送る調査票を作ってある"):
        removing.remove(r9, 2027)
    assert form(r9, 2027).exists()


def test_a_version_that_never_went_out_gives_way_to_the_one_before_and_comes_back(r9: Path) -> None:
    first = form(r9, 2027).read_bytes()
    versions.keep_version(form(r9, 2027), "R9-1")
    shown = drafting.show(r9, 2027)
    shown["document"]["form"]["title"] = "直した題名"
    saving.save(r9, 2027, shown["document"], shown["state"], as_new_version=True)
    second = form(r9, 2027).read_bytes()
    assert (removing.can_be_removed(r9, 2027), removing.goes_back_to(r9, 2027)) == (True, "R9-1")
    removing.remove(r9, 2027)
    assert form(r9, 2027).read_bytes() == first
    assert [row["has_other"] for row in removing.removed_rounds(r9)] == [False]
    removing.restore(r9, 2027)
    assert form(r9, 2027).read_bytes() == second
    versions.keep_version(form(r9, 2027), "R9-2")
    assert not removing.can_be_removed(r9, 2027)
