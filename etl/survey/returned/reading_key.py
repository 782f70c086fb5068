"""What the reading of a returned file depends on beside the file, as short digests: code, words, forms, last year's answers."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etl.survey.returned.setting import Setting

ETL = Path(__file__).parents[2]
# Folders whose code and words decide how a return is read, and the packages that take part.
READING = ("readers", "survey", "vocabulary")
PACKAGES = ("python-calamine", "xlrd", "olefile")
_parts: list[tuple[tuple[object, ...], bytes]] = []
MOST_PARTS = 8


@cache
def reader_version() -> bytes:
    """Another one after every change of code, vocabulary, Python or package on which reading depends."""
    files = [*ETL.glob("*.py"), *(path for folder in READING for path in (ETL / folder).rglob("*.*"))]
    digest = hashlib.sha256(sys.version.encode())
    for package in PACKAGES:
        digest.update(f"{package} {metadata.version(package)}\n".encode())
    for path in sorted(path for path in files if path.suffix in (".py", ".csv")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ETL).as_posix()} {len(content)}\n".encode() + content)
    return digest.digest()


def base_of(setting: Setting) -> bytes:
    """All of a setting that any file may be read by: without last year's answers, of which each needs its own."""
    parts = _parts_digest(setting.forms, setting.earlier, setting.directory)
    return hashlib.sha256(reader_version() + parts + repr(setting.fiscal_year).encode()).digest()


def _parts_digest(*parts: object) -> bytes:
    """The settings of the rounds that are loaded one after the other share these very objects."""
    for known, digest in _parts:
        if all(one is other for one, other in zip(known, parts, strict=True)):
            return digest
    digest = hashlib.sha256(canonical(parts).encode()).digest()
    _parts.append((parts, digest))
    del _parts[:-MOST_PARTS]
    return digest


def key_of(base: bytes, *words: str) -> bytes:
    """The key of a file by its hash, its names and what was decided on it."""
    return hashlib.sha256(base + "\0".join(words).encode()).digest()


def answers_digest(setting: Setting, codes: Iterable[str]) -> bytes:
    """Of what is known of the answers of last year of some municipalities."""
    known = [(code, setting.previous.get(code)) for code in codes]
    is_synthetic = setting.previous_is_synthetic and any(answers for _, answers in known)
    # Texts, numbers, days, tuples and dicts of them: their repr is the same in every process.
    return hashlib.sha256(repr((known, is_synthetic)).encode()).digest()


def canonical(value: object) -> str:
    """The same words for the same value in every process; sets in order, mappings in their own."""
    if value is None or isinstance(value, str | int | float | date):
        return repr(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{canonical(key)}:{canonical(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Set):
        return "<" + ",".join(sorted(map(canonical, value))) + ">"
    if isinstance(value, tuple | list):
        return "(" + ",".join(map(canonical, value)) + ")"
    if is_dataclass(value):
        own = ",".join(canonical(getattr(value, field.name)) for field in fields(value))
        return f"{type(value).__name__}({own})"
    raise TypeError(f"{type(value).__name__} has no canonical words")
