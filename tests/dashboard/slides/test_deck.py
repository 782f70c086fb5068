"""The deck, reopened: native shapes, charts and tables that say what the warehouse says."""

from __future__ import annotations

import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from dashboard import theme
from dashboard.chart_data import recount
from dashboard.chart_data.scope import Scope, SlidesRefusedError
from dashboard.export.deck import template
from dashboard.export.deck.ink import A
from dashboard.export.deck.package import external_links, open_deck, saved
from dashboard.slides import make
from dashboard.slides.make import Wanted
from dashboard.warehouse.reader import Reader
from tests.dashboard.slides.measured import overflowing
from tests.dashboard.slides.reading import digits_by_hand, named, presentation, slide_of, texts, towns, walk

FILLS = {group: style.fill.lstrip("#") for group, style in theme.GROUPS.items()}


def test_the_map_has_179_freeforms_named_by_code_and_town_and_filled_by_their_state(
    full_deck: bytes, fictional: Reader
) -> None:
    rows = fictional.frame(
        "select m.code, m.name, s.group_code from mart_status_by_year as s"
        " inner join codes_municipality as m on m.code = s.municipality_code where s.fiscal_year = 2022"
    )
    expected = {
        f"{row.code} {row.name}": FILLS[row.group_code] for row in rows.itertuples(index=False, name="Row")
    }
    found = towns(presentation(full_deck))
    assert len(found) == 179
    assert found == expected


def test_municipalities_are_grouped_by_subprefecture_and_the_northern_territories_lie_east_in_grey(
    full_deck: bytes, fictional: Reader
) -> None:
    deck = presentation(full_deck)
    whole = named(deck, "地図｜status_map")
    groups = {g.name.partition("｜")[0]: g for g in whole.shapes if g.shape_type == MSO_SHAPE_TYPE.GROUP}
    sizes = dict(
        fictional.frame(
            "select subprefecture_name, count(*) from codes_municipality group by all"
        ).itertuples(index=False)
    )
    assert {name: len(group.shapes) for name, group in groups.items() if name in sizes} == sizes
    north = named(deck, "北方領土（6村）｜status_map")
    assert str(north.fill.fore_color.rgb) == theme.NORTHERN.lstrip("#")
    nemuro = named(deck, "01223 根室市｜status_map")
    assert north.left + north.width > nemuro.left + nemuro.width * 1.5
    rishiri = named(deck, "01518 利尻町｜status_map")
    assert rishiri.left + rishiri.width < named(deck, "01214 稚内市｜status_map").left
    assert whole.width > 0
    assert whole.height > 0


def test_every_picture_has_an_alternative_text_that_says_its_numbers(full_deck: bytes) -> None:
    deck = presentation(full_deck)
    for slide in deck.slides:
        for shape in slide.shapes:
            is_picture = (
                shape.shape_type == MSO_SHAPE_TYPE.GROUP
                or getattr(shape, "has_chart", False)
                or getattr(shape, "has_table", False)
            )
            if is_picture:
                assert shape._element._nvXxPr.cNvPr.get("descr"), shape.name
    assert "実施 7" in named(deck, "地図｜status_map")._element._nvXxPr.cNvPr.get("descr")
    assert "鷹栖町" in named(deck, "01452 鷹栖町｜status_map")._element._nvXxPr.cNvPr.get("descr")


def test_state_is_told_by_a_symbol_besides_the_colour(full_deck: bytes, fictional: Reader) -> None:
    symbols = dict(fictional.frame("select code, symbol from codes_status_group").itertuples(index=False))
    by_fill = {FILLS[group]: symbol for group, symbol in symbols.items()}
    deck = presentation(full_deck)
    for slide in deck.slides:
        for shape in walk(slide.shapes):
            if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM and shape.name[:5].isdigit():
                assert shape.text_frame.text == by_fill[str(shape.fill.fore_color.rgb)], shape.name


