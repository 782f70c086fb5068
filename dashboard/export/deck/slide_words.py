"""Title and summary: what there is to say, in sentences that can be read out."""

from __future__ import annotations

from dashboard import theme
from dashboard.export.deck import fit, frame
from dashboard.export.deck.facts import Facts
from dashboard.export.deck.model import Box, Number, Paragraph, Part, Slide, Text, owned
from dashboard.export.deck.slide_charts import share
from dashboard.export.deck.stage import Stage
from dashboard.words import words

COVER, SUMMARY = "cover", "summary"
PROGRAMME = "重層的支援体制整備事業"
MOST_NAMES = 8


def cover(facts: Facts, place: Stage) -> Slide:
    """The title page."""
    where = "道内の実施状況" if facts.is_whole else f"{facts.scope}の実施状況"
    title = Text(
        owned("見出し", COVER),
        place.title,
        (Paragraph((PROGRAMME,), size=0), Paragraph((where,), size=0)),
        "title",
    )
    lines = (
        Paragraph((f"{facts.label}",), size=20, bold=True, space_after=6),
        Paragraph((f"{facts.as_of_words}までに知った内容",), size=14, space_after=3),
        Paragraph(("北海道　（部署名を入れてください）",), size=14),
    )
    box = Box(1.15, place.height * 0.56, place.width - 2.0, 1.4)
    fiction = facts.synthetic_towns or bool(facts.rollout["is_synthetic"].any())
    return Slide(
        COVER,
        (
            title,
            Text(owned("副題", COVER), box, lines),
            frame.tag(COVER, place, synthetic=fiction),
            Text(
                owned("注記", COVER),
                Box(1.15, place.height - 0.62, place.width - 2.0, 0.34),
                (
                    Paragraph(
                        (f"データの更新日 {facts.built_words}　｜　版 {facts.warehouse_id}",),
                        size=10,
                        colour=theme.INK_SOFT,
                    ),
                ),
                anchor="middle",
            ),
        ),
        "title",
        fiction,
        asked=facts.asked,
    )


def summary(facts: Facts, place: Stage) -> Slide:
    """Five counts and what they mean."""
    box = place.content
    cards = box._replace(h=1.45)
    rest = Box(box.x, box.y + cards.h + 0.25, box.w, box.h - cards.h - 0.25)
    number, total = len(facts.codes("implementing")), len(facts.towns)
    title = (
        f"{facts.label}に{facts.so_far}実施しているのは",
        frame.count("group.implementing", number),
        "市町村（",
        frame.count("denominator", total),
        "の",
        frame.percent("share.implementing", number, total),
        "）" + ("" if facts.is_whole else f"　{facts.scope}"),
    )
    behind = {f"group.{group}": facts.codes(group) for group in theme.GROUP_ORDER}
    behind |= {f"group_before.{group}": facts.codes_before(group) for group in theme.GROUP_ORDER}
    return frame.content(
        SUMMARY,
        title,
        (*_cards(facts, cards), frame.bullets(SUMMARY, "要点", rest, sentences(facts), size=17)),
        facts,
        place,
        "市町村の回答と公表資料（一覧は巻末）",
        synthetic=facts.synthetic_towns
        or (facts.before is not None and bool(facts.before["is_synthetic"].any())),
        behind=behind,
    )


