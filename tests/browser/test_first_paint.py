"""Pages with a map before any script has come: the map is there, at its place, and it stays there."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Route

from tests.browser.overview_page import (
    IMPLEMENTING,
    NO_DATA,
    NORTHERN,
    PLANNED,
    WAIT_PAINTED,
    numbers_on_cards,
    painted,
)


def test_the_map_is_there_before_any_script_has_come_and_does_not_move(
    new_context: Callable[..., BrowserContext], server: str
) -> None:
    page = new_context().new_page()
    held: list[Route] = []
    page.route("**/dash_renderer*", lambda route: held.append(route))
    page.route("**/assets/*.css*", lambda route: held.append(route))  # it has the styles that it needs
    place = """() => ['.drawn', '#cards', '.bars-card', '.filter-bar'].map(name => {
        const box = document.querySelector(name).getBoundingClientRect();
        return [box.x, box.y, box.width, box.height].map(Math.round) })"""
    address = f"{server}/?fy=2023"
    # the server shows what it has: the first who asks for a view on a slow machine may be before its picture
    assert any("drawn-towns" in page.request.get(address).text() for _ in range(30))
    page.goto(address, wait_until="commit")
    page.wait_for_function("document.querySelectorAll('.drawn-mark:not([display=none])').length === 11")
    assert painted(page) == {IMPLEMENTING: 10, PLANNED: 1, NO_DATA: 168, NORTHERN: 1}
    assert numbers_on_cards(page)["実施"] == "10"
    before = page.evaluate(place)
    for route in held:
        route.continue_()
    page.wait_for_function(WAIT_PAINTED)
    assert page.evaluate(place) == before
    # what is done in a moment in which our scripts are there and Dash is not goes into the address all the same
    page.evaluate(
        """() => {
            const kept = window.dash_stores.splice(0);
            window.dispatchEvent(new PopStateEvent('popstate'));
            window.kasanariAddress.go({sub: '12'});
            Array.prototype.push.apply(window.dash_stores, kept);
        }"""
    )
    assert page.url.endswith("?fy=2023&sub=12")


def test_the_drawing_and_the_tables_come_alone_where_the_page_is_not_the_first(
    new_context: Callable[..., BrowserContext], server: str
) -> None:
    page = new_context().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}/data?fy=2023")
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")
    assert len(asked) <= 24  # the page, 12 files, Dash's layout and callbacks, and what these ask
    assert not [address for address in asked if "dash_ag_grid" in address or "plotly" in address]
    with page.expect_response("**/map.svg") as drawing:
        page.get_by_role("link", name="概況", exact=True).click()
    assert drawing.value.headers["cache-control"] == "public, max-age=31536000, immutable"
    page.locator("#towns-grid .ag-row").first.wait_for()
    assert [address for address in asked if "dash_ag_grid.v" in address] != []
    assert drawing.value.headers["content-encoding"] == "gzip"
    page.wait_for_function(WAIT_PAINTED)
    assert painted(page)[IMPLEMENTING] == 10
