"""答弁メモ in the words in which they are spoken: the answer, and what may be asked next with its answer.

A question stands here only where the data hold an answer to it; what the data cannot say is left for the writer to fill in.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.frames import record, records
from dashboard.planning import barriers as counts
from dashboard.planning import claims
from dashboard.planning.claims import Share
from dashboard.queries import barriers as queries
from dashboard.views.overview_summary import begun, no_longer
from dashboard.views.year import YearFacts, is_unnamed
from dashboard.words import words

MOST_NAMES = 5
PROGRAMME = "重層的支援体制整備事業"
NOT_ALL = "公表された合計はございませんので、これが全てではございません。"
POLICY = "【要記入：今後の取組の方針】"


@dataclass(frozen=True)
class FollowUp:
    """A question that may be asked next, and its answer."""

    question: str
    answer: str


def answer(facts: YearFacts) -> str:
    """「…検討中が75市町村でございます。」: the state of the year as it is answered in the assembly."""
    number = facts.counts["implementing"]
    label = facts.year["label_ja"]
    said = [f"{PROGRAMME}についてでございますが、"]
    if facts.is_settled("implementing") and not number:
        said.append(f"{label}に実施している市町村は、{_whole(facts)}にはございません。")
    elif facts.is_settled("implementing"):
        said.append(f"{label}に実施しておりますのは、{_whole(facts)}{_of_whole(facts)}でございます。")
    elif not number:
        said.append(
            f"{label}に実施していることを把握している市町村は、{_whole(facts)}にはございません。{NOT_ALL}"
        )
    else:
        said.append(
            f"{label}に実施していることを把握しておりますのは、{_whole(facts)}のうち{_counted(facts, 'implementing')}でございます。"
            f"{NOT_ALL}"
        )
    return "".join([*said, _change(facts), _others(facts), _silent(facts)])


def follow_ups(facts: YearFacts) -> list[FollowUp]:
    """In the order in which they are likely to be asked."""
    made = [_nation(facts), _barriers(facts), _silence(facts)]
    return [
        *(one for one in made if one is not None),
        FollowUp(
            "実施していない市町村に対し、道は今後どのように支援していくのか。",
            "道といたしましては、市町村に対し、必要な助言、情報の提供その他の援助を行うこととされておりますので、"
            f"{POLICY}",
        ),
    ]


def _whole(facts: YearFacts) -> str:
    place, whole = facts.place_name, words.count(len(facts.towns))
    if place.endswith(("市", "町", "村")):
        return f"{place}{whole}"
    is_area = facts.view.subprefectures and not facts.view.size_classes
    return f"{place}{'管内' if is_area else ''}の{whole}市町村"


def _of_whole(facts: YearFacts) -> str:
    """のうち10市町村、率にいたしまして5.6％; of a few municipalities no rate."""
    number, whole = facts.counts["implementing"], len(facts.towns)
    mark = _mark(facts.is_fictional("implementing"))
    if number == whole:
        return f"の全て{mark}"
    rate = "" if whole < words.SMALL else f"、率にいたしまして{words.percent(number, whole)}{mark}"
    return f"のうち{_counted(facts, 'implementing')}{rate}"


def _towns(number: int, *, is_fictional: bool) -> str:
    return f"{words.count(number)}市町村{_mark(is_fictional)}"


def _counted(facts: YearFacts, group: str) -> str:
    return _towns(facts.counts[group], is_fictional=facts.is_fictional(group))


def _mark(is_fictional: bool) -> str:
    """Behind what must not be said in the assembly as it stands."""
    return words.SYNTHETIC_MARK if is_fictional else ""


def _change(facts: YearFacts) -> str:
    change = facts.change("implementing")
    if change is None or (not change and not facts.counts["implementing"]):
        return ""
    was_fictional = facts.was_fictional("implementing")
    before = _towns(facts.counts["implementing"] - change, is_fictional=was_fictional)
    if not change:
        return f"前年度の{before}と同数でございます。{_no_longer(facts)}"
    started = begun(facts)
    names = (
        f"新たに始めましたのは、{_listed(facts, started)}でございます。"
        if 0 < len(started) <= MOST_NAMES
        else ""
    )
    is_fictional = was_fictional or facts.is_fictional("implementing")
    moved = (
        f"{_towns(abs(change), is_fictional=is_fictional)}{'増加' if change > 0 else '減少'}しております。"
    )
    if change == facts.counts["implementing"]:
        return f"前年度に実施している市町村はなく、{moved}{names}"
    return f"前年度の{before}から{moved}{names}{_no_longer(facts)}"


def _no_longer(facts: YearFacts) -> str:
    left = no_longer(facts)
    if not 0 < len(left) <= MOST_NAMES:
        return ""
    return f"前年度に実施しておりました{_listed(facts, left)}は、本年度は実施しておりません。"


def _listed(facts: YearFacts, names: list[str]) -> str:
    """厚真町、鹿追町及び幕別町."""
    fictional = set(facts.towns[facts.towns["is_synthetic"]]["name"])
    names = [f"{name}{_mark(name in fictional)}" for name in names]
    return f"{'、'.join(names[:-1])}及び{names[-1]}" if len(names) > 1 else names[0]


def _others(facts: YearFacts) -> str:
    parts = [
        (f"移行準備を含め実施を予定しておりますのが{_counted(facts, 'planned')}", "planned"),
        (f"検討中が{_counted(facts, 'considering')}", "considering"),
        (f"実施の予定がないのが{_counted(facts, 'no_plan')}", "no_plan"),
    ]
    known = [text for text, group in parts if facts.counts[group]]
    if not known:
        return ""
    is_settled = all(facts.is_settled(group) for _, group in parts if facts.counts[group])
    so_far = "" if is_settled else "現在把握している範囲では、"
    return f"このほか、{so_far}{'、'.join(known)}でございます。"


def _silent(facts: YearFacts) -> str:
    number = facts.counts["no_data"]
    if not number:
        return ""
    if is_unnamed(facts):
        return f"残る{_counted(facts, 'no_data')}につきましては、合計のみが公表されており、個々の市町村の状況は把握しておりません。"
    return (
        f"残る{_counted(facts, 'no_data')}につきましては、資料又は回答がございませんので、"
        "予定がないものとは取り扱っておりません。"
    )


def _nation(facts: YearFacts) -> FollowUp | None:
    if len(facts.towns) != len(facts.everyone) or facts.national.empty:
        return None
    row = record(facts.national.iloc[0])
    part, whole = int(row["implementing"]), int(row["denominator"])
    here = Share(facts.counts["implementing"], len(facts.towns), facts.is_settled("implementing"))
    points = claims.gap(here, Share(part, whole, not bool(row["is_plan"])))
    plan = "予定で" if row["is_plan"] else ""
    nation = (
        f"全国では、{words.count(whole)}市区町村のうち{plan}{words.count(part)}市区町村、"
        f"率にいたしまして{words.percent(part, whole)}でございます。"
    )
    if points is None:
        beside = "本道の数は把握している範囲のものでございますので、全国と比べることはできないものと考えております。"
    elif points == 0:
        beside = "本道も同じ率でございます。"
    else:
        beside = (
            f"本道は{words.percent(here.part, here.whole)}{_mark(facts.is_fictional('implementing'))}と、全国を{abs(points):.1f}ポイント"
            f"{'上回って' if points > 0 else '下回って'}おります。"
        )
    return FollowUp("全国と比べてどうか。", nation + beside)


def _barriers(facts: YearFacts) -> FollowUp | None:
    """What the towns of the view stated most in the newest survey up to the year; not where two share the first place."""
    rows = queries.answers(facts.reader)
    codes = set(facts.towns["municipality_code"])
    rows = rows[rows["municipality_code"].isin(codes) & (rows["fiscal_year"] <= facts.fiscal_year)]
    counted = rows[rows["is_counted"].astype(bool)]
    if counted.empty:
        return None
    newest = counted[counted["fiscal_year"] == counted["fiscal_year"].max()]
    shares = {str(row["barrier_code"]): row for row in records(counts.shares(newest))}
    top = claims.most({code: int(row["stated"]) for code, row in shares.items()})
    if top is None:
        return None
    row = shares[top]
    year = words.fiscal_year(int(newest["fiscal_year"].iloc[0]))
    is_fictional = bool(newest["is_synthetic"].any())
    return FollowUp(
        "実施が進まない理由は何か。",
        f"{year}に市町村に伺いましたところ、「{row['barrier_label']}」を挙げた市町村が最も多く、"
        f"お答えいただいた{_towns(int(row['counted']), is_fictional=is_fictional)}のうち"
        f"{_towns(int(row['stated']), is_fictional=is_fictional)}でございます。",
    )


def _silence(facts: YearFacts) -> FollowUp | None:
    number = facts.counts["no_data"]
    if not number or is_unnamed(facts):
        return None
    return FollowUp(
        "状況を把握していない市町村があるのはなぜか。",
        f"{_counted(facts, 'no_data')}につきましては、資料又は回答をいただいていないところでございまして、"
        "引き続き、状況の把握に努めてまいります。",
    )
