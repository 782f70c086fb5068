"""Who may read the folders of the data. Elsewhere than on Windows the mode of each file says it (umask); there, the folder.

Done by icacls, which every Windows has: rights that the folder was given by the one above go, and the account that runs
the program, the system and administrators are named instead. What lies below takes its rights of the folder.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PureWindowsPath

# By number, since the names are of the language of Windows: the system, administrators.
SYSTEM, ADMINISTRATORS = "S-1-5-18", "S-1-5-32-544"
SID = re.compile(r"S-1-\d+(?:-\d+)+")
SECONDS = 60.0
NOT_KEPT = (
    "{folder} を、ほかの利用者が読めないようにできませんでした（FAT や exFAT のディスクではできません）。"
    "この PC をほかの人も使うときは、NTFS のディスクの、自分だけが開けるフォルダーに移してください。"
)
Run = Callable[[Sequence[str]], str]


def keep_to_owner(folders: Iterable[Path], run: Run | None = None) -> list[str]:
    """Leave each folder that is there to this account; in words those that could not be. run: for tests; else on Windows alone."""
    if run is None:
        if sys.platform != "win32":
            return []
        run = _run
    present = [folder.resolve() for folder in folders if folder.is_dir()]
    try:
        sid = _sid(run(sid_command()))
    except (OSError, subprocess.SubprocessError, ValueError):
        return [NOT_KEPT.format(folder=folder) for folder in present]
    told = []
    for folder in present:
        try:
            run(rights_command(str(folder), sid))
        except (OSError, subprocess.SubprocessError):
            told.append(NOT_KEPT.format(folder=folder))
    return told


def sid_command() -> list[str]:
    """Asks Windows for the number of this account."""
    return [_of_system("whoami.exe"), "/user", "/fo", "csv", "/nh"]


def rights_command(folder: str, sid: str) -> list[str]:
    """Takes what is inherited from a folder and names who may do everything in it and below it."""
    grants = [f"*{one}:(OI)(CI)F" for one in (sid, SYSTEM, ADMINISTRATORS)]
    return [_of_system("icacls.exe"), folder, "/inheritance:r", "/grant:r", *grants, "/q"]


def _of_system(program: str) -> str:
    """By its whole path: what lies in the folder of the program is never run instead."""
    return str(PureWindowsPath(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / program)


def _sid(said: str) -> str:
    found = SID.search(said)
    if found is None:
        raise ValueError("whoami named no account")
    return found[0]


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True, stdin=subprocess.DEVNULL)
    return done.stdout.decode("ascii", "replace")
