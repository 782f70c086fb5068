"""What the reading of a returned file depends on beside the file, as short digests: code, words, forms, last year's answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from etl import code_version, kept_results

if TYPE_CHECKING:
    from etl.survey.returned.setting import Setting

_parts: list[tuple[tuple[object, ...], bytes]] = []
MOST_PARTS = 8


def base_of(setting: Setting) -> bytes:
    """All of a setting that any file may be read by: without last year's answers, of which each needs its own."""
    parts = _parts_digest(setting.forms, setting.earlier, setting.directory)
    return hashlib.sha256(code_version.code_version() + parts + repr(setting.fiscal_year).encode()).digest()


def _parts_digest(*parts: object) -> bytes:
    """The settings of the rounds that are loaded one after the other share these very objects."""
    for known, digest in _parts:
        if all(one is other for one, other in zip(known, parts, strict=True)):
            return digest
    digest = hashlib.sha256(kept_results.canonical(parts).encode()).digest()
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
