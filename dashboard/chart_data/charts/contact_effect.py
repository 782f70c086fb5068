"""Whether towns advanced after a contact: counts by band and the difference."""

from __future__ import annotations

from datetime import date

from dashboard import journal as journals
from dashboard.chart_data import table
from dashboard.chart_data.chart import ANSWERS, Chart, SlideRequest, TableRequest
from dashboard.chart_data.recount import RecountContext
from dashboard.chart_data.scope import SlidesRefusedError
from dashboard.chart_data.table import ChartTable, NoNumbersError
from dashboard.export.deck import slide_effect
from dashboard.export.deck.model import Slide
from dashboard.export.deck.stage import Stage
from dashboard.frames import records
from dashboard.planning.contact_effect import COUNTS, NO_BAND
from dashboard.queries import recount as recounts
from dashboard.services import contact_effect
from dashboard.services.contact_effect import ContactEffect
from dashboard.views import contact_words
from dashboard.words import words

ORDER = ("no_plan", "considering", "planned", "implementing")


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
    return table.chart_table(columns, cells, [made.is_synthetic] * len(cells), sources)


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
    """Who was contacted and who advanced by hand, from the journal and the states of single municipalities; the bands, and the
    sentence with its interval, by the same code.
    """
    name, _, rest = key.removeprefix("effect_").partition(".")
    kind, _, band = rest.partition(".")
    made = context.once(
        "contact effect", lambda: contact_effect.contact_effect(context.reader, context.journal)
    )
    if name == "said":
        return _said(made)[kind]
    if kind == "observed" and not band:
        bands = {one.band for one in made.observed.bands}
        return _by_hand(context, bands)[COUNTS.index(name)]
    part = made.parts[kind]
    own = part.whole if not band else next(one for one in part.bands if one.band == band)
    return int(getattr(own, name))


def _by_hand(context: RecountContext, bands: set[str]) -> list[int]:
    """Advanced and all, with and without a contact, of the bands that are compared."""
    states = {
        (row["municipality_code"], int(row["fiscal_year"])): (row["group_code"], row["as_of"].date())
        for row in context.rows(recounts.stated_states)
    }
    days: dict[str, list[date]] = {}
    for row in records(journals.contacts(context.journal)):
        days.setdefault(row["municipality_code"], []).append(row["contacted_on"])
    pairs = [
        (code, year, *states[code, year - 1], *after)
        for (code, year), after in states.items()
        if (code, year - 1) in states
    ]
    told = [
        (code, year, then, any(since < day <= until for day in days.get(code, ())), group, until)
        for code, year, then, since, group, until in pairs
        if then in ORDER[:3] and group in ORDER
    ]
    counted = [0, 0, 0, 0]
    for code, year, then, is_reached, group, _ in told:
        is_asked = any(own == year and reached for _, own, _, reached, *_ in told)
        known = contact_effect.bands_before(context.reader, year) if is_asked else {}
        if known.get(code, NO_BAND) in bands:
            at = 0 if is_reached else 2
            counted[at] += ORDER.index(group) > ORDER.index(then)
            counted[at + 1] += 1
    return counted


CHART = Chart(
    slide_effect.VIEW,
    slide_effect.TITLE,
    source=f"対応の記録と{ANSWERS}",
    table=numbers,
    slide=slide,
    recounts=dict.fromkeys((f"effect_{name}" for name in (*COUNTS, "said")), recount_effect),
    is_in_briefing=False,
)
