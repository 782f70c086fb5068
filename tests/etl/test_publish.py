"""Publishing survives kills, a full disk and readers: the warehouse published before always stands."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from etl import build, dictionary, publish, report
from tests.etl.raw_copy import ROOT, run_etl

# Often within a build, and yet the build has most of the processor.
READ_EVERY_SECONDS = 0.02


def answer(curated: Path) -> int:
    connection = publish.connect(curated)
    count: int = connection.execute("select count(*) from mart_municipality").fetchall()[0][0]
    connection.close()
    return count


def start_build(raw: Path, curated: Path, **more: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "etl", "build", "--raw", str(raw), "--curated", str(curated)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,  # type: ignore[call-overload]
    )


def test_a_build_killed_half_way_leaves_the_old_warehouse_and_the_next_one_clears_up(
    real_raw: Path, tmp_path: Path
) -> None:
    first = build.build(real_raw, tmp_path)
    process = start_build(real_raw, tmp_path)
    while process.poll() is None and not list(tmp_path.glob(f"*{publish.BUILDING_SUFFIX}")):
        pass
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert list(tmp_path.glob(f"*{publish.BUILDING_SUFFIX}"))
    assert publish.current(tmp_path) == Path(first.warehouse)
    assert answer(tmp_path) == 179
    second = build.build(real_raw, tmp_path)
    assert not list(tmp_path.glob(f"*{publish.BUILDING_SUFFIX}*"))
    assert publish.current(tmp_path) == Path(second.warehouse)


def test_a_full_disk_refuses_in_japanese_and_leaves_the_old_warehouse(real_raw: Path, tmp_path: Path) -> None:
    first = build.build(real_raw, tmp_path)

    def limit_file_size() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    process = start_build(real_raw, tmp_path, preexec_fn=limit_file_size)
    out, error = process.communicate()
    assert process.returncode == 1, (out, error)
    assert "ディスクの空き" in error
    assert "Traceback" not in error
    assert publish.current(tmp_path) == Path(first.warehouse)
    assert answer(tmp_path) == 179
    assert not list(tmp_path.glob(f"*{publish.BUILDING_SUFFIX}"))


def test_no_write_ahead_log_is_left_beside_a_published_file(real_raw: Path, tmp_path: Path) -> None:
    build.build(real_raw, tmp_path)
    assert not list(tmp_path.glob("*.wal"))


def test_a_reader_sees_only_whole_warehouses_while_builds_are_published(
    real_raw: Path, tmp_path: Path
) -> None:
    build.build(real_raw, tmp_path)
    stop = threading.Event()
    answers: list[int] = []

    def read() -> None:
        while not stop.wait(READ_EVERY_SECONDS):
            answers.append(answer(tmp_path))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(3):
        build.build(real_raw, tmp_path)
    stop.set()
    reader.join()
    assert answers
    assert set(answers) == {179}


def test_old_versions_are_kept_up_to_a_number(tmp_path: Path) -> None:
    for number in range(publish.KEPT_VERSIONS + 5):
        (tmp_path / f"wh_202401{number:02d}T000000-aaaaaaaa.duckdb").touch()
    with publish.building(tmp_path) as (path, connection, _):
        connection.execute("create table t as select 1 as one")
        connection.close()
        name = publish.publish(path, tmp_path, "0123456789")
    kept = sorted(entry.name for entry in tmp_path.glob("wh_*.duckdb"))
    assert len(kept) == publish.KEPT_VERSIONS
    assert name in kept
    assert "wh_20240100T000000-aaaaaaaa.duckdb" not in kept


def test_a_file_of_a_living_build_is_not_taken_for_a_leftover(tmp_path: Path) -> None:
    alive = tmp_path / f"wh_x.{os.getpid()}{publish.BUILDING_SUFFIX}"
    alive.touch()
    with publish.building(tmp_path) as (_, connection, _):
        connection.close()
    assert alive.exists()


def test_a_build_that_was_begun_earlier_never_takes_the_place_of_a_later_one(tmp_path: Path) -> None:
    with publish.building(tmp_path) as earlier, publish.building(tmp_path) as later:
        for one, is_newest in ((later, True), (earlier, False), (later, False)):
            with publish.in_turn(tmp_path, one.turn) as may_publish:
                assert may_publish is is_newest
        with publish.building(tmp_path) as last, publish.in_turn(tmp_path, last.turn) as may_publish:
            assert may_publish


def test_a_build_that_fails_to_publish_leaves_the_turn_to_the_others(tmp_path: Path) -> None:
    with publish.building(tmp_path) as earlier, publish.building(tmp_path) as later:
        with pytest.raises(OSError, match="full"), publish.in_turn(tmp_path, later.turn):
            raise OSError("full")
        with publish.in_turn(tmp_path, earlier.turn) as may_publish:
            assert may_publish


def test_a_build_that_was_halted_and_goes_on_leaves_the_newer_data_in_use(
    real_raw: Path, tmp_path: Path
) -> None:
    halted = start_build(real_raw, tmp_path)
    while halted.poll() is None and not list(tmp_path.glob(f"*{publish.BUILDING_SUFFIX}")):
        pass
    halted.send_signal(signal.SIGSTOP)
    newer = build.build(real_raw, tmp_path)
    reports = {name: (tmp_path / name).read_bytes() for name in (dictionary.FILE_NAME, report.FILE_NAME)}
    halted.send_signal(signal.SIGCONT)
    said, _ = halted.communicate()
    assert halted.returncode == 0
    assert Path(newer.warehouse).name in said
    assert publish.current(tmp_path) == Path(newer.warehouse)
    assert {name: (tmp_path / name).read_bytes() for name in reports} == reports
    assert not list(tmp_path.glob(f"*{publish.BUILDING_SUFFIX}*"))


def test_a_damaged_order_of_builds_hinders_none(tmp_path: Path) -> None:
    (tmp_path / publish.TURNS).write_bytes(b"no order" * 1000)
    with publish.building(tmp_path) as one, publish.in_turn(tmp_path, one.turn) as may_publish:
        assert may_publish


def test_a_missing_warehouse_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="python -m etl build"):
        publish.current(tmp_path)


@pytest.mark.parametrize("spoil", ["SOURCES.csv", "reference/municipalities.csv"])
def test_without_the_ground_nothing_is_published(raw: Path, tmp_path: Path, spoil: str) -> None:
    (raw / spoil).unlink()
    done = run_etl("build", "--raw", raw, "--curated", tmp_path / "curated")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "curated" / publish.POINTER).exists()
