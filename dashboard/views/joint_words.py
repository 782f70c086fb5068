"""What is said of small towns that might begin together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.planning import spec
from dashboard.planning.joint_groups import JointGroup, JointGroups, Recovery
from dashboard.queries import joint_groups as queries
from dashboard.queries import planning
from dashboard.services import joint_groups
from dashboard.warehouse.reader import Reader
from dashboard.words import words

TITLE = "広域で始める組の候補"
EXAMPLES = 2


@dataclass(frozen=True)
class Names:
    """towns, functions: what codes are called; years: by town the fiscal year of its answers; people: by town; partly: town and
    function that it has in part.
    """

    towns: Mapping[str, str]
    functions: Mapping[str, str]
    years: Mapping[str, int]
    people: Mapping[str, float]
    partly: frozenset[tuple[str, str]]
    has_bodies: bool

    def of(self, codes: tuple[str, ...]) -> str:
        return "・".join(self.towns[code] for code in codes)


def names(reader: Reader) -> Names:
    """Made once of each state of the data."""
    return reader.once("joint names", lambda: _names(reader))


def _names(reader: Reader) -> Names:
    towns, functions = planning.towns(reader), queries.functions(reader)
    answers = joint_groups.answers(reader)
    answered = answers.groupby("municipality_code")["fiscal_year"].max()
    partly = answers.loc[answers["option_code"] == "partly", ["municipality_code", "question_id"]]
    return Names(
        dict(zip(towns["municipality_code"], towns["name"], strict=True)),
        {
            str(code): f"{item}（{label}）"
            for code, item, label in functions[["question_id", "item", "label_ja"]].itertuples(index=False)
        },
        {str(code): int(year) for code, year in answered.items()},
        dict(zip(towns["municipality_code"], towns["population"], strict=True)),
        frozenset(partly.itertuples(index=False, name=None)),
        not queries.bodies(reader).empty,
    )


def summary(made: JointGroups) -> list[str]:
    rules = spec.joint_rules()
    if not made.towns:
        return [
            f"人口{words.count(rules.most_people)}人未満で、実施しているとわかっていない市町村はありません。"
        ]
    people = (
        f"人口{words.count(rules.most_people)}人未満で、実施しているとわかっていない{words.count(len(made.towns))}市町村"
        f"（うち機能の回答があるのは{words.count(made.answered)}）"
    )
    if not made.options:
        return [
            f"{people}のうち、隣どうしで機能を補い合うとわかる組はまだありません。"
            "調査票の「機能」の回答がそろうと、ここに示します。"
        ]
    return [
        f"{people}を、隣り合い、役場間がどれも{rules.most_minutes}分以内（{rules.month}月の推計）の"
        f"{words.count(len(made.groups))}組（2〜{rules.most_towns}市町村）に分けました。"
        f"{chosen(made)}、行政順に挙げます（点や順位はつけません）。",
        *recovery(made.recovery),
    ]


def chosen(made: JointGroups) -> str:
    """Which of the groups are named, and how many as good are not."""
    if made.useful == len(made.options):
        return f"互いにない機能を補い合う{words.count(made.useful)}組を"
    said = f"互いにない機能を補い合う{words.count(made.useful)}組のうち、補い合うものの多い{words.count(len(made.options))}組を"
    if not made.tied:
        return said
    return f"{said}（同じ件数の組がほかに{words.count(made.tied)}あり、同じ枠組みの全部が入る組、役場間の短い組を先にしました）"


def recovery(found: Recovery | None) -> list[str]:
    """How far the groups follow what exists, or what it takes to say so."""
    if found is None:
        return [
            "既存の枠組み（一部事務組合・広域連合・圏域・定住自立圏）の表が登録されていないため、"
            "いまある協力関係とは比べていません。「登録」で入れると、組の理由と確かめに使います。"
        ]
    if not found.bodies:
        return [
            "登録された枠組みに、この市町村が2〜5入るものがないため、いまある協力関係とは比べられません。"
        ]
    pairs = "、".join(
        f"{which}{words.count(number)}組は{words.count(together)}組が"
        for which, number, together in (
            ("その枠組みのどれかが同じ", found.pairs, found.together),
            ("それ以外の", found.other_pairs, found.other_together),
        )
        if number
    )
    beside = f"境を接する2市町村のうち、{pairs}、同じ組に入りました。" if pairs else ""
    return [
        f"確かめ: 枠組みは組分けに使っていません。対象の市町村が2〜{spec.joint_rules().most_towns}入る枠組み"
        f"{words.count(found.bodies)}のうち、過半数が同じ組に入ったのは{words.count(found.recovered)}です。{beside}"
    ]


def heading(one: JointGroup, known: Names) -> str:
    return known.of(one.towns)


def reasons(one: JointGroup, known: Names) -> list[str]:
    """Why the group is named: ways, functions, what the towns do together, who is beside it."""
    said = [
        f"人口は計{words.count(sum(known.people[code] for code in one.towns))}人。"
        f"役場間は最長{words.count(one.minutes)}分（推計）。",
        f"互いにない機能を補い合うものが{words.count(len(one.filled))}件。{examples(one, known)}（{years(one, known)}の回答）。",
    ]
    shared = shared_bodies(one, known)
    if shared:
        said.append(f"同じ枠組み: {shared}。")
    elif known.has_bodies:
        said.append("登録された枠組みに、このうち2市町村以上が入るものはありません。")
    if one.beside:
        said.append(f"隣の実施市町村: {known.of(one.beside)}。")
    return said


def examples(one: JointGroup, known: Names) -> str:
    """Of a function each, so that they say different things."""
    by_function = {name: (town, others) for town, name, others in reversed(one.filled)}
    shown = sorted(by_function)[:EXAMPLES]
    return "、".join(
        f"{known.towns[by_function[name][0]]}にない「{known.functions[name]}」が{having(name, by_function[name][1], known)}に"
        for name in shown
    ) + ("など" if len(by_function) > EXAMPLES else "")


def having(function: str, codes: tuple[str, ...], known: Names) -> str:
    """The towns that have a function, 一部 where only a part."""
    return "・".join(
        f"{known.towns[code]}（一部）" if (code, function) in known.partly else known.towns[code]
        for code in codes
    )


def years(one: JointGroup, known: Names) -> str:
    found = sorted({known.years[code] for code in one.towns if code in known.years})
    return "・".join(words.fiscal_year(year) for year in found)


def shared_bodies(one: JointGroup, known: Names) -> str:
    return "、".join(
        name if len(both) == len(one.towns) else f"{name}（{known.of(both)}）"
        for name, both in sorted(one.bodies.items())
    )


def method() -> list[str]:
    rules = spec.joint_rules()
    return [
        f"対象: 人口が{words.count(rules.most_people)}人未満（令和7年国勢調査 速報、なければ住民基本台帳）で、実施しているとわかっていない市町村。人口が分からない市町村は入れません。",
        "2市町村の隔たり d² =（役場間の時間［時間］）² +（両方の回答がわかる機能のうち、どちらにもない割合）²。"
        "機能が重ならない市町村どうしが同じ組に残ります。回答がない市町村との間は、わかる組の平均とみなします。",
        "組分け: 境を接する市町村だけを結んだ最小全域木を、組の中の平方和（Σd²÷組の数）がいちばん減るところで切り、"
        f"どの組も{rules.most_towns}市町村以内、役場間{rules.most_minutes}分以内になるまで続けます（SKATER、Assunção ほか 2006）。1市町村だけになる切り方は、ほかに切り方がないときだけです。",
        "補い合うもの: ある市町村が「ない」「予定がある」と答え、組のほかの市町村が「ある」「一部ある」と答えた機能の数。道が実施するものは数えません。",
        f"仮定: 時間は{rules.month}月の推計（登録した道路の移動時間があればそれ）。人口・時間・数の上限は定めたもので、調べた値ではありません。協力する意思は調べていません。",
        "確かめ: 組分けは同じ行から別の手順で計算し直して、資料を作るたびに突き合わせます。登録された枠組みは組分けに使わず、当てはまりを見るだけです。",
    ]
