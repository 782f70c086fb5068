"""The empty deck: size, fonts, colours and layouts, ours or those of a template that was given."""

from __future__ import annotations

from typing import Any, NamedTuple

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu

from dashboard.export.deck import background
from dashboard.export.deck.ink import A
from dashboard.export.deck.model import Box
from dashboard.export.deck.own_template import FACE, FOOTER, MARGIN, own_stage
from dashboard.export.deck.package import DeckRefusedError, open_deck
from dashboard.export.deck.stage import Stage

P = "http://schemas.openxmlformats.org/presentationml/2006/main"
BODIES = (2, 7)  # types of placeholders: text, anything
LARGE = 0.55  # of the slide, so that a map and what it says find room
WIDTHS_ALLOWED = (4.0, 56.0)


class Layouts(NamedTuple):
    """Which layouts of a template people chose, by their place; None: the one whose kind fits."""

    cover: int | None = None
    plain: int | None = None


FITTING = Layouts()


def load_template(
    size: str = "16:9", template: tuple[bytes, str] | None = None, layouts: Layouts = FITTING
) -> Stage:
    """Ours in a size of SIZES, or the template's own size, fonts, colours and layouts.

    Raises DeckRefusedError where the template has no layout with a title, or one on which no text can be read.
    """
    return _from_template(*template, layouts) if template else own_stage(size)


def open_template(content: bytes, name: str) -> Any:
    """The presentation without its slides. Raises DeckRefusedError."""
    presentation = open_deck(content, name)
    slides = presentation.slides._sldIdLst
    for slide in list(slides):
        presentation.part.drop_rel(slide.rId)
        slides.remove(slide)
    return presentation


def fitting(presentation: Any, name: str) -> tuple[int, int]:
    """Places of the layouts for the cover and for all others, by their kind. Raises DeckRefusedError."""
    layouts = list(presentation.slide_layouts)
    titled = [place for place, layout in enumerate(layouts) if title_of(layout) is not None]
    if not titled:
        raise DeckRefusedError(
            f"「{name}」には見出し（タイトル）のあるレイアウトがありません。"
            "スライドマスターに「タイトルのみ」のレイアウトを加えてください。"
        )
    by_type = {layouts[place].element.get("type", ""): place for place in reversed(titled)}
    plain = by_type.get("titleOnly", by_type.get("obj", titled[-1]))
    return by_type.get("title", plain), plain


def _from_template(content: bytes, name: str, chosen: Layouts) -> Stage:
    presentation = open_template(content, name)
    width, height = Emu(presentation.slide_width).inches, Emu(presentation.slide_height).inches
    if not WIDTHS_ALLOWED[0] <= width <= WIDTHS_ALLOWED[1]:
        raise DeckRefusedError(f"「{name}」のスライドの大きさには対応していません。")
    layouts = list(presentation.slide_layouts)
    cover, plain = (
        layouts[asked if asked is not None and 0 <= asked < len(layouts) else fits]
        for asked, fits in zip(chosen, fitting(presentation, name), strict=True)
    )
    place = title_of(plain)
    if place is None or title_of(cover) is None:
        raise DeckRefusedError(
            f"「{name}」のそのレイアウトには見出しがありません。ほかのものを選んでください。"
        )
    title = Box(*(Emu(value).inches for value in (place.left, place.top, place.width, place.height)))
    looks = [background.look_of(layout) for layout in (plain, cover)]
    if None in looks:
        raise DeckRefusedError(
            f"「{name}」の色では、背景の上の文字が読めません。背景か文字の色を変えるか、ほかのレイアウトを選んでください。"
        )
    area = _body_of(plain, width, height) or _under(title, width, height)
    return Stage(
        presentation,
        cover,
        plain,
        width,
        height,
        area,
        title,
        _title_size(presentation),
        _face_of(presentation),
        *(look for look in looks if look is not None),
    )


def _under(title: Box, width: float, height: float) -> Box:
    """What is left below the title."""
    top = title.y + title.h + 0.1 if title.y < height / 2 else 0.4
    left = title.x if title.x < width / 4 else MARGIN
    across = width - 2 * title.x if title.x < width / 4 else width - 2 * MARGIN
    return Box(left, top, across, height - top - FOOTER - 0.25)


def _body_of(layout: Any, width: float, height: float) -> Box | None:
    """The place that a layout has for its content; none where it is small."""
    for shape in layout.placeholders:
        if shape.placeholder_format.type not in BODIES or shape.width is None:
            continue
        box = Box(*(Emu(value).inches for value in (shape.left, shape.top, shape.width, shape.height)))
        box = box._replace(h=min(box.h, height - FOOTER - 0.25 - box.y))
        if box.w >= width * LARGE and box.h >= height * LARGE:
            return box
    return None


def title_of(layout: Any) -> Any:
    own = next((shape for shape in layout.placeholders if shape.placeholder_format.type in (1, 3)), None)
    if own is None:
        return None
    if own.width is None:
        return next(
            (s for s in layout.slide_master.placeholders if s.placeholder_format.type in (1, 3)),
            None,
        )
    return own


def _title_size(presentation: Any) -> float:
    run = presentation.slide_master.element.find(f".//{{{P}}}titleStyle/{A}lvl1pPr/{A}defRPr")
    return int(run.get("sz", "2400")) / 100 if run is not None else 24


def _theme_part(presentation: Any) -> Any:
    return presentation.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)


def _face_of(presentation: Any) -> str:
    root = etree.fromstring(_theme_part(presentation).blob)
    minor = root.find(f".//{A}minorFont")
    if minor is None:
        return FACE
    given = minor.find(f"{A}ea").get("typeface") if minor.find(f"{A}ea") is not None else ""
    japanese = next((f.get("typeface") for f in minor.findall(f"{A}font") if f.get("script") == "Jpan"), "")
    return given or japanese or FACE
