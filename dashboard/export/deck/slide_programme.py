"""The slides of 事業について: what the 説明資料 says, in its own words, as native shapes, tables and a chart."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import theme
from dashboard.export.deck import fit, frame, programme_sketch, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import (
    Box,
    Cell,
    NativeChart,
    NativeTable,
    Number,
    Paragraph,
    Part,
    Row,
    Series,
    Slide,
    Text,
    owned,
)
from dashboard.export.deck.programme_data import SOURCE, ProgrammeData, quoted, words_of
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.words import words

OVERLAP = programme_sketch.OVERLAP
CONTENT, BACKGROUND, SUPPORT = "programme_content", "programme_background", "programme_support"
PLANS, ISSUE = "programme_plans", "programme_issue"
WHOLE = "全道"
NEW = "新"


def overlap(programme: ProgrammeData, data: DeckData, stage: Stage) -> Slide:
    """The figure on the left, the five statements on the right."""
    left, right = frame.split(stage, 0.6)
    title, *lines = programme.section("overlap")
    elements = (
        programme_sketch.overlap(programme, left),
        frame.bullets(
            OVERLAP, "記述", right._replace(y=left.y, h=left.h), [plain(row) for row in lines], 12, 9
        ),
    )
    return told_slide(OVERLAP, words_of(title), elements, data, stage)


def content(programme: ProgrammeData, data: DeckData, stage: Stage) -> Slide:
    """第1号 to 第6号 with the schemes that they bundle, 新, 注 and ※."""
    rows = tuple(_function(row, programme) for row in records(programme.functions))
    said = [row for row in programme.section("law") if row["heading"] in ("規定", "注", "※")]
    box = stage.content
    note = 1.45
    table = table_size.fitted(
        NativeTable(
            owned("表", CONTENT),
            box._replace(h=box.h - note - 0.1),
            ("号", "機能", "既存制度の対象事業等", NEW),
            rows,
            (1.1, 2.6, 8.0, 0.5),
            10.5,
            "第1号から第6号までの機能と、既存制度の対象事業の表",
            air=0.05,
        )
    )
    lines = frame.bullets(
        CONTENT,
        "規定と注",
        Box(box.x, box.y + box.h - note + 0.08, box.w, note - 0.1),
        [plain(row) for row in said],
        11,
        9,
    )
    return told_slide(CONTENT, words_of(programme.statement("law_title")), (table, lines), data, stage)


def background(programme: ProgrammeData, data: DeckData, stage: Stage) -> Slide:
    """Why the programme began, when, and what the prefecture does."""
    heading, *lines = programme.section("background")
    box = stage.content
    text = frame.bullets(
        BACKGROUND, "概要", box._replace(h=box.h * 0.8), [plain(row) for row in lines], 20, 12
    )
    title: tuple[Part, ...] = ("事業の背景と始まり", *words_of(heading))
    return told_slide(BACKGROUND, title, (text,), data, stage)


def support(programme: ProgrammeData, data: DeckData, stage: Stage) -> Slide:
    """The four measures with content, audience and form."""
    rows = tuple(_measure(row, programme) for row in records(programme.measures))
    box = stage.content
    table = table_size.fitted(
        NativeTable(
            owned("表", SUPPORT),
            box._replace(h=box.h - 0.45),
            ("支援", "内容", "対象", "行い方"),
            rows,
            (2.2, 6.6, 2.2, 2.2),
            13,
            "後方支援事業の4つの支援の、内容と対象と行い方の表",
        )
    )
    overview = frame.bullets(
        SUPPORT,
        "事業概要",
        Box(box.x, box.y + box.h - 0.4, box.w, 0.38),
        [words_of(programme.statement("support_overview"))],
        12,
        9,
    )
    return told_slide(SUPPORT, words_of(programme.statement("support_title")), (table, overview), data, stage)


def plans(programme: ProgrammeData, data: DeckData, stage: Stage) -> Slide:
    """The published numbers of municipalities by plan, what the paper says of them, and who has begun."""
    if programme.plans.empty:
        return frame.absent(
            PLANS,
            "実施予定の市町村数: 公表された数がありません",
            "実施予定ごとの市町村数の公表が、まだ登録されていません。",
            "「登録」で公表された市町村数を登録すると、ここに示します。",
            data,
            stage,
        )
    left, right = frame.split(stage, 0.6)
    rows = records(programme.plans)
    planned, whole = programme.planned, programme.towns
    begun = int(rows[0]["value"])
    chart = NativeChart(
        owned("グラフ", PLANS),
        left,
        "bar",
        tuple(str(row["label_ja"]) for row in rows),
        (
            Series(
                "市町村数",
                tuple(int(row["value"]) for row in rows),
                theme.BLUE_600,
                theme.BLUE_600,
                keys=tuple(f"plan_published.{number}" for number in range(len(rows))),
                label="above",
            ),
        ),
        number_format="#,##0",
        alt="実施予定ごとの市町村数の棒グラフ。"
        + "、".join(f"{row['label_ja']} {row['value']}" for row in rows),
        legend=False,
        size=13,
    )
    message = programme.statement("plan_message")
    lines: list[tuple[Part, ...]] = [
        words_of(message),
        (
            "実施中を含めて数えると",
            Number("plan_published_with", planned, words.count(planned)),
            "市町村（",
            frame.percent("plan_published_with_share", planned, whole),
            "）、実施中を除くと",
            Number("plan_published_without", planned - begun, words.count(planned - begun)),
            "市町村（",
            frame.percent("plan_published_without_share", planned - begun, whole),
            "）。",
        ),
        words_of(programme.statement("status_title")),
        *[words_of(row) for row in programme.section("status") if str(row["heading"]).startswith("令和")],
    ]
    if bool(programme.plans["is_inferred"].any()):
        lines.append(("図の数字に項目名がない資料のため、項目名は説明文から推定したものです。",))
    numbers, source = programme.statement("plan_numbers"), programme.statement("plan_source")
    said = ("資料の数: ", *words_of(numbers))
    high = fit.height("".join(str(getattr(part, "text", part)) for part in said), 12, right.w) + 0.1
    shown = Text(
        owned("資料の数", PLANS),
        Box(right.x, left.y, right.w, high),
        (Paragraph(said, size=12, colour=theme.INK_SOFT),),
    )
    day = pd.Timestamp(rows[0]["as_of"]).date()
    title: tuple[Part, ...] = (
        *words_of(programme.statement("plan_title")),
        f"（{words.day_short(day)}）",
    )
    return frame.content(
        PLANS,
        title,
        (
            chart,
            shown,
            frame.bullets(
                PLANS, "要点", right._replace(y=left.y + high + 0.1, h=left.h - high - 0.1), lines, 15, 10
            ),
        ),
        data,
        stage,
        f"{SOURCE}　{source['statement']}",
        synthetic=False,
        scope=WHOLE,
    )


def issue(programme: ProgrammeData, data: DeckData, stage: Stage) -> Slide:
    """The three reasons, and what has to be thought about."""
    told = programme.section("issue")
    box = stage.content
    reasons = [row for row in told if row["heading"] == "理由"]
    wide = (box.w - 0.2 * (len(reasons) - 1)) / max(len(reasons), 1)
    boxes = tuple(
        Text(
            owned(f"理由 {number}", ISSUE),
            Box(box.x + (number - 1) * (wide + 0.2), box.y + 0.2, wide, 1.5),
            (Paragraph(words_of(row), size=18, bold=True, align="center"),),
            fill=theme.BLUE_50,
            line=theme.BLUE_900,
            anchor="middle",
            inset=0.12,
        )
        for number, row in enumerate(reasons, start=1)
    )
    others = [row for row in told if row["heading"] in ("検討", "出典")]
    text = frame.bullets(
        ISSUE, "検討", Box(box.x, box.y + 2.1, box.w, box.h - 2.2), [plain(row) for row in others], 20, 12
    )
    title = (*words_of(programme.statement("issue_title")), "　実施に後ろ向きな理由")
    return told_slide(ISSUE, title, (*boxes, text), data, stage)


def told_slide(
    view: str,
    title: tuple[Part, ...],
    elements: tuple[Any, ...],
    data: DeckData,
    stage: Stage,
) -> Slide:
    return frame.content(view, title, elements, data, stage, SOURCE, synthetic=False, scope=WHOLE)


def plain(row: dict[str, Any]) -> tuple[Part, ...]:
    """A statement without the mark of its list, which the slide draws itself."""
    text = str(row["statement"]).lstrip("○〇●◎→ ")
    return quoted(text, f"statement:{row['statement_code']}")


def _function(row: dict[str, Any], programme: ProgrammeData) -> Row:
    subject = f"function:{row['code']}"
    field = f"【{row['field']}】" if row["field"] else ""
    said = f"{field}{row['existing_scheme']}" if row["existing_scheme"] else str(row["description"] or "")
    said = programme.wording(subject, said)
    mark = "（※）" if any(one["heading"] == "※" for one in programme.of_subject(subject)) else ""
    return Row(
        str(row["code"]),
        (
            Cell((str(row["item"]),), bold=True),
            Cell((f"{str(row['group_label']).partition('（')[0]}{mark}",)),
            Cell(quoted(said, subject)),
            Cell((NEW if row["is_new"] else "―",), "center", bold=True, colour=theme.BLUE_900),
        ),
    )


def _measure(row: dict[str, Any], programme: ProgrammeData) -> Row:
    subject = f"measure:{row['code']}"
    told = {str(one["statement_code"]).rpartition("_")[2]: one for one in programme.of_subject(subject)}
    name = words_of(told["name"]) if "name" in told else (str(row["label_ja"]),)
    held = str(row["how_held"] or "")
    form = quoted(held, subject)
    if "form" in told:
        is_told = held in str(told["form"]["statement"])
        form = words_of(told["form"]) if is_told else (*form, "\n", *words_of(told["form"]))
    return Row(
        str(row["code"]),
        (
            Cell(name, bold=True),
            Cell(quoted(programme.wording(subject, str(row["wording"] or "")), subject)),
            Cell(quoted(str(row["audience"] or ""), subject)),
            Cell(form),
        ),
    )
