"""The guide has a section for every page, and nothing that only works in a terminal."""

import re

from dashboard.app import PAGES
from dashboard.views import guide


def test_every_page_has_its_section() -> None:
    assert {page.TITLE for page in PAGES} <= set(guide.sections())


def test_the_guide_shows_no_command_and_no_link_to_a_file() -> None:
    rules = guide.sections(guide.READING_RULES)
    methods = guide.sections(guide.METHODS)
    text = "\n".join([*guide.sections().values(), guide.glossary(), *rules.values(), *methods.values()])
    assert not re.search(r"python|make |\.toml|(?<!!)\[[^\]]*\]\((?!https?://)", text)
    assert "<" not in "".join(rules.values())


def test_the_pictures_stand_between_the_text_and_are_there_and_small() -> None:
    parts = [part for body in guide.sections().values() for part in guide.parts(body)]
    pictures = [part for part in parts if isinstance(part, guide.Picture)]
    assert not any("![" in part for part in parts if isinstance(part, str))
    assert {picture.name for picture in pictures} == {path.name for path in guide.PICTURES.glob("*.webp")}
    assert all(len(picture.alt) > 20 for picture in pictures)
    sizes = [(guide.PICTURES / picture.name).stat().st_size for picture in pictures]
    assert max(sizes) <= 62_000
    assert sum(sizes) <= 45_000 * len(sizes)


def test_the_first_steps_are_ten_and_the_year_and_the_words_are_there() -> None:
    steps = re.findall(r"^\d+\. ", guide.sections()[guide.FIRST], re.MULTILINE)
    assert len(steps) == 10
    assert "4月" in guide.sections()[guide.CALENDAR]
    assert "| 基準日 |" in guide.glossary()


def test_every_method_has_formula_source_assumption_and_check() -> None:
    for title, body in guide.sections(guide.METHODS).items():
        assert re.findall(r"^- \*\*(.+?)\*\*: .+", body, re.MULTILINE) == [
            "式",
            "出典",
            "仮定",
            "確かめ",
        ], title
