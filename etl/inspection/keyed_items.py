"""The items of kinds whose rows have a key of their own: what the warehouse holds under it, and what a file says."""

from __future__ import annotations

from etl import fiscal_year
from etl.readers import vocabulary
from etl.readers.context import Fact


def _activity(fact: Fact) -> tuple[str, str, str]:
    measure = vocabulary.labels("measure")[str(fact["measure_code"])]
    return "", str(fact["activity_id"]), f"{fact['held_on']}　{measure}　{fact['title']}"


def _attendance(fact: Fact) -> tuple[str, str, str]:
    code, persons = str(fact["municipality_code"]), fact["persons"]
    return code, f"{fact['activity_id']}／{code}", "人数は不明" if persons is None else f"{persons}人"


def _road_time(fact: Fact) -> tuple[str, str, str]:
    ends = f"{fact['from_code']}→{fact['to_code']}"
    month = f"{fact['month']}月" if fact["month"] else "通年"
    return str(fact["from_code"]), f"{ends}（{month}）", f"{float(str(fact['minutes'])):.10g}分"


def _joint_body(fact: Fact) -> tuple[str, str, str]:
    code = str(fact["municipality_code"])
    return code, f"{fact['body']}／{code}", str(fact["body_kind"])


def _town_date(fact: Fact) -> tuple[str, str, str]:
    code, event = str(fact["municipality_code"]), vocabulary.labels("town_event")[str(fact["event_code"])]
    return code, f"{event}／{code}", str(fact["on_day"] or fiscal_year.label(int(str(fact["fiscal_year"]))))


def _named(fact: Fact) -> tuple[str, str, str]:
    code, year = str(fact["municipality_code"]), fiscal_year.label(int(str(fact["fiscal_year"])))
    said = (str(fact["amount"]) or "○") if fact["is_named"] else "載っていない"
    return code, f"{year}／{code}", said


def _total(fact: Fact) -> tuple[str, str, str]:
    key = fact.get("total_code") or f"national_{fact['fiscal_year']}_{fact['status']}"
    return "", str(key), str(fact.get("value") or fact.get("municipalities"))


_TOTALS = "select total_code, value, source_id from held.core_published_total"
# kind → the items that are held (key, words, cell) in the warehouse attached as `held`, and those of a fact (town, key, words)
ITEMS = {
    "activities": (
        "select a.activity_id, strftime(a.held_on, '%Y-%m-%d') || '　' || m.label_ja || '　' || a.title, a.source_id "
        "from held.core_activity as a join held.codes_measure as m on m.code = a.measure_code",
        _activity,
    ),
    "attendance": (
        "select activity_id || '／' || municipality_code, "
        "case when persons is null then '人数は不明' else persons || '人' end, source_id from held.core_attendance",
        _attendance,
    ),
    "road_times": (
        "select from_code || '→' || to_code || '（' || coalesce(month || '月', '通年') || '）', "
        "format('{:.10g}分', minutes), source_id from held.core_road_time",
        _road_time,
    ),
    "joint_bodies": (
        "select body || '／' || municipality_code, body_kind, source_id from held.core_joint_body",
        _joint_body,
    ),
    "town_dates": (
        "select e.label_ja || '／' || d.municipality_code, "
        "coalesce(strftime(d.on_day, '%Y-%m-%d'), y.label_ja), d.source_id from held.core_town_date as d "
        "join held.codes_town_event as e on e.code = d.event_code "
        "join held.codes_fiscal_year as y on y.fiscal_year = d.fiscal_year",
        _town_date,
    ),
    "named_implementers": (
        "select y.label_ja || '／' || n.municipality_code, "
        "case when n.is_named then coalesce(format('{:.10g}', n.amount), '○') else '載っていない' end, n.source_id "
        "from held.core_named_implementer as n join held.codes_fiscal_year as y on y.fiscal_year = n.fiscal_year",
        _named,
    ),
    "published_totals": (_TOTALS, _total),
    "national_counts": (_TOTALS, _total),
}
