"""Years and days by properties: they come back from any spelling, and nothing breaks the reading."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from etl import fiscal_year

YEARS = st.integers(1989, 2060)
KANJI = "〇一二三四五六七八九"


@given(YEARS)
def test_every_day_of_a_fiscal_year_is_in_it(year: int) -> None:
    assert fiscal_year.of_date(fiscal_year.start_date(year)) == year
    assert fiscal_year.of_date(fiscal_year.end_date(year)) == year


def spellings(year: int) -> list[str]:
    """Ways to write a fiscal year, made from the calendar alone."""
    eras = [(name, letter, year - first + 1) for name, letter, first, last in ERAS if first <= year <= last]
    month = year + 1
    found = [
        f"{year}",
        f"{year}年度",
        f"{year}.0",
        f"西暦{year}年度",
        f"FY{year}",
        f"{year}-04",
        f"{year}/4/1",
    ]
    found += [
        f"{month}-03-31",
        f"{month}年3月",
        f"{month}0331",
        "".join(KANJI[int(d)] for d in str(year)) + "年度",
    ]
    for name, letter, number in eras:
        for written in {str(number), f"{number:02d}", kanji(number), *(["元"] if number == 1 else [])}:
            found += [f"{name}{written}年度", f"{name}{written}", f"{name[0]}{written}年度"]
        found += [
            f"{letter}{number}",
            f"{letter}.{number}",
            f"{letter}{number}年度",
            f"{letter.lower()}{number:02d}",
        ]
        found += [f"{name}{number}年度({year}年度)", f"{year}({name}{number})年度"]
        if year != 2019:  # 令和 began in May
            found += [f"{name}{number}年4月", f"{letter}{number}.4.1", f"{name}{number}年10月1日"]
    return found


ERAS = (("平成", "H", 1989, 2019), ("令和", "R", 2019, 2060))


def kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else KANJI[tens] + "十") + (KANJI[ones] if ones else "")


def widened(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@given(YEARS, st.data())
def test_a_year_comes_back_from_any_spelling(year: int, data: st.DataObject) -> None:
    written = data.draw(st.sampled_from(spellings(year)))
    if data.draw(st.booleans()):
        written = widened(written)
    gap = data.draw(st.sampled_from([n for n in range(len(written) + 1) if not between_digits(written, n)]))
    written = written[:gap] + data.draw(st.sampled_from(["", " ", "　", "\n"])) + written[gap:]
    assert fiscal_year.parse(written) == fiscal_year.ParsedYear(year), written


def between_digits(text: str, place: int) -> bool:
    return text[place - 1 : place].isdigit() and text[place : place + 1].isdigit()


@given(YEARS, st.data())
def test_a_gap_between_two_digits_is_asked_about(year: int, data: st.DataObject) -> None:
    written = data.draw(st.sampled_from(spellings(year)))
    gaps = [place for place in range(len(written)) if between_digits(written, place)]
    assume(gaps)
    gap = data.draw(st.sampled_from(gaps))
    written = written[:gap] + data.draw(st.sampled_from([" ", "　", "\n", "\r\n"])) + written[gap:]
    assert fiscal_year.parse(written).fiscal_year is None, written


@given(YEARS)
def test_our_own_labels_are_read_back(year: int) -> None:
    for label in (fiscal_year.label, fiscal_year.short_label, fiscal_year.western_label):
        assert fiscal_year.parse(label(year)) == fiscal_year.ParsedYear(year)


@given(st.dates(date(1927, 1, 1), date(2100, 12, 31)))
def test_a_day_comes_back_from_any_spelling(day: date) -> None:
    era, first = next((n, f) for n, f in (("令和", 2019), ("平成", 1989), ("昭和", 1926)) if day.year >= f)
    spelled = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
    ]
    if (era, day.year) not in {("令和", 2019), ("平成", 1989)}:
        number = day.year - first + 1
        spelled += [
            f"{era}{number}年{day.month}月{day.day}日",
            widened(f"{era}{number}.{day.month}.{day.day}"),
        ]
    for written in spelled:
        assert fiscal_year.parse_date(written) == fiscal_year.ParsedDate(day)
        assert fiscal_year.parse(written).fiscal_year == fiscal_year.of_date(day)


@given(
    st.one_of(
        st.text(max_size=12),
        st.text("令和平成昭RHS元年度月日0123456789.-/〜()予定未", max_size=12),
        st.floats(),
        st.integers(),
    )
)
def test_nothing_that_a_cell_can_hold_breaks_the_reading(value: object) -> None:
    parsed, day = fiscal_year.parse(value), fiscal_year.parse_date(value)
    assert (parsed.fiscal_year is None) == (parsed.problem is not None)
    assert (day.value is None) == (day.problem is not None)
    assert parsed.fiscal_year is not None or parsed.warning
    assert day.value is None or fiscal_year.of_date(day.value) == parsed.fiscal_year
