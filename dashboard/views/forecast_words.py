"""Whether it can be foretold who begins next, in sentences; with what would be needed where it cannot."""

from __future__ import annotations

from dashboard.planning import hazard
from dashboard.services.forecast import Forecast
from dashboard.words import words

TITLE = "どの市町村が始めるかを予測できるか"
METHOD = (
    f"しるし: {'、'.join(hazard.SIGNS.values())}。年度ごとに、その年度の最後の一覧の日に本当に知っていたことだけを使い（架空データは使いません）、"
    "前の年度までの例から次の年度を予測します。予定と同じ資料にしか開始の記載がない市町村は除きます。",
    "離散時間ハザード（ロジット）。しるしは標準化し、わからないものは平均とみなし、係数には事前分布 N(0, 1) を置きます（例が少なくても極端にならないように）。",
    "採点はブライアスコア（見込みと結果の差の2乗の平均。小さいほどよい）です。ほかの3つの言い方のどれよりも、偶然（片側10％）を超えて良いときだけ、予測を示します。",
    f"要る例の数: {words.count(3)}市町村に1つが持ち、始めやすさ（オッズ）を{words.decimal(hazard.ODDS_RATIO)}倍にするしるしを、10回に8回見つけられる数"
    "（有意水準5％。Schoenfeld 1983 の式）。",
)


def verdict(made: Forecast) -> str:
    """The first sentence: shown, or why not and what it would take."""
    judged = made.judgement
    if judged.is_shown:
        return (
            f"{words.fiscal_year(made.next_year)}に始める見込みは、まだ始めていない{words.count(len(made.chances))}市町村で"
            f"合わせて{words.decimal(made.chances.sum(), 1)}市町村です"
            f"（これまでの{words.count(judged.starts)}例から。新しい一覧が入ると計算し直します）。"
        )
    if judged.lacking:
        return (
            f"まだ予測できるだけの例がありません。使える開始は{words.count(judged.starts)}例で、"
            f"{words.count(judged.needed)}例が要ります（あと{words.count(judged.lacking)}例）。"
        )
    better = "・".join(f"「{hazard.METHODS[name]}」" for name, margin in judged.ahead.items() if margin <= 0)
    if not better:
        return "まだ予測できるだけの年度がありません（前の年度に開始の例があり、次の年度がすべてわかることが要ります）。"
    return f"{better}という言い方より当たるとは言えないため、予測を示しません。"


def years(made: Forecast) -> str:
    """Which years are used, and which cannot be."""
    used = "・".join(words.fiscal_year(year) for year in made.years) or "なし"
    left = "・".join(words.fiscal_year(year) for year in made.left_out)
    said = f"使った年度: {used}。"
    if left:
        said += f"{left}は、始めた市町村のすべてはわからないため使っていません。"
    if made.unlisted:
        first = "・".join(words.fiscal_year(year) for year in made.unlisted)
        said += f"{first}は、前の年度の一覧がないため使っていません。"
    return f"{said}一覧がそろって登録されると、自動で計算し直します。"
