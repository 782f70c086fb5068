"""Numbers, dates and years as a Japanese civil servant writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

from dashboard import clock
from dashboard.words.eras import era_year, fiscal_year

__all__ = [
    "CAUTIONS",
    "KNOWN_SO_FAR",
    "SMALL",
    "SMALL_NOTE",
    "SYNTHETIC",
    "SYNTHETIC_MARK",
    "change",
    "count",
    "day_short",
    "decimal",
    "era_year",
    "fiscal_year",
    "half_up",
    "moment",
    "names",
    "percent",
    "share",
    "share_of",
    "with_publisher",
]

KNOWN_SO_FAR = "わかっている範囲"
SYNTHETIC = "架空データ"
SYNTHETIC_MARK = "【架空】"  # behind a number or a name that rests on it
# A share of fewer municipalities is marked wherever it stands: one more or less moves it by more than ten points.
SMALL = 10
SMALL_NOTE = f"＊は分母が{SMALL}未満（1市町村の違いで割合が大きく動く）"
# What every view of the municipalities must be read with.
CAUTIONS = (
    "分母は、条件を付けないときは道内の179市町村、付けたときは振興局・人口規模・市町村の別に合う市町村です"
    "（「状態」の条件では分母は変わりません）。北方領土の6村は数えません。",
    "未回答・データなしは「予定なし」ではありません。資料や回答がないことを表します。",
    "実施・移行準備・開始年度の決まった予定・終了は、新しい記載があるまで続いているとみなします"
    "（表の「根拠」に「継続とみなす」と書きます）。検討や予定なしは翌年度へ持ち越しません。",
    f"「{KNOWN_SO_FAR}」の数は、市町村の公表などから確かめられたものだけです。合計ではありません。",
    f"{SMALL_NOTE}。割合の分母が市町村の数であるところに付けます。",
    "全国の実施市町村数は厚生労働省の公表値です（分母は1,741市区町村）。令和7年度は予定の数です。",
)
# How a sentence says that a count is 0: 「実施している市町村はない」.
NOTHING = ("なし", "ない", "なく", "なかった", "なくなりました", "ありません")
# Excel shows and rounds a number by its first 15 digits.
EXCEL_DIGITS = 15


def count(value: float) -> str:
    """1234 → 1,234; halves up (3,714.5 → 3,715)."""
    return decimal(value)


def half_up(value: float, digits: int = 0) -> float:
    """四捨五入 as ROUND of Excel does it: 46.25 → 46.3, 1.005 → 1.01, −2.5 → −3. Python rounds halves to even."""
    return float(_rounded(value, digits))


def decimal(value: float, digits: int = 0) -> str:
    """A number with its thousands separated and so many decimals, halves up."""
    return f"{_rounded(value, digits):,f}"


def percent(part: float, whole: float) -> str:
    """Share with one decimal: 10 of 179 → 5.6％. No share of nothing: ―."""
    return f"{decimal(100 * part / whole, 1)}％" if whole else "―"


def share(part: float, whole: float) -> str:
    """Share of a number of municipalities: percent, with ＊ where they are fewer than SMALL (1 of 4: 25.0％＊)."""
    return percent(part, whole) + ("＊" if 0 < whole < SMALL else "")


def share_of(value: float, digits: int = 0) -> str:
    """A share between 0 and 1 that is known as such: 0.8 → 80％."""
    return f"{decimal(100 * value, digits)}％"


def change(value: int) -> str:
    """Signed change: ＋3, −1, ±0."""
    if value == 0:
        return "±0"
    return f"＋{count(value)}" if value > 0 else f"−{count(-value)}"


def day_short(value: date) -> str:
    """2023-04-01 → 令和5年4月1日."""
    return f"{era_year(value)}{value.month}月{value.day}日"


def day_written(text: str | None) -> str:
    """2023-04-01 as a field begins with it: 令和5年4月1日; empty where there is none."""
    return day_short(date.fromisoformat(text[:10])) if text else ""


def moment(utc: datetime) -> str:
    """A time in Japan: 令和8年11月23日15:39."""
    local = utc.replace(tzinfo=UTC).astimezone(clock.JST)
    return f"{day_short(local.date())}{local:%H:%M}"


def with_publisher(title: str, publisher: str) -> str:
    """A title and who published it: 国勢調査（総務省）; a file of which nobody is known has no empty brackets."""
    plain = publisher.removeprefix("（").removesuffix("）") if publisher.startswith("（") else publisher
    return f"{title}（{plain}）" if plain else title


def names(values: list[str], most: int = 8) -> str:
    """Names in a row: 厚真町、鹿追町、幕別町; past `most` the rest as a number."""
    if len(values) <= most:
        return "、".join(values)
    return f"{'、'.join(values[:most])}ほか{count(len(values) - most)}"


def _rounded(value: float, digits: int) -> Decimal:
    rounded = Decimal(f"{value:.{EXCEL_DIGITS}g}").quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)  # no −0