def sentences(facts: Facts) -> list[tuple[Part, ...]]:
    """The summary: each sentence stands by itself."""
    total = len(facts.towns)
    now, before = facts.codes("implementing"), facts.codes_before("implementing")
    said: list[tuple[Part, ...]] = []
    if facts.is_comparable("implementing"):
        new = tuple(code for code in now if code not in before)
        gone = tuple(code for code in before if code not in now)
        line: tuple[Part, ...] = (
            f"実施は{facts.before_label}の",
            frame.count("group_before.implementing", len(before)),
        )
        line = (*line, "市町村から", frame.count("group.implementing", len(now)), "市町村になりました。")
        if new:
            line = (*line, f"新たに実施: {frame.listed(facts.named(new), MOST_NAMES)}。")
        if gone:
            line = (*line, f"実施でなくなった: {frame.listed(facts.named(gone), MOST_NAMES)}。")
        said.append(line)
    national = facts.rollout[
        (facts.rollout["scope"] == "national") & (facts.rollout["fiscal_year"] == facts.fiscal_year)
    ]
    if facts.is_whole and not national.empty:
        row = national.iloc[0].to_dict()
        plan = "（予定）" if row["is_plan"] else ""
        said.append(
            (
                "全国の実施率は",
                *share("national", row),
                f"{plan}で、北海道は",
                frame.percent("share.implementing", len(now), total),
                "です。",
            )
        )
    planned, thinking = len(facts.codes("planned")), len(facts.codes("considering"))
    said.append(
        (
            f"{'' if facts.is_settled('considering') else words.KNOWN_SO_FAR + 'で、'}予定（移行準備を含む）が",
            frame.count("group.planned", planned),
            "、時期を決めずに検討しているのが",
            frame.count("group.considering", thinking),
            "市町村で、あわせて",
            frame.count("groups.planned+considering", planned + thinking),
            "市町村（",
            frame.percent("shares.planned+considering", planned + thinking, total),
            "）が実施に向いています。",
        )
    )
    said.append(
        (
            "実施予定なしは" + ("" if facts.is_settled("no_plan") else f"{words.KNOWN_SO_FAR}で"),
            frame.count("group.no_plan", len(facts.codes("no_plan"))),
            "市町村（",
            frame.percent("share.no_plan", len(facts.codes("no_plan")), total),
            "）です。",
        )
    )
    silent = facts.codes("no_data")
    if silent:
        said.append(
            (
                "未回答・データなしは",
                frame.count("group.no_data", len(silent)),
                "市町村で、「予定なし」とは数えていません"
                + (f"（{frame.listed(facts.named(silent), MOST_NAMES)}）。" if len(silent) <= 12 else "。"),
            )
        )
    if not facts.is_complete:
        said.append((f"{facts.label}は{words.KNOWN_SO_FAR}です。公表された合計はありません。",))
    return said


def _cards(facts: Facts, box: Box) -> list[Text]:
    cards: list[Text] = []
    gap = 0.15
    wide = (box.w - gap * (len(facts.groups) - 1)) / len(facts.groups)
    total = len(facts.towns)
    for place, group in enumerate(facts.groups.to_dict("records")):
        code = str(group["code"])
        style = theme.GROUPS[code]
        value, before = len(facts.codes(code)), len(facts.codes_before(code))
        left = box.x + place * (wide + gap)
        change: tuple[Part, ...] = ()
        if facts.is_comparable(code):
            change = (
                f"{facts.before_label}から ",
                Number(f"change.{code}", value - before, words.change(value - before)),
            )
        elif not facts.is_settled(code):
            change = (words.KNOWN_SO_FAR,)
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
            Paragraph((frame.count(f"group.{code}", value),), size=34, bold=True, align="center"),
            Paragraph(
                (
                    "／",
                    frame.count("denominator", total),
                    "（",
                    frame.percent(f"share.{code}", value, total),
                    "）",
                ),
                size=12,
                colour=theme.INK_SOFT,
                align="center",
            ),
            Paragraph(
                change,
                size=fit.size_for(
                    "".join(p if isinstance(p, str) else p.text for p in change), wide - 0.1, 11, 8
                ),
                colour=theme.INK_SOFT,
                align="center",
            ),
        )
        cards.append(
            Text(
                owned(f"札の数 {group['label_ja']}", SUMMARY),
                Box(left, box.y + 0.36, wide, box.h - 0.36),
                body if change else body[:2],
                line=style.line,
                anchor="middle",
            )
        )
    return cards
