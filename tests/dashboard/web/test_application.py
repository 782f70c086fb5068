"""What the browser is given to draw with."""

import re

from plotly.offline import get_plotlyjs_version

from dashboard.web import prerender_html
from dashboard.web.application import PLOTLY


def test_the_small_plotly_is_of_the_version_that_figures_are_made_for() -> None:
    head = (prerender_html.ASSETS / PLOTLY).read_text(encoding="utf-8")[:200]
    found = re.search(r"plotly\.js \(basic - minified\) v([\d.]+)", head)
    assert found is not None, head
    assert found.group(1) == get_plotlyjs_version()
