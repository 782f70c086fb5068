"""xlsxwriter's worksheet, which prepares a formula once for all workbooks of a process.

xlsxwriter looks into each formula for 146 functions that Excel wants a prefix for. The 47 rules and formulas of a
調査票 are the same in all 179, and looking took a quarter of the time of drawing them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from xlsxwriter.worksheet import Worksheet

MOST_FORMULAS = 4096


class QuickSheet(Worksheet):  # type: ignore[misc]
    """For `Workbook.add_worksheet(name, QuickSheet)`; writes the same bytes as its parent."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return _prepared(formula, bool(expand_future_functions or self.use_future_functions))


@lru_cache(maxsize=MOST_FORMULAS)
def _prepared(formula: str, is_expanded: bool) -> str:
    prepared: Any = Worksheet()._prepare_formula(formula, is_expanded)
    return str(prepared)
