"""Dash as this house uses it: Japanese, with its first picture, and with answers that know how old they are."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from html import escape
from typing import Any

import flask
from dash import Dash, ctx, set_props

from dashboard import faults
from dashboard.components import notices
from dashboard.web import bundle, callback_cache, plain_html, prerender_html, refusals
from dashboard.web.prerender import Prerenderer
from dashboard.words import eras

# The eras as assets/eras.js counts with them.
ERAS = json.dumps(
    {"eras": eras.as_rows(), "first": eras.FIRST, "naming_day": list(eras.NAMING_DAY)},
    ensure_ascii=False,
    separators=(",", ":"),
)
INDEX = f"""<!DOCTYPE html>
<html lang="ja">
<head>
{{%metas%}}
<meta name="eras" content="{escape(ERAS)}">
<title>{{%title%}}</title>
<link rel="icon" type="image/svg+xml" href="/assets/favicon.svg">
{{%css%}}
</head>
<body>
<noscript>この画面を使うには、ブラウザの JavaScript を有効にしてください。</noscript>
{{%app_entry%}}
<footer>{{%config%}}{{%scripts%}}{{%renderer%}}</footer>
</body>
</html>"""
# The renderer calls these: when its layout has come, and with every answer before it is applied.
HOOKS = {
    "layout_post": "() => kasanariAddress.begin()",
    "request_post": "(asked, answer) => kasanariAddress.answered(asked, answer)",
}


class Application(Dash):
    """Dash whose first word is Japanese, and whose pages with a map show it before any script has come."""

    prerenderer: Prerenderer

    def __init__(self, name: str, title: str) -> None:
        super().__init__(
            name,
            title=title,
            update_title=None,
            compress=True,
            serve_locally=True,
            enable_mcp=False,
            suppress_callback_exceptions=True,
            assets_ignore=r".",  # all of them come in two files
            external_scripts=[bundle.scripts().address],
            external_stylesheets=[bundle.styles().address],
            meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
            hooks=HOOKS,
            on_error=_act_failed,
        )
        self.index_string = INDEX
        bundle.register(self.server)
        # 10 % fewer bytes of the first visit than at level 3, for 0.1 s of work once
        self.server.config["COMPRESS_ZSTD_LEVEL"] = 12

    def callback(self, *stated: Any, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Dash's own, for functions whose answers go out packed (plain_html.pack)."""
        register = super().callback(*stated, **options)

        def registered(function: Callable[..., Any]) -> Callable[..., Any]:
            @functools.wraps(function)
            def answer(*values: Any, **named: Any) -> Any:
                return plain_html.pack(function(*values, **named))

            register(answer)
            return function

        return registered

    def interpolate_index(self, **parts: Any) -> str:
        query = flask.request.query_string.decode("utf-8", "replace")
        picture = self.prerenderer.picture(flask.request.path, f"?{query}" if query else "")
        parts["app_entry"] = (
            '<div id="react-entry-point"><div class="loading" role="status">読み込んでいます…</div></div>'
            + prerender_html.scripts()
            + picture
        )
        parts["scripts"] = bundle.needed(parts["scripts"])
        if not picture:
            callback_cache.do_not_cache(flask.request.environ)
        if picture:  # it has the styles that it needs; the files come after it
            parts["app_entry"] += parts["css"]
            parts["css"] = prerender_html.styles()
        return str(super().interpolate_index(**parts))


def _act_failed(error: Exception) -> None:
    """A callback that could not do its work: the page stays as it is, and the shell says why."""
    callback_cache.do_not_cache(flask.request.environ)
    if isinstance(error, tuple(refusals.KNOWN)):
        said = notices.refused_act(str(error))
    else:
        number = faults.note(f"callback of {ctx.triggered_prop_ids or 'a page that came'}", error)
        said = notices.unforeseen_act(number)
    set_props(notices.FAULT_ID, {"children": said})
