"""Fields by which people write into the journal: the same in the forms of 計画 and in the editor of a record."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard import clock
from dashboard.components import selects
from dashboard.frames import records
from dashboard.journal.entered_day import entered_day
from dashboard.journal.kinds import FIELDS, Field
from dashboard.queries import promises as queries_promises
from dashboard.queries import visits as queries_visits
from dashboard.warehouse.reader import Reader
from dashboard.words import words

LONG = {"said", "text", "note"}
HIDDEN = {"contact_id", "plan_id", "priority", "office", "days", "first_day", "hours", "visit_minutes"}
QUARTERS = [
    {"value": "0", "label": "通年"},
    *({"value": str(q), "label": f"第{q}四半期"} for q in range(1, 5)),
]
FIRST_YEAR = 2021
KINDS = {
    "contact": "対応",
    "promise": "確認事項",
    "step": "次にすること",
    "plan": "計画",
    "item": "計画の市町村",
}


def day_hint() -> str:
    """How a day may be written, by the example of today."""
    today = clock.today()
    return f"{today.month}/{today.day} や {words.day_short(today)}"


def tab_persistence(where: str) -> dict[str, str]:
    """What is typed into a field and not saved yet stays in the tab, over other pages and new data, for that form."""
    return {"persistence": where, "persistence_type": "session", "data-asks": "tab"}


def choices(reader: Reader, field: Field) -> list[Any] | None:
    """What a field offers; None where anything may be written."""
    if field.words:
        return [{"value": word, "label": word} for word in field.words]
    if field.name == "means":
        return [{"value": label, "label": label} for label in queries_visits.means(reader)["label_ja"]]
    if field.name == "measure":
        return [{"value": label, "label": label} for label in queries_visits.measures(reader)["label_ja"]]
    if field.name == "promise_kind":
        kinds = queries_promises.kinds(reader)
        return [{"value": row["code"], "label": row["label_ja"]} for row in records(kinds)]
    if field.name == "target":
        targets = records(queries_promises.targets(reader))
        return [
            {
                "group": group,
                "items": [
                    {"value": row["code"], "label": row["label_ja"]}
                    for row in targets
                    if row["target_kind"] == kind
                ],
            }
            for kind, group in (("barrier", "課題"), ("function", "機能"))
        ]
    if field.name == "quarter":
        return QUARTERS
    if field.name == "fiscal_year":
        years = queries_promises.years(reader)
        return [{"value": str(row["fiscal_year"]), "label": row["label_ja"]} for row in records(years)]
    return None


def control(reader: Reader, kind: str, name: str, identity: Any, value: Any = None, **more: Any) -> Any:
    """The control of one field."""
    field = next(one for one in FIELDS[kind] if one.name == name)
    offered = choices(reader, field)
    label = more.pop("label", field.label)
    shared = {"id": identity, "label": label, "size": "sm", "required": field.is_required, **more}
    text = "" if value is None or value != value else str(value)
    if offered is not None:
        return dmc.Select(
            data=offered,
            value=text or None,
            clearable=not shared["required"],
            # choosing what is chosen already would empty the field
            allowDeselect=not shared["required"],
            searchable=len(offered) > 6 or name == "target",
            comboboxProps=selects.COMBO,
            nothingFoundMessage="見つかりません",
            checkIconPosition="right",
            **shared,
        )
    if name in LONG:
        return dmc.Textarea(value=text, autosize=True, minRows=2, maxRows=8, **shared)
    if field.type == "day":
        return dmc.TextInput(value=text[:10], placeholder=day_hint(), **shared)
    return dmc.TextInput(value=text, **shared)


def form(reader: Reader, kind: str, values: dict[str, Any], version: str) -> html.Div:
    """All fields of a kind that people see, by pattern ids {"type": "record-field", "name": …}.

    version: names the version of the record that is edited; what was begun on another is not shown.
    """
    return html.Div(
        [
            control(
                reader,
                kind,
                field.name,
                {"type": "record-field", "name": field.name},
                values.get(field.name),
                className="wide" if field.name in LONG else "",
                **tab_persistence(version),
            )
            for field in FIELDS[kind]
            if field.name not in HIDDEN
        ],
        className="form-grid",
    )


def towns(reader: Reader) -> list[dict[str, str]]:
    """All municipalities to choose from, found by name or reading."""
    return [
        {"value": row["municipality_code"], "label": f"{row['name']}（{row['kana']}）"}
        for row in records(queries_visits.places(reader))
    ]


def past_due(parts: list[tuple[str, dict[str, Any]]]) -> str:
    """That something is due on a day that is over: kept as it was entered, and said."""
    days = [(kind, str(values["due"])) for kind, values in parts if values.get("due")]
    due = [(KINDS[kind], entered_day("期限", text)) for kind, text in days]
    past = [f"{label}の期限（{words.day_short(day)}）" for label, day in due if day < clock.today()]
    return f"{'、'.join(past)}は、もう過ぎています（「直す」で直せます）。" if past else ""
