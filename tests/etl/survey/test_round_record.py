"""A round goes 受付中 → 速報 → 確定 with those who signed, keeps what was published, and is never half there."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from etl import clock, lost_files, sources
from etl.__main__ import main
from etl.survey.receive import load_returns, receive
from etl.survey.returned import round_record
from etl.survey.returned.decision import decide
from etl.survey.returned.round_record import RoundEntry, RoundRefusedError, RoundState
from tests.etl.survey import received as made
from tests.etl.survey.received import KUTCHAN, TAKASU
from tests.killing import run_until

TODAY = clock.today().isoformat()
SIGNED = {"made_by": "北海", "checked_by": "道南", "approved_by": "課長"}
FINAL = RoundEntry("final", TODAY, **SIGNED)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return with_register(made.make_raw(tmp_path / "raw"))


def with_register(raw: Path) -> Path:
    """No round is closed without the register of what was received."""
    raw.joinpath("SOURCES.csv").write_text(",".join(sources.COLUMNS) + "\n", encoding="utf-8")
    return raw


def entered(raw: Path, *states: RoundState) -> list[RoundEntry]:
    for state in states:
        reason = "誤りが見つかった" if state == "open" else ""
        round_record.enter(raw, 2023, RoundEntry(state, TODAY, **SIGNED, reason=reason))
    return round_record.read(raw, 2023)


def test_a_round_without_a_record_is_open(raw: Path) -> None:
    assert round_record.state_of(round_record.read(raw, 2023)) == "open"


def test_every_state_is_kept_with_who_signed(raw: Path) -> None:
    entries = entered(raw, "preliminary", "final", "open", "final")
    assert [one.state for one in entries] == ["preliminary", "final", "open", "final"]
    assert entries[-1] == replace(FINAL)
    text = (raw / "survey" / "R5" / "round.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("before", "entry", "said"),
    [
        ((), RoundEntry("final", TODAY, made_by="北海"), "確認・承認した人の名前"),
        ((), RoundEntry("preliminary", TODAY, made_by=" "), "作成した人の名前"),
        ((), RoundEntry("open", TODAY, reason="x"), "いま「受付中」"),
        (("final",), FINAL, "いま「確定」"),
        (("final",), RoundEntry("preliminary", TODAY, **SIGNED), "「速報」にはできません"),
        (("final",), RoundEntry("open", TODAY), "理由を書いてください"),
        ((), replace(FINAL, entered_on=(clock.today() + timedelta(1)).isoformat()), "今日より後"),
        ((), replace(FINAL, entered_on="2022-12-31"), "令和4年12月31日は、令和5年度の調査が始まる前"),
        (("preliminary",), replace(FINAL, entered_on="2023-01-01"), "より前です"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    raw: Path, before: tuple[RoundState, ...], entry: RoundEntry, said: str
) -> None:
    kept = entered(raw, *before)
    with pytest.raises(RoundRefusedError, match=said):
        round_record.enter(raw, 2023, entry)
    assert round_record.read(raw, 2023) == kept


def test_a_closing_does_not_stand_before_what_it_holds(tmp_path: Path) -> None:
    raw, mail, day = made.make_raw(tmp_path / "raw"), tmp_path / "mail", date(2023, 12, 12)
    mail.mkdir()
    receive([made.hand_in(mail, TAKASU)], raw, 2023, day)
    with pytest.raises(RoundRefusedError, match=r"最後に受け取った調査票の受領日（令和5年12月12日）より前"):
        round_record.enter(raw, 2023, replace(FINAL, entered_on="2023-12-11"))
    with pytest.raises(RoundRefusedError, match="今日より後"):
        receive([made.hand_in(mail, KUTCHAN)], raw, 2023, clock.today() + timedelta(1))


def test_a_round_is_not_closed_while_a_received_file_is_lost_unless_that_was_agreed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw, mail = with_register(made.make_raw(tmp_path / "raw")), tmp_path / "mail"
    mail.mkdir()
    receive([made.hand_in(mail, TAKASU)], raw, 2023, date(2023, 12, 12))
    [stored] = (raw / "survey/R5/returns/2023-12-12").iterdir()
    stored.unlink()
    known = len(lost_files.findings(raw))
    command = ["round", "--raw", str(raw), "--fiscal-year", "2023", "--state", "preliminary"]
    command += ["--made-by", "北海"]
    assert main([*command, "--despite-lost", str(known - 1)]) != 0
    said = capsys.readouterr().err
    assert f"データに入っていない資料が{known}件あります" in said
    assert f"--despite-lost {known}" in said
    assert round_record.read(raw, 2023) == []
    assert main([*command, "--despite-lost", str(known)]) == 0
    assert [one.state for one in round_record.read(raw, 2023)] == ["preliminary"]


def test_what_was_published_is_kept_beside_each_state(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for text in ("1", "2"):
        (out / "回答.csv").write_text(text, encoding="utf-8")
        round_record.enter(raw, 2023, RoundEntry("preliminary", TODAY, made_by="北海"), out)
    folders = [one.published for one in round_record.read(raw, 2023)]
    assert folders == [f"published/{TODAY}_速報", f"published/{TODAY}_速報_2"]
    texts = [(raw / "survey" / "R5" / one / "回答.csv").read_text(encoding="utf-8") for one in folders]
    assert texts == ["1", "2"]


def test_a_record_saved_from_excel_is_read(raw: Path) -> None:
    entered(raw, "preliminary")
    path = raw / "survey" / "R5" / "round.csv"
    day = date.fromisoformat(TODAY)
    text = path.read_text(encoding="utf-8-sig").replace(TODAY, f"{day:%Y/%m/%d}")
    path.write_bytes(text.replace("\n", "\r\n").encode("cp932"))
    assert [(one.state, one.entered_on) for one in round_record.read(raw, 2023)] == [("preliminary", TODAY)]


def test_a_record_that_cannot_be_read_names_its_line(raw: Path) -> None:
    entered(raw, "preliminary")
    path = raw / "survey" / "R5" / "round.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("速報", "仮"), encoding="utf-8")
    with pytest.raises(RoundRefusedError, match="2行目"):
        round_record.read(raw, 2023)


def test_a_return_for_a_closed_round_waits_until_somebody_decides(tmp_path: Path) -> None:
    raw, mail, day = made.make_raw(tmp_path / "raw"), tmp_path / "mail", date(2023, 12, 12)
    mail.mkdir()
    receive([made.hand_in(mail, TAKASU)], raw, 2023, day)
    round_record.enter(raw, 2023, RoundEntry("final", day.isoformat(), **SIGNED))
    report = receive([made.hand_in(mail, KUTCHAN)], raw, 2023, day)
    assert (report.loaded, report.held) == (0, 1)
    assert "確定しています。（令和5年12月12日）" in report.received[0].reason
    assert {row.municipality_code: row.state for row in load_returns(raw).returns} == {
        TAKASU: "loaded", KUTCHAN: "held"
    }  # fmt: skip
    decide(raw, 2023, made.lines(raw)[-1]["sha256"], "loaded", "課長の了解を得た")
    assert {row.municipality_code for row in load_returns(raw).returns if row.state == "loaded"} == {
        TAKASU, KUTCHAN
    }  # fmt: skip


def test_a_round_that_is_closed_during_a_power_cut_is_closed_whole_or_not_at_all(
    raw: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("回答.csv", "実施状況.csv"):
        (out / name).write_text(name, encoding="utf-8")
    command = ["round", "--raw", raw, "--fiscal-year", 2023, "--state", "preliminary", "--made-by", "北海"]
    command += ["--published", out]
    refused, reading = run_until(0, raw, *command, "--on", "2020-01-01")
    assert refused == 1  # by then it has only read
    code, steps = run_until(0, raw, *command)
    assert code == 0
    done, killed = 1, 0
    for moment in range(reading, steps + 1):
        code, _ = run_until(moment, raw, *command)
        killed += code < 0
        entries = round_record.read(raw, 2023)
        assert len(entries) in (done, done + 1)
        done = len(entries)
        for entry in entries:
            kept = {
                path.name: path.read_text(encoding="utf-8")
                for path in (raw / "survey/R5" / entry.published).iterdir()
            }
            assert kept == {name: name for name in ("回答.csv", "実施状況.csv")}
    # The later runs have fewer steps: the folder of what is published is there.
    assert killed >= steps - reading - 2
    assert run_until(0, raw, *command)[0] == 0
    assert len(round_record.read(raw, 2023)) == done + 1
