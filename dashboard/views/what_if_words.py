"""What is said of the case that some towns all began."""

from __future__ import annotations

from dashboard.frames import records
from dashboard.planning import what_if
from dashboard.planning.settlements import LEAST_OTHERS, SettlementCheck
from dashboard.planning.what_if import WhatIf
from dashboard.words import words

TITLE = "選んだ市町村がすべて始めたら"
LEVELS = {"low": "低い額", "middle": "中ほどの額", "high": "高い額"}
PROVISIONAL = "（仮）"


def sentences(made: WhatIf, days: float | None = None) -> list[str]:
    """Counts, neighbours, residents, days of work; then what is missing for the grant."""
    if not made.added:
        return [
            "選んだ中に、まだ実施していない市町村がありません。市町村を選ぶと、始めた場合の数をここに示します。"
        ]
    said = [
        f"{words.KNOWN_SO_FAR}の実施{words.count(made.now)}市町村に{words.count(made.added)}が加わり、"
        f"{words.count(made.now + made.added)}市町村になります（予測ではなく、すべて始めた場合の計算です）。",
        f"ほかの市町村のうち隣に実施市町村のあるものは、{_step(words.count(made.beside_now), words.count(made.beside_then))}。",
    ]
    if made.unknown:
        said.append(
            f"いまの状態がわからない{words.count(made.unknown)}市町村は、実施していないものとして数えています。"
        )
    if made.people_now is not None and made.people_then is not None:
        both = _step(words.share_of(made.people_now, 1), words.share_of(made.people_then, 1))
        left = f"（人口のわからない{words.count(made.unsized)}市町村を除きます）" if made.unsized else ""
        said.append(f"実施市町村に住む人の割合は、{both}{left}。")
    if days is not None:
        said.append(f"道の働きかけは、計画で{words.decimal(days, 1)}人日です。")
    if made.grants.empty:
        said.append("人口1人当たりの額がまだ書き入れられていないため、交付金の額は計算していません。")
    elif int(made.grants["towns"].min()) < made.added:
        said.append(f"額か人口の分からない市町村があるため、交付金は、{_covered(made)}だけの額です。")
    return said


def _step(now: str, then: str) -> str:
    return f"{now}のままです" if now == then else f"{now}から{then}になります"


def _covered(made: WhatIf) -> str:
    """Of how many towns each level tells the amount; one number where all tell the same."""
    by_level = {str(row["level"]): int(row["towns"]) for row in records(made.grants)}
    if len({*by_level.values()}) == 1:
        return f"{words.count(min(by_level.values()))}市町村"
    return "、".join(f"{LEVELS[level]}は{words.count(number)}市町村" for level, number in by_level.items())


def share_note() -> str:
    rules = what_if.rules()
    shares = "・".join(
        f"{label} {words.share_of(rules.shares[party])}" for party, label in what_if.PARTIES.items()
    )
    mark = "" if rules.is_confirmed else PROVISIONAL
    return f"負担割合{mark}: {shares}。出典: {rules.source}。額は、人口×書き入れた1人当たりの額（1年分）。人口は令和7年国勢調査 速報（なければ住民基本台帳）。"


def ten_thousands(yen: float) -> str:
    """1,234万円."""
    return f"{words.decimal(yen / 10_000)}万円"


def settled(found: SettlementCheck) -> str:
    """How far an amount per head tells what towns really spend."""
    if not found.known:
        return "決算額がまだ書き入れられていないため、1人当たりの額でどこまで当たるかは確かめていません。"
    missed, worst = found.typical_miss, found.worst_miss
    if missed is None or worst is None:
        return (
            f"決算額のわかる市町村は{words.count(found.known)}です。同じ人口規模で{LEAST_OTHERS + 1}市町村そろうと、"
            "1人当たりの額でどこまで当たるかを確かめられます。"
        )
    return (
        f"確かめ: 決算額のわかる{words.count(found.known)}市町村のうち、同じ人口規模で{LEAST_OTHERS + 1}市町村以上そろう{words.count(len(found.left_out))}を1つずつ除き、同じ人口規模のほかの市町村の1人当たりの額（中央値）から当てると、"
        f"外れは中ほどで{words.share_of(missed)}、大きいもので{words.share_of(worst)}でした。"
    )
