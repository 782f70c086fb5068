"""Saved baskets of views: one JSON file a name beside the journal; the name stands inside, the file's is its hash."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dashboard.words import words

LONGEST_NAME = 60
MOST = 200
Basket = dict[str, Any]


class BasketError(Exception):
    """The basket cannot be kept; the message says in Japanese why."""


class BasketConflictError(BasketError):
    """Somebody has kept another one under the name since."""


_keeping = threading.Lock()


def listed(folder: Path) -> list[Basket]:
    """name, saved_at, items of every basket, the newest first; a broken file is said, not dropped in silence."""
    found = []
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            found.append(
                {"name": str(kept["name"]), "saved_at": str(kept["saved_at"]), "items": list(kept["items"])}
            )
        except (OSError, ValueError, KeyError, TypeError):
            found.append({"name": "", "saved_at": "", "items": [], "broken": path.name})
    return sorted(found, key=lambda one: one["saved_at"], reverse=True)


def keep(
    folder: Path,
    name: str,
    items: list[dict[str, str]],
    now: datetime,
    seen: str = "",
    *,
    anyway: bool = False,
) -> None:
    """Save under a name; whole or not at all.

    seen: when the one of that name was saved that the basket came from. Raises BasketConflictError where another one
    stands there, unless it is to be replaced `anyway`.
    """
    with _keeping:
        _keep(folder, name, items, now, None if anyway else seen)


def _keep(folder: Path, name: str, items: list[dict[str, str]], now: datetime, seen: str | None) -> None:
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME:
        raise BasketError(f"名前を1〜{LONGEST_NAME}文字で付けてください。")
    if not items:
        raise BasketError("空の資料は保存できません。図の下の「スライドへ」で入れてください。")
    path = _path(folder, plain)
    there = next((one for one in listed(folder) if one["name"] == plain), None)
    if seen is not None and there and there["saved_at"] != seen and there["items"] != items:
        when = words.moment(datetime.fromisoformat(there["saved_at"]).astimezone(UTC))
        raise BasketConflictError(
            f"「{plain}」は{when}に保存された別の内容があります。開いて確かめるか、別の名前で保存してください。"
        )
    if not path.exists() and len(listed(folder)) >= MOST:
        raise BasketError(f"保存できるのは{MOST}件までです。使わないものを削除してください。")
    content = json.dumps(
        {"name": plain, "saved_at": now.isoformat(), "items": items}, ensure_ascii=False, indent=1
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=folder, suffix=".tmp")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(content)
        Path(aside).replace(path)
    except OSError as error:
        raise BasketError(f"保存できませんでした（{error.strerror}）。") from error


def drop(folder: Path, name: str) -> None:
    """Delete the basket of a name; none of that name is fine."""
    _path(folder, " ".join(name.split())).unlink(missing_ok=True)


def _path(folder: Path, name: str) -> Path:
    return folder / f"{hashlib.sha256(name.encode()).hexdigest()[:24]}.json"
