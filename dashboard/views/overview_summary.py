"""The state of a year in one paragraph of Japanese, made from the numbers: to be read, pressed, and pasted."""

from __future__ import annotations

import pandas as pd

from dashboard.frames import records
from dashboard.views.year import YearFacts, is_unnamed
from dashboard.words import words

# A number and the group of the towns behind it, or plain words.
Part = str | tuple[str, str]


def paragraph(facts: YearFacts) -> str:
    """The paragraph as plain text."""
    return "".join(part if isinstance(part, str) else part[0] for part in parts(facts))


def to_paste(facts: YearFacts) -> str:
    """The paragraph with when, from what and whether it is fictional: ready for a 答弁."""
    fictional = facts.towns["is_synthetic"].any() or facts.rollout["is_synthetic"].any()
    lines = [f"【{words.SYNTHETIC}を含みます。実際の状況として使わないでください】"] if fictional else []
    newest = facts.year["newest_as_of"]
    when = "資料なし" if pd.isna(newest) else f"{words.day_short(newest)}までの資料による"
    known = facts.reader.as_of
    if known:
        when += f"。{words.day_short(known)}までに知っていた内容"
    lines += [paragraph(facts), f"（時点: {when}。データの更新日: {words.moment(facts.reader.built_at)}）"]
    return "\n".join(lines)


def parts(facts: YearFacts) -> list[Part]:
    """The paragraph in pieces."""
    if facts.towns.empty:
        return ["条件に合う市町村はありません。上の条件を1つ外してください。"]
    said: list[Part] = [*_implementing(facts), "。"]
    now, counts = facts.towns, facts.counts
    planned = now[now["group_code"] == "planned"]["name"].tolist()
    if planned:
        said += [
            "移行準備事業を実施、または開始年度を決めている市町村は",
            (words.count(len(planned)), "planned"),
        ]
        said += [f"（{words.names(planned, 5)}）です。"]
    if counts["considering"] or counts["no_plan"]:
        said += ["検討は", (words.count(counts["considering"]), "considering")]
        said += ["、予定なしは", (words.count(counts["no_plan"]), "no_plan"), "です。"]
    if counts["no_data"]:
        said += _silent(facts)
    for row in records(facts.national):
        kind = "（予定）" if row["is_plan"] else ""
        said.append(
            f"全国では{words.count(row['denominator'])}市区町村のうち{words.count(row['implementing'])}{kind}"
            f"（{words.share(row['implementing'], row['denominator'])}）です。"
        )
    if len(facts.towns) < words.SMALL and facts.is_settled("implementing"):
        said.append(f"（{words.SMALL_NOTE}）")
    return said


def begun(facts: YearFacts) -> list[str]:
    """Names of the towns that implement the programme and are known not to have done so the year before."""
    if facts.before is None:
        return []
    now, was = facts.towns, _was(facts)
    since = now["start_fiscal_year"].fillna(0).astype(int) >= facts.fiscal_year
    is_new = now["is_implementing"].fillna(False) & (~was.fillna(True) | (since & ~was.fillna(False)))
    return [str(name) for name in now[is_new]["name"]]


def no_longer(facts: YearFacts) -> list[str]:
    """Names of the towns that implemented the programme the year before and are known not to do so now."""
    if facts.before is None:
        return []
    has_left = ~facts.towns["is_implementing"].fillna(True) & _was(facts).fillna(False)
    return [str(name) for name in facts.towns[has_left]["name"]]


def _was(facts: YearFacts) -> pd.Series:
    """Whether each of the towns implemented the year before; missing where that is not known."""
    assert facts.before is not None
    before = facts.before.set_index("municipality_code")["is_implementing"]
    return facts.towns["municipality_code"].map(before)


def _implementing(facts: YearFacts) -> list[Part]:
    whole, number = len(facts.towns), facts.counts["implementing"]
    label = f"{facts.year['label_ja']}（{facts.year['western_label']}）"
    said: list[Part] = [f"{label}に重層的支援体制整備事業を実施している{facts.place_name}の市町村は、"]
    if facts.place_name.endswith(("市", "町", "村")):
        said = [f"{label}に重層的支援体制整備事業を実施しているのは、{facts.place_name}"]
    press: Part = (words.count(number), "implementing")
    if facts.is_settled("implementing") and not number:
        said.append(f"{words.count(whole)}の中にはありません")
    elif facts.is_settled("implementing"):
        said += [f"{words.count(whole)}のうち", press, f"（{words.share(number, whole)}）です"]
    else:
        carried = facts.carried["implementing"]
        rests = f"うち{words.count(carried)}は前年度までの記載を継続とみなしたもの。" if carried else ""
        said += [
            f"{words.KNOWN_SO_FAR}で",
            press,
            f"です（{rests}公表された合計はありません）",
        ]
    started = begun(facts)
    change = facts.change("implementing")
    if change is not None:
        said.append(f"。前年度の{words.count(number - change)}{_moved(change)}")
        said.append(
            f"、新たに始めたのは{words.names(started)}です" if started else "、新たに始めた市町村はありません"
        )
        if left := no_longer(facts):
            said.append(f"。前年度に実施し、この年度は実施していないのは{words.names(left)}です")
    elif started:
        said.append(f"。前年度より後に始めたことがわかっているのは{words.names(started)}です")
    return said


def _moved(difference: int) -> str:
    if difference == 0:
        return "と同数で"
    return f"から{words.count(abs(difference))}{'増え' if difference > 0 else '減り'}"


def _silent(facts: YearFacts) -> list[Part]:
    """What is said of towns without data: silence is not 予定なし, even where totals are published."""
    press: Part = (words.count(facts.counts["no_data"]), "no_data")
    if not is_unnamed(facts):
        return ["残る", press, "はこの年度の資料・回答がなく、予定なしとは限りません。"]
    if facts.view.has_places:
        return ["残る", press, "は回答していますが、市町村名が公表されていないため状態がわかりません。"]
    hidden = facts.totals[facts.totals["state"] == "towns_not_published"]
    numbers = "、".join(f"{row['label_ja']}{words.count(row['published'])}" for row in records(hidden))
    inferred = "。区分は推定" if hidden["is_inferred"].any() else ""
    when = words.day_short(hidden["as_of"].iloc[0])
    return [
        "残る",
        press,
        f"は合計だけが公表され（{numbers}。{when}時点{inferred}）、市町村名はわかりません。",
    ]
