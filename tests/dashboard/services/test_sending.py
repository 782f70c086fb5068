"""What goes out with a round: folders by 振興局, mails that Outlook opens unsent, and an address book that keeps."""

import io
import zipfile
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pandas as pd
import pytest

from dashboard import journal
from dashboard.export import address_book
from dashboard.queries import sending as queries_sending
from dashboard.services import addresses, sending
from dashboard.services.letters import Letters
from dashboard.services.sending import Dispatch, MailsTo
from dashboard.warehouse.reader import Reader
from tests.dashboard.export.opened_letters import opened

TODAY = date(2026, 10, 1)
OFFICE = {
    "head": "保健福祉部福祉局地域福祉課長",
    "section": "地域福祉課地域福祉係",
    "person": "北海　花子",
    "phone": "011-000-0000",
    "mail": "chiiki@pref.example.jp",
    "symbol": "",
    "seal": "公印省略",
}
HEAD = {
    "fiscal_year": 2026,
    "form_version": "R8-1",
    "title": "令和8年度 重層的支援体制整備事業 実施状況調査票",
    "as_of": "2026-09-30",
    "issued_on": "2026-10-01",
    "deadline": "2026-10-20",
    "sender": "北海道（後方支援事業 担当）",
    "reply_to": "所管の（総合）振興局",
    "legal_basis": "社会福祉法第6条第3項",
    "previous_word": "前回",
    "with_previous": 0,
    "previous_is_synthetic": False,
}
TOWNS = ("01452", "01581", "01585")


@pytest.fixture
def dispatch(reader: Reader, tmp_path: Path) -> Dispatch:
    towns = queries_sending.towns(reader)
    towns = towns[towns["code"].isin(TOWNS)]
    workbooks = {code: tmp_path / f"{code}_調査票.xlsx" for code in TOWNS}
    for code, path in workbooks.items():
        path.write_bytes(code.encode())
    return sending.dispatch_of(HEAD, workbooks, towns, OFFICE)


def test_a_letter_goes_out_as_a_mail_with_all_that_is_made_for_the_municipality(
    dispatch: Dispatch, reader: Reader
) -> None:
    documents = {
        "01452_鷹栖町_令和5年度_疑義照会.docx": b"letter",
        "01581_厚真町_令和5年度_疑義照会.docx": b"other",
        "一覧_令和5年度_疑義照会.xlsx": b"list",
    }
    letters = Letters("query", dispatch.survey, TODAY, documents)
    known = pd.DataFrame(
        [{"municipality_code": "01452", "subprefecture_code": "", "mail": "fukushi@town.example.jp"}]
    )
    made = sending.letter_mails(letters, "疑義照会", queries_sending.towns(reader), known)
    assert list(made) == [
        "上川総合振興局/01452_鷹栖町.eml",
        "胆振総合振興局/01581_厚真町.eml",
        "宛先のないもの.txt",
    ]
    mail = message_from_bytes(made["上川総合振興局/01452_鷹栖町.eml"], policy=default)
    assert (mail["X-Unsent"], mail["To"]) == ("1", "fukushi@town.example.jp")
    assert "疑義照会" in str(mail["Subject"])
    assert [part.get_filename() for part in mail.iter_attachments()] == [
        "01452_鷹栖町_令和5年度_疑義照会.docx"
    ]  # type: ignore[attr-defined]
    assert "厚真町" in made["宛先のないもの.txt"].decode("utf-8-sig")


@pytest.mark.parametrize(
    ("today", "dated"),
    [
        (date(2026, 9, 28), date(2026, 10, 1)),
        (date(2026, 10, 1), date(2026, 10, 1)),
        (date(2026, 10, 5), date(2026, 10, 5)),
    ],
)
def test_the_covering_letter_has_the_day_on_which_the_round_goes_out(
    dispatch: Dispatch, today: date, dated: date
) -> None:
    assert sending.dated(dispatch, today) == dated


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def mail_of(content: bytes) -> EmailMessage:
    mail = message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def test_a_package_has_workbook_and_letter_of_each_town_in_the_folder_of_its_area(
    dispatch: Dispatch,
) -> None:
    files = unpacked(sending.package(dispatch, TODAY))
    assert set(files) == {
        f"{area}/{name}"
        for area, code, town in (
            ("上川総合振興局", "01452", "鷹栖町"),
            ("胆振総合振興局", "01581", "厚真町"),
            ("胆振総合振興局", "01585", "安平町"),
        )
        for name in (f"{code}_調査票.xlsx", f"{code}_{town}_令和8年度_依頼文.docx")
    }
    letter = "".join(
        opened(files["上川総合振興局/01452_鷹栖町_令和8年度_依頼文.docx"]).element.body.itertext()
    )
    assert "【要記入" not in letter
    for said in ("鷹栖町", "令和8年10月20日（火）", "上川総合振興局", OFFICE["head"], OFFICE["person"]):
        assert said in letter


