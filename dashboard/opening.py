"""Pages with a map, made once for a view and kept: for the first picture in the index, and for Dash's own question."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, Generic, TypeVar

from dash.development.base_component import Component

from dashboard import first_paint, geo, queries
from dashboard.components import filter_bar, notices, provenance, view
from dashboard.components.view import View
from dashboard.warehouse import Reader, Warehouse, WarehouseError

# Views that are kept: a page of one takes a quarter of a megabyte.
KEPT = 12
Value = TypeVar("Value")


class Kept(Generic[Value]):
    """The values that were asked last; what is not there is made, by one thread at a time."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._lock = threading.RLock()
        self._values: OrderedDict[tuple[object, ...], Value] = OrderedDict()

    def get(self, key: tuple[object, ...], make: Callable[[], Value]) -> Value:
        with self._lock:
            if key not in self._values:
                self._values[key] = make()
                if len(self._values) > self._number:
                    self._values.popitem(last=False)
            self._values.move_to_end(key)
            return self._values[key]


class Opening:
    """The pages of one application as they are first seen. shell: what stands around them."""

    def __init__(
        self, warehouse: Warehouse, pages: Mapping[str, ModuleType], shell: Callable[[], Component]
    ) -> None:
        self._warehouse, self._pages, self._shell = warehouse, pages, shell
        self._contents: Kept[Component] = Kept(KEPT)
        self._pictures: Kept[str] = Kept(KEPT)

    def content(self, page: ModuleType, reader: Reader, asked: View) -> Component:
        """What a page shows of a view. A page with a map rests on the warehouse alone, and is made once."""
        if not _is_painted(page, asked):
            made: Component = page.layout(reader, asked)
            return made
        key = (reader.warehouse_id, reader.as_of, page.PATH, asked.search)
        return self._contents.get(key, lambda: page.layout(reader, asked))

    def picture(self, path: str, search: str) -> str:
        """The first picture of a page (first_paint.block); "" where Dash alone shows what there is to say."""
        page = self._pages.get(path)
        if page is None or not hasattr(page, "is_painted"):
            return ""
        warehouse_id, problem = self._warehouse.state()
        if problem:
            return ""
        try:
            reader, asked = view.open(self._warehouse, search)
            if not _is_painted(page, asked):
                return ""
            return self._pictures.get((warehouse_id, path, search), lambda: self._drawn(page, reader, asked))
        except WarehouseError:
            return ""

    def _drawn(self, page: ModuleType, reader: Reader, asked: View) -> str:
        newest = self._warehouse.reader()
        bar = filter_bar.state(newest, asked)
        values: dict[tuple[str, str], Any] = {
            ("page", "children"): self.content(page, reader, asked),
            ("version-line", "children"): provenance.updated(reader, queries.build(newest)["as_of"].iloc[0]),
            ("filter-line", "children"): bar["line"],
            ("filter-clear", "disabled"): bar["clear"],
            ("filter-complaint", "children"): notices.banner(asked.complaint, "warning")
            if asked.complaint
            else None,
        }
        for name in filter_bar.CONTROLS:
            values |= {(name, "data"): bar["data"][name], (name, "value"): bar["values"][name]}
        for name in filter_bar.LISTS:
            button = f"filter-{name}"
            values |= {
                (button, "children"): bar["labels"][name],
                (button, "className"): bar["classes"][name],
            }
        data = page.painted(reader, asked)
        return first_paint.block(self._shell(), page.PATH, values, data, geo.drawing(reader))


def _is_painted(page: ModuleType, asked: View) -> bool:
    """Whether a page shows a map that rests on the warehouse alone (a priority rests on the journal too)."""
    return hasattr(page, "is_painted") and bool(page.is_painted(asked))
