"""An officer's decision on a received file: load it, as the return of a municipality, or set it apart with a reason; and
the day on which it came, put right.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from etl import names, raw_writes
from etl.japanese_date import day_label
from etl.survey.returned import register, round_record
from etl.survey.returned.batch import read_file, read_files
from etl.survey.returned.previous import DECIDED, make_setting, registered_file, sorted_by_receipt
from etl.survey.returned.register import RegisteredReturn, RegisterError, State, Use
from etl.survey.returned.setting import Setting
from etl.survey.returned.succession import Counting, follow

UNKNOWN_FILE = "そのファイルは受け取っていません。一覧を更新してから選びなおしてください。"


def decide_file(
    raw: Path,
    fiscal_year: int,
    file: str,
    state: State,
    reason: str,
    municipality: str = "",
    instead_of: str = "",
    use: Use = "",
) -> RegisteredReturn:
    """As `decide`, for a file named by its place in data/raw (or below the folder of returns) and towns by code or name.

    Raises RegisterError where there is no such file, no such town, or no reason to set it apart.
    """
    line = _line_of(raw, fiscal_year, file)
    _want_reason(state, reason)
    codes = [_code_of(raw, fiscal_year, name) if name.strip() else "" for name in (municipality, instead_of)]
    return decide(raw, fiscal_year, line.sha256, state, reason, codes[0], instead_of=codes[1], use=use)


def decide(
    raw: Path,
    fiscal_year: int,
    sha256: str,
    state: State,
    reason: str,
    municipality_code: str = "",
    *,
    instead_of: str = "",
    use: Use = "",
) -> RegisteredReturn:
    """An officer's decision on a received file: load it as the return of a municipality, or set it apart.

    A file that says itself whose it is becomes another town's only where `instead_of` names the town that it says.
    `use`: whether a return that leaves blank what was answered before replaces that, or amends it.
    Adds a line; the file stays where it is. Raises RegisterError where there is no such file, or where it
    cannot be loaded even so.
    """
    folder = register.returns_folder(raw, fiscal_year)
    with raw_writes.locked(raw):
        lines = register.current(register.read_lines(folder))
        line = next((line for line in lines if line.sha256 == sha256), None)
        if line is None:
            raise RegisterError(UNKNOWN_FILE)
        decided = replace(line, state=state, reason=reason.strip(), decided="1", use=use or line.use)
        setting, _ = make_setting(raw, fiscal_year)
        if municipality_code:
            if municipality_code not in setting.towns.values():
                raise RegisterError(
                    f"市町村コード「{municipality_code}」は、いまの市町村の一覧にありません。"
                )
            _confirm(folder, line, municipality_code, instead_of, setting)
            decided = replace(decided, municipality_code=municipality_code, route=DECIDED)
        if state == "loaded":
            read = read_file(registered_file(folder, decided), setting)
            if not any(not one.rejected for one in read.returns):
                said = [one.rejected for one in read.returns] or [
                    finding.message for finding in read.findings
                ]
                raise RegisterError(f"このファイルは取り込めません。{said[0] if said else ''}")
            if not decided.use and decided.route != "table":
                _ask_how(folder, lines, decided, setting)
        register.append(folder, [decided])
    return decided


def decide_day(raw: Path, fiscal_year: int, file: str, state: State, reason: str) -> list[RegisteredReturn]:
    """The same decision on all files of the day on which one was received: a reception taken back, or taken up again.

    What stands so already, and what waits for a decision of its own, is left. Raises RegisterError.
    """
    _want_reason(state, reason)
    line = _line_of(raw, fiscal_year, file)
    known = register.current(register.read_lines(register.returns_folder(raw, fiscal_year)))
    chosen = [one for one in known if one.received == line.received and one.state != state and not one.waits]
    if not chosen:
        raise RegisterError("同じ受領日のファイルは、すべてそうなっています。")
    return [decide(raw, fiscal_year, one.sha256, state, reason) for one in chosen]


def _want_reason(state: State, reason: str) -> None:
    if state == "quarantined" and not reason.strip():
        raise RegisterError("保留する理由を書いてください。記録に残ります（市町村への文書には載りません）。")


def redate(
    raw: Path, fiscal_year: int, file: str, day: date, *, whole_day: bool = False
) -> list[RegisteredReturn]:
    """Put right the day on which a file was received, or all files of its day; the lines that were added.

    Which return of a municipality counts follows from the new days. Raises RegisterError where there is no such file,
    RoundRefusedError where the day cannot be.
    """
    folder = register.returns_folder(raw, fiscal_year)
    with raw_writes.locked(raw):
        line = _line_of(raw, fiscal_year, file)
        round_record.check_day("received", "受領日", day, raw, fiscal_year)
        if line.received == day:
            raise RegisterError(f"受領日はすでに{day_label(day)}です。")
        known = register.current(register.read_lines(folder))
        chosen = [one for one in known if whole_day and one.received == line.received] or [line]
        redated = [replace(one, received_on=day.isoformat()) for one in chosen]
        register.append(folder, redated)
    return redated


def _line_of(raw: Path, fiscal_year: int, file: str) -> RegisteredReturn:
    """The line that holds of a file, named by its place in data/raw or below the folder of returns."""
    folder = register.returns_folder(raw, fiscal_year)
    place = file.replace("\\", "/")
    inside = folder.relative_to(raw).as_posix()
    known = {line.file: line for line in register.current(register.read_lines(folder))}
    line = known.get(place) or known.get(place.partition(f"{inside}/")[2])
    if line is None:
        raise RegisterError(UNKNOWN_FILE)
    return line


def _confirm(
    folder: Path, line: RegisteredReturn, municipality_code: str, instead_of: str, setting: Setting
) -> None:
    """Raise RegisterError where a town is given to a file that says it is another one's, and nobody named both."""
    if line.route == "table":
        raise RegisterError("取りまとめ表の市町村は、表の行が示します。市町村の欄を空にしてください。")
    read = read_file(registered_file(folder, replace(line, route="")), setting)
    own = {one.municipality_code for one in read.returns} - {""}
    if not own or municipality_code in own or own == {instead_of}:
        return
    says = "、".join(_town(setting, code) for code in sorted(own))
    raise RegisterError(
        f"このファイルは{says}の回答だと書かれています。{_town(setting, municipality_code)}の回答にするときは、"
        f"ファイルに書かれた市町村も書いて、2つの市町村を確かめてください。そうでなければ、市町村の欄を空にしてください。"
    )


