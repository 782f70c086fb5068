"""Decks and zips are made one after the other, within limits of memory and time."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from dashboard.intake import heavy_work, subprocess_limits
from dashboard.intake.heavy_work import BusyError, HeavyWork, HeavyWorkError

ECHO = "import sys; print(sys.stdin.read().upper())"
GREEDY = "kept = [bytearray(2**20) for _ in range(4096)]"


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> HeavyWork:
    """Commands are plain Python instead of our own."""
    queue = HeavyWork([])
    monkeypatch.setattr(queue, "_base", [sys.executable])
    return queue


def test_what_takes_more_memory_than_it_may_is_told_in_words(
    work: HeavyWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heavy_work, "MEMORY_MB", 200)
    with pytest.raises(HeavyWorkError, match="メモリー"):
        work.run(["-c", GREEDY])
    assert work.run(["-c", ECHO], b"small").output == "SMALL\n"
    assert not subprocess_limits._running


def test_a_process_that_is_ready_takes_the_next_work_and_no_other(work: HeavyWork) -> None:
    work.prepare(["-c", ECHO])
    work.prepare(["-c", ECHO])
    (waiting,) = subprocess_limits._running
    assert work.run(["-c", "print(1)"]).output == "1\n"
    assert waiting in subprocess_limits._running
    assert work.run(["-c", ECHO], b"now").output == "NOW\n"
    assert not subprocess_limits._running


def test_one_works_some_wait_and_the_rest_are_turned_away(work: HeavyWork) -> None:
    inside, leave = threading.Event(), threading.Event()
    order: list[Path] = []

    def stay() -> None:
        with work.turn() as room:
            order.append(room.folder)
            inside.set()
            leave.wait()

    threads = [threading.Thread(target=stay) for _ in range(heavy_work.MOST_WAITING)]
    threads[0].start()
    inside.wait()
    for thread in threads[1:]:
        thread.start()
    while work._waiting < heavy_work.MOST_WAITING:
        threads[-1].join(0.01)
    with pytest.raises(BusyError, match="順番待ち"), work.turn():
        pass
    assert len(order) == 1
    leave.set()
    for thread in threads:
        thread.join()
    assert len(set(order)) == heavy_work.MOST_WAITING
    assert not any(folder.exists() for folder in order)
