"""Walks an application as a browser would: pages with their callbacks, every address of its servers, its commands."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from plotly.utils import PlotlyJSONEncoder
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from dashboard.web.application import Application
from dashboard.web.lazy_routes import LazyRoutes
from tests.dashboard.plain_pieces import is_piece, unpacked

HOST = "http://127.0.0.1"
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
# What no reader may meet. The words of Python and of a browser count only as words of their own.
FOREIGN = re.compile(
    r"Internal Server Error|Not Found|Method Not Allowed|Bad Request|Traceback|Exception|不具合の番号"
    r"|(?<![\w.-])(?:None|nan|NaN|NaT|<NA>|undefined|\[object Object\])(?![\w.-])"
)
# What is inside the program: places in data/raw, its own files, its commands. Tables for machines name places as keys.
INTERNAL = re.compile(
    r"(?<![\w/])(?:data/|\w*/raw/)?(?:survey|status|reference|corrections|activities|knowledge|planning|boundaries)/[\w.-]+\S*"
    r"|\b(?:SOURCES|REGISTER|HEADINGS)\.csv|\w+\.toml\b|python -m"
)
# Properties of components in which a reader sees text.
SEEN = {
    "children",
    "title",
    "label",
    "placeholder",
    "alt",
    "aria-label",
    "rowData",
    "data",
    "text",
    "options",
}
UNSEEN_TYPES = {"Store", "Interval", "Location"}


def servers(app: Application) -> list[Flask]:
    """The main server and those of the lazy routes, made now, in whatever caches they stand."""
    found, layer = [app.server], app.server.wsgi_app
    while not getattr(layer, "__self__", None):
        if isinstance(layer, LazyRoutes):
            found.append(layer._routes())
        layer = next(vars(layer)[name] for name in ("_application", "_next", "_rest") if name in vars(layer))
    return found


def rules(app: Application) -> list[Rule]:
    """Addresses of our own: neither Dash's nor the files of the page."""
    return [
        rule
        for server in servers(app)
        for rule in server.url_map.iter_rules()
        if not rule.rule.startswith(("/_", "/assets", "/<path:", "/static")) and rule.rule != "/"
    ]


def plain(component: Any) -> Any:
    """A component as the browser gets it."""
    return json.loads(json.dumps(component, cls=PlotlyJSONEncoder))


def seen_texts(node: Any, of: str = "children") -> Iterator[str]:
    """What a reader sees of a component that came as JSON."""
    if is_piece(node):
        node = unpacked(node)
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for one in node:
            yield from seen_texts(one, of)
    elif isinstance(node, dict) and "props" in node:
        if node.get("type") not in UNSEEN_TYPES:
            for name, value in node["props"].items():
                if name in SEEN:
                    yield from seen_texts(_columns(node, value) if name == "rowData" else value, name)
    elif isinstance(node, dict):
        for value in node.values():
            yield from seen_texts(value, of)


def _columns(grid: dict[str, Any], rows: Any) -> Any:
    """The rows of a table with the columns that it shows; what only its script reads of a row is left out."""
    shown = {one.get("field") for one in grid["props"].get("columnDefs", [])}
    return [{name: value for name, value in row.items() if name in shown} for row in rows or []]


def components(node: Any) -> Iterator[dict[str, Any]]:
    """Every component within one."""
    if is_piece(node):
        node = unpacked(node)
    if isinstance(node, list):
        for one in node:
            yield from components(one)
    elif isinstance(node, dict):
        if "props" in node:
            yield node
        for value in node.values():
            yield from components(value)


def key_of(identity: Any) -> str:
    return identity if isinstance(identity, str) else json.dumps(identity, sort_keys=True)


