"""The state of a year in one paragraph of Japanese, made from the numbers."""

from __future__ import annotations

import pandas as pd

from dashboard import words


def paragraph(
    year: pd.Series,
    counts: dict[str, int],
    now: pd.DataFrame,
    before: pd.DataFrame | None,
    national: pd.DataFrame,
    totals: pd.DataFrame,
) -> str:
    """The paragraph.

    year: the row of queries.years; counts: municipalities by group code; now, before: queries.towns of the year
    and of the year before (None: there is none); national: the national row of mart_rollout of the year, or none;
    totals: queries.reconciliation of the year.
    """
    whole = len(now)
    label = f"{year['label_ja']}（{year['western_label']}）"
    number = counts["implementing"]
    sentences = []
    if year["implementers_complete"]:
        said = f"{label}に重層的支援体制整備事業を実施している道内の市町村は、{whole}のうち{words.count(number)}（{words.percent(number, whole)}）です"
    else:
        said = f"{label}に重層的支援体制整備事業を実施している道内の市町村は、{words.KNOWN_SO_FAR}で{words.count(number)}です（公表された合計はありません）"
    started = newly(now, before, "implementing")
    if before is not None:
        was = int((before["group_code"] == "implementing").sum())
        said += f"。前年度の{words.count(was)}{_moved(number - was)}"
        if started:
            said += f"、新たに始めたのは{words.names(started)}です"
        else:
            said += "、新たに始めた市町村はありません"
    sentences.append(said)
    planned = now[now["group_code"] == "planned"]["name"].tolist()
    if planned:
        sentences.append(
            f"移行準備事業を実施、または開始年度を決めている市町村は{words.count(len(planned))}（{words.names(planned, 5)}）です"
        )
    if counts["considering"] or counts["no_plan"]:
        sentences.append(
            f"検討は{words.count(counts['considering'])}、予定なしは{words.count(counts['no_plan'])}です"
        )
    if counts["no_data"]:
        sentences.append(_silent(counts["no_data"], totals))
    for row in national.to_dict("records"):
        kind = "（予定）" if row["is_plan"] else ""
        sentences.append(
            f"全国では{words.count(row['denominator'])}市町村のうち{words.count(row['implementing'])}{kind}"
            f"（{words.percent(row['implementing'], row['denominator'])}）です"
        )
    return "。".join(sentences) + "。"


def newly(now: pd.DataFrame, before: pd.DataFrame | None, group: str) -> list[str]:
    """Names of the towns that are in a group now and were not the year before, in the order of `now`."""
    if before is None:
        return []
    was = set(before[before["group_code"] == group]["municipality_code"])
    is_new = (now["group_code"] == group) & ~now["municipality_code"].isin(was)
    return [str(name) for name in now[is_new]["name"]]


def _moved(difference: int) -> str:
    if difference == 0:
        return "と同数で"
    return f"から{words.count(abs(difference))}{'増え' if difference > 0 else '減り'}"


def _silent(number: int, totals: pd.DataFrame) -> str:
    """What is said of towns without data: silence is not 予定なし, even where totals are published."""
    hidden = totals[totals["state"] == "towns_not_published"]
    said = f"残る{words.count(number)}は"
    if int(hidden["published"].sum()) == number:
        numbers = "、".join(
            f"{row['label_ja']}{words.count(row['published'])}" for row in hidden.to_dict("records")
        )
        inferred = "。区分は推定" if hidden["is_inferred"].any() else ""
        when = words.day_short(hidden["as_of"].iloc[0])
        return f"{said}合計だけが公表され（{numbers}。{when}時点{inferred}）、市町村名はわかりません"
    return f"{said}この年度の資料・回答がなく、予定なしとは限りません"