def test_the_data_inside_the_charts_is_that_of_the_warehouse(full_deck: bytes, fictional: Reader) -> None:
    deck = presentation(full_deck)
    bars = named(deck, "グラフ｜status_bars").chart.plots[0]
    rows = fictional.frame(
        "select p.short_name, s.sort_order, s.municipalities from mart_status_summary as s"
        " inner join codes_subprefecture as p on p.code = s.subprefecture_code where s.fiscal_year = 2022"
        " order by s.sort_order, p.sort_order"
    )
    for number, series in enumerate(bars.series, start=1):
        assert list(series.values) == rows[rows["sort_order"] == number]["municipalities"].tolist()
    assert list(bars.categories) == rows["short_name"].unique().tolist()
    curve = named(deck, "グラフ｜rollout").chart.plots[0]
    rates = fictional.frame("select scope, rate_pct from mart_rollout order by scope, fiscal_year")
    assert {series.name: list(series.values) for series in curve.series} == {
        "全国": rates[rates["scope"] == "national"]["rate_pct"].tolist(),
        "北海道": rates[rates["scope"] == "hokkaido"]["rate_pct"].tolist(),
    }


def test_no_text_flows_over_its_place_in_either_size(
    full_deck: bytes, real_deck: bytes, reader: Reader
) -> None:
    assert overflowing(presentation(full_deck)) == []
    assert overflowing(presentation(real_deck)) == []
    paper = make.build_deck(reader, make.briefing(Scope(2022)), template.load_template("a4"))
    assert overflowing(presentation(paper.content)) == []


def test_slides_without_data_are_left_out_of_the_whole_and_said_and_stay_where_they_were_asked_for(
    reader: Reader,
) -> None:
    made = make.build_deck(
        reader,
        [Wanted("cover", Scope()), Wanted("route", Scope(), is_optional=True)],
        template.load_template(),
    )
    assert [slide.view for slide in made.slides] == ["cover"]
    assert made.notes == ("「訪問経路」のスライドは入れていません。訪問の経路は、まだ作られていません。",)
    asked = make.build_deck(
        reader, [Wanted("cover", Scope()), Wanted("route", Scope())], template.load_template()
    )
    assert [slide.view for slide in asked.slides] == ["cover", "route"]


def test_titles_stay_on_one_line_and_every_slide_has_one(full_deck: bytes) -> None:
    for slide in presentation(full_deck).slides:
        assert slide.shapes.title is not None
        assert slide.shapes.title.text_frame.text
    # (that they fit is measured with the rest)


def test_slides_on_fictional_data_say_so_and_those_on_real_data_do_not(
    full_deck: bytes, real_deck: bytes
) -> None:
    marked = {
        name.partition("｜")[2] for name in texts(presentation(full_deck)) if name.startswith("架空データ｜")
    }
    assert {"cover", "summary", "status_map", "status_bars", "towns"} <= marked
    assert "definitions" not in marked
    assert not [name for name in texts(presentation(real_deck)) if name.startswith("架空データ")]


def test_japanese_faces_are_named_as_powerpoint_knows_them(full_deck: bytes) -> None:
    with zipfile.ZipFile(BytesIO(full_deck)) as archive:
        faces = archive.read("ppt/theme/theme1.xml").decode()
        charts = [
            archive.read(name).decode() for name in archive.namelist() if name.startswith("ppt/charts/chart")
        ]
        slide = archive.read("ppt/slides/slide2.xml").decode()
    assert faces.count('<a:ea typeface="BIZ UDPゴシック"/>') == 2
    assert charts
    assert all('<a:ea typeface="BIZ UDPゴシック"/>' in chart for chart in charts)
    assert '<a:ea typeface="+mn-ea"/>' in slide


def test_the_file_is_small_points_nowhere_and_says_what_it_is_made_of(
    full_deck: bytes, fictional: Reader
) -> None:
    assert len(full_deck) <= 1_500_000
    assert external_links(full_deck) == []
    core = presentation(full_deck).core_properties
    assert fictional.warehouse_id in core.subject
    assert "架空データ" in core.keywords
    assert core.language == "ja-JP"


