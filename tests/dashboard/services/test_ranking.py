"""The ranking on a whole warehouse: with the fictional returns of the demo, and with none."""

import contextlib
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard import journal
from dashboard.planning import facts, likeness, peers, rank, spec, survey_answers
from dashboard.planning.inputs import RankingInputs
from dashboard.services import ranking
from dashboard.views import outreach, outreach_rows, outreach_words, view
from dashboard.warehouse.reader import Reader, Warehouse
from tests.conftest import ROOT
from tests.dashboard.conftest import publish_copy


@pytest.fixture(scope="module")
def demo(demo_curated: Path, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Warehouse(publish_copy(demo_curated, tmp_path_factory.mktemp("ranked"))).reader()


def test_the_ranking_has_its_columns_and_its_contributions_add_up(demo: Reader) -> None:
    rows = ranking.ranking(demo, None, preset="almost", top=10)
    assert list(rows.columns[: len(ranking.KEYS)]) == ranking.KEYS
    assert rows["rank"].tolist() == list(range(1, len(rows) + 1))
    for row in rows.to_dict("records"):
        assert abs(sum(row["contributions"].values()) - row["score"]) < 1e-9
        assert row["rank_low"] <= row["rank_high"]
        assert len(row["reasons"]) == 2
        assert all(sentence.endswith("。") for sentence in row["reasons"])
        assert row["band"] == ("A" if row["top_share"] >= 0.8 else "B" if row["top_share"] >= 0.2 else "C")
        assert row["measures"] or row["name"]
        assert 0 < len(row["peers"]) <= spec.rules().peers_shown


def test_towns_that_implement_or_have_fixed_a_start_are_not_ranked(demo: Reader) -> None:
    made = ranking.material(demo, None)
    ranked = made.ranking(spec.weights_of("balance"))
    states = made.inputs.towns.set_index("municipality_code")["status_code"]
    assert not set(states[ranked.rows["code"]]) & {"implementing", "planned", "preparing"}
    assert set(states[made.watch(ranked)["code"]]) == {"planned", "preparing"}
    assert ranked.lists.value_counts().sum() == 179


def test_what_rests_on_fictional_returns_says_so(demo: Reader) -> None:
    rows = ranking.ranking(demo, None)
    assert rows["is_synthetic"].all()
    assert all(reasons[0].startswith("【架空データ】") for reasons in rows["reasons"])
    assert not {"aging_65", "smallness", "neighbours"} & set(rows["synthetic"].explode())


def test_implementers_with_known_barriers_are_peers_no_oftener_than_if_they_were_unknown(
    demo: Reader,
) -> None:
    inputs = ranking.material(demo, None).inputs
    blank = replace(inputs, answers=inputs.answers[~inputs.answers["question_id"].str.startswith("barriers")])
    hesitant = inputs.towns.loc[inputs.towns["status_code"] != "implementing", "municipality_code"]
    with_answers, without = peers.compare(inputs), peers.compare(blank)
    stories = [peer for town in hesitant for peer in peers.of_town(with_answers, town)]
    known = {peer["code"] for peer in stories if peer["barriers_before"]}
    bare = [peer["code"] for town in hesitant for peer in peers.of_town(without, town)]
    assert known
    share = sum(peer["code"] in known for peer in stories) / len(stories)
    assert share == sum(code in known for code in bare) / len(bare)


def blanked(inputs: RankingInputs, town: str, question: str) -> RankingInputs:
    own = (inputs.answers["municipality_code"] == town) & inputs.answers["question_id"].str.startswith(
        question
    )
    return replace(inputs, answers=inputs.answers[~own])


def test_a_blank_in_place_of_no_wish_is_covered_by_the_interval(demo: Reader) -> None:
    """Of the towns that wish for nothing: left blank, the interval still holds the rank that the answer gives."""
    made = ranking.material(demo, None)
    weights = spec.weights_of("balance")
    rows = made.ranking(weights).rows.set_index("code")
    facts_ = made.facts
    nothing = [code for code in rows.index if facts_.raw.at[code, "support"] == 0][::4]
    assert len(nothing) > 5
    held, jumps = [], []
    for town in nothing:
        inputs = blanked(made.inputs, town, "support_wanted")
        blank = replace(facts_, raw=facts_.raw.copy())
        blank.raw.loc[town, "support"] = float("nan")
        then = rank.ranking(inputs, blank, weights, ranking.TOP).rows.set_index("code").loc[town]
        held.append(then["rank_low"] <= rows.at[town, "rank"] <= then["rank_high"])
        jumps.append(rows.at[town, "rank"] - then["rank"])
        assert "support" in then["unknown"]
    assert all(held)


def test_a_return_that_never_came_is_covered_by_the_interval_or_leaves_the_town_out(demo: Reader) -> None:
    """Case 05: of towns whose newest return is taken away, the interval mostly holds the rank that it gave."""
    made = ranking.material(demo, None)
    weights = spec.weights_of("balance")
    rows = made.ranking(weights).rows.set_index("code")
    answers, returns = made.inputs.answers, made.inputs.returns
    newest = answers["fiscal_year"].max()
    sampled = sorted(
        set(answers.loc[answers["fiscal_year"] == newest, "municipality_code"]) & set(rows.index)
    )
    held, outcomes = [], []
    for town in sampled[::20]:
        gone = (answers["municipality_code"] == town) & (answers["fiscal_year"] == newest)
        waiting = returns["state"].mask(
            (returns["municipality_code"] == town) & (returns["fiscal_year"] == newest), "waiting"
        )
        inputs = replace(made.inputs, answers=answers[~gone], returns=returns.assign(state=waiting))
        found = facts.facts(inputs)
        found.raw.loc[town, "stage"] = None
        then = rank.ranking(inputs, found, weights, ranking.TOP)
        assert found.raw.at[town, "return"] == "missing"
        outcomes.append(then.lists[town])
        if then.lists[town] == rank.RANKED:
            row = then.rows.set_index("code").loc[town]
            held.append(row["rank_low"] <= rows.at[town, "rank"] <= row["rank_high"])
            assert "stage" in row["unknown"]
    assert len(outcomes) > 5
    assert set(outcomes) <= {rank.RANKED, rank.INSUFFICIENT}
    assert sum(held) >= 0.8 * len(held)


def test_what_the_prefecture_runs_in_a_town_is_not_counted_as_lacking(demo: Reader) -> None:
    answers = ranking.material(demo, None).inputs.answers
    kinds = ranking.material(demo, None).inputs.towns.set_index("municipality_code")["kind"]
    run = answers[answers["option_code"] == "prefecture"]
    assert set(run["question_id"]) == {"function_f1_ni"}
    assert set(run["municipality_code"].map(kinds)) <= {"町", "村"}
    lacking = answers[(answers["question_id"] == "function_f1_ni") & (answers["option_code"] == "none")]
    assert set(lacking["municipality_code"].map(kinds)) <= {"市"}
    newest = run["fiscal_year"].max()
    (town, *_) = sorted(run.loc[run["fiscal_year"] == newest, "municipality_code"])
    own = survey_answers.functions(answers).loc[town]
    points = own.map(likeness.HAS).dropna()
    assert len(points) == len(own) - 1
    assert ranking.material(demo, None).facts.raw.at[town, "functions"] == pytest.approx(points.mean())


def test_few_in_the_first_band_are_explained_by_the_age_of_the_answers(demo: Reader) -> None:
    later = demo.at(date(2026, 11, 30))
    shown = outreach.gather(later, view.parse_address("?preset=almost", later), None)
    said = outreach_words.scarce(shown)
    fresh = shown.material.as_if_fresh(shown.choice.weights)["band"].eq("A").sum()
    assert said.startswith("A が")
    assert "令和5年度" in said
    assert f"{fresh}になります" in said
    then = demo.at(date(2024, 3, 31))
    assert outreach_words.scarce(outreach.gather(then, view.parse_address("", then), None)) == ""


def test_the_towns_of_a_band_stand_by_code_or_along_a_way_and_in_the_same_bands(demo: Reader) -> None:
    plain = outreach.gather(demo, view.parse_address("", demo), None)
    along = outreach.gather(demo, view.parse_address("?order=route", demo), None)
    bands = plain.ranking.rows.set_index("code")["band"]
    assert [bands[code] for code in along.codes] == [bands[code] for code in plain.codes]
    assert sorted(along.codes) == sorted(plain.codes)
    assert along.codes != plain.codes
    assert (plain.start, along.start) == ("", "札幌（本庁）")
    assert [row["code"] for row in outreach_rows.payload(along)["rows"]] == along.codes
    one = outreach.gather(demo, view.parse_address("?order=route&sub=12", demo), None)
    assert "十勝" in one.start


def test_without_returns_every_town_is_one_of_which_too_little_is_known(reader: Reader) -> None:
    made = ranking.material(reader, None)
    ranked = made.ranking(spec.weights_of("balance"))
    assert ranked.rows.empty
    assert len(ranked.insufficient) == (ranked.lists == "insufficient").sum() > 150
    assert {"stage", "barriers", "support"} <= set(ranked.insufficient["unknown"].iloc[0])
    assert ranking.ranking(reader, None).empty
    assert len(made.ranking(spec.weights_of("small")).rows) > 100, "figures alone are over half of 小規模優先"


def test_on_a_day_only_what_was_known_then_counts(demo: Reader) -> None:
    then = ranking.material(demo.at(date(2022, 12, 31)), None)
    raw = then.facts.raw
    assert raw["smallness"].isna().all(), "the figures became known later"
    assert raw["neighbours"].notna().any()
    assert then.inputs.answers["fiscal_year"].max() <= 2022
    assert (then.inputs.attendance["held_on"].dt.date <= date(2022, 12, 31)).all()


def test_a_contact_on_record_is_known_from_then_on(demo: Reader, tmp_path: Path) -> None:
    kept = tmp_path / "journal.sqlite"
    assert ranking.material(demo, kept).facts.raw["contact"].isna().all(), "no journal is kept yet"
    values = {"contacted_on": "2024-01-10", "means": "電話", "owner": "架空", "said": "近況"}
    journal.write(kept, "contact", "01393", values, "架空")
    later = ranking.material(demo.at(date(2024, 2, 1)), kept).facts.raw["contact"]
    assert later["01393"] < 1
    assert later.drop("01393").isna().all(), "one call says nothing of the other towns"
    months = spec.rules().contact_months
    first = journal.first_written_at(kept, "contact")
    assert first is not None
    years_later = ranking.material(demo.at(first.date() + timedelta(days=31 * months)), kept).facts.raw
    assert (years_later["contact"] == months).all(), "records were kept all the time, and hold no other call"
    earlier = ranking.material(demo.at(date(2024, 1, 5)), kept).facts.raw["contact"]
    assert earlier.isna().all(), "no contact was made yet: the record had not begun"
    empty = tmp_path / "plans.sqlite"
    journal.write(empty, "plan", "", {"title": "訪問", "fiscal_year": 2023, "capacity_days": 3}, "架空")
    begun = ranking.material(demo.at(date(2024, 2, 1)), empty).facts.raw["contact"]
    assert begun.isna().all(), "a plan alone says of no town that it was not contacted"


def test_what_another_process_writes_is_in_the_ranking_at_once_also_where_the_file_looks_as_before(
    demo: Reader, tmp_path: Path
) -> None:
    kept = tmp_path / "journal.sqlite"
    call = {"contacted_on": "2023-12-20", "means": "電話", "owner": "架空", "said": "近況"}
    record = journal.write(kept, "contact", "01393", call, "架空")
    then = demo.at(date(2024, 2, 1))
    weights = spec.weights_of("dormant")
    before = ranking.material(then, kept)
    rank_before = before.ranking(weights).rows.set_index("code")["rank"]
    files = [path for path in (kept, kept.with_name("journal.sqlite-wal")) if path.exists()]
    times = {path: path.stat() for path in files}
    other = (
        "import sys; from pathlib import Path; from dashboard import journal;"
        "journal.revise(Path(sys.argv[1]), sys.argv[2], 1, {'contacted_on': '2023-02-20'}, '鈴木')"
    )
    # kept open, as another user's program may: then the log is not folded into the file at the end of a write
    with contextlib.closing(sqlite3.connect(kept)) as opened:
        opened.execute("select count(*) from record").fetchone()
        subprocess.run([sys.executable, "-c", other, str(kept), record.record_id], cwd=ROOT, check=True)
        for path, state in times.items():
            os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
        after = ranking.material(then, kept)
    assert before.facts.raw.loc["01393", "contact"] < 2
    assert after.facts.raw.loc["01393", "contact"] > 11
    assert after.ranking(weights).rows.set_index("code")["rank"]["01393"] < rank_before["01393"]
    assert after.likeness is before.likeness, "what does not rest on contacts is not worked out again"
    assert ranking.material(then, kept) is after


def test_a_broken_journal_is_told_and_makes_contacts_unknown(demo: Reader, tmp_path: Path) -> None:
    broken = tmp_path / "journal.sqlite"
    broken.write_bytes(b"this is no database" * 100)
    made = ranking.material(demo, broken)
    assert made.inputs.trouble
    assert made.facts.raw["contact"].isna().all()
    assert broken.read_bytes().startswith(b"this is no database")
    broken.unlink()
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "journal_2023-06-01.sqlite").touch()
    lost = ranking.material(demo, broken)
    assert "見当たりませんが、控え" in lost.inputs.trouble
