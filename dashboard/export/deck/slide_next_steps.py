"""課題と今後の対応: what is in the way, what the prefecture answers with, and what is asked of the reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard import theme
from dashboard.export.deck import frame, table_size
from dashboard.export.deck.deck_data import DeckData
from dashboard.export.deck.model import Box, Cell, NativeTable, Paragraph, Part, Row, Slide, Text, owned
from dashboard.export.deck.stage import Stage

VIEW = "next_steps"
TITLE = "課題と今後の対応"
ASKED = "御判断いただきたいこと"
TO_BE_SET = "（要記入）"
NOT_A_LACK = "課題ではない（当てる支援策はない）"
ASK_HEIGHT = 1.35


@dataclass(frozen=True)
class BarrierStep:
    """A barrier of the newest survey, the measures that answer it, and how many municipalities of the plan they go to.

    is_lack: whether it names something that is missing, and can be answered.
    """

    code: str
    label: str
    stated: int
    counted: int
    measures: tuple[str, ...]
    planned: int
    is_lack: bool = True


@dataclass(frozen=True)
class Steps:
    """plan: title of the plan, "" for none; planned: municipalities in it; slipped: starts that came later than planned;
    open_promises: 確認事項 that nobody has confirmed yet.
    """

    barriers: tuple[BarrierStep, ...]
    plan: str
    planned: int
    slipped: int
    open_promises: int
    is_synthetic: bool


def slide(data: DeckData, steps: Steps, stage: Stage) -> Slide:
    """A row per thing in the way; below, what has to be decided."""
    rows = tuple(_rows(data, steps))
    if not rows:
        return frame.absent(
            VIEW,
            f"{TITLE}: まだ材料がありません",
            "課題を尋ねた調査の答えも、働きかけの計画も、まだありません。",
            "調査票を取り込むか、画面「計画」で計画を作ると、課題と対応をここに示します。",
            data,
            stage,
        )
    box = stage.content
    table = table_size.fitted(
        NativeTable(
            owned("表", VIEW),
            box._replace(h=box.h - ASK_HEIGHT - 0.15),
            ("課題・理由", "対応", "時期・担当"),
            rows,
            (5.4, 3.9, 3.0),
            14,
            "課題ごとの対応と時期の表",
        )
    )
    title: tuple[Part, ...] = (TITLE,)
    if steps.planned:
        title = (f"{TITLE}: ", frame.count("plan_items", steps.planned), "市町村に働きかける")
    return frame.content(
        VIEW,
        title,
        (table, *_ask(data, steps, box._replace(y=box.y + box.h - ASK_HEIGHT, h=ASK_HEIGHT))),
        data,
        stage,
        "市町村の調査票、道の支援策、働きかけの計画と確認事項の記録（画面「課題」「計画」）",
        synthetic=steps.is_synthetic or data.synthetic_towns,
    )


def _rows(data: DeckData, steps: Steps) -> Iterator[Row]:
    for step in steps.barriers:
        planned: tuple[Part, ...] = (TO_BE_SET,)
        if step.planned:
            planned = ("計画で", frame.count(f"plan_measure.{step.code}", step.planned), "市町村")
        yield _row(
            step.code,
            (
                f"「{step.label}」を",
                frame.count("barrier_counted", step.counted),
                "市町村のうち",
                frame.count(f"barrier.{step.code}", step.stated),
                "が挙げた",
            ),
            ("、".join(step.measures) or TO_BE_SET if step.is_lack else NOT_A_LACK,),
            planned if step.is_lack else ("―",),
        )
    areas = set(data.towns["subprefecture_code"])
    own = data.towns[data.towns["group_code"] == "implementing"]
    without = len(areas - set(own["subprefecture_code"]))
    if data.is_complete and len(areas) > 1 and without:
        yield _row(
            "areas",
            (frame.count("areas_without", without), "振興局に実施市町村がない"),
            ("働きかけの候補から選んで相談する",),
            (TO_BE_SET,),
        )
    if steps.slipped:
        yield _row(
            "slipped",
            (frame.count("start.slipped", steps.slipped), "市町村の開始が予定より遅れている"),
            ("開始予定の確認",),
            (TO_BE_SET,),
        )
    silent = len(data.codes("no_data"))
    if silent:
        yield _row(
            "no_data",
            (frame.count("group.no_data", silent), "市町村の状況がわからない"),
            ("調査票の提出のお願い（再）",),
            (TO_BE_SET,),
        )
    if steps.open_promises:
        yield _row(
            "promises",
            ("確認事項", frame.count("promises_open", steps.open_promises), "件が確認できていない"),
            ("次の回答と連絡で確認",),
            ("記録にある担当",),
        )


def _row(key: str, what: tuple[Part, ...], answer: tuple[Part, ...], when: tuple[Part, ...]) -> Row:
    colour = theme.INK_SOFT if when == (TO_BE_SET,) else ""
    return Row(key, (Cell(what, bold=True), Cell(answer), Cell(when, colour=colour)))


def _ask(data: DeckData, steps: Steps, box: Box) -> tuple[Text, Text]:
    lines: list[tuple[Part, ...]] = []
    if steps.planned:
        lines.append(
            (
                f"計画「{steps.plan[:30]}」（",
                frame.count("plan_items", steps.planned),
                "市町村）で進めてよいか。",
            )
        )
    else:
        lines.append(("働きかける市町村と時期を、候補の中から決めてよいか。",))
    silent = len(data.codes("no_data"))
    if silent:
        lines.append(
            (
                "状況のわからない",
                frame.count("group.no_data", silent),
                "市町村に、改めて回答をお願いしてよいか。",
            )
        )
    head = Text(
        owned("御判断の題", VIEW),
        box._replace(h=0.36),
        (Paragraph((ASKED,), size=14, bold=True, colour=theme.WHITE),),
        fill=theme.BLUE_900,
        anchor="middle",
        inset=0.08,
    )
    rest = box._replace(y=box.y + 0.42, h=box.h - 0.42)
    return head, frame.bullets(VIEW, "御判断", rest, lines, size=16)
