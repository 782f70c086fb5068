"""A 控え under a password: a zip with AES-256, as WinZip and 7-Zip know it, whose only file is the 控え.

So the names of the files inside are hidden too, and whoever has no かさなり opens it with such a program. The key is
made of the password by PBKDF2 with 1,000 rounds, as the format has it: only a long password withstands guessing.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from etl.backup.manifest import DAMAGED, BackupRefusedError
from machine import temporary

LEAST, MOST = 12, 128
CHUNK = 2**20
ENCRYPTED = 0x1
WANTED = "この控えにはパスワードが付いています。作ったときのパスワードを入れてください。"
WRONG = "パスワードが違うため、控えを開けません。大文字と小文字、全角と半角を確かめてください。何も変えていません。"
RULE = f"パスワードは、半角の英字・数字・記号で{LEAST}文字以上{MOST}文字以内にしてください。控えは作っていません。"
NO_PART = (
    "パスワードを扱う部品を読み込めません。「自己診断」で、止められた部品がないかを確かめてください。"
    "パスワードのない控えは、作ることも戻すこともできます。"
)


def check(password: str) -> None:
    """Raises BackupRefusedError where a password is short, or could be typed in two ways (half and full width)."""
    if not (LEAST <= len(password) <= MOST and password.isascii() and password.isprintable()):
        raise BackupRefusedError(RULE)


def is_sealed(path: Path) -> bool:
    """Whether a file is a zip whose only file is encrypted; False for whatever is no zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return False
    return len(listed) == 1 and bool(listed[0].flag_bits & ENCRYPTED)


def seal(plain: Path, target: Path, password: str) -> None:
    """Write a 控え under a password, on the disk. Raises BackupRefusedError, OSError."""
    parts = _parts()
    with target.open("xb") as stream:
        with parts.AESZipFile(stream, "w", encryption=parts.WZ_AES, allowZip64=True) as archive:
            archive.setpassword(password.encode("ascii"))
            archive.write(plain, target.name)
        stream.flush()
        os.fsync(stream.fileno())


@contextmanager
def unsealed(path: Path, password: str) -> Iterator[Path]:
    """The 控え itself, in a private folder that goes afterwards. Raises BackupRefusedError."""
    parts = _parts()
    if not password:
        raise BackupRefusedError(WANTED)
    with tempfile.TemporaryDirectory(prefix=temporary.prefix()) as folder:
        plain = Path(folder) / "plain.zip"
        try:
            with plain.open("xb") as target, parts.AESZipFile(path) as archive:
                archive.setpassword(password.encode("utf-8"))
                with archive.open(archive.infolist()[0]) as source:
                    _copy(source, target, path.stat().st_size)
        except RuntimeError:  # of the word, before anything is read
            raise BackupRefusedError(WRONG) from None
        except (parts.BadZipFile, ValueError, EOFError, NotImplementedError):
            raise BackupRefusedError(DAMAGED.format(what="中身が控えたときと違います")) from None
        yield plain


def _copy(source: IO[bytes], target: IO[bytes], most: int) -> None:
    """To the end. What we sealed is not packed again, so more than there is in the file is none of ours."""
    left = most
    while chunk := source.read(CHUNK):
        left -= len(chunk)
        if left < 0:
            raise ValueError("more than the file holds")
        target.write(chunk)


def _parts() -> Any:
    """pyzipper; its native parts may be kept from loading by the application control of a PC."""
    try:
        import pyzipper
    except ImportError:
        raise BackupRefusedError(NO_PART) from None
    return pyzipper
