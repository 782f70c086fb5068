"""Writers that are killed in mid-write: prints the record ids that were acknowledged. `python … FILE TIMES SEED`."""

import os
import random
import signal
import sys
import time
from pathlib import Path

from dashboard import journal

ID_LENGTH = 32


def main(path: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(times):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            write_for_ever(path, writing)
        os.close(writing)
        for _ in range(chance.randint(1, 6)):
            sys.stdout.write(os.read(reading, ID_LENGTH).decode() + "\n")
        until = time.perf_counter() + chance.random() * 0.004
        while time.perf_counter() < until:
            pass
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        rest = b""
        while some := os.read(reading, 4096):
            rest += some
        os.close(reading)
        whole = len(rest) // ID_LENGTH * ID_LENGTH
        for start in range(0, whole, ID_LENGTH):
            sys.stdout.write(rest[start : start + ID_LENGTH].decode() + "\n")


def write_for_ever(path: Path, writing: int) -> None:
    said = {"contacted_on": "2023-06-01", "means": "電話", "owner": "佐藤", "said": "あ" * 2000}
    while True:
        record = journal.write(path, "contact", "01581", said, "佐藤")
        os.write(writing, record.record_id.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
