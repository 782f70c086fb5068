"""What 経過 says in sentences, made from its numbers."""

from __future__ import annotations

from dashboard import theme
from dashboard.frames import records
from dashboard.planning import slippage
from dashboard.views.progress import OUTCOMES, ProgressView
from dashboard.words import words


def summary(facts: ProgressView) -> str:
    """The moves of the pair of years and how plans ended, ready to be pasted."""
    if facts.pair_year is None:
        return "年度の移り変わりを示すには、2つ以上の年度の資料が要ります。"
    said = f"{facts.label(facts.pair_year - 1)}から{facts.label(facts.pair_year)}に、{words.count(facts.towns)}市町村のうち"
    counts = facts.pair["direction"].value_counts()
    advanced, retreated = int(counts.get("advance", 0)), int(counts.get("retreat", 0))
    if not advanced and not retreated:
        said = f"{facts.label(facts.pair_year - 1)}から{facts.label(facts.pair_year)}に進展した、または見直したとわかる市町村はありません。"
    else:
        said += f"{words.count(advanced)}が進展し{_moves(facts, 'advance')}、{words.count(retreated)}が見直しました{_moves(facts, 'retreat')}。"
    unknown = facts.pair[facts.pair["direction"] == "unknown"]
    idle = ~unknown["from_is_implementing"].fillna(True) & ~unknown["is_implementing"].fillna(True)
    if idle.any():
        said += f"{words.count(int(idle.sum()))}はどちらの年度も実施していませんが、検討や予定が動いたかは、資料がなくわかりません。"
    if not idle.all():
        said += f"{words.count(int((~idle).sum()))}はどちらかの年度の資料がなく、わかりません。"
    if facts.is_known_so_far(facts.pair_year):
        said += f"{facts.label(facts.pair_year)}は{words.KNOWN_SO_FAR}です。"
    return said


def flow_title(facts: ProgressView) -> str:
    first, last = facts.years["label_ja"].iloc[0], facts.years["label_ja"].iloc[-1]
    return f"状態の移り変わり（{first}〜{last}、{words.count(facts.towns)}市町村）"


def chosen_title(facts: ProgressView) -> str:
    """Heading of the towns behind a band."""
    number = f"{words.count(len(facts.chosen_transitions))}市町村"
    if facts.band is None:
        if facts.pair_year is None:
            return "動いた市町村"
        return f"{facts.label(facts.pair_year - 1)}から{facts.label(facts.pair_year)}に動いた {number}"
    target = facts.group(facts.band.to_group)
    if not facts.band.from_group:
        return f"{facts.label(facts.band.fiscal_year)}に「{target}」の {number}"
    years = f"{facts.label(facts.band.fiscal_year - 1)}→{facts.label(facts.band.fiscal_year)}"
    return f"{years}「{facts.group(facts.band.from_group)}」から「{target}」へ {number}"


def plans_title(facts: ProgressView) -> str:
    record = facts.record
    if not len(facts.plans):
        return "開始予定と実際: 開始年度を示した市町村の記録がありません"
    if not record.resolved:
        return "開始予定と実際: 結果のわかる予定はまだありません"
    return (
        f"開始予定と実際: 結果のわかる{words.count(record.resolved)}市町村のうち"
        f"{words.count(record.counts['kept'])}が予定どおり"
    )


def record_sentences(facts: ProgressView) -> list[str]:
    """How first plans ended, with interval and bounds."""
    record = facts.record
    said = []
    if record.share is not None:
        interval = f"{words.decimal(100 * float(record.low or 0))}〜{words.share_of(float(record.high or 0))}"
        said.append(
            f"予定どおりは{words.count(record.counts['kept'])}／{words.count(record.resolved)}（{words.percent(record.counts['kept'], record.resolved)}。"
            f"偶然の幅は80％で{interval}）。"
            + (f"{slippage.FEW_CASES}件に満たず、参考にとどめてください。" if record.is_few else "")
        )
    unknown = record.counts["unknown"]
    if unknown:
        said.append(
            f"わからない{words.count(unknown)}市町村は、遅れに数えていません。すべて遅れなら{words.share_of(float(record.lowest or 0))}、"
            f"すべて予定どおりなら{words.share_of(float(record.highest or 0))}です。"
            if record.lowest is not None
            else f"わからない{words.count(unknown)}市町村は、遅れに数えていません。"
        )
    for row in records(facts.unnamed):
        sure = "（項目名は推定）" if row["is_inferred"] else ""
        said.append(
            f"ほかに、{words.day_short(row['as_of'])}時点で「{row['label_ja']}」は{words.count(row['published'])}市町村と公表されています{sure}。"
            "名前が公表されていないため、結果はわかりません。"
        )
    return said


