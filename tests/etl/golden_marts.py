"""The marts of the committed raw files, kept as CSV in tests/etl/golden/ to be read in a diff.

After a change that is meant: `.venv/bin/python -m tests.etl.golden_marts CURATED`, then read `git diff tests/etl/golden`.
"""

import sys
from pathlib import Path

from etl import publish

FOLDER = Path(__file__).with_name("golden")
# Each mart by what is kept of it: all columns but the identity of cells, which changes with every file's hash.
MARTS = {
    "mart_rollout": "true",
    "mart_reconciliation": "true",
    "mart_year_coverage": "true",
    "mart_status_by_year": "group_code <> 'no_data'",
    "mart_status_summary": "municipalities > 0 and group_code <> 'no_data'",
    "mart_plan": "true",
    "mart_municipality": "true",
}


def exports(curated: Path) -> dict[str, str]:
    """By mart, its rows in order as CSV with a heading."""
    made = {}
    with publish.connect(curated) as connection:
        for mart, rule in MARTS.items():
            frame = connection.execute(
                f"select columns(lambda c: c not like '%source_id') from {mart} where {rule} order by all"
            ).df()
            made[mart] = frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    return made


def kept() -> dict[str, str]:
    return {mart: (FOLDER / f"{mart}.csv").read_text(encoding="utf-8") for mart in MARTS}


if __name__ == "__main__":
    for name, text in exports(Path(sys.argv[1])).items():
        (FOLDER / f"{name}.csv").write_text(text, encoding="utf-8", newline="\n")
