"""The files that people double-click: 起動 and 停止 for Windows (.bat) and Linux (.sh)."""

BLOCKED = (
    "Python を動かせませんでした。",
    "PC の管理のしくみ（AppLocker、WDAC など）が止めていることがあります。",
    "この窓の内容と「情報担当の方へ」フォルダを、情報システム担当に見せてください。",
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


def bat(name: str, act: str) -> bytes:
    """The .bat that starts or stops."""

    def told(label: str, sentences: tuple[str, ...]) -> list[str]:
        return [f":{label}", *(f"echo {text.format(name=name)}" for text in sentences), "pause", "exit /b 1"]

    return encode_bat(
        [
            "@echo off",
            "setlocal",
            'cd /d "%~dp0" 2>nul || goto network',
            r'if not exist "python\python.exe" goto unzip',
            r'if not exist "app\tools\office.py" goto unzip',
            rf'"python\python.exe" -m tools.office {act} %*',
            f'if "%errorlevel%"=="0" {"exit /b 0" if act == "start" else "timeout /t 3 >nul & exit /b 0"}',
            f'if "%errorlevel%"=="{TOLD}" pause & exit /b {TOLD}',
            *told("blocked", BLOCKED),
            *told("unzip", UNZIP_FIRST),
            *told("network", NETWORK),
        ]
    )


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
    return {f"{label}.bat": bat(f"{label}.bat", act) for label, act in ACTS.items()}


def linux() -> dict[str, bytes]:
    """File name to content."""
    return {f"{label}.sh": shell(act) for label, act in ACTS.items()}


ACTS = {"起動": "start", "停止": "stop"}
