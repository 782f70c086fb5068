"""Saved baskets of views: one JSON file a name beside the journal; the name stands inside, the file's is its hash."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

LONGEST_NAME = 60
MOST = 200
Basket = dict[str, Any]


class BasketError(Exception):
    """The basket cannot be kept; the message says in Japanese why."""


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


def keep(folder: Path, name: str, items: list[dict[str, str]], now: datetime) -> None:
    """Save under a name, in place of an earlier one of that name; whole or not at all."""
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME:
        raise BasketError(f"名前を1〜{LONGEST_NAME}文字で付けてください。")
    if not items:
        raise BasketError("空の資料は保存できません。図の下の「スライドへ」で入れてください。")
    path = _path(folder, plain)
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
