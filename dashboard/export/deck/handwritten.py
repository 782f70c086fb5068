"""What people wrote into a deck that nobody can recount: numbers and names in words, tables, charts and notes of theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dashboard.export.deck import chart_words, ink, locate, ownership, read_back, record, table_grid
from dashboard.export.deck.draw_text import described
from dashboard.export.deck.ink import A
from dashboard.export.deck.locate import Located
from dashboard.export.deck.ownership import WrittenLine
from dashboard.export.deck.town_names import TownNames
from dashboard.words import words

# Digits, and numbers in kanji before what is counted.
NUMBER = re.compile(
    r"[0-9０-９][0-9０-９,.，．]*|ゼロ|[〇一二三四五六七八九十百千]+(?:[・．.][〇一二三四五六七八九]+)?"
    r"(?=市町村|町村|市|町|村|件|か所|割|人|団体|パーセント|％|ポイント|振興局)"
)
PICTURE = "{http://schemas.openxmlformats.org/presentationml/2006/main}pic"
LONGEST = 60
NOTES = "ノート"
MOST_LINES = 20
MISSING, MOST_NAMES = "ここにない市町村・振興局名: ", 5


@dataclass(frozen=True)
class Handwritten:
    """A place that nobody can check. slide: its number in the deck."""

    slide: int
    place: str
    text: str


@dataclass(frozen=True)
class Words:
    """names: mentions of municipalities in words of ours; handwritten: what is people's and holds a number or a name."""

    names: int
    handwritten: tuple[Handwritten, ...]


def read_words(presentation: Any, deck_record: record.Record, located: Located, names: TownNames) -> Words:
    """All that a reader of the deck reads."""
    ours = {one.shape._element: one.name for copies in located.shapes.values() for one in copies}
    foreign = {one.number: one for one in located.foreign}
    inside = set(_in_sketches(deck_record, located))
    look = _Words(deck_record, names)
    for number, slide in enumerate(presentation.slides, start=1):
        if number in foreign:
            look.found.append(
                Handwritten(number, "スライド", f"別の資料（{foreign[number].origin}）から移されたもの")
            )
            continue
        notes = read_back.notes_of(slide)
        for shape in read_back.on_slide(slide):
            name = ours.get(shape._element)
            if name is not None:
                look.our_shape(number, shape, name)
            elif notes is not None and shape._element is notes._element:
                for paragraph in notes.text_frame._txBody.findall(f"{A}p"):
                    look.say(number, NOTES, plain_words(paragraph))
            elif shape._element not in inside:
                look.own_shape(number, shape)
    return Words(look.names_of_ours, tuple(look.found))


def _in_sketches(deck_record: record.Record, located: Located) -> Iterator[Any]:
    """Elements of the shapes of ours that a small picture of ours holds: its numbers are checked as one."""
    for name, copies in located.shapes.items():
        for one in copies if deck_record["shapes"][name].get("is_sketch") else ():
            if read_back.is_group(one.shape):
                shapes = read_back.walk(one.shape.shapes)
                yield from (part._element for part in shapes if locate.is_ours(read_back.name_of(part)))


def checked_lines(numbers: int, names: int, places: tuple[Handwritten, ...]) -> list[str]:
    """What was looked at and what was not, for people."""
    said = f"確かめたもの: {words.count(numbers)}数、{words.count(names)}市町村名。"
    if not places:
        return [said]
    return [
        f"{said}手書き{words.count(len(places))}か所は確かめていません。",
        *(
            f"  {one.slide}頁 {one.place}" + (f": {one.text}" if one.text else "")
            for one in places[:MOST_LINES]
        ),
        *([f"  ほか{len(places) - MOST_LINES}か所"] if len(places) > MOST_LINES else []),
    ]


def checked_shortly(numbers: int, names: int, places: tuple[Handwritten, ...]) -> str:
    """The same on one line, with the pages alone."""
    pages = "・".join(str(page) for page in sorted({one.slide for one in places}))
    line = checked_lines(numbers, names, places)[0]
    return line.replace("か所は", f"か所（{pages}頁）は") if pages else line


def plain_words(paragraph: Any, *, with_numbers: bool = False) -> str:
    """The words of a paragraph without our numbers and without what the program fills in, as the number of the page.

    with_numbers: with those of our numbers that no shape of this deck has, and so nobody checks.
    """
    return "".join(
        "\n" if child.tag == f"{A}br" else (child.findtext(f"{A}t") or "")
        for child in paragraph
        if child.tag in (f"{A}r", f"{A}br")
        or (with_numbers and child.tag == f"{A}fld" and (child.get("type") or "").startswith(ink.TYPE))
    )


