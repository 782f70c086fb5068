"""How the browser tests see and use 概況."""

from playwright.sync_api import Page

from tests.browser.tabs import visit

IMPLEMENTING, PLANNED, NO_DATA, NORTHERN = "#0017c1", "#3460fb", "#ffffff", "#d8d8db"
# What is painted: fill, width and height of every municipality's shape, and the size of the map.
PAINTED = """() => {
  const map = document.querySelector('#map').getBoundingClientRect();
  const hex = rgb => '#' + rgb.match(/\\d+/g).slice(0, 3).map(n => (+n).toString(16).padStart(2, '0')).join('');
  const seen = path => {
    const style = getComputedStyle(path), box = path.getBoundingClientRect();
    return {fill: hex(style.fill), opaque: style.fillOpacity > 0 && !/none|, 0\\)$/.test(style.fill),
            wide: box.width / map.width, high: box.height / map.height};
  };
  return [...document.querySelectorAll('#map :is(.drawn-towns, .drawn-north) path')].map(seen);
}"""
# The page is alive, and not only its first picture is there.
WAIT_PAINTED = """!document.querySelector('#first-paint')
    && document.querySelectorAll('#map :is(.drawn-towns, .drawn-north) path').length >= 180"""


def open_page(page: Page, address: str) -> None:
    """Go to 概況 inside the page where the application is loaded, else by a load."""
    visit(page, address)
    wait_until_drawn(page)


def load_page(page: Page, address: str) -> None:
    """Load 概況 as a link from elsewhere does."""
    page.goto(address)
    wait_until_drawn(page)


def wait_until_drawn(page: Page) -> None:
    page.wait_for_function(WAIT_PAINTED)
    page.locator("#towns-grid .ag-row").first.wait_for()


def painted(page: Page) -> dict[str, int]:
    """Number of painted shapes by fill."""
    fills: dict[str, int] = {}
    for shape in page.evaluate(PAINTED):
        if shape["opaque"]:
            fills[shape["fill"]] = fills.get(shape["fill"], 0) + 1
    return fills


def choose_year(page: Page, label: str) -> None:
    page.locator("#fy").click()
    page.get_by_role("option", name=label).click()


def numbers_on_cards(page: Page) -> dict[str, str]:
    cards = page.locator("#cards .card")
    labels = cards.locator(".card-label").all_inner_texts()
    return dict(zip(labels, cards.locator(".card-number").all_inner_texts(), strict=True))


def column(page: Page, field: str) -> list[str]:
    """Cells of a column, from the top of the table (the grid draws only what is in sight)."""
    cells = page.locator(f'#towns-grid .ag-row [col-id="{field}"]')
    rows = page.locator(f'#towns-grid .ag-row:has([col-id="{field}"])')
    places = [int(row.get_attribute("row-index") or 0) for row in rows.all()]
    return [text for _, text in sorted(zip(places, cells.all_inner_texts(), strict=True))]