def test_a_mail_to_a_town_opens_unsent_with_its_own_files(dispatch: Dispatch, path: Path) -> None:
    journal.write(path, "address", "01452", {"mail": "ｆｕｋｕｓｉ＠town.example.jp"}, "佐藤")
    files = unpacked(sending.mails(dispatch, journal.addresses(path), "towns", TODAY))
    mail = mail_of(files["上川総合振興局/01452_鷹栖町.eml"])
    assert (mail["X-Unsent"], mail["To"], mail["From"]) == ("1", "fukusi@town.example.jp", None)
    assert "鷹栖町" in mail["Subject"]
    body = mail.get_body()
    assert body is not None
    assert "令和8年10月20日（火）" in body.get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == [
        "01452_調査票.xlsx", "01452_鷹栖町_令和8年度_依頼文.docx"
    ]  # fmt: skip
    assert next(iter(mail.iter_attachments())).get_content() == b"01452"
    assert mail_of(files["胆振総合振興局/01581_厚真町.eml"])["To"] is None
    assert "厚真町" in files["宛先のないもの.txt"].decode("utf-8-sig")
    assert "鷹栖町" not in files["宛先のないもの.txt"].decode("utf-8-sig")


def test_a_mail_to_an_area_has_the_files_of_its_towns_alone(dispatch: Dispatch, path: Path) -> None:
    area = str(dispatch.towns.set_index("code").loc["01581", "subprefecture_code"])
    journal.write(path, "address", "", {"subprefecture_code": area, "mail": "iburi@pref.example.jp"}, "佐藤")
    files = unpacked(sending.mails(dispatch, journal.addresses(path), "areas", TODAY))
    [name] = [name for name in files if "胆振" in name]
    mail = mail_of(files[name])
    assert mail["To"] == "iburi@pref.example.jp"
    [attached] = mail.iter_attachments()
    assert [one[:5] for one in unpacked(attached.get_content())] == ["01581", "01581", "01585", "01585"]


@pytest.mark.parametrize("to", ["towns", "areas"])
def test_no_mail_is_lost_where_nobody_has_an_address(dispatch: Dispatch, path: Path, to: MailsTo) -> None:
    files = unpacked(sending.mails(dispatch, journal.addresses(path), to, TODAY))
    assert len(files) == {"towns": 3, "areas": 2}[to] + 1


def test_the_address_book_lists_every_place_and_keeps_what_is_entered(reader: Reader, path: Path) -> None:
    rows = addresses.rows(reader, path)
    assert [row["is_area"] for row in rows] == [True] * 14 + [False] * 179
    [town] = [row for row in rows if row["code"] == "01452"]
    kept = addresses.save(path, town, {"section": "健康福祉課", "mail": "a@town.example.jp"}, "佐藤")
    again = addresses.save(path, {**town, **kept}, {"section": "福祉課"}, "鈴木")
    assert (again["version"], again["mail"]) == (2, "a@town.example.jp")
    [town] = [row for row in addresses.rows(reader, path, {"01452"}) if not row["is_area"]]
    assert (town["section"], town["mail"]) == ("福祉課", "a@town.example.jp")


