"""The only door to the published warehouse: read-only, follows the pointer, recovers by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd

from dashboard.warehouse import as_of as as_of_day
from dashboard.warehouse.answer_cache import AnswerCache

T = TypeVar("T")
POINTER = "current"
# Days that stay open, besides the newest state: each holds its tables in memory, 4 MB at 179 municipalities.
DAYS = 8
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
THREADS = 2
BUILD_IT = "「データを作る」を押してください。できあがると、この画面は自動で切り替わります。"
# The same for who has a terminal, and no page.
BUILD_IN_TERMINAL = "「python -m etl build」を実行してください。"


class WarehouseError(Exception):
    """The warehouse cannot be read; the message says in Japanese what to do."""


class NoDataYetError(WarehouseError):
    """Nothing has been built on this PC."""


@dataclass(frozen=True, eq=False)
class Reader:
    """One published warehouse, which never changes: answers are remembered.

    as_of: the day on which things are to have been known; None for all that the warehouse knows.
    """

    warehouse_id: str
    connection: duckdb.DuckDBPyConnection
    as_of: date | None = None
    answers: AnswerCache = field(default_factory=AnswerCache)
    derived: dict[Hashable, Any] = field(default_factory=dict)
    lasting: dict[Hashable, Any] = field(default_factory=dict)
    days: dict[date, Reader] = field(default_factory=dict)
    days_lock: threading.Lock = field(default_factory=threading.Lock)
    views: dict[str, str] = field(default_factory=dict)
    created_views: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def built_at(self) -> datetime:
        """When the warehouse was built (UTC), as its name says."""
        return datetime.strptime(self.warehouse_id.split("_")[1][:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007

    def at(self, day: date | None) -> Reader:
        """The same warehouse as it was known on a day: every mart_* and core_* answers as of it.

        None gives this reader. The DAYS days that were asked last stay open; all share the room for answers.
        """
        if day is None or day == self.as_of:
            return self
        with self.days_lock:  # several questions of one page come at once
            known = self.days.pop(day, None) or self._open_day(day)
            self.days[day] = known
            for old in list(self.days)[:-DAYS]:
                del self.days[old]
            return known

    def _open_day(self, day: date) -> Reader:
        """A reader of the day on a cursor of its own: a connection answers one question at a time."""
        cursor = self.connection.cursor()
        try:
            views = as_of_day.views(cursor, day)
        except duckdb.Error as error:
            raise self._unreadable(error) from error
        return Reader(
            self.warehouse_id,
            cursor,
            day,
            answers=self.answers,
            lasting=self.lasting,
            days=self.days,
            days_lock=self.days_lock,
            views=views,
        )

    def frame(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        """The rows of a query. Raises WarehouseError where the warehouse has not the tables of this version."""
        key = (self.as_of, sql, tuple(parameters))
        known = self.answers.get(key)
        if known is None:
            try:
                known = (
                    self._rows(sql, parameters) if self.as_of is None else self._rows_then(sql, parameters)
                )
            except duckdb.Error as error:
                raise self._unreadable(error) from error
            known = self.answers.put(key, known)
        return known.copy(deep=False)

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """What `make` works out of the answers, kept under the name for as long as the reader; not to be changed."""
        if name not in self.derived:
            self.derived[name] = make()
        kept: T = self.derived[name]
        return kept

    def once_for_all_days(self, name: Hashable, make: Callable[[], T]) -> T:
        """The same for what no day changes, such as boundaries; make may ask any reader of the warehouse."""
        if name not in self.lasting:
            self.lasting[name] = make()
        kept: T = self.lasting[name]
        return kept

    def forget_days(self) -> None:
        """Let the readers of days go, which refer to each other: without them a warehouse closes with its last question."""
        with self.days_lock:
            self.days.clear()

    def _rows(self, sql: str, parameters: Sequence[object]) -> pd.DataFrame:
        with self.connection.cursor() as cursor:
            return cursor.execute(sql, list(parameters)).df()

    def _rows_then(self, sql: str, parameters: Sequence[object]) -> pd.DataFrame:
        """On the cursor of the day, which keeps what was worked out; one query at a time."""
        with self.lock:
            for table in as_of_day.tables_in_query(self.views, sql):
                if table not in self.created_views:
                    self.connection.execute(self.views[table])
                    self.created_views.add(table)
            return self.connection.execute(sql, list(parameters)).df()

    def _unreadable(self, error: duckdb.Error) -> WarehouseError:
        return WarehouseError(
            f"データ（{self.warehouse_id}）を読めませんでした。作り直すため、{BUILD_IT}（{_first_line(error)}）"
        )


class Warehouse:
    """Follows `current` in a folder: the newest warehouse that opens, and what hinders a newer one."""

    def __init__(self, curated: Path) -> None:
        self.curated = curated
        self._lock = threading.Lock()
        self._reader: Reader | None = None
        self._problem = ""

    def reader(self) -> Reader:
        """The published warehouse; the one before where the newest does not open.

        Raises WarehouseError where none can be opened.
        """
        with self._lock:
            try:
                reader = self._follow()
            except WarehouseError as error:
                if self._reader is None:
                    raise
                self._problem = str(error)
                return self._reader
            self._problem = ""
            return reader

    def state(self) -> tuple[str, str]:
        """Warehouse id ("" where none opens) and the problem in words ("" where there is none)."""
        try:
            return self.reader().warehouse_id, self._problem
        except WarehouseError as error:
            return "", str(error)

    def _follow(self) -> Reader:
        """Open what the pointer names, unless it is open; the old one goes once nobody reads it."""
        path = self._published()
        if self._reader is None or self._reader.warehouse_id != path.stem:
            before, self._reader = self._reader, Reader(path.stem, _open(path))
            if before is not None:
                before.forget_days()
        return self._reader

    def _published(self) -> Path:
        pointer = self.curated / POINTER
        try:
            name = pointer.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            raise NoDataYetError(f"データがまだありません。{BUILD_IT}") from None
        except (OSError, UnicodeDecodeError) as error:
            raise WarehouseError(
                f"データの場所を示すファイル（{pointer.name}）を読めません。{BUILD_IT}（{error}）"
            ) from error
        path = self.curated / name
        if Path(name).name != name or path.suffix != ".duckdb" or not path.is_file():
            raise WarehouseError(f"データのファイル（{name or '名前が空'}）が見つかりません。{BUILD_IT}")
        return path


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path), read_only=True, config=CONFIG)
        connection.execute(f"set threads = {THREADS}")
        connection.execute("select as_of from core_build").fetchall()
    except duckdb.Error as error:
        raise WarehouseError(
            f"データのファイル（{path.name}）が壊れているか、古い形です。作り直すため、{BUILD_IT}（{_first_line(error)}）"
        ) from error
    return connection


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
