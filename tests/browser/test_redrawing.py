"""Components are told only of changes that one of them can see (assets/redrawing.js)."""

from pathlib import Path

from playwright.sync_api import Browser, Page

from dashboard.views import map_store
from tests.browser.tabs import settle, visit

SCRIPT = Path(map_store.__file__).parents[1] / "assets" / "redrawing.js"
# Changes of a store, one after another; gives after which of them the listener of a component was told.
PLAY = """(changes) => {
    let state = {layout: 1, layoutHashes: {a: 1, b: 2}, loading: {}, callbacks: [], paths: {}};
    let changed;
    const plain = () => 0;
    window.dash_stores.push({getState: () => state, subscribe: (listener) => { changed = listener; return plain; }});
    const [store] = window.dash_stores;
    let times = 0;
    const forget = store.subscribe(() => { times += 1; });
    const told = changes.map((change) => {
        const before = times;
        state = change ? {...state, ...change} : state;
        changed();
        return times > before;
    });
    return [told, forget === plain, window.dash_stores.length];
}"""


def test_a_component_is_told_of_what_it_can_see_and_of_nothing_else(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html lang="ja"></html>')
    page.add_script_tag(path=SCRIPT)
    changes = [
        (None, False),
        ({"callbacks": ["running"]}, False),
        ({"layoutHashes": {"a": 1, "b": 2}}, False),  # copied, nothing in it is another
        ({"layout": 2}, True),
        ({"layoutHashes": {"a": 1, "b": 3}}, True),
        ({"layoutHashes": {"a": 1}}, True),
        ({"paths": {"a": []}, "loading": {"a": []}}, True),
        ({"kind of state that we do not know": 1}, True),
    ]
    told, is_forgotten_as_before, stores = page.evaluate(PLAY, [change for change, _ in changes])
    assert told == [is_told for _, is_told in changes]
    assert is_forgotten_as_before
    assert stores == 1
    page.close()


def test_a_page_of_many_components_is_drawn_without_each_hearing_of_each(
    page: Page, demo_server: str
) -> None:
    page.evaluate("window.times = 0; window.dash_stores[0].subscribe(() => { window.times += 1; })")
    visit(page, f"{demo_server}/barriers?fy=2023")
    page.locator("#barriers-grid .ag-row").first.wait_for()
    settle(page)
    components = page.locator("#barriers-body *").count()
    assert components > 1000
    assert page.evaluate("window.times") < components / 5
