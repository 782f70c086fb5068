"""Zips as people send them: Japanese names as Windows writes them, zips in zips, locked ones. Imports nothing of etl."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path


class _Cp932(zipfile.ZipInfo):
    """An entry whose name is written in cp932 without saying so, as Windows does."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name
        return self.filename.encode("cp932"), self.flag_bits & ~0x800


def zip_bytes(entries: Mapping[str, bytes], *, cp932: bool = True) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            kind = _Cp932 if cp932 else zipfile.ZipInfo
            entry = kind(name, (2023, 12, 10, 9, 30, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def write_zip(path: Path, entries: Mapping[str, bytes], *, cp932: bool = True) -> Path:
    path.write_bytes(zip_bytes(entries, cp932=cp932))
    return path


def locked_zip(path: Path, entries: Mapping[str, bytes]) -> Path:
    """The same, with the mark of a password on every entry."""
    content = bytearray(zip_bytes(entries))
    place = 0
    while (place := content.find(b"PK\x01\x02", place)) >= 0:
        content[place + 8] |= 1
        place += 4
    path.write_bytes(content)
    return path


def bomb(path: Path, megabytes: int = 60) -> Path:
    """One entry that is small until it is unpacked."""
    return write_zip(path, {"01452_鷹栖町.xlsx": bytes(megabytes * 2**20)})
