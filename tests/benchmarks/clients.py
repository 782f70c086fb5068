"""Many clients at once, each doing what a browser was seen to do. Standard library only: the twin's clients use it too."""

import http.client
import threading
import time
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

HEADERS = {
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Content-Type": "application/json",
    "X-Kasanari": "slides",  # as the script of 資料づくり says
}


class Asked(NamedTuple):
    """One request of a browser: method, path with query, body ("" where there is none)."""

    method: str
    path: str
    body: str


class Client:
    """One connection that is kept alive."""

    def __init__(self, address: str) -> None:
        where = urlsplit(address)
        self.origin = f"{where.scheme}://{where.netloc}"
        self.connection = http.client.HTTPConnection(str(where.hostname), where.port, timeout=120)

    def ask(self, requests: list[Asked]) -> float:
        """Seconds that the requests take, one after the other, each answer read whole."""
        started = time.perf_counter()
        for method, path, body in requests:
            self.connection.request(
                method, path, body.encode("utf-8") or None, {**HEADERS, "Origin": self.origin}
            )
            answer = self.connection.getresponse()
            answer.read()
            if answer.status >= http.client.BAD_REQUEST:
                raise RuntimeError(f"{answer.status} {method} {path}")
        return time.perf_counter() - started


def at_once(number: int, work: Callable[[int, threading.Barrier], None]) -> None:
    """Run the work in so many threads; each is given its number and a barrier to start together."""
    barrier = threading.Barrier(number)
    wrong: list[Exception] = []

    def guarded(place: int) -> None:
        try:
            work(place, barrier)
        except Exception as error:  # noqa: BLE001 - a thread's error would be lost, and the others would wait for it
            wrong.append(error)
            barrier.abort()

    threads = [threading.Thread(target=guarded, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise next(
            (error for error in wrong if not isinstance(error, threading.BrokenBarrierError)), wrong[0]
        )


def many(
    address: str, number: int, opening: list[Asked], changes: list[list[Asked]], rounds: int
) -> tuple[list[float], list[float]]:
    """Seconds of each client's first load, and of each change (in turn, so many rounds), all clients at once."""
    loads: list[float] = []
    moves: list[float] = []

    def work(_place: int, barrier: threading.Barrier) -> None:
        client = Client(address)
        barrier.wait()
        loads.append(client.ask(opening))
        barrier.wait()
        for turn in range(rounds):
            moves.append(client.ask(changes[turn % len(changes)]))

    at_once(number, work)
    return loads, moves
