"""What a page fetches of the program: two files of ours, and of Dash's only what our pages need."""

import json
import re

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.warehouse.reader import Warehouse
from dashboard.web import bundle, prerender_html

FILES = re.compile(r'<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+)"')


@pytest.fixture(scope="module")
def client(warehouse: Warehouse) -> FlaskClient:
    return create_app(warehouse).server.test_client()


def fetched(client: FlaskClient, path: str) -> list[str]:
    return [address.replace("&amp;", "&") for address in FILES.findall(client.get(path).text)]


@pytest.mark.parametrize("path", ["/", "/data"])
def test_a_page_names_few_files_and_each_is_answered(client: FlaskClient, path: str) -> None:
    addresses = fetched(client, path)
    assert len(addresses) == len(set(addresses)) <= 13
    for address in addresses:
        with client.get(address) as answer:
            assert answer.status_code == 200, address
    unasked = (*bundle.NEEDLESS, bundle.LATER)
    assert not [address for address in addresses if any(name in address for name in unasked)]
    ours = [address for address in addresses if address.startswith("/assets/")]
    assert ours.count(bundle.scripts().address) == ours.count(bundle.styles().address) == 1
    assert len(ours) == 3  # and the icon


def test_the_script_of_the_tables_can_be_fetched_when_one_is_drawn(client: FlaskClient) -> None:
    found = re.search(r"window\.kasanariLater = (\{.*?\});", client.get("/data").text)
    assert found is not None
    address = json.loads(found.group(1))[bundle.LATER]
    with (
        client.get(address) as answer,
        client.get(f"{address.rpartition('/')[0]}/async-community.js") as beside,
    ):
        assert (answer.status_code, beside.status_code) == (200, 200)
    assert b"kasanariLater" in bundle.scripts().content


def test_every_file_of_ours_comes_once() -> None:
    """A script either in the bundle or inlined with the first picture; every style sheet in the bundle."""
    scripts, inlined = bundle.scripts().content.decode(), prerender_html.scripts()
    for path in prerender_html.ASSETS.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert scripts.count(text) + inlined.count(text) == 1, path.name
    styles = bundle.styles().content.decode()
    for path in prerender_html.ASSETS.glob("*.css"):
        assert styles.count(path.read_text(encoding="utf-8")) == 1, path.name


def test_a_file_may_be_kept_only_by_the_address_of_its_content(client: FlaskClient) -> None:
    address = bundle.scripts().address
    assert client.get(address).headers["Cache-Control"] == bundle.KEPT
    for other in (address.partition("?")[0], f"{address}0"):
        assert "immutable" not in client.get(other).headers.get("Cache-Control", ""), other


def test_what_dash_needs_of_the_polyfill_comes_before_it(client: FlaskClient) -> None:
    addresses = fetched(client, "/data")
    libraries = [
        place for place, address in enumerate(addresses) if "dash_mantine" in address or "/dcc/" in address
    ]
    assert libraries
    assert addresses.index(bundle.scripts().address) < min(libraries)
    assert bundle.scripts().content.startswith(b"/* regenerator-runtime")
