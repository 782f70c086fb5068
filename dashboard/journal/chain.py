"""The hash chain over the journal: each record is hashed with the hash of the one before it.

So a record that is changed, taken out or exchanged behind the program's back is found, whoever did it, a disk or a person.
SQLite counts in a table of its own how many were ever written; by that a missing end is found.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

LINKED = (
    *("seq", "record_id", "version", "kind", "municipality_code", "body", "is_removed", "written_by"),
    "written_at",
)
# With the type of each value: a text that became bytes is another value.
ROWS = f"select {', '.join(f'typeof(r.{name}), r.{name}' for name in LINKED)}, l.hash from record as r left join link as l using (seq)"
KINDS = {
    "contact": "対応",
    "promise": "確認事項",
    "step": "次にすること",
    "plan": "計画",
    "item": "計画の市町村",
    "office": "差出人",
    "address": "宛先",
    "sending": "送った記録",
    "case": "取組の事例",
    "wording": "言葉の直し",
    "target": "目標",
    "grant_amount": "1人当たりの額",
    "draw": "くじの順",
    "settlement": "決算額",
    "text_code": "自由記述の分類",
    "coding": "自由記述の確かめ",
    "known_question": "ほかの調べの設問",
    "event": "できごと",
    "figure_note": "図の確認・注記",
    "state_form": "国の様式",
    "form_cell": "国の様式のセル",
    "filled_form": "国の様式の写し",
    "audit": "操作",
}
MOST_NAMED = 5


class Link(NamedTuple):
    """The number of a record and its hash."""

    seq: int
    hash: bytes


NOTHING = Link(0, b"")


def append(connection: sqlite3.Connection, seq: int) -> None:
    """Link a record that was just written to the one before it, in the same transaction."""
    before = connection.execute("select hash from link where seq = ?", [seq - 1]).fetchone()
    [row] = _rows(connection, seq - 1, seq)
    link = _link(str(before[0]).encode() if before else b"", row)
    connection.execute("insert into link (seq, hash) values (?, ?)", [seq, link.decode("ascii")])


def begin(connection: sqlite3.Connection) -> None:
    """Link all records of a journal that was written without a chain."""
    for [seq] in connection.execute("select seq from record order by seq").fetchall():
        append(connection, int(seq))


def problems(connection: sqlite3.Connection, proved: Link = NOTHING) -> list[str]:
    """What differs from what was written, in Japanese, each with its record; empty where everything is as it was.

    proved: the record up to which it was so before. To be called in one transaction. Raises sqlite3.Error.
    """
    found: list[str] = []
    last, before = proved.seq, proved.hash
    for row in _rows(connection, last, None):
        seq = int(row[1] or 0)
        if seq != last + 1:
            found.append(_missing(last + 1, seq - 1))
        elif row[-1] is None or row[-1] != _link(before, row):
            found.append(f"{_named(row)}の中身が、書かれたときと違います")
        before, last = row[-1] if isinstance(row[-1], bytes) else b"", seq
    ever = connection.execute("select max(seq) from sqlite_sequence where name = 'record'").fetchone()[0] or 0
    linked = connection.execute("select max(seq) from link").fetchone()[0] or 0
    if max(ever, linked) > last:
        found.append(_missing(last + 1, max(ever, linked)))
    elif ever != last:
        found.append("書かれた記録の数が、いまの記録の数と違います")
    return found


def newest(connection: sqlite3.Connection) -> Link:
    """The link of the newest record."""
    return _first(connection, "select seq, hash from link order by seq desc limit 1")


def holds(connection: sqlite3.Connection, link: Link) -> bool:
    """Whether the journal still has the link: whatever came since, it is the same journal up to there."""
    found = _first(connection, f"select seq, hash from link where seq = {int(link.seq)}")
    return link == NOTHING or found == link


def _first(connection: sqlite3.Connection, asked: str) -> Link:
    row = connection.execute(asked).fetchone()
    return Link(int(row[0]), str(row[1]).encode()) if row else NOTHING


def summed(found: list[str]) -> str:
    """The first of them, and how many more."""
    left = len(found) - MOST_NAMED
    return "、".join(found[:MOST_NAMED]) + (f"、ほか{left}件" if left > 0 else "")


def _rows(
    connection: sqlite3.Connection, after: int, up_to: int | None
) -> Iterator[tuple[bytes | int | None, ...]]:
    """Texts as the bytes that stand in the file: one that is no UTF-8 any more is to be told, not to fail."""
    cursor = connection.cursor()
    cursor.row_factory = None
    kept, connection.text_factory = connection.text_factory, bytes
    try:
        end = "" if up_to is None else f" and r.seq <= {up_to}"
        rows = cursor.execute(f"{ROWS} where r.seq > ?{end} order by r.seq", [after]).fetchall()
    finally:
        connection.text_factory = kept
    yield from rows


def _link(before: bytes, row: tuple[bytes | int | None, ...]) -> bytes:
    digest = hashlib.sha256(before)
    for value in row[:-1]:
        part = value if isinstance(value, bytes) else str(value).encode()
        digest.update(b"%d:%b" % (len(part), part))
    return digest.hexdigest().encode("ascii")


def _missing(first: int, last: int) -> str:
    which = f"{first}番目" if first == last else f"{first}番目から{last}番目まで"
    return f"{which}の記録がありません"


def _named(row: tuple[bytes | int | None, ...]) -> str:
    """3番目の記録（対応、01581、2026-11-26 に記入）; no name of a person."""
    told = {name: _text(row[2 * number + 1]) for number, name in enumerate(LINKED)}
    kind = KINDS.get(told["kind"], "そのほか")
    parts = (kind, told["municipality_code"][:5], f"{told['written_at'][:10]} に記入")
    return f"{told['seq']}番目の記録（{'、'.join(part for part in parts if part)}）"


def _text(value: bytes | int | None) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
