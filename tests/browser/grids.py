"""What the tables of a page say, column by column."""

from playwright.sync_api import Page


def cells(page: Page, grid: str, field: str) -> list[str]:
    """Texts of a column by the order of the rows in sight."""
    rows = page.locator(
        f"#{grid} .ag-center-cols-container .ag-row, #{grid} .ag-pinned-left-cols-container .ag-row"
    )
    found = {}
    for row in rows.all():
        cell = row.locator(f'[col-id="{field}"]')
        if cell.count():
            found[int(row.get_attribute("row-index") or 0)] = cell.inner_text()
    return [found[place] for place in sorted(found)]


def wait_for_cells(page: Page, grid: str, field: str, wanted: list[str]) -> None:
    """Until a column says what it shall: the page, and its grids with it, is made anew when new data have come."""
    page.wait_for_function(
        """([grid, field, wanted]) => {
            const cells = [...document.querySelectorAll(`#${grid} .ag-row [col-id="${field}"]`)];
            const place = (cell) => Number(cell.closest(".ag-row").getAttribute("row-index"));
            const said = cells.sort((one, other) => place(one) - place(other)).map((cell) => cell.innerText);
            return said.join("|") === wanted.join("|");
        }""",
        arg=[grid, field, wanted],
    )
