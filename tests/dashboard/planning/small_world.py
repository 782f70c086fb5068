"""A few made-up towns with everything known of them: what the planning parts are given, small enough to count."""

from datetime import date
from itertools import pairwise

import pandas as pd

from dashboard.planning.inputs import RankingInputs

DAY = date(2022, 12, 1)
BARRIERS = {"staff_shortage": "人材不足", "effect_unclear": "効果がわからない", "funding": "財源"}


def small_world(towns: int = 6, *, fictional: bool = False) -> RankingInputs:
    """Town 00001 implements since 2021; the others think about it. Odd towns have said 人材不足 twice.

    00001–00002–00003 … border on each other in a row. Town 00002 asked for training and attended once.
    """
    codes = [f"{number:05d}" for number in range(1, towns + 1)]
    return RankingInputs(
        day=DAY,
        towns=_towns(codes, fictional),
        answers=_answers(codes, fictional),
        returns=pd.DataFrame(
            {
                "fiscal_year": 2022,
                "municipality_code": codes,
                "state": ["waiting" if code == "00004" else "received" for code in codes],
                "days_late": [None if code == "00004" else 3 if code == "00003" else 0 for code in codes],
                "deadline": pd.Timestamp("2022-11-25"),
                "is_synthetic": fictional,
            }
        ),
        attendance=pd.DataFrame(
            {
                "municipality_code": ["00002", "00001"],
                "activity_id": ["A1", "A0"],
                "measure_code": "briefing_session",
                "title": ["説明会2", "説明会1"],
                "held_on": pd.to_datetime(["2022-06-01", "2020-12-01"]),
                "is_synthetic": fictional,
            }
        ),
        activities=pd.DataFrame(
            {
                "activity_id": ["A0", "A1"],
                "measure_code": "briefing_session",
                "title": ["説明会1", "説明会2"],
                "held_on": pd.to_datetime(["2020-12-01", "2022-06-01"]),
                "is_synthetic": fictional,
            }
        ),
        adjacency=pd.DataFrame(
            [pair for a, b in pairwise(codes) for pair in ((a, b), (b, a))],
            columns=["municipality_code", "neighbour_code"],
        ),
        reported_statuses=pd.DataFrame(
            {
                "municipality_code": ["00005", "00005"],
                "fiscal_year": [2021, 2022],
                "as_of": pd.to_datetime(["2021-11-30", "2022-11-30"]),
                "known_on": pd.to_datetime(["2021-11-30", "2022-11-30"]),
                "status_code": "planned",
                "start_fiscal_year": [2023, 2025],
                "is_synthetic": fictional,
                "document": ["予定の名簿1", "予定の名簿2"],
            }
        ),
        barrier_measure=pd.DataFrame(
            {
                "barrier_code": ["staff_shortage", "effect_unclear"],
                "barrier_label": ["人材不足", "効果がわからない"],
                "measure_code": ["training", "briefing_session"],
                "measure_label": ["人材養成研修", "連携促進説明会"],
                "reason": ["職員を育てる", "先に始めた町を紹介する"],
                "briefing_words": "人材を養成する",
                "is_provisional": True,
                "file": "knowledge/barrier_measure.csv",
                "cell": ["C2", "C3"],
            }
        ),
        measures=pd.DataFrame(
            {
                "code": ["briefing_session", "training", "handbook", "exchange"],
                "label_ja": ["連携促進説明会", "人材養成研修", "手引きの提供", "情報共有の場づくり"],
            }
        ),
        cases=pd.DataFrame(
            {
                "municipality_code": ["00001"],
                "topic": ["概要"],
                "statement": ["一つの窓口で受ける"],
                "publisher": ["説明資料"],
                "source_place": ["別添"],
            }
        ),
        contacts=pd.DataFrame({"municipality_code": ["00002"], "contacted_on": [date(2022, 9, 1)]}),
    )


def _towns(codes: list[str], fictional: bool) -> pd.DataFrame:
    count = len(codes)
    return pd.DataFrame(
        {
            "municipality_code": codes,
            "name": [f"{code}町" for code in codes],
            "kind": "町",
            "status_code": ["implementing"] + ["undecided"] * (count - 1),
            "status_label": ["実施中"] + ["検討中"] * (count - 1),
            "status_fiscal_year": 2022,
            "start_fiscal_year": pd.array([2021] + [pd.NA] * (count - 1), dtype="Int32"),
            "began": pd.array([2021] + [pd.NA] * (count - 1), dtype="Int32"),
            "status_as_of": pd.Timestamp("2022-11-30"),
            "is_synthetic": [False] + [fictional] * (count - 1),
            "population": [2000 * (number + 1) for number in range(count)],
            "aging_65": [45.0 - number for number in range(count)],
            "aging_75": [25.0 - number for number in range(count)],
            "persons": 1.8,
            "area": [100.0 + 10 * number for number in range(count)],
            "density": [20.0 + number for number in range(count)],
        }
    )


def _answers(codes: list[str], fictional: bool) -> pd.DataFrame:
    rows = []
    for code in codes:
        odd = int(code) % 2 == 1
        rows.append((code, 2020, "barriers", "staff_shortage", "人材不足", None))
        if code != "00001":
            rows.append(
                (
                    code,
                    2022,
                    "barriers",
                    "staff_shortage" if odd else "funding",
                    "人材不足" if odd else "財源",
                    None,
                )
            )
            rows.append((code, 2022, "barriers", "effect_unclear", "効果がわからない", None))
            rows.append((code, 2022, "barriers_top", "effect_unclear", "効果がわからない", 1))
        rows.append((code, 2022, "support_wanted", "training" if code == "00002" else "none", "研修", None))
        rows += [
            (code, 2022, f"function_f{item}", "existing" if code == "00001" else "partly", "ある", None)
            for item in range(1, 5)
        ]
    frame = pd.DataFrame(
        rows,
        columns=["municipality_code", "fiscal_year", "question_id", "option_code", "option_label", "rank"],
    )
    words = pd.DataFrame(
        {
            "municipality_code": ["00002"],
            "fiscal_year": [2022],
            "question_id": ["comments"],
            "option_code": [None],
            "option_label": [None],
            "rank": [None],
        }
    )
    whole = pd.concat([frame, words.astype(object)], ignore_index=True)
    whole["fiscal_year"] = whole["fiscal_year"].astype(int)
    whole["value"] = whole["option_label"].where(whole["option_label"].notna(), "人が足りません。")
    return whole.assign(
        answer_state="answered",
        question=whole["question_id"],
        is_synthetic=fictional,
        file="survey/R4/return.xlsx",
        sheet="調査票",
        cell="C75",
        raw_text="",
    )
