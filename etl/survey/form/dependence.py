"""What a question takes from an earlier one, and may have lost by an edit: its choices, and what 「そのうち」 refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from etl.survey.form.document import FormDocument
from etl.survey.form.draft_problems import DraftProblem, option_labels

Entry = Mapping[str, Any]
Lists = Mapping[str, list[dict[str, str]]]
REFERS_BACK = re.compile(
    r"そのうち|このうち|同じく|上記|前記|これら|[前上](?:の)?(?:問|質問|設問)(?!題)|[前上]で(?:答え|選)"
)


def doubtful_references(document: FormDocument, lists: Lists, new_ids: set[str]) -> list[DraftProblem]:
    """Each place to look at again, from the top of the form to its end. `new_ids`: questions of no earlier round."""
    entries = document["questions"]
    return [
        DraftProblem(str(entry["id"]), field, f"「{entry.get('wording', '')}」{message}")
        for place, entry in enumerate(entries)
        for field, message in (
            *_of_choices(entry, entries[:place], lists),
            *_of_words(entry, entries[:place], lists, new_ids),
        )
    ]


def _of_choices(entry: Entry, earlier: Sequence[Entry], lists: Lists) -> Iterator[tuple[str, str]]:
    """A choice that is worded in another way where it is chosen and where it is ranked, or stands in one of them alone."""
    source = _source(entry, earlier, lists)
    if source is None:
        return
    name = f"「{source.get('wording', '')}」"
    there, here = option_labels(source, lists), option_labels(entry, lists)
    for code, label in there.items():
        if code in here and here[code] != label:
            yield (
                "options",
                f"の選択肢「{here[code]}」は、{name}では「{label}」です。同じことなら言葉をそろえてください。",
            )
    if entry.get("kind") != "ranked":
        return
    alone = {str(one["code"]) for one in source.get("options", []) if one.get("exclusive")}
    missing = [label for code, label in there.items() if code not in here and code not in alone]
    more = [label for code, label in here.items() if code not in there]
    if missing:
        yield (
            "options",
            f"に、{name}の選択肢{_quoted(missing)}がありません。このままでよいか確かめてください。",
        )
    if more:
        yield (
            "options",
            f"の選択肢{_quoted(more)}が、{name}にありません。このままでよいか確かめてください。",
        )


def _of_words(
    entry: Entry, earlier: Sequence[Entry], lists: Lists, new_ids: set[str]
) -> Iterator[tuple[str, str]]:
    """Another question between one that says 「そのうち」 and what it refers to."""
    for field in ("wording", "help"):
        words = REFERS_BACK.search(str(entry.get(field, "")))
        if words is None or not earlier:
            continue
        meant = _antecedent(entry, earlier, lists)
        if meant is None:
            between = [earlier[-1]] if earlier[-1]["id"] in new_ids and entry["id"] not in new_ids else []
        else:
            after = earlier[[one["id"] for one in earlier].index(meant["id"]) + 1 :]
            between = [one for one in after if meant["id"] not in _leans_on(one)]
        if between:
            named = f"（「{meant.get('wording', '')}」のこと）" if meant else ""
            yield (
                field,
                f"の前に{_quoted([str(one.get('wording', '')) for one in between])}が入っています。"
                f"「{words.group()}」{named}が何を指すか、わかるか確かめてください。",
            )


def _antecedent(entry: Entry, earlier: Sequence[Entry], lists: Lists) -> Entry | None:
    """The question that one refers to: whose choices it takes, else the nearest that it hangs on."""
    leans_on = _leans_on(entry)
    nearest = next((one for one in reversed(earlier) if one["id"] in leans_on), None)
    return _source(entry, earlier, lists) or nearest


def _source(entry: Entry, earlier: Sequence[Entry], lists: Lists) -> Entry | None:
    """The nearest question with several choices whose choices this one takes: of the same list, or one it hangs on."""
    named, leans_on = entry.get("options_from"), _leans_on(entry)
    codes = set(option_labels(entry, lists))
    return next(
        (
            one
            for one in reversed(earlier)
            if one.get("kind") == "multiple"
            and codes & set(option_labels(one, lists))
            and ((named and one.get("options_from") == named) or (one["id"] in leans_on))
        ),
        None,
    )


def _leans_on(entry: Entry) -> set[str]:
    """The ids of the questions of its conditions, and of the one that it is a part of."""
    return {str(one.get("question", "")) for one in entry.get("only_if", [])} | {
        str(entry.get("part_of", ""))
    }


def _quoted(texts: Sequence[str]) -> str:
    return "、".join(f"「{text}」" for text in texts)