def test_an_open_deck_holds_each_outline_as_one_piece_and_writes_it_as_it_was(real_deck: bytes) -> None:
    opened_deck = open_deck(real_deck, "資料.pptx")
    points = [
        sum(1 for _ in slide._element.iter(f"{A}pt"))
        for deck in (opened_deck, presentation(real_deck))
        for slide in deck.slides
    ]
    half = len(points) // 2
    assert sum(points[:half]) == 0 < sum(points[half:])
    with zipfile.ZipFile(BytesIO(saved(opened_deck))) as again, zipfile.ZipFile(BytesIO(real_deck)) as first:
        name = "ppt/slides/slide3.xml"
        assert again.read(name) == first.read(name)
        assert b"kasanari:outline" not in again.read(name)


def test_the_same_warehouse_gives_the_same_bytes(fictional: Reader) -> None:
    wanted = [Wanted(view, Scope(2022)) for view in ("cover", "rollout", "towns")]
    assert make.build_deck(fictional, wanted, template.load_template()) == make.build_deck(
        fictional, wanted, template.load_template()
    )


def test_every_digit_on_our_slides_is_a_number_that_is_recounted_or_a_date_a_year_or_a_law(
    full_deck: bytes,
) -> None:
    assert digits_by_hand(presentation(full_deck)) == []


def test_a_number_that_cannot_be_found_again_stops_the_export(
    fictional: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = recount.SHARED["group"]
    one_more = {
        **recount.SHARED,
        "group": lambda context, key: sound(context, key) + (key == "group.planned"),
    }
    monkeypatch.setattr(recount, "SHARED", one_more)
    with pytest.raises(SlidesRefusedError, match="数え直すと 13"):
        make.build_deck(fictional, [Wanted("summary", Scope(2022))], template.load_template())


def test_a_deck_of_some_subprefectures_counts_and_draws_their_towns_alone(fictional: Reader) -> None:
    wanted = [Wanted(view, Scope(2022, ("14",))) for view in ("status_map", "status_bars", "towns")]
    made = make.build_deck(fictional, wanted, template.load_template("a4"))
    deck = presentation(made.content)
    assert {name[:5] for name in towns(deck)} == {"01223", "01691", "01692", "01693", "01694"}
    assert "（5のうち）" in texts(deck)["凡例 題｜status_map"].replace(" ", "")
    assert {"市町村名 01694｜status_map"} <= set(texts(deck))


def test_the_prefectures_own_template_gives_its_size_faces_and_layouts(
    fictional: Reader, tmp_path: Path
) -> None:
    own: Any = presentation(stage_bytes())
    own.slide_width, own.slide_height = 9144000, 6858000
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "見本"
    buffer = BytesIO()
    own.save(buffer)
    potx = as_template(buffer.getvalue())
    wanted = [Wanted(view, Scope(2022)) for view in ("cover", "status_map", "towns")]
    made = make.build_deck(fictional, wanted, template.load_template("16:9", (potx, "道の様式.potx")))
    deck = presentation(made.content)
    assert deck.slide_width == 9144000
    assert len(deck.slides) == 3
    assert "見本" not in "".join(texts(deck).values())
    assert len(towns(deck)) == 179
    inside = slide_of(deck, "地図｜status_map").shapes
    assert all(shape.left + shape.width <= deck.slide_width for shape in inside)


def stage_bytes() -> bytes:
    from pptx import Presentation

    buffer = BytesIO()
    Presentation().save(buffer)
    return buffer.getvalue()


def as_template(content: bytes) -> bytes:
    """The .pptx as a .potx: another content type."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(b"presentation.main+xml", b"template.main+xml")
            new.writestr(name, data)
    return out.getvalue()


def test_libreoffice_opens_the_deck_and_makes_a_page_of_every_slide(full_deck: bytes, tmp_path: Path) -> None:
    from pypdf import PdfReader

    (tmp_path / "deck.pptx").write_bytes(full_deck)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "deck.pptx",
        ],
        cwd=tmp_path,
        capture_output=True,
        timeout=180,
        check=True,
    )
    pages = PdfReader(tmp_path / "deck.pdf").pages
    assert len(pages) == len(presentation(full_deck).slides)
    assert "鷹栖町" in pages[2].extract_text() or "札幌市" in pages[-2].extract_text()
