"""正誤表: which numbers of an old deck no longer hold, what is right now, and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard import theme
from dashboard.export.deck import read_back, record
from dashboard.export.deck.package import opened
from dashboard.slides.check import Recounts, Stated, stated
from dashboard.slides.why import Reasons
from dashboard.warehouse import Reader

FILLS = {style.fill.lstrip("#").upper(): group for group, style in theme.GROUPS.items()}


@dataclass(frozen=True)
class Erratum:
    """One number that no longer holds. slide: its number in the deck as it is now, 0 where it was taken out."""

    slide: int
    title: str
    place: str
    key: str
    written: str
    right: str
    why: str
    edited: str


@dataclass(frozen=True)
class Verified:
    """What a deck was made of and what of it no longer holds."""

    warehouse_id: str
    as_of: str
    now_id: str
    looked: int
    errata: tuple[Erratum, ...]
    unknown: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.errata


def verify(reader: Reader, content: bytes, name: str, journal: Path | None = None) -> Verified:
    """Every number that the deck was given, against the warehouse of now. Raises DeckRefusedError."""
    presentation = opened(content, name)
    kept = record.read(presentation, name)
    found = read_back.shapes(presentation)
    recounts, reasons = Recounts(reader, kept, journal, newest=True), None
    labels = dict(reader.frame("select code, label_ja from codes_status_group").itertuples(index=False))
    looked, unknown = 0, []
    together: dict[tuple[str, str, str], list[Stated]] = {}
    rights: dict[tuple[str, str, str], Any] = {}
    for one in stated(kept):
        looked += 1
        holds, now = recounts.agrees(one)
        if now is None:
            unknown.append(f"{one.place}（{one.key}）")
        elif not holds:
            key = (one.view, one.key, one.text)
            together.setdefault(key, []).append(one)
            rights[key] = now
    errata = []
    for key, places in together.items():
        reasons = reasons or Reasons(reader, kept)
        errata.append(_erratum(key, places, rights[key], (kept, found, labels), reasons))
    errata.sort(key=lambda e: (e.slide or 10_000, e.place))
    stamp = kept["stamp"]
    return Verified(
        str(stamp["warehouse_id"]),
        str(stamp["as_of"]),
        reader.warehouse_id,
        looked,
        tuple(errata),
        tuple(unknown),
    )


def _erratum(
    key: tuple[str, str, str],
    places: list[Stated],
    right: float | str,
    known: tuple[record.Record, dict[str, list[read_back.Found]], dict[str, str]],
    reasons: Reasons,
) -> Erratum:
    kept, found, labels = known
    view, number, text = key
    shapes = [f for one in places for f in found.get(one.shape, [])]
    where = "、".join(dict.fromkeys(one.place for one in places))
    is_town = number.startswith("town.")
    written = labels.get(FILLS.get(text, ""), text) if is_town else text
    now = (
        labels.get(FILLS.get(str(right), ""), str(right))
        if is_town
        else right
        if isinstance(right, str)
        else like(text, right)
    )
    return Erratum(
        shapes[0].number if shapes else 0,
        str(kept["views"].get(view, {}).get("title", view)),
        where,
        number,
        written,
        now,
        reasons.of(view, number),
        _edited(places[0], shapes, kept),
    )


def _edited(one: Stated, shapes: list[read_back.Found], kept: record.Record) -> str:
    """What people did to the number since, in words; "" where it stands as we wrote it."""
    if not shapes:
        return "図形が削除されています"
    known = kept["shapes"][one.shape]
    read = read_back.sketch if known.get("is_sketch") else read_back.state
    standing = {one.shape: read(shapes[0].shape)}
    texts = {s.text for s in stated({**kept, "shapes": {one.shape: known}}, standing) if s.key == one.key}
    if not texts:
        return "手で書き換えられています"
    return "" if one.text in texts else f"手で「{next(iter(texts))}」に変えられています"


def like(text: str, value: float) -> str:
    """A value written as the old one was: 1,234 / 5.6％ / ＋3."""
    plain = text.strip("％%＋−-±").replace(",", "")
    decimals = len(plain.partition(".")[2])
    said = f"{abs(value):,.{decimals}f}"
    if text[:1] in "＋−±":
        said = ("＋" if value > 0 else "−" if value < 0 else "±") + said
    elif value < 0:
        said = f"−{said}"
    return said + ("％" if text.endswith("％") else "")
