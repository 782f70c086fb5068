"""How towns moved between two years: how many came forward, stayed and went back, and who they are."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard import theme
from dashboard.export.deck import count_words, fit, frame
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Box, Paragraph, Part, Slide, Text, owned
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.words import words

VIEW = "flow"
MOST_NAMES = (24, 16, 12, 8)  # as many as can be read
GAP, HEAD, NOTES = 0.2, 1.05, 0.75
LARGEST, READABLE, LEAST = 15.0, 12.0, 9.0
# Direction: word, fill of its head.
CARDS = {
    "advance": ("進展", theme.BLUE_50),
    "same": ("変わらない", theme.GREY_50),
    "retreat": ("見直し", theme.GREY_50),
}


def slide(data: DeckData, rows: pd.DataFrame | None, stage: Stage) -> Slide:
    """A card per direction with its count; under it the ways from group to group, with the names of those who moved."""
    if rows is None:
        return frame.absent(
            VIEW,
            "状態の移り変わり: 比べる年度がありません",
            f"{data.label}の前の年度の資料が、まだありません。",
            "前の年度の調査票や名簿を取り込むと、どの区分からどの区分へ移ったかをここに示します。",
            data,
            stage,
        )
    counted = {str(direction): int(number) for direction, number in rows["direction"].value_counts().items()}
    box = stage.content
    notes = Box(box.x, box.y + box.h - NOTES, box.w, NOTES)
    cards = box._replace(h=box.h - NOTES - 0.1)
    return frame.content(
        VIEW,
        _title(data, rows, counted),
        (
            *_cards(data, rows, counted, cards),
            frame.bullets(VIEW, "注", notes, _points(data, rows, counted), size=12, least=9),
        ),
        data,
        stage,
        "市町村の回答と公表資料（一覧は巻末）。単位: 市町村",
        synthetic=bool(rows["is_synthetic"].any()),
        behind={
            f"moved.{direction}": tuple(rows[rows["direction"] == direction]["municipality_code"])
            for direction in (*CARDS, "unknown")
        },
    )


def _title(data: DeckData, rows: pd.DataFrame, counted: dict[str, int]) -> tuple[Part, ...]:
    years = f"{data.before_label}から{data.label}: "
    if set(counted) == {"unknown"}:
        return (f"{years}資料がなく、移り変わりはわかりません",)
    if set(counted) == {"unknown", "same"}:
        return (
            years,
            "わかるのは",
            frame.count("moved.same", counted["same"]),
            "市町村で、変わりません",
        )
    if 2 * counted.get("unknown", 0) > len(rows):
        years += f"{words.KNOWN_SO_FAR}で"
    begun = rows[(rows["to_group"] == "implementing") & (rows["direction"] == "advance")]
    ahead, back = counted.get("advance", 0), counted.get("retreat", 0)
    if not ahead and not back:
        return (f"{years}進展した市町村も見直した市町村も", count_words.none("moved.advance+retreat", "ない"))
    retreat: tuple[Part, ...] = (frame.count("moved.retreat", back), "市町村が見直し")
    if not ahead:
        return (years, "進展した市町村は", count_words.none("moved.advance", "なく"), "、", *retreat)
    into: tuple[Part, ...] = ("（うち", frame.count("moved_into_implementing", len(begun)), "が実施に）")
    advance: tuple[Part, ...] = (frame.count("moved.advance", ahead), "市町村が進展")
    if len(begun) == ahead:
        advance = (frame.count("moved_into_implementing", ahead), "市町村が実施に進展")
    elif len(begun):
        advance += into
    return (years, *advance, *(("、", *retreat) if back else ()))


def _cards(data: DeckData, rows: pd.DataFrame, counted: dict[str, int], box: Box) -> Iterator[Text]:
    wide = (box.w - GAP * (len(CARDS) - 1)) / len(CARDS)
    room = Box(0, 0, wide - 0.24, box.h - HEAD - 0.2)
    for most in MOST_NAMES:
        lines = {direction: list(_ways(data, rows, direction, most)) for direction in CARDS}
        size = min(_size(ways, room) for ways in lines.values())
        if size >= READABLE:
            break
    for place, (direction, (word, fill)) in enumerate(CARDS.items()):
        left = box.x + place * (wide + GAP)
        number, key = counted.get(direction, 0), f"moved.{direction}"
        shown: tuple[Part, ...] = (count_words.none(key, "なし"),)
        if number:
            shown = (frame.count(key, number), "市町村")
        elif set(counted) == {"unknown"}:
            shown = (count_words.UNKNOWN,)
        yield Text(
            owned(f"札 {word}", VIEW),
            Box(left, box.y, wide, HEAD),
            (
                Paragraph((f"{theme.DIRECTIONS[direction]} {word}",), size=14, bold=True, align="center"),
                Paragraph(shown, size=26, bold=True, align="center"),
            ),
            fill=fill,
            line=theme.GREY_400,
            anchor="middle",
        )
        yield Text(
            owned(f"内訳 {word}", VIEW),
            Box(left, box.y + HEAD, wide, box.h - HEAD),
            tuple(Paragraph(way, size=size, space_after=size * 0.4) for way in lines[direction]),
            line=theme.GREY_400,
            inset=0.1,
        )


def _size(lines: list[tuple[Part, ...]], room: Box) -> float:
    """The largest size in which the lines stay in a card."""
    texts = ["".join(part if isinstance(part, str) else part.text for part in line) for line in lines]
    size = LARGEST
    while size > LEAST and sum(fit.height(text, size, room.w) + size * 0.4 / 72 for text in texts) > room.h:
        size -= 0.5
    return size


def _ways(data: DeckData, rows: pd.DataFrame, direction: str, most: int) -> Iterator[tuple[Part, ...]]:
    """From which group to which, how many, and (of those who moved) who; the furthest on first."""
    labels = {str(group["code"]): group for group in records(data.groups)}
    own = rows[rows["direction"] == direction]
    order = theme.GROUP_ORDER
    ways = {
        (str(start), str(end)): towns["name"].tolist()
        for (start, end), towns in own.groupby(["from_group", "to_group"], sort=False)
    }
    if not ways:
        yield ("資料がありません" if set(rows["direction"]) == {"unknown"} else "なし",)
    for start, end in sorted(ways, key=lambda way: (order.index(way[1]), order.index(way[0]))):
        names = ways[start, end]
        number = frame.count(f"moves.{start}.{end}", len(names))
        if direction == "same":
            yield (f"{labels[end]['symbol']} {labels[end]['label_ja']}のまま　", number)
            continue
        way = f"{labels[start]['label_ja']} → {labels[end]['symbol']} {labels[end]['label_ja']}　"
        yield (way, number, f": {frame.listed(names, most)}")


def _points(data: DeckData, rows: pd.DataFrame, counted: dict[str, int]) -> list[tuple[Part, ...]]:
    lines: list[tuple[Part, ...]] = []
    begun = rows[rows["to_group"] == "implementing"]
    since = begun[begun["direction"] == "unknown"]
    if len(since):
        names = frame.listed(since["name"].tolist(), MOST_NAMES[-1])
        lines.append((f"実施（{data.before_label}の資料がなく、始めた年度はわかりません）: {names}。",))
    if counted.get("unknown"):
        silent = rows[rows["direction"] == "unknown"]
        is_idle = not silent[["from_is_implementing", "is_implementing"]].fillna(True).any(axis=None)
        lines.append(
            (
                "どちらの年度も実施していないことのほかは資料がなくわからないのは"
                if is_idle
                else "どちらかの年度の資料がなくわからないのは",
                frame.count("moved.unknown", counted["unknown"]),
                "市町村。見直したとは数えていません。",
            )
        )
    if not data.is_complete or not data.is_settled("no_plan"):
        lines.append((f"{data.label}の予定・検討・予定なしは{words.KNOWN_SO_FAR}です。",))
    return lines
