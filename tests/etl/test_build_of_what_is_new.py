"""A build takes from what is kept all that has not changed, and gives what a build from scratch gives."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from etl import kept_results
from etl.survey.receive import receive
from etl.survey.returned import decision, register
from tests.commands import run_main
from tests.etl.raw_copy import copy_raw
from tests.etl.survey.received import HIGASHIKAWA, KUTCHAN, TAKASU, hand_in
from tests.etl.test_build import ordered_exports

DAY = date(2023, 12, 1)
RUNS, ACTS_IN_A_RUN = int(os.environ.get("KASANARI_BUILDS_OF_WHAT_IS_NEW", "2")), 3
LISTED = "status/2021-04-01_implementers_r3.csv"


def build(raw: Path, curated: Path, *options: str) -> Path:
    done = run_main("etl", "build", "--raw", raw, "--curated", curated, *options)
    assert done.returncode == 0, done.stderr
    return curated / (curated / "current").read_text(encoding="utf-8").strip()


def add(raw: Path, tmp_path: Path, rng: random.Random) -> None:
    number = len(list(tmp_path.glob("mail*")))
    mail = tmp_path / f"mail{number}"
    mail.mkdir()
    year = rng.choice((2022, 2023))
    file = hand_in(mail, rng.choice((TAKASU, HIGASHIKAWA, KUTCHAN)), rng.randrange(50), year=year)
    receive([file], raw, year, DAY + timedelta(days=number))


def retract(raw: Path, _: Path, rng: random.Random) -> None:
    lines = [
        one
        for one in register.current(register.read_lines(register.returns_folder(raw, 2023)))
        if one.is_loaded
    ]
    if lines:
        decision.decide_file(raw, 2023, rng.choice(lines).file, "quarantined", "取り消し")


def withdraw(raw: Path, _: Path, __: random.Random) -> None:
    command = "restore" if "取り消し" in (raw / "SOURCES.csv").read_text(encoding="utf-8") else "withdraw"
    reason = ["--reason", "取り消し"] if command == "withdraw" else []
    done = run_main("etl", command, LISTED, "--raw", raw, *reason)
    assert done.returncode == 0, done.stderr


def correct(raw: Path, _: Path, rng: random.Random) -> None:
    """What a town told on the telephone, whether or not its return has come."""
    which = ("--municipality", rng.choice((TAKASU, KUTCHAN)), "--fiscal-year", rng.choice(("R4", "R5")))
    told = (
        "--item",
        "staff_full_time",
        "--to",
        f"{rng.randrange(10, 99)}人",
        "--reason",
        "電話",
        "--on",
        "R6.1.9",
    )
    done = run_main("etl", "correct", *which, "--from", "空欄", *told, "--raw", raw)
    stands = re.search(r"「(\d+人)」", done.stderr)
    if done.returncode and stands:
        done = run_main("etl", "correct", *which, "--from", stands[1], *told, "--raw", raw)
    assert done.returncode == 0, done.stderr


def spoil(raw: Path, _: Path, rng: random.Random) -> None:
    """Somebody opens what was received, and lays a file beside it."""
    folder = register.returns_folder(raw, rng.choice((2022, 2023)))
    for path in sorted(folder.rglob("*.xlsx"))[:1]:
        path.write_bytes(path.read_bytes() + b"spoilt")
        path.with_name("写し.xlsx").write_bytes(path.read_bytes())


def reword(raw: Path, _: Path, rng: random.Random) -> None:
    form = raw / "survey" / rng.choice(("R4", "R5")) / "form.toml"
    text = form.read_text(encoding="utf-8")
    form.write_text(text.replace("重層的支援体制整備事業の実施状況", "事業の実施状況"), encoding="utf-8")


ACTS: tuple[Callable[[Path, Path, random.Random], None], ...] = (
    *(add, add, add, correct, correct),
    *(retract, withdraw, spoil, reword),
)


@pytest.mark.parametrize("seed", range(RUNS))
def test_a_build_after_random_acts_is_one_from_scratch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.delenv(kept_results.ELSEWHERE)
    rng, raw = random.Random(seed), copy_raw(tmp_path / "raw")
    add(raw, tmp_path, rng)
    for act in rng.sample(ACTS, ACTS_IN_A_RUN):
        build(raw, tmp_path / "curated")
        act(raw, tmp_path, rng)
    kept = ordered_exports(build(raw, tmp_path / "curated"))
    assert kept == ordered_exports(build(raw, tmp_path / "anew", "--from-scratch"))
