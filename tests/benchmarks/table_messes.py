"""The table of messes of compiled tables and lists: rows read right, reported, read wrong, lost, and right files accused."""

from collections import Counter
from pathlib import Path

from tests.etl.survey import messes_tables, table_truth
from tests.etl.survey import return_truth as truth

SEEDS = 5
COLUMNS = ("正しく読めた", "報告した", "黙って誤った", "黙って失った", "誤って咎めた")


def measure(scratch: Path) -> tuple[str, int]:
    """The table, in Markdown, its last line adding everything up; and how many rows were wrong, lost or accused."""
    setting = truth.make_setting()
    lines = [f"| 表・一覧に手を加えたこと | {' | '.join(COLUMNS)} |", f"|---|{'---:|' * len(COLUMNS)}"]
    total: Counter[str] = Counter()
    files = 0
    for name in (*messes_tables.MESSES, *messes_tables.INNOCENT):
        counts: Counter[str] = Counter()
        for seed in range(SEEDS):
            for compiled in (True, False):
                table = messes_tables.apply(name, seed, compiled=compiled)
                for kind in ("xlsx",) if "シート" in name else ("xlsx", "csv"):
                    path = table_truth.write(table, scratch / f"{files}", kind)
                    verdict = table_truth.judge(table, path, setting, compiled=compiled)
                    accused = len(verdict.accusations) if name in messes_tables.INNOCENT else 0
                    rows = (verdict.right, verdict.reported, len(verdict.wrong), len(verdict.lost), accused)
                    counts.update(dict(zip(COLUMNS, rows, strict=True)))
                    files += 1
        lines.append(f"| {name} | {' | '.join(f'{counts[column]:,}' for column in COLUMNS)} |")
        total += counts
    lines.append(f"| 計（{files:,}ファイル） | {' | '.join(f'{total[column]:,}' for column in COLUMNS)} |")
    return "\n".join(lines) + "\n", sum(total[column] for column in COLUMNS[2:])
