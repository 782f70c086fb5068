"""Values on the command line: fiscal years and days as people write them."""

from __future__ import annotations

import argparse
from datetime import date

from etl import fiscal_year


def year(text: str) -> int:
    parsed = fiscal_year.parse(text)
    if parsed.fiscal_year is None:
        raise argparse.ArgumentTypeError(parsed.warning)
    return parsed.fiscal_year


def day(text: str) -> date:
    parsed = fiscal_year.parse_date(text)
    if parsed.value is None:
        raise argparse.ArgumentTypeError(f"日付「{text}」が読めません。2022-12-01 の形で書いてください")
    return parsed.value


def meaning(text: str) -> tuple[str, str]:
    """A heading and the column that it stands for: 重層事業の状況=status."""
    heading, _, column = text.rpartition("=")
    if not heading.strip() or not column.strip():
        raise argparse.ArgumentTypeError(f"「{text}」は 見出し=列 の形ではありません")
    return heading.strip(), column.strip()
