"""An officer's decision on a received file: load it, as the return of a municipality, or set it apart with a reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from etl import names
from etl.survey.returned import register
from etl.survey.returned.batch import read_file
from etl.survey.returned.previous import DECIDED, make_setting, registered_file
from etl.survey.returned.register import RegisteredReturn, RegisterError, State

UNKNOWN_FILE = "そのファイルは受け取っていません。一覧を更新してから選びなおしてください。"


def decide_file(
    raw: Path, fiscal_year: int, file: str, state: State, reason: str, municipality: str = ""
) -> RegisteredReturn:
    """As `decide`, for a file named by its place in data/raw (or below the folder of returns) and a town by code or name.

    Raises RegisterError where there is no such file, no such town, or no reason to set it apart.
    """
    folder = register.returns_folder(raw, fiscal_year)
    place = file.replace("\\", "/")
    inside = folder.relative_to(raw).as_posix()
    known = {line.file: line for line in register.current(register.read_lines(folder))}
    line = known.get(place) or known.get(place.partition(f"{inside}/")[2])
    if line is None:
        raise RegisterError(UNKNOWN_FILE)
    if state == "quarantined" and not reason.strip():
        raise RegisterError("別に置く理由を書いてください。記録に残り、再提出のお願いにも使います。")
    code = _code_of(raw, fiscal_year, municipality) if municipality.strip() else ""
    return decide(raw, fiscal_year, line.sha256, state, reason, code)


def decide(
    raw: Path, fiscal_year: int, sha256: str, state: State, reason: str, municipality_code: str = ""
) -> RegisteredReturn:
    """An officer's decision on a received file: load it as the return of a municipality, or set it apart.

    Adds a line; the file stays where it is. Raises RegisterError where there is no such file, or where it
    cannot be loaded even so.
    """
    folder = register.returns_folder(raw, fiscal_year)
    with register.locked(folder):
        known = {line.sha256: line for line in register.current(register.read_lines(folder))}
        line = known.get(sha256)
        if line is None:
            raise RegisterError(UNKNOWN_FILE)
        decided = replace(line, state=state, reason=reason.strip())
        if municipality_code:
            decided = replace(decided, municipality_code=municipality_code, route=DECIDED)
        if state == "loaded":
            setting, _ = make_setting(raw, fiscal_year)
            if municipality_code and municipality_code not in setting.towns.values():
                raise RegisterError(
                    f"市町村コード「{municipality_code}」は、いまの市町村の一覧にありません。"
                )
            read = read_file(registered_file(folder, decided), setting)
            if not any(not one.rejected for one in read.returns):
                said = [one.rejected for one in read.returns] or [
                    finding.message for finding in read.findings
                ]
                raise RegisterError(f"このファイルは取り込めません。{said[0] if said else ''}")
        register.append(folder, [decided])
    return decided


def _code_of(raw: Path, fiscal_year: int, municipality: str) -> str:
    setting, _ = make_setting(raw, fiscal_year)
    text = municipality.strip()
    by_code = names.normalise(text).isdigit()
    found = names.resolve(setting.directory, text if by_code else "", "" if by_code else text)
    if found.code is None:
        raise RegisterError(found.note)
    return found.code
