"""Where the plans lead: what is known, if plans hold, and if they go as plans did so far."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from dashboard import theme
from dashboard.export.deck import count_words, event_marks, frame, line_labels
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Box, NativeChart, Number, Part, Series, Slide, owned
from dashboard.export.deck.stage import Stage
from dashboard.words import words

VIEW = "outlook"
LATE = "#B00020"
SIZE = 11
# Column: word, colour, marker, dash, where its values stand. Each line says its name at its end.
LINES = (
    ("known", "わかっている実施", theme.BLUE_900, "circle", "", "below"),
    ("hold", "予定どおりなら", theme.BLUE_600, "square", "DASH", "above"),
    ("middle", "これまでのとおりなら", LATE, "diamond", "ROUND_DOT", "none"),
    ("low", "幅の下", theme.GREY_400, "none", "ROUND_DOT", "none"),
    ("high", "幅の上", theme.GREY_400, "none", "ROUND_DOT", "none"),
    ("highest", "わからない分すべて", theme.GREY_600, "none", "DASH", "none"),
    ("lowest", "わからない分なし", theme.GREY_600, "none", "DASH", "none"),
)


def slide(data: DeckData, rows: pd.DataFrame | None, stage: Stage) -> Slide:
    """A line a case."""
    if rows is None or rows.empty:
        return frame.absent(
            VIEW,
            "これからの見通し: 予定の残る市町村の記録がありません",
            "開始年度を示していて、まだ始めていない市町村の記録がありません。",
            "調査票や名簿に開始予定の年度が載ると、その予定を足した見通しをここに示します。",
            data,
            stage,
        )
    rows = rows.sort_values("fiscal_year").reset_index(drop=True)
    slips = bool(rows["middle"].notna().any())
    chart_box, side = frame.split(stage)
    shown = [line for line in LINES if slips or line[0] not in ("middle", "low", "high")]
    series = tuple(_series(rows, line) for line in shown)
    last = rows.iloc[-1]
    title = _title(str(last["label_ja"]), last)
    years = rows["fiscal_year"].astype(int).tolist()
    area = chart_box
    events = event_marks.of_chart(data.events, years, area)
    chart_box = event_marks.above_list(area, events)
    over = event_marks.row_height(events)
    plot = Box(chart_box.x + 0.2, chart_box.y + over, chart_box.w - 1.9, chart_box.h - over - 0.7)
    categories, axis_title = frame.year_axis([str(label) for label in rows["label_ja"]], plot.w, SIZE)
    bare = NativeChart(
        owned("グラフ", VIEW),
        chart_box,
        "line",
        categories,
        series,
        "0",
        alt=_alt(rows, slips),
        axis_title=axis_title,
        size=SIZE,
        maximum=_top(rows),
        plot=plot,
        legend=False,
    )
    chart, boxes = line_labels.spread(bare)
    drawn = frame.content(
        VIEW,
        title,
        (
            chart,
            *event_marks.elements(VIEW, events, years, plot, area, boxes),
            frame.bullets(VIEW, "要点", side, _points(last, slips), size=14),
        ),
        data,
        stage,
        "市町村の回答と公表資料に示された開始予定からの計算（画面「経過」）。単位: 市町村。予測ではなく、示された予定の合計",
        synthetic=bool(rows["is_synthetic"].any()),
    )
    return replace(drawn, left_out=event_marks.left_out(data.events, years, events))


def _title(label: str, last: pd.Series) -> tuple[Part, ...]:
    """What the number of the last year is made of; of nothing no part."""
    year = int(last["fiscal_year"])
    parts = [
        ("わかっている", f"outlook_known.{year}", int(last["hold"] - last["pending"])),
        ("これからの予定", "outlook_pending", int(last["pending"])),
        ("開始年度を過ぎ未確認", f"outlook_overdue.{year}", int(last["overdue"])),
    ]
    some = [(text, frame.count(key, number)) for text, key, number in parts if number]
    if not some:
        none = count_words.none("outlook_pending", "ない")
        return (f"{label}の実施: わかっている市町村も、これからの予定も", none)
    title: list[Part] = []
    for text, count in some:
        title += [f"{'＋' if title else f'{label}の実施: '}{text}", count]
    return (*title, "市町村")


def _series(rows: pd.DataFrame, line: tuple[str, str, str, str, str, str]) -> Series:
    column, word, colour, marker, dash, label = line
    first = _first_ahead(rows)
    values: list[float | None] = []
    for place, value in enumerate(rows[column]):
        is_ahead = column == "known" or place >= first
        values.append(words.half_up(float(value), 2) if pd.notna(value) and is_ahead else None)
    hollow = tuple(
        column == "known" and not bool(sure) and value is not None
        for sure, value in zip(rows["is_complete"], values, strict=True)
    )
    return Series(
        word,
        tuple(values),
        colour,
        hollow=hollow,
        marker=marker,
        dash=dash,
        label=label,  # type: ignore[arg-type]
        named="last",
        keys=tuple(f"outlook_{column}.{year}" for year in rows["fiscal_year"]),
    )


def _first_ahead(rows: pd.DataFrame) -> int:
    """The place of the last year of which all three cases are the same: there the cases begin."""
    apart = rows.index[rows[["hold", "highest"]].max(axis=1) != rows["known"].astype("Float64").fillna(-1)]
    return max(int(apart.min()) - 1, 0) if len(apart) else len(rows) - 1


def _top(rows: pd.DataFrame) -> float:
    most = float(rows[["hold", "high", "highest"]].max().max())
    return float(5 * (int(most * 1.15) // 5 + 1))


def _points(last: pd.Series, slips: bool) -> list[tuple[Part, ...]]:
    year = int(last["fiscal_year"])
    pending = int(last["pending"])
    lines: list[tuple[Part, ...]] = [
        (
            "予定どおりなら: わかっている実施に、開始年度がこれからの",
            frame.count("outlook_pending", pending),
            "市町村をその年度に足した数です。",
        )
        if pending
        else (
            "予定どおりなら: 開始年度がこれからの市町村は",
            count_words.none("outlook_pending", "なく"),
            "、わかっている実施のままです。",
        )
    ]
    if last["overdue"]:
        lines.append(
            (
                "開始年度を過ぎて実施を示す資料のない",
                frame.count(f"outlook_overdue.{year}", int(last["overdue"])),
                "市町村は、どの線にも入れていません（状況を確認）。すべて始めていれば",
                Number(f"outlook_highest.{year}", float(last["highest"]), words.decimal(last["highest"])),
                "です。",
            )
        )
    if slips:
        lines.append(
            (
                "これまでのとおりなら: これまでの結果のわかる予定",
                frame.count("outlook_cases", int(last["cases"])),
                f"件の進み方を残る予定に当てはめました。{last['label_ja']}は",
                Number(f"outlook_low.{year}", float(last["low"]), words.decimal(last["low"])),
                "〜",
                Number(f"outlook_high.{year}", float(last["high"]), words.decimal(last["high"])),
                "（十回に八回がおさまる幅。図の「幅の上」「幅の下」）です。",
            )
        )
    else:
        lines.append(
            (
                "これまでのとおりなら: 結果のわかる予定が",
                frame.count("outlook_cases", int(last["cases"])),
                "件と少ないため、計算していません。",
            )
        )
    lines.append(
        ("新たに予定を立てる市町村は見込んでいません。名前のわからない予定も入っていません。",),
    )
    lines.append((f"白抜きの点は{words.KNOWN_SO_FAR}（公表された合計がない年度）です。",))
    return lines


def _alt(rows: pd.DataFrame, slips: bool) -> str:
    said = []
    for row in rows.to_dict("records"):
        text = f"{row['label_ja']} 予定どおりなら{int(row['hold'])}"
        said.append(text + (f"・これまでのとおりなら{words.decimal(row['middle'], 1)}" if slips else ""))
    return "実施市町村数の見通しの折れ線グラフ。" + "、".join(said)
