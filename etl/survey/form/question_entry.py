"""One [[question]] of a form.toml: its options, its conditions, and its copies over a code list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from etl.survey.form.questions import KINDS, KINDS_WITH_OPTIONS, Condition, Option, Question
from etl.survey.form.reader import FormReader, quoted

QUESTION_KEYS: dict[str, type] = {
    "id": str,
    "kind": str,
    "wording": str,
    "help": str,
    "section": str,
    "part_of": str,
    "required": bool,
    "prefilled": bool,
    "provisional": bool,
    "previous": list,
    "compared": bool,
    "only_if": list,
    "condition_note": str,
    "options_from": str,
    "only": list,
    "options": list,
    "for_each": str,
    "item_wording": str,
    "item_help": str,
    "unit": str,
    "minimum": int,
    "maximum": int,
    "first_year": int,
    "last_year": int,
    "allows_undecided": bool,
    "ranks": int,
    "lines": int,
}
OPTION_KEYS: dict[str, type] = {
    "code": str,
    "label": str,
    "help": str,
    "provisional": bool,
    "exclusive": bool,
    "aliases": list,
    "replaces": list,
}
CONTACT_PARTS = (
    Option("department", "担当課・係"),
    Option("person", "担当者（職・氏名）"),
    Option("phone", "電話番号"),
    Option("email", "メールアドレス"),
)
CANNOT_BE_REPEATED = frozenset({"multiple", "ranked", "contact", "free_text"})


def read_questions(
    reader: FormReader, values: dict[str, Any], earlier_questions: Mapping[str, Question]
) -> list[Question]:
    """The question of one entry, or one for each row of the code list that its `for_each` names."""
    question = _question(reader, values, earlier_questions)
    if "for_each" not in values:
        return [question]
    if question.kind in CANNOT_BE_REPEATED:
        reader.problem("FORM-EACH", f"for_each は kind「{question.kind}」では使えません")
    items = []
    for row in reader.codes(values["for_each"], "for_each"):
        try:
            wording = values.get("item_wording", "{label_ja}").format_map(row).strip()
            help_text = values.get("item_help", "").format_map(row).strip()
        except (KeyError, ValueError) as error:
            message = f"item_wording・item_help の {error} は、{quoted(row)} のどれかを {{}} で囲んでください"
            reader.problem("FORM-EACH", message)
            break
        items.append(
            replace(
                question,
                id=f"{question.id}_{row['code']}",
                previous_ids=tuple(f"{old}_{row['code']}" for old in question.previous_ids),
                wording=wording,
                help=help_text,
                group_id=question.id,
                item_code=row["code"],
            )
        )
    return items


def _question(
    reader: FormReader, values: dict[str, Any], earlier_questions: Mapping[str, Question]
) -> Question:
    question_id, kind = values.get("id", ""), values.get("kind", "")
    reader.check_id("id", question_id)
    if kind and kind not in KINDS:
        reader.problem("FORM-KIND", f"kind「{kind}」は使えません。使えるのは {quoted(KINDS)} です")
    minimum, maximum = values.get("minimum", 0), values.get("maximum", 9999)
    if kind == "fiscal_year":
        minimum, maximum = values.get("first_year", 0), values.get("last_year", 0)
        if not (minimum and maximum):
            message = "kind「fiscal_year」には first_year と last_year（例 2021 と 2030）が要ります"
            reader.problem("FORM-RANGE", message)
    if minimum > maximum:
        reader.problem("FORM-RANGE", f"下限 {minimum} が上限 {maximum} より大きくなっています")
    previous = tuple(str(old) for old in values.get("previous", [question_id]))
    for old in previous:
        reader.check_id("previous", old)
    return Question(
        id=question_id,
        kind=next((known for known in KINDS if known == kind), "free_text"),
        wording=values.get("wording", ""),
        help=values.get("help", ""),
        options=_options(reader, values, kind),
        vocabulary=values.get("options_from", ""),
        required=values.get("required", False),
        conditions=_conditions(reader, values.get("only_if", []), earlier_questions),
        condition_note=values.get("condition_note", ""),
        prefilled=values.get("prefilled", False),
        provisional=values.get("provisional", False),
        previous_ids=previous,
        compared=values.get("compared", True),
        unit=values.get("unit", ""),
        minimum=minimum,
        maximum=maximum,
        allows_undecided=values.get("allows_undecided", False),
        ranks=values.get("ranks", 3) if kind == "ranked" else 0,
        lines=values.get("lines", 5) if kind == "free_text" else 1,
    )


def _options(reader: FormReader, values: dict[str, Any], kind: str) -> tuple[Option, ...]:
    """Those of the code list (all, or `only` some), then the form's own; `only` may name own ones to set their place.

    An own option with a code of the list is that option in other words, which the words of the list still answer.
    """
    source = values.get("options_from", "")
    rows = {row["code"]: row for row in reader.codes(source, "options_from")} if source else {}
    aliases = reader.aliases(source) if source else {}
    own = _own_options(reader, values.get("options", []))
    own_codes = [option.code for option in own]
    only = [str(code) for code in values.get("only", rows)]
    missing = [code for code in only if code not in rows and code not in own_codes]
    if missing:
        message = f"only の {quoted(missing)} は「{source}」にありません。あるのは {quoted(rows)} です"
        reader.problem("FORM-OPTION", message)
    options = [_of_list(rows[code], aliases.get(code, ())) for code in only if code in rows]
    for option in own:
        place = next((n for n, listed in enumerate(options) if listed.code == option.code), None)
        if place is None or option.code not in rows:
            options.append(option)
        else:
            options[place] = _reworded(options[place], option)
    if own and only:
        order = {code: place for place, code in enumerate(only)}
        options.sort(key=lambda option: order.get(option.code, len(order)))
    if kind == "contact" and not options:
        options = list(CONTACT_PARTS)
    _check_options(reader, options, kind)
    return tuple(options)


def _own_options(reader: FormReader, entries: list[Any]) -> list[Option]:
    options = []
    for entry in entries:
        option = reader.typed(entry, OPTION_KEYS, required=("code", "label"))
        reader.check_id("選択肢の code", option.get("code", ""))
        tuples = {key: tuple(option.pop(key, ())) for key in ("aliases", "replaces")}
        options.append(Option(**({"code": "", "label": ""} | option | tuples)))
    return options


def _of_list(row: dict[str, str], aliases: tuple[str, ...]) -> Option:
    return Option(
        code=row["code"],
        label=row["label_ja"],
        help=row.get("description", ""),
        provisional=row.get("provisional", "0") == "1",
        aliases=aliases,
    )


def _reworded(listed: Option, own: Option) -> Option:
    known = (*listed.aliases, listed.label, *own.aliases)
    aliases = tuple(dict.fromkeys(alias for alias in known if alias != own.label))
    return replace(own, aliases=aliases, help=own.help or listed.help, provisional=own.provisional)


def _check_options(reader: FormReader, options: list[Option], kind: str) -> None:
    if kind not in KINDS_WITH_OPTIONS:
        if options:
            message = f"kind「{kind}」に選択肢は要りません。options・options_from を消してください"
            reader.problem("FORM-OPTION", message)
        return
    if not options:
        reader.problem("FORM-OPTION", f"kind「{kind}」には選択肢（options か options_from）が要ります")
    for what, values in (("code", [o.code for o in options]), ("label", [o.label for o in options])):
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            reader.problem("FORM-OPTION", f"選択肢の {what} {quoted(twice)} が重複しています")


def _conditions(
    reader: FormReader, entries: list[Any], earlier_questions: Mapping[str, Question]
) -> tuple[Condition, ...]:
    """Own conditions, after those of the questions that they name: a chain leaves no gap."""
    conditions: list[Condition] = []
    inherited: list[Condition] = []
    for entry in entries:
        keys = set(entry) if isinstance(entry, dict) else set()
        if keys not in ({"question", "in"}, {"question", "not_in"}):
            message = 'only_if は { question = "…", in = ["…"] } か not_in = ["…"] の形で書いてください'
            reader.problem("FORM-IF", message)
            continue
        codes = tuple(entry.get("in", entry.get("not_in", ())))
        control = earlier_questions.get(entry["question"])
        if control is None:
            reader.problem("FORM-IF", f"only_if の質問「{entry['question']}」が、これより前にありません")
        elif control.kind not in ("single", "multiple"):
            message = f"only_if の質問は single か multiple にしてください（{control.id} は {control.kind}）"
            reader.problem("FORM-IF", message)
        elif not codes or any(control.option(code) is None for code in codes):
            known = quoted(option.code for option in control.options)
            message = f"only_if の選択肢は「{control.id}」の {known} にしてください（今は {quoted(codes)}）"
            reader.problem("FORM-IF", message)
        else:
            conditions.append(Condition(control.id, codes, negated="not_in" in entry))
            inherited.extend(control.conditions)
    return tuple(dict.fromkeys([*inherited, *conditions]))
