"""The layers of the map are what the warehouse holds, each town once a year and layer."""

from dashboard.queries import map as map_queries
from dashboard.warehouse.reader import Reader, Warehouse


def test_a_layer_has_every_town_once_a_year(reader: Reader) -> None:
    layers = map_queries.layers(reader)
    assert not layers.duplicated(["layer", "fiscal_year", "municipality_code"]).any()
    status = layers[layers["layer"] == "status"]
    assert status.groupby("fiscal_year").size().eq(179).all()


def test_start_years_are_started_or_future_and_silence_is_no_data(reader: Reader) -> None:
    layers = map_queries.layers(reader)
    start = layers[(layers["layer"] == "start") & (layers["fiscal_year"] == 2022)]
    known = start[start["value"].notna()]
    assert dict(zip(known["municipality_code"], known["class_code"], strict=True))["01581"] == "future"
    assert (known.loc[known["class_code"] == "future", "value"] > 2022).all()
    assert (known.loc[known["class_code"] == "started", "value"] <= 2022).all()
    assert set(start.loc[start["value"].isna(), "class_code"]) == {"no_data"}


def test_a_value_of_the_map_leads_to_its_cell(reader: Reader) -> None:
    cell = map_queries.cell(reader, "01581", "status", 2023).iloc[0]
    assert (cell["file"], cell["cell"], cell["raw_text"]) == (
        "status/2023-04-01_implementers_r5.csv",
        "D7",
        "実施中",
    )
    figures = map_queries.figure_cells(reader, "01581", ("population_census2025_prelim",))
    assert figures["value"].tolist() == [4159]
    assert figures["cell"].notna().all()


def test_the_committed_files_have_no_unmatched_row(reader: Reader) -> None:
    assert map_queries.unmatched(reader).iloc[0].tolist() == [0, 0]


def test_there_are_14_subprefectures_and_445_pairs_of_neighbours(reader: Reader) -> None:
    assert len(map_queries.subprefectures(reader)) == 14
    assert len(map_queries.neighbours(reader)) == 2 * 445


def test_barriers_of_a_round_are_top_stated_not_stated_or_not_asked(demo_curated) -> None:  # type: ignore[no-untyped-def]
    layers = map_queries.layers(Warehouse(demo_curated).reader())
    barriers = layers[layers["layer"].str.startswith("barrier_")]
    assert set(barriers["class_code"]) == {"top", "stated", "not_stated", "not_asked"}
    assert barriers["is_synthetic"].all()
    assert (barriers["value"].notna() == (barriers["class_code"] == "top")).all()
    functions = layers[layers["layer"].str.startswith("function_")]
    assert set(functions["class_code"]) == {"existing", "partly", "planned", "none", "prefecture", "no_data"}
    assert set(functions.loc[functions["class_code"] == "prefecture", "layer"]) == {"function_f1_ni"}
    assert functions["layer"].nunique() == 13
    returns = layers[(layers["layer"] == "return") & (layers["fiscal_year"] == 2023)]
    assert returns["class_code"].value_counts().to_dict() == {"on_time": 164, "waiting": 9, "late": 6}
