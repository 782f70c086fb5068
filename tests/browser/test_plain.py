"""Pieces of a page that come as HTML: read as they were written, and changed without moving whoever is in them."""

import random
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.tabs import visit

# Every piece that Dash holds, with how the browser reads it: as HTML, and as the XML that it is too.
READ = """() => {
    const pieces = [];
    const walk = node => {
        if (Array.isArray(node)) node.forEach(walk);
        else if (node && node.props) {
            if (node.type === 'Plain') pieces.push(node.props);
            walk(node.props.children);
        }
    };
    walk(window.dash_stores[0].getState().layout.components);
    const text = node => new XMLSerializer().serializeToString(node);
    const differ = pieces.filter(({tag, html}) => {
        const xml = new DOMParser().parseFromString(`<${tag} xmlns="http://www.w3.org/1999/xhtml">${html}</${tag}>`, 'application/xhtml+xml');
        return text(window.kasanariPlain.read(tag, html)) !== text(xml.documentElement);
    });
    return {pieces: pieces.length, differ: differ.map(({html}) => html.slice(0, 300))};
}"""
# Changes a drawn piece again and again; gives what is not then as if it had been drawn anew.
CHANGE = """texts => {
    const {read, change} = window.kasanariPlain;
    const box = read('div', texts[0]);
    const wrong = [];
    texts.slice(1).forEach((text, place) => {
        const wanted = read('div', text);
        change(box, read('div', texts[place]), wanted);
        if (!box.isEqualNode(wanted)) wrong.push([texts[place], text, box.innerHTML]);
    });
    return wrong;
}"""


def test_every_piece_is_read_as_it_was_written(page: Page, demo_server: str) -> None:
    for path in ("/", "/barriers", "/town?town=01202", "/programme"):
        visit(page, f"{demo_server}{path}")
        page.locator("#react-entry-point #page .panel").first.wait_for()
        read = page.evaluate(READ)
        assert read["pieces"] > 3, path
        assert read["differ"] == [], path


def tree(draws: random.Random, depth: int = 0) -> str:
    parts = []
    for _ in range(draws.randint(0, 3)):
        kind = draws.choice(["text", "p", "div", "a"] if depth < 3 else ["text"])
        if kind == "text":
            parts.append(draws.choice(["道", "市町村", "<br/>"]))
        else:
            stated = "".join(
                f' {name}="{draws.randint(0, 1)}"' for name in ("class", "title") if draws.random() < 0.5
            )
            inside = tree(draws, depth + 1) if kind == "div" else draws.choice(["空知", ""])
            parts.append(f"<{kind}{stated}>{inside}</{kind}>")
    return "".join(parts)


def test_a_changed_piece_is_as_if_drawn_anew(page: Page, server: str) -> None:
    visit(page, f"{server}/data")
    draws = random.Random(17)
    assert page.evaluate(CHANGE, [tree(draws) for _ in range(400)]) == []


def test_what_is_opened_and_where_one_stands_outlive_a_change_and_links_do_not_leave(
    new_context: Callable[..., BrowserContext], server: str
) -> None:
    page = new_context().new_page()
    page.goto(f"{server}/data")
    page.locator("#react-entry-point #page .panel").first.wait_for()
    page.evaluate(
        """() => {
            const {read, change} = window.kasanariPlain;
            const text = (number, open) => `<details><summary>出典</summary>${number}件</details><a href="/map" data-within="true">${number}市町村</a>`;
            const box = document.querySelector('main').appendChild(read('div', text(1)));
            box.querySelector('details').open = true;
            box.querySelector('a').focus();
            change(box, read('div', text(1)), read('div', text(2)));
        }"""
    )
    expect(page.locator("main details[open]")).to_contain_text("2件")
    link = page.get_by_role("link", name="2市町村", exact=True)
    expect(link).to_be_focused()
    page.evaluate("window.isSamePage = true")
    link.press("Enter")
    page.locator("#map-figure").wait_for()
    assert page.evaluate("[location.pathname, window.isSamePage]") == ["/map", True]