def outlook_title(facts: ProgressView) -> str:
    rows = facts.scenarios
    last = rows.iloc[-1] if len(rows) else None
    if last is None or not _pending(facts):
        return "これからの見通し: 予定の残る市町村の記録がありません"
    late = len(slippage.overdue(facts.standing, facts.this_year))
    coming = _pending(facts) - late
    said = f"{last['label_ja']}の実施: わかっている{words.count(last['hold'] - coming)}"
    said += f"＋これからの予定{words.count(coming)}"
    return f"{said}＋開始年度を過ぎ未確認{words.count(late)}市町村" if late else f"{said}市町村"


def outlook_sentences(facts: ProgressView) -> list[str]:
    """The method of the scenarios, plainly."""
    late = len(slippage.overdue(facts.standing, facts.this_year))
    coming = _pending(facts) - late
    said = [
        f"予定どおりなら: わかっている実施に、開始年度がこれからの{words.count(coming)}市町村をその年度に足した数です。",
    ]
    if late:
        said.append(
            f"開始年度を過ぎ、実施を示す資料がまだない{words.count(late)}市町村は、どの線にも入れていません（状況を確認）。"
            "外側の帯の上の端は、すべて始めていた場合です。"
        )
    record = facts.experience
    if record.is_enough:
        said.append(
            f"これまでのとおりに進めば: 全道で結果のわかる{words.count(record.resolved)}件の予定が、予定の年度から何年で始まったかの割合"
            "（カプラン・マイヤー法。事前分布 Beta(½, ½)）を、残る予定に当てはめました。年度を過ぎた予定には、すでに待った年数の後の割合を使います。"
            "内側の帯は10回に8回がおさまる幅です（割合の不確かさと、市町村ごとの偶然を合わせたもの。乱数の種は固定）。"
            "外側の帯は、その後がわからない予定が1つも始まっていない場合と、すべて予定どおり始まっていた場合の幅です"
            f"（始めた市町村だけが公表するため、わからない予定を除くと遅れを少なく見積もります）。{_few(record)}"
            "見たことのない長さの遅れのあとに始まる市町村は数えません。"
        )
    else:
        said.append(
            f"これまでのとおりに進めば: 結果のわかる予定が全道で{words.count(record.resolved)}件しかなく"
            f"（{slippage.FEWEST_CASES}件から計算します）、数を示せません。予定どおりの場合だけを示しています。"
        )
    said.append(
        "新たに予定を立てる市町村は見込んでいません。名前のわからない予定も入っていません。予測ではなく、示された予定の合計です。"
        "どの市町村が始めるかを予測できるかは、「働きかけ」の「過去の実績で確かめる」で見られます。"
    )
    return said


def sentences_of_outcomes() -> list[tuple[str, str, str]]:
    """Symbol, word and meaning of the outcomes."""
    meaning = {
        "kept": "予定の年度までに始めたと書かれた資料がある（早い開始を含む）",
        "slipped": "予定の年度より後に始めた、開始予定を後ろにずらした、または予定の年度以降もまだ始めていないと書かれた資料がある",
        "undated": "予定の年度が来る前に、時期を決めない検討に戻した",
        "withdrawn": "その後、予定なしまたは終了と答えた",
        "not_due": "予定の年度がまだ終わっていない",
        "unknown": "予定の年度は過ぎたが、その後の資料がない、または予定と同じ資料にしかない。遅れには数えない",
    }
    return [(theme.OUTCOMES[code].marker, OUTCOMES[code], text) for code, text in meaning.items()]


def _pending(facts: ProgressView) -> int:
    return len(facts.standing)


def _few(record: slippage.SlippageRecord) -> str:
    return (
        f"件数が少ないため（{slippage.FEW_CASES}件未満）、目安としてだけ見てください。"
        if record.is_few
        else ""
    )


def _moves(facts: ProgressView, direction: str) -> str:
    rows = facts.bands
    rows = rows[(rows["fiscal_year"] == facts.pair_year) & (rows["direction"] == direction)]
    parts = [
        f"{facts.group(row['from_group'])}→{facts.group(row['to_group'])} {words.count(row['towns'])}"
        for row in records(rows.sort_values("towns", ascending=False))
    ]
    return f"（{'、'.join(parts)}）" if parts else ""
