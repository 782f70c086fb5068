"""The worker process: limits hold, its death costs one call, the twin without POSIX does the same."""

from __future__ import annotations

import importlib
import math
import operator
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl import sandbox

TWINS: list[sandbox.Enforcement] = ["rlimit", "poll"] if sys.platform == "linux" else ["poll"]


@pytest.fixture(params=TWINS)
def twin(request: pytest.FixtureRequest) -> Iterator[sandbox.Enforcement]:
    enforcement: sandbox.Enforcement = request.param
    yield enforcement
    sandbox.close_workers()


@pytest.mark.parametrize(("module", "name"), sorted(sandbox.ALLOWED_GLOBALS))
def test_every_class_that_an_answer_may_hold_exists(module: str, name: str) -> None:
    assert hasattr(importlib.import_module(module), name)


def test_a_call_gives_its_value(twin: sandbox.Enforcement) -> None:
    outcome = sandbox.run_limited(operator.add, (20, 22), enforcement=twin)
    assert outcome == sandbox.Outcome(42)


def test_many_calls_keep_their_order(twin: sandbox.Enforcement) -> None:
    outcomes = sandbox.run_many(operator.mul, [(n, 2) for n in range(500)], enforcement=twin)
    assert [outcome.value for outcome in outcomes] == [n * 2 for n in range(500)]


def test_the_worker_stays_warm_between_calls(twin: sandbox.Enforcement) -> None:
    first = sandbox.run_limited(os.getpid, (), enforcement=twin)
    second = sandbox.run_limited(os.getpid, (), enforcement=twin)
    assert first.value == second.value != os.getpid()


def test_too_much_memory_is_a_reason_and_no_crash(twin: sandbox.Enforcement) -> None:
    outcome = sandbox.run_limited(bytearray, (400 * 2**20,), memory_mb=200, enforcement=twin)
    assert outcome.reason in ("memory", "died")
    assert outcome.value is None


def test_a_call_that_hangs_is_ended(twin: sandbox.Enforcement) -> None:
    outcome = sandbox.run_limited(time.sleep, (60,), timeout_s=0.3, enforcement=twin)
    assert outcome.reason == "timeout"


def test_the_death_of_the_worker_costs_only_the_call_that_killed_it(twin: sandbox.Enforcement) -> None:
    calls = [("3",), ("__import__('os')._exit(9)",), ("5",), ("__import__('os').abort()",), ("7",)]
    outcomes = list(sandbox.run_many(eval, calls, enforcement=twin))
    assert [(o.value, o.reason) for o in outcomes] == [
        (3, ""),
        (None, "died"),
        (5, ""),
        (None, "died"),
        (7, ""),
    ]


def test_an_exception_in_the_worker_is_a_reason_with_its_text(twin: sandbox.Enforcement) -> None:
    outcomes = list(sandbox.run_many(operator.truediv, [(1, 0), (1, 2)], enforcement=twin))
    assert (outcomes[0].reason, outcomes[1].value) == ("failed", 0.5)
    assert "ZeroDivisionError" in outcomes[0].detail


def test_what_the_function_prints_does_not_disturb_the_answers(twin: sandbox.Enforcement) -> None:
    outcomes = list(sandbox.run_many(eval, [("print('x' * 100_000)",), ("1 + 1",)], enforcement=twin))
    assert [outcome.value for outcome in outcomes] == [None, 2]


def test_a_batch_that_is_left_half_read_leaves_no_answers_behind(twin: sandbox.Enforcement) -> None:
    calls = sandbox.run_many(operator.mul, [(n, 1) for n in range(200)], enforcement=twin)
    assert next(calls).value == 0
    calls.close()
    assert sandbox.run_limited(operator.mul, (7, 6), enforcement=twin).value == 42


def test_two_batches_at_once_do_not_mix(twin: sandbox.Enforcement) -> None:
    doubled = sandbox.run_many(operator.mul, [(n, 2) for n in range(50)], enforcement=twin)
    tripled = sandbox.run_many(operator.mul, [(n, 3) for n in range(50)], enforcement=twin)
    pairs = [(a.value, b.value) for a, b in zip(doubled, tripled, strict=True)]
    assert pairs == [(n * 2, n * 3) for n in range(50)]


def test_a_worker_that_died_while_idle_is_replaced(twin: sandbox.Enforcement) -> None:
    pid = sandbox.run_limited(os.getpid, (), enforcement=twin).value
    worker = sandbox._spare[-1]
    assert worker.process.pid == pid
    worker.process.kill()
    worker.process.wait()
    assert sandbox.run_limited(math.factorial, (5,), enforcement=twin).value == 120


def test_an_answer_cannot_name_anything_but_our_own_records() -> None:
    frame = pickle.dumps((subprocess.Popen, "", ""))
    outcome = sandbox._outcome_of(frame)
    assert outcome.reason == "failed"
    assert "not allowed" in outcome.detail


def test_an_answer_larger_than_the_limit_is_refused(twin: sandbox.Enforcement) -> None:
    outcome = sandbox.run_limited(bytes, (sandbox.MAX_ANSWER_BYTES + 1,), enforcement=twin)
    assert outcome.reason == "memory"


def test_the_module_works_where_there_is_no_resource_module(tmp_path: Path) -> None:
    """On Windows `resource` does not exist: importing and the polling twin must do without."""
    script = tmp_path / "without_posix.py"
    script.write_text(
        "import sys, operator, psutil\n"
        "sys.modules['resource'] = None\n"
        "sys.platform = 'win32'\n"
        "from etl import sandbox\n"
        "assert sandbox.ENFORCEMENT == 'poll'\n"
        "print(sandbox.run_limited(operator.add, (1, 2)).value)\n",
        encoding="utf-8",
    )
    root = Path(sandbox.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, str(script)],
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("3", "")
