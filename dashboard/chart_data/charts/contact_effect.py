"""Whether towns advanced after a contact: counts by band and the difference."""

from __future__ import annotations

from dataclasses import replace

from dashboard import journal as journals
from dashboard.chart_data import effect_recount, state_cells, table
from dashboard.chart_data.chart import ANSWERS, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.scope import SlidesRefusedError
from dashboard.chart_data.table import ChartTable, NoNumbersError
from dashboard.export.deck import slide_effect
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning.contact_effect import COUNTS
from dashboard.services import contact_effect
from dashboard.services.contact_effect import ContactEffect
from dashboard.views import contact_words
from dashboard.warehouse.reader import Reader
from dashboard.words import words


def numbers(request: TableRequest) -> ChartTable:
    """One row per comparison and band, then the difference of all bands. Raises NoNumbersError where there is none."""
    try:
        made = contact_effect.contact_effect(request.reader, request.journal)
    except journals.JournalError as error:
        raise NoNumbersError(str(error)) from error
    shown = {kind: part for kind, part in made.parts.items() if part.difference is not None}
    if not shown:
        raise NoNumbersError("".join(contact_words.sentences(made)))
    columns = (
        table.text("比べ方"),
        table.text("組", "比べた組と、もう一方の組"),
        table.text("区分", "その時の候補の区分。計は全部"),
        table.towns("進んだ"),
        table.towns("市町村"),
        table.towns("もう一方で進んだ"),
        table.towns("もう一方"),
        table.number("区分をそろえた差", "ポイント", "計の行だけ"),
        table.number("差の幅の下", "ポイント", "95％"),
        table.number("差の幅の上", "ポイント", "95％"),
    )
    cells = []
    for kind, part in shown.items():
        named = (contact_words.LABELS[kind], "、".join(contact_words.SIDES[kind]))
        for one in part.bands:
            cells.append((*named, one.band, *(getattr(one, name) for name in COUNTS), None, None, None))
        marks = [
            words.half_up(100 * float(share or 0.0), 1) for share in (part.difference, part.low, part.high)
        ]
        cells.append((*named, "計", *(getattr(part.whole, name) for name in COUNTS), *marks))
    sources = ("対応の記録（連絡した日、くじの順）", f"状態: {ANSWERS}", *contact_words.METHOD)
    counts = table.chart_table(columns, cells, [made.is_synthetic] * len(cells), sources)
    return replace(counts, behind=counted(request.reader, made))


def counted(reader: Reader, made: ContactEffect) -> ChartTable:
    """Each case that is counted: two rows, of the state before and of the state after, with their cells."""
    columns = (
        table.text("比べ方"),
        table.text("組"),
        table.text("区分"),
        table.text("進んだ"),
        table.text("前か後か", "前の年度の状態か、次の年度の状態か"),
    )
    rows = [
        (
            (
                contact_words.LABELS[kind],
                contact_words.SIDES[kind][0 if row["side"] else 1],
                row["band"],
                table.yes(row["advanced"]),
                when,
            ),
            str(row["code"]),
            int(row[year]),
        )
        for kind, cases in made.cases.items()
        for row in records(cases)
        for when, year in (("前", "from_year"), ("後", "year"))
    ]
    return state_cells.behind(reader, columns, rows)


def slide(request: SlideRequest, stage: Stage) -> Slide:
    try:
        made = contact_effect.contact_effect(request.reader, request.journal)
    except journals.JournalError as error:
        raise SlidesRefusedError(str(error)) from error
    return slide_effect.slide(
        request.data, made.parts, contact_words.LABELS, _said(made), stage, synthetic=made.is_synthetic
    )


def _said(made: ContactEffect) -> dict[str, str]:
    return {
        kind: contact_words.sentence(kind, part)
        for kind, part in made.parts.items()
        if part.difference is not None
    }


def recount_effect(context: RecountContext, key: str) -> float | str:
    """By hand from the journal and the states of single municipalities, the intervals by another formula (effect_recount); the
    bands are those of the ranking.
    """
    name, _, rest = key.removeprefix("effect_").partition(".")
    if name == "said":
        return contact_words.sentence(rest, effect_recount.again(context)[rest])
    kind, _, band = rest.partition(".")
    part = effect_recount.again(context)[kind]
    own = part.whole if not band else next(one for one in part.bands if one.band == band)
    return int(getattr(own, name))


CHART = Chart(
    slide_effect.VIEW,
    slide_effect.TITLE,
    source=f"対応の記録と{ANSWERS}",
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys((f"effect_{name}" for name in (*COUNTS, "said")), recount_effect),
    is_in_briefing=False,
)
