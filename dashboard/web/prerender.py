"""Pages with a map, made once for a view and kept: for the first picture in the index, and for Dash's own question."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from types import ModuleType
from typing import Any

import flask
from dash.development.base_component import Component

from dashboard import faults
from dashboard.components import filter_bar, notices, provenance
from dashboard.queries import overview
from dashboard.services import geometry
from dashboard.views import view
from dashboard.views.view import View
from dashboard.warehouse.lru_cache import LruCache
from dashboard.warehouse.reader import Reader, Warehouse, WarehouseError
from dashboard.web import passage, plain_html, prerender_html

# Views that are kept: a page of one takes a quarter of a megabyte.
MOST_VIEWS = 12
# How long the index waits for a picture that nobody has asked for yet; after that Dash shows the page by itself.
WAIT_SECONDS = 1.5
# The pages that are shut to somebody who may open all of them.
ALL_OPEN: frozenset[str] = frozenset()


class Prerenderer:
    """The pages of one application as they are first seen. shell: what stands around them, without the pages that are shut;
    written: changes with what people record, as a chart marks the events among it.
    """

    def __init__(
        self,
        server: flask.Flask,
        warehouse: Warehouse,
        pages: Mapping[str, ModuleType],
        shell: Callable[[Collection[str]], Component],
        written: Callable[[], str] = str,
    ) -> None:
        self._server, self._warehouse, self._pages, self._shell = server, warehouse, pages, shell
        self._written = written
        self._contents: LruCache[Component] = LruCache(MOST_VIEWS)
        self._pictures: LruCache[str] = LruCache(MOST_VIEWS)
        self._lock = threading.Lock()
        self._making: dict[tuple[object, ...], threading.Thread] = {}

    def content(self, page: ModuleType, reader: Reader, asked: View) -> Component:
        """What a page shows of a view. A page with a map rests on the warehouse and on events alone, and is made once."""
        if not _is_painted(page, asked):
            made: Component = page.layout(reader, asked)
            return made
        key = (reader.warehouse_id, reader.as_of, self._written(), page.PATH, asked.search)
        return self._contents.get(key, lambda: plain_html.pack(page.layout(reader, asked)))

    def picture(self, path: str, search: str) -> str:
        """The first picture of a page (prerender_html.block); "" where Dash alone shows what there is to say, or is sooner."""
        shut = passage.shut(self._pages)
        key = self._key(path, search, shut)
        known = self._pictures.peek(key)
        if known is not None:
            return known
        making = self._begin(key, path, search, shut)
        if making is None:
            return ""
        making.join(WAIT_SECONDS)
        return self._pictures.peek(key) or ""

    def _key(self, path: str, search: str, shut: frozenset[str]) -> tuple[object, ...]:
        return (self._warehouse.state()[0], self._written(), path, search, shut)

    def prepare(self) -> None:
        """Make the pages of the newest data, one after the other, before anybody asks for them; returns at once."""
        threading.Thread(target=self._prepare, daemon=True).start()

    def _prepare(self) -> None:
        for path in self._pages:
            making = self._begin(self._key(path, "", ALL_OPEN), path, "", ALL_OPEN)
            if making is not None:
                making.join()

    def _begin(
        self, key: tuple[object, ...], path: str, search: str, shut: frozenset[str]
    ) -> threading.Thread | None:
        """Who makes a picture now; none where there is none to make."""
        page = self._pages.get(path)
        if page is None or not hasattr(page, "is_painted") or self._warehouse.state()[1]:
            return None
        try:
            reader, asked = view.open(self._warehouse, search)
        except WarehouseError:
            return None
        if not _is_painted(page, asked):
            return None
        with self._lock:
            if key not in self._making:
                maker = threading.Thread(
                    target=self._make, args=(key, page, reader, asked, shut), daemon=True
                )
                self._making[key] = maker
                maker.start()
            return self._making[key]

    def _make(
        self, key: tuple[object, ...], page: ModuleType, reader: Reader, asked: View, shut: frozenset[str]
    ) -> None:
        try:
            with self._server.app_context():
                self._pictures.get(key, lambda: self._render(page, reader, asked, shut))
        except Exception as error:  # noqa: BLE001 - noted with its trace; the page itself says what is wrong
            faults.note("a first picture could not be made", error)
        finally:
            with self._lock:
                del self._making[key]

    def _render(self, page: ModuleType, reader: Reader, asked: View, shut: frozenset[str]) -> str:
        newest = self._warehouse.reader()
        bar = filter_bar.state(newest, asked)
        values: dict[tuple[str, str], Any] = {
            ("page", "children"): self.content(page, reader, asked),
            ("version-line", "children"): provenance.updated(reader, overview.build(newest)["as_of"].iloc[0]),
            ("filter-line", "children"): bar["line"],
            ("filter-clear", "disabled"): bar["clear"],
            ("filter-complaint", "children"): notices.banner(asked.complaint, "warning")
            if asked.complaint
            else None,
        }
        for name in filter_bar.CONTROLS:
            values |= {(name, prop): value for prop, value in bar["meaning"]["controls"][name].items()}
        for name in filter_bar.LISTS:
            button = f"filter-{name}"
            values |= {
                (button, "children"): bar["labels"][name],
                (button, "className"): bar["classes"][name],
            }
        data = page.painted(reader, asked)
        return prerender_html.block(self._shell(shut), page.PATH, values, data, geometry.drawing(reader))


def _is_painted(page: ModuleType, asked: View) -> bool:
    """Whether a page shows a map that rests on the warehouse alone (a priority rests on the journal too)."""
    return hasattr(page, "is_painted") and bool(page.is_painted(asked))
