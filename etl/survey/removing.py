"""A form that never went out is taken away again, and put back: it is kept beside the place where it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from etl import clock, raw_writes
from etl import fiscal_year as years
from etl.refusal import Refusal
from etl.survey.form.loading import FormError, form_path, load_form
from etl.survey.form.versions import differs_from_kept, kept_versions, version_before
from etl.survey.returned import register, round_record

REMOVED = "removed"


class RemovalRefusedError(Refusal):
    """The form stays as it is."""


def remove(raw: Path, year: int) -> Path:
    """Take the form of a round away; where it is kept. Of a form that was issued only a version that has not gone out: then
    the one before it is the form again. Raises RemovalRefusedError where something of it is used already.
    """
    path = form_path(raw, year)
    with raw_writes.locked(raw):
        if not path.is_file():
            raise RemovalRefusedError(f"{years.label(year)}の調査票は、もうありません。")
        if why := _why_it_stays(raw, path, year):
            raise RemovalRefusedError(f"{years.label(year)}の調査票は、{why}ため、取り除けません。")
        kept = path.parent / REMOVED
        target = kept / f"{max(_numbers(kept), default=0) + 1}.toml"
        raw_writes.copy_file(path, target)
        if before := goes_back_to(raw, year):
            raw_writes.copy_file(kept_versions(path)[before], path)
        else:
            path.unlink()
    return target


def restore(raw: Path, year: int, number: int | None = None) -> Path:
    """Put back a form that was taken away (None: the last). Raises RemovalRefusedError where there is none, or another by now."""
    path = form_path(raw, year)
    with raw_writes.locked(raw):
        kept = path.parent / REMOVED
        numbers = _numbers(kept)
        chosen = max(numbers, default=None) if number is None else number
        last = kept / f"{chosen}.toml"
        if chosen not in numbers:
            raise RemovalRefusedError(f"取り除いた{years.label(year)}の調査票はありません。")
        if path.exists() and not _gives_way(path, last):
            raise RemovalRefusedError(
                f"{years.label(year)}の調査票は、あとから作ったものがあります。先にそれを取り除いてください。"
            )
        raw_writes.copy_file(last, path)
        last.unlink()
    return path


def _numbers(kept: Path) -> list[int]:
    """By which the forms of a round that were taken away, and not put back, are told apart; the last is the highest."""
    return sorted(int(path.stem) for path in kept.glob("*.toml") if path.stem.isdecimal())


def removed_rounds(raw: Path) -> list[dict[str, Any]]:
    """Every form that was taken away, of the newest round first, the last first: fiscal_year, label, number, has_other.

    has_other: the round has a form by now, so that this one cannot be put back before that is taken away.
    """
    parsed = (years.parse(path.parent.name) for path in (raw / "survey").glob(f"*/{REMOVED}"))
    found = {one.fiscal_year for one in parsed if one.fiscal_year is not None}
    return [
        {"fiscal_year": year, "label": years.label(year), "number": number, "has_other": has_other}
        for year in sorted(found, reverse=True)
        for path in [form_path(raw, year)]
        for number in reversed(_numbers(path.parent / REMOVED))
        for has_other in [path.exists() and not _gives_way(path, path.parent / REMOVED / f"{number}.toml")]
    ]


def goes_back_to(raw: Path, year: int) -> str:
    """The version that is the form again once the one of now is taken away; "" where there is none."""
    try:
        return version_before(form_path(raw, year))
    except FormError:
        return ""


def _gives_way(path: Path, removed: Path) -> bool:
    """Whether the form of now is kept as a version that went out, and what was taken away is one that has not."""
    kept = kept_versions(path)
    try:
        now, then = load_form(path).version, load_form(removed).version
    except FormError:
        return False
    return now in kept and then not in kept and not differs_from_kept(path, now)


def can_be_removed(raw: Path, year: int) -> bool:
    return not _why_it_stays(raw, form_path(raw, year), year)


def _why_it_stays(raw: Path, path: Path, year: int) -> str:
    """What of the round is used already; "" where nothing is."""
    this_year = years.of_date(clock.today())
    reasons: tuple[tuple[Callable[[], bool], str], ...] = (
        (lambda: this_year is None or year < this_year, "前の年度のものである"),
    )
    if not goes_back_to(raw, year):
        reasons += _of_first_version(raw, path, year)
    reasons += (
        (
            lambda: any(_follows(other, path) for other in path.parents[1].glob("*/form.toml")),
            "次の調査のもとにしてある",
        ),
    )
    return next((why for is_so, why in reasons if is_so()), "")


def _of_first_version(raw: Path, path: Path, year: int) -> tuple[tuple[Callable[[], bool], str], ...]:
    folders = (register.returns_folder(raw, year, demo=is_demo) for is_demo in (False, True))
    return (
        (lambda: bool(kept_versions(path)), "市町村に送る調査票を作ってある"),
        (lambda: any(register.read_lines(folder) for folder in folders), "届いた調査票がある"),
        (lambda: bool(round_record.read(raw, year)), "速報・確定の記録がある"),
    )


def _follows(other: Path, path: Path) -> bool:
    """Whether another form is compared with this one; one that cannot be read is compared with none."""
    try:
        return other != path and load_form(other).previous == path.parent.name
    except FormError:
        return False
