"""People of an office who use the pages at the same time, each with filters of his own."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.benchmarks.clients import Asked, Client
from tests.benchmarks.recorded_pages import AFTER, BEFORE, CALLBACK, RecordedPage

POLL_SECONDS = 4.0  # POLL_MILLISECONDS of the shell
TOWNS = ("01581", "01202", "01452", "01639", "01100", "01303")
DAYS = ("2022-12-01", "2023-06-01", "2023-12-01", "2024-06-01", "2025-12-01")
CHOICES = {
    "sub": [f"{number:02}" for number in range(1, 15)],
    "size": ["under_5k", "5k_10k", "10k_30k", "30k_100k", "over_100k"],
    "kind": ["%E5%B8%82", "%E7%94%BA", "%E6%9D%91"],  # 市, 町, 村 as a browser writes them
    "group": ["implementing", "planned", "considering", "no_plan", "no_data"],
}


@dataclass
class Met:
    """What all users met: seconds of each answer by its kind, callbacks also by page; troubles in words."""

    documents: list[float] = field(default_factory=list)
    callbacks: list[tuple[str, float]] = field(default_factory=list)
    polls: list[float] = field(default_factory=list)
    records: list[float] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def search(chance: random.Random) -> str:
    """Filters as somebody may choose them: a year, up to two lists, now and then a day of the past or a town."""
    parts = [f"fy={chance.randint(2021, 2025)}"]
    if chance.random() < 0.1:
        parts.append(f"asof={chance.choice(DAYS)}")
    for name in chance.sample(list(CHOICES), chance.choice([0, 1, 1, 2])):
        wanted = set(chance.sample(CHOICES[name], chance.randint(1, 2)))
        parts.append(f"{name}={','.join(one for one in CHOICES[name] if one in wanted)}")
    if chance.random() < 0.1:
        parts.append(f"town={chance.choice(TOWNS)}")
    return "?" + "&".join(parts)


class User:
    """One browser: fetches the program's files once, then opens page after page and changes filters on each.

    data: the id of the data in use now; recorded: the one that was in use when the requests were recorded.
    """

    def __init__(
        self, address: str, chance: random.Random, met: Met, data: Callable[[], str], recorded: str
    ) -> None:
        self.client, self.chance, self.met = Client(address), chance, met
        self.data, self.recorded = data, recorded
        self.seen = recorded

    def work(self, pages: list[RecordedPage], until: float, pause: float) -> None:
        """Until the end: open a page, look at it, change its filters up to three times. pause: seconds, on average."""
        self._wait(self.chance.random() * pause, until, [])
        for one in pages[0].files:
            self.client.ask([one])
        while time.monotonic() < until:
            page = self.chance.choice(pages)
            before = search(self.chance)
            self._ask(page.path, page.document, before, before)
            self._wait(self._looks(pause), until, [])
            for _ in range(self.chance.randint(0, 3)):
                after = search(self.chance)
                self._ask(page.path, page.change, before, after)
                before = after
                self._wait(self._looks(pause), until, page.change)

    def _looks(self, pause: float) -> float:
        return self.chance.uniform(0.4, 1.6) * pause

    def _ask(self, path: str, recorded: list[Asked], before: str, after: str) -> None:
        self.seen = now = self.data()
        for method, address, body in recorded:
            asked = Asked(
                method,
                address.replace(BEFORE, before).replace(AFTER, after),
                body.replace(BEFORE, before).replace(AFTER, after).replace(self.recorded, now),
            )
            seconds = self._seconds(asked)
            if seconds is None:
                continue
            if address.startswith(CALLBACK):
                self.met.callbacks.append((path, seconds))
            else:
                self.met.documents.append(seconds)

    def _seconds(self, asked: Asked) -> float | None:
        try:
            return self.client.ask([asked])
        except (RuntimeError, OSError) as error:
            self.met.troubles.append(f"{error} {asked.body[:80]}")
            self.client = Client(self.client.origin)
            return None

    def _wait(self, seconds: float, until: float, shown: list[Asked]) -> None:
        """Look at the page; the browser asks meanwhile for newer data, and draws the page anew when there are."""
        end = min(time.monotonic() + seconds, until)
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(left, POLL_SECONDS))
            if left < POLL_SECONDS:
                return
            if (poll := self._seconds(self._poll())) is not None:
                self.met.polls.append(poll)
            if shown and self.data() != self.seen:
                again = search(self.chance)
                self._ask("新しいデータで描き直す", shown, again, again)

    def _poll(self) -> Asked:
        version = {"id": self.seen, "problem": "", "behind": ""}
        body = {
            "output": "version.data",
            "outputs": {"id": "version", "property": "data"},
            "inputs": [{"id": "poll", "property": "n_intervals", "value": 1}],
            "changedPropIds": ["poll.n_intervals"],
            "state": [{"id": "version", "property": "data", "value": version}],
        }
        return Asked("POST", CALLBACK, json.dumps(body))
