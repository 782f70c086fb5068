"""What the door lets through, and what it refuses, stands in the audit; what cannot be noted is not done."""

import re
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from dashboard import journal
from dashboard.access import passwords
from dashboard.access.roles import Role
from dashboard.web import access_rules
from tests.dashboard.web.signed_in import CALLBACKS, HOST, PASSWORD, Office, get, post, with_password

OURS = {"Origin": HOST}
# What an act is called: no id, nor a part of one.
IN_JAPANESE = re.compile(r"[ぁ-んァ-ヶー一-龠、・0-9]*[るすくむぶ]")


@pytest.fixture
def office(built_curated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return Office(built_curated, tmp_path)


def noted(office: Office) -> list[tuple[str, str, str]]:
    return [(entry.by, entry.act, entry.what) for entry in reversed(office.audit.entries())]


def ask(
    office: Office, output: str, value: object, place: str = "/town", search: str = ""
) -> dict[str, object]:
    inputs = [{**part, "value": value} for part in office.app.callback_map[output]["inputs"]]
    url = [
        {"id": "url", "property": "pathname", "value": place},
        {"id": "url", "property": "search", "value": search},
    ]
    return {"output": output, "inputs": inputs, "state": url, "changedPropIds": ["x.n_clicks"]}


def outputs(office: Office, *names: str) -> list[str]:
    """The callbacks whose inputs have the names."""
    return [
        output
        for output, one in office.app.callback_map.items()
        if one.get("callback") and {access_rules.name_of(part["id"]) for part in one["inputs"]} & set(names)
    ]


def test_signing_in_and_out_and_in_vain_is_noted_without_what_was_typed(office: Office) -> None:
    with_password(office, Role.ENTER)
    client = office.client(None)
    post(client, "/account/sign-in", name="sato", password="まちがい")
    post(client, "/account/sign-in", name="my-secret-typed-as-name", password=PASSWORD)
    post(client, "/account/sign-in", name="sato", password=PASSWORD)
    post(client, "/account/sign-out")
    assert [(act, what) for _, act, what in noted(office)] == [
        ("サインインできなかった", "sato"),
        ("サインインできなかった", "ない名前"),
        ("サインイン", ""),
        ("サインアウト", ""),
    ]
    assert b"my-secret" not in office.audit.path.read_bytes()
    assert noted(office)[2][0] == "佐藤一郎（sato）"


def test_every_callback_that_writes_or_decides_is_noted_before_it_does(office: Office) -> None:
    client = office.client(office.add("all", "全部", Role))
    writing = [output for output, needs in office.door.callbacks.items() if needs - access_rules.STAFF]
    assert len(writing) > 50
    for output in writing:
        before = len(noted(office))
        request = walk_door(office, client, ask(office, output, 1))
        assert request == "", output
        after = noted(office)
        assert len(after) == before + 1, output
        assert after[-1][1] in {"入力", "受付・判断", "承認", "控え"}, output
        assert after[-1][2].endswith(f" {office.door.inputs[output]}")
        assert IN_JAPANESE.fullmatch(office.door.inputs[output]), output


def walk_door(office: Office, client: object, body: dict[str, object]) -> str:
    """Why the door refuses a question; nothing is carried out."""
    from werkzeug.test import EnvironBuilder
    from werkzeug.wrappers import Request

    [cookie] = client._cookies.values()  # type: ignore[attr-defined]
    builder = EnvironBuilder(
        CALLBACKS, HOST, method="POST", json=body, headers={"Cookie": f"{cookie.key}={cookie.value}"}
    )
    return office.door.passage(Request(builder.get_environ())).refusal


def test_the_confirmation_of_a_round_is_noted_by_its_name(office: Office) -> None:
    client = office.client(office.add("boss", "課長", {Role.APPROVE}))
    for output in outputs(office, "round-enter"):
        assert walk_door(office, client, ask(office, output, 1, "/closing")) == ""
    assert all(act == "承認" for _, act, _ in noted(office))
    assert [what.split(" ")[-1] for _, _, what in noted(office)] == [
        "調査を受付中に戻す",
        "調査を速報にする",
        "調査を確定する",
    ]


def test_reading_of_a_town_is_noted_once_while_it_is_looked_at(office: Office) -> None:
    client = office.client(office.add("sato", "佐藤一郎", {Role.ENTER}))
    for _ in range(3):
        get(client, "/town?town=01581")
    get(client, "/?town=01452")
    get(client, "/")
    get(client, "/map")
    assert [(act, what) for _, act, what in noted(office)] == [
        ("閲覧", "市町村カルテ /town?town=01581"),
        ("閲覧", "概況 /?town=01452"),
    ]
    [drawer] = [output for output in office.door.callbacks if output.startswith("..town-drawer")]
    walk_door(office, client, ask(office, drawer, "x", "/map", "?town=01213"))
    assert noted(office)[-1][1:] == ("閲覧", "地図 /map?town=01213")


def test_each_file_that_is_taken_away_is_noted(office: Office) -> None:
    client = office.client(office.add("sato", "佐藤一郎", {Role.ENTER}))
    for _ in range(2):
        get(client, "/sending/addresses.xlsx")
    assert [(act, what) for _, act, what in noted(office)] == [("書き出し", "/sending/addresses.xlsx")] * 2


def test_what_is_refused_is_noted(office: Office) -> None:
    client = office.client(office.add("viewer", "閲覧太郎", {Role.VIEW}))
    get(client, "/sending/addresses.xlsx")
    walk_door(office, client, ask(office, outputs(office, "target-save")[0], 1, "/progress"))
    assert [(act, what) for _, act, what in noted(office)] == [
        ("断った", "/sending/addresses.xlsx"),
        ("断った", "経過 /progress 目標を記録する"),
    ]


def test_every_change_of_people_and_roles_is_noted_with_what_was_before(office: Office) -> None:
    client = office.client(office.manager)
    sato = office.add("sato", "佐藤一郎", {Role.VIEW})
    office.secret(sato)
    [session] = [one for one in office.people.sessions() if one.account_id == sato.account_id]
    post(client, "/manage/people", name="suzuki", shown_name="鈴木", role="enter")
    post(client, f"/manage/people/{sato.account_id}/roles", role="approve")
    post(client, f"/manage/sessions/{session.session_id}/end")
    post(client, f"/manage/people/{sato.account_id}/password")
    post(client, f"/manage/people/{sato.account_id}/closed", closed="1")
    get(client, "/manage/audit.csv")
    assert [what for _, act, what in noted(office) if act == "管理"] == [
        "人を加えた（入力）: suzuki",
        "役割を変えた（閲覧 → 承認）: sato",
        "サインインを終わらせた: sato",
        "新しいパスワードを出した: sato",
        "止めた: sato",
        "操作の記録を書き出した: 全部",
    ]
    page = get(client, "/manage/audit").text
    assert "書かれたときのままです" in page
    assert "役割を変えた（閲覧 → 承認）: sato" in page


def test_what_cannot_be_noted_is_not_done(office: Office) -> None:
    client = office.client(office.add("sato", "佐藤一郎", {Role.ENTER, Role.MANAGE}))
    for path in office.audit.path.parent.glob("audit.sqlite*"):
        path.unlink()
    refused = client.post(
        CALLBACKS, base_url=HOST, headers=OURS, json=ask(office, outputs(office, "target-save")[0], 1)
    )
    assert (refused.status_code, "操作の記録" in refused.text) == (503, True)
    assert journal.targets(office.journal).empty
    assert get(client, "/sending/addresses.xlsx").status_code == 503
    post(client, "/manage/people", name="suzuki", shown_name="鈴木")
    assert office.people.named("suzuki") is None
    assert "がありません" in get(client, "/manage/audit").text
