"""Each number of 課題 equals the one counted by hand from the workbooks that the towns returned."""

from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from dashboard.planning import barriers as counts
from dashboard.queries import barriers as queries
from dashboard.warehouse.reader import Reader, Warehouse
from tests.dashboard import returned_by_hand as hand
from tests.dashboard.conftest import publish_copy

SYNONYMS = {
    "人員不足": "人材不足",
    "職員不足": "人材不足",
    "マンパワー不足": "人材不足",
    "事務負担": "事務負担が大きい",
    "実施した場合の効果がわからないこと": "実施した場合の効果がわからない",
    "実施した場合の効果が分からない": "実施した場合の効果がわからない",
}
ADDRESSED_BY = {
    "既に関係者間の連携が取れている": {"連携促進説明会", "人材養成研修"},
    "人材不足": {"人材養成研修", "手引きの提供"},
    "実施した場合の効果がわからない": {"手引きの提供", "連携促進説明会", "情報共有の場づくり"},
}


@pytest.fixture(scope="module")
def reader(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Warehouse(publish_copy(demo_curated, tmp_path_factory.mktemp("barriers"))).reader()


@pytest.fixture(scope="module")
def told(demo_raw: Path) -> pd.DataFrame:
    """What the towns marked, with their size, 振興局 and the group of the status that they wrote themselves."""
    said = hand.answers(demo_raw)
    said = said[said["mark"].isna() | said["mark"].isin(hand.MARKS)]
    status = said[said["topic"] == "status"].set_index(["code", "year"])["label"]
    said["group"] = [
        hand.GROUPS.get(status.get((code, year)), "considering")
        for code, year in zip(said["code"], said["year"], strict=True)
    ]
    return said.merge(hand.towns(demo_raw)[["code", "subprefecture_code", "size"]], on="code")


def asked(told: pd.DataFrame, year: int, topic: str = "barrier") -> pd.DataFrame:
    """The marks of one question and round, of towns that were asked it."""
    own = told[(told["year"] == year) & (told["topic"] == topic)]
    return own if topic == "wanted" else own[own["group"] != "implementing"]


def stated(told: pd.DataFrame, year: int) -> dict[str, set[str]]:
    own = asked(told, year)
    return {label: set(rows["code"]) for label, rows in own.groupby("label") if label not in hand.NOTHING}


@pytest.mark.parametrize("year", [2022, 2023])
def test_shares_of_the_barriers_are_those_of_the_marks_in_the_workbooks(
    reader: Reader, told: pd.DataFrame, year: int
) -> None:
    answers = queries.answers(reader)
    shown = counts.shares(answers[answers["fiscal_year"] == year])
    assert set(shown["counted"]) == {asked(told, year)["code"].nunique()}
    by_hand = {label: len(towns) for label, towns in stated(told, year).items()}
    assert dict(zip(shown["barrier_label"], shown["stated"], strict=True)) == by_hand
    assert shown["barrier_label"].head(3).tolist() == list(ADDRESSED_BY), (
        "the three of the briefing come first"
    )


@pytest.mark.parametrize("year", [2022, 2023])
def test_places_of_the_top_three_are_those_written(reader: Reader, told: pd.DataFrame, year: int) -> None:
    answers = queries.answers(reader)
    shown = counts.shares(answers[answers["fiscal_year"] == year]).set_index("barrier_label")
    own = asked(told, year, "rank").assign(label=lambda rows: rows["label"].replace(SYNONYMS))
    own = own[own["label"].isin(shown.index)]
    # a barrier written in two places counts in the first of them, and only where it is marked above too
    own = own.sort_values("place").drop_duplicates(["code", "label"])
    above = stated(told, year)
    own = own[[code in above[label] for code, label in zip(own["code"], own["label"], strict=True)]]
    for place, column in ((1, "first"), (2, "second"), (3, "third")):
        by_hand = own[own["place"] == place]["label"].value_counts().reindex(shown.index, fill_value=0)
        assert shown[column].to_dict() == by_hand.to_dict()
    weighted = 3 * shown["first"] + 2 * shown["second"] + shown["third"]
    assert shown["points"].tolist() == weighted.tolist()


@pytest.mark.parametrize(
    ("column", "ours"),
    [("group", "group_code"), ("size", "size_class"), ("subprefecture_code", "subprefecture_code")],
)
def test_the_heat_table_is_the_marks_by_town(
    reader: Reader, told: pd.DataFrame, column: str, ours: str
) -> None:
    answers = queries.answers(reader)
    labels = dict(zip(answers["barrier_code"], answers["barrier_label"], strict=True))
    shown = counts.across(answers[answers["fiscal_year"] == 2023], ours)
    own = asked(told, 2023)
    whole = own.groupby(column)["code"].nunique()
    part = own.groupby(["label", column])["code"].nunique()
    assert len(shown) == 10 * len(whole)
    for row in shown.to_dict("records"):
        assert row["counted"] == whole[row[ours]]
        assert row["stated"] == part.get((labels[row["barrier_code"]], row[ours]), 0)


def test_pairs_are_the_towns_that_marked_both(reader: Reader, told: pd.DataFrame) -> None:
    answers = queries.answers(reader)
    labels = dict(zip(answers["barrier_code"], answers["barrier_label"], strict=True))
    shown = counts.pairs(answers[answers["fiscal_year"] == 2023])
    towns, whole = stated(told, 2023), asked(told, 2023)["code"].nunique()
    found = {
        frozenset((labels[row["first"]], labels[row["second"]])): row for row in shown.to_dict("records")
    }
    assert set(found) == {frozenset(pair) for pair in combinations(towns, 2)}
    for pair, row in found.items():
        one, other = (towns[label] for label in pair)
        assert row["both"] == len(one & other)
        assert row["jaccard"] == pytest.approx(len(one & other) / len(one | other))
        assert row["lift"] == pytest.approx(len(one & other) * whole / len(one) / len(other))


def test_persistence_is_what_the_same_town_marked_again_and_where_it_went_in_between(
    reader: Reader, told: pd.DataFrame, demo_raw: Path
) -> None:
    shown = counts.persistence(queries.changes(reader)).set_index("barrier_label")
    both = set(asked(told, 2022)["code"]) & set(asked(told, 2023)["code"])
    before, now = stated(told, 2022), stated(told, 2023)
    came = hand.attended(demo_raw)
    came = came[(came["day"] > hand.BASE_DAYS[2022]) & (came["day"] <= hand.BASE_DAYS[2023])]
    for label, row in shown.iterrows():
        was, has = before[str(label)] & both, now[str(label)] & both
        kept, cleared = was & has, was - has
        assert (row["persisted"], row["cleared"], row["new"]) == (len(kept), len(cleared), len(has - was))
        assert row["never"] == len(both - was - has)
        anywhere = set(came["code"])
        assert row["persisted_attended"] == len(kept & anywhere)
        assert row["cleared_attended"] == len(cleared & anywhere)
        if label in ADDRESSED_BY:
            there = set(came[came["measure"].isin(ADDRESSED_BY[str(label)])]["code"])
            assert row["persisted_addressed"] == len(kept & there)
            assert row["cleared_addressed"] == len(cleared & there)


def test_support_wanted_and_given_are_the_marks_and_the_lists_of_those_present(
    reader: Reader, told: pd.DataFrame, demo_raw: Path
) -> None:
    wanted = queries.support(reader)
    shown = counts.support(wanted[wanted["fiscal_year"] == 2023]).set_index("support_label")
    own, joined = asked(told, 2023, "wanted"), told[(told["year"] == 2023) & (told["topic"] == "joined")]
    came = hand.attended(demo_raw)
    early = came[came["day"] <= hand.BASE_DAYS[2023]]
    held = {
        "手引き等の文書によるノウハウや好事例の提供": "手引きの提供",
        "職員への研修によるノウハウや好事例の提供": "人材養成研修",
        "庁内連携促進のための支援": "連携促進説明会",
        "市町村間の情報共有の場づくり": "情報共有の場づくり",
    }
    assert set(shown["counted"]) == {own["code"].nunique()}
    for label, row in shown.iterrows():
        wish = set(own[own["label"] == label]["code"])
        assert row["wanted"] == len(wish)
        implementing = set(own[own["group"] == "implementing"]["code"])
        assert row["wanted_implementers"] == len(wish & implementing)
        assert row["has_measure"] == (label in held)
        if label in held:
            had = set(early[early["measure"] == held[str(label)]]["code"])
            later = set(came[came["measure"] == held[str(label)]]["code"]) - had
            says = set(joined[joined["label"] == held[str(label)]]["code"])
            assert row["given"] == len(had)
            assert row["before"] == len(wish & had)
            assert row["said"] == len((wish & says) - had)
            assert row["after"] == len((wish & later) - had - says)
            assert row["without"] == len(wish - had - says - later)


def test_every_stated_barrier_leads_to_the_marked_cell_of_its_town(
    reader: Reader, told: pd.DataFrame
) -> None:
    answers = queries.answers(reader)
    own = answers[answers["is_stated"] & answers["is_counted"]]
    ours = set(
        zip(
            own["municipality_code"],
            own["fiscal_year"],
            own["barrier_label"],
            own["file"],
            own["cell"],
            strict=True,
        )
    )
    marks = pd.concat([asked(told, 2022), asked(told, 2023)])
    marks = marks[~marks["label"].isin(hand.NOTHING)]
    assert ours == set(
        zip(marks["code"], marks["year"], marks["label"], marks["file"], marks["cell"], strict=True)
    )