class _Words:
    def __init__(self, deck_record: record.Record, names: TownNames) -> None:
        self.shapes = deck_record["shapes"]
        self.titled = {
            view for view, known in deck_record["views"].items() if known.get("asked", {}).get("title")
        }
        self.names = names
        self.placed = names.with_areas()
        # People leave out 市, 町 and 村; what is left of 森町 and 泊村 could be anything.
        self.called = TownNames((*self.placed.names, *(name[:-1] for name in names.names if len(name) > 2)))
        self.names_of_ours = 0
        self.found: list[Handwritten] = []

    def say(self, slide: int, place: str, text: str) -> None:
        """Words of people: told where they hold a number or a name."""
        if self._facts(text):
            plain = re.sub(r"\s+", " ", text).strip()
            self.found.append(
                Handwritten(slide, place, plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…")
            )

    def own_shape(self, slide: int, shape: Any) -> None:
        place = "手で加えられた図形"
        if getattr(shape, "has_chart", False):
            self.found.append(Handwritten(slide, "手で加えられたグラフ", ""))
        elif shape._element.tag == PICTURE:
            self.found.append(Handwritten(slide, "手で加えられた画像", ""))
        elif getattr(shape, "has_table", False):
            texts = [ink.text_of(cell._tc.txBody) for row in shape.table.rows for cell in row.cells]
            self.say(slide, "手で加えられた表", " / ".join(text for text in texts if text))
        elif shape.has_text_frame and not (
            locate.is_ours(read_back.name_of(shape)) and read_back.is_freeform(shape)
        ):
            for paragraph in shape.text_frame._txBody.findall(f"{A}p"):
                self.say(slide, place, plain_words(paragraph, with_numbers=True))

    def our_shape(self, slide: int, shape: Any, name: str) -> None:
        known, place = self.shapes[name], name.rpartition("｜")[0]
        kind = read_back.state(shape)["kind"]
        if known.get("alt") and (alt := described(shape)) not in ("", known["alt"]):
            self.say(slide, f"{place}の代替テキスト", alt)
        if kind == "chart" and known.get("is_recovered"):
            self.found.append(Handwritten(slide, f"{place}（記録が失われているもの）", ""))
        if kind == "chart":
            for text in chart_words.typed(shape.chart):
                self.say(slide, f"{place}の中の文字", text)
        if kind == "text" and known.get("kind") == "text":
            self._text(slide, shape, name, known)
        elif kind == "table" and known.get("kind") == "table":
            self._table(slide, shape, place, known)

    def _text(self, slide: int, shape: Any, name: str, known: dict[str, Any]) -> None:
        what, _, view = name.rpartition("｜")
        elements = shape.text_frame._txBody.findall(f"{A}p")
        now, written = [ownership.standing(one) for one in elements], ownership.recorded(known)
        pairing = ownership.pair(now, written)
        kept = set(pairing.untouched.values())
        self._lost(
            slide,
            what,
            [line.text for place, line in enumerate(written) if place not in kept],
            [line.text for place, line in enumerate(now) if place not in pairing.untouched],
        )
        for place, element in enumerate(elements):
            if place in pairing.untouched:
                if what == "見出し" and view in self.titled:
                    self.say(slide, "題（資料づくりで書いたもの）", plain_words(element))
                else:
                    self.names_of_ours += len(self.names.found(now[place].text))
            elif place in pairing.edited:
                self._edited(slide, what, now[place], written[pairing.edited[place]], plain_words(element))
            else:
                self.say(slide, what, plain_words(element))

    def _table(self, slide: int, shape: Any, place: str, known: dict[str, Any]) -> None:
        standing, own = (
            table_grid.standing_cells(shape.table, known),
            table_grid.own_cells(shape.table, known),
        )
        cells = {
            (row, column): text for row, line in enumerate(known["cells"]) for column, text in enumerate(line)
        }
        same = {at for at, line in standing.items() if line.text == cells[at]}
        changed = [line.text for at, line in standing.items() if at not in same]
        self._lost(slide, place, [text for at, text in cells.items() if at not in same], [*changed, *own])
        for (row, column), line in standing.items():
            was = known["cells"][row][column]
            if line.text == was:
                self.names_of_ours += len(self.names.found(was))
            else:
                numbers = tuple((key, text) for key, text in known["numbers"][row][column])
                words = "".join(line.text.split(text, 1)[0] for _, text in line.numbers[:1]) or line.text
                self._edited(
                    slide, place, line, WrittenLine(was, "", numbers), words if line.numbers else line.text
                )
        for text in own:
            self.say(slide, place, text)

    def _edited(self, slide: int, place: str, now: WrittenLine, was: WrittenLine, words: str) -> None:
        """Words of ours that people changed: names in them are held against nothing any more, and their own numbers neither.

        A number alone that was typed over is told by its key.
        """
        if self.placed.found(was.text):
            self.say(slide, place, now.text)
            return
        if ownership.typed(was.skeleton, now.text):
            return
        extra = Counter(self._facts(words)) - Counter(self._facts(was.text))
        if extra:
            self.say(slide, place, now.text)

    def _lost(self, slide: int, place: str, written: list[str], standing: list[str]) -> None:
        """Names that stood in our words and that people took out: the count of names never shrinks in silence."""
        gone = Counter(self.placed.found("\n".join(written))) - Counter(
            self.placed.found("\n".join(standing))
        )
        if gone:
            listed = words.names(list(gone), MOST_NAMES)
            self.found.append(Handwritten(slide, place, f"{MISSING}{listed}"))

    def _facts(self, text: str) -> list[str]:
        return [*NUMBER.findall(text), *self.called.found(text)]


def each_untouched(shape: Any, known: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Places in the record and texts of the paragraphs that stand as we wrote them."""
    now = [ownership.standing(one) for one in shape.text_frame._txBody.findall(f"{A}p")]
    for place, last in sorted(ownership.pair(now, ownership.recorded(known)).untouched.items()):
        yield last, now[place].text