class Browser:
    """What Dash's own script does when a page comes: it asks every callback whose parts are there."""

    def __init__(self, app: Application, client: FlaskClient | None = None) -> None:
        self.app, self.client = app, client or app.server.test_client()
        self.shell = plain(app.layout())
        self.callbacks = self.client.get("/_dash-dependencies", base_url=HOST).json

    def page(self, path: str, search: str) -> Any:
        """The content of a page as the callback of the shell gives it."""
        return self._shown(path, search)["page"]["children"]

    def notice(self, path: str, search: str = "") -> Any:
        """What stands above a page."""
        return self._shown(path, search)["shell-notice"]["children"]

    def _shown(self, path: str, search: str) -> Any:
        [asked] = [one for one in self.callbacks if one["output"].startswith("..page.children")]
        return self._ask(asked, self._values(self.shell, path, search)).json["response"]

    def callbacks_of(self, content: Any, path: str, search: str) -> Iterator[tuple[str, TestResponse]]:
        """Each callback of the page in turn, asked with what stands in it."""
        values = self._values([self.shell, content], path, search)
        for one in self.callbacks:
            if one["clientside_function"] is None and self._is_there(one, values):
                yield one["output"], self._ask(one, values)

    def open(self, path: str) -> "Screen":
        """A page on which things can be pressed."""
        return Screen(self, self._values([self.shell, self.page(path, "")], path, ""))

    def _values(self, tree: Any, path: str, search: str) -> dict[str, dict[str, Any]]:
        found = {key_of(one["props"]["id"]): one["props"] for one in components(tree) if "id" in one["props"]}
        found["url"] = {"id": "url", "pathname": path, "search": search, "href": path + search, "hash": ""}
        return found

    def _is_there(self, callback: dict[str, Any], values: dict[str, Any]) -> bool:
        parts = [*callback["inputs"], *callback["state"]]
        return all(
            part["id"].startswith("{") or part.get("allow_optional") or part["id"] in values for part in parts
        )

    def _ask(
        self, callback: dict[str, Any], values: dict[str, Any], changed_by: str | None = None
    ) -> TestResponse:
        """changed_by: id and property of what changed; the first input where nobody says."""
        output = callback["output"]
        many = output.startswith("..")
        names = output.strip(".").split("...") if many else [output]
        outs = [
            {"id": _identity(name.rpartition(".")[0]), "property": name.rpartition(".")[2].partition("@")[0]}
            for name in names
        ]
        outs = [_all_of(out, values) if isinstance(out["id"], dict) else out for out in outs]
        inputs = [self._filled(part, values) for part in callback["inputs"]]
        first = inputs[0][0] if isinstance(inputs[0], list) and inputs[0] else inputs[0]
        changed = [] if isinstance(first, list) else [f"{key_of(first['id'])}.{first['property']}"]
        if changed_by is not None:
            changed = [changed_by]
        body = {
            "output": output,
            "outputs": outs if many else outs[0],
            "inputs": inputs,
            "state": [self._filled(part, values) for part in callback["state"]],
            "changedPropIds": changed,
        }
        return self.client.post("/_dash-update-component", json=body, base_url=HOST, headers={"Origin": HOST})

    def _filled(self, part: dict[str, Any], values: dict[str, Any]) -> Any:
        identity = _identity(part["id"])
        if isinstance(identity, dict):
            return _all_of({"id": identity, "property": part["property"]}, values)
        return {
            "id": identity,
            "property": part["property"],
            "value": values.get(identity, {}).get(part["property"]),
        }


class Screen:
    """A page as it stands: what is entered or pressed is answered by the callbacks of the server."""

    def __init__(self, browser: Browser, values: dict[str, dict[str, Any]]) -> None:
        self.browser, self.values = browser, values

    def set(self, identity: str, name: str, value: Any) -> None:
        """Enter a value (or press: n_clicks), and take over what the server answers, one step deep."""
        self.values[identity][name] = value
        for callback in self.browser.callbacks:
            if callback["clientside_function"] is None and any(
                part["property"] == name and _is_meant(part["id"], identity) for part in callback["inputs"]
            ):
                answer = self.browser._ask(callback, self.values, f"{identity}.{name}")
                if answer.status_code == 200:
                    self._take(answer.json["response"])

    def text(self, identity: str) -> str:
        """All that a reader sees of a component."""
        return " ".join(seen_texts({"props": self.values[identity]}))

    def _take(self, response: dict[str, dict[str, Any]]) -> None:
        for identity, props in response.items():
            self.values.setdefault(identity, {"id": identity}).update(props)
            for one in components(props.get("children")):
                if "id" in one["props"]:
                    self.values[key_of(one["props"]["id"])] = one["props"]


def _identity(text: str) -> Any:
    return json.loads(text.replace("\\.", ".")) if text.startswith("{") else text


def _is_meant(input_id: str, identity: str) -> bool:
    """Whether an input, perhaps with ALL in its id, is that component."""
    wanted = _identity(input_id)
    if not isinstance(wanted, dict) or not identity.startswith("{"):
        return bool(wanted == identity)
    own = json.loads(identity)
    return own.keys() == wanted.keys() and all(
        isinstance(value, list) or own[name] == value for name, value in wanted.items()
    )


def _all_of(part: dict[str, Any], values: dict[str, Any]) -> Any:
    """The components that match an id with ALL in it."""
    wanted = {name: value for name, value in part["id"].items() if not isinstance(value, list)}
    found = []
    for key, props in values.items():
        own = json.loads(key) if key.startswith("{") else {}
        if own and own.keys() == part["id"].keys() and wanted.items() <= own.items():
            found.append({**part, "id": own, "value": props.get(part["property"])})
    is_wild = len(wanted) < len(part["id"])
    return found if is_wild else next(iter(found), {**part, "value": None})


def words_of(content: bytes, depth: int = 0) -> str:
    """What a reader sees of an answer or of a file: of a zip, an Excel or a Word file the texts of all its parts."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "ignore")
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist()[:40]:
            if name.endswith((".docx", ".xlsx", ".zip")) and depth == 0:
                found.append(words_of(archive.read(name), depth + 1))
            elif name.endswith(("document.xml", "sharedStrings.xml")) or "/slides/slide" in name:
                found.append(re.sub(r"<[^>]+>", " ", archive.read(name).decode("utf-8")))
            elif name.endswith((".csv", ".txt")):
                found.append(archive.read(name).decode("utf-8-sig"))
    return " ".join(found)


def foreign(text: str) -> list[str]:
    """What a reader would stumble over, each with a little of what stands around it."""
    return [text[max(0, hit.start() - 60) : hit.end() + 40] for hit in FOREIGN.finditer(text)]


def internal(text: str) -> list[str]:
    """The inner workings that a text names, each once, with a little of what stands around it."""
    found = {hit.group(): text[max(0, hit.start() - 60) : hit.end() + 40] for hit in INTERNAL.finditer(text)}
    return list(found.values())


def get(client: FlaskClient, address: str, **headers: str) -> TestResponse:
    return client.get(address, base_url=HOST, headers=headers, buffered=True)