def _ask_how(
    folder: Path, lines: list[RegisteredReturn], decided: RegisteredReturn, setting: Setting
) -> None:
    """Raise RegisterError where a return would erase earlier answers and nobody said whether it may."""
    after = [replace(decided, use="") if line.sha256 == decided.sha256 else line for line in lines]
    own = decided.municipality_code
    loaded = [
        line
        for line in sorted_by_receipt(after)
        if line.is_loaded and line.municipality_code in ("", own) and (folder / line.file).is_file()
    ]
    reads = read_files([registered_file(folder, line) for line in loaded], setting)
    current: Counting | None = None
    for line, read in zip(loaded, reads, strict=True):
        for one in read.returns:
            if one.rejected or one.municipality_code != own:
                continue
            step = follow(
                current, one, line.file, line.original_name, line.use, setting.forms[one.fiscal_year]
            )
            if line.sha256 == decided.sha256 and step.outcome == "held":
                raise RegisterError(f"「置き換える」か「訂正として重ねる」かを選んでください。{step.message}")
            current = step.counting


def _town(setting: Setting, code: str) -> str:
    return f"{setting.directory.by_code[code].name}（{code}）"


def _code_of(raw: Path, fiscal_year: int, municipality: str) -> str:
    setting, _ = make_setting(raw, fiscal_year)
    text = municipality.strip()
    by_code = names.normalise(text).isdigit()
    found = names.resolve(setting.directory, text if by_code else "", "" if by_code else text)
    if found.code is None:
        raise RegisterError(found.note)
    return found.code
