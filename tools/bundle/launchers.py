"""The files that people double-click: 起動, 停止 and 自己診断, for Windows (.bat) and Linux (.sh)."""

BLOCKED = (
    "Python を動かせませんでした。",
    "PC の管理のしくみ（AppLocker、WDAC など）が止めていることがあります。",
    "「自己診断」をひらき、その結果か、この窓の内容を、フォルダ「情報担当の方へ」とともに情報システム担当に渡してください。",
)
UNZIP_FIRST = (
    "ファイルがそろっていません。zip の中から直接ひらいていませんか。",
    "zip を右クリックして「すべて展開」をえらび、できたフォルダの中の {name} をひらいてください。",
)
NETWORK = (
    "ネットワーク上のフォルダからは起動できません。",
    "フォルダごと、この PC のドキュメントなどへ移してください。",
)
# A second byte that means something to cmd where the console is not set to code page 932.
UNSAFE_SECOND_BYTES = b"\\^|"
TOLD = 3
ACTS = {"起動": "start", "停止": "stop"}
SELFCHECK = "自己診断"
RESULT = "自己診断の結果.txt"


class UnsafeTextError(Exception):
    """A letter whose second byte cmd could take for a sign of its own."""


def encode_bat(lines: list[str]) -> bytes:
    """A .bat as Windows wants it: CRLF, cp932, and no letter that breaks a line under another code page."""
    content = "".join(f"{line}\r\n" for line in lines)
    for letter in content:
        pair = letter.encode("cp932")
        if len(pair) == 2 and pair[1] in UNSAFE_SECOND_BYTES:
            raise UnsafeTextError(letter)
    return content.encode("cp932")


def told(label: str, sentences: tuple[str, ...], name: str) -> list[str]:
    """The lines that say something and wait for a key."""
    return [f":{label}", *(f"echo {text.format(name=name)}" for text in sentences), "pause", "exit /b 1"]


def bat(name: str, run: list[str]) -> bytes:
    """A .bat that runs the lines in its own folder, or says why it cannot."""
    return encode_bat(
        [
            "@echo off",
            "setlocal",
            'cd /d "%~dp0" 2>nul || goto network',
            r'if not exist "python\python.exe" goto unzip',
            r'if not exist "app\tools\office.py" goto unzip',
            *run,
            *told("blocked", BLOCKED, name),
            *told("unzip", UNZIP_FIRST, name),
            *told("network", NETWORK, name),
        ]
    )


def office(act: str) -> list[str]:
    """The lines that start or stop; a reason that Python has told is left on the screen."""
    leave = "exit /b 0" if act == "start" else "timeout /t 3 >nul & exit /b 0"
    return [
        rf'"python\python.exe" -m tools.office {act} %*',
        f'if "%errorlevel%"=="0" {leave}',
        f'if "%errorlevel%"=="{TOLD}" pause & exit /b {TOLD}',
    ]


def selfcheck() -> list[str]:
    """The lines that write what works on this PC and what does not, and show it."""
    return [
        f'if exist "{RESULT}" del "{RESULT}"',
        "cd app",
        rf'"..\python\python.exe" -m dashboard selfcheck --out "..\{RESULT}"',
        "cd ..",
        f'if not exist "{RESULT}" goto blocked',
        f'if not "%1"=="--no-window" start "" notepad "{RESULT}"',
        "exit /b 0",
    ]


def shell(act: str) -> bytes:
    """The script that starts or stops on Linux."""
    lines = (
        "#!/bin/sh",
        'cd "$(dirname "$0")" || exit 1',
        f'exec python/python3 -m tools.office {act} "$@"',
    )
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def windows() -> dict[str, bytes]:
    """File name to content."""
    runs = {**{label: office(act) for label, act in ACTS.items()}, SELFCHECK: selfcheck()}
    return {f"{label}.bat": bat(f"{label}.bat", run) for label, run in runs.items()}


def linux() -> dict[str, bytes]:
    """File name to content."""
    scripts = {f"{label}.sh": shell(act) for label, act in ACTS.items()}
    lines = (
        "#!/bin/sh",
        'cd "$(dirname "$0")/app" || exit 1',
        "exec ../python/python3 -m dashboard selfcheck",
    )
    return {**scripts, f"{SELFCHECK}.sh": "".join(f"{line}\n" for line in lines).encode("ascii")}
