"""A round of returns is kept as it was loaded, until anything that it depends on has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from etl import kept_results, sources
from etl.findings import READING_STOPPED
from etl.survey.returned import reading_key, register
from etl.survey.returned.loaded import LoadedRound, round_of_plain
from etl.survey.returned.setting import PreviousAnswers, Setting


def kept_or_read(
    raw: Path,
    year: int,
    as_of: date | None,
    only: str,
    setting: Setting,
    previous: Mapping[bool, PreviousAnswers],
    read: Callable[[], tuple[LoadedRound, object]],
) -> LoadedRound:
    """The round as it is kept, or else as `read` gives it, which is then kept. No correction may concern it.

    `read` also gives what only corrections need.
    """

    def key() -> bytes:
        base = reading_key.base_of(replace(setting, fiscal_year=year)).hex()
        before = hashlib.sha256(repr(sorted(previous.items())).encode()).hexdigest()
        folders = [register.returns_folder(raw, year, demo=demo) for demo in (False, True)]
        return kept_results.key_of("round", year, as_of, only, base, before, *map(_bytes_in, folders))

    found: list[LoadedRound] = []

    def made() -> dict[str, Any]:
        found.append(read()[0])
        return found[0].as_plain()

    def lasts(_: dict[str, Any]) -> bool:
        """Nothing was received while the round was read, and every file could be."""
        return not any(one.rule == READING_STOPPED for one in found[0].part.findings) and key() == was

    if not kept_results.are_kept():
        return read()[0]
    was = key()
    plain = kept_results.kept_or_made(was, made, lasts, place=f"round {year}")
    return found[0] if found else round_of_plain(plain, raw)


def _bytes_in(folder: Path) -> list[tuple[str, str]]:
    """All that lies in a folder of returns, register and strangers included, each by its bytes."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    return [(path.relative_to(folder).as_posix(), sources.sha256_of(path)) for path in paths]
