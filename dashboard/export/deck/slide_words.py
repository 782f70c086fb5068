"""Title and summary: what there is to say, in sentences that can be read out."""

from __future__ import annotations

import pandas as pd

from dashboard import theme
from dashboard.export.deck import count_words, fit, frame
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Box, Number, Paragraph, Part, Slide, Text, owned
from dashboard.export.deck.slide_curve import counted_share
from dashboard.export.deck.slide_sentences import sentences
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning import claims
from dashboard.words import words

COVER, SUMMARY = "cover", "summary"
PROGRAMME = "重層的支援体制整備事業"
MOST_NAMES = 8


def cover(data: DeckData, rollout: pd.DataFrame, stage: Stage) -> Slide:
    """The title page."""
    where = "道内の実施状況" if data.is_whole else f"{data.scope}の実施状況"
    title = Text(
        owned("見出し", COVER),
        stage.title,
        (Paragraph((PROGRAMME,), size=0), Paragraph((where,), size=0)),
        "title",
    )
    lines = (
        Paragraph((f"{data.label}",), size=20, bold=True, space_after=6),
        Paragraph((f"{data.as_of_words}までに把握した内容",), size=14, space_after=3),
        Paragraph(("北海道　（部署名を入れてください）",), size=14),
    )
    box = Box(1.15, stage.height * 0.56, stage.width - 2.0, 1.4)
    fiction = data.synthetic_towns or bool(rollout["is_synthetic"].any())
    return Slide(
        COVER,
        (
            title,
            Text(owned("副題", COVER), box, lines),
            frame.tag(COVER, stage, synthetic=fiction),
            Text(
                owned("注記", COVER),
                Box(1.15, stage.height - 0.62, stage.width - 2.0, 0.34),
                (
                    Paragraph(
                        (f"データの更新日 {data.built_words}　｜　{data.label}・{data.scope}",),
                        size=10,
                        colour=theme.INK_SOFT,
                    ),
                ),
                anchor="middle",
                alt=frame.version(data),
            ),
        ),
        "title",
        fiction,
        view_state=data.view_state,
        scope="" if data.is_whole else data.scope,
    )


def summary(data: DeckData, rollout: pd.DataFrame, stage: Stage) -> Slide:
    """Five counts and what they mean."""
    box = stage.content
    cards = box._replace(h=1.45)
    rest = Box(box.x, box.y + cards.h + 0.25, box.w, box.h - cards.h - 0.25)
    behind = {f"group.{group}": data.codes(group) for group in theme.GROUP_ORDER}
    behind |= {f"group_before.{group}": data.codes_before(group) for group in theme.GROUP_ORDER}
    return frame.content(
        SUMMARY,
        _title(data, rollout),
        (*_cards(data, cards), frame.bullets(SUMMARY, "要点", rest, sentences(data, rollout), size=17)),
        data,
        stage,
        "市町村の回答と公表資料（一覧は巻末）",
        synthetic=data.synthetic_towns
        or (data.before is not None and bool(data.before["is_synthetic"].any())),
        behind=behind,
    )


def _title(data: DeckData, rollout: pd.DataFrame) -> tuple[Part, ...]:
    number, total = len(data.codes("implementing")), len(data.towns)
    rows = {row["scope"]: row for row in records(rollout) if row["fiscal_year"] == data.fiscal_year}
    if data.is_whole and {"hokkaido", "national"} <= set(rows):
        ratio = claims.ratio(counted_share(rows["hokkaido"]), counted_share(rows["national"]))
        if ratio:
            return (
                f"{data.label}の実施は",
                frame.count("group.implementing", number),
                "市町村、率は",
                Number("rate_ratio", 0, f"全国{ratio}"),
            )
    where = "" if data.is_whole else f"（{data.scope}）"
    if not number:
        begun = "実施とわかっている" if data.so_far else "実施している"
        if data.is_unknown("implementing"):
            return (f"{data.label}に実施している市町村は、資料がなく{count_words.UNKNOWN}{where}",)
        return (f"{data.label}に{begun}市町村は", count_words.none("group.implementing", "ない"), where)
    begun = f"{data.label}に{data.so_far}実施しているのは"
    if number == total or count_words.is_few(total):
        return (begun, *count_words.of_whole("group.implementing", number, "denominator", total), where)
    return (
        begun,
        frame.count("group.implementing", number),
        f"市町村（{'' if data.is_whole else data.scope}",
        frame.count("denominator", total),
        "市町村の",
        *frame.share("share.implementing", number, total),
        "）",
    )


def _cards(data: DeckData, box: Box) -> list[Text]:
    cards: list[Text] = []
    gap = 0.15
    wide = (box.w - gap * (len(data.groups) - 1)) / len(data.groups)
    total = len(data.towns)
    for position, group in enumerate(data.groups.to_dict("records")):
        code = str(group["code"])
        style = theme.GROUPS[code]
        value, before = len(data.codes(code)), len(data.codes_before(code))
        left = box.x + position * (wide + gap)
        change: tuple[Part, ...] = ()
        if data.is_comparable(code):
            change = (
                f"{data.before_label}から ",
                Number(f"change.{code}", value - before, words.change(value - before)),
            )
        elif not data.is_settled(code):
            change = (words.KNOWN_SO_FAR,)
        number: Part = frame.count(f"group.{code}", value)
        if data.is_unknown(code):
            number, change = count_words.NOTHING_TOLD, (f"資料がなく{count_words.UNKNOWN}",)
        cards.append(
            Text(
                owned(f"札 {group['label_ja']}", SUMMARY),
                Box(left, box.y, wide, 0.36),
                (
                    Paragraph(
                        (f"{group['symbol']} {group['label_ja']}",),
                        size=14,
                        bold=True,
                        colour=style.ink,
                        align="center",
                    ),
                ),
                fill=style.fill,
                line=style.line,
                anchor="middle",
            )
        )
        body = (
            Paragraph((number,), size=34, bold=True, align="center"),
            Paragraph(
                (
                    "／",
                    frame.count("denominator", total),
                    *count_words.share_in_brackets(f"share.{code}", value, total),
                ),
                size=12,
                colour=theme.INK_SOFT,
                align="center",
            ),
            Paragraph(
                change,
                size=fit.size_for(
                    "".join(p if isinstance(p, str) else p.text for p in change), wide - 0.1, 11, 9
                ),
                colour=theme.INK_SOFT,
                align="center",
            ),
        )
        cards.append(
            Text(
                owned(f"指標の数 {group['label_ja']}", SUMMARY),
                Box(left, box.y + 0.36, wide, box.h - 0.36),
                body if change else body[:2],
                line=style.line,
                anchor="middle",
            )
        )
    return cards