def test_a_list_fills_and_never_empties_and_what_is_no_mail_is_named(reader: Reader, path: Path) -> None:
    [town] = [row for row in addresses.rows(reader, path, {"01452"}) if not row["is_area"]]
    addresses.save(path, town, {"section": "健康福祉課", "phone": "0166-87-0000"}, "佐藤")
    empty = dict.fromkeys(addresses.FIELDS, "")
    listed = [
        {**empty, "municipality_code": "01452", "subprefecture_code": "", "section": "福祉課"},
        {**empty, "municipality_code": "", "subprefecture_code": "01", "mail": "a@pref.example.jp"},
        {**empty, "municipality_code": "01581", "subprefecture_code": "", "mail": "電話で"},
    ]
    listed = [{**row, "cell": f"A{place}"} for place, row in enumerate(listed, start=2)]
    twice = {**empty, "municipality_code": "01204", "subprefecture_code": ""}
    listed += [{**twice, "mail": f"{one}@city.example.jp", "cell": f"A{one}"} for one in "56"]
    found = addresses.look_at_list(reader, path, listed)
    assert {row["code"]: row["state"] for row in found.rows} == {
        "01": "new",
        "01452": "changed",
    }
    assert [one.partition(":")[0] for one in found.aside] == ["厚真町"]
    assert found.doubled == ["旭川市（A5、A6）"]
    assert addresses.rows(reader, path, {"01452"})[-1]["section"] == "健康福祉課"
    kept, troubles = addresses.keep(path, found.rows, "佐藤")
    assert (len(kept), troubles) == (2, [])
    [town] = [row for row in addresses.rows(reader, path, {"01452"}) if not row["is_area"]]
    assert (town["section"], town["phone"]) == ("福祉課", "0166-87-0000")
    assert {row["state"] for row in addresses.look_at_list(reader, path, listed[:2]).rows} == {"same"}
    addresses.save(path, town, {"section": "住民課"}, "鈴木")
    undone, since = addresses.undo(path, kept, "佐藤")
    assert (undone, len(since)) == (1, 1)
    shown = {row["id"]: row for row in addresses.rows(reader, path)}
    assert (shown["area-01"]["mail"], shown["town-01452"]["section"]) == ("", "住民課")


def test_the_book_goes_out_in_the_form_in_which_it_comes_in(reader: Reader, path: Path) -> None:
    book = pd.read_excel(
        io.BytesIO(address_book.workbook(addresses.rows(reader, path))), dtype=str, engine="openpyxl"
    )
    assert len(book) == 193
    assert list(book.columns) == ["コード", "宛先", "振興局", "課・係", "担当者", "電話", "メール", "メモ"]


def test_answers_of_the_demo_are_nobodys_address(fictional: Reader, path: Path) -> None:
    assert addresses.fill_from_answers(fictional, path, {"01452"}, "佐藤") == ([], [])


def test_a_phone_that_lost_its_zero_in_excel_gets_it_back_and_is_named(reader: Reader, path: Path) -> None:
    row = {**dict.fromkeys(addresses.FIELDS, ""), "municipality_code": "01100", "subprefecture_code": ""}
    found = addresses.look_at_list(reader, path, [{**row, "phone": "112310002", "cell": "A2"}])
    assert [one["after"] for one in found.rows] == [{"phone": "0112310002"}]
    assert found.aside == [
        "札幌市: 電話「112310002」は先頭の0が消えているので、「0112310002」として読みました。"
    ]


def test_what_of_a_list_is_not_kept_is_named_before_what_was_read_otherwise(
    reader: Reader, path: Path
) -> None:
    row = {**dict.fromkeys(addresses.FIELDS, ""), "subprefecture_code": ""}
    listed = [
        {**row, "municipality_code": "01100", "phone": "112310002", "cell": "A2"},
        {**row, "municipality_code": "01203", "mail": "otaru(at)city.jp", "cell": "A3"},
    ]
    told = addresses.look_at_list(reader, path, listed).aside
    assert [one.partition(":")[0] for one in told] == ["小樽市", "札幌市"]


def test_a_mail_begins_with_whom_the_address_book_names(dispatch: Dispatch, path: Path) -> None:
    journal.write(path, "address", "01452", {"section": "福祉課", "person": "北海"}, "佐藤")
    files = unpacked(sending.mails(dispatch, journal.addresses(path), "towns", TODAY))

    def first_line(name: str) -> str:
        body = mail_of(files[name]).get_body()
        assert body is not None
        return str(body.get_content()).splitlines()[0]

    assert first_line("上川総合振興局/01452_鷹栖町.eml") == "鷹栖町　福祉課　北海　様"
    assert first_line("胆振総合振興局/01581_厚真町.eml") == "厚真町　重層的支援体制整備事業　担当者　様"
