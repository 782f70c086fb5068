"""Writes the red pen into one sheet of a workbook file: comments, their boxes, fills."""

from __future__ import annotations

from collections.abc import Mapping, Set

from etl.readers.grid import Position
from etl.survey.ooxml import comments as ooxml_comments
from etl.survey.ooxml import conditions, parts, threads, vml, xml
from etl.survey.ooxml.comments import Comments, block_of, heading
from etl.survey.ooxml.geometry import Anchor, box_beside, grown, size_of
from etl.survey.ooxml.parts import Package
from etl.survey.ooxml.sheet import WorksheetXml
from etl.survey.ooxml.styles import StylesXml

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"


def has_own_words(package: Package, part: str, author: str) -> bool:
    """Whether a sheet may carry what we wrote there before: a quick look that spares reading the sheet."""
    words = xml.escape(heading(author).strip("【】")).encode()
    comments = parts.related(package, part, "comments")
    return words in package.read(part) or (comments is not None and words in package.read(comments))


def mark_sheet(
    package: Package,
    part: str,
    sheet: WorksheetXml,
    styles: StylesXml | None,
    author: str,
    texts: Mapping[Position, str],
    filled: Set[Position],
) -> None:
    """Comment cells with texts and fill some of them; what we wrote there before is taken out first."""
    old = parts.related(package, part, "comments")
    has_thread = parts.related(package, part, "threadedComment") is not None
    before = Comments(package.read(old)) if old is not None else None
    cleared, had, removed = before.without_ours(author) if before is not None else (None, set(), set())
    if not texts and not had and not conditions.has_rule(sheet, author):
        return
    blocks = {position: block_of(author, text) for position, text in texts.items()}
    if cleared is None:
        old = package.free_name("xl/comments{}.xml")
        cleared = Comments(ooxml_comments.new_part(parts.main_space(sheet.root)))
        kind = parts.relationship_space(sheet.root) + "/comments"
        parts.relate(package, part, kind, old)
        parts.declare_part(package, old, COMMENTS_TYPE)
    comments = cleared.with_ours(author, blocks)
    package.put(old or "", comments.content)
    if has_thread:
        threads.reply(package, part, author, blocks)
    if styles is not None:
        _fill(sheet, styles, filled, had)
        conditions.keep_visible(sheet, filled, author, styles.red_condition)
    _lay_boxes(package, part, sheet, comments, removed, set(blocks))
    package.put(part, sheet.to_bytes())


def _fill(sheet: WorksheetXml, styles: StylesXml, filled: Set[Position], had: Set[Position]) -> None:
    """Red where asked for; where we had asked before and no longer do, as it was."""
    wanted = {position: styles.red(sheet.style_at(position)) for position in sorted(filled)}
    wanted |= {position: styles.plain(sheet.style_at(position)) for position in sorted(had - filled)}
    sheet.set_styles(
        {position: style for position, style in wanted.items() if style != sheet.style_at(position)}
    )


def _lay_boxes(
    package: Package,
    part: str,
    sheet: WorksheetXml,
    comments: Comments,
    removed: Set[Position],
    ours: Set[Position],
) -> None:
    """Every comment has a box; a person's own box grows where our words were added."""
    drawing, content = _drawing(package, part, sheet)
    content = vml.without(content, removed)
    there = vml.boxes(content)
    new: dict[Position, Anchor] = {}
    moved: dict[Position, Anchor] = {}
    for position in comments.comments:
        text = comments.text(position)
        anchor = there.get(position)
        if position not in there:
            new[position] = box_beside(sheet.grid, sheet.area_at(position), text)
        elif position in ours:
            fitting = box_beside(sheet.grid, sheet.area_at(position), text)
            moved[position] = grown(sheet.grid, anchor, text) if anchor is not None else fitting
    sizes = {position: size_of(comments.text(position)) for position in new}
    content = vml.with_anchors(content, moved)
    package.put(drawing, vml.with_boxes(content, new, sizes, _free_block(package)))


def _drawing(package: Package, part: str, sheet: WorksheetXml) -> tuple[str, bytes]:
    """The sheet's VML drawing, made and referred to where there is none."""
    if sheet.legacy_drawing:
        targets = {relation.id: relation.part for relation in parts.relations(package, part)}
        drawing = targets.get(sheet.legacy_drawing, "")
        return drawing, package.read(drawing)
    drawing = package.free_name("xl/drawings/vmlDrawing{}.vml")
    kind = parts.relationship_space(sheet.root) + "/vmlDrawing"
    sheet.add_legacy_drawing(parts.relate(package, part, kind, drawing))
    parts.declare_extension(package, "vml", vml.CONTENT_TYPE)
    return drawing, vml.new_part(_free_block(package))


def _free_block(package: Package) -> int:
    drawings = (package.read(name) for name in package.parts_ending(".vml"))
    return max((block for content in drawings for block in vml.blocks_of(content)), default=0) + 1
