"""Contacts held against the next statement of each town, and the order of a plan drawn once and kept."""

import io
from pathlib import Path

import pytest
from pptx import Presentation

from dashboard import clock, journal
from dashboard.chart_data.chart import TableRequest
from dashboard.chart_data.charts import contact_effect as chart
from dashboard.chart_data.scope import Scope
from dashboard.chart_data.table import NoNumbersError
from dashboard.export.deck import template
from dashboard.pages.outreach import effect as effect_panel
from dashboard.planning import contact_effect as effect
from dashboard.queries import progress
from dashboard.services import contact_effect
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.views import contact_words, view
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard.conftest import publish_copy

FIRST = {sides[0] for sides in contact_words.SIDES.values()}


@pytest.fixture(scope="module")
def demo(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Warehouse(publish_copy(demo_curated, tmp_path_factory.mktemp("contacted"))).reader()


@pytest.fixture
def kept(demo: Reader, tmp_path: Path) -> Path:
    """Contacts with every fifth town between its statements of 令和4年度 and 令和5年度."""
    path = tmp_path / "journal.sqlite"
    made = effect.cases(progress.stated(demo))
    for code in sorted(made.loc[made["year"] == 2023, "code"])[::5]:
        call = {"contacted_on": "2023-04-10", "means": "電話", "owner": "架空", "said": "近況"}
        journal.write(path, "contact", code, call, "架空")
    return path


def test_contacts_are_held_against_the_next_statement_within_bands(demo: Reader, kept: Path) -> None:
    made = contact_effect.contact_effect(demo, kept)
    assert made.contacted > 20
    assert made.observed.whole.towns > 10
    assert made.observed.whole.towns_without > made.observed.whole.towns
    assert made.is_synthetic
    assert len({one.band for one in made.observed.bands}) > 1
    said = contact_words.sentences(made)
    assert said[0].startswith("連絡の後: 進んだのは（市町村と年度の延べ）、連絡した市町村で")
    assert "連絡のため" not in said[0] or "言えません" in said[0], "no word of cause without a draw"


def test_the_slide_is_counted_again_by_hand_and_the_sheet_has_each_band_and_their_sum(
    demo: Reader, kept: Path
) -> None:
    built = make.build_deck(demo, [Wanted("contact_effect", Scope(2023))], template.load_template(), kept)
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    assert slide.shapes.title.text_frame.text.startswith("連絡の後に進んだか: 連絡の後に進んだのは")
    assert built.checked > 10
    sheet = chart.numbers(TableRequest(demo, view.parse_address("", demo), "/outreach", kept))
    parts = contact_effect.contact_effect(demo, kept).parts.values()
    assert len(sheet.rows) == sum(len(part.bands) + 1 for part in parts if part.bands)
    assert sheet.behind is not None
    counted = [row for row in sheet.behind.rows if row[4] == "後"]
    assert 2 * len(counted) == len(sheet.behind.rows)
    for name, _, band, *numbers in [row[:7] for row in sheet.rows]:
        own = [row for row in counted if row[0] == name and band in (row[2], "計")]
        first, other = ([row for row in own if (row[1] in FIRST) == is_first] for is_first in (True, False))
        again = [sum(row[3] == "はい" for row in first), len(first)]
        assert numbers == [*again, sum(row[3] == "はい" for row in other), len(other)]
    assert all(row[-2] for row in sheet.behind.rows), "each state walks to its cell"
    drawn = str(effect_panel.section(demo, kept))
    assert all(row[-2] in drawn for row in sheet.behind.rows[:20])


def test_without_contacts_or_without_a_later_statement_the_page_says_what_is_missing(
    demo: Reader, tmp_path: Path
) -> None:
    path = tmp_path / "journal.sqlite"
    (said,) = contact_words.sentences(contact_effect.contact_effect(demo, path))
    assert said.startswith("連絡の記録がまだありません")
    call = {"contacted_on": "2026-10-01", "means": "電話", "owner": "架空", "said": "近況"}
    journal.write(path, "contact", "01393", call, "架空")
    said, needed = contact_words.sentences(contact_effect.contact_effect(demo, path))
    assert said == "連絡を記録した1市町村のうち1は、その後の回答がまだありません。"
    assert needed.endswith("両方にそろうと比べられます。")
    with pytest.raises(NoNumbersError):
        chart.numbers(TableRequest(demo, view.parse_address("", demo), "/outreach", path))
    built = make.build_deck(demo, [Wanted("contact_effect", Scope(2023))], template.load_template(), path)
    (slide,) = Presentation(io.BytesIO(built.content)).slides
    assert "まだ比べられません" in slide.shapes.title.text_frame.text


def test_the_order_of_a_plan_is_drawn_once_within_bands_and_can_be_drawn_again_from_its_number(
    demo: Reader, tmp_path: Path
) -> None:
    path = tmp_path / "journal.sqlite"
    plan = journal.write(
        path, "plan", "", {"title": "訪問", "fiscal_year": 2026, "capacity_days": 9}, "架空"
    ).record_id
    with pytest.raises(journal.JournalError, match="2つ以上"):
        contact_effect.draw(demo, path, plan, "架空")
    bands = contact_effect.bands_now(demo, path)
    towns = [code for band in "BC" for code in sorted(bands) if bands[code] == band][:4] + sorted(bands)[-4:]
    for code in dict.fromkeys(towns):
        journal.write(path, "item", code, {"plan_id": plan, "means": "電話", "state": "予定"}, "架空")
    seed = contact_effect.draw(demo, path, plan, "佐藤")
    ((day, drawn),) = contact_effect.draws(path)
    assert day <= clock.today()
    assert drawn == effect.draw({code: bands[code] for code in dict.fromkeys(towns)}, seed)
    assert journal.draws(path)["seed"].tolist() == [seed]
    with pytest.raises(journal.JournalError, match="もうくじで決めてあります"):
        contact_effect.draw(demo, path, plan, "佐藤")
    assert contact_effect.contact_effect(demo, path).draws == 1
    assert contact_effect.read_order(contact_effect.written_order(drawn)) == drawn


def test_a_word_of_cause_is_said_of_a_draw_alone() -> None:
    clear = effect.difference([effect.BandCounts("A", 30, 40, 5, 40)])
    same = effect.difference([effect.BandCounts("A", 5, 40, 5, 40)])
    said = {kind: contact_words.sentence(kind, clear) for kind in contact_words.LABELS}
    assert said["by_lot"].endswith("早い組に入ったことによる違いと言えます。")
    assert said["observed"].endswith("連絡のためとは言えません。")
    assert all(contact_words.sentence(kind, same).endswith("偶然と区別できません。") for kind in said)
    assert "差は63ポイント（95％の幅 42〜75）" in said["observed"]
    assert contact_words.points(-0.05) == "−5"
    assert contact_words.points(-0.001) == "0"
