"""The addresses that make files of 資料づくり: what is asked for oddly is refused in words."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.warehouse.reader import Warehouse
from tests.dashboard.slides.test_templates import dark_template

OURS = {"Origin": "http://127.0.0.1", "X-Kasanari": "slides"}
ITEMS = [{"view": "rollout", "search": "", "title": "議会用の推移"}]


@pytest.fixture
def client(warehouse: Warehouse, tmp_path: Path) -> FlaskClient:
    return create_app(warehouse, tmp_path / "journal" / "journal.sqlite").server.test_client()


def post(client: FlaskClient, path: str, said: dict[str, Any]) -> Any:
    return client.post(path, json=said, headers=OURS, base_url="http://127.0.0.1")


def test_all_subprefectures_come_as_one_zip_and_nothing_chosen_is_told(client: FlaskClient) -> None:
    answer = post(client, "/slides/areas", {"what": ["lists", "anything"], "search": "?fy=2023"})
    assert answer.status_code == 200, answer.text
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert len([name for name in names if name.endswith(".xlsx")]) == 14
    assert names[0].startswith("01_空知/市町村の一覧_令和5年度_空知_wh_")
    assert "14個のファイル" in unquote(answer.headers["X-Kasanari-Checked"])
    assert post(client, "/slides/areas", {"what": []}).status_code == 409


def test_odd_previews_and_templates_are_refused_in_words(client: FlaskClient) -> None:
    for items in ({}, None, [1], [{"view": "../../etc"}]):
        assert post(client, "/slides/preview", {"items": items}).status_code == 409
    (picture,) = post(client, "/slides/preview", {"items": ITEMS, "size": "4:3"}).json
    assert picture.startswith("<svg")
    for template_sent in (
        None,
        {"name": "a.pptx", "content": "%%%"},
        {"name": "a.pptx", "content": "UEsDBA=="},
    ):
        answer = post(client, "/slides/layouts", {"template": template_sent})
        assert answer.status_code == 409
        assert answer.text.endswith("。")


def test_pictures_before_the_deck_is_made_lie_on_the_ground_of_the_template(client: FlaskClient) -> None:
    given = {"name": "暗い様式.potx", "content": base64.b64encode(dark_template()).decode()}
    asked = {"items": [*ITEMS, {"view": "definitions", "search": ""}], "template": given}
    answer = post(client, "/slides/preview", asked)
    assert answer.status_code == 200, answer.text
    assert [(len(one["pictures"]), one["why"]) for one in answer.json] == [(1, ""), (1, "")]
    for one in answer.json:
        assert '<rect width="100%" height="100%" fill="#10243E"/>' in one["pictures"][0]
        assert 'viewBox="0 0 720 540"' in one["pictures"][0]
    unread = post(client, "/slides/preview", {"items": ITEMS, "template": {"name": "a", "content": "%"}})
    assert (unread.status_code, "ひな形を読めませんでした" in unread.text) == (409, True)
