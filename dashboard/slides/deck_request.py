"""What the page 資料づくり asks for: the slides of a basket, their size or template, as a command is given it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dashboard.chart_data import registry
from dashboard.chart_data.scope import SlidesRefusedError, scope_asked
from dashboard.export.deck.own_template import SIZES
from dashboard.export.deck.stage import Stage
from dashboard.export.deck.template import Layouts, load_template
from dashboard.slides.make import Wanted
from dashboard.views import view
from dashboard.warehouse.reader import Reader

MOST_SLIDES = 60
FIELDS = ("id", "view", "search", "title", "path", "year", "base")


def basket_items(basket: object) -> list[dict[str, str]]:
    """The items as they were sent, each field a text. Raises SlidesRefusedError for an odd basket."""
    if (
        not isinstance(basket, list)
        or len(basket) > MOST_SLIDES
        or not all(isinstance(one, dict) for one in basket)
    ):
        raise SlidesRefusedError(f"資料の一覧を読めませんでした。一度に{MOST_SLIDES}枚までです。")
    return [{name: str(one.get(name) or "")[:500] for name in FIELDS} for one in basket]


def wanted_slides(basket: object, reader: Reader) -> list[Wanted]:
    """The slides of a basket, each under a name of its own. Raises SlidesRefusedError for an empty or odd one."""
    items = basket_items(basket)
    if not items:
        raise SlidesRefusedError("資料に入れるものがありません。図の下の「スライドへ」を押してください。")
    wanted: list[Wanted] = []
    seen: dict[str, int] = {}
    for item in items:
        kind = item["view"]
        if kind not in registry.with_slide():
            raise SlidesRefusedError(f"「{kind[:40]}」はスライドにできません。一覧から外してください。")
        seen[kind] = seen.get(kind, 0) + 1
        asked = view.parse_address(item["search"], reader)
        scope = scope_asked(asked, item["search"], has_year="fy=" in item["search"])
        key = kind if seen[kind] == 1 else f"{kind}-{seen[kind]}"
        # Of the base deck nobody asked for this slide by name: as in the command, it is left out where it has no data.
        is_optional = bool(item["base"]) and not item["title"]
        wanted.append(Wanted(kind, scope, key, item["title"], asked.as_of, is_optional))
    return wanted


def to_json(
    items: Sequence[dict[str, str]], size: str, template: tuple[Path, str] | None, layouts: Layouts, out: Path
) -> bytes:
    """template: where it lies, and its own name; out: where the deck goes."""
    said: dict[str, Any] = {"items": list(items), "size": size, "layouts": list(layouts), "out": str(out)}
    if template:
        said["template"] = {"path": str(template[0]), "name": template[1]}
    return json.dumps(said).encode()


def from_json(said: bytes, reader: Reader) -> tuple[list[Wanted], Stage, Path]:
    """The slides, what they are drawn on, and where they go. Raises SlidesRefusedError or DeckRefusedError."""
    asked = json.loads(said)
    given, size = asked.get("template"), str(asked.get("size"))
    template = (Path(given["path"]).read_bytes(), str(given["name"])) if given else None
    return (
        wanted_slides(asked["items"], reader),
        load_template(size if size in SIZES else "16:9", template, Layouts(*asked["layouts"])),
        Path(asked["out"]),
    )
