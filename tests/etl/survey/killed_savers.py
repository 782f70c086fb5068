"""Savers of a form that are killed in mid-save: prints the title that was acknowledged last. `python … RAW TIMES SEED`."""

import os
import random
import signal
import sys
import time
from pathlib import Path

from etl.survey import drafting, saving

YEAR = 2026
LINE = 80


def main(raw: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(times):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            save_for_ever(raw, number, writing)
        os.close(writing)
        acknowledged = os.read(reading, LINE)
        until = time.perf_counter() + chance.random() * 0.15
        while time.perf_counter() < until:
            pass
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(reading, 4096):
            acknowledged = more[-LINE:]
        os.close(reading)
        shown = drafting.show(raw, YEAR)["document"]["form"]["title"]
        sys.stdout.write(f"{acknowledged.decode().strip()} {shown}\n")


def save_for_ever(raw: Path, number: int, writing: int) -> None:
    count = 0
    while True:
        shown = drafting.show(raw, YEAR)
        shown["document"]["form"]["title"] = f"調査票{number}-{count:04}"
        saving.save(raw, YEAR, shown["document"], shown["state"])
        os.write(writing, f"{number}-{count:04}".ljust(LINE).encode())
        count += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
