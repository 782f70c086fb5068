"""Reads the manifest of a returned workbook; quickly where it is that of a known form, as almost always."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from etl.survey.returned.plan import Plan
from etl.survey.sheet import manifest
from etl.survey.sheet.manifest import Manifest, ManifestProblem


def read_manifest(
    rows: Sequence[Sequence[object]], plans: Iterable[Plan]
) -> tuple[Manifest | None, ManifestProblem]:
    """As manifest.read_manifest. The table of a known form need not be read cell by cell to be the same."""
    for plan in plans:
        table, text = plan.manifest_table
        if list(rows[manifest.COLUMNS_ROW :]) == table:
            head = _head(rows)
            digest = manifest.digest_of_text(manifest.text_of_rows(head) + "\n" + text)
            values = dict(head)
            is_whole = tuple(values) == manifest.HEAD and values["fiscal_year"].isdigit()
            if (
                is_whole
                and list(rows[0][:2]) == [manifest.MARK, manifest.MARK_VERSION]
                and rows[1][1] == digest
            ):
                year = int(values["fiscal_year"])
                named = (values["municipality_code"], values["municipality_name"], values["sheet"])
                return Manifest(values["form_version"], year, *named, plan.manifest_cells), ""
    return manifest.read_manifest(rows)


def _head(rows: Sequence[Sequence[object]]) -> list[list[str]]:
    lines = rows[manifest.FIRST_HEAD_ROW : manifest.FIRST_HEAD_ROW + len(manifest.HEAD)]
    return [[str(value) for value in row[:2]] for row in lines]
