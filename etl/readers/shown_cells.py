"""Findings on cells that show other than they hold: nothing, another number, a text of which a part is struck out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from etl.findings import Finding
from etl.readers.grid import Position, Sheet, cell_name, text_of_value, value_at
from etl.readers.rich_text import LeftOut

NO_ZEROS = "シートの設定（ゼロ値を表示しない）のため、何も表示されません"
MOST_TOLD = 10
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def findings(sheets: Sequence[Sheet]) -> list[Finding]:
    """What a person sees in the cells of the visible sheets against what was read of them."""
    return [
        finding
        for sheet in sheets
        if sheet.visible
        for finding in [*_unseen(sheet), *_parts(sheet), *_numbers(sheet)]
    ]


def _unseen(sheet: Sheet) -> Iterator[Finding]:
    places = [place for place in sorted(sheet.unseen) if text_of_value(value_at(sheet.rows, *place)).strip()]
    for number, place in enumerate(places[:MOST_TOLD], 1):
        text = text_of_value(value_at(sheet.rows, *place))
        more = f"（ほか{len(places) - MOST_TOLD}セル）" if number == MOST_TOLD < len(places) else ""
        message = (
            f"「{text[:40]}」という値がありますが、{sheet.unseen[place]}{more}。値は読みました。"
            "正しい値か、消したつもりの値でないか確かめてください。"
        )
        yield _finding("CELL-UNSEEN", message, sheet, place, text)


def _parts(sheet: Sheet) -> Iterator[Finding]:
    for place, part in sorted(sheet.left_out.items()):
        if part.struck:
            message = (
                f"「{part.struck[:40]}」に取り消し線があるので、残りの「{part.left[:40]}」を値として読みました。"
                "正しいか確かめてください。"
            )
            yield _finding("CELL-STRUCK-PART", message, sheet, place, part.left)
        if part.raised:
            message = (
                f"上付き・下付きの「{part.raised}」は注の番号とみて、残りの「{part.left[:40]}」を値として読みました。"
                "正しいか確かめてください。"
            )
            yield _finding("CELL-RAISED", message, sheet, place, part.left, is_doubt=_is_doubtful(part))


def _is_doubtful(part: LeftOut) -> bool:
    """A raised sign behind a number may be a digit of it; behind a word it points to a note."""
    return part.left[-1:].isdigit()


def _numbers(sheet: Sheet) -> Iterator[Finding]:
    """A number whose format shows another one: 50人 for 5."""
    for place, shown in sorted(sheet.displayed_texts.items()):
        value = value_at(sheet.rows, *place)
        if isinstance(value, bool) or not isinstance(value, int | float) or not value:
            continue
        plain = unicodedata.normalize("NFKC", shown)
        numbers = [float(found.replace(",", "")) for found in _NUMBER.findall(plain)]
        size = abs(value) * (100 if "%" in plain else 1)
        if numbers and not any(abs(number - size) <= 0.5 + size * 1e-9 for number in numbers):
            message = (
                f"セルには「{shown}」と表示されていますが、中の値は{text_of_value(value)}です。"
                "表示形式を確かめ、正しい値を書いてください。"
            )
            yield _finding("CELL-SHOWN", message, sheet, place, shown)


def _finding(
    rule: str, message: str, sheet: Sheet, place: Position, value: str, *, is_doubt: bool = True
) -> Finding:
    return Finding(
        "warning" if is_doubt else "info",
        rule,
        message,
        sheet=sheet.name,
        cell=cell_name(*place),
        value=value[:200],
    )
