"""No callback of the server writes a control that stands for a part of the address: the browser alone draws it."""

import re
from pathlib import Path

from dash import Dash, Output

from dashboard.app import create_app
from dashboard.components import filter_bar
from dashboard.warehouse.reader import Warehouse

ASSETS = Path(filter_bar.__file__).parents[1] / "assets"
BOUND = re.compile(r"bind\(\{\s*id: \"([^\"]+)\"")


def written_by_the_server(app: Dash) -> set[str]:
    """Outputs of callbacks that Python answers, as id.property."""
    return {
        part
        for output, callback in app.callback_map.items()
        if "callback" in callback
        for part in re.sub(r"^\.\.|\.\.$", "", output.split("@")[0]).split("...")
    }


def bound_controls() -> set[str]:
    scripts = "".join(path.read_text(encoding="utf-8") for path in ASSETS.glob("*.js"))
    return {*BOUND.findall(scripts), *filter_bar.LISTS}


def test_every_control_of_the_address_is_the_browsers_own(tmp_path: Path) -> None:
    bound = bound_controls()
    assert {"fy", "asof", "sub", "map-layer", "barriers-q", "outreach-preset", "plan-choice"} <= bound
    written = written_by_the_server(create_app(Warehouse(tmp_path), raw=tmp_path))
    assert "filter-meaning.data" in written
    assert not written & {f"{name}.{prop}" for name in bound for prop in ("value", "opened", "data-agreed")}


def test_an_output_on_such_a_control_is_found(tmp_path: Path) -> None:
    app = create_app(Warehouse(tmp_path), raw=tmp_path)

    @app.callback(Output("since", "value"), Output("page-title", "data"), inputs=[])
    def rewrite() -> tuple[str, str]:
        return "", ""

    app._setup_server()
    assert "since.value" in written_by_the_server(app)
